"""Orders of an operator through every gate: what one costs, in time, events, bytes and memory."""

import datetime
import glob
import gzip
import json
import os
import resource

from .peers import Missing
from .process import Failed, call, watched
from .replay import record
from .session import at_least, at_most

DAY = 86_400_000_000_000
HOUR = 3_600_000_000_000
# Thresholds open: each gate is evaluated, and none refuses.
OPEN = ["GUARD_MIN_COHERENCE=0", "GUARD_MIN_STABILITY=0", "GUARD_MAX_RUPTURE=1", "GUARD_MAX_ENTROPY=1",
        "MAX_SPREAD_BPS=20", "MAX_SPREAD_BPS_PAIR_JSON={}", "RISK_MAX_TOTAL_POSITIONS=8", "PAPER_LATENCY_MS=0"]
FEW, MANY, MOST = 1_000, 23_000, 1_000_000


def stamps(folder):
    """When EUR_USD may be traded by its own sessions: quotes of weekdays, from the time that metrics are ready."""
    found = []
    for name in sorted(glob.glob(os.path.join(folder, "*.csv.gz"))):
        with gzip.open(name, "rt", encoding="utf-8") as text:
            next(text)
            found.extend(int(line.split(",", 1)[0]) for line in text)
    return [at for at in found if 8 <= at // HOUR % 24 < 19 and (at // DAY + 3) % 7 < 5][3_000:]


def commands(path, times, count):
    """Orders of one unit, alternately bought and sold, spread over the times."""
    with open(path, "w", encoding="utf-8") as out:
        for number in range(count):
            at = times[number * (len(times) - 1) // count]
            second = datetime.datetime.fromtimestamp(at // 10**9, datetime.timezone.utc)
            out.write(json.dumps({
                "at": f"{second:%Y-%m-%dT%H:%M:%S}.{at % 10**9:09d}Z", "owner": "bench", "reason": "cost",
                "command": "order", "instrument": "EUR_USD", "units": 1 if number % 2 == 0 else -1}) + "\n")
    return path


def processor(words):
    """Processor seconds of a process that does its work."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    out = call(words, 600)[0]
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, out


class Book:
    """A journal with so many orders, and how it is made again."""

    def __init__(self, session, folder, times, count):
        self.session, self.count, self.made = session, count, 0
        words = ["run", "--feed", folder, "--durability", "none", "--release-kill-switch", "bench"]
        for setting in OPEN:
            words += ["--set", setting]
        self.words = words + ["--commands", commands(session.path(f"orders{count}"), times, count)]
        self.whole = record(session, self.words[1:], f"book{count}")
        self.filled = self.whole["orders"]["filled"]
        if self.filled < 0.85 * count:
            raise Failed(f"of {count} orders only {self.filled} were filled: {self.whole['refusals']}")
        self.recorded, self.decided = [], []

    def record(self):
        self.made += 1
        into = self.session.path(f"book{self.count}-{self.made}")
        self.recorded.append(processor([self.session.retrace, *self.words, "--journal", into, "--json"])[0])
        call(["rm", "-r", into])

    def replay(self):
        seconds, out = processor([self.session.retrace, "replay", self.whole["journal"], "--from-zero", "--json"])
        told = json.loads(out)
        if not told["identical"]:
            raise Failed(f"the replay of {self.count} orders differs: {told}")
        self.decided.append(seconds)


def orders(session):
    if not session.ticks:
        raise Missing("the recorded ticks are not there")
    folder = os.path.join(session.ticks, "EUR_USD")
    times = stamps(folder)
    session.tell("journals without orders and with 228, 1,000, 23,000")
    none, cross, few, many = (Book(session, folder, times, count) for count in (0, 228, FEW, MANY))
    loop(session, none, cross)
    session.tell("the cost of an order")
    for number in range(session.runs + 1):
        for book in (none, few, many):
            book.record()
            book.replay()
            if number == 0:
                book.recorded.clear()
                book.decided.clear()
    session.tell("a million orders")
    most = Book(session, folder, times, MOST)
    for _ in range(3):
        most.record()
        most.replay()
    cost(session, none, [few, many, most])
    size(session, none, many)
    memory(session, most)


def loop(session, none, cross):
    def replayed(book):
        told = json.loads(call([session.retrace, "replay", book.whole["journal"], "--from-zero", "--json"])[0])
        if not (told["identical"] and told["proof"]):
            raise Failed(f"the replay is no proof: {told}")
        return told["events_per_second"] * none.whole["inputs"] / told["events"]

    def nautilus():
        rows = session.peers.nautilus2(folder_of(session))
        return next(row["ticks_per_cpu_s"] for row in rows if row["orders"] == 228)

    mine, theirs, without = session.interleaved(
        "the whole trading loop", lambda: replayed(cross), nautilus, lambda: replayed(none))
    said = (f"Ours: `retrace replay --from-zero` of {none.whole['inputs']:,} quotes and {cross.whole['events']:,} events "
            f"with {cross.filled} orders of a commands file, through all actors: every gate, the paper venue, the ledger; "
            "each derived event encoded again and compared. ")
    session.row(
        "verified replay of real ticks, *whole trading loop*, 228 orders", "M ticks/s", 1e6, mine,
        said + "Beside it: the engine's own run over the same quotes with its EMA cross of 600 and 1,200 quotes, in "
        "ticks a second of processor time; it reads no log and proves nothing.",
        ("NautilusTrader 2.0, its all-Rust engine", theirs), at_least(5))
    session.row(
        "the same, beside the same journal without an order", "M ticks/s", 1e6, mine,
        said + "Beside it: the same quotes through the same actors, no order.", ("ours, no order", without))


def folder_of(session):
    return os.path.join(session.ticks, "EUR_USD")


def cost(session, none, books):
    """By the least of the runs: what disturbs a run only makes it longer."""
    figures = {}
    for what, of in (("recorded and chained", "recorded"), ("decided again and compared", "decided")):
        for book in books:
            each = 1e6 * (min(getattr(book, of)) - min(getattr(none, of))) / book.filled
            figures[of, book.count] = each
            session.row(
                f"one manual order of {book.count:,}, {what}", "µs", 1, [each],
                f"Ours: processor time of the process with {book.count:,} orders of one unit, alternately bought and "
                f"sold over the quotes of EUR_USD, less that without, by the {book.filled:,} that were filled; the least "
                f"of {len(getattr(book, of))} runs each. Every gate is evaluated with its threshold open. "
                + ("`retrace run`, the text of the commands file read, parsed and hashed too, no sync."
                   if of == "recorded" else "`retrace replay --from-zero`.")
                + (" At so few the noise of the run without orders is some µs an order: no verdict." if book.count == FEW
                   else ""),
                target=None if book.count == FEW else at_most(2, "ours"))
    flat = [figures["decided", count] for count in (MANY, MOST)]
    session.row(
        f"one manual order, decided again: {MOST:,} ÷ {MANY:,}", "×", 1, [flat[1] / flat[0]],
        "Ours: the figures above, one divided by the other.", target=at_most(1.2, "ours"))


def size(session, none, book):
    more = book.whole["stat"]["frame_bytes"] - none.whole["stat"]["frame_bytes"]
    said = f"Ours: what the journal with {book.filled:,} filled orders has more than that without, an order."
    session.row("events an order", "events", 1, [(book.whole["events"] - none.whole["events"]) / book.filled], said)
    session.row("bytes of frames an order", "bytes", 1, [more / book.filled], said)


def memory(session, book):
    into = session.path("watched")
    peak = watched([session.retrace, *book.words, "--journal", into, "--json"], 600)
    call(["rm", "-r", into])
    session.row(
        f"a run with {book.count:,} orders, anonymous memory", "MiB", 1024, [peak],
        f"Ours: `retrace run` of {book.whole['inputs']:,} inputs and {book.filled:,} filled orders; the most of RssAnon "
        "seen, asked a hundred times a second.", target=at_most(64, "ours"))
    told = session.ours("replays", book.whole["journal"], 1)[0]
    session.row(
        f"replay of {book.count:,} orders, anonymous memory", "MiB", 1024, [told["anon_peak_kb"]],
        f"Ours: verified replay of its {book.whole['events']:,} events in a fresh process.",
        target=at_most(64, "ours"))
