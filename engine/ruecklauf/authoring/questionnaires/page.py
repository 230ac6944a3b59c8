"""A sheet of a questionnaire as a person sees it: texts, places to fill in, and what is said of them."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ruecklauf.authoring.questionnaires.entries import entries_of
from ruecklauf.cells import a1
from ruecklauf.errors import ProjectError
from ruecklauf.office.opening import open_file
from ruecklauf.office.refusal import Refusal
from ruecklauf.office.workbook import Workbook

if TYPE_CHECKING:
    from openpyxl.cell.cell import Cell, MergedCell
    from openpyxl.worksheet.datavalidation import DataValidation
    from openpyxl.worksheet.worksheet import Worksheet

Position = tuple[int, int]
"""Row and column, counted from 1."""
MAX_CELLS = 200_000
"""Cells that are looked at of one sheet."""


@dataclass(frozen=True)
class Spot:
    """A cell with what is seen of it; of merged cells the first stands for all."""

    row: int
    column: int
    text: str
    """What stands in it; empty if nothing does."""
    value: object
    is_bold: bool
    is_coloured: bool
    is_framed: bool
    is_open: bool
    """Unlocked on a protected sheet."""
    number_format: str
    last_row: int
    last_column: int
    """The end of its merged cells."""

    @property
    def place(self) -> str:
        return a1(self.row, self.column)


@dataclass
class Page:
    """One visible sheet."""

    name: str
    spots: dict[Position, Spot]
    validations: dict[Position, DataValidation]
    rows: int
    columns: int
    formulas: tuple[tuple[int, str], ...]
    """With their rows."""
    used: set[Position] = field(default_factory=set)
    """What has found its way into the draft, or into the list of what has not."""

    def at(self, row: int, column: int) -> Spot | None:
        """The cell that is seen there; None for one with neither text nor look."""
        return self.spots.get((row, column))

    def text(self, row: int, column: int) -> str:
        spot = self.at(row, column)
        return spot.text if spot else ""

    def is_asked(self, row: int, column: int) -> bool:
        """Whether it looks as if something was to be entered: empty, and framed, open or validated."""
        spot = self.at(row, column)
        if spot is not None and spot.text:
            return (row, column) in self.validations
        marked = spot is not None and (spot.is_framed or spot.is_open)
        return marked or (row, column) in self.validations

    def texts(self) -> Iterator[Spot]:
        """All cells with a text, in reading order."""
        return (self.spots[at] for at in sorted(self.spots) if self.spots[at].text)

    def unused(self) -> Iterator[Spot]:
        return (spot for spot in self.texts() if (spot.row, spot.column) not in self.used)


@dataclass(frozen=True)
class Questionnaire:
    """A workbook's visible sheets, and what lists of entries its ranges and names hold."""

    pages: tuple[Page, ...]
    hidden: tuple[tuple[str, int], ...]
    """Hidden sheets, with how many texts stand there."""
    lists: dict[tuple[str, str], tuple[str, ...]]
    """Entries, by sheet and formula of a validation."""


def read_questionnaire(data: bytes) -> Questionnaire:
    """The workbook; ProjectError where it cannot be read, or is of a kind whose lists are not read."""
    try:
        opened = open_file(data)
    except Refusal as error:
        raise ProjectError(f"this file cannot be read ({error.code})") from error
    if not isinstance(opened.content, Workbook) or not data.startswith(b"PK") or opened.format.name != "XLSX":
        raise ProjectError("this is no Excel workbook", remedy="Save it as .xlsx, and try again.")
    try:
        import openpyxl
    except ImportError as error:
        raise ProjectError(
            "questionnaires are read with openpyxl, which is not installed",
            remedy='Install it: pip install "ruecklauf[verify]"',
        ) from error
    book, written = (openpyxl.load_workbook(io.BytesIO(data), data_only=shown) for shown in (True, False))
    pages = tuple(
        _page(sheet, written[sheet.title]) for sheet in book.worksheets if sheet.sheet_state == "visible"
    )
    hidden = tuple(
        (sheet.title, sum(cell.value is not None for row in sheet.iter_rows() for cell in row))
        for sheet in book.worksheets
        if sheet.sheet_state != "visible"
    )
    formulas = {
        (page.name, str(validation.formula1))
        for page in pages
        for validation in page.validations.values()
        if validation.type == "list"
    }
    return Questionnaire(pages, hidden, {each: entries_of(book, *each) for each in formulas})


def _page(sheet: Worksheet, written: Worksheet) -> Page:
    if sheet.max_row * sheet.max_column > MAX_CELLS:
        raise ProjectError(f"the sheet {sheet.title} is too large for a questionnaire")
    ends = {
        (merged.min_row, merged.min_col): (merged.max_row, merged.max_col)
        for merged in sheet.merged_cells.ranges
    }
    covered = {at for merged in sheet.merged_cells.ranges for at in merged.cells} - ends.keys()
    spots = {}
    for row in sheet.iter_rows():
        for cell in row:
            at = cell.row, cell.column
            if at not in covered and _is_hidden(sheet, cell) is False and (spot := _spot(sheet, cell, ends)):
                spots[at] = spot
    validations = {
        (row, column): validation
        for validation in sheet.data_validations.dataValidation
        for area in validation.sqref.ranges
        for row in range(area.min_row, min(area.max_row, sheet.max_row + 200) + 1)
        for column in range(area.min_col, min(area.max_col, sheet.max_column + 1) + 1)
    }
    rows = max([sheet.max_row, *(row for row, _ in validations)])
    formulas = tuple(
        (cell.row, f"{cell.coordinate} {cell.value}")
        for row in written.iter_rows()
        for cell in row
        if cell.data_type == "f"
    )
    return Page(sheet.title, spots, validations, rows, sheet.max_column, formulas)


def _is_hidden(sheet: Worksheet, cell: Cell | MergedCell) -> bool:
    row, column = sheet.row_dimensions.get(cell.row), sheet.column_dimensions.get(cell.column_letter)
    return bool(row and row.hidden) or bool(column and column.hidden)


def _spot(sheet: Worksheet, cell: Cell | MergedCell, ends: dict[Position, Position]) -> Spot | None:
    last = ends.get((cell.row, cell.column), (cell.row, cell.column))
    text = "" if cell.value is None else " ".join(str(cell.value).split())
    edges = [getattr(cell.border, side) for side in ("left", "right", "top", "bottom")]
    spot = Spot(
        cell.row, cell.column, text, cell.value,
        is_bold=bool(cell.font and cell.font.b),
        is_coloured=bool(cell.fill and cell.fill.fill_type),
        is_framed=sum(bool(edge and edge.style) for edge in edges) >= 1,
        is_open=bool(sheet.protection.sheet and not cell.protection.locked),
        number_format=str(cell.number_format),
        last_row=last[0], last_column=last[1],
    )  # fmt: skip
    looks = spot.is_framed or spot.is_open or spot.is_coloured
    return spot if text or looks else None
