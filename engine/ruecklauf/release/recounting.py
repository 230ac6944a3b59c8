"""What somebody finds out who has the rows of a release beside its tables."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from ruecklauf.release.anonymous import AREAS, Release, returned
from ruecklauf.release.areas import Area
from ruecklauf.release.tables.counting import CellKey, Counted, count
from ruecklauf.release.tables.withholding import Published
from ruecklauf.values import Missing


def countable(release: Release, published: Sequence[Published]) -> int:
    """How many of the cells that are withheld can be counted from the rows of the release.

    Where any answer is withheld that may belong to a cell, nobody can count it.
    """
    areas = _areas(release)
    found = 0
    for publication in published:
        table = publication.table
        column = next(
            each for each in release.dataset.info[table.name].columns if each.name == table.question
        )
        again = count(release.dataset, table.name, column, areas, total=table.sum).cells
        found += sum(
            publication.is_withheld(key) and _is_whole(again, key) and again[key].value == cell.value
            for key, cell in table.cells.items()
        )
    return found


def _is_whole(cells: Mapping[CellKey, Counted], key: CellKey) -> bool:
    hidden = cells.get(key._replace(code=Missing.WITHHELD.value))
    return key in cells and (hidden is None or not hidden.by_alliance)


def _areas(release: Release) -> dict[str, Area]:
    rows = release.dataset.tables[AREAS].astype("string")
    areas = zip(map(str, rows["area_type"]), map(str, rows["size_class"]), strict=True)
    return dict(zip(map(str, rows["alliance"]), areas, strict=True))


def smallest_by_participation(release: Release) -> int:
    """How many alliances the smallest group has that share area and the waves which they returned."""
    came = returned(release.material.dataset)
    groups = Counter(
        (area, tuple(alliance in came[wave] for wave in sorted(came)))
        for alliance, area in release.areas.by_alliance.items()
    )
    return min(groups.values(), default=0)
