"""What a file may multiply: OpenDocument repeats cells and spaces by a mere number."""

from __future__ import annotations

from ruecklauf.office.refusal import Refusal
from ruecklauf.office.workbook import Sheet, Workbook

MAX_CELLS = 150_000
"""Cells with content, repeated ones counted each, and hidden rows and columns, in a whole workbook. Every one
of them may become a finding."""
MAX_LETTERS = 5_000_000
"""In all cells and notes, shared texts counted in each; findings quote them."""
MAX_SPACES = 10_000_000
MAX_SHEETS = 2_000


class Budget:
    """A number that is spent bit by bit; Refusal `too_large` when there is no more."""

    def __init__(self, amount: int, why: str) -> None:
        self._left = amount
        self._why = why

    @classmethod
    def of_cells(cls) -> Budget:
        """For the cells of one workbook."""
        return cls(MAX_CELLS, "die Tabelle hat zu viele Zellen")

    def spend(self, amount: int = 1) -> None:
        self._left -= amount
        if self._left < 0:
            raise Refusal("too_large", why=self._why)


class Allowance:
    """What one workbook may hold, whichever format it has; Refusal `too_large` beyond that."""

    def __init__(self) -> None:
        self._things = Budget.of_cells()
        self._letters = Budget(MAX_LETTERS, "die Tabelle hat zu viel Text")
        self._sheets = Budget(MAX_SHEETS, "die Datei hat zu viele Blätter")

    def take_sheet(self, sheet: Sheet) -> None:
        self._sheets.spend()
        self._things.spend(len(sheet.cells) + len(sheet.notes) + len(sheet.merged) + len(sheet.drawing_texts))
        self._letters.spend(
            sum(len(cell.raw.text) + len(cell.raw.formula or "") for cell in sheet.cells.values())
            + sum(len(note.text) + len(note.author) for note in sheet.notes)
            + sum(map(len, sheet.drawing_texts))
        )

    def take_rest(self, workbook: Workbook) -> None:
        """What is beside the sheets."""
        self._things.spend(len(workbook.unknown_parts) + len(workbook.names) + len(workbook.custom))


def within_limits(workbook: Workbook) -> Workbook:
    """The workbook itself, unless it holds too much."""
    allowance = Allowance()
    for sheet in workbook.sheets:
        allowance.take_sheet(sheet)
    allowance.take_rest(workbook)
    return workbook


def count(text: str | None) -> int:
    """How often something is repeated: once if nothing is said or the number is none."""
    return max(int(text), 1) if text else 1
