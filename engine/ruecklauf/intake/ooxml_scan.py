"""The fast way through cells that are written as Excel and most programs write them (see `ooxml_plain`)."""

from __future__ import annotations

import re

from ruecklauf.cells import Raw, column_number
from ruecklauf.intake.fast_making import maker_of
from ruecklauf.intake.ooxml_grid import Grid
from ruecklauf.intake.ooxml_plain import NotPlain, decode_entities
from ruecklauf.intake.ooxml_strings import RichText, unescape
from ruecklauf.intake.ooxml_styles import CellStyle
from ruecklauf.intake.workbook import MAX_COLUMN, SheetCell

_make_cell = maker_of(SheetCell)
_ATTRIBUTES = r'(?:\s+[\w:]+="[^"<&]*")*\s*'
_PIECE = re.compile(
    # Cells with nothing but a style are passed over on the way to the next piece.
    r'(?:<c r="[A-Z]{1,3}[0-9]{1,7}"(?: s="[0-9]+")?/>)*+'
    # Groups 1 to 5: column, row, type and style, what is not a mere value, value.
    r'(?:<c r="([A-Z]{1,3})([0-9]{1,7})"((?: s="[0-9]+")?(?: t="[a-zA-Z]+")?)>'
    rf"(<f{_ATTRIBUTES}(?:/>|>[^<]*</f>)(?:<v ?/>)?|<is><t(?: xml:space=\"preserve\")?>[^<]*</t></is>)?"
    r"(?:<v>([^<]*)</v>)?</c>"
    r"|</row>"
    # Group 6: a row's beginning, or everything from the first unknown piece on; so the time stays linear.
    r"|(<row[^<>]*>|(?s:.+)))"
)
_GROUPS = _PIECE.groups + 1
_ATTRIBUTE = re.compile(r'\s+([\w:]+)="([^"<&]*)"')
_ROW = re.compile(rf'<row(?: r="([0-9]{{1,7}})")?({_ATTRIBUTES})(/?)>')
_NOTABLE = re.compile(r'\sr=|hidden|\sht="0')
_FORMULA = re.compile(rf"<f({_ATTRIBUTES})(?:/>|>([^<]*)</f>)(<v ?/>)?")
_INLINE = re.compile(r"<is><t[^>]*>([^<]*)</t></is>")


def scan_rows(text: str, grid: Grid) -> None:
    """Put the rows of a `sheetData` element into the grid; NotPlain or ValueError leaves it half filled."""
    readings, cells, hidden_columns = grid.contents.readings, grid.cells, grid.hidden_columns
    row, digits, hidden, count = 0, "", False, 0
    # The loop runs for every cell of a file, so the usual cell is put down without further calls.
    pieces = zip(*[iter(_PIECE.split(text))] * _GROUPS, strict=False)
    for _, letters, number, attributes, special, value, start in pieces:
        if letters is None:
            if (start is None) is (digits == ""):
                raise NotPlain
            digits = _start_row(grid, start) if start else ""
            row, hidden = grid.row, grid.row_hidden
            continue
        column = column_number(letters)
        if number != digits or column > MAX_COLUMN:
            raise NotPlain
        if special is not None:
            raw, struck = _special(grid, attributes, special, value)
        elif value is not None:
            raw, struck = readings[attributes, value]
        else:
            continue
        if raw.text or raw.formula is not None:
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
    # Most attributes are of no interest, and not worth a dict for every row.
    attributes = _attributes(others) if _NOTABLE.search(others) else {}
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
