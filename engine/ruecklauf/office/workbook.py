"""What every format's reader produces: a workbook with all its content, uninterpreted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from ruecklauf.cells import Raw

SheetState = Literal["visible", "hidden", "veryHidden"]

MAX_ROW = 1_048_576
MAX_COLUMN = 16_384

MAX_RANGES = 50_000
"""Ranges with a validation that are kept of a sheet."""

Area = tuple[int, int, int, int]
"""First row, first column, last row, last column; all count from 1 and are included."""


class PartlyStruck(str):
    """A cell's text of which a part is struck through, though not all of it.

    A text that says so of itself: cells are made in such numbers that a field of their own, nearly always
    the same, would cost every file.
    """

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class SheetCell:
    """One cell that holds a value or a formula; row and column count from 1."""

    row: int
    column: int
    raw: Raw
    struck: bool = False
    """All of the text is struck through: by the cell's font, or run by run."""
    hidden: bool = False
    """The cell's row or column is hidden (or has no height or width)."""


@dataclass(frozen=True, slots=True)
class Note:
    """A note or one comment of a thread at a cell; row and column count from 1."""

    row: int
    column: int
    text: str
    threaded: bool = False
    author: str = ""
    """The name the file gives; empty if it gives none."""


@dataclass(frozen=True, slots=True)
class Link:
    """A cell that is a link, not counting formulas; row and column are 0 for a shape."""

    row: int
    column: int
    target: str
    """The address; within the file with `#` in front."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """A conditional format whose condition is not worked out, over a cell that it would show otherwise."""

    formulas: tuple[str, ...]
    """As the file says them; in .xls only the names and texts in them."""
    by_format: bool = False
    """By its number format alone."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One tab with everything on it; a chart or dialog sheet has no cells."""

    name: str
    state: SheetState = "visible"
    cells: dict[tuple[int, int], SheetCell] = field(default_factory=dict)
    """By (row, column), in the file's order; only cells with a value or a formula."""
    notes: tuple[Note, ...] = ()
    merged: tuple[Area, ...] = ()
    drawing_texts: tuple[str, ...] = ()
    """Text boxes, shapes and form controls, one text each, paragraphs separated by newlines; never empty."""
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    validations: int = 0
    """How many ranges carry a data validation."""
    validated: tuple[Area, ...] = field(default=(), compare=False)
    """Where they are; not read in .xls. Not compared: every program cuts the same cells into other ranges."""
    protected: bool = False
    filtered: bool = False
    """Rows are hidden by a filter."""
    links: tuple[Link, ...] = ()
    page_texts: tuple[str, ...] = ()
    """Headers and footers with the codes of Excel (`&CSeite &P`)."""
    recorded: tuple[Note, ...] = ()
    """What stood in cells before changes that the file has recorded; a row or column of 0 is not known."""
    in_doubt: Mapping[tuple[int, int], tuple[Doubt, ...]] = field(default_factory=dict, compare=False)
    """Cells that a conditional format may strike, hide or show otherwise, whose condition is not worked out.
    Not compared: programs write other conditions for it."""
    widths: tuple[tuple[int, int, float], ...] = field(default=(), compare=False)
    """First and last column, and how many digits fit side by side; of columns whose width the file gives."""
    shrunk: frozenset[tuple[int, int]] = field(default=frozenset(), compare=False)
    """Cells with small letters, or with such as shrink until they fit."""


@dataclass(frozen=True, slots=True)
class Workbook:
    """A whole file. Sheets in the order of their tabs."""

    sheets: tuple[Sheet, ...]
    names: dict[str, str] = field(default_factory=dict)
    """Defined names with their formula; a sheet's own name is keyed `Sheet!name`."""
    core: dict[str, str] = field(default_factory=dict)
    """title, subject, creator, keywords, description, language, lastModifiedBy, created, modified, ..."""
    custom: dict[str, str] = field(default_factory=dict)
    """Custom properties as text; dates keep the ISO text of the file."""
    date1904: bool = False
    strict: bool = False
    macros: bool = False
    external_links: int = 0
    program: str = ""
    """The program that saved the file, as the file names it; empty if it names none, as in .xls."""
    unknown_parts: tuple[str, ...] = ()
    """What was neither read nor is known to hold no answers: members of the file, pictures, addresses."""
    formats_unread: bool = False
    """The part with the number formats is damaged: dates and percentages may have been read as numbers."""

    def sheet(self, name: str) -> Sheet | None:
        """The sheet of that name, ignoring case as Excel does; None if there is none."""
        wanted = name.casefold()
        return next((sheet for sheet in self.sheets if sheet.name.casefold() == wanted), None)
