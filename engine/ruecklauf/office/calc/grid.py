"""One OpenDocument table while it is parsed: runs of equal cells in runs of equal rows."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field

from ruecklauf.cells import Raw
from ruecklauf.office.limits import Budget
from ruecklauf.office.workbook import (
    MAX_COLUMN,
    MAX_RANGES,
    MAX_ROW,
    Area,
    Link,
    Note,
    Sheet,
    SheetCell,
    SheetState,
)


@dataclass(slots=True)
class Run:
    """Equal cells side by side."""

    repeated: int
    raw: Raw
    struck: bool
    spanned: tuple[int, int]
    """Rows and columns of a merged cell, (1, 1) for others."""
    notes: Sequence[tuple[str, str]]
    """Text and author."""
    links: Sequence[str] = ()
    validated: bool = False
    style: str | None = None
    column: int = 1
    """The first of its columns, set by the grid."""

    @property
    def is_blank(self) -> bool:
        return self.raw.is_blank and not self.notes and self.spanned == (1, 1)


@dataclass(slots=True)
class RepeatedCells:
    """A sheet in the making. Blank cells cost nothing however often they are repeated."""

    name: str
    budget: Budget
    state: SheetState = "visible"
    protected: bool = False
    drawing_texts: list[str] = field(default_factory=list)
    validations: set[str] = field(default_factory=set)
    filtered: bool = False
    _cells: dict[tuple[int, int], SheetCell] = field(default_factory=dict)
    _notes: list[Note] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    page_texts: tuple[str, ...] = ()
    _merged: list[Area] = field(default_factory=list)
    _validated: list[Area] = field(default_factory=list)
    _row: int = 1
    _column: int = 1
    _runs: list[Run] = field(default_factory=list)
    _validated_spans: list[tuple[int, int]] = field(default_factory=list)
    _hidden_rows: set[tuple[int, int]] = field(default_factory=set)
    _hidden_columns: bytearray = field(default_factory=lambda: bytearray(MAX_COLUMN + 1))
    """One byte for each column."""
    _styled_to: list[int] = field(default_factory=list)
    _column_styles: list[str | None] = field(default_factory=list)
    _widths: list[tuple[int, int, float]] = field(default_factory=list)
    styles: dict[tuple[int, int], str | None] = field(default_factory=dict)
    """Of the cells that are kept."""

    def add_columns(
        self, repeated: int, *, hidden: bool, style: str | None, width: float | None = None
    ) -> None:
        last = min(self._column + repeated - 1, MAX_COLUMN)
        if width is not None and not hidden:
            self._widths.append((self._column, last, width))
        if hidden and self._column <= last:
            self._hidden_columns[self._column : last + 1] = b"\1" * (last + 1 - self._column)
        self._column += repeated
        self._styled_to.append(self._column - 1)
        self._column_styles.append(style)

    def column_style(self) -> str | None:
        """The cell style that the column of the next cell gives."""
        at = bisect_left(self._styled_to, self._column)
        return self._column_styles[at] if at < len(self._column_styles) else None

    def start_row(self) -> None:
        self._column = 1
        self._runs = []
        self._validated_spans = []

    def add(self, run: Run) -> None:
        """Keep cells at the current place unless they are blank."""
        run.column = self._column
        self._column += run.repeated
        if run.validated:
            self._validated_spans.append((run.column, min(self._column - 1, MAX_COLUMN)))
        if not run.is_blank:
            self._runs.append(run)

    def end_row(self, repeated: int, *, hidden: bool) -> None:
        """Settle the row as often as it is repeated. ValueError for cells outside the sheet."""
        last = self._row + repeated - 1
        if hidden and self._row <= MAX_ROW:
            self._hidden_rows.add((self._row, min(last, MAX_ROW)))
        for run in self._runs:
            self.budget.spend(run.repeated * repeated * max(len(run.notes), len(run.links), 1))
            if last > MAX_ROW or run.column + run.repeated - 1 > MAX_COLUMN:
                raise ValueError("Zelle außerhalb des Blatts")
        if self._runs:
            for row in range(self._row, last + 1):
                self._settle(row, hidden=hidden)
        if len(self._validated) < MAX_RANGES:
            bottom = min(last, MAX_ROW)
            self._validated += [(self._row, first, bottom, right) for first, right in self._validated_spans]
        self._row = last + 1
        self._runs = []

    def _settle(self, row: int, *, hidden: bool) -> None:
        for run in self._runs:
            for column in range(run.column, run.column + run.repeated):
                if not run.raw.is_blank:
                    unseen = hidden or bool(self._hidden_columns[column])
                    self.styles[row, column] = run.style
                    self._cells[row, column] = SheetCell(row, column, run.raw, run.struck, unseen)
                self._notes.extend(Note(row, column, text, author=author) for text, author in run.notes)
                self.links.extend(Link(row, column, target) for target in run.links)
                if run.spanned != (1, 1):
                    bottom, right = row + run.spanned[0] - 1, column + run.spanned[1] - 1
                    self._merged.append((row, column, min(bottom, MAX_ROW), min(right, MAX_COLUMN)))

    def sheet(self) -> Sheet:
        """The finished sheet; rows and columns hidden beyond all its content are left out."""
        places = [*self._cells, *((note.row, note.column) for note in self._notes)]
        bottom = max((row for row, _ in places), default=0)
        right = max((column for _, column in places), default=0)
        return Sheet(
            self.name,
            self.state,
            cells=self._cells,
            notes=tuple(self._notes),
            merged=tuple(self._merged),
            drawing_texts=tuple(self.drawing_texts),
            hidden_rows=self._within(self._hidden_rows, bottom),
            hidden_columns=frozenset(at for at in range(1, right + 1) if self._hidden_columns[at]),
            validations=len(self.validations),
            validated=tuple(self._validated),
            protected=self.protected,
            filtered=self.filtered,
            links=tuple(self.links),
            page_texts=self.page_texts,
            widths=tuple(self._widths),
        )

    def _within(self, spans: set[tuple[int, int]], last: int) -> frozenset[int]:
        self.budget.spend(sum(max(min(end, last) - first + 1, 0) for first, end in spans))
        return frozenset(number for first, end in spans for number in range(first, min(end, last) + 1))
