"""The cells of one sheet while it is read, whichever way its XML is walked."""

from __future__ import annotations

import re

from ruecklauf.cells import CellKind, Raw
from ruecklauf.office.excel.cells import CellContents, looked_at
from ruecklauf.office.excel.styles import CellStyle
from ruecklauf.office.ooxml.names import is_true
from ruecklauf.office.rich_text import RichText
from ruecklauf.office.workbook import MAX_COLUMN, MAX_ROW, SheetCell
from ruecklauf.shown.apparent import with_words

_is_size = re.compile(r"[0-9]{1,5}(?:\.[0-9]{0,20})?").fullmatch
_SEEN = {"ht": 2.5, "width": 0.3}
"""Points of a row and digits of a column, of which less shows nothing."""

Spans = set[tuple[int, int]]
"""First and last number of rows or columns, both included."""


class CellGrid:
    """Cells by place, and which rows and columns are hidden.

    Hidden columns must be known before the first cell, as they are in the file. ValueError for rows outside
    the sheet and for two cells at one place.
    """

    def __init__(self, contents: CellContents) -> None:
        self.contents = contents
        self.cells: dict[tuple[int, int], SheetCell] = {}
        self.row = 0
        self.row_hidden = False
        self.hidden_rows: set[int] = set()
        self.hidden_columns: frozenset[int] = frozenset()
        self._shared_formulas: dict[str, str] = {}

    def start_row(self, attributes: dict[str, str]) -> None:
        """Go to the row of that number, or to the next one."""
        number = attributes.get("r", "").strip()
        if number and not (number.isascii() and number.isdigit() and len(number) < 10):
            raise ValueError(f"{number[:40]!r} ist keine Nummer einer Zeile")
        self.row = int(number) if number else self.row + 1
        if not 1 <= self.row <= MAX_ROW:
            raise ValueError(f"Zeile {self.row} liegt außerhalb des Blatts")
        self.row_hidden = is_hidden(attributes, "ht")
        if self.row_hidden:
            self.hidden_rows.add(self.row)

    def put(self, place: tuple[int, int], found: tuple[Raw, bool]) -> None:
        """Keep a cell's content and strike-through, unless it is blank."""
        raw, struck = found
        if raw.is_blank and (raw := with_words(raw)).is_blank:
            return
        if place in self.cells:
            raise ValueError(f"die Zelle in Zeile {place[0]}, Spalte {place[1]} kommt doppelt vor")
        row, column = place
        hidden = self.row_hidden or column in self.hidden_columns
        self.cells[place] = SheetCell(row, column, raw, struck, hidden)

    def shared_formula(self, index: str, text: str) -> str:
        """A cell's own formula, or that of the cell before it which shares its own under this index."""
        if text:
            self._shared_formulas[index] = text
        return text or self._shared_formulas.get(index, "")

    def content(
        self,
        cell_type: str | None,
        value: str | None,
        style: CellStyle,
        *,
        formula: str | None = None,
        inline: RichText | None = None,
    ) -> tuple[Raw, bool]:
        """Part and strike-through of any cell, also with a formula or an inline text."""
        if value is not None and not (inline and inline.text):
            return self.contents.content(cell_type, value, style, formula)
        if inline is None or not inline.text:
            return Raw(CellKind.BLANK, "", style.number_format, None, formula), style.struck
        if style.symbols:
            inline = inline.in_font(style.symbols)
        struck = style.struck if inline.struck is None else inline.struck
        raw = Raw(CellKind.TEXT, inline.text, style.number_format, None, formula)
        return looked_at(raw, style, inline), struck


def is_hidden(attributes: dict[str, str], size: str) -> bool:
    """Whether a row or column is hidden, or its height (`ht`) or `width` leaves nothing to be seen."""
    said = attributes.get(size, "").strip()
    return is_true(attributes.get("hidden")) or (_is_size(said) is not None and float(said) < _SEEN[size])


def columns_in(spans: Spans) -> frozenset[int]:
    """All columns within the spans; overlapping ones cost nothing."""
    columns: set[int] = set()
    reached = 0
    for first, last in sorted(spans):
        columns.update(range(max(first, reached + 1), min(last, MAX_COLUMN) + 1))
        reached = max(reached, last)
    return frozenset(columns)
