"""Conditional formats of .xls, which xlrd passes over: ranges, conditions and looks from their records.

Records: CondFmt, CF, CondFmt12, CF12 and DXFN in
https://learn.microsoft.com/en-us/openspecs/office_file_formats/ms-xls/
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace

from ruecklauf.office.conditional import ConditionalFormat, Look
from ruecklauf.office.workbook import Area
from ruecklauf.office.xls.tokens import said
from ruecklauf.shown.conditions import Condition, foreign_format

RANGES, RULE, RANGES_2007, RULE_2007 = 0x01B0, 0x01B1, 0x0879, 0x087A
CODES = (RANGES, RULE, RANGES_2007, RULE_2007)
_HEADER = 12
"""Bytes before the content of the records of 2007."""
_CELL_IS, _FORMULA, _BAR, _ICONS = 1, 2, 4, 6
_OPERATORS = (
    *("", "between", "notBetween", "equal", "notEqual"),
    *("greaterThan", "lessThan", "greaterThanOrEqual", "lessThanOrEqual"),
)
_PATTERNED = "pattern"
_NO_COLOUR, _NO_GROUND = 1 << 17, 1 << 18
"""Of a look's flags: what it leaves as it is."""
_NUMBER, _FONT, _ALIGNMENT, _BORDER, _PATTERN, _PROTECTION = (1 << bit for bit in range(25, 31))
_OWN_FORMAT = 1
_FONT_SIZE, _FONT_STYLE_AT, _FONT_COLOUR_AT, _FONT_LEFT_AT = 118, 68, 80, 88
_STRIKE = 1 << 7
_SOLID = (0, 1)
"""Conditions whose fill says no pattern are solid too."""

Rule = tuple[int, bytes]
"""Code and content of a record."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the records refer to by number."""

    names: Sequence[str]
    colour: Callable[[int], str]
    number_format: Callable[[int], str]


def conditional_formats(records: Sequence[Rule], around: Surroundings) -> Iterator[ConditionalFormat]:
    """What the rules of a sheet do, in their order; records that break off are left out."""
    areas: tuple[Area, ...] = ()
    for code, content in records:
        with suppress(struct.error, IndexError, UnicodeDecodeError):
            if code in (RANGES, RANGES_2007):
                areas = tuple(_areas(content[_HEADER if code == RANGES_2007 else 0 :]))
            else:
                yield _rule(content, around, areas, newer=code == RULE_2007)


def _areas(content: bytes) -> Iterator[Area]:
    (number,) = struct.unpack_from("<H", content, 12)
    for at in range(14, 14 + 8 * number, 8):
        top, bottom, left, right = struct.unpack_from("<4H", content, at)
        yield top + 1, left + 1, bottom + 1, right + 1


def _rule(content: bytes, around: Surroundings, areas: tuple[Area, ...], *, newer: bool) -> ConditionalFormat:
    content = content[_HEADER if newer else 0 :]
    kind, operator, first, second = struct.unpack_from("<BBHH", content)
    at, look = 6, Look()
    if newer:
        (size,) = struct.unpack_from("<I", content, at)
        at += 4
        if size:
            look, at = _Look(content, around).read(at)[0], at + size
        else:
            at += 2
    else:
        look, at = _Look(content, around).read(at)
    parts = content[at : at + first], content[at + first : at + first + second]
    if newer and kind in (_BAR, _ICONS) and _hides(kind, content[at + first + second :]):
        return ConditionalFormat(areas, Condition("always"), Look(hides=True))
    base = areas[0][:2] if areas else (1, 1)
    formulas = tuple(said(part, around.names, base) for part in parts if part)
    if kind == _CELL_IS:
        return ConditionalFormat(areas, Condition("cellIs", _OPERATORS[operator], formulas), look)
    return ConditionalFormat(areas, Condition("expression" if kind == _FORMULA else "", "", formulas), look)


def _hides(kind: int, content: bytes) -> bool:
    """Whether a bar or icons stand in place of the number; before them are a formula and 22 bytes more."""
    at = 2 + int.from_bytes(content[:2], "little") + 22
    flags = content[at + (3 if kind == _BAR else 5)]
    return not flags & 2 if kind == _BAR else bool(flags & 1)


class _Look:
    """Reads one look (DXFN), whose parts stand one after the other, those that are there."""

    def __init__(self, content: bytes, around: Surroundings) -> None:
        self._content = content
        self._around = around

    def read(self, at: int) -> tuple[Look, int]:
        """The look at a place, and where it ends."""
        flags, more = struct.unpack_from("<IH", self._content, at)
        look, at = Look(), at + 6
        if flags & _NUMBER:
            code, at = self._number_format(at, own=bool(more & _OWN_FORMAT))
            look = replace(look, number_format=foreign_format(code))
        if flags & _FONT:
            look, at = self._font(look, at), at + _FONT_SIZE
        at += (8 if flags & _ALIGNMENT else 0) + (8 if flags & _BORDER else 0)
        if flags & _PATTERN:
            look, at = replace(look, ground=self._ground(flags, at)), at + 4
        return look, at + (2 if flags & _PROTECTION else 0)

    def _number_format(self, at: int, *, own: bool) -> tuple[str, int]:
        if not own:
            return self._around.number_format(self._content[at + 1]), at + 2
        size, letters, wide = struct.unpack_from("<HHB", self._content, at)
        text = self._content[at + 5 :]
        code = text[: letters * 2].decode("utf-16-le") if wide & 1 else text[:letters].decode("latin-1")
        return code, at + size

    def _font(self, look: Look, at: int) -> Look:
        (style,) = struct.unpack_from("<I", self._content, at + _FONT_STYLE_AT)
        (colour,) = struct.unpack_from("<i", self._content, at + _FONT_COLOUR_AT)
        (left,) = struct.unpack_from("<I", self._content, at + _FONT_LEFT_AT)
        struck = bool(style & _STRIKE and not left & _STRIKE)
        return replace(look, struck=struck, letters=self._around.colour(colour) if colour >= 0 else "")

    def _ground(self, flags: int, at: int) -> str:
        pattern, colours = struct.unpack_from("<HH", self._content, at)
        if pattern >> 10 not in _SOLID:
            return _PATTERNED
        if not flags & _NO_GROUND:
            return self._around.colour(colours >> 7 & 0x7F)
        return "" if flags & _NO_COLOUR else self._around.colour(colours & 0x7F)
