"""Sections placed on sheets: which row and column of a sheet belongs to each of their rows and fields."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from ruecklauf.cells import a1, quote_sheet
from ruecklauf.definition.models import SectionBase, Worksheet
from ruecklauf.fieldtypes.base import FieldBase
from ruecklauf.findings import Subject


@dataclass(frozen=True, slots=True)
class RowPlan:
    row_id: str
    row: int
    printed: bool
    given: dict[str, str] = field(default_factory=dict)
    """Codes that the printed row stands for, by field."""
    name: str = ""
    """What a row of a grid is called where others refer to it."""

    def locks(self, field: FieldBase) -> bool:
        """Whether the form does not let the field's cell in this row be changed."""
        return field.id in self.given or field.is_locked or (field.from_alliance is not None and self.printed)


@dataclass(frozen=True, slots=True)
class ColumnPlan:
    """Where one field (or one code of a multiple choice) of a block is; `header` is unique in the block."""

    field: FieldBase
    part: str
    index: int
    """Column of tables; row of records."""
    header: str
    answer_column: int = 0
    """Of records: the sheet's column, where it is not the block's."""

    @property
    def key(self) -> str:
        """Field id, with the code of a multiple choice."""
        return column_key(self.field.id, self.part)


def column_key(field_id: str, part: str) -> str:
    """What names a column: a field's id, with the code of a multiple choice."""
    return f"{field_id}.{part}" if part else field_id


@dataclass(frozen=True, slots=True)
class PlannedAnswer:
    """Whose answer stands in one cell of a block."""

    subject: Subject
    part: str
    printed: bool
    locked: bool
    computed: bool = False
    """The form computes it."""


@dataclass(frozen=True, eq=False)
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
    group_row: int = 0
    """The row above the heads with those over several of them; 0 for none."""

    @cached_property
    def name(self) -> str:
        return f"{self.worksheet.id}.{self.section.id}"

    @property
    def is_record(self) -> bool:
        return not self.section.has_rows

    @property
    def is_cross(self) -> bool:
        return bool(self.across)

    @property
    def example_row(self) -> int:
        """Where the example of a table stands, if it has one."""
        return (self.group_row or self.header_row) - 1

    @cached_property
    def questions(self) -> tuple[ColumnPlan, ...]:
        """The columns of declared fields."""
        return tuple(column for column in self.columns if not column.field.is_companion)

    @cached_property
    def asked(self) -> tuple[ColumnPlan, ...]:
        """The columns in which somebody, or the form before it is sent, enters something."""
        return tuple(column for column in self.columns if column.field.computed is None)

    @cached_property
    def computed(self) -> tuple[ColumnPlan, ...]:
        """The columns that the form computes."""
        return tuple(column for column in self.columns if column.field.computed is not None)

    @cached_property
    def companions(self) -> tuple[ColumnPlan, ...]:
        """The columns of what forms have beside the declared fields."""
        return tuple(column for column in self.columns if column.field.is_companion)

    @cached_property
    def planned(self) -> Mapping[str, tuple[PlannedAnswer, ...]]:
        """By row id what its cells are for, in the order of the columns; a layout reads hundreds of forms."""
        return {row.row_id: self.planned_row(row) for row in self.rows}

    def planned_row(self, row: RowPlan) -> tuple[PlannedAnswer, ...]:
        """What a row's cells are for, in the order of the columns; the row may be none of the block's own."""
        return tuple(
            PlannedAnswer(
                self.about(row.row_id, column.field.id),
                column.part,
                row.printed,
                row.locks(column.field),
                column.field.computed is not None,
            )
            for column in self.columns
        )

    def about(self, row_id: str = "", field_id: str = "") -> Subject:
        """The section as a subject, or a row or field of it."""
        return Subject(self.worksheet.id, self.section.id, row_id, field_id)

    def column(self, field_id: str, part: str = "") -> ColumnPlan:
        """The column of a field; KeyError if it has none here."""
        return self._columns[field_id, part]

    @cached_property
    def _columns(self) -> Mapping[tuple[str, str], ColumnPlan]:
        return {(column.field.id, column.part): column for column in self.columns}

    def position(self, row: RowPlan, column: ColumnPlan) -> tuple[int, int]:
        """(row, column) on the sheet of a field's cell in a row."""
        if self.is_record:
            return column.index, column.answer_column or self.answer_column
        return row.row, column.index

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
            return f"{quote_sheet(self.sheet)}!{a1(*self.position(self.rows[0], column), absolute=True)}"
        return self.range_of_column(column.index)

    def range_of_column(self, column: int) -> str:
        """The absolute range of a sheet column over the block's rows."""
        top = a1(self.first_row, column, absolute=True)
        return f"{quote_sheet(self.sheet)}!{top}:{a1(self.last_row, column, absolute=True)}"


def field_name(block: Block, field_id: str, part: str = "") -> str:
    """The defined name of a field's cells."""
    return ".".join(filter(None, ("rl.f", block.name, field_id, part)))
