"""What a Word document may hold."""

from __future__ import annotations

from ruecklauf.office.refusal import Refusal

MAX_THINGS = 150_000
"""Of a whole file, cells counted with every column that they cover: most may become a finding."""
MAX_LETTERS = 5_000_000


class Tally:
    """What a whole file holds so far; Refusal `too_large` when it is too much."""

    def __init__(self) -> None:
        self.shown = 0
        """Grows with every text, box and picture: whether an element had any can be told afterwards."""
        self.controls = 0
        self._things = 0
        self._letters = 0

    def count(self, things: int, letters: int = 0) -> None:
        self._things += things
        self._letters += letters
        if self._things > MAX_THINGS:
            raise Refusal("too_large", why="das Dokument hat zu viele Absätze, Zellen und Textteile")
        if self._letters > MAX_LETTERS:
            raise Refusal("too_large", why="das Dokument hat zu viel Text")
