"""Which cells of tables are withheld.

Tables of one question share the counts of each answer: by area type and by size class these have the same
sums. How many rows there are of each class stands in the tables of all questions: these sums are published
everywhere or nowhere, and where one may not be, no table of that section is split by that class. Where one
question tells who was not asked another (`links`), their cells are chosen and audited together.

What is withheld in one wave is withheld in all of them, for most answers are the same from wave to wave. For
the same reason the difference between two waves may tell what somebody answered who returned one of them
only: where fewer alliances than a cell needs make it, among them such a one, the cell is withheld, too.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations

from ruecklauf.release.suppression.choosing import suppress
from ruecklauf.release.suppression.models import Cell, Equation, Key, Suppression, System
from ruecklauf.release.suppression.sensitivity import Dominance, Threshold
from ruecklauf.release.tables.counting import BOTH, EVERY, GROUPINGS, CellKey, Counted, Table
from ruecklauf.release.tables.links import Link

Sensitive = Callable[[Counted], bool]


@dataclass(frozen=True)
class Published:
    """A table and what is withheld of it."""

    table: Table
    by_wave: Mapping[str, Suppression]
    """Keys of cells are those of the table."""
    between_waves: frozenset[CellKey] = frozenset()
    """Of those withheld the cells whose difference to another wave would tell an alliance's answer."""
    in_rows: Mapping[CellKey, int] = field(default_factory=dict)
    """Of the grouping `BOTH`: how many of its rows a release may not show, for the withheld cells' sake."""

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
    return next(iter(withhold_together([table], [], fewest)), None)


def withhold_together(tables: Sequence[Table], links: Sequence[Link], fewest: int) -> tuple[Published, ...]:
    """Tables of counts about one section without small cells; those whose sums may not be published are not.

    A question whose unasked rows cannot be protected, as other tables tell them, has no table.
    """
    candidates = [
        kept for kept in (_without_small_sums(table, fewest) for table in tables) if kept is not None
    ]
    if not candidates:
        return ()
    between = {table.question: frozenset(revealed_between_waves(table, fewest)) for table in candidates}
    small = frozenset(
        named(table, key)
        for table in candidates
        for key in _in_every_wave(table, {*_small_cells(table, fewest), *between[table.question]})
    )
    waves = tuple(dict.fromkeys(wave for table in candidates for wave in table.waves))
    try:
        found = {wave: suppress(system(candidates, links, wave, small, protection=fewest)) for wave in waves}
    except ValueError:
        first = next((link.question for link in links if len(candidates) > 1), "")
        if not first:
            raise
        left = [table for table in candidates if table.question != first]
        return withhold_together(left, [link for link in links if first not in link], fewest)
    return tuple(
        Published(table, _own(table, found), between[table.question], dict(_of_rows(table, found)))
        for table in candidates
    )


def _of_rows(table: Table, found: Mapping[str, Suppression]) -> Iterator[tuple[CellKey, int]]:
    for key, cell in table.in_rows.items():
        name, own = named(table, key), found[key.wave]
        if name in own.withheld:
            yield key, math.ceil(cell.value - own.least.get(name, 0.0))


def _without_small_sums(table: Table, fewest: int) -> Table | None:
    sensitive = _small(fewest)
    for grouping in list(table.groups):
        if _sums_tell(table, sensitive, grouping):
            table = table.without(grouping)
    return None if _sums_tell(table, sensitive, EVERY) else table


def _small_cells(table: Table, fewest: int) -> Iterator[CellKey]:
    sensitive = _small(fewest)
    return (key for key, cell in table.cells.items() if sensitive(cell))


def revealed_between_waves(table: Table, fewest: int) -> Iterator[CellKey]:
    """Cells of which two waves differ by so few alliances, one of which returned one of the two only.

    A reader who takes the answers of all others for unchanged would know what it answered.
    """
    if len(table.codes) < 2:
        return
    came = {wave: table.cells[CellKey(wave, EVERY, EVERY, EVERY)].by_alliance.keys() for wave in table.waves}
    for first, second in combinations(table.waves, 2):
        once = came[first] ^ came[second]
        for key in table.cells:
            if key.wave == first and key.code != EVERY:
                both = (key, key._replace(wave=second))
                before, after = (table.cells[at].by_alliance for at in both)
                moved = {
                    alliance
                    for alliance in {*before, *after}
                    if before.get(alliance, 0) != after.get(alliance, 0)
                }
                if len(moved) < fewest and moved & once:
                    yield from (at for at in both if table.cells[at].value > 0)


def _own(table: Table, found: Mapping[str, Suppression]) -> dict[str, Suppression]:
    """What was found for the cells of one of several tables, by its own keys."""
    return {wave: _of_table(table, found[wave]) for wave in table.waves}


def _of_table(table: Table, found: Suppression) -> Suppression:
    keys = {named(table, key): key for key in table.cells}
    return Suppression(
        frozenset(keys[name] for name in found.primary if name in keys),
        frozenset(keys[name] for name in found.secondary if name in keys),
        {keys[name]: interval for name, interval in found.intervals.items() if name in keys},
    )


def withhold_sums(table: Table, rule: Dominance) -> Published:
    """The table of sums of a number without cells that would tell what one alliance has."""
    sensitive = {
        key for key, cell in table.cells.items() if rule.is_sensitive(list(cell.by_alliance.values()))
    }
    small = _in_every_wave(table, sensitive)
    largest = max((max(table.cells[key].by_alliance.values(), default=0.0) for key in small), default=0.0)
    asked = max(1.0, rule.p * largest)
    keys = frozenset(named(table, key) for key in small)
    found = {
        wave: suppress(system([table], [], wave, keys, protection=asked, fixed=False), in_part=False)
        for wave in table.waves
    }
    return Published(table, _own(table, found), in_rows=dict(_of_rows(table, found)))


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


def named(table: Table, key: CellKey) -> Key:
    """The key of a cell among those of several tables, which share the numbers of rows."""
    return ("" if key.code == EVERY else table.question, *key)


def system(
    tables: Sequence[Table], links: Sequence[Link], wave: str, small: frozenset[Key], *,
    protection: float, fixed: bool = True,
) -> System:  # fmt: skip
    """The tables of one wave, whose numbers of rows are known where they are `fixed`."""
    there = [table for table in tables if wave in table.waves]
    cells: dict[Key, Cell] = {}
    for table in there:
        for key, cell in table.cells.items():
            if key.wave == wave:
                name = named(table, key)
                cells[name] = Cell(cell.value, name in small, fixed=fixed and key.code == EVERY)
        cells |= _cells_of_rows(table, wave, small, fixed=fixed)
    own = [equation for table in there for equation in _sums(table, wave)]
    between = [equation for link in links for equation in _linked(there, link, wave)]
    return System(cells, tuple(dict.fromkeys([*own, *between])), protection)


def _cells_of_rows(table: Table, wave: str, small: frozenset[Key], *, fixed: bool) -> dict[Key, Cell]:
    """What somebody counts from rows; those of a small cell are withheld with it."""
    made = {}
    for key, cell in table.in_rows.items():
        if key.wave == wave:
            above = (key._replace(grouping=grouping, group=group) for grouping, group in _above(table, key))
            is_small = cell.value > 0 and any(named(table, coarser) in small for coarser in above)
            is_known = fixed and key.code == EVERY
            made[named(table, key)] = Cell(cell.value, is_small, fixed=is_known, is_open=True)
    return made


def _above(table: Table, key: CellKey) -> Iterator[tuple[str, str]]:
    """The places of a table that a group of rows is part of."""
    yield EVERY, EVERY
    for grouping, group in zip(GROUPINGS, key.group.split("/"), strict=True):
        if grouping in table.groups:
            yield grouping, group


def _places(table: Table) -> list[tuple[str, str]]:
    return [(EVERY, EVERY), *((name, group) for name, found in table.groups.items() for group in found)]


def _row_places(table: Table) -> list[tuple[str, str]]:
    return [(BOTH, group) for group in dict.fromkeys(key.group for key in table.in_rows)]


def _sums(table: Table, wave: str) -> Iterator[Equation]:
    for place in _places(table):
        parts = tuple(named(table, CellKey(wave, code, *place)) for code in table.codes)
        yield Equation(named(table, CellKey(wave, EVERY, *place)), parts)
    for code in (*table.codes, EVERY):
        for grouping, found in table.groups.items():
            parts = tuple(named(table, CellKey(wave, code, grouping, group)) for group in found)
            yield Equation(named(table, CellKey(wave, code, EVERY, EVERY)), parts)
    yield from _sums_of_rows(table, wave)


def _sums_of_rows(table: Table, wave: str) -> Iterator[Equation]:
    parts: dict[CellKey, list[Key]] = defaultdict(list)
    for key in table.in_rows:
        if key.wave == wave:
            for grouping, group in _above(table, key):
                parts[key._replace(grouping=grouping, group=group)].append(named(table, key))
    yield from (Equation(named(table, total), tuple(found)) for total, found in parts.items())
    for group in dict.fromkeys(key.group for key in table.in_rows):
        own = tuple(named(table, CellKey(wave, code, BOTH, group)) for code in table.codes)
        yield Equation(named(table, CellKey(wave, EVERY, BOTH, group)), own)


def _linked(tables: Sequence[Table], link: Link, wave: str) -> Iterator[Equation]:
    """The sums of a link in every place that both tables have; one that is not published tells nothing."""
    known = {table.question: table for table in tables}
    first, other = known.get(link.question), known.get(link.other)
    if first is None or other is None:
        return
    for place in (*_places(first), *_row_places(first)):
        if place in _places(other) or place[0] == BOTH:
            codes = [code for code in link.codes if code in other.codes]
            parts = tuple(named(other, CellKey(wave, code, *place)) for code in codes)
            yield Equation(named(first, CellKey(wave, link.code, *place)), parts)
