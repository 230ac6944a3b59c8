"""Formulas of .xls as far as conditions of formats need them: simple ones, and the names in others."""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence

from ruecklauf.cells import a1

_TEXT, _ATTRIBUTE, _TRUTH, _WHOLE, _NUMBER, _PARENTHESES = 0x17, 0x19, 0x1D, 0x1E, 0x1F, 0x15
_FUNCTION, _LONG_FUNCTION, _NAME, _CELL, _RELATIVE = 0x21, 0x22, 0x23, 0x24, 0x2C
_CHOOSE, _SPACE = 0x04, 0x40
_SIZES = {
    0x01: 4,
    0x02: 4,
    0x1C: 1,
    _TRUTH: 1,
    _WHOLE: 2,
    _NUMBER: 8,
    0x20: 7,
    _FUNCTION: 2,
    _LONG_FUNCTION: 3,
    _NAME: 4,
    _CELL: 4,
    0x25: 8,
    0x26: 6,
    0x27: 6,
    0x28: 6,
    0x29: 2,
    0x2A: 4,
    0x2B: 8,
    _RELATIVE: 4,
    0x2D: 8,
    0x39: 6,
    0x3A: 6,
    0x3B: 10,
    0x3C: 6,
    0x3D: 10,
}
"""Bytes behind a token; operators have none. References come in three classes, which are as long."""
_COMPARED = {0x09: "<", 0x0A: "<=", 0x0B: "=", 0x0C: ">=", 0x0D: ">", 0x0E: "<>"}
_FUNCTIONS = {
    3: "ISERROR",
    32: "LEN",
    34: "TRUE",
    35: "FALSE",
    38: "NOT",
    118: "TRIM",
    127: "ISTEXT",
    128: "ISNUMBER",
    129: "ISBLANK",
}
_WITHOUT_ARGUMENT = ("TRUE", "FALSE")
_LONG_FUNCTIONS = {36: "AND", 37: "OR", 82: "SEARCH"}
_COLUMN_IS_RELATIVE, _ROW_IS_RELATIVE = 0x4000, 0x8000

Token = tuple[int, bytes]
"""Its code, without the class, and what stands behind it."""


class _MoreError(Exception):
    """More than simple."""


def said(formula: bytes, names: Sequence[str], base: tuple[int, int]) -> str:
    """A simple formula as Excel shows it for the cell `base`; of any other its names and texts, side by side.

    These are no formula, but enough to know one by. IndexError or struct.error if it breaks off.
    """
    tokens = list(_tokens(formula))
    try:
        return _Stack(base).of(tokens)
    except _MoreError:
        return " ".join(_words(tokens, names)) or "?"


class _Stack:
    """Puts a formula together from tokens, of which operators follow what they stand between."""

    def __init__(self, base: tuple[int, int]) -> None:
        self._base = base
        self._parts: list[str] = []

    def of(self, tokens: Sequence[Token]) -> str:
        for token, content in tokens:
            if token != _ATTRIBUTE:
                self._parts.append(self._part(token, content))
            elif not content[0] & _SPACE:
                raise _MoreError
        if len(self._parts) != 1:
            raise _MoreError
        return self._parts[0]

    def _part(self, token: int, content: bytes) -> str:
        if token in _COMPARED:
            right, left = self._take(), self._take()
            return f"({left}{_COMPARED[token]}{right})"
        match token:
            case 0x13:
                return f"-{self._take()}"
            case 0x15:
                return f"({self._take()})"
            case 0x17:
                return '"' + _text(content).replace('"', '""') + '"'
            case 0x1D:
                return "TRUE" if content[0] else "FALSE"
            case 0x1E:
                return str(int.from_bytes(content, "little"))
            case 0x1F:
                return repr(struct.unpack("<d", content)[0])
            case 0x24 | 0x2C:
                return self._reference(content, moved=token == _RELATIVE)
        return self._function(token, content)

    def _function(self, token: int, content: bytes) -> str:
        if token == _FUNCTION:
            name = _FUNCTIONS.get(int.from_bytes(content, "little"))
            number = 0 if name in _WITHOUT_ARGUMENT else 1
        elif token == _LONG_FUNCTION:
            name, number = _LONG_FUNCTIONS.get(int.from_bytes(content[1:3], "little")), content[0]
        else:
            raise _MoreError
        if name is None:
            raise _MoreError
        arguments = [self._take() for _ in range(number)]
        return f"{name}({','.join(reversed(arguments))})"

    def _reference(self, content: bytes, *, moved: bool) -> str:
        row, flags = struct.unpack("<HH", content)
        column, by_row, by_column = flags & 0xFF, flags & _ROW_IS_RELATIVE, flags & _COLUMN_IS_RELATIVE
        if moved:
            row = (row + self._base[0] - 1) % 0x10000 if by_row else row
            column = (column + self._base[1] - 1) % 0x100 if by_column else column
        letters = a1(1, column + 1)[:-1]
        return f"{'' if by_column else '$'}{letters}{'' if by_row else '$'}{row + 1}"

    def _take(self) -> str:
        if not self._parts:
            raise _MoreError
        return self._parts.pop()


def _words(tokens: Sequence[Token], names: Sequence[str]) -> Iterator[str]:
    for token, content in tokens:
        if token == _TEXT:
            yield f'"{_text(content)}"'
        elif token == _NAME and 0 < (number := int.from_bytes(content[:2], "little")) <= len(names):
            yield names[number - 1]


def _tokens(formula: bytes) -> Iterator[Token]:
    at = 0
    while at < len(formula):
        token = formula[at]
        base = token if token < 0x20 else token & 0x1F | 0x20
        size = _size(formula, at, base)
        content = formula[at + 1 : at + 1 + size]
        if len(content) < size:
            raise IndexError("die Formel bricht ab")
        yield base, content
        at += 1 + size


def _size(formula: bytes, at: int, base: int) -> int:
    if base == _TEXT:
        letters, wide = formula[at + 1], formula[at + 2] & 1
        return 2 + letters * (2 if wide else 1)
    if base == _ATTRIBUTE:
        kind, number = struct.unpack_from("<BH", formula, at + 1)
        return 3 + (2 * (number + 1) if kind & _CHOOSE else 0)
    return _SIZES.get(base, 0)


def _text(content: bytes) -> str:
    return content[2:].decode("utf-16-le" if content[1] & 1 else "latin-1", "replace")
