"""Durable appends of one, a hundred and a thousand events a commit."""

import shutil

from .process import fields
from .session import at_least, at_most, pick

COMMITS = 500


def append(session):
    journal = session.whole["journal"]

    def ours(batch, commits=COMMITS):
        into = session.path("appended")
        told = session.ours("append", journal, into, batch, commits)[0]
        shutil.rmtree(into)
        return told

    probe = ours(1000, 20)
    size = round(probe["frame_bytes"] / probe["events"])

    def lmdb(bytes_, batch):
        out = session.peers.limit(
            "log_lmdb", session.path("lmdb"), "sync", bytes_, batch, batch * COMMITS, 60)
        return fields(out, "append")[0]

    def file(bytes_):
        out = session.peers.limit("log_file", session.path("log"), "fdatasync", bytes_, 1, COMMITS, 60)
        return fields(out, "append")[0]

    said = (f"Ours: finished turns of one accepted quote each, frames of {size} bytes on average, through the page "
            "builder: copied into pages, both chains of SHA-256 kept, header and CRC32C written, one LMDB transaction "
            f"with full sync a commit, {COMMITS} commits; no room decides anything. What was written passes `audit "
            "verify` afterwards, outside the clock. ")
    again = "Ours as for one event alone, with more turns a commit. "
    records = (f"Beside it: LMDB in C with full sync, one record of {size} bytes an event, as many commits, no chain "
               "and no CRC.")
    for batch in (1, 100, 1000):
        page = round(ours(batch, 20)["page_bytes"])
        programs = [lambda: ours(batch), lambda: lmdb(size, batch)]
        if batch != 100:
            programs += [lambda: file(page)]
        if batch == 1000:
            programs += [lambda: lmdb(page, 1)]
        found = session.interleaved(f"append, {batch} events a commit", *programs)
        if batch == 1:
            mine, theirs, plain = [pick(values, name) for values, name in zip(
                found, ("commit_ns_p50", "commit_us_p50", "commit_us_p50"))]
            mine = mine if not isinstance(mine, list) else [value / 1000 for value in mine]
            session.row("one event alone, durable", "µs a commit", 1, mine,
                        said + records + " Each number is the median of its commits.",
                        ("LMDB in C", theirs), at_most(1.15))
            session.row("the same, beside a plain file", "µs a commit", 1, mine,
                        f"Ours as above. Beside it: `log_file`, records of {page:,} bytes, as long as our page, "
                        "appended to a file that grows, `fdatasync` after each: one sync where LMDB makes two.",
                        ("file in C", plain))
            continue
        mine, theirs = [pick(values, "ev_s") for values in found[:2]]
        if batch == 100:
            session.row("append, 100 events a commit, chain included, durable", "k events/s", 1e3, mine,
                        again + records, ("LMDB in C", theirs))
            continue
        session.row("append, 1,000 events a commit, chain included, durable", "M events/s", 1e6, mine,
                    again + records, ("LMDB in C", theirs), at_least(1.25))
        pages = [pick(values, "ev_s") for values in found[2:]]
        per_event = [values if not isinstance(values, list) else [value * batch for value in values]
                     for values in pages]
        session.row("the same, beside a program in C that writes the same pages into LMDB", "M events/s", 1e6, mine,
                    f"Ours as above. Beside it: LMDB in C, one ready record of {page:,} bytes, as long as our page, a "
                    "synced commit; counted as 1,000 events each. It builds no page and no chain.",
                    ("pages to LMDB in C", per_event[1]), at_least(0.95))
        session.row("the same, beside a program in C that writes the same pages to a file", "M events/s", 1e6, mine,
                    f"Ours as above. Beside it: `log_file`, the same {page:,} bytes appended to a file that grows, "
                    "`fdatasync` after each; counted as 1,000 events each. One sync where LMDB makes two, and a file "
                    "nobody could look anything up in: the limit of the disk rather than a peer.",
                    ("pages to a file in C", per_event[0]), at_least(0.95))
