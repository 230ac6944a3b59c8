"""Small numbers are withheld, and with them what would tell them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

FEWEST_SHOWN = 3
"""Counts of fewer alliances or institutions are not shown, nor what fewer alliances say."""
Cell = tuple[int, int]
"""Row and column."""


@dataclass(frozen=True, slots=True)
class Counts:
    """Counts that add up, as they may be shown: withheld ones are None."""

    shown: tuple[int | None, ...]
    total: int | None
    """None where it would tell a withheld count."""
    rest: int
    """What the withheld ones amount to together; 0 where that is not told."""


def protected(counts: Sequence[int]) -> Counts:
    """Counts of a row that is shown with its sum."""
    withheld = hidden(counts)
    shown = tuple(None if place in withheld else count for place, count in enumerate(counts))
    total = sum(counts)
    if is_small(total) or _is_revealed([counts[place] for place in withheld]):
        return Counts(shown, None, 0)
    return Counts(shown, total, sum(counts[place] for place in withheld))


def protected_table(table: Sequence[Sequence[int]]) -> tuple[tuple[int | None, ...], ...]:
    """Counts whose sums by row and column may be known: none of these tells a withheld one."""
    lines = [[(row, column) for column in range(len(counts))] for row, counts in enumerate(table)]
    lines += [[line[column] for line in lines] for column in range(len(table[0]) if table else 0)]
    withheld = {(row, column) for line in lines for row, column in line if is_small(table[row][column])}
    before: set[Cell] | None = None
    while withheld != before:
        before = set(withheld)
        for line in lines:
            withheld |= _further(table, line, withheld)
    return tuple(
        tuple(None if (row, column) in withheld else count for column, count in enumerate(counts))
        for row, counts in enumerate(table)
    )


def _further(table: Sequence[Sequence[int]], line: Sequence[Cell], withheld: set[Cell]) -> set[Cell]:
    """What else is withheld of a line so that its sum tells nothing: first where others of the crossing line
    are withheld already, so that these protect each other."""
    own = {cell for cell in line if cell in withheld}
    others = [cell for cell in line if cell not in own and table[cell[0]][cell[1]] > 0]

    def last(cell: Cell) -> tuple[bool, int]:
        crossing = [other for other in withheld if other not in own and _meet(cell, other)]
        return not crossing, table[cell[0]][cell[1]]

    for cell in sorted(others, key=last):
        if not _is_revealed([table[row][column] for row, column in own]):
            break
        own.add(cell)
    return own


def _meet(cell: Cell, other: Cell) -> bool:
    return cell[0] == other[0] or cell[1] == other[1]


def hidden(counts: Sequence[int]) -> frozenset[int]:
    """Which counts of a row are withheld: small ones, and further ones, the smallest first, while the row's
    sum tells them."""
    withheld = {place for place, count in enumerate(counts) if is_small(count)}
    others = [place for place, count in enumerate(counts) if place not in withheld and count > 0]
    for place in sorted(others, key=lambda place: counts[place]):
        if not _is_revealed([counts[at] for at in withheld]):
            break
        withheld.add(place)
    return frozenset(withheld)


def is_small(number: int) -> bool:
    """Whether there are some, but too few to be shown."""
    return 0 < number < FEWEST_SHOWN


def _is_revealed(own: Sequence[int]) -> bool:
    """Whether their sum tells withheld counts: there is one only, or all are ones (none of them is 0)."""
    return bool(own) and (len(own) == 1 or sum(own) == len(own))
