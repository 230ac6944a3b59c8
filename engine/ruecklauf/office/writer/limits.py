"""What a text document may hold: OpenDocument repeats rows, cells and spaces by a mere number."""

from __future__ import annotations

from ruecklauf.office.document import Block, DocumentTable, paragraphs_of
from ruecklauf.office.limits import MAX_LETTERS, MAX_SPACES, Budget

MAX_CELLS = 150_000
"""Repeated ones counted each, and merged ones with every column that they cover."""
MAX_PARAGRAPHS = 150_000
MAX_PIECES = 300_000
MAX_THINGS = 50_000
"""Comments, form controls and properties."""


class Allowance:
    """What one document may hold; Refusal `too_large` beyond that."""

    def __init__(self) -> None:
        self.cells = Budget(MAX_CELLS, "das Dokument hat zu viele Tabellenzellen")
        self.paragraphs = Budget(MAX_PARAGRAPHS, "das Dokument hat zu viele Absätze")
        self.pieces = Budget(MAX_PIECES, "das Dokument hat zu viele Textstücke")
        self.letters = Budget(MAX_LETTERS, "das Dokument hat zu viel Text")
        self.spaces = Budget(MAX_SPACES, "ein Text enthält zu viele Leerzeichen")
        self.things = Budget(MAX_THINGS, "das Dokument hat zu viele Kommentare, Felder oder Eigenschaften")

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


def _cells(blocks: tuple[Block, ...]) -> int:
    rows = [row for block in blocks if isinstance(block, DocumentTable) for row in block.rows]
    return sum(1 + _cells(cell.blocks) for row in rows for cell in row.cells)
