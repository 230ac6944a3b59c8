"""What somebody finds out who has the rows of a release beside its tables."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from ruecklauf.release.anonymous import AREAS, Release, returned
from ruecklauf.release.areas import Area
from ruecklauf.release.tables.counting import count
from ruecklauf.release.tables.withholding import Published


def countable(release: Release, published: Sequence[Published]) -> int:
    """How many of the cells that are withheld can be counted from the rows of the release."""
    areas = _areas(release)
    found = 0
    for one in published:
        table = one.table
        column = next(
            each for each in release.dataset.info[table.name].columns if each.name == table.question
        )
        again = count(release.dataset, table.name, column, areas, total=table.sum).cells
        found += sum(
            one.is_withheld(key) and key in again and again[key].value == cell.value
            for key, cell in table.cells.items()
        )
    return found


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
