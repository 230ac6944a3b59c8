"""Cells of tables, counted from the answers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import NamedTuple

import pandas as pd

from ruecklauf.dataset import ColumnInfo, Dataset
from ruecklauf.release.areas import ALL, Area
from ruecklauf.values import Missing

GROUPINGS = ("area_type", "size_class")
EVERY = "all"
"""Stands for all codes, all classes, and the grouping of all alliances."""
BOTH = "area"
"""The grouping by area type and size class together: no table has it, but the rows of a release tell it."""


class CellKey(NamedTuple):
    """A cell of a table about one question."""

    wave: str
    code: str
    """Of an answer, or the kind of a missing one."""
    grouping: str
    group: str


@dataclass
class Counted:
    """What stands behind one cell."""

    by_alliance: dict[str, float] = field(default_factory=lambda: defaultdict(float))

    def add(self, alliance: str, amount: float) -> None:
        self.by_alliance[alliance] += amount

    @property
    def value(self) -> float:
        return sum(self.by_alliance.values())


@dataclass(frozen=True)
class Table:
    """The counts of one question."""

    name: str
    """`worksheet.section`"""
    question: str
    """The column."""
    sum: str
    """The number that is added up; empty where rows are counted."""
    cells: Mapping[CellKey, Counted]
    codes: tuple[str, ...]
    """In the order of the list, then the missing kinds."""
    groups: Mapping[str, tuple[str, ...]]
    """By grouping the classes."""
    waves: tuple[str, ...]
    in_rows: Mapping[CellKey, Counted] = field(default_factory=dict)
    """Of the grouping `BOTH`."""

    @property
    def id(self) -> tuple[str, str, str]:
        """What is counted: table, question, and the number that is added up."""
        return self.name, self.question, self.sum

    @property
    def title(self) -> str:
        """What is counted, for people."""
        return f"{self.name}.{self.question}" + (f" ({self.sum})" if self.sum else "")

    def without(self, grouping: str) -> Table:
        """The table without what tells the classes apart."""
        cells = {key: cell for key, cell in self.cells.items() if key.grouping != grouping}
        groups = {name: found for name, found in self.groups.items() if name != grouping}
        return replace(self, cells=cells, groups=groups)


def count(
    dataset: Dataset, name: str, column: ColumnInfo, areas: Mapping[str, Area], *, total: str = ""
) -> Table:
    """The counts of a question with a list or a tick, of the sheets that came back.

    With `total` the sum of that number in place of the rows; rows without it add nothing.
    """
    came = answered(dataset, name, column)
    came["amount"] = (
        dataset.tables[name].loc[came.index, total].astype("Float64").fillna(0.0) if total else 1.0
    )
    cells: dict[CellKey, Counted] = defaultdict(Counted)
    summed = came.groupby(["alliance", "wave", "code"], sort=False)["amount"].sum().reset_index()
    for row in summed.itertuples(index=False):
        for key in _keys(str(row.wave), str(row.code), areas[str(row.alliance)]):
            cells[key].add(str(row.alliance), float(str(row.amount)))
    there = {key.code for key in cells}
    ordered = [*column.categories, "true", "false", *(kind.value for kind in Missing)]
    groups = {
        grouping: tuple(sorted({area[place] for area in areas.values()}))
        for place, grouping in enumerate(GROUPINGS)
        if any(area[place] != ALL for area in areas.values())
    }
    shown = tuple(code for code in dict.fromkeys(ordered) if code in there)
    whole = {key: cells.get(key, Counted()) for key in _all_keys(came["wave"], shown, groups)}
    both = {BOTH: tuple(sorted({joined(area) for area in areas.values()}))}
    rows = {
        key: cells.get(key, Counted()) for key in _all_keys(came["wave"], shown, both) if key.grouping == BOTH
    }
    return Table(name, column.name, total, whole, shown, groups, tuple(sorted(set(came["wave"]))), rows)


def joined(area: Area) -> str:
    """An area as one group of the grouping `BOTH`."""
    return "/".join(area)


def answered(dataset: Dataset, name: str, column: ColumnInfo) -> pd.DataFrame:
    """Alliance, wave and code of every row whose sheet came back; in place of an answer why there is none."""
    assert column.field is not None
    frame, why = dataset.tables[name], dataset.tables[name][f"{column.field.id}_missing"].astype("string")
    values = frame[column.name].astype("string")
    if frame[column.name].dtype in ("boolean", "bool"):
        values = values.str.lower()
    codes = why.fillna(values).fillna(Missing.NOT_ASKED.value)
    found = frame[["alliance", "wave"]].astype("string").assign(code=codes)
    return found[~(why == Missing.NOT_RETURNED.value).fillna(False)]


def _keys(wave: str, code: str, area: Area) -> Iterator[CellKey]:
    for counted in (code, EVERY):
        yield CellKey(wave, counted, EVERY, EVERY)
        yield from (
            CellKey(wave, counted, grouping, group) for grouping, group in zip(GROUPINGS, area, strict=True)
        )
        yield CellKey(wave, counted, BOTH, joined(area))


def _all_keys(
    waves: pd.Series, codes: tuple[str, ...], groups: Mapping[str, tuple[str, ...]]
) -> Iterator[CellKey]:
    for wave in sorted(set(map(str, waves))):
        for code in (*codes, EVERY):
            yield CellKey(wave, code, EVERY, EVERY)
            for grouping, names in groups.items():
                yield from (CellKey(wave, code, grouping, group) for group in names)
