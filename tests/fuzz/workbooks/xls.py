"""Old Excel files and compound files that are hostile."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from fuzz.measuring import EITHER, REFUSED, Case
from fuzz.workbooks.grids import DAMAGED, KEPT, MANY, READ
from office.xls.test_reader import (
    BOF,
    EOF,
    SHEET_BOF,
    STYLES,
    boolean_or_error,
    formula,
    number,
    record,
    workbook,
)

END, FREE, TABLE = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
TOO_LARGE = ("too_large",)
ANSWER = number(380.0)
DOUBLED = 60


def hostile_binaries(*, heavy: bool) -> Iterator[Case]:
    """Bare streams of records, and compound files around them."""
    yield from _streams()
    yield from _names()
    yield from _tabs()
    yield from _compounds()
    if heavy:
        yield from _garbage()


def number_at(row: int, column: int) -> bytes:
    return record(0x0203, struct.pack("<HHHd", row, column, 0, 1.0))


def shared_texts(total: int, *texts: bytes) -> bytes:
    return record(0x00FC, struct.pack("<II", total, total) + b"".join(texts))


def _streams() -> Iterator[Case]:
    sound = workbook(ANSWER)
    yield Case("sound", sound, READ, KEPT)
    yield Case(
        "last row and column", workbook(ANSWER + number_at(65_535, 255)), READ, KEPT | {(65_536, 256): "1"}
    )
    yield Case("column beyond the last", workbook(ANSWER + number_at(0, 65_535)), REFUSED)
    wide = b"".join(number_at(row, 255) for row in range(65_536))
    yield Case("a cell in every last column", workbook(ANSWER + wide), TOO_LARGE)
    yield Case("cut before the end", sound[:-4], DAMAGED)
    yield Case("cut in a cell", sound[:-9], DAMAGED)
    yield Case("cut before the sheet", sound[: sound.rindex(SHEET_BOF)], DAMAGED)
    yield Case("record longer than the file", workbook(ANSWER + b"\x03\x02\xff\xff"), DAMAGED)
    yield Case("1,000,000 empty records", workbook(ANSWER + record(0x1234) * MANY), TOO_LARGE)
    yield Case("900,000 empty records", workbook(ANSWER + record(0x1234) * 900_000), READ, KEPT)
    yield Case("100,000 charts in each other", workbook(ANSWER + SHEET_BOF * 100_000), DAMAGED)
    text = struct.pack("<HB", 0xFFFF, 0)
    more = record(0x003C, b"\0" + b"x" * 8_000)
    for name, start in {
        "more texts than there are": shared_texts(1 << 31, text),
        "a text of endless length": shared_texts(1, text) + more * 3,
        "runs beyond the text": shared_texts(1, struct.pack("<HBH", 3, 8, 0xFFFF) + b"abc"),
        "phonetics beyond the text": shared_texts(1, struct.pack("<HBI", 3, 4, 1 << 31) + b"abc"),
        "text continued in other letters": shared_texts(1, text) + record(0x003C, b"\1" + b"x\0" * 4_000) * 9,
        "200,000 continuations": shared_texts(1, text) + record(0x003C) * 200_000,
    }.items():
        label = record(0x00FD, struct.pack("<HHHI", 0, 1, 0, 0))
        yield Case(name, workbook(ANSWER + label, book=start), EITHER)
        yield Case(f"{name}, not used", workbook(ANSWER, book=start), EITHER, KEPT)
    far = record(0x00FD, struct.pack("<HHHI", 0, 0, 0, 1 << 31))
    yield Case("shared text that is none", workbook(far), DAMAGED)
    rows = b"".join(record(0x00E5, struct.pack("<HHHHH", 1, 0, 65_535, 0, 255)) for _ in range(100_000))
    yield Case("100,000 merges of everything", workbook(ANSWER + rows), EITHER, KEPT)
    columns = record(0x007D, struct.pack("<HHHHH", 0, 65_535, 0, 0, 1)) * 100_000
    yield Case("100,000 columns beyond the last", workbook(ANSWER + columns), EITHER, KEPT)
    page = record(0x0042, struct.pack("<H", 9_999))
    yield Case("a code page that is none", workbook(ANSWER, book=page), EITHER)
    formats = b"".join(record(0x041E, struct.pack("<HHB", n, 8_000, 0) + b"[" * 8_000) for n in range(500))
    yield Case("500 formats of brackets", workbook(ANSWER, book=formats), DAMAGED)
    others = formula(b"\xff" * 8) + boolean_or_error(200, error=True)
    yield Case("odd errors and results", workbook(others), EITHER)


def name(number: int, tokens: bytes) -> bytes:
    letters = f"n{number}".encode()
    head = struct.pack("<HBBHHHI", 0, 0, len(letters), len(tokens), 0, 0, 0)
    return record(0x0018, head + b"\0" + letters + tokens)


def _names() -> Iterator[Case]:
    text = b"\x17\xff\x00" + b"x" * 255
    for sign, what in ((b"\x08", "texts"), (b"\x10", "areas")):
        before = [b"\x23" + struct.pack("<HH", number, 0) for number in range(1, DOUBLED)]
        first = text if what == "texts" else b"\x3b" + struct.pack("<5H", 0, 0, 9, 0, 9)
        names = [name(1, first), *(name(n + 1, one * 2 + sign) for n, one in enumerate(before, 1))]
        yield Case(f"names that double {what}", workbook(ANSWER, book=b"".join(names)), EITHER, KEPT)
    circle = name(1, b"\x23\x02\0\0\0") + name(2, b"\x23\x01\0\0\0")
    yield Case("names in a circle", workbook(ANSWER, book=circle), EITHER, KEPT)
    signs = name(1, b"\x1e\x01\x00" + b"\x13" * 60_000) * 30
    yield Case("names of 60,000 signs", workbook(ANSWER, book=signs), EITHER, KEPT)
    garbage = b"".join(name(n, bytes([n]) * 40) for n in range(256))
    yield Case("names of garbage", workbook(ANSWER, book=garbage), EITHER, KEPT)


def _garbage() -> Iterator[Case]:
    filler = bytes(range(256)) * 8
    for code in (
        0x00BD,
        0x00BE,
        0x00D6,
        0x0204,
        0x0006,
        0x005D,
        0x01B6,
        0x001C,
        0x00E5,
        0x01B8,
        0x0023,
        0x0221,
    ):
        for content in (b"", b"\0", b"\xff" * 6, b"\xff" * 2_000, filler):
            yield Case(f"record {code:x} of {len(content)}", workbook(record(code, content) + ANSWER), EITHER)
            held = workbook(ANSWER, book=record(code, content))
            yield Case(f"record {code:x} of {len(content)} in the book", held, EITHER)
    for token in range(256):
        garbage = name(token, bytes([token, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]))
        yield Case(f"name of token {token:x}", workbook(ANSWER, book=garbage), EITHER, KEPT)


def many_tabs(count: int, cells: bytes) -> bytes:
    """A stream whose tabs all lie at the same place."""
    tabs = [record(0x0085, struct.pack("<IBBBB", 0, 0, 0, 8, 0) + f"{n:08}".encode()) for n in range(count)]
    at = len(BOF + STYLES + b"".join(tabs) + EOF)
    placed = (tab[:4] + struct.pack("<I", at) + tab[8:] for tab in tabs)
    return BOF + STYLES + b"".join(placed) + EOF + SHEET_BOF + cells + EOF


def _tabs() -> Iterator[Case]:
    yield Case("500,000 tabs at one place", many_tabs(500_000, ANSWER), TOO_LARGE)
    yield Case("2,000 tabs at one place", many_tabs(2_000, ANSWER), READ, KEPT)
    cells = b"".join(number_at(row, 0) for row in range(10_000))
    yield Case("2,000 large tabs at one place", many_tabs(2_000, cells), TOO_LARGE)
    beyond = workbook(ANSWER)
    at = beyond.index(record(0x0085, b"")[:2], len(BOF + STYLES)) + 4
    for place in (0, 1, 1 << 31, 0xFFFFFFFF, len(beyond)):
        lying = beyond[:at] + struct.pack("<I", place) + beyond[at + 4 :]
        yield Case(f"a tab at {place}", lying, EITHER)


def entry(label: str, kind: int, *links: int, start: int = END, size: int = 0) -> bytes:
    """A directory entry; the links are left, right, child."""
    encoded = label.encode("utf-16-le")
    head = struct.pack("<64sHBB3I36x", encoded, len(encoded) + 2, kind, 1, *links)
    return head + struct.pack("<IQ", start, size)


ROOT = entry("Root Entry", 5, FREE, FREE, 1)


def compound(
    entries: list[bytes],
    content: bytes = b"",
    *,
    table: dict[int, int] | None = None,
    header: dict[int, int] | None = None,
) -> bytes:
    """Sector 0 is the table, then the content, then the directory; `table` and `header` change numbers."""
    content += bytes(-len(content) % 512)
    directory = b"".join(entries) + bytes(-len(b"".join(entries)) % 512)
    first, sectors = len(content) // 512, (len(content) + len(directory)) // 512
    following = {n: n + 1 for n in range(1, sectors)} | {0: TABLE, first: END, sectors: END} | (table or {})
    tables = -(-(sectors + 1) // 128)
    if tables > 1:
        raise ValueError("one sector for the table only")
    fat = struct.pack("<128I", *(following.get(n, FREE) for n in range(128)))
    head = bytearray(512)
    head[:8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    struct.pack_into("<HHHHH", head, 24, 0x3E, 3, 0xFFFE, 9, 6)
    numbers = {44: 1, 48: first + 1, 56: 4096, 60: END, 68: END, 76: 0}
    struct.pack_into("<109I", head, 76, *[FREE] * 109)
    for place, value in (numbers | (header or {})).items():
        struct.pack_into("<I", head, place, value)
    return bytes(head) + fat + content + directory


def _compounds() -> Iterator[Case]:
    stream = workbook(ANSWER + number_at(1, 1) * 300)
    told = entry("Workbook", 2, FREE, FREE, FREE, start=1, size=len(stream))
    whole = [ROOT, told]
    kept = KEPT | {(2, 2): "1"}
    yield Case("compound file", compound(whole, stream), READ, kept)
    sectors = -(-len(stream) // 512)
    for label, table in {
        "stream in a circle": {sectors: 1},
        "stream that is its own next": {1: 1},
        "stream cut short": {3: END},
        "stream into the directory": {sectors: sectors + 1},
        "stream beyond the file": {3: 99_999},
        "directory in a circle": {sectors + 1: sectors + 1},
        "table in a circle": {0: 0},
    }.items():
        yield Case(label, compound(whole, stream, table=table), EITHER, kept)
    for label, header in {
        "more tables in a circle": {68: 0, 72: 9},
        "more tables beyond the file": {68: 99_999, 72: 1 << 31},
        "tables without end": {44: 0xFFFFFFFF},
        "table beyond the file": {76: 99_999},
        "table named 109 times": {76 + 4 * n: 0 for n in range(109)},
        "directory beyond the file": {48: 99_999},
        "directory in the header": {48: FREE},
        "everything is small": {56: 0xFFFFFFFF},
        "sectors of 2^65535": {30: 0xFFFF},
        "sectors of 1 byte": {30: 0},
        "large sectors": {30: 12},
        "small table in a circle": {60: 0, 64: 1 << 31},
    }.items():
        yield Case(label, compound(whole, stream, header=header), EITHER, kept)
    for size in (0, 1, 4_095, len(stream) + 5_000, 1 << 31, 1 << 63):
        sized = entry("Workbook", 2, FREE, FREE, FREE, start=1, size=size)
        yield Case(f"stream of {size} bytes", compound([ROOT, sized], stream), EITHER)
    yield from _directories(stream)


def _directories(stream: bytes) -> Iterator[Case]:
    size = len(stream)
    branches = [entry(f"s{n}", 2, n + 1, n + 1, FREE, start=1, size=size) for n in range(1, 60)]
    last = entry("Workbook", 2, FREE, FREE, FREE, start=1, size=size)
    yield Case("directory that branches 2^59 times", compound([ROOT, *branches, last], stream), EITHER)
    folders = [entry(f"s{n}", 1, n + 1, n + 1, n + 1) for n in range(1, 60)]
    yield Case("folders that branch 3^59 times", compound([ROOT, *folders, last], stream), EITHER)
    own = entry("Workbook", 2, 1, 1, 1, start=1, size=size)
    yield Case("entry that is its own neighbour", compound([ROOT, own], stream), EITHER)
    outside = entry("Workbook", 2, 9_999, FREE, FREE, start=1, size=size)
    yield Case("entry with a neighbour that is none", compound([ROOT, outside], stream), EITHER)
    folder = entry("Workbook", 1, FREE, FREE, FREE, start=1, size=size)
    yield Case("workbook that is a folder", compound([ROOT, folder], stream), REFUSED)
    root = entry("Root Entry", 5, FREE, FREE, 0, start=1, size=1 << 31)
    yield Case("root that is its own child", compound([root, last], stream), EITHER)
    yield Case("no entries", compound([], stream), REFUSED)
    twins = [entry("Workbook", 2, FREE, 2, FREE, start=1, size=size), last]
    yield Case("two workbooks", compound([ROOT, *twins], stream), EITHER)
    streams = [entry(f"x{n}", 2, FREE, n + 1, FREE, start=1, size=size) for n in range(1, 200)]
    yield Case("200 names for one stream", compound([ROOT, *streams, last], stream), EITHER)
