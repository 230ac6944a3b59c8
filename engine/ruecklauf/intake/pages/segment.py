"""A part of a document's table that holds lines of one section, and where the columns are in it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from ruecklauf.intake.pages.grid import GridCell, Line, Table
from ruecklauf.intake.pages.shapes import Shape

NOWHERE = -1
"""The place of what is not there."""


@dataclass(frozen=True, eq=False)
class Segment:
    """Lines of one section under one row of heads; compared by identity."""

    table: Table
    shape: Shape
    head: Line | None
    lines: tuple[Line, ...]
    width: int
    """Cells of a line that has all of them."""
    columns: Mapping[str, int]
    """By key, which of the cells of a whole line."""
    by_tags: frozenset[str] = frozenset()
    """Keys whose heads are lost, found by the controls' tags."""
    by_order: frozenset[str] = frozenset()
    """Keys whose heads are lost, found by their order."""
    contradicted: Mapping[str, str] = field(default_factory=dict)
    """Keys of columns in which all controls are another one's, with that one's key."""
    code_at: int = 0
    """Which of the cells the codes are in, or NOWHERE."""
    label_at: int | None = None

    def cell(self, line: Line, index: int) -> GridCell | None:
        """The cell of a line in a column of the segment; None where the line has no such cell of its own."""
        offset = self.offset(line)
        if len(line.cells) - offset == self.width:
            return line.cells[index + offset]
        start = self._starts[index] if index < len(self._starts) else -1
        at = bisect_left(line.cells, start, key=lambda cell: cell.start)
        return line.cells[at] if at < len(line.cells) and line.cells[at].start == start else None

    def offset(self, line: Line) -> int:
        """Empty cells too many before the code."""
        if line not in self._offsets:
            self._offsets[line] = self._find_offset(line)
        return self._offsets[line]

    @cached_property
    def _offsets(self) -> dict[Line, int]:
        """Of the lines that were asked for: they are asked for with each of their cells."""
        return {}

    def _find_offset(self, line: Line) -> int:
        if self.code_at == NOWHERE:
            return 0
        extra = len(line.cells) - self.width
        before = line.cells[: self.code_at + max(extra, 0)]
        moved = extra > 0 and not any(cell.text for cell in before)
        return extra if moved and self.shape.code_of(line.cells[self.code_at + extra].text)[0] else 0

    def is_deformed(self, line: Line) -> bool:
        """Whether cells were deleted or inserted, so that nobody knows which column the others are in."""
        return len(line.cells) - self.offset(line) != self.width and line.width != self._model.width

    def merges(self, line: Line) -> bool:
        """Whether cells of the line were joined, with each other or with those above."""
        if self.is_deformed(line):
            return False
        cells = (self.cell(line, index) for index in self.columns.values())
        return len(line.cells) < self.width or any(cell is not None and cell.continues for cell in cells)

    def goes_on(self, before: Segment) -> bool:
        """Whether its lines without heads are the next rows in the same columns as those of the one before:
        a table that somebody split."""
        if self.head is not None or self.shape is not before.shape or self.shape.is_record:
            return False
        alike = (self.width, self.columns, self.code_at) == (before.width, before.columns, before.code_at)
        rows, rows_before = self._rows, before._rows
        return alike and bool(rows) and bool(rows_before) and max(rows_before) < min(rows)

    @property
    def _rows(self) -> list[int]:
        """Which of the section's rows the lines are, as far as they have codes."""
        order = {code: number for number, code in enumerate(self.shape.rows)}
        cells = (self.code_cell(line) for line in self.lines)
        codes = (self.shape.code_of(cell.text)[0] for cell in cells if cell is not None)
        return [order[code] for code in codes if code]

    @cached_property
    def _model(self) -> Line:
        """A line that has all cells."""
        if self.head is not None and len(self.head.cells) == self.width:
            return self.head
        return next((line for line in self.lines if len(line.cells) == self.width), self.lines[0])

    @cached_property
    def _starts(self) -> tuple[int, ...]:
        return tuple(cell.start for cell in self._model.cells)

    def label_cell(self, line: Line) -> GridCell | None:
        return None if self.label_at is None else self.cell(line, self.label_at)

    def code_cell(self, line: Line) -> GridCell | None:
        return None if self.code_at == NOWHERE else self.cell(line, self.code_at)


@dataclass
class Draft:
    """Lines that may be a segment."""

    table: Table
    head: Line | None
    candidates: tuple[Shape, ...]
    lines: list[Line] = field(default_factory=list)
    before: Table | None = None
    """The table before that of the lines."""


def tags_in(cell: GridCell) -> tuple[str, ...]:
    """The tags of a cell's controls, names where tags are lost; each once."""
    found: dict[str, None] = {}
    for paragraph in cell.paragraphs:
        for piece in paragraph.paragraph.pieces:
            if piece.control is not None and (tag := piece.control.tag or piece.control.alias):
                found[tag] = None
    return tuple(found)
