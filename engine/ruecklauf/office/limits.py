"""What a file may multiply: OpenDocument repeats cells and spaces by a mere number."""

from __future__ import annotations

from dataclasses import dataclass

from ruecklauf.office.document import Block, DocumentTable, paragraphs_of
from ruecklauf.office.refusal import Refusal
from ruecklauf.office.workbook import Sheet, Workbook

MAX_CELLS = 150_000
"""Cells with content, repeated ones counted each, and hidden rows and columns, in a whole workbook; in a text
document all cells, merged ones with every column that they cover. Every one of them may become a finding."""
MAX_LETTERS = 5_000_000
"""In all cells and notes, shared texts counted in each, or in a text document; findings quote them."""
MAX_SPACES = 10_000_000
MAX_SHEETS = 2_000
MAX_PARAGRAPHS = 150_000
MAX_PIECES = 300_000
MAX_THINGS = 50_000
"""Comments, form controls and properties of a text document."""


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
        self._things.spend(len(sheet.links) + len(sheet.recorded))
        self._letters.spend(
            sum(len(cell.raw.text) + len(cell.raw.formula or "") for cell in sheet.cells.values())
            + sum(len(note.text) + len(note.author) for note in sheet.notes)
            + sum(map(len, sheet.drawing_texts))
        )

    def take_rest(self, workbook: Workbook) -> None:
        """What is beside the sheets."""
        self._things.spend(len(workbook.unknown_parts) + len(workbook.names) + len(workbook.custom))


@dataclass(frozen=True, slots=True)
class TextAllowance:
    """What one text document may hold; Refusal `too_large` beyond that."""

    cells: Budget
    paragraphs: Budget
    pieces: Budget
    things: Budget
    letters: Budget
    spaces: Budget

    @classmethod
    def in_all(cls) -> TextAllowance:
        """One sum for everything, where no cell is repeated by a mere number."""
        everything = Budget(MAX_CELLS, "das Dokument hat zu viele Absätze, Zellen und Textteile")
        return cls(everything, everything, everything, everything, *_letters_and_spaces())

    @classmethod
    def of_each(cls) -> TextAllowance:
        """One sum for each kind."""
        return cls(
            Budget(MAX_CELLS, "das Dokument hat zu viele Tabellenzellen"),
            Budget(MAX_PARAGRAPHS, "das Dokument hat zu viele Absätze"),
            Budget(MAX_PIECES, "das Dokument hat zu viele Textstücke"),
            Budget(MAX_THINGS, "das Dokument hat zu viele Kommentare, Felder oder Eigenschaften"),
            *_letters_and_spaces(),
        )

    def repeat(self, blocks: tuple[Block, ...], times: int) -> None:
        """Make room for what stands there already to stand there so many times more."""
        if not times:
            return
        self.cells.spend(times * (1 + _cells(blocks)))
        paragraphs = list(paragraphs_of(blocks))
        self.paragraphs.spend(times * len(paragraphs))
        pieces = [piece for paragraph in paragraphs for piece in paragraph.pieces]
        self.pieces.spend(times * len(pieces))
        self.letters.spend(times * sum(len(piece.text) for piece in pieces))


def _letters_and_spaces() -> tuple[Budget, Budget]:
    return (
        Budget(MAX_LETTERS, "das Dokument hat zu viel Text"),
        Budget(MAX_SPACES, "ein Text enthält zu viele Leerzeichen"),
    )


def _cells(blocks: tuple[Block, ...]) -> int:
    rows = [row for block in blocks if isinstance(block, DocumentTable) for row in block.rows]
    return sum(1 + _cells(cell.blocks) for row in rows for cell in row.cells)


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
