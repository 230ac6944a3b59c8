"""Rows and columns inserted, deleted and moved as Excel does it: defined names move along."""

from __future__ import annotations

import re
from collections.abc import Callable

from openpyxl.utils import column_index_from_string, get_column_letter
from openpyxl.workbook import Workbook
from openpyxl.worksheet.cell_range import MultiCellRange
from openpyxl.worksheet.worksheet import Worksheet

_REFERENCE = re.compile(r"('(?:[^']|'')+'|\w+)!\$([A-Z]+)\$(\d+)(?::\$([A-Z]+)\$(\d+))?")
Place = Callable[[int], int | None]
"""Where a row or column has gone; None if it was deleted."""


def insert_rows(book: Workbook, sheet: str, row: int, count: int = 1) -> None:
    """Blank rows before a row."""
    _rows(book, sheet, lambda at: at + count if at >= row else at)


def delete_rows(book: Workbook, sheet: str, row: int, count: int = 1) -> None:
    def place(at: int) -> int | None:
        if row <= at < row + count:
            return None
        return at - count if at >= row + count else at

    _rows(book, sheet, place)


def move_row(book: Workbook, sheet: str, row: int, before: int) -> None:
    """A row cut out and inserted before another one above it."""
    _rows(book, sheet, lambda at: before if at == row else at + 1 if before <= at < row else at)


def insert_columns(book: Workbook, sheet: str, column: int, count: int = 1) -> None:
    """Blank columns before a column."""
    _columns(book, sheet, lambda at: at + count if at >= column else at)


def delete_column(book: Workbook, sheet: str, column: int) -> None:
    _columns(book, sheet, lambda at: None if at == column else at - 1 if at > column else at)


def move_cells(sheet: Worksheet, place: Callable[[int, int], tuple[int, int] | None]) -> None:
    """Every cell taken to its new place, or dropped."""
    cells = dict(sheet._cells)
    sheet._cells.clear()
    for (row, column), cell in cells.items():
        target = place(row, column)
        if target is not None:
            cell.row, cell.column = target
            sheet._cells[target] = cell


def _rows(book: Workbook, sheet: str, place: Place) -> None:
    def target(row: int, column: int) -> tuple[int, int] | None:
        moved = place(row)
        return None if moved is None else (moved, column)

    move_cells(book[sheet], target)
    _move_validations(book[sheet], target)
    _move_names(book, sheet, rows=place, columns=lambda at: at)


def _columns(book: Workbook, sheet: str, place: Place) -> None:
    def target(row: int, column: int) -> tuple[int, int] | None:
        moved = place(column)
        return None if moved is None else (row, moved)

    move_cells(book[sheet], target)
    _move_validations(book[sheet], target)
    _move_names(book, sheet, rows=lambda at: at, columns=place)


def _move_validations(sheet: Worksheet, place: Callable[[int, int], tuple[int, int] | None]) -> None:
    for validation in sheet.data_validations.dataValidation:
        cells = [place(row, column) for area in validation.sqref.ranges for row, column in area.cells]
        addresses = [f"{_letters(cell[1])}{cell[0]}" for cell in cells if cell is not None]
        validation.sqref = MultiCellRange(addresses)


def _move_names(book: Workbook, sheet: str, *, rows: Place, columns: Place) -> None:
    for name in book.defined_names.values():
        name.attr_text = _REFERENCE.sub(lambda match: _moved(match, sheet, rows, columns), name.attr_text)


def _moved(match: re.Match[str], sheet: str, rows: Place, columns: Place) -> str:
    if match[1].strip("'").replace("''", "'") != sheet:
        return match[0]
    first = _corner(match[2], int(match[3]), rows, columns)
    if match[4] is None:
        return f"{match[1]}!{first}" if first else "#REF!"
    last = _corner(match[4], int(match[5]), rows, columns)
    if first is None or last is None:
        return _shrunk(match, rows, columns)
    return f"{match[1]}!{first}:{last}"


def _shrunk(match: re.Match[str], rows: Place, columns: Place) -> str:
    """A range that has lost its first or last rows or columns."""
    left = [at for n in range(int(match[3]), int(match[5]) + 1) if (at := rows(n)) is not None]
    across = [at for n in range(_number(match[2]), _number(match[4]) + 1) if (at := columns(n)) is not None]
    if not left or not across:
        return "#REF!"
    corners = (f"${_letters(across[0])}${left[0]}", f"${_letters(across[-1])}${left[-1]}")
    return f"{match[1]}!{corners[0]}:{corners[1]}"


def _corner(letters: str, row: int, rows: Place, columns: Place) -> str | None:
    new_row, new_column = rows(row), columns(_number(letters))
    return None if new_row is None or new_column is None else f"${_letters(new_column)}${new_row}"


def _number(letters: str) -> int:
    return int(column_index_from_string(letters))


def _letters(column: int) -> str:
    return str(get_column_letter(column))
