"""One session of measuring: the programs, the folder, the clock, and the rows found so far."""

import statistics
import sys
import time

from .peers import Missing
from .process import Failed, call, fields


class Session:
    def __init__(self, programs, folder, peers, ticks, runs, seconds):
        self.retrace, self.bench = programs
        self.folder, self.peers, self.ticks = folder, peers, ticks
        self.runs, self.seconds = runs, seconds
        self.began = time.monotonic()
        self.rows, self.used = [], set()

    def tell(self, text):
        print(f"[{time.monotonic() - self.began:4.0f} s] {text}", file=sys.stderr, flush=True)

    def path(self, name):
        return f"{self.folder}/{name}"

    def ours(self, *words, timeout=300):
        """The lines of `name=value` that our own measuring program printed."""
        return fields(call([self.bench, *[str(word) for word in words]], timeout)[0])

    def interleaved(self, what, *programs):
        """Runs programs in turn, again and again, and gives each one's numbers.

        The first round only warms up. A program that is missing or fails gives its reason instead, and the
        others go on without it.
        """
        self.tell(what)
        found = [[] for _ in programs]
        for number in range(self.runs + 1):
            for place, program in enumerate(programs):
                if isinstance(found[place], Missing):
                    continue
                try:
                    value = program()
                except (Missing, Failed) as reason:
                    found[place] = Missing(str(reason))
                    continue
                if number > 0:
                    found[place].append(value)
        return found

    def row(self, what, unit, scale, ours, compared, peer=None, target=None, paired=True):
        """Notes a row; `peer` is (name, numbers or the reason why there are none)."""
        row = {"what": what, "unit": unit, "scale": scale, "compared": compared, "target": target}
        if isinstance(ours, Missing):
            row["ours"], row["missing"] = [], self._plain(ours)
        else:
            row["ours"] = list(ours)
        if peer:
            name, values = peer
            missing = isinstance(values, Missing)
            row["peer"] = {"name": name, "values": [] if missing else list(values), "paired": paired}
            if missing:
                row["peer"]["missing"] = self._plain(values)
        self.rows.append(row)

    def _plain(self, reason):
        """A reason as it may stand in a page: without our folder of today."""
        return str(reason).replace(self.folder, "…")

    def group(self, what, needs, measure):
        """Measures one group if there is time for it; a failure loses this group only.

        `needs` is about how many seconds it takes.
        """
        left = self.seconds - (time.monotonic() - self.began)
        if left < needs:
            reason = f"{left:.0f} s were left of {self.seconds}, and it takes some {needs}"
            self.row(what, "", 1, Missing(reason), "Nothing: there was no time for it.")
            return
        try:
            measure(self)
        except (Missing, Failed) as reason:
            self.row(what, "", 1, Missing(str(reason)), "Nothing: the measurement failed.")


def at_least(bound, of="ratio"):
    return {"of": of, "at": "least", "bound": bound}


def at_most(bound, of="ratio"):
    return {"of": of, "at": "most", "bound": bound}


def pick(values, name):
    """One number of each set, or the reason why there is none."""
    return values if isinstance(values, Missing) else [value[name] for value in values]


def middle(lines, name):
    """The median of a number over the lines of one process."""
    return statistics.median(line[name] for line in lines)
