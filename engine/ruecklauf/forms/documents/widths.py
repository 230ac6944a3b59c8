"""How wide the columns of a document's tables are: no word of a head or prompt is broken."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

TABLE_POINTS = 8.5
"""Size of the tables' letters; a template may have another one, then widths are as good as they can be."""
CELL_MARGIN = 70
"""Twips between a cell's border and its text, on either side."""
_BORDER = 20
_BREAKS = re.compile("[ \t\n\u2010\u2013/-]+")
_BOLD = {
    **dict.fromkeys("ijlI.,| \u00a0", 0.28),
    **dict.fromkeys("ft[]():;!-", 0.34),
    "r": 0.39,
    "w": 0.78,
    **dict.fromkeys("mM", 0.89),
    **dict.fromkeys("W", 0.95),
    **dict.fromkeys("☐☒", 1.0),
}
"""Widths of Arial's bold letters that are far from the usual ones, in ems."""
_LOWER, _UPPER, _PLAIN = 0.6, 0.73, 0.93
"""The usual widths; letters that are not bold are about so much narrower."""


@dataclass(frozen=True, slots=True)
class ColumnNeed:
    """How wide a column should be, and what has to fit into it."""

    share: int
    head: str
    shown: Iterable[str]

    @property
    def least(self) -> int:
        """Twips that the longest word takes."""
        plain = max((_points(word) for text in self.shown for word in _words(text)), default=0) * _PLAIN
        return int(20 * max(plain, *map(_points, _words(self.head)))) + 2 * CELL_MARGIN + _BORDER


def column_widths(columns: Sequence[ColumnNeed], total: int) -> list[int]:
    """Widths in twips that fill `total`: by their shares, but each as wide as its longest word.

    Where not even the longest words fit beside each other, all columns give way alike.
    """
    least = [column.least for column in columns]
    if sum(least) >= total:
        return _scaled(least, total)
    fixed: set[int] = set()
    while True:
        left = total - sum(least[number] for number in fixed)
        among = sum(column.share for number, column in enumerate(columns) if number not in fixed)
        widths = [
            least[number] if number in fixed else left * column.share / among
            for number, column in enumerate(columns)
        ]
        narrow = {number for number, width in enumerate(widths) if width < least[number]}
        if not narrow:
            return _scaled(widths, total)
        fixed |= narrow


def _scaled(widths: Sequence[float], total: int) -> list[int]:
    """Whole numbers in the same proportions that add up to `total`."""
    factor = total / sum(widths)
    scaled = [int(width * factor) for width in widths]
    scaled[-1] += total - sum(scaled)
    return scaled


def _words(text: str) -> list[str]:
    """What stays on one line; the hyphen after a part of a word is left out."""
    return _BREAKS.split(text)


def _points(word: str) -> float:
    return TABLE_POINTS * sum(_BOLD.get(letter, _UPPER if letter.isupper() else _LOWER) for letter in word)
