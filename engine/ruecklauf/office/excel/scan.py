"""The fast way through cells that are written as Excel and most programs write them (see `ooxml_plain`)."""

from __future__ import annotations

import re

from ruecklauf.cells import Raw, column_number
from ruecklauf.office.excel.grid import Grid
from ruecklauf.office.excel.plain import NotPlain, decode_entities
from ruecklauf.office.excel.strings import RichText, unescape
from ruecklauf.office.excel.styles import CellStyle
from ruecklauf.office.fast_making import maker_of
from ruecklauf.office.workbook import MAX_COLUMN, MAX_ROW, SheetCell

_make_cell = maker_of(SheetCell)
_make_raw = maker_of(Raw)
_NAME = "(?:[A-Za-z][A-Za-z0-9]*:)?[A-Za-z][A-Za-z0-9]*"
_ATTRIBUTES = rf'(?:\s+{_NAME}="[^"<&]*")*\s*'
EMPTY_CELLS = r'(?:<c r="[A-Z]{1,3}[0-9]{1,7}"(?: s="[0-9]+")?/>)*+'
"""Cells with nothing but a style are passed over."""
ROW_LOOKS = (
    r'(?: spans="[0-9: ]*")?(?: s="[0-9]+")?(?: customFormat="1")?(?: ht="[1-9][0-9.]*")?'
    r'(?: customHeight="1")?(?: x14ac:dyDescent="[0-9.]+")?'
)
"""What Excel says of a row that does not matter here, in its order."""
_PIECE = re.compile(
    # On the way to the next piece.
    rf"{EMPTY_CELLS}"
    # Groups 1 to 6: column, row, type and style, formula, what is neither formula nor value, value.
    r'(?:<c r="([A-Z]{1,3})([0-9]{1,7})"((?: s="[0-9]+")?(?: t="[a-zA-Z]+")?)>'
    r"(?:<f>([^<]*)</f>(?=<v>)"
    rf"|(<f{_ATTRIBUTES}(?:/>|>[^<]*</f>)(?:<v ?/>)?|<is><t(?: xml:space=\"preserve\")?>[^<]*</t></is>))?"
    r"(?:<v>([^<]*)</v>)?</c>"
    # Groups 7 and 8: the end of a row, and the number of the next.
    rf'|(</row>)?<row r="([1-9][0-9]{{0,6}})"{ROW_LOOKS}>'
    # Group 9: what else begins or ends a row, or everything from the first unknown piece on; so the time
    # stays linear.
    r"|(</row>|<row[^<>]*>|(?s:.+)))"
)
_GROUPS = _PIECE.groups + 1
_ATTRIBUTE = re.compile(rf'(?<!\s)\s+({_NAME})="([^"<&]*)"')
_ROW = re.compile(rf'<row(?: r="([0-9]{{1,7}})")?({_ATTRIBUTES})(/?)>')
_FORMULA = re.compile(rf"<f({_ATTRIBUTES})(?:/>|>([^<]*)</f>)(<v ?/>)?")
_INLINE = re.compile(r"<is><t[^>]*>([^<]*)</t></is>")


def scan_rows(text: str, grid: Grid) -> None:
    """Put the rows of a `sheetData` element into the grid; NotPlain or ValueError leaves it half filled."""
    readings, cells, hidden_columns = grid.contents.readings, grid.cells, grid.hidden_columns
    row, digits, hidden, count = 0, "", False, 0
    # The loop runs for every cell of a file, so the usual cell is put down without further calls.
    pieces = zip(*[iter(_PIECE.split(text))] * _GROUPS, strict=False)
    for _, letters, number, attributes, formula, special, value, closing, next_row, other in pieces:
        if letters is None:
            if next_row is not None:
                row, hidden = int(next_row), False
                if (closing is None) is not (digits == "") or row > MAX_ROW:
                    raise NotPlain
                digits = next_row
                continue
            if (other == "</row>") is (digits == ""):
                raise NotPlain
            grid.row = row
            digits = _start_row(grid, other) if other != "</row>" else ""
            row, hidden = grid.row, grid.row_hidden
            continue
        column = column_number(letters)
        if number != digits or column > MAX_COLUMN:
            raise NotPlain
        if value is not None and special is None:
            raw, struck = readings[attributes, value]
            if formula is not None:
                if "&" in formula:
                    formula = decode_entities(formula)
                # One letter is found much faster than two.
                if "_" in formula:
                    formula = unescape(formula)
                raw = _make_raw(raw.kind, raw.text, raw.number_format, raw.moment, formula)
            elif not raw.text:
                continue
        elif special is not None:
            raw, struck = _special(grid, attributes, special, value)
            if not raw.text and raw.formula is None:
                continue
        else:
            continue
        cells[row, column] = _make_cell(row, column, raw, struck, hidden or column in hidden_columns)
        count += 1
    if digits or len(cells) != count:
        raise NotPlain


def _start_row(grid: Grid, start: str) -> str:
    """Begin a row; its number as its cells must have it, empty if it is already over."""
    match = _ROW.fullmatch(start)
    if match is None:
        raise NotPlain
    number, others, closed = match.groups()
    attributes = _attributes(others)
    if number and "r" in attributes:
        raise NotPlain
    grid.start_row({"r": number, **attributes} if number else attributes)
    return "" if closed else str(grid.row)


def _special(grid: Grid, attributes: str, special: str, value: str | None) -> tuple[Raw, bool]:
    """A cell with a formula or an inline text."""
    kind, style = grid.contents.readings.kind_and_style(attributes)
    match = _FORMULA.fullmatch(special)
    if match is None:
        return _inline(grid, special, value, kind, style)
    named, formula, empty = match.groups()
    formula = unescape(decode_entities(formula or ""))
    shared = _attributes(named) if named else {}
    if shared.get("t") == "shared":
        formula = grid.shared_formula(shared.get("si", ""), formula)
    if empty:
        if value is not None:
            raise NotPlain
        value = ""
    return grid.content(kind, value and decode_entities(value), style, formula=formula)


def _inline(
    grid: Grid, special: str, value: str | None, kind: str | None, style: CellStyle
) -> tuple[Raw, bool]:
    match = _INLINE.fullmatch(special)
    if match is None:
        raise NotPlain
    rich = RichText(unescape(decode_entities(match[1])))
    return grid.content(kind, value and decode_entities(value), style, inline=rich)


def _attributes(text: str) -> dict[str, str]:
    pairs = _ATTRIBUTE.findall(text)
    attributes = dict(pairs)
    if len(attributes) != len(pairs):
        raise NotPlain
    return attributes
