"""Objects on a sheet of an .xls file, by their OBJ records: controls with a cell of their own, plain shapes.

https://learn.microsoft.com/en-us/openspecs/office_file_formats/ms-xls/ (2.4.181, Obj)
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

_NUMBERED = {0x0C: 0x14, 0x12: 0x0E, 0x14: 0x0E}
"""Option buttons, lists and list boxes that drop down: which piece has the cell with the chosen number."""
_PLAIN = (0x01, 0x02, 0x03, 0x04, 0x09, 0x1E)
"""Lines, rectangles, ellipses, arcs, polygons, and the shapes of newer drawings."""
_HERE, _ELSEWHERE = (0x24, 0x44, 0x64), (0x3A, 0x5A, 0x7A)
_LIST = 0x13
"""The piece behind which nothing can be told apart any more."""

Linked = tuple[int | None, tuple[int, int]]
"""A cell by row and column, both counted from 1; None or the number of the reference to its sheet."""


def kind_of(content: bytes) -> int:
    return int.from_bytes(content[4:6], "little")


def is_plain(kind: int) -> bool:
    """Whether it is seen without a text, too: it may cover or strike out what lies beneath."""
    return kind in _PLAIN


def linked_cell(content: bytes) -> Linked | None:
    """Where a control keeps the number of the entry that was chosen; None if it keeps none."""
    wanted = _NUMBERED.get(kind_of(content))
    return next((_cell(piece) for kind, piece in _pieces(content) if kind == wanted), None)


def _pieces(content: bytes) -> Iterator[tuple[int, bytes]]:
    at = 0
    while at + 4 <= len(content):
        kind, length = struct.unpack_from("<HH", content, at)
        yield kind, content[at + 4 : at + 4 + length]
        if kind == _LIST:
            return
        at += 4 + length


def _cell(formula: bytes) -> Linked | None:
    """The cell that is all of a formula, behind its length and four bytes that mean nothing."""
    token = formula[6:7]
    if len(formula) >= 11 and token and token[0] in _HERE:
        row, column = struct.unpack_from("<HH", formula, 7)
        return None, (row + 1, (column & 0xFF) + 1)
    if len(formula) >= 13 and token and token[0] in _ELSEWHERE:
        sheet, row, column = struct.unpack_from("<HHH", formula, 7)
        return sheet, (row + 1, (column & 0xFF) + 1)
    return None
