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
import hashlib
import json
import os
import re
import stat
import struct
import sys
from typing import NamedTuple

LAST_INSTANT = 2**62 - 1
FEW_TURNS_BYTES = 256 * 1024
ONE_TURN_BYTES = 4 * 1024 * 1024
LINK_EVENTS = 1024


class Damaged(Exception):
    """Something does not hold: exit 1."""


class Unknown(Exception):
    """No verdict is possible: exit 2."""


# ---- CRC32C: Castagnoli, two bytes a step, four tables, eight bytes a round (section 1)


def crc_tables():
    bytewise = []
    for byte in range(256):
        for _ in range(8):
            byte = byte >> 1 ^ (0x82F63B78 if byte & 1 else 0)
        bytewise.append(byte)
    pairs = []
    for pair in range(65536):
        step = pair >> 8 ^ bytewise[pair & 255]
        pairs.append(step >> 8 ^ bytewise[step & 255])
    tables = [pairs]
    while len(tables) < 4:
        tables.append([step >> 16 ^ pairs[step & 0xFFFF] for step in tables[-1]])
    return bytewise, tables


BYTEWISE, (TABLE_0, TABLE_1, TABLE_2, TABLE_3) = crc_tables()


def crc32c(data):
    whole = len(data) & ~7
    crc = 0xFFFFFFFF
    t0, t1, t2, t3 = TABLE_0, TABLE_1, TABLE_2, TABLE_3
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
            self.descriptor = os.open(path, os.O_RDONLY)
            self.size = os.fstat(self.descriptor).st_size
        except OSError as error:
            raise Unknown(f"cannot open {path}: {error.strerror}") from error

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
BRANCH, LEAF, OVERFLOW, META = 1, 2, 4, 8
DATABASES = [b"blobs", b"meta", b"pages", b"snapshots"]


class Environment:
    """The newest state of an LMDB file: rules 1 to 3 on opening, 5 to 7 in `walk`."""

    def __init__(self, file):
        self.file = file
        if file.size < 2 * 512:
            raise Damaged("LMDB: data.mdb is too short for two tree pages")
        (self.page_bytes,) = struct.unpack("<I", file.read(40, 4))
        size = self.page_bytes
        if not 512 <= size <= 65536 or size & (size - 1):
            raise Damaged(f"LMDB: {size} is no size of a tree page")
        if file.size < 2 * size:
            raise Damaged("LMDB: data.mdb is too short for two tree pages")
        self.heads = self.meta_pages()
        states = [self.meta_page(number) for number in (0, 1)]
        t0, t1 = states[0][3], states[1][3]
        if (t0, t1) != (0, 0) and (t0 % 2 != 0 or t1 % 2 != 1 or abs(t0 - t1) != 1):
            raise Damaged(f"LMDB: transactions {t0} and {t1} of the meta pages do not fit")
        free, self.main, last, _ = states[1] if t1 > t0 else states[0]
        if RECORD.unpack(free)[1] != 8:
            raise Damaged("LMDB: the record of the free list has wrong flags")
        if RECORD.unpack(self.main)[1] != 0:
            raise Damaged("LMDB: the record of the main database has wrong flags")
        self.page_count = min(file.size // size, last + 1)
        self.reached = bytearray(self.page_count)

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
        if depth == 0:
            raise Damaged(f"LMDB: database {name} has a root, but depth 0")
        walked = [0, 0, 0, 0]
        newest = None
        least = b""
        todo = [(root, 1, None)]
        while todo:
            number, level, separator = todo.pop()
            place = f"LMDB: database {name}, tree page {number}"
            if separator is not None:
                if newest is not None and separator <= newest:
                    raise Damaged(f"{place}: its branch key is not above the keys before it")
                least = max(least, separator)
            if level < depth:
                page, offsets = self.tree_page(place, number, BRANCH)
                walked[0] += 1
                below = []
                for offset in offsets:
                    low, middle, high, key_bytes = NODE.unpack_from(page, offset)
                    key = self.inside(place, page, offset + 8, key_bytes, 0)
                    child = low | middle << 16 | high << 32
                    below.append((child, level + 1, key if below else None))
                todo.extend(reversed(below))
                continue
            page, offsets = self.tree_page(place, number, LEAF)
            walked[1] += 1
            for offset in offsets:
                low, high, flags, key_bytes = NODE.unpack_from(page, offset)
                if flags not in ((2,) if name == "main" else (0, 1)):
                    raise Damaged(f"{place}: a leaf node has flags {flags}")
                size = low | high << 16
                rest = 8 if flags == 1 else size
                key = self.inside(place, page, offset + 8, key_bytes, rest)
                if newest is not None and key <= newest:
                    raise Damaged(f"{place}: its keys do not ascend")
                if key < least:
                    raise Damaged(f"{place}: its first key is below the branch key above it")
                data = offset + 8 + key_bytes
                if flags == 1:
                    (run,) = struct.unpack_from("<Q", page, data)
                    walked[2] += self.overflow_run(place, run, size)
                    entries.append(Entry(key, run * self.page_bytes + 16, size))
                else:
                    entries.append(Entry(key, number * self.page_bytes + data, size))
                walked[3] += 1
                newest = key
        if walked != counts:
            raise Damaged(
                f"LMDB: database {name} says {counts} branch pages, leaf pages, overflow pages "
                f"and entries, but has {walked}"
            )

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

    def overflow_run(self, place, run, size):
        pages = -(-(16 + size) // self.page_bytes)
        place = f"{place}, overflow run at {run}"
        self.reach(place, run, pages)
        header = self.file.read(run * self.page_bytes, RUN_PAGE.size)
        if RUN_PAGE.unpack(header) != (run, OVERFLOW, pages):
            raise Damaged(f"{place}: its number, flags or count of pages is wrong")
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
        form = r"journal=([0-9a-fA-F]{32}) sequence=([0-9]{1,20}) at=([0-9]{1,20})"
        found = re.fullmatch(rf"retrace-head 1 {form} head=([0-9a-fA-F]{{64}})", line.strip())
        if found is None:
            raise argparse.ArgumentTypeError("not a line of `retrace audit head`, version 1")
        journal, sequence, at, head = found.groups()
        return KeptHead(bytes.fromhex(journal), int(sequence), int(at), bytes.fromhex(head))


def journal_id(records):
    """The journal id of `meta`; `records` are its keys and values."""
    if [key for key, _ in records] != [b"journal"]:
        raise Damaged("meta: it does not hold exactly the record `journal`")
    value = records[0][1]
    if len(value) != 40 or value[:4] != b"RTJM":
        raise Damaged("meta: its record is not 40 bytes that begin with RTJM")
    form, zero, journal, birth, zeros, crc = struct.unpack("<4xHH16sqII", value)
    if crc != crc32c(value[:36]):
        raise Damaged("meta: wrong CRC")
    if form > 1:
        raise Unknown(f"meta: format {form} is newer than this verifier, which knows format 1")
    if form != 1 or zero or zeros or not 0 <= birth <= LAST_INSTANT:
        raise Damaged("meta: its format is 0, a zero field is not 0 or its birth is no instant")
    return journal


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
        if version < 32:
            raise Damaged(f"version {version} has major 0")
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
            _, p = varint(data, p)
            principal, p = varint(data, p)
            if source > 65535 or principal > 65535:
                raise Damaged(f"source {source} or principal {principal} is above 65535")
        return Frame(kind, flags, at, cause, nearest, farthest, occurred)


PAGE = struct.Struct("<4sHH16sQQqqqqIIIIQQQ32s32s32sqII")
HEADER_BYTES = PAGE.size


class Chain:
    """What is known after the good pages so far."""

    def __init__(self, journal, kept):
        self.journal = journal
        self.kept = kept
        self.kept_found = None
        self.pages = self.sequence = self.at = self.content_at = 0
        self.content = self.nodes = 0
        self.link = self.node_head = bytes(32)
        self.tail = hashlib.sha256(self.link)
        # Each kind's node bit; how often each node kind stood so far, and where last.
        self.node_bits = {}
        self.node_kinds = {}
        self.listing_kind = None

    def digest(self):
        return self.tail.digest()

    def head(self):
        place = struct.pack("<Q", self.sequence)
        return hashlib.sha256(self.journal + place + self.digest() + self.node_head).digest()

    def after(self, key, value):
        """The chain with one page more, which is checked in the order of section 3."""
        if len(value) < HEADER_BYTES or value[:4] != b"RTPG":
            raise Damaged("no header of 224 bytes that begins with RTPG")
        _, form, header, journal, first, *said, commit, frame_bytes, crc = PAGE.unpack_from(value)
        if crc != crc32c(value[:220] + value[HEADER_BYTES:]):
            raise Damaged("wrong CRC")
        if form > 1:
            raise Unknown(f"format {form} is newer than this verifier, which knows format 1")
        if form != 1 or header != HEADER_BYTES:
            raise Damaged(f"format {form} with a header of {header} bytes")
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
        chain.node_bits, chain.node_kinds = dict(self.node_bits), dict(self.node_kinds)
        first_at, turns, inputs = chain.hear(value)
        newest = said[11]
        seen = {
            "last sequence": chain.sequence,
            "at of the first turn": first_at,
            "at of the last turn": chain.at,
            "at of the last turn before the page": self.at,
            "at of the last content turn before the page": self.content_at,
            "turns": turns,
            "inputs": inputs,
            "content events": chain.content - self.content,
            "instruments listed": chain.list_instruments(newest, self.node_kinds),
            "content events so far": chain.content,
            "node events so far": chain.nodes,
            "newest instrument listed": newest,
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
        self.node_kinds[kind] = (self.node_kinds.get(kind, (0, 0))[0] + 1, self.sequence)

    def list_instruments(self, newest, before):
        """The instruments listed so far, when `newest` is the event that listed the last one.

        The number of the kind that lists them stands in the schemas, which this verifier does not
        read. The first header that names such an event gives it away; from then on it must hold.
        """
        if self.listing_kind is None and newest != 0:
            kinds = [kind for kind, (_, last) in self.node_kinds.items() if last == newest]
            if not kinds or kinds[0] in before:
                raise Damaged("its header is wrong about: newest instrument listed")
            self.listing_kind = kinds[0]
        listed, last = self.node_kinds.get(self.listing_kind, (0, 0))
        if last != newest:
            raise Damaged("its header is wrong about: newest instrument listed")
        return listed

    def check_kept(self):
        kept = self.kept
        if kept.journal != self.journal:
            raise Damaged("kept head: it is of another journal")
        if not 1 <= kept.sequence <= self.sequence:
            raise Damaged(f"kept head: event {kept.sequence} does not exist")
        if self.kept_found is None:
            raise Damaged(f"kept head: event {kept.sequence} is not the last of its turn")
        if self.kept_found[0] != kept.at:
            raise Damaged(f"kept head: event {kept.sequence} has at {self.kept_found[0]}")
        if self.kept_found[1] != kept.head:
            raise Damaged(f"kept head: the hash at event {kept.sequence} is another")


# ---- The verdict


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
        record = file.read(offset, size) if size == RECORD.size else b""
        if not record or RECORD.unpack(record)[:2] != (0, 0):
            problems.append(Damaged(f"LMDB: the record of database {name} is not one"))
            continue
        attempt(environment.walk, name, record, held[key])

    # The record of `meta` has 40 bytes; of a wrong one, the first 41 say enough.
    records = [(key, file.read(at, min(size, 41))) for key, at, size in held[b"meta"][:2]]
    journal = attempt(journal_id, records)
    if journal is None:
        return None
    for name in (b"blobs", b"snapshots"):
        if held[name]:
            problems.append(Damaged(f"database {name.decode()} is not empty, as format 1 has it"))
    chain = Chain(journal, kept)
    for key, offset, size in held[b"pages"]:
        try:
            if size > HEADER_BYTES + ONE_TURN_BYTES:
                raise Damaged(f"{size} bytes are more than a page may have")
            chain = chain.after(key, file.read(offset, size))
        except (Damaged, Unknown) as problem:
            place = f"page {chain.pages + 1} (from sequence {chain.sequence + 1})"
            problems.append(type(problem)(f"{place}: {problem}"))
            break
    # Behind a bad or newer page nothing can be said about a kept head.
    if kept is not None and (not problems or kept.sequence <= chain.sequence):
        attempt(chain.check_kept)
    return chain


def verify(folder, kept):
    """The exit code, the problems, and what the good pages say."""
    problems = []
    chain = None
    try:
        with DataFile(folder) as file:
            begun = file.read(0, min(file.size, 2 * 65536))
            chain = examine(file, kept, problems)
            # Nothing is locked: a writer may have reused pages of the state that was being read.
            if problems and file.read(0, len(begun)) != begun:
                raise Unknown("the journal was written while it was read; run it again")
    except Unknown as problem:
        return 2, [problem, *problems], chain
    except MemoryError:
        return 2, [Unknown("not enough memory to read this file"), *problems], chain
    damaged = any(isinstance(problem, Damaged) for problem in problems)
    return 1 if damaged else 2 if problems else 0, problems, chain


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
        "fault_file": os.path.lexists(os.path.join(arguments.journal, "FAULT")),
    }
    # A path may hold bytes that are no text.
    sys.stdout.reconfigure(errors="backslashreplace")
    if arguments.json:
        print(json.dumps(report))
        return code
    print(["verifies", "DOES NOT VERIFY", "could not find out"][code])
    for problem in problems:
        print(f"fault           {problem}")
    if problems and report["pages"]:
        good = f"pages 1..{report['pages']} up to sequence {report['events']} verify"
        print(f"still good      {good}")
    elif problems:
        print("still good      no page")
    print(f"pages           {report['pages']}")
    print(f"events          {report['events']}")
    print(f"content digest  {report['content_digest'] or 'unknown'}")
    print(f"head_hash       {report['head_hash'] or 'unknown'}")
    print(f"FAULT           {'exists' if report['fault_file'] else 'absent'}")
    return code


if __name__ == "__main__":
    sys.exit(main())
