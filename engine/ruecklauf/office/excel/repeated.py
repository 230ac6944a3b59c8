"""Cells that stand in every return of a form: the hidden sheets, whose thousands of formulas nobody changes.

Between two values such a sheet says the same in each file: where the next cell is, its type, style and
formula. These pieces are remembered over the files of a process, so that each is recognised at once instead
of being read anew. Values, and the texts they refer to, are compared in every file: a cell is used again only
where nothing of it differs. A piece that is not of the one known form raises `NotPlain`, and the sheet is
read in the usual way.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from ruecklauf.cells import Raw, column_number
from ruecklauf.office.excel.cells import CellContents, Look
from ruecklauf.office.excel.grid import Grid
from ruecklauf.office.excel.plain import NotPlain, decode_entities
from ruecklauf.office.excel.scan import EMPTY_CELLS, ROW_LOOKS
from ruecklauf.office.excel.strings import RichText, unescape
from ruecklauf.office.fast_making import maker_of
from ruecklauf.office.workbook import MAX_COLUMN, MAX_ROW, SheetCell

MAX_REMEMBERED = 4_000_000
"""Characters of one sheet's pieces; all are forgotten when there are more."""
MAX_PIECES = 20_000
MAX_SHEETS = 9
"""Sheets for which pieces are remembered; the same sheet saved by another program has other styles."""

_ENOUGH = 1_000
"""Characters at the beginning that tell whether trying is worth while."""

_make_cell = maker_of(SheetCell)
_make_raw = maker_of(Raw)
_VALUE = re.compile("<v>([^<]*)</v>")
_ROW = rf'<row r="([1-9][0-9]{{0,6}})"{ROW_LOOKS}>{EMPTY_CELLS}'
_CELL = r'<c r="([A-Z]{1,3})([1-9][0-9]{0,6})"((?: s="[0-9]+")?(?: t="[a-zA-Z]+")?)>(?:<f>([^<]*)</f>)?'
_PIECE = re.compile(rf"</c>{EMPTY_CELLS}(?:</row>{_ROW})?{_CELL}")
_LAST = re.compile(rf"</c>{EMPTY_CELLS}</row>")
_BEFORE_FIRST = "</c></row>"
"""Put before the first row, so that its first piece is like those of all others."""


@dataclass(slots=True)
class _Start:
    """What a piece says of the cell it begins, and that cell as it was last."""

    row: int
    column: int
    begins_row: bool
    attributes: str
    formula: str | None
    is_shared: bool
    """The value is the number of a shared text."""
    value: str | None = None
    number: int = -1
    text: RichText | None = None
    cell: SheetCell | None = None


class _Pieces(dict[str, _Start]):
    """The remembered pieces of sheets with the same name and styles."""

    def __init__(self) -> None:
        super().__init__()
        self._letters = 0

    def learn(self, piece: str, contents: CellContents) -> _Start:
        start = self[piece] = _read_piece(piece, contents)
        self._letters += len(piece)
        if self._letters > MAX_REMEMBERED or len(self) > MAX_PIECES:
            self.clear()
            self._letters = 0
        return start


_REMEMBERED: dict[tuple[str, Look], _Pieces] = {}


def scan_repeated(text: str, grid: Grid, *, name: str) -> None:
    """Like `scan_rows`, and with the same result; NotPlain or ValueError leaves the grid half filled.

    `name` tells which sheet's pieces are likely to come again.
    """
    contents, cells = grid.contents, grid.cells
    if grid.hidden_columns or not _PIECE.match(_BEFORE_FIRST + text[:_ENOUGH]):
        raise NotPlain
    pieces = _pieces_for((name, contents.look))
    *parts, last = _VALUE.split(_BEFORE_FIRST + text)
    if not _LAST.fullmatch(last):
        raise NotPlain
    strings = contents.strings
    texts, row, count, find = len(strings), 0, 0, pieces.get
    for piece, value in zip(parts[::2], parts[1::2], strict=True):
        start = find(piece) or pieces.learn(piece, contents)
        if start.begins_row:
            row = start.row
        elif start.row != row:
            raise NotPlain
        if start.value != value or (
            start.is_shared and not (start.number < texts and strings[start.number] is start.text)
        ):
            _fill(start, value, contents)
        if start.cell is not None:
            cells[row, start.column] = start.cell
            count += 1
    if len(cells) != count:
        raise NotPlain


def _pieces_for(sheet: tuple[str, Look]) -> _Pieces:
    if sheet not in _REMEMBERED and len(_REMEMBERED) == MAX_SHEETS:
        _REMEMBERED.clear()
    return _REMEMBERED.setdefault(sheet, _Pieces())


def _read_piece(piece: str, contents: CellContents) -> _Start:
    match = _PIECE.fullmatch(piece)
    if match is None:
        raise NotPlain
    begun, letters, number, attributes, formula = match.groups()
    row, column = int(number), column_number(letters)
    if begun not in (None, number) or row > MAX_ROW or column > MAX_COLUMN:
        raise NotPlain
    if formula is not None:
        formula = unescape(decode_entities(formula))
    kind, _ = contents.readings.kind_and_style(attributes)
    return _Start(row, column, begun is not None, attributes, formula, kind == "s")


def _fill(start: _Start, value: str, contents: CellContents) -> None:
    """Read the value, and keep the cell as long as no file has another one."""
    start.value = None
    raw, struck = contents.readings[start.attributes, value]
    if start.formula is not None:
        raw = _make_raw(raw.kind, raw.text, raw.number_format, raw.moment, start.formula)
    blank = start.formula is None and not raw.text
    start.cell = None if blank else _make_cell(start.row, start.column, raw, struck, False)
    if start.is_shared:
        start.number = int(value)
        start.text = contents.strings[start.number]
    start.value = value
