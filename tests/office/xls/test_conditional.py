"""Conditional formats of .xls, written record by record."""

from __future__ import annotations

import struct

import pytest

from office.opened import read_workbook
from office.xls.test_reader import number, record, workbook
from ruecklauf.office.workbook import Sheet
from ruecklauf.office.xls.tokens import said
from ruecklauf.shown.number_formats import shown_content

_USUAL = 0x7FFF  # of flags: what is left as it is
NUMBER, FONT, PATTERN = (1 << bit for bit in (25, 26, 29))
HERE = struct.pack("<H4H", 1, 0, 0, 0, 0)
TRUE, FIVE = b"\x1d\x01", b"\x1e\x05\x00"
A1 = b"\x4c\x00\x00\x00\xc0"
LEN = b"\x41\x20\x00"
IS_CELL, IS_FORMULA = 1, 2
GREATER, LESS = 5, 6


def font(*, struck: bool = False, colour: int = -1) -> bytes:
    content = bytearray(118)
    struct.pack_into("<I", content, 68, 0x80 if struck else 0)
    struct.pack_into("<i", content, 80, colour)
    struct.pack_into("<I", content, 88, 0 if struck else 0x80)
    return bytes(content)


def look(flags: int = 0, parts: bytes = b"", *, own: bool = False) -> bytes:
    return struct.pack("<IH", _USUAL | flags, own) + parts


def own_format(code: str) -> bytes:
    text = struct.pack("<HB", len(code), 0) + code.encode("latin-1")
    return look(NUMBER, struct.pack("<H", len(text) + 2) + text, own=True)


def ground(colour: int) -> bytes:
    return look(PATTERN, struct.pack("<HH", 1 << 10, colour << 7))


WHITE, STRUCK = look(FONT, font(colour=9)), look(FONT, font(struck=True))
PERCENT = look(NUMBER, b"\x00\x09")
BLACK = ground(8)


def rule(looks: bytes, first: bytes = TRUE, *, kind: int = IS_FORMULA, operator: int = 0) -> bytes:
    head = struct.pack("<BBHH", kind, operator, len(first), 0)
    return record(0x01B0, bytes(12) + HERE) + record(0x01B1, head + looks + first)


def newer(looks: bytes, *, kind: int = IS_FORMULA, shown: bytes = b"") -> bytes:
    """As Excel writes it since 2007."""
    head = struct.pack("<BBHH", kind, 0, len(TRUE), 0) + struct.pack("<I", len(looks)) + (looks or bytes(2))
    rest = TRUE + struct.pack("<H", 0) + bytes(22) + shown
    return record(0x0879, bytes(24) + HERE) + record(0x087A, bytes(12) + head + rest)


def read(conditions: bytes) -> Sheet:
    return read_workbook(workbook(number(6) + conditions)).sheets[0]


@pytest.mark.parametrize(
    ("conditions", "shown", "struck"),
    [
        (b"", "6", False),
        (rule(WHITE), "", False),
        (rule(STRUCK), "6", True),
        (rule(PERCENT), "600%", False),
        (rule(own_format('0" Tsd."')), "6 Tsd.", False),
        (rule(own_format(";;;")), "", False),
        (rule(BLACK), "6", False),
        (rule(WHITE, FIVE, kind=IS_CELL, operator=GREATER), "", False),
        (rule(WHITE, FIVE, kind=IS_CELL, operator=LESS), "6", False),
        (rule(WHITE, A1 + LEN + FIVE + b"\x0a"), "", False),
        (newer(WHITE), "", False),
        (newer(b"", kind=6, shown=bytes(5) + b"\x01"), "", False),
        (newer(b"", kind=6, shown=bytes(6)), "6", False),
        (newer(b"", kind=4, shown=bytes(4)), "", False),
        (newer(b"", kind=4, shown=bytes(3) + b"\x02"), "6", False),
        (record(0x01B0, bytes(5)) + record(0x01B1, bytes(3)), "6", False),
        (rule(look(FONT, font()[:20]), b""), "6", False),
    ],
)
def test_conditions_hide_strike_and_format(conditions: bytes, shown: str, struck: bool) -> None:
    sheet = read(conditions)
    (cell,) = sheet.cells.values()
    assert (shown_content(cell.raw), cell.struck, cell.raw.text, sheet.in_doubt) == (shown, struck, "6", {})


def test_conditions_that_are_not_worked_out_leave_a_doubt() -> None:
    sheet = read(rule(WHITE, b"\x44\x00\x00\x00\x00" + b"\x41\x18\x00"))
    (doubt,) = sheet.in_doubt[1, 1]
    assert (shown_content(sheet.cells[1, 1].raw), doubt.formulas, doubt.by_format) == ("6", ("?",), False)
    assert read(rule(PERCENT, b"\x23\x01\x00\x00\x00")).in_doubt[1, 1][0].by_format


@pytest.mark.parametrize(
    ("formula", "shown"),
    [
        (b"\x17\x02\x00ja", '"ja"'),
        (b"\x1f" + struct.pack("<d", 1.5) + b"\x13", "-1.5"),
        (b"\x19\x40\x00\x00" + FIVE + b"\x15", "(5)"),
        (b"\x24\x01\x00\x02\x00" + FIVE + b"\x0d", "($C$2>5)"),
        (b"\x2c\xff\xff\xff\xc0" + FIVE + b"\x0b", "(B2=5)"),
        (TRUE + FIVE + b"\x42\x02\x24\x00", "AND(TRUE,5)"),
        (b"\x41\x22\x00", "TRUE()"),
        (b"\x43\x02\x00\x00\x00" + FIVE + b"\x03", "rl.p.checks"),
        (FIVE + b"\x17\x01\x00x" + b"\x08", '"x"'),
        (b"\x19\x04\x00\x00\x00\x00" + FIVE, "?"),
        (b"\x0b", "?"),
    ],
)
def test_simple_formulas_are_told_and_of_others_names_and_texts(formula: bytes, shown: str) -> None:
    assert said(formula, ["a", "rl.p.checks"], (3, 3)) == shown
