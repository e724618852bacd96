#!/usr/bin/env python3
"""Verifies a Retrace journal without any code of Retrace.

Written from schemas/journal-format.md alone, so that a mistake of the node's own reader can not
hide itself. Reads the LMDB file byte by byte, writes nothing, takes no lock.

    tools/verify-journal.py JOURNAL_DIR [--head LINE] [--json]

Exit 0: everything holds. Exit 1: something does not. Exit 2: could not find out.
When something does not hold, the numbers printed are those of the pages before the first bad one.
"""

import argparse
import copy
import functools
import hashlib
import json
import os
import re
import stat
import struct
import sys
import zlib
from typing import NamedTuple

LAST_INSTANT = 2**62 - 1
FEW_TURNS_BYTES = 256 * 1024
ONE_TURN_BYTES = 4 * 1024 * 1024
TURN_EVENTS = 65536
LINK_EVENTS = 1024
LISTING_KIND = 3


class Damaged(Exception):
    """Something does not hold: exit 1."""


class Unknown(Exception):
    """No verdict is possible: exit 2."""


# ---- CRC32C: Castagnoli; of long data two bytes a step, four tables, eight bytes a round (section 1)


def bytewise_table():
    table = []
    for byte in range(256):
        for _ in range(8):
            byte = byte >> 1 ^ (0x82F63B78 if byte & 1 else 0)
        table.append(byte)
    return table


BYTEWISE = bytewise_table()


@functools.cache
def wide_tables():
    pairs = []
    for pair in range(65536):
        step = pair >> 8 ^ BYTEWISE[pair & 255]
        pairs.append(step >> 8 ^ BYTEWISE[step & 255])
    tables = [pairs]
    while len(tables) < 4:
        tables.append([step >> 16 ^ pairs[step & 0xFFFF] for step in tables[-1]])
    return tables


def crc32c(data):
    # The wide tables take longer to make than short data takes without them.
    whole = len(data) & ~7 if len(data) > 65536 else 0
    crc = 0xFFFFFFFF
    if whole:
        t0, t1, t2, t3 = wide_tables()
        for a, b, c, d in struct.iter_unpack("<HHHH", memoryview(data)[:whole]):
            crc = t3[crc & 0xFFFF ^ a] ^ t2[crc >> 16 ^ b] ^ t1[c] ^ t0[d]
    for byte in data[whole:]:
        crc = crc >> 8 ^ BYTEWISE[(crc ^ byte) & 255]
    return crc ^ 0xFFFFFFFF


# ---- The file and its LMDB trees (section 6)


class DataFile:
    """The bytes of `data.mdb`, as long as it was when opened."""

    def __init__(self, folder):
        path = os.path.join(folder, "data.mdb")
        try:
            if not stat.S_ISDIR(os.stat(folder).st_mode):
                raise Unknown(f"{folder} is not a folder")
            if not stat.S_ISREG(os.stat(path).st_mode):
                raise Unknown(f"{path} is not a file")
            # Without O_NONBLOCK, opening a named pipe would wait for somebody to write to it.
            self.descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
            status = os.fstat(self.descriptor)
        except OSError as error:
            raise Unknown(f"cannot open {path}: {error.strerror}") from error
        self.size = status.st_size
        if not stat.S_ISREG(status.st_mode):
            os.close(self.descriptor)
            raise Unknown(f"{path} is not a file")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        os.close(self.descriptor)

    def read(self, offset, count):
        parts = []
        while count > 0:
            try:
                part = os.pread(self.descriptor, count, offset)
            except OSError as error:
                raise Unknown(f"cannot read data.mdb: {error.strerror}") from error
            if not part:
                raise Unknown("data.mdb became shorter while it was read")
            parts.append(part)
            offset += len(part)
            count -= len(part)
        return parts[0] if len(parts) == 1 else b"".join(parts)


class Entry(NamedTuple):
    """One record of a database: its key, and where in the file its data stands."""

    key: bytes
    offset: int
    size: int


META_PAGE = struct.Struct("<QxxHxxxxII16x48s48sQQ")
TREE_PAGE = struct.Struct("<QxxHHH")
RUN_PAGE = struct.Struct("<QxxHI")
RECORD = struct.Struct("<IHHQQQQQ")
NODE = struct.Struct("<HHHH")
NO_PAGE = 2**64 - 1
MOST_LEVELS = 32
MAP_BYTES = 2**40
BRANCH, LEAF, OVERFLOW, META = 1, 2, 4, 8
DATABASES = [b"blobs", b"meta", b"pages", b"snapshots"]
FREE = "of free pages"


class Environment:
    """A state of an LMDB file: rules 1 to 3 on opening, 5 to 7 in `walk`, 8 in `walk_free`.

    The state is the newest one, unless `is_older` asks for the other.
    """

    def __init__(self, file, is_older=False):
        self.file = file
        if file.size < 2 * 512:
            raise Damaged("LMDB: data.mdb is too short for two tree pages")
        (self.page_bytes,) = struct.unpack("<I", file.read(40, 4))
        size = self.page_bytes
        if not 512 <= size <= 32768 or size & (size - 1):
            raise Damaged(f"LMDB: {size} is no size of a tree page")
        if file.size < 2 * size:
            raise Damaged("LMDB: data.mdb is too short for two tree pages")
        self.heads = self.meta_pages()
        states = [self.meta_page(number) for number in (0, 1)]
        t0, t1 = states[0][3], states[1][3]
        if (t0, t1) != (0, 0) and (t0 % 2 != 0 or t1 % 2 != 1 or abs(t0 - t1) != 1):
            raise Damaged(f"LMDB: transactions {t0} and {t1} of the meta pages do not fit")
        state = states[(t1 > t0) != is_older]
        self.free, self.main, self.last_page, self.transaction = state
        if not is_older and (self.last_page + 1) * size > MAP_BYTES:
            raise Damaged(f"LMDB: a last page number of {self.last_page} is beyond 1 TiB")
        if not is_older and RECORD.unpack(self.free)[1] != 8:
            raise Damaged("LMDB: the record of the free list has wrong flags")
        if RECORD.unpack(self.main)[1] != 0 and not (is_older and self.is_unused()):
            raise Damaged("LMDB: the record of the main database has wrong flags")
        self.page_count = min(file.size // size, self.last_page + 1)
        self.reached = bytearray(self.page_count)
        self.reached[:2] = b"\1\1"[: self.page_count]

    def is_unused(self):
        """Whether this state is from before the first commit, or holds nothing."""
        return self.transaction == 0 or RECORD.unpack(self.main)[-1] == NO_PAGE

    def meta_pages(self):
        length = META_PAGE.size
        return self.file.read(0, length), self.file.read(self.page_bytes, length)

    def meta_page(self, number):
        own, flags, magic, version, free, *state = META_PAGE.unpack(self.heads[number])
        if (own, flags, magic, version) != (number, META, 0xBEEFC0DE, 1):
            raise Damaged(f"LMDB: meta page {number} is not one")
        if RECORD.unpack(free)[0] != self.page_bytes:
            raise Damaged("LMDB: the meta pages disagree about the size of a tree page")
        return (free, *state)

    def walk(self, name, record, entries):
        """Appends every entry of a database in order; those before a fault stay appended."""
        _, _, depth, *counts, root = RECORD.unpack(record)
        if root == NO_PAGE:
            if depth or any(counts):
                raise Damaged(f"LMDB: database {name} has no root, but says it is not empty")
            return
        if not 1 <= depth <= MOST_LEVELS:
            raise Damaged(f"LMDB: database {name} has a root, but depth {depth}")
        order = self.number if name == FREE else bytes
        walked = [0, 0, 0, 0]
        newest = least = None
        todo = [(root, 1, None)]
        while todo:
            number, level, separator = todo.pop()
            place = f"LMDB: database {name}, tree page {number}"
            if separator is not None:
                if newest is not None and separator <= newest:
                    raise Damaged(f"{place}: its branch key is not above the keys before it")
                least = separator
            if level < depth:
                page, offsets = self.tree_page(place, number, BRANCH)
                walked[0] += 1
                below = []
                places = []
                for offset in offsets:
                    low, middle, high, key_bytes = NODE.unpack_from(page, offset)
                    key = self.inside(place, page, offset + 8, key_bytes, 0)
                    places.append((offset, offset + 8 + key_bytes))
                    child = low | middle << 16 | high << 32
                    below.append((child, level + 1, order(key) if below else None))
                self.check_filled(place, page, places)
                todo.extend(reversed(below))
                continue
            page, offsets = self.tree_page(place, number, LEAF)
            walked[1] += 1
            places = []
            for offset in offsets:
                low, high, flags, key_bytes = NODE.unpack_from(page, offset)
                if flags not in ((2,) if name == "main" else (0, 1)):
                    raise Damaged(f"{place}: a leaf node has flags {flags}")
                size = low | high << 16
                rest = 8 if flags == 1 else size
                key = self.inside(place, page, offset + 8, key_bytes, rest)
                ordered = order(key)
                if newest is not None and ordered <= newest:
                    raise Damaged(f"{place}: its keys do not ascend")
                if least is not None and ordered < least:
                    raise Damaged(f"{place}: its first key is below the branch key above it")
                data = offset + 8 + key_bytes
                places.append((offset, data + rest))
                if flags == 1:
                    (run,) = struct.unpack_from("<Q", page, data)
                    walked[2] += self.overflow_run(place, run, size, name == FREE)
                    entries.append(Entry(key, run * self.page_bytes + 16, size))
                else:
                    entries.append(Entry(key, number * self.page_bytes + data, size))
                walked[3] += 1
                newest = ordered
            self.check_filled(place, page, places)
        if walked != counts:
            raise Damaged(
                f"LMDB: database {name} says {counts} branch pages, leaf pages, overflow pages "
                f"and entries, but has {walked}"
            )

    def walk_free(self):
        """Checks the free list; call it when every other database is walked."""
        entries = []
        self.walk(FREE, self.free, entries)
        for key, offset, size in entries:
            data = self.file.read(offset, size)
            count = struct.unpack_from("<Q", data)[0] if size >= 8 else NO_PAGE
            if self.number(key) > self.transaction or 8 + 8 * count > size:
                raise Damaged("LMDB: a record of the free list is too new or too short")
            above = self.last_page + 1
            for (number,) in struct.iter_unpack("<Q", data[8 : 8 + 8 * count]):
                if number >= above:
                    raise Damaged("LMDB: free pages do not descend from the last page")
                above = number
                if number < self.page_count:
                    self.reach("LMDB: the free list", number, 1)

    @staticmethod
    def number(key):
        """A key of the free list: a transaction."""
        if len(key) != 8:
            raise Damaged("LMDB: a key of the free list is no transaction")
        return struct.unpack("<Q", key)[0]

    def tree_page(self, place, number, wanted):
        """The bytes of a tree page, and where its nodes begin."""
        self.reach(place, number, 1)
        page = self.file.read(number * self.page_bytes, self.page_bytes)
        own, flags, lower, upper = TREE_PAGE.unpack_from(page)
        if own != number:
            raise Damaged(f"{place}: it has number {own}")
        if flags != wanted:
            raise Damaged(f"{place}: it has flags {flags} and not {wanted}")
        if lower < 18 or lower % 2 or not lower <= upper <= self.page_bytes:
            raise Damaged(f"{place}: lower {lower} and upper {upper} do not fit")
        offsets = struct.unpack_from(f"<{(lower - 16) // 2}H", page, 16)
        if min(offsets) < upper or max(offsets) + 8 > self.page_bytes:
            raise Damaged(f"{place}: a node lies outside {upper} to {self.page_bytes}")
        return page, offsets

    def inside(self, place, page, offset, key_bytes, rest):
        """The key of a node whose key and `rest` bytes after it do not leave the tree page."""
        if offset + key_bytes + rest > self.page_bytes:
            raise Damaged(f"{place}: a node lies partly outside the page")
        return page[offset : offset + key_bytes]

    def check_filled(self, place, page, places):
        """Whether the nodes, from and to which `places` tell, fill their page from upper on."""
        end = TREE_PAGE.unpack_from(page)[3]
        for begin, node_end in sorted(places):
            if begin != end:
                raise Damaged(f"{place}: its nodes overlap or leave a gap")
            end = node_end + (node_end - begin) % 2
        if end != self.page_bytes:
            raise Damaged(f"{place}: its nodes do not end with the page")

    def overflow_run(self, place, run, size, may_be_longer):
        place = f"{place}, overflow run at {run}"
        if run >= self.page_count:
            raise Damaged(f"{place}: outside the file or above its last page number")
        header = self.file.read(run * self.page_bytes, RUN_PAGE.size)
        number, flags, pages = RUN_PAGE.unpack(header)
        needed = -(-(16 + size) // self.page_bytes)
        if (number, flags) != (run, OVERFLOW):
            raise Damaged(f"{place}: its number or flags are wrong")
        if pages < needed or pages > needed and not may_be_longer:
            raise Damaged(f"{place}: {pages} pages for {size} bytes")
        self.reach(place, run, pages)
        return pages

    def reach(self, place, number, pages):
        if number + pages > self.page_count:
            raise Damaged(f"{place}: outside the file or above its last page number")
        if self.reached.find(1, number, number + pages) >= 0:
            raise Damaged(f"{place}: reached twice")
        self.reached[number : number + pages] = b"\1" * pages


# ---- The journal (sections 2 to 5)


class KeptHead(NamedTuple):
    """A line that `retrace audit head` printed once."""

    journal: bytes
    sequence: int
    at: int
    head: bytes

    @staticmethod
    def parse(line):
        number = "(0|[1-9][0-9]{0,19})"
        form = rf"journal=([0-9a-f]{{32}}) sequence={number} at={number} head=([0-9a-f]{{64}})"
        found = re.fullmatch(f"retrace-head 1 {form}", line.strip(" \t\r\n"))
        journal, sequence, at, head = found.groups() if found else ("", "0", "0", "")
        if not 1 <= int(sequence) < 2**64 or int(at) > LAST_INSTANT:
            raise argparse.ArgumentTypeError("not a line of `retrace audit head`, version 1")
        return KeptHead(bytes.fromhex(journal), int(sequence), int(at), bytes.fromhex(head))


class Base(NamedTuple):
    """Where a journal begins: behind the last event of its parent, or with event 1."""

    parent: bytes = bytes(16)
    sequence: int = 0
    at: int = 0
    content_at: int = 0
    content: int = 0
    nodes: int = 0
    newest_listing: int = 0
    instruments: int = 0
    link: bytes = bytes(32)
    node_head: bytes = bytes(32)
    contents: bytes = b""

    def content_head(self):
        return hashlib.sha256(self.link + self.contents).digest()

    def head(self):
        place = struct.pack("<Q", self.sequence)
        whole = self.parent + place + self.content_head() + self.node_head
        return hashlib.sha256(whole).digest()


class Identity(NamedTuple):
    """What `meta` says of a journal."""

    journal: bytes
    base: Base
    # The last sequence that the seal names; `None` in a journal that is not sealed.
    sealed_at: int | None


def identity(records):
    """What `meta` says; `records` are its keys and values."""
    if not records or records[0][0] != b"journal":
        raise Damaged("meta: it does not hold the record `journal`")
    form, journal = journal_record(records[0][1])
    others = dict(records[1:])
    if not set(others) <= {b"parent", b"sealed"} or bool(others) != (form == 2):
        raise Damaged(f"meta: it holds {len(records)} records, which format {form} does not")
    base = parent_record(others[b"parent"], journal) if b"parent" in others else Base()
    sealed_at = sealed_record(others[b"sealed"], journal) if b"sealed" in others else None
    return Identity(journal, base, sealed_at)


def linked_record(value, magic, layout, journal):
    """The fields of `parent` or `sealed` behind the journal id, and what follows its header."""
    name = magic.decode()
    if len(value) < layout.size or value[:4] != magic:
        raise Damaged(f"meta: a record does not begin as {name} does")
    form, header, own, *fields, crc = layout.unpack_from(value)
    if crc != crc32c(value[: layout.size - 4] + value[layout.size :]):
        raise Damaged(f"meta: wrong CRC of {name}")
    if form > 1:
        raise Unknown(f"meta: format {form} of {name} is newer than this verifier")
    if form != 1 or header != layout.size or own != journal:
        raise Damaged(f"meta: {name} has format {form}, or is of another journal")
    return fields, value[layout.size :]


PARENT = struct.Struct("<4xHH16s16sQqqQQQII32s32sII")
SEALED = struct.Struct("<4xHH16s16sQqIIII")
MOST_NAME_BYTES = 65536


def parent_record(value, journal):
    fields, rest = linked_record(value, b"RTJP", PARENT, journal)
    parent, sequence, at, content_at, content, nodes, listing, instruments = fields[:8]
    name_bytes, link, node_head, content_bytes = fields[8:]
    if not 0 < sequence < 2**62 or content + nodes != sequence or listing > sequence:
        raise Damaged(f"meta: the parent's counts do not fit its last sequence, {sequence}")
    if not 0 <= content_at <= at <= LAST_INSTANT or (listing == 0) != (instruments == 0):
        raise Damaged("meta: the parent's times or its instruments do not fit")
    if parent == journal or name_bytes > MOST_NAME_BYTES or name_bytes + content_bytes != len(rest):
        raise Damaged("meta: the parent is the journal itself, or its lengths do not fit")
    contents = rest[name_bytes:]
    if count_contents(contents) != content % LINK_EVENTS:
        raise Damaged("meta: the parent's contents since its last link are not so many")
    return Base(
        parent, sequence, at, content_at, content, nodes, listing, instruments, link, node_head,
        contents,
    )  # fmt: skip


def count_contents(contents):
    """How many frames follow one another there, each well formed and of content."""
    count = begin = 0
    try:
        while begin < len(contents):
            length, body = varint(contents, begin)
            begin = body + length
            if begin > len(contents) or Frame.parse(contents[body:begin]).flags & NODE_EVENT:
                raise Damaged("meta: the parent's contents are no frames of content")
            count += 1
    except IndexError:
        raise Damaged("meta: the parent's contents end inside a frame") from None
    return count


def sealed_record(value, journal):
    fields, rest = linked_record(value, b"RTJS", SEALED, journal)
    child, sequence, at, form, name_bytes, zero = fields
    if not 0 < sequence < 2**62 or not 0 <= at <= LAST_INSTANT or form not in (1, 2) or zero:
        raise Damaged(f"meta: the seal's sequence, {sequence}, its instant or its form")
    if child == journal or name_bytes > MOST_NAME_BYTES or name_bytes != len(rest):
        raise Damaged("meta: the child is the journal itself, or the seal's length does not fit")
    return sequence


def journal_record(value):
    """Format and journal id."""
    if len(value) != 40 or value[:4] != b"RTJM":
        raise Damaged("meta: its record is not 40 bytes that begin with RTJM")
    form, zero, journal, birth, zeros, crc = struct.unpack("<4xHH16sqII", value)
    if crc != crc32c(value[:36]):
        raise Damaged("meta: wrong CRC")
    if form > 2:
        raise Unknown(f"meta: format {form} is newer than this verifier, which knows format 2")
    if form < 1 or zero or zeros or not 0 <= birth <= LAST_INSTANT:
        raise Damaged("meta: its format is 0, a zero field is not 0 or its birth is no instant")
    return form, journal


def varint(data, position):
    """A varint and the position after it; `IndexError` when the data ends first."""
    value = data[position]
    if value < 128:
        return value, position + 1
    value &= 127
    for count in range(1, 10):
        byte = data[position + count]
        value |= (byte & 127) << 7 * count
        if byte == 0:
            raise Damaged("a varint is not in its shortest form")
        if byte < 128:
            if value >= 2**64:
                raise Damaged("a varint has more than 64 bits")
            return value, position + count + 1
    raise Damaged("a varint has more than 10 bytes")


INPUT, FIRST, BECAUSE, NODE_EVENT = 1, 2, 4, 8


class Frame(NamedTuple):
    """What a frame says before its body. A field that its flags leave out is 0."""

    kind: int
    flags: int
    at: int
    cause: int
    nearest: int
    farthest: int
    occurred: int

    @staticmethod
    def parse(data):
        """Checks all that a frame says of itself; `IndexError` when it ends inside its fields."""
        kind, p = varint(data, 0)
        version, p = varint(data, p)
        flags = data[p]
        p += 1
        if not 1 <= kind <= 65535:
            raise Damaged(f"kind {kind}")
        if not 32 <= version <= 65535:
            raise Damaged(f"version {version}")
        if flags > 15:
            raise Damaged(f"flags {flags}")
        if flags & INPUT and not flags & FIRST:
            raise Damaged("an input is not the first of its turn")
        at = cause = nearest = farthest = occurred = 0
        if flags & FIRST:
            at, p = varint(data, p)
        if not flags & INPUT:
            cause, p = varint(data, p)
        if flags & BECAUSE:
            count, p = varint(data, p)
            if not 1 <= count <= 8:
                raise Damaged(f"{count} facts in its because")
            facts = []
            for _ in range(count):
                distance, p = varint(data, p)
                facts.append(distance)
            nearest, farthest = min(facts), max(facts)
        if flags & INPUT:
            number, p = varint(data, p)
            occurred = number >> 1 ^ -(number & 1)
            source, p = varint(data, p)
            position, p = varint(data, p)
            principal, p = varint(data, p)
            if source > 65535 or principal > 65535 or position >= 2**63:
                raise Damaged(f"source {source}, position {position} or principal {principal}")
        return Frame(kind, flags, at, cause, nearest, farthest, occurred)


def inflated(stream, size):
    """The frames of a page of format 2: exactly `size` bytes, and never more are made."""
    if not 1 <= size <= ONE_TURN_BYTES:
        raise Damaged(f"its header says {size} bytes of frames")
    inflater = zlib.decompressobj()
    try:
        frames = inflater.decompress(stream, size)
        rest = inflater.decompress(inflater.unconsumed_tail, 1)
    except zlib.error as error:
        raise Damaged(f"its frames are no zlib stream: {error}") from None
    if rest or len(frames) != size or not inflater.eof or inflater.unused_data:
        raise Damaged("its zlib stream does not end where the page does")
    return frames


PAGE = struct.Struct("<4sHH16sQQqqqqIIIIQQQ32s32s32sqII")
HEADER_BYTES = PAGE.size


class Chain:
    """What is known after the good pages so far."""

    def __init__(self, journal, base, kept):
        self.journal = journal
        self.base = base
        self.kept = kept
        self.kept_found = None
        self.pages = 0
        self.sequence, self.at, self.content_at = base.sequence, base.at, base.content_at
        self.content, self.nodes = base.content, base.nodes
        self.link, self.node_head = base.link, base.node_head
        self.tail = hashlib.sha256(base.link + base.contents)
        self.instruments, self.newest_listing = base.instruments, base.newest_listing
        # Whether the kept head held; nothing before it was asked.
        self.head_held = None
        # Which kinds are the node's own.
        self.node_bits = {LISTING_KIND: NODE_EVENT}

    def digest(self):
        return self.tail.digest()

    def head(self):
        place = struct.pack("<Q", self.sequence)
        return hashlib.sha256(self.journal + place + self.digest() + self.node_head).digest()

    def after(self, key, value):
        """The chain with one page more, which is checked in the order of section 3."""
        if len(key) != 8:
            raise Damaged("its key is no sequence")
        if len(value) < HEADER_BYTES or value[:4] != b"RTPG":
            raise Damaged("no header of 224 bytes that begins with RTPG")
        _, form, header, journal, first, *said, commit, frame_bytes, crc = PAGE.unpack_from(value)
        if crc != crc32c(value[:220] + value[HEADER_BYTES:]):
            raise Damaged("wrong CRC")
        if form > 2:
            raise Unknown(f"format {form} is newer than this verifier, which knows format 2")
        if form < 1 or header != HEADER_BYTES:
            raise Damaged(f"format {form} with a header of {header} bytes")
        if form == 2:
            value = value[:HEADER_BYTES] + inflated(value[HEADER_BYTES:], frame_bytes)
        if journal != self.journal:
            raise Damaged("its journal id is not that of `meta`")
        if key != struct.pack(">Q", first):
            raise Damaged(f"its key is not its first sequence, {first}")
        if first != self.sequence + 1:
            raise Damaged(f"it begins at {first} and not at {self.sequence + 1}")
        if frame_bytes != len(value) - HEADER_BYTES:
            raise Damaged(f"its header says {frame_bytes} bytes of frames")

        chain = copy.copy(self)
        chain.pages += 1
        chain.tail = self.tail.copy()
        chain.node_bits = dict(self.node_bits)
        first_at, turns, inputs = chain.hear(value)
        seen = {
            "last sequence": chain.sequence,
            "at of the first turn": first_at,
            "at of the last turn": chain.at,
            "at of the last turn before the page": self.at,
            "at of the last content turn before the page": self.content_at,
            "turns": turns,
            "inputs": inputs,
            "content events": chain.content - self.content,
            "instruments listed": chain.instruments,
            "content events so far": chain.content,
            "node events so far": chain.nodes,
            "newest instrument listed": chain.newest_listing,
            "last link": chain.link,
            "content head": chain.digest(),
            "node head": chain.node_head,
        }
        for says, (name, sees) in zip(said, seen.items()):
            if says != sees:
                raise Damaged(f"its header is wrong about: {name}")
        if not 0 <= commit <= LAST_INSTANT:
            raise Damaged(f"its commit, {commit}, is no instant")
        if frame_bytes > (ONE_TURN_BYTES if turns == 1 else FEW_TURNS_BYTES):
            raise Damaged(f"{frame_bytes} bytes of frames are too many for {turns} turns")
        return chain

    def hear(self, value):
        """Takes in every frame of a page; says the `at` of its first turn, its turns and inputs."""
        first_at = turns = inputs = turn_begin = turn_node = 0
        begin = unhashed = HEADER_BYTES
        kept = self.kept.sequence if self.kept else -1
        try:
            while begin < len(value):
                self.sequence += 1
                length, body = varint(value, begin)
                end = body + length
                if end > len(value):
                    raise Damaged("its frame runs over the end of the page")
                frame = Frame.parse(value[body:end])
                node = frame.flags & NODE_EVENT
                if self.node_bits.setdefault(frame.kind, node) != node:
                    raise Damaged(f"kind {frame.kind} is a node kind in one event, not in another")
                if frame.flags & FIRST:
                    self.begin_turn(frame, node)
                    first_at = self.at if turns == 0 else first_at
                    turns += 1
                    inputs += frame.flags & INPUT
                    turn_begin, turn_node = self.sequence, node
                elif turns == 0:
                    raise Damaged("it is the first of its page, but not the first of a turn")
                elif node != turn_node:
                    raise Damaged("node events and others in one turn")
                elif self.sequence - turn_begin >= TURN_EVENTS:
                    raise Damaged(f"its turn has more than {TURN_EVENTS} events")
                elif self.sequence == kept + 1:
                    self.kept_found = None
                self.check_reasons(frame, self.sequence - turn_begin)

                # Contents that follow one another are hashed at once.
                if node:
                    self.tail.update(value[unhashed:begin])
                    unhashed = end
                    self.chain_node_event(frame.kind, value[begin:end])
                else:
                    self.content += 1
                if not node and self.content % LINK_EVENTS == 0:
                    self.tail.update(value[unhashed:end])
                    unhashed = end
                    self.link = self.digest()
                    self.tail = hashlib.sha256(self.link)
                if self.sequence == kept:
                    self.tail.update(value[unhashed:end])
                    unhashed = end
                    self.kept_found = (self.at, self.head())
                begin = end
        except IndexError:
            raise Damaged(f"event {self.sequence}: its frame ends inside its fields") from None
        except Damaged as fault:
            raise Damaged(f"event {self.sequence}: {fault}") from None
        if turns == 0:
            raise Damaged("it has no events")
        self.tail.update(value[unhashed:])
        return first_at, turns, inputs

    def begin_turn(self, frame, node):
        at = frame.at + (self.at if node else self.content_at)
        if not self.at <= at <= LAST_INSTANT:
            raise Damaged(f"its at, {at}, is no instant or before {self.at}")
        stamp = at - frame.occurred
        if not 0 <= stamp <= LAST_INSTANT:
            raise Damaged(f"the world's stamp, {stamp}, is no instant")
        self.at = at
        if not node:
            self.content_at = at

    def check_reasons(self, frame, place):
        """`place` is how many events of its turn stand before this one."""
        if frame.cause > place or frame.cause == 0 and place > 0:
            raise Damaged(f"its cause, {frame.cause} events back, is not in its turn")
        if frame.flags & BECAUSE and not 1 <= frame.nearest <= frame.farthest <= self.content:
            raise Damaged("its because reaches itself or before the first content event")

    def chain_node_event(self, kind, frame):
        self.nodes += 1
        place = struct.pack("<QQ", self.sequence, self.at)
        self.node_head = hashlib.sha256(self.node_head + place + frame).digest()
        if kind == LISTING_KIND:
            self.instruments += 1
            self.newest_listing = self.sequence

    def check_kept(self):
        self.head_held = False
        self.compare_kept()
        self.head_held = True

    def compare_kept(self):
        kept = self.kept
        if self.base.sequence and kept.journal == self.base.parent:
            return self.check_kept_of_parent()
        if kept.journal != self.journal:
            raise Damaged("kept head: it is of another journal")
        if kept.sequence > self.sequence:
            raise Damaged(f"kept head: event {kept.sequence} does not exist")
        if self.kept_found is None:
            raise Damaged(f"kept head: event {kept.sequence} is not the last of its turn")
        if self.kept_found[0] != kept.at:
            raise Damaged(f"kept head: event {kept.sequence} has at {self.kept_found[0]}")
        if self.kept_found[1] != kept.head:
            raise Damaged(f"kept head: the hash at event {kept.sequence} is another")


    def check_kept_of_parent(self):
        kept, base = self.kept, self.base
        if kept.sequence < base.sequence:
            raise Unknown(f"kept head: event {kept.sequence} stands in the parent; ask that one")
        if kept.sequence > base.sequence:
            raise Damaged(f"kept head: the parent ended at {base.sequence}, not at {kept.sequence}")
        if (kept.at, kept.head) != (base.at, base.head()):
            raise Damaged(f"kept head: at or hash of the parent's event {kept.sequence} is another")


# ---- Snapshots (section 8)


SNAPSHOT = struct.Struct("<4sHH16sQqq32s32sqIIII")
SNAPSHOT_BYTES = 4 * 1024 * 1024
MOST_SNAPSHOTS = 3
MOST_SECTIONS = 64


class Snapshot(NamedTuple):
    """Where a snapshot says that it was taken."""

    sequence: int
    at: int
    content_head: bytes
    node_head: bytes

    @staticmethod
    def parse(key, value, journal):
        if len(value) < SNAPSHOT.size or value[:4] != b"RTSN":
            raise Damaged("no header of 136 bytes that begins with RTSN")
        fields = SNAPSHOT.unpack_from(value)
        form, header, own, sequence, at, _, content, node, taken, count, size, zero, crc = fields[1:]
        if crc != crc32c(value[: SNAPSHOT.size - 4] + value[SNAPSHOT.size :]):
            raise Damaged("wrong CRC")
        if form > 1:
            raise Unknown(f"format {form} is newer than this verifier, which knows format 1")
        if form != 1 or header != SNAPSHOT.size or zero:
            raise Damaged(f"format {form} with a header of {header} bytes")
        if own != journal:
            raise Damaged("its journal id is not that of `meta`")
        if key != struct.pack(">Q", sequence) or not 0 < sequence < 2**62:
            raise Damaged(f"its key is not its event, {sequence}")
        if not 0 <= at <= LAST_INSTANT or not 0 <= taken <= LAST_INSTANT:
            raise Damaged("one of its times is no instant")
        if count > MOST_SECTIONS or size != len(value) - SNAPSHOT.size or size > SNAPSHOT_BYTES:
            raise Damaged(f"{count} sections in {size} bytes")
        Snapshot.check_sections(value, count)
        return Snapshot(sequence, at, content, node)

    @staticmethod
    def check_sections(value, count):
        names = set()
        position = SNAPSHOT.size
        try:
            for _ in range(count):
                length, position = varint(value, position)
                name = value[position : position + length]
                position += length
                if not 1 <= length <= 64 or name in names or not re.fullmatch(rb"[!-~]+", name):
                    raise Damaged("the name of a section is none, or there twice")
                names.add(name)
                version, position = varint(value, position)
                size, position = varint(value, position)
                digest = value[position : position + 32]
                body = value[position + 32 : position + 32 + size]
                position += 32 + size
                if version > 65535 or position > len(value):
                    raise Damaged(f"section {name.decode()}: its version or its length")
                if hashlib.sha256(body).digest() != digest:
                    raise Damaged(f"section {name.decode()}: wrong digest")
        except IndexError:
            raise Damaged("a section ends inside its fields") from None
        if position != len(value):
            raise Damaged("bytes are left after its last section")

    def check_place(self, ends, chain, is_whole):
        """`ends` says what was known where each good page ended."""
        if self.sequence > chain.sequence and not is_whole:
            return
        if self.sequence not in ends:
            raise Damaged("no page ends at its event")
        if ends[self.sequence] != self[1:]:
            raise Damaged("its time or its heads are not the journal's at its event")


def read_snapshots(file, held, meta, problems):
    """The snapshots that are well formed."""
    found = []
    for key, offset, size in held:
        try:
            if size > SNAPSHOT.size + SNAPSHOT_BYTES:
                raise Damaged(f"{size} bytes are more than a snapshot may have")
            found.append(Snapshot.parse(key, file.read(offset, size), meta.journal))
        except (Damaged, Unknown) as problem:
            problems.append(type(problem)(f"snapshot {key.hex()}: {problem}"))
    base = meta.base.sequence
    most = MOST_SNAPSHOTS + (base > 0)
    if len(held) > most:
        problems.append(Damaged(f"{len(held)} snapshots: at most {most} are kept"))
    if base and struct.pack(">Q", base) not in [entry.key for entry in held]:
        problems.append(Damaged(f"the snapshot of event {base}, the base, is missing"))
    return found


# ---- The verdict


def database_record(file, name, offset, size):
    record = file.read(offset, size) if size == RECORD.size else b""
    if not record or RECORD.unpack(record)[:2] != (0, 0):
        raise Damaged(f"LMDB: the record of database {name} is not one")
    return record


def check_older(file, pages):
    """Rule 9: the state before the newest is sound as far as its main database, and not fuller."""
    older = Environment(file, is_older=True)
    if older.is_unused():
        return
    main = []
    older.walk("main", older.main, main)
    if [entry.key for entry in main] != DATABASES:
        raise Damaged("LMDB: the main database of the older state does not hold exactly our four")
    records = [database_record(file, *entry) for entry in main]
    if RECORD.unpack(records[2])[-2] > pages:
        raise Damaged("LMDB: the older state holds more pages of events than the newest")


def examine(file, kept, problems):
    """The chain of good pages, or `None` without a good `meta`; faults go to `problems`."""

    def attempt(work, *arguments):
        try:
            return work(*arguments)
        except (Damaged, Unknown) as problem:
            problems.append(problem)
            return None

    environment = attempt(Environment, file)
    if environment is None:
        return None
    main = []
    attempt(environment.walk, "main", environment.main, main)
    if not problems and [entry.key for entry in main] != DATABASES:
        problems.append(Damaged("LMDB: the main database does not hold exactly our four"))
    held = {name: [] for name in DATABASES}
    for key, offset, size in main:
        if key not in held:
            continue
        name = key.decode()
        record = attempt(database_record, file, name, offset, size)
        if record is not None:
            attempt(environment.walk, name, record, held[key])
    attempt(environment.walk_free)
    attempt(check_older, file, len(held[b"pages"]))

    records = [(key, file.read(at, size)) for key, at, size in held[b"meta"][:4]]
    meta = attempt(identity, records)
    if meta is None:
        return None
    if held[b"blobs"]:
        problems.append(Damaged("database blobs is not empty"))
    snapshot_problems = []
    snapshots = read_snapshots(file, held[b"snapshots"], meta, snapshot_problems)
    wanted = {snapshot.sequence for snapshot in snapshots}
    base = meta.base
    ends = {base.sequence: (base.at, base.content_head(), base.node_head)} if base.sequence else {}
    chain = Chain(meta.journal, base, kept)
    for key, offset, size in held[b"pages"]:
        try:
            if size > HEADER_BYTES + ONE_TURN_BYTES:
                raise Damaged(f"{size} bytes are more than a page may have")
            chain = chain.after(key, file.read(offset, size))
            if chain.sequence in wanted:
                ends[chain.sequence] = (chain.at, chain.digest(), chain.node_head)
        except (Damaged, Unknown) as problem:
            place = f"page {chain.pages + 1} (from sequence {chain.sequence + 1})"
            problems.append(type(problem)(f"{place}: {problem}"))
            break
    # Behind a bad or newer page nothing can be said about a kept head.
    if kept is not None and (not problems or kept.sequence <= chain.sequence):
        attempt(chain.check_kept)
    is_whole = chain.pages == len(held[b"pages"])
    if is_whole and meta.sealed_at not in (None, chain.sequence):
        problems.append(
            Damaged(f"it was sealed at event {meta.sealed_at}, but ends at {chain.sequence}")
        )
    problems += snapshot_problems
    for snapshot in snapshots:
        try:
            snapshot.check_place(ends, chain, is_whole)
        except Damaged as problem:
            problems.append(Damaged(f"snapshot of event {snapshot.sequence}: {problem}"))
    return chain


def small_file(folder, name):
    """The first line of a small file, `None` when there is none."""
    try:
        file = os.open(os.path.join(folder, name), os.O_RDONLY | os.O_NONBLOCK)
    except OSError:
        return None
    try:
        text = os.pread(file, 4096, 0)
    except OSError:
        text = b""
    finally:
        os.close(file)
    return re.split(b"[\n\0]", text, maxsplit=1)[0].decode(errors="replace").rstrip(" \r")


def check_folder(folder):
    """What a folder says before its `data.mdb` is opened (the table of files)."""
    making = small_file(folder, "UNFINISHED")
    if making is not None:
        raise Unknown(f"no journal yet: {making} is at work there, or was interrupted")
    try:
        size = os.stat(os.path.join(folder, "data.mdb")).st_size
    except FileNotFoundError:
        size = None
    except OSError:
        return
    beside = [name for name in ("FAULT.reserved", "lock.mdb", "FAULT")
              if os.path.lexists(os.path.join(folder, name))]  # fmt: skip
    if small_file(folder, "writer.lock"):
        beside.append("writer.lock")
    if not size and beside:
        raise Damaged(f"data.mdb is {'missing' if size is None else 'empty'} beside {beside[0]}")


def verify(folder, kept):
    """The exit code, the problems, and what the good pages say."""
    problems = []
    chain = None
    try:
        check_folder(folder)
        with DataFile(folder) as file:
            begun = file.read(0, min(file.size, 2 * 32768))
            chain = examine(file, kept, problems)
            # Nothing is locked: a writer may have reused pages of the state that was being read.
            if problems and file.read(0, len(begun)) != begun:
                raise Unknown("the journal was written while it was read; run it again")
    except Unknown as problem:
        return 2, [problem, *problems], chain
    except Damaged as problem:
        return 1, [problem], chain
    except MemoryError:
        return 2, [Unknown("not enough memory to read this file"), *problems], chain
    damaged = any(isinstance(problem, Damaged) for problem in problems)
    return 1 if damaged else 2 if problems else 0, problems, chain


def shown(text):
    """Text from outside, with characters that would command a terminal shown by their number."""
    hidden = "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]"
    return re.sub(hidden, lambda found: f"\\u{ord(found[0]):04x}", text)


def report_text(code, problems, report):
    lines = [["verifies", "DOES NOT VERIFY", "could not find out"][code]]
    lines += [f"fault           {problem}" for problem in problems]
    if problems and report["pages"]:
        good = f"pages 1..{report['pages']} up to sequence {report['events']} verify"
        lines.append(f"still good      {good}")
    elif problems:
        lines.append("still good      no page")
    lines += [
        f"pages           {report['pages']}",
        f"events          {report['events']}",
        f"content digest  {report['content_digest'] or 'unknown'}",
        f"head_hash       {report['head_hash'] or 'unknown'}",
    ]
    if report["head_held"] is not None:
        held = "holds: the journal still contains it" if report["head_held"] else "does not hold"
        lines.append(f"kept head       {held}")
    fault = report["fault_file"]
    lines.append(f"FAULT           {'absent' if fault is None else 'exists: ' + fault}")
    return "\n".join(lines)


def say(text):
    """Prints to standard output; where nobody reads on, the verdict stays the exit status."""
    # A path may hold bytes that are no text.
    sys.stdout.reconfigure(errors="backslashreplace")
    try:
        print(shown(text), flush=True)
    except BrokenPipeError:
        # Python flushes once more at its end, and would complain.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def main():
    parser = argparse.ArgumentParser(
        description="Verify a journal.", epilog="Exit 0: holds. 1: does not. 2: unknown.",
        allow_abbrev=False,
    )  # fmt: skip
    parser.add_argument("journal", metavar="JOURNAL_DIR")
    parser.add_argument("--head", metavar="LINE", type=KeptHead.parse)
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    code, problems, chain = verify(arguments.journal, arguments.head)
    report = {
        "ok": code == 0,
        "pages": chain.pages if chain else 0,
        "events": chain.sequence if chain else 0,
        "content_digest": chain.digest().hex() if chain else None,
        "head_hash": chain.head().hex() if chain else None,
        "fault": str(problems[0]) if problems else None,
        "head_held": None if arguments.head is None or not chain else chain.head_held,
        "fault_file": small_file(arguments.journal, "FAULT"),
    }
    say(json.dumps(report) if arguments.json else report_text(code, problems, report))
    return code


if __name__ == "__main__":
    sys.exit(main())
