"""Typed scan, chain, audit, and what a tick takes on the disk."""

from .process import fields
from .session import at_least, middle, pick


def reading(session):
    whole = session.whole
    journal, events = whole["journal"], whole["events"]
    size = round(whole["stat"]["frame_bytes"] / events)

    def lmdb():
        out = session.peers.limit("log_lmdb", session.path("lmdb"), "nosync", size, 10000, events, 60)
        return {"raw": middle(fields(out, "scan first8"), "ev_s"),
                "crc": middle(fields(out, "scan crc32c"), "ev_s"),
                "file": fields(out, "append")[0]["file_mb"] * 1e6}

    def chain():
        out = session.peers.limit("hash_chain", size, events)
        return middle(fields(out, "sha256 per-1000-batch chain"), "ev_s")

    scan, raw, links, hashed, audit = session.interleaved(
        "scan, chain and audit",
        lambda: middle(session.ours("scan", journal, 3), "ev_s"), lmdb,
        lambda: middle(session.ours("chain", journal, 3), "ev_s"), chain,
        lambda: middle(session.ours("audit", journal, 3), "ev_s"))
    said = f"the {events:,} events of the journal, {size} bytes a frame on average, in the page cache, on one core. "
    session.row("typed scan with CRC", "M events/s", 1e6, scan,
                f"Ours: {said}Every page copied out of LMDB, its CRC32C checked, every frame parsed and every body "
                "decoded to its Swift type. Beside it: a cursor in C over as many records of that size, of which it "
                "reads the first 8 bytes; no CRC, nothing decoded.",
                ("LMDB cursor in C", pick(raw, "raw")), at_least(0.8))
    session.row("the same, beside a cursor with a CRC", "M events/s", 1e6, scan,
                "Ours as above. Beside it: the same cursor with a CRC32C over every record, still nothing decoded.",
                ("LMDB cursor in C with CRC32C", pick(raw, "crc")))
    session.row("SHA-256 verification: both chains made again", "M events/s a core", 1e6, links,
                f"Ours: {said}Every page copied out, its CRC32C checked, the end of every frame found, both chains "
                "made again and compared with the heads in every page's header; what a frame says is read only in "
                "pages that hold events of the node. Beside it: `hash_chain`, OpenSSL over as many "
                "bytes already in memory, one digest per 1,000 events, nothing parsed.",
                ("SHA-256 in C", hashed), at_least(40, "ours"))
    session.row("`audit verify`: tree, CRC, frames, times, counts, both chains", "M events/s a core", 1e6, audit,
                f"Ours: {said}All that `retrace audit verify` checks, every body decoded too. Beside it: the same "
                "SHA-256 in C.", ("SHA-256 in C", hashed), at_least(40, "ours"))
    inputs, stat = whole["inputs"], whole["stat"]
    session.row("frames on disk, derived events included", "bytes a tick", 1, [stat["frame_bytes"] / inputs],
                f"Ours: the bytes of all frames of {events:,} events, divided by the {inputs:,} quotes they came of.")
    session.row("the journal's file, all included", "bytes a tick", 1, [stat["file_bytes"] / inputs],
                "Ours: the whole file (tree, page headers, unused ends, snapshots), divided by the quotes. Beside it: "
                "the file of LMDB in C with one record of the same size an event, divided by as many quotes.",
                ("LMDB in C", [value / inputs for value in pick(raw, "file")]
                 if isinstance(raw, list) else raw), paired=False)
