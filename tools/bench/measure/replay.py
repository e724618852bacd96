"""Verified replay and recording."""

import csv
import glob
import gzip
import json
import os
import struct

from .peers import Missing, last
from .process import Failed, call, fields
from .session import at_least, pick


def bare_ticks(folder, path):
    """The quotes of a folder as the C programs read them: int64 nanoseconds, double bid, double ask."""
    with open(path, "wb") as out:
        for name in sorted(glob.glob(os.path.join(folder, "*.csv.gz"))):
            with gzip.open(name, "rt", encoding="utf-8", newline="") as text:
                rows = csv.reader(text)
                next(rows)
                out.writelines(struct.pack("<qdd", int(row[0]), float(row[1]), float(row[2])) for row in rows)


def record(session, feed, name):
    """Records a feed and gives what the run and its journal say of themselves."""
    journal = session.path(name)
    told = json.loads(call([session.retrace, "run", *feed, "--journal", journal, "--json"])[0])
    told["journal"] = journal
    told["stat"] = json.loads(call([session.retrace, "journal", "stat", journal, "--json"])[0])
    return told


def replay(session):
    whole = session.whole if not session.ticks else record(
        session, ["--feed", os.path.join(session.ticks, "EUR_USD")], "euro")
    journal = whole["journal"]
    engine = {}

    def ours():
        told = json.loads(call([session.retrace, "replay", journal, "--json"])[0])
        if not (told["identical"] and told["proof"] and told["inputs"] == whole["inputs"]):
            raise Failed(f"the replay is no proof of {whole['inputs']} inputs: {told}")
        return told["events_per_second"] * told["inputs"] / told["events"]

    def nautilus():
        if not session.ticks:
            raise Missing("the recorded ticks are not there")
        told, engine["name"] = session.peers.nautilus(os.path.join(session.ticks, "EUR_USD"))
        if told["ticks"] != whole["inputs"]:
            raise Failed(f"NautilusTrader took {told['ticks']} quotes of {whole['inputs']}")
        engine["orders"] = told["orders"]
        return told["ticks_s"]

    raw = session.path("ticks.bin")
    if session.ticks:
        bare_ticks(os.path.join(session.ticks, "EUR_USD"), raw)

    def limit():
        if not session.ticks:
            raise Missing("the recorded ticks are not there")
        out = session.peers.limit("replay_limit", raw, session.path("limit"), 1)
        return last(out, "replay_limit lmdb+crc")["ticks_s"]

    mine, theirs, fold = session.interleaved("verified replay", ours, nautilus, limit)
    # The target names the all-Rust engine; beside another one nothing is reached.
    target = at_least(10) if "all-Rust" in engine.get("name", "all-Rust") else None
    orders = f", which placed {engine['orders']:.0f} orders" if "orders" in engine else ""
    said = (f"Ours: `retrace replay` of {whole['inputs']:,} quotes and {whole['events'] - whole['inputs']:,} other "
            "events read from the journal on disk (warm page cache): every page copied out and its CRC32C checked, "
            "every frame decoded, every quote judged and heard by all rooms that exist (quotes to candles to metrics "
            "to signals), every derived event encoded again and compared byte for byte, every snapshot passed "
            "compared. The clock runs from before the first page to the end of the comparison; the start of the "
            "process is left out. *Metrics only*: there is no allocator, order or venue in it yet. ")
    session.row(
        "verified replay of real ticks, *metrics only*", "M ticks/s", 1e6, mine,
        said + "Beside it: the engine's own run over the same quotes, which it holds in memory, with its bundled EMA "
        f"cross of 600 and 1,200 quotes{orders}; reading, building its "
        "objects and adding them are left out, its logging is off. It fills orders and keeps an account; it reads no "
        "log and proves nothing. So this is no like for like: it is the bare speed of the step a user would take.",
        (engine.get("name", "NautilusTrader"), theirs), target)
    session.row(
        "the same, beside the limit in C", "M ticks/s", 1e6, mine,
        "Ours as above. Beside it: `replay_limit`, which reads the same quotes as fixed records of 24 bytes from an "
        "LMDB cursor, checks a CRC32C of each and folds them into minute bars and one EMA cross: about the least that "
        "any replay could do. It derives nothing and compares nothing.",
        ("C over LMDB", fold))
    try:
        steps, name = session.peers.hftbacktest(os.path.join(session.ticks or "", "EUR_USD"), session.runs)
        hft = pick(steps, "quotes_s")
    except Missing as reason:
        hft, name = reason, "hftbacktest"
    session.row(
        "the same, beside hftbacktest", "M ticks/s", 1e6, mine,
        "Ours as above. Beside it: each quote as level-1 depth changes in memory, a loop compiled by numba that waits "
        "for the next feed event and does nothing with it. It ran in one process after the runs above, its first "
        "call, which compiles, left out: the ratio is one of medians.", (name, hft), paired=False)


def recording(session):
    feed, whole = session.feed, session.whole
    count = [0]
    size = round(whole["stat"]["frame_bytes"] / whole["events"])

    def ours():
        count[0] += 1
        into = session.path(f"run{count[0]}")
        _, seconds = call([session.retrace, "run", *feed, "--journal", into, "--json"])
        return whole["events"] / seconds

    def lmdb():
        out = session.peers.limit("log_lmdb", session.path("lmdb"), "sync", size, 1000, whole["events"], 60)
        return fields(out, "append")[0]["ev_s"]

    mine, theirs = session.interleaved("recording from files", ours, lmdb)
    session.row(
        "recording files through the actors, synced", "M events/s", 1e6, mine,
        f"Ours: the whole process `retrace run`, start and end of the process and the last snapshot included: "
        f"{whole['inputs']:,} rows of compressed text become {whole['events']:,} events. Beside it: LMDB in C, ready "
        f"records of {size} bytes, one an event, 1,000 a synced commit, nothing read and nothing decided.",
        ("LMDB in C", theirs))
