"""Which cells of tables are withheld.

Tables of one question share the counts of each answer: by area type and by size class these have the same
sums. How many rows there are of each class stands in the tables of all questions: these sums are published
everywhere or nowhere, and where one may not be, no table of that section is split by that class. What is
withheld in one wave is withheld in all of them, for most answers are the same from wave to wave.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from ruecklauf.release.suppression.choosing import suppress
from ruecklauf.release.suppression.models import Cell, Equation, Key, Suppression, System
from ruecklauf.release.suppression.sensitivity import Dominance, Threshold
from ruecklauf.release.tables.counting import EVERY, CellKey, Counted, Table

Sensitive = Callable[[Counted], bool]


@dataclass(frozen=True)
class Published:
    """A table and what is withheld of it."""

    table: Table
    by_wave: Mapping[str, Suppression]

    def is_withheld(self, key: CellKey) -> bool:
        return key in self.by_wave[key.wave].withheld

    @property
    def primary(self) -> int:
        return sum(len(found.primary) for found in self.by_wave.values())

    @property
    def secondary(self) -> int:
        return sum(len(found.secondary) for found in self.by_wave.values())

    @property
    def narrowest(self) -> float | None:
        """Of what can be worked out for any cell that is withheld."""
        widths = [found.narrowest for found in self.by_wave.values() if found.narrowest is not None]
        return min(widths, default=None)


def withhold(table: Table, fewest: int) -> Published | None:
    """The table of counts without small cells; None where not even its sums may be published."""
    sensitive = _small(fewest)
    for grouping in list(table.groups):
        if _sums_tell(table, sensitive, grouping):
            table = table.without(grouping)
    if _sums_tell(table, sensitive, EVERY):
        return None
    small = _in_every_wave(table, {key for key, cell in table.cells.items() if sensitive(cell)})
    found = {
        wave: suppress(_system(table, wave, small, protection=fewest, fixed=True)) for wave in table.waves
    }
    return Published(table, found)


def withhold_sums(table: Table, rule: Dominance) -> Published:
    """The table of sums of a number without cells that would tell what one alliance has."""
    told = {key for key, cell in table.cells.items() if rule.is_sensitive(list(cell.by_alliance.values()))}
    small = _in_every_wave(table, told)
    largest = max((max(table.cells[key].by_alliance.values(), default=0.0) for key in small), default=0.0)
    asked = max(1.0, rule.p * largest)
    found = {
        wave: suppress(_system(table, wave, small, protection=asked, fixed=False)) for wave in table.waves
    }
    return Published(table, found)


def _small(fewest: int) -> Sensitive:
    threshold = Threshold(fewest)
    return lambda cell: threshold.is_sensitive(cell.value, len(cell.by_alliance))


def _sums_tell(table: Table, sensitive: Sensitive, grouping: str) -> bool:
    sums = (cell for key, cell in table.cells.items() if key.code == EVERY and key.grouping == grouping)
    return any(map(sensitive, sums))


def _in_every_wave(table: Table, found: Iterable[CellKey]) -> frozenset[CellKey]:
    """The cells, and the same ones of other waves with anything in them."""
    every = {key._replace(wave=wave) for key in found for wave in table.waves}
    return frozenset({*found, *(key for key in every if table.cells[key].value > 0 and key.code != EVERY)})


def _system(table: Table, wave: str, small: frozenset[CellKey], *, protection: float, fixed: bool) -> System:
    cells: dict[Key, Cell] = {
        key: Cell(cell.value, key in small, fixed=fixed and key.code == EVERY)
        for key, cell in table.cells.items()
        if key.wave == wave
    }
    return System(cells, tuple(_sums(table, wave)), protection)


def _sums(table: Table, wave: str) -> Iterator[Equation]:
    places = [(EVERY, EVERY), *((name, group) for name, found in table.groups.items() for group in found)]
    for grouping, group in places:
        parts = tuple(CellKey(wave, code, grouping, group) for code in table.codes)
        yield Equation(CellKey(wave, EVERY, grouping, group), parts)
    for code in (*table.codes, EVERY):
        for grouping, found in table.groups.items():
            parts = tuple(CellKey(wave, code, grouping, group) for group in found)
            yield Equation(CellKey(wave, code, EVERY, EVERY), parts)
