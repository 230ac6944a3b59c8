"""The plan of a form: which cell holds what. Forms write it, imports find answers again by it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING

from ruecklauf.cells import a1, quote_sheet
from ruecklauf.definition.models import SectionBase, Worksheet
from ruecklauf.fieldtypes.base import CellContent, FieldBase, Validation
from ruecklauf.findings import Subject

if TYPE_CHECKING:
    from ruecklauf.layout.state import Check, FormState

LAYOUT_VERSION = 1
"""Raised with every change that puts cells elsewhere; part of the fingerprint."""


class Role(StrEnum):
    """What a cell is for; forms give each role one look."""

    TITLE = "title"
    HEADING = "heading"
    LINE = "line"
    """Text on one line that runs over its empty neighbours."""
    TEXT = "text"
    """Wrapped text."""
    LABEL = "label"
    HEADER = "header"
    CODE = "code"
    STATUS = "status"
    EXAMPLE = "example"
    HINT = "hint"
    LINK = "link"
    DATA = "data"
    """Content of hidden sheets."""


@dataclass(frozen=True, slots=True)
class TextCell:
    row: int
    column: int
    text: str
    role: Role
    link: str = ""
    """Sheet!cell to jump to."""
    as_number: bool = False
    """Write the digits as a number: a list that offers the text `2` refuses a typed 2."""


@dataclass(frozen=True, slots=True)
class SlotCell:
    """A text that is not the worksheets': filled per round (`round.*`) or per alliance."""

    row: int
    column: int
    slot: str
    role: Role


@dataclass(frozen=True, slots=True)
class FormulaCell:
    row: int
    column: int
    formula: str
    """English, without `=`."""
    role: Role
    value: Callable[[FormState], str | int]
    """What the formula gives for the answers in a form."""


@dataclass(frozen=True, slots=True)
class InputCell:
    """A cell for an answer."""

    row: int
    column: int
    subject: Subject
    field: FieldBase
    part: str = ""
    """Code of a multiple choice that has this cell; empty for a field's only cell."""
    printed: bool = False
    locked: bool = False
    content: CellContent = None
    """What the form prints into the cell."""


Cell = TextCell | SlotCell | FormulaCell | InputCell


@dataclass(frozen=True, slots=True)
class PlannedValidation:
    """What the cells of a range may hold, what is shown when they are selected, and when refused."""

    first_row: int
    first_column: int
    last_row: int
    last_column: int
    validation: Validation
    source: str
    """list: formula or name that gives the entries."""
    prompt_title: str
    prompt: str
    error_title: str
    error: str
    strict: bool = True
    """Refuse other content (stop) rather than warn."""


@dataclass(frozen=True, slots=True)
class Highlight:
    """A conditional format over a range; the formula is written for its first cell."""

    first_row: int
    first_column: int
    last_row: int
    last_column: int
    formula: str
    look: str
    """required or irrelevant."""


class Visibility(StrEnum):
    VISIBLE = "visible"
    HIDDEN = "hidden"
    VERY_HIDDEN = "veryHidden"


@dataclass(frozen=True, eq=False)
class SheetPlan:
    """One sheet. Compared by identity: a layout is made once and kept."""

    name: str
    title: str
    cells: tuple[Cell, ...]
    widths: tuple[float, ...]
    heights: dict[int, float] = field(default_factory=dict)
    """Rows that do not have the standard height; they may still grow with what is typed."""
    visibility: Visibility = Visibility.VISIBLE
    freeze: tuple[int, int] | None = None
    """First row and column that scroll, counted from 1."""
    repeat: tuple[int, int] | None = None
    """First and last row repeated on every printed page."""
    print_rows: int | None = None
    validations: tuple[PlannedValidation, ...] = ()
    highlights: tuple[Highlight, ...] = ()

    def inputs(self) -> Iterator[InputCell]:
        return (cell for cell in self.cells if isinstance(cell, InputCell))


@dataclass(frozen=True, slots=True)
class RowPlan:
    row_id: str
    row: int
    printed: bool
    given: dict[str, str] = field(default_factory=dict)
    """Codes that the printed row stands for, by field."""

    def locks(self, field: FieldBase) -> bool:
        """Whether the form does not let the field's cell in this row be changed."""
        return field.id in self.given or (field.from_alliance is not None and self.printed)


@dataclass(frozen=True, slots=True)
class ColumnPlan:
    """Where one field (or one code of a multiple choice) of a block is; `header` is unique in the block."""

    field: FieldBase
    part: str
    index: int
    """Column of tables; row of records."""
    header: str


@dataclass(frozen=True, slots=True)
class PlannedAnswer:
    """Whose answer stands in one cell of a block."""

    subject: Subject
    part: str
    printed: bool
    locked: bool


@dataclass(frozen=True)
class Block:
    """One section placed on a sheet.

    Tables and grids: fields go across from `columns`, rows go down. Records: fields go down (index is the
    row), the answers stand in `answer_column`, and `rows` has one entry. Cross tables: `rows` go down,
    `across` goes across, and `columns` has the one field of the cells.
    """

    worksheet: Worksheet
    section: SectionBase
    sheet: str
    header_row: int
    first_row: int
    last_row: int
    columns: tuple[ColumnPlan, ...]
    rows: tuple[RowPlan, ...]
    answer_column: int = 0
    across: tuple[RowPlan, ...] = ()
    """Cross tables: `row` is the column."""

    @property
    def name(self) -> str:
        return f"{self.worksheet.id}.{self.section.id}"

    @property
    def is_record(self) -> bool:
        return not self.section.has_rows

    @property
    def is_cross(self) -> bool:
        return bool(self.across)

    @cached_property
    def planned(self) -> Mapping[str, tuple[PlannedAnswer, ...]]:
        """By row id what its cells are for, in the order of the columns; a layout reads hundreds of forms."""
        return {row.row_id: self.planned_row(row) for row in self.rows}

    def planned_row(self, row: RowPlan) -> tuple[PlannedAnswer, ...]:
        """What a row's cells are for, in the order of the columns; the row may be none of the block's own."""
        about = self.worksheet.id, self.section.id, row.row_id
        return tuple(
            PlannedAnswer(Subject(*about, column.field.id), column.part, row.printed, row.locks(column.field))
            for column in self.columns
        )

    def column(self, field_id: str, part: str = "") -> ColumnPlan:
        """The column of a field; KeyError if it has none here."""
        for column in self.columns:
            if column.field.id == field_id and column.part == part:
                return column
        raise KeyError(field_id)

    def position(self, row: RowPlan, column: ColumnPlan) -> tuple[int, int]:
        """(row, column) on the sheet of a field's cell in a row."""
        return (column.index, self.answer_column) if self.is_record else (row.row, column.index)

    def address(self, row: RowPlan, field_id: str, part: str = "") -> str:
        """`'Akteure'!$D12`: the column fixed, the row relative (both fixed for records)."""
        line, column = self.position(row, self.column(field_id, part))
        if self.is_record:
            return f"{quote_sheet(self.sheet)}!{a1(line, column, absolute=True)}"
        return f"{quote_sheet(self.sheet)}!${a1(line, column)}"

    def range_of(self, field_id: str, part: str = "") -> str:
        """The absolute range of all cells of a field."""
        if self.is_cross:
            first, last = self.across[0].row, self.across[-1].row
            corner = a1(self.first_row, first, absolute=True), a1(self.last_row, last, absolute=True)
            return f"{quote_sheet(self.sheet)}!{corner[0]}:{corner[1]}"
        column = self.column(field_id, part)
        if self.is_record:
            return f"{quote_sheet(self.sheet)}!{a1(column.index, self.answer_column, absolute=True)}"
        return self.range_of_column(column.index)

    def range_of_column(self, column: int) -> str:
        """The absolute range of a sheet column over the block's rows."""
        top = a1(self.first_row, column, absolute=True)
        return f"{quote_sheet(self.sheet)}!{top}:{a1(self.last_row, column, absolute=True)}"


@dataclass(frozen=True, slots=True)
class Layout:
    """The whole form: sheets in order, sections placed on them, defined names."""

    worksheets: tuple[Worksheet, ...]
    sheets: tuple[SheetPlan, ...]
    blocks: tuple[Block, ...]
    names: dict[str, str]
    """Defined names and what they refer to, without `=`."""
    fingerprint: str
    """SHA-256 (hex) over the worksheets' content hashes and the layout's version."""
    checks: tuple[Check, ...] = ()
    spans: Mapping[tuple[str, str], tuple[int, int]] = field(default_factory=dict)
    more_rows: tuple[tuple[str, int], ...] = ()
    """Free rows beyond the declared ones, by `worksheet.section`."""
    language: str = "de"

    def sheet(self, name: str) -> SheetPlan:
        """The sheet with this name; KeyError if there is none."""
        for sheet in self.sheets:
            if sheet.name == name:
                return sheet
        raise KeyError(name)

    def block(self, name: str) -> Block:
        """The block of `worksheet.section`; KeyError if there is none."""
        for block in self.blocks:
            if block.name == name:
                return block
        raise KeyError(name)
