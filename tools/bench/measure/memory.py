"""Memory of one replay, of a long one, and of a hundred."""

from .session import at_most

TIMES = 100


def memory(session):
    session.tell("memory of single replays")
    single = [session.ours("replays", session.whole["journal"], 1)[0] for _ in range(session.runs)]
    resident = ("resident is what the kernel keeps as its peak (VmHWM), anonymous the most of RssAnon seen at the "
                "end of a page of events.")
    said = f"Ours: verified replay of {session.whole['events']:,} events in a fresh process, {resident}"
    session.row("one replay, anonymous memory", "MiB", 1024, [told["anon_peak_kb"] for told in single], said,
                target=at_most(64, "ours"))
    session.row("one replay, peak resident memory", "MiB", 1024, [told["peak_kb"] for told in single], said,
                target=at_most(256, "ours"))
    if session.killed:
        told = session.ours("replays", session.killed.journal, 1)[0]
        said = f"Ours: the same over {session.killed.events:,} events, once: the journal whose node was killed."
        session.row("one long replay, anonymous memory", "MiB", 1024, [told["anon_peak_kb"]], said,
                    target=at_most(64, "ours"))
        session.row("one long replay, peak resident memory", "MiB", 1024, [told["peak_kb"]], said,
                    target=at_most(256, "ours"))
    session.tell(f"memory of {TIMES} replays in one process")
    told = session.ours("replays", session.whole["journal"], TIMES)[1:]
    peaks = [line["peak_kb"] for line in told]
    kept = [line["anon_kb"] for line in told]
    said = (f"Ours: {TIMES} verified replays of {session.whole['events']:,} events in one process, each with a log of "
            "its own opened and closed. The kernel's peak is set back before each (`clear_refs`). Shown is the most "
            "of replays 2 to 100 divided by the least; the first, which fills what the process keeps, is left out. ")
    session.row(f"{TIMES} replays in one process, peak resident: most ÷ least", "×", 1, [max(peaks) / min(peaks)],
                said + f"From {min(peaks):,.0f} to {max(peaks):,.0f} KiB.", target=at_most(1.02, "ours"))
    session.row(f"{TIMES} replays in one process, anonymous left after each: most ÷ least", "×", 1,
                [max(kept) / min(kept)], said + f"From {min(kept):,.0f} to {max(kept):,.0f} KiB.",
                target=at_most(1.02, "ours"))
