"""The live path, and how soon a node is back after it was killed."""

import os
import shutil
import signal
import time

from .peers import Missing, last
from .process import Failed, call, fields
from .session import at_least, at_most, pick

SIZES = [1_000_000, 10_000_000]
DAYS = 40


def live(session):
    def ours():
        into = session.path("live")
        told = session.ours("live", into, DAYS)[0]
        shutil.rmtree(into)
        return told

    found, = session.interleaved("the live path", ours)
    inputs = found[0]["inputs"] if isinstance(found, list) else 0
    session.row("the live path through the room actors, durable", "M inputs/s", 1e6, pick(found, "inputs_s"),
                f"Ours: {inputs:,.0f} quotes of the synthetic market (eight instruments), handed by a thread of its "
                "own to the bounded inbox, taken by the actors on their one thread, every turn chained and recorded, "
                "every batch committed with full sync. The clock runs from opening the journal to the clean stop with "
                "its snapshot. *Three* room actors exist of the seven that the target speaks of. No peer: nothing "
                "else here keeps a durable log of decisions.", target=at_least(1, "ours"))


def evict(path):
    """Writes a file's pages to the disk and drops them from the page cache; says how much is left there."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
        os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)
    finally:
        os.close(descriptor)
    if not shutil.which("fincore"):
        return None
    return int(call(["fincore", "--bytes", "--noheadings", "--output", "RES", path])[0])


class Killed:
    """A journal whose node was killed, opened again and again; every opening is killed as well."""

    def __init__(self, session, events):
        self.session, self.journal, self.count = session, session.path(f"killed{events}"), 0
        session.tell(f"growing a journal to {events:,} events")
        told = session.ours("grow", self.journal, events, timeout=400)[0]
        self.events, self.tail = int(told["events"]), int(told["tail"])
        self.left = 0

    def opened(self, cold):
        """Milliseconds from before the process starts until it has one quote durable."""
        self.count += 1
        feed = self.session.path(f"one{self.events}-{self.count}/EUR_USD.csv")
        os.makedirs(os.path.dirname(feed))
        with open(feed, "w", encoding="utf-8") as out:
            # A stamp later than all that the synthetic market gives, and a row that no file gave before.
            out.write(f"ts_ns,bid,ask\n{2_000_000_000_000_000_000 + self.count},1.09450,1.09460\n")
        if cold:
            left = evict(os.path.join(self.journal, "data.mdb"))
            self.left = None if left is None or self.left is None else max(self.left, left)
        began = time.monotonic_ns()
        out, _ = call([self.session.bench, "ready", self.journal, feed], 120, status=-signal.SIGKILL)
        return (last(out, "ready")["monotonic_ns"] - began) / 1e6


def opening(session):
    need = 3 << 30
    free = shutil.disk_usage(session.folder).free
    if free < need:
        raise Missing(f"{free >> 20} MiB are free for journals, {need >> 20} are needed: name another folder in TMPDIR")
    killed = [Killed(session, size) for size in SIZES]
    theirs = [recover(session, size) for size in SIZES]
    found = session.interleaved(
        "opening after a kill, warm and cold", *(
            lambda one=one, cold=cold: one.opened(cold) for one in killed for cold in (False, True)))
    for place, one in enumerate(killed):
        rows(session, one, SIZES[place], *found[2 * place:2 * place + 2], theirs[place])
    session.killed = killed[-1]
    small, large = found[0], found[2]
    flat = Missing("an opening failed") if not (isinstance(small, list) and isinstance(large, list)) else [
        many / few for few, many in zip(small, large)]
    session.row("ready, 10 M events ÷ 1 M events, warm", "×", 1, flat,
                "The two warm rows above, one divided by the other, each pair run in turn. The target says *flat*; we "
                f"read it as at most 1.2. The tails were {killed[0].tail:,} and {killed[1].tail:,} events.",
                target=at_most(1.2, "ours"))


def recover(session, size):
    """Milliseconds in which C opens an LMDB cold and reads its newest key, five times in one process."""
    folder = session.path(f"recover{size}")
    session.tell(f"the limit in C of opening {size:,} events")
    try:
        out = session.peers.limit("recover", folder, size, 24, timeout=400)
        return [line["open_to_last_event_us_p50"] / 1000 for line in fields(out, "recover")]
    except (Missing, Failed) as reason:
        return Missing(str(reason))
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def rows(session, killed, size, warm, cold, theirs):
    """What openings of one journal came to."""
    million = f"{size // 1_000_000} M"
    left = "how much stayed was not looked at" if killed.left is None else f"{killed.left:,} bytes stayed at the most"
    said = (f"Ours: a node killed with SIGKILL while it wrote event {killed.events:,}, {killed.tail:,} events "
            "after its newest snapshot (the next was due after 250,000); then a new process opens that journal for "
            "writing as `retrace run` does, restores every room and takes one quote. The clock runs from before the "
            "process is started until that quote is durable. It is killed at once, so every opening finds the same snapshot and "
            "the same tail. ")
    session.row(f"ready after kill −9, {million} events, warm page cache", "ms", 1, warm, said,
                target=at_most(100, "ours"))
    session.row(f"ready after kill −9, {million} events, cold page cache", "ms", 1, cold,
                "Ours as in the row above, but before each opening the journal's file is synced and dropped from the "
                f"page cache with `posix_fadvise(DONTNEED)`; {left}. The program's own file stays warm. Beside it: "
                f"`recover`, an LMDB of {size:,} records of 24 bytes opened cold in C and its newest key read; nothing "
                "is restored, checked or written, and no process is started. It ran before ours, so the ratio is one "
                "of medians.", ("LMDB in C", theirs), paired=False)
