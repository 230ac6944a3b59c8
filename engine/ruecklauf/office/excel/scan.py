"""The fast way through cells that are written as Excel and most programs write them (see `plain`).

All that a file says of a cell stands between the cell before and its own end. Such a piece is remembered with
the cell it gave: most cells of a return are the form's own, and its formulas are many and long.
"""

from __future__ import annotations

import re
from dataclasses import replace

from ruecklauf.cells import Raw, column_number
from ruecklauf.office.excel.grid import CellGrid
from ruecklauf.office.excel.plain import NotPlain, decode_entities
from ruecklauf.office.excel.remembered import Piece
from ruecklauf.office.ooxml.names import unescape
from ruecklauf.office.rich_text import RichText
from ruecklauf.office.workbook import MAX_COLUMN, MAX_ROW, SheetCell
from ruecklauf.shown.apparent import with_words

_NAME = "(?:[A-Za-z][A-Za-z0-9]*:)?[A-Za-z][A-Za-z0-9]*"
_ATTRIBUTES = rf'(?:\s+{_NAME}="[^"<&]*")*\s*'
_EMPTY_CELLS = r'(?:<c r="[A-Z]{1,3}[0-9]{1,7}"(?: s="[0-9]+")?/>)*+'
"""Cells with nothing but a style are passed over."""
_ROW = (
    r'<row r="([1-9][0-9]{0,6})"(?: spans="[0-9: ]*")?(?: s="[0-9]+")?(?: customFormat="(?:1|true|false)")?'
    r'(?: ht="[1-9][0-9.]*")?(?: hidden="false")?(?: customHeight="(?:1|true|false)")?'
    r'(?: outlineLevel="0")?(?: collapsed="false")?(?: x14ac:dyDescent="[0-9.]+")?>'
)
"""A row with what Excel and LibreOffice say of it that does not matter here, in their order."""
_CELL = r'<c r="([A-Z]{1,3})([1-9][0-9]{0,6})"((?: s="[0-9]+")?(?: t="[a-zA-Z]+")?)>'
_PIECE = re.compile(
    rf"{_EMPTY_CELLS}(?:(</row>)?{_ROW}{_EMPTY_CELLS})?{_CELL}"
    r'(?:<f(?: aca="false")?>([^<]*)</f>'
    r'|<f t="shared"(?: ref="[A-Z0-9:]+")? si="([0-9]+)"(?:/>|>([^<]*)</f>))?<v>([^<]*)</v>'
)
_OTHER_PIECE = re.compile(
    rf"{_CELL}(<f{_ATTRIBUTES}(?:/>|>[^<]*</f>)(?:<v ?/>)?"
    r'|<is><t(?: xml:space="preserve")?>[^<]*</t></is>)?(?:<v>([^<]*)</v>)?'
)
_BETWEEN = re.compile(r'(</row>)|(<row[^<>]*>)|(?:<c r="[A-Z]{1,3}[0-9]{1,7}"(?: s="[0-9]+")?/>)++')
_ATTRIBUTE = re.compile(rf'(?<!\s)\s+({_NAME})="([^"<&]*)"')
_ROW_START = re.compile(rf'<row(?: r="([0-9]{{1,7}})")?({_ATTRIBUTES})(/?)>')
_FORMULA = re.compile(rf"<f({_ATTRIBUTES})(?:/>|>([^<]*)</f>)(<v ?/>)?")
_INLINE = re.compile(r"<is><t[^>]*>([^<]*)</t></is>")


def scan_rows(text: str, grid: CellGrid) -> None:
    """Put the rows of a `sheetData` element into the grid; NotPlain or ValueError leaves it half filled."""
    contents, cells, hidden_columns = grid.contents, grid.cells, grid.hidden_columns
    find, strings, known_texts = contents.pieces.get, contents.strings, len(contents.strings)
    row, hidden, count = 0, False, 0
    *pieces, end = text.split("</c>")
    for xml in pieces:
        piece = find(xml)
        if piece is None or (
            piece.number >= 0 and not (piece.number < known_texts and strings[piece.number] is piece.text)
        ):
            piece = _read(xml, grid)
        elif piece.group:
            piece = _in_group(piece, xml, grid)
        if piece is None:
            row, cell = _read_other(xml, grid, row)
            hidden = grid.row_hidden
        else:
            if piece.begins_row:
                if piece.ends_row is not (row > 0):
                    raise NotPlain
                row = grid.row = piece.row
                hidden = grid.row_hidden = False
            elif piece.row != row:
                raise NotPlain
            cell = piece.cell
        if cell is not None:
            if hidden or cell.column in hidden_columns:
                cell = replace(cell, hidden=True)
            cells[row, cell.column] = cell
            count += 1
    row, at = _walk(end, grid, row, 0)
    if row or at != len(end) or len(cells) != count:
        raise NotPlain


def _read(xml: str, grid: CellGrid) -> Piece | None:
    """A piece as nearly all are, remembered from now on; None for others."""
    match, contents = _PIECE.fullmatch(xml), grid.contents
    if match is None:
        return None
    ends_row, begun, letters, number, attributes, formula, group, of_group, value = match.groups()
    row, column = int(number), column_number(letters)
    if begun not in (None, number) or row > MAX_ROW or column > MAX_COLUMN:
        raise NotPlain
    formula = _formula(grid, formula, group, of_group)
    kind, style = contents.kind_and_style(attributes)
    cell = _cell(row, column, contents.content(kind, decode_entities(value), style, formula))
    piece = Piece(
        row,
        column,
        begun is not None,
        bool(ends_row),
        cell,
        group=group or "",
        formula=formula if group else None,
        begins_group=bool(of_group),
    )
    if kind == "s" and value.strip():
        shared = int(value)
        piece = replace(piece, number=shared, text=contents.strings[shared])
    contents.pieces.learn(xml, piece)
    return piece


def _formula(grid: CellGrid, own: str | None, group: str | None, of_group: str | None) -> str | None:
    if group is not None:
        return grid.shared_formula(group, unescape(decode_entities(of_group or "")))
    return None if own is None else unescape(decode_entities(own))


def _in_group(piece: Piece, xml: str, grid: CellGrid) -> Piece | None:
    """A remembered piece whose formula is shared, read anew where its group has another formula here."""
    own = piece.formula if piece.begins_group and piece.formula else ""
    return piece if grid.shared_formula(piece.group, own) == piece.formula else _read(xml, grid)


def _cell(row: int, column: int, found: tuple[Raw, bool]) -> SheetCell | None:
    raw, struck = found
    if raw.is_blank and (raw := with_words(raw)).is_blank:
        return None
    return SheetCell(row, column, raw, struck)


# What is written in another way


def _read_other(xml: str, grid: CellGrid, row: int) -> tuple[int, SheetCell | None]:
    """The row that is open now, and its cell: with a formula or a row that says more of itself."""
    row, at = _walk(xml, grid, row, 0)
    match = _OTHER_PIECE.fullmatch(xml, at)
    if match is None or not row:
        raise NotPlain
    letters, number, attributes, special, value = match.groups()
    column = column_number(letters)
    if int(number) != row or column > MAX_COLUMN:
        raise NotPlain
    if special is None and value is None:
        return row, None
    return row, _cell(row, column, _special(grid, attributes, special or "", value))


def _walk(xml: str, grid: CellGrid, row: int, at: int) -> tuple[int, int]:
    """The row that is open and the place reached behind the ends and beginnings of rows and empty cells."""
    while match := _BETWEEN.match(xml, at):
        at = match.end()
        ends, begins = match.groups()
        if begins:
            if row:
                raise NotPlain
            row = _start_row(grid, begins)
        elif not row:
            raise NotPlain
        elif ends:
            row = 0
    return row, at


def _start_row(grid: CellGrid, start: str) -> int:
    """Begin a row; its number, zero if it is already over."""
    match = _ROW_START.fullmatch(start)
    if match is None:
        raise NotPlain
    number, others, closed = match.groups()
    attributes = _attributes(others)
    if number and "r" in attributes:
        raise NotPlain
    grid.start_row({"r": number, **attributes} if number else attributes)
    return 0 if closed else grid.row


def _special(grid: CellGrid, attributes: str, special: str, value: str | None) -> tuple[Raw, bool]:
    """A cell with a formula, an inline text or just a value."""
    kind, style = grid.contents.kind_and_style(attributes)
    value = value and decode_entities(value)
    if not special:
        return grid.content(kind, value, style)
    if inline := _INLINE.fullmatch(special):
        return grid.content(kind, value, style, inline=RichText(unescape(decode_entities(inline[1]))))
    match = _FORMULA.fullmatch(special)
    if match is None or (match[3] and value is not None):
        raise NotPlain
    formula = unescape(decode_entities(match[2] or ""))
    shared = _attributes(match[1])
    if shared.get("t") == "shared":
        formula = grid.shared_formula(shared.get("si", ""), formula)
    return grid.content(kind, "" if match[3] else value, style, formula=formula)


def _attributes(text: str) -> dict[str, str]:
    pairs = _ATTRIBUTE.findall(text)
    attributes = dict(pairs)
    if len(attributes) != len(pairs):
        raise NotPlain
    return attributes
