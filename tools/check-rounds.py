#!/usr/bin/env python3
"""Recomputes what the allocator of a journal decided, from its exported candles and metrics alone.

    tools/check-rounds.py JOURNAL [--retrace PROGRAM]

Written from trading-system.md, sections 3, 5 to 9 and 12, and from nothing of ours: the harness trade by trade
(`audit shadow`), each gate from those trades, each publication from the metrics and gates before it. Coverage is
taken as recorded. Settings are those of the newest opening. Exit status: 0 equal; 1 the first difference is
told; 2 could not find out.
"""
import bisect
import collections
import datetime as D
import json
import subprocess
import sys
import zoneinfo

EPS = 1e-9
MIN = 60_000
DAY = 86_400_000
ZONES = {"sydney": ("Australia/Sydney", 7, 16), "tokyo": ("Asia/Tokyo", 9, 18),
         "london": ("Europe/London", 8, 17), "newyork": ("America/New_York", 8, 17)}
HOME = dict(JPY="tokyo", EUR="london", GBP="london", CHF="london", USD="newyork", CAD="newyork",
            AUD="sydney", NZD="sydney")
NY = zoneinfo.ZoneInfo("America/New_York")


def differs(text):
    print(f"differs: {text}")
    sys.exit(1)


def unknown(text):
    print(f"could not find out: {text}", file=sys.stderr)
    sys.exit(2)


# ---------------------------------------------------------------- what the journal says
class Journal:
    def __init__(self, program, folder):
        self.program, self.folder = program, folder

    def events(self, kind):
        command = [self.program, "journal", "export", self.folder, "--kind", kind, "--format", "jsonl"]
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as run:
            for line in run.stdout:
                yield json.loads(line)
            error = run.stderr.read()
        if run.returncode:
            unknown(f"export of {kind}: {error.strip()[-200:]}")

    def told(self, *words):
        run = subprocess.run([self.program, *words, "--json"], capture_output=True, text=True)
        if run.returncode:
            unknown(f"{' '.join(words)}: {run.stderr.strip()[-200:]}")
        return json.loads(run.stdout)


_days = {}


def ms(text):
    day = text[:10]
    if day not in _days:
        _days[day] = int(D.datetime.fromisoformat(day + "T00:00:00+00:00").timestamp()) * 1000
    h, m, s = text[11:].rstrip("Z").split(":")
    return _days[day] + (int(h) * 60 + int(m)) * MIN + round(float(s) * 1000)


# ---------------------------------------------------------------- the session clock
def wall(day, hour, minute, zone):
    return int(D.datetime(day.year, day.month, day.day, hour, minute, tzinfo=zone).timestamp()) * 1000


def meet(xs, ys):
    """the parts that two lists of intervals share, touching ones merged; both in order"""
    parts, i, j = [], 0, 0
    while i < len(xs) and j < len(ys):
        a, b = max(xs[i][0], ys[j][0]), min(xs[i][1], ys[j][1])
        if a < b:
            parts.append((a, b))
        if xs[i][1] < ys[j][1]:
            i += 1
        else:
            j += 1
    return parts


def union(lists):
    out = []
    for a, b in sorted(x for one in lists for x in one):
        if out and a <= out[-1][1]:
            out[-1] = (out[-1][0], max(out[-1][1], b))
        else:
            out.append((a, b))
    return out


class Clock:
    """open hours of one instrument over a span"""

    def __init__(self, name, first, last, near_ms, market):
        days = [D.datetime.fromtimestamp(first / 1000, D.timezone.utc).date() + D.timedelta(days=k)
                for k in range(-8, int((last - first) // DAY) + 16)]
        lists = []
        for session in sorted({HOME[name[:3]], HOME[name[4:]]}):
            zone, a, b = ZONES[session]
            zone = zoneinfo.ZoneInfo(zone)
            lists.append([(wall(d, a, 0, zone), wall(d, b, 0, zone)) for d in days if d.isoweekday() <= 5])
        self.spans = union([meet(union(lists), market)])
        self.starts = [a for a, _ in self.spans]
        self.near_ms = near_ms

    def at(self, now):
        """open, near its close, milliseconds to its close"""
        k = bisect.bisect_right(self.starts, now) - 1
        if k < 0 or now >= self.spans[k][1]:
            return False, False, None
        left = self.spans[k][1] - now
        return True, left <= self.near_ms, left


def market_hours(first, last):
    out = []
    start = D.datetime.fromtimestamp(first / 1000, D.timezone.utc).date()
    cuts = []
    for y in range(start.year - 1, D.datetime.fromtimestamp(last / 1000, D.timezone.utc).year + 1):
        for a, b in ((D.date(y, 12, 24), D.date(y, 12, 25)), (D.date(y, 12, 31), D.date(y + 1, 1, 1))):
            cuts.append((wall(a, 16, 55, NY), wall(b, 17, 5, NY)))
    for k in range(-8, int((last - first) // DAY) + 16):
        d = start + D.timedelta(days=k)
        if d.isoweekday() not in (7, 1, 2, 3, 4):
            continue
        parts = [(wall(d, 17, 5, NY), wall(d + D.timedelta(days=1), 16, 55, NY))]
        for a, b in cuts:
            parts = [p for s, e in parts
                     for p in ([(s, e)] if b <= s or a >= e else [(s, min(e, a)), (max(s, b), e)]) if p[0] < p[1]]
        out += parts
    return sorted(out)


# ---------------------------------------------------------------- the harness, section 12
class Harness:
    def __init__(self, s, bar_ms, clock):
        self.s, self.bar, self.clock = s, bar_ms, clock
        self.look = s["direction_lookback"]
        self.slope_look = s.get("exit_slope_lookback") or self.look
        self.closes = collections.deque(maxlen=max(self.look, self.slope_look) + 1)
        self.coherences = collections.deque(maxlen=s["direction_coherence_lookback"] + 1)
        self.long_bar = bar_ms > MIN
        self.metrics = None
        self.side, self.entry_at, self.entry = 0, 0, 0.0
        self.pending = None
        self.last_entry = self.entry_before = self.last_exit = None
        self.stance = 0
        self.trades = []
        pct = s["exit_pnl_unit"] == "pct_notional"
        self.pct = pct
        self.ppm = 1.2 * abs(s["exit_pnl_sl"]) * 10_000 if pct else 15_000.0

    def limit(self, seconds):
        return max(seconds * 1000, 5 * self.bar) if self.long_bar else seconds * 1000

    def leave(self, at, price, why):
        self.trades.append(dict(side=self.side, entry_ms=self.entry_at, exit_ms=at, entry_price=self.entry,
                                exit_price=price, pnl_frac=self.side * (price - self.entry) / self.entry, reason=why))
        self.side, self.stance, self.last_exit = 0, 0, at

    def step(self, c, metrics):
        t, close_at = c["t"], c["t"] + self.bar
        if c["open_quote"]:
            bid, ask = c["open_quote"]
            buy, sell, h = ask * (1 + 0.00002), bid * (1 - 0.00002), (ask - bid) / (ask + bid) + 0.00002
        else:
            h = 0.7 / 10_000
            buy, sell = c["open"] * (1 + h), c["open"] * (1 - h)
        # 1: what was decided at the close before
        if self.pending:
            kind, value, when = self.pending
            self.pending = None
            if kind == "entry":
                if t - when > self.bar:
                    self.stance, self.last_entry = 0, self.entry_before
                else:
                    self.side, self.entry_at, self.entry = value, t, buy if value > 0 else sell
            elif self.side:
                self.leave(t, sell if self.side > 0 else buy, value)
        # 2: the broker's stop
        if self.side:
            stop = self.entry * (1 - self.side * self.ppm / 1_000_000)
            if self.side > 0 and c["low"] * (1 - h) <= stop + EPS:
                self.leave(close_at, min(stop, sell), "disaster_stop")
            elif self.side < 0 and c["high"] * (1 + h) >= stop - EPS:
                self.leave(close_at, max(stop, buy), "disaster_stop")
        # 3: what is visible now
        if metrics is not None:
            self.metrics = metrics
            self.coherences.append(metrics["coherence"] if metrics["ready"] else None)
        self.closes.append((close_at, c["close"]))
        # 4: decisions
        is_open, near, left = self.clock.at(close_at)
        if self.side:
            why = self.exit(c, close_at, left)
            if why:
                self.pending = ("exit", why, close_at)
        elif is_open and not near and self.guards(close_at):
            side = self.direction()
            if side and self.rested(close_at):
                self.entry_before, self.last_entry, self.stance = self.last_entry, close_at, side
                self.pending = ("entry", side, close_at)

    def rested(self, now):
        s = self.s
        if self.stance:
            return False
        if self.last_entry is not None and now - self.last_entry < s["entry_cooldown_sec"] * 1000:
            return False
        return self.last_exit is None or now - self.last_exit >= s["exit_cooldown_sec"] * 1000

    def slope(self, look):
        if len(self.closes) <= look:
            return None
        first, last = self.closes[-1 - look][1], self.closes[-1][1]
        return (last - first) / first * 10_000

    def exit(self, c, now, left):
        s = self.s
        if s["exit_before_close_enabled"] and (left is None or left <= max(s["session_exit_minutes"] * MIN, self.bar)):
            return "exit_before_close"
        if s["exit_pnl_enabled"] and self.pct:
            if c["close_quote"]:
                bid, ask = c["close_quote"]
            else:
                bid, ask = c["close"] * (1 - 0.00005), c["close"] * (1 + 0.00005)
            value = self.side * ((bid if self.side > 0 else ask) - self.entry) / self.entry * 100
            if value <= s["exit_pnl_sl"] + EPS:
                return "pnl_stop_loss"
            if value >= s["exit_pnl_tp"] - EPS:
                return "pnl_take_profit"
        slope = self.slope(self.slope_look)
        if s["exit_slope_enabled"] and slope is not None and slope * self.side <= -s["exit_slope_bps"] + EPS:
            rest = s["exit_cooldown_sec"] * 1000
            if now - self.entry_at >= rest and (self.last_exit is None or now - self.last_exit >= rest):
                return "slope_reversal"
        return None

    def guards(self, now):
        m, s = self.metrics, self.s
        if m is None or not m["ready"]:
            return False
        age = now - m["as_of"]
        if age > self.limit(s["fresh_max_signal_age_sec"]) or age < -5000 or m["rupture"] is None:
            return False
        hazard = s.get("guard_max_hazard")
        return (m["coherence"] >= s["guard_min_coherence"] - EPS and m["stability"] >= s["guard_min_stability"] - EPS
                and m["rupture"] <= s["guard_max_rupture"] + EPS and m["entropy"] <= s["guard_max_entropy"] + EPS
                and (hazard is None or m["hazard"] <= hazard + EPS))

    def direction(self):
        s, n = self.s, self.look
        if len(self.closes) <= n:
            return 0
        window = list(self.closes)[-1 - n:]
        gap = self.limit(s["direction_max_gap_sec"])
        if any(not 0 < b[0] - a[0] <= gap for a, b in zip(window, window[1:])):
            return 0
        slope = self.slope(n)
        if abs(slope) < s["direction_threshold_bps"] - EPS:
            return 0
        total = 0.0
        for _, close in window:
            total += close
        mean, last = total / (n + 1), window[-1][1]
        side = 1 if slope > 0 else -1
        if not ((last > mean + EPS) if side > 0 else (last < mean - EPS)):
            return 0
        back = s["direction_coherence_lookback"]
        if len(self.coherences) <= back or any(c is None for c in self.coherences):
            return 0
        newest = self.coherences[-1]
        if newest < s["c_min"] - EPS or newest - self.coherences[0] < s["direction_min_coherence_delta"] - EPS:
            return 0
        return side


# ---------------------------------------------------------------- gates, section 5
def summary(trades):
    equity = peak = 1.0
    total = fall = 0.0
    wins = 0
    for x in trades:
        total += x
        equity += x
        wins += x > EPS
        peak = max(peak, equity)
        fall = max(fall, (peak - equity) / peak)
    calmar = min(10.0, max(-10.0, total / fall)) if fall > EPS else (10.0 if total > EPS else 0.0)
    return dict(trades=len(trades), calmar=calmar, pnl_total=total)


def share(values, p):
    values = sorted(values)
    x = (len(values) - 1) * p
    k = int(x)
    return values[-1] if k + 1 >= len(values) else values[k] + (x - k) * (values[k + 1] - values[k])


class Gate:
    def __init__(self, s, buffer):
        self.s, self.buffer = s, buffer
        self.bases = (float(s["eval_min_trades"]), s["eval_calmar_min"], s["eval_pnl_min"])
        self.history = collections.deque(maxlen=s["eval_history_max"])
        self.floors = self.bases
        self.eligible, self.passes, self.fails, self.misses, self.until = False, 0, 0, 0, None

    def learn(self, trades, calmar, pnl):
        self.history.append((float(trades), calmar, pnl))
        if len(self.history) < self.s["eval_history_min"]:
            return
        n, c, p = zip(*self.history)
        self.floors = (max(self.bases[0], share(n, 0.5)),
                       max(self.bases[1], share(c, 0.5) + 0.10 * (share(c, 0.75) - share(c, 0.25))),
                       max(self.bases[2], share(p, 0.4)))

    def place(self, values):
        up, down = True, False
        for value, floor, base, least in zip(values, self.floors, self.bases, (0.0, 0.01, 0.0005)):
            up = up and value >= max(floor, base + max(self.buffer * abs(base), least)) - EPS
            down = down or value < floor - max(self.buffer * abs(floor), least) - EPS
        return "up" if up else "down" if down else "between"

    def round(self, now, values, caught_up, is_open, near):
        """gate, cooldown, reason"""
        s = self.s
        if self.until is not None and self.until <= now:
            self.until = None
        if self.until is not None:
            self.eligible, self.passes, self.fails, self.misses = False, 0, 0, 0
            return 0, 1, "cooldown"
        if not is_open:
            return 0, 0, "closed"
        if not caught_up:
            return 0, 0, "summary_missing"
        place = self.place(values) if values else "down"
        if not self.eligible:
            if place == "up":
                self.passes, self.misses = self.passes + 1, 0
                if self.passes >= s["req_consec"]:
                    self.eligible, self.passes, self.fails = True, 0, 0
            else:
                self.passes, self.misses = 0, self.misses + 1
        elif place == "down":
            self.fails, self.misses = self.fails + 1, self.misses + 1
            if self.fails >= s["req_consec"]:
                self.eligible, self.passes, self.fails = False, 0, 0
        else:
            self.fails = self.misses = 0
        if self.misses >= s["eval_cooldown_misses"]:
            self.eligible, self.passes, self.fails, self.misses = False, 0, 0, 0
            self.until = now + s["eval_cooldown_sec"] * 1000
            return 0, 1, "cooldown_armed"
        if self.eligible and near:
            return 0, 0, "near_close"
        if not values:
            return int(self.eligible), 0, "summary_missing"
        if self.eligible:
            return 1, 0, "ok"
        return 0, 0, "awaiting_confirmation" if place == "up" else "below_floor"


# ---------------------------------------------------------------- weights, section 6
def allocate(s, names, at, metrics, gates, gates_at, prior, published_at, normal, clocks, disabled, bar):
    oldest = 300_000 if bar == MIN else max(300_000, 5 * bar)
    hold_ms = max(s["alloc_hold_max_sec"] * 1000, 15 * max(s["alloc_interval_sec"] * 1000, bar))
    blob_ms = max(s["gates_blob_max_age_sec"] * 1000, 3 * max(s["eval_interval_sec"] * 1000, bar))
    scores, standings = {}, {}
    for name in names:
        m = metrics.get(name)
        score = None
        if m and m["ready"] and m["rupture"] is not None and -5000 <= at - m["as_of"] <= oldest:
            score = (s["alloc_score_weight_coherence"] * m["coherence"] + s["alloc_score_weight_stability"] * m["stability"]
                     + s["alloc_score_weight_rupture"] * (1 - m["rupture"])
                     + s["alloc_score_weight_entropy"] * (1 - m["entropy"]))
            if s["alloc_score_weight_hazard"] > 0:
                score -= s["alloc_score_weight_hazard"] * m["hazard"]
            score = min(1.0, max(0.0, score))
        scores[name] = score
        is_open, near, _ = clocks[name].at(at)
        advisory = not s["eval_enforce"]
        cooldown = gates.get(name, (0, 0))[1] and not advisory
        standings[name] = ("closed" if not is_open else "near_close" if near else "no_score" if score is None
                           else "cooldown" if cooldown else "disabled" if name in disabled else "unranked")
    order = {name: k for k, name in enumerate(names)}

    def key(name):
        m, score = metrics.get(name), scores[name]
        if score is None:
            return (1, 0, 0, 0, order[name])
        extra = round(s["alloc_switch_margin"] * 1e9) if name in prior else 0
        return (0, -(round(score * 1e9) + extra), -m["coherence"], m["rupture"], order[name])

    fault = None
    if gates_at is None:
        fault = "blob_missing"
    elif at - gates_at > blob_ms:
        fault = "blob_stale"
    late = published_at is None or at - published_at > hold_ms
    if fault and normal:
        standings = {n: "unranked" if v == "cooldown" else v for n, v in standings.items()}
        return dict(action="hold", mode=None, reason=fault, reduce_only=late, selected=[], filled=[], weights_ppm={},
                    standings=standings)
    if fault:
        for name in names:
            is_open, near, _ = clocks[name].at(at)
            standings[name] = ("closed" if not is_open else "near_close" if near else
                               "disabled" if name in disabled else "unranked")
    pool = [n for n in names if standings[n] == "unranked"]
    if not pool:
        return dict(action="hold", mode=None, reason=fault or "none_open", reduce_only=late or bool(fault), selected=[],
                    filled=[], weights_ppm={}, standings=standings)
    k = s["alloc_top_k"]
    ranked = sorted(pool, key=key)
    if fault:
        taken, filled = ranked[:k], ranked[:k]
        parts = [1] * len(taken)
    else:
        good = [n for n in ranked if gates.get(n, (0, 0))[0] or not s["eval_enforce"]][:k]
        filled = [n for n in ranked if n not in good
                  and not (gates.get(n, (0, 0))[0] or not s["eval_enforce"])][:k - len(good)]
        taken = good + filled
        parts = [round(scores[n] * 1e9) for n in taken]
    if sum(parts) == 0:
        parts = [1] * len(taken)
    total = sum(parts)
    ppm = [p * 1_000_000 // total for p in parts]
    rest = [p * 1_000_000 % total for p in parts]
    for place in sorted(range(len(ppm)), key=lambda x: (-rest[x], x))[:1_000_000 - sum(ppm)]:
        ppm[place] += 1
    for n in taken:
        standings[n] = "filled" if n in filled else "selected"
    reason = fault or ("ok" if len(taken) >= k else "open_lt_k")
    return dict(action="publish", mode="soft_fallback" if fault else "normal", reason=reason, reduce_only=False,
                selected=taken, filled=filled, weights_ppm=dict(zip(taken, ppm)), standings=standings)


# ---------------------------------------------------------------- the comparison
def quote(body, end):
    bid, ask = body.get(f"{end}_bid"), body.get(f"{end}_ask")
    return (bid, ask) if bid is not None and ask is not None and 0 < bid <= ask else None


def main(words):
    program = "retrace"
    if "--retrace" in words:
        k = words.index("--retrace")
        program = words[k + 1]
        del words[k:k + 2]
    if len(words) != 1:
        print(__doc__)
        sys.exit(2)
    journal = Journal(program, words[0])
    opening = list(journal.events("node.run-started"))[-1]["body"]
    settings = list(journal.events("node.configuration-applied"))[-1]["body"]
    listed = [e["body"]["name"] for e in journal.events("node.instrument-listed")]
    bar = opening["bar_seconds"] * 1000
    built = opening["candle_source"] == "ticks"

    metrics = {name: {} for name in listed}
    stream = []
    for e in journal.events("kernel.metrics-computed"):
        b = e["body"]
        m = dict(as_of=ms(b["as_of"]), ready=b["ready"], coherence=b["coherence"], stability=b["stability"],
                 rupture=b["rupture"] if b["rupture_defined"] else None, entropy=b["entropy"], hazard=b["lambda_hazard"])
        metrics[e["instrument"]][ms(b["open_at"])] = m
        stream.append((e["seq"], e["instrument"], m))
    candles = {name: {} for name in listed}
    rows = [(e["seq"], e) for e in journal.events("feed.candle-received")
            if not built or e["body"].get("priming")]
    rows += [(e["seq"], e) for e in journal.events("ingest.candle-closed")] if built else []
    for _, e in sorted(rows, key=lambda x: x[0]):
        b = e["body"]
        t = ms(b["open_at"])
        if t in metrics[e["instrument"]] and t not in candles[e["instrument"]]:
            candles[e["instrument"]][t] = dict(
                t=t, open=b["open"], high=b["high"], low=b["low"], close=b["close"], open_quote=quote(b, "open"),
                close_quote=quote(b, "close"))
    times = [t for one in candles.values() for t in one]
    if not times:
        unknown("the journal has no candle")
    first, last = min(times), max(times) + bar
    near = max(settings["session_exit_minutes"] * MIN, bar)
    market = market_hours(first, last)
    clocks = {name: Clock(name, first, last, near, market) for name in listed}

    # The harness, trade by trade.
    told = {row["instrument"]: row for row in journal.told("audit", "shadow", words[0])["instruments"]}
    trades = {}
    total = 0
    for name, row in told.items():
        harness = Harness(settings, bar, clocks[name])
        for t in candles[name]:
            harness.step(candles[name][t], metrics[name][t])
        trades[name] = harness.trades
        total += len(harness.trades)
        for k, (mine, theirs) in enumerate(zip(harness.trades, row["trades"])):
            for field, value in mine.items():
                same = (abs(value - theirs[field]) <= EPS if isinstance(value, float) else value == theirs[field])
                if not same:
                    differs(f"trade {k + 1} of {name}: {field} is {theirs[field]}, recomputed {value}")
        if len(harness.trades) != len(row["trades"]):
            differs(f"{name} has {len(row['trades'])} trades, recomputed {len(harness.trades)}")
        if row["open_at_end"] != harness.side:
            differs(f"{name} is {row['open_at_end']} at the end, recomputed {harness.side}")
    print(f"{total} trades of {len(told)} shadows")

    # Every round, in the order of the journal.
    names = [n for n in settings_instruments(settings) if n in told]
    buffers = pairs(settings, "hysteresis_pair_json", "hysteresis_pairs", names)
    gate = {n: Gate(settings, min(0.30, max(0.0, buffers.get(n, settings["hysteresis_default"])))) for n in names}
    begun = {n: min(candles[n]) for n in names if candles[n]}
    # A fill at an open is known once that candle has closed; a stop is stamped with the close itself.
    exits = {n: [t["exit_ms"] + (0 if t["reason"] == "disaster_stop" else bar) for t in trades[n]] for n in names}
    entries = {n: [t["entry_ms"] for t in trades[n]] for n in names}
    kept = {}

    def found(name, at):
        low = bisect.bisect_left(entries[name], at - 30 * DAY)
        high = bisect.bisect_right(exits[name], at)
        if kept.get(name, (None,))[0] != (low, high):
            kept[name] = ((low, high), summary([t["pnl_frac"] for t in trades[name][low:high]]))
        return kept[name][1]

    events = [(e["seq"], "gates", e) for e in journal.events("allocator.gates-published")]
    events += [(e["seq"], "summary", e) for e in journal.events("allocator.summary-computed")]
    rounds = {r["seq"]: r for r in journal.told("audit", "allocations", words[0])["rounds"]}
    events += [(seq, "allocation", r) for seq, r in rounds.items()]
    events += [(seq, "metrics", (name, m)) for seq, name, m in stream]
    for kind, on in (("portfolio.instrument-disabled", True), ("portfolio.instrument-enabled", False)):
        events += [(e["seq"], "disabled", (e["instrument"], on)) for e in journal.events(kind)]
    audited = {r["seq"]: r for r in journal.told("audit", "gates", words[0])["rounds"]}
    newest, gates, gates_at, gates_seq = {}, {}, None, None
    prior, published_at, normal, disabled = set(), None, False, set()
    counts = collections.Counter()
    for seq, kind, e in sorted(events, key=lambda x: x[0]):
        counts[kind] += 1
        if kind == "metrics":
            newest[e[0]] = e[1]
        elif kind == "disabled":
            (disabled.add if e[1] else disabled.discard)(e[0])
        elif kind == "summary":
            b, name = e["body"], e["instrument"]
            mine = found(name, ms(e["at"]))
            for field in ("trades", "calmar", "pnl_total"):
                if abs(mine[field] - b[field]) > EPS:
                    differs(f"summary {seq} of {name}: {field} is {b[field]}, recomputed {mine[field]}")
            gate[name].learn(b["trades"], b["calmar"], b["pnl_total"])
        elif kind == "gates":
            at, b = ms(e["at"]), e["body"]
            gates, gates_at, gates_seq = {}, at, seq
            for k, row in enumerate(audited[seq]["instruments"]):
                name = row["instrument"]
                caught = name in begun and begun[name] <= at - 30 * DAY
                if caught == (b["missing"][k] == 1):
                    differs(f"gates {seq} of {name}: caught up is {b['missing'][k] != 1}, recomputed {caught}")
                is_open, near_close, _ = clocks[name].at(at)
                values = None
                if b["missing"][k] == 0:
                    mine = found(name, at)
                    values = (mine["trades"], mine["calmar"], mine["pnl_total"])
                    theirs = row["summary"]
                    for field in ("trades", "calmar", "pnl_total"):
                        if abs(mine[field] - theirs[field]) > EPS:
                            differs(f"gates {seq} of {name}: {field} is {theirs[field]}, recomputed {mine[field]}")
                for mine, theirs in zip(gate[name].floors, row["floors"].values()):
                    if abs(mine - theirs) > EPS:
                        differs(f"gates {seq} of {name}: a floor is {theirs}, recomputed {mine}")
                mine = gate[name].round(at, values, caught, is_open, near_close)
                theirs = (row["gate"], row["cooldown"], row["reason"])
                if mine != theirs:
                    differs(f"gates {seq} of {name}: {theirs}, recomputed {mine}")
                counts["open gates"] += mine[0]
                gates[name] = mine[:2]
        else:
            at = ms(e["at"])
            mine = allocate(settings, names, at, newest, gates, gates_at, prior, published_at, normal, clocks, disabled, bar)
            mine["gates_seq"] = gates_seq
            for field, value in mine.items():
                if e[field] != value:
                    differs(f"allocation {seq}: {field} is {e[field]}, recomputed {value}")
            counts[mine["action"]] += 1
            if mine["action"] == "publish":
                prior, published_at = set(mine["selected"]), at
                normal = normal or mine["mode"] == "normal"
    print(f"{counts['gates']} rounds of gates, {counts['open gates']} gates open, {counts['summary']} summaries")
    print(f"{counts['allocation']} rounds of weights: {counts['publish']} published, {counts['hold']} held")


def settings_instruments(settings):
    value = settings["instruments"]
    return value.split(",") if isinstance(value, str) else value


def pairs(settings, *names_of_fields_and_names):
    *fields, names = names_of_fields_and_names
    for field in fields:
        value = settings.get(field)
        if isinstance(value, str):
            value = json.loads(value)
        if isinstance(value, dict):
            return {n: v for n, v in value.items() if v is not None}
        if isinstance(value, list):
            return {n: v for n, v in zip(settings_instruments(settings), value) if v is not None}
    return {}


if __name__ == "__main__":
    main(sys.argv[1:])
