"""Cells that stand in every return of a form, kept over the files of a process with their XML.

On returns of all nine worksheets reading takes 45 ms with it, 113 ms where nothing is remembered yet, and
152 ms by the XML parser alone (processor time on one slow core; the ratio matters).
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass

from ruecklauf.office.rich_text import RichText
from ruecklauf.office.workbook import SheetCell

MAX_LETTERS = 20_000_000
"""Of all pieces of XML together; all are forgotten when there are more, or more pieces than that."""
MAX_PIECES = 60_000
MAX_LOOKS = 9
"""Sets of styles for which pieces are remembered; the same form saved by another program has others."""


@dataclass(frozen=True, slots=True)
class Piece:
    """What the XML from behind one cell to the end of the next says."""

    row: int
    column: int
    begins_row: bool
    ends_row: bool
    cell: SheetCell | None
    """None for a blank one; never hidden, as the piece does not know that."""
    number: int = -1
    """Of the shared text that the cell shows; -1 for all others."""
    text: RichText | None = None
    group: str = ""
    """Of the cells that share the cell's formula."""
    formula: str | None = None
    """The formula of the group; the piece says the same only where the group still has it."""
    begins_group: bool = False


class Pieces(dict[str, Piece]):
    """The remembered pieces of files with the same styles, by their XML."""

    def __init__(self) -> None:
        super().__init__()
        self._letters = 0

    def learn(self, xml: str, piece: Piece) -> None:
        self._letters += len(xml)
        if self._letters > MAX_LETTERS or len(self) >= MAX_PIECES:
            self.clear()
            self._letters = len(xml)
        self[xml] = piece


_REMEMBERED: dict[Hashable, Pieces] = {}


def pieces_for(look: Hashable) -> Pieces:
    """What is remembered of files that look the same, which is all that cells hang on besides their XML."""
    if look not in _REMEMBERED and len(_REMEMBERED) == MAX_LOOKS:
        _REMEMBERED.clear()
    return _REMEMBERED.setdefault(look, Pieces())
