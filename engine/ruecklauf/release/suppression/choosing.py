"""Which cells are withheld beside those that are sensitive."""

from __future__ import annotations

import math
from collections.abc import Collection

from ruecklauf.release.suppression.audit import Auditor, intervals
from ruecklauf.release.suppression.models import Key, Suppression, System
from ruecklauf.release.suppression.programs import Program, Row

_MOVED = 1e-7
_HIDDEN = (1, 2, 4, 8)
"""How many times the protection is hidden of cells that are withheld in part, until that is enough."""
_MOST_REVIEWED = 80
"""Cells among which it is looked for such as need not be withheld; among more it takes too long."""


def suppress(system: System, *, in_part: bool = True) -> Suppression:
    """The cells to withhold: all sensitive ones, and as little as is found of others.

    Every interval is at least as wide as the system asks. For each cell that is not protected yet the
    cheapest way is looked for in which it could be another number, so far away; the cells on this way are
    withheld. Then each is given back that the others do not need. `in_part`: of open cells no more is hidden
    than that takes. ValueError where cells that are `fixed`
    leave no way.
    """
    primary = {key for key, cell in system.cells.items() if cell.sensitive}
    withheld = set(primary)
    if primary:
        _protect(system, withheld)
        _give_back(system, withheld, primary)
    least = _shown_again(system, withheld) if in_part else {}
    found = intervals(system, withheld, guarded(system, withheld), least)
    return Suppression(frozenset(primary), frozenset(withheld - primary), found, least)


def _protect(system: System, withheld: set[Key]) -> None:
    chooser = _Chooser(system)
    while True:
        auditor = Auditor(system, withheld)
        open_ = [key for key in _by_size(system, guarded(system, withheld)) if not auditor.is_protected(key)]
        if not open_:
            return
        before = len(withheld)
        for key in open_:
            withheld |= chooser.way(key, withheld)
        if len(withheld) == before:
            # nothing that is published moves any more, so that only larger numbers than there are would do
            raise ValueError(f"{open_[0]} cannot be protected")


def _give_back(system: System, withheld: set[Key], primary: Collection[Key]) -> None:
    """Publish what need not be withheld, the largest first."""
    if len(withheld) > _MOST_REVIEWED:
        return
    for key in _by_size(system, withheld - set(primary)):
        fewer = withheld - {key}
        auditor = Auditor(system, fewer)
        if all(auditor.is_protected(other) for other in _by_size(system, guarded(system, fewer))):
            withheld.discard(key)


def guarded(system: System, withheld: Collection[Key]) -> set[Key]:
    """Those of them whose interval must be wide."""
    return {key for key in withheld if not system.cells[key].is_open}


def _shown_again(system: System, withheld: Collection[Key]) -> dict[Key, float]:
    """How much of open cells can be shown: of those that are large it is enough to hide a few."""
    own = {key: system.cells[key] for key in withheld}
    for times in _HIDDEN:
        hidden = times * math.ceil(system.protection)
        least = {
            key: cell.value - hidden
            for key, cell in own.items()
            if cell.is_open and not cell.sensitive and cell.value > hidden
        }
        auditor = Auditor(system, withheld, least)
        if all(auditor.is_protected(key) for key in guarded(system, withheld)):
            return least
    return {}


def _by_size(system: System, keys: Collection[Key]) -> list[Key]:
    return sorted(keys, key=lambda key: (-system.cells[key].value, key))


class _Chooser:
    """Finds ways by which a cell could be larger without any sum being wrong.

    Each cell can rise (first half of the columns) or fall (second half), the latter by its value at most.
    """

    def __init__(self, system: System) -> None:
        self._system = system
        self._keys = sorted(system.cells)
        self._places = {key: place for place, key in enumerate(self._keys)}
        cells = [system.cells[key] for key in self._keys]
        rises = [0.0 if cell.fixed else math.inf for cell in cells]
        falls = [0.0 if cell.fixed else cell.value for cell in cells]
        rows = [self._row(equation.total, equation.parts) for equation in system.equations]
        self._program = Program([*rises, *falls], rows)

    def _row(self, total: Key, parts: tuple[Key, ...]) -> Row:
        half = len(self._keys)
        places = [self._places[key] for key in (total, *parts)]
        signs = [1.0, *([-1.0] * len(parts))]
        columns = (*places, *(half + place for place in places))
        return Row(columns, (*signs, *(-sign for sign in signs)), 0.0)

    def way(self, key: Key, withheld: Collection[Key]) -> set[Key]:
        """The cells that move where a cell moves by the protection asked for; those withheld cost nothing.

        It rises, or where sums that are known forbid that, it falls as far as it can and rises by the rest.
        """
        costs = {}
        for other, at in self._places.items():
            if other not in withheld:
                costs[at] = costs[len(self._keys) + at] = self._cost(other)
        asked, value = self._system.protection, self._system.cells[key].value
        fall = min(value, asked)
        for moves in ([(asked, 0.0)], [(0.0, fall), (asked - fall, 0.0)]):
            ways = [self._moved(key, rise, down, costs) for rise, down in moves if rise or down]
            if all(way is not None for way in ways):
                return {other for way in ways for other in way or ()}
        raise ValueError(f"{key} cannot be protected")

    def _moved(self, key: Key, rise: float, fall: float, costs: dict[int, float]) -> set[Key] | None:
        """What moves where the cell moves by so much; None where it cannot."""
        half, place = len(self._keys), self._places[key]
        self._program.bound(place, rise, rise)
        self._program.bound(half + place, fall, fall)
        moved = self._program.cheapest(costs)
        self._program.bound(place, 0.0, math.inf)
        self._program.bound(half + place, 0.0, self._system.cells[key].value)
        if moved is None:
            return None
        both = ((other, max(moved[at], moved[half + at])) for other, at in self._places.items())
        return {other for other, by in both if by > _MOVED}

    def _cost(self, key: Key) -> float:
        """Larger cells cost more, but not in proportion: one large cell may save many small ones."""
        return 1.0 + math.sqrt(self._system.cells[key].value)
