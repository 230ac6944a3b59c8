"""The parts of a planned document: sections with questions and tables, and the place of every answer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from ruecklauf.definition.models import Worksheet
from ruecklauf.fieldtypes.base import Control, FieldBase
from ruecklauf.findings import Subject
from ruecklauf.layout.block import Block, RowPlan

ROW_WIDTH, LABEL_WIDTH = 8, 22
"""Characters of the row ids' column, and of the one that says what a row is."""
NO = ".nein"
"""Ends the tag of the box for no."""


@dataclass(frozen=True, slots=True)
class PlannedCell:
    """The place of one answer in a document."""

    tag: str
    """`ST07`, `AK007.institution`: begins with the visible code."""
    subject: Subject
    field: FieldBase
    control: Control
    part: str = ""
    printed: bool = False
    locked: bool = False
    """Plain text, no control."""
    text: str = ""
    """What the form prints there, whoever it is for."""


@dataclass(frozen=True, slots=True)
class PlannedQuestion:
    code: str
    text: str
    hint: str
    cell: PlannedCell
    explanation: PlannedCell | None = None
    """The place beside the answer for why it is so."""
    last: PlannedCell | None = None
    """What the form says beside it of the last wave."""

    def cells(self) -> Iterator[PlannedCell]:
        found = (self.cell, self.explanation, self.last)
        return (cell for cell in found if cell is not None)


@dataclass(frozen=True, slots=True)
class PlannedColumn:
    """A column of a table, after that of the row ids."""

    key: str
    """Field id (and part); in a cross table the row id across."""
    head: str
    width: int
    """In characters."""


@dataclass(frozen=True, slots=True)
class PlannedLine:
    """One row of a table."""

    row: RowPlan
    label: str
    """Says what the row is where its own first columns are not there; empty for rows still free."""
    cells: tuple[PlannedCell, ...]

    @property
    def code(self) -> str:
        return self.row.row_id


@dataclass(frozen=True, slots=True)
class PlannedTable:
    """All rows of a section with those of its columns that fit on a page."""

    number: int
    of: int
    columns: tuple[PlannedColumn, ...]
    lines: tuple[PlannedLine, ...]
    label_head: str = ""
    """Head of the labels' column; empty for a table that has none."""
    example: tuple[str, ...] = ()
    """What the example row shows in the columns; empty where there is none."""

    @property
    def width(self) -> int:
        """Characters across."""
        label = LABEL_WIDTH if self.label_head else 0
        return ROW_WIDTH + label + sum(column.width for column in self.columns)


@dataclass(frozen=True, slots=True)
class Explained:
    """What belongs into a column."""

    head: str
    text: str


@dataclass(frozen=True, slots=True)
class Entry:
    """What can be chosen from a list, and what is meant."""

    label: str
    text: str


@dataclass(frozen=True, slots=True)
class PlannedList:
    """A list that is too long to be explained beside its field."""

    title: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class PlannedSection:
    """One section of the worksheet: questions, or tables."""

    block: Block
    title: str
    instructions: str
    local: bool
    questions: tuple[PlannedQuestion, ...] = ()
    tables: tuple[PlannedTable, ...] = ()
    explained: tuple[Explained, ...] = ()
    sentences: tuple[str, ...] = ()
    """The rules in words, and what is asked back."""
    lists: tuple[PlannedList, ...] = ()
    """Those that no section before explains."""

    @property
    def has_explanations(self) -> bool:
        """Whether there are places for them beside answers to questions."""
        return any(question.explanation is not None for question in self.questions)

    @property
    def is_carried(self) -> bool:
        """Whether there are places beside questions for what was said in the last wave."""
        return any(question.last is not None for question in self.questions)

    def cells(self) -> Iterator[PlannedCell]:
        for question in self.questions:
            yield from question.cells()
        for table in self.tables:
            for line in table.lines:
                yield from line.cells


@dataclass(frozen=True)
class DocumentPlan:
    """The document of one worksheet."""

    worksheet: Worksheet
    short: str
    title: str
    purpose: str
    lines: tuple[str, ...]
    """Whether it is to be returned, and how to fill it in."""
    sections: tuple[PlannedSection, ...]
    landscape: bool
    more_rows: str
    """What to do when the free rows are not enough; empty where there are none."""
    guide: str = ""
    """The form that says how all forms of the set are filled in; empty if it is this one."""

    @cached_property
    def by_tag(self) -> Mapping[str, PlannedCell]:
        return {cell.tag: cell for section in self.sections for cell in section.cells()}
