"""The answers of a release as rules and formulas read them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import pandas as pd

from ruecklauf.dataset import ColumnInfo
from ruecklauf.fieldtypes.base import Kind
from ruecklauf.release.anonymous import Release
from ruecklauf.release.sparing.bonds import row_ids
from ruecklauf.values import Missing, Value

_SAID = (Missing.UNKNOWN.value, Missing.NOT_APPLICABLE.value, Missing.UNREADABLE.value)
"""Kinds of missing answers that rules tell from none."""


@dataclass(frozen=True, slots=True)
class Beside:
    """The answers of one alliance in one wave that a rule looks at."""

    tables: Mapping[str, Mapping[str, Mapping[str, Value]]]
    """By table and row the answers by field."""
    day: date


class Answers:
    """The answers to the questions that a release has, as exactly as they were given."""

    def __init__(self, release: Release) -> None:
        self._release = release
        self._dataset = release.material.dataset
        self._read: dict[str, dict[tuple[str, str], dict[str, dict[str, Value]]]] = {}

    def of(self, tables: Iterable[str], alliance: str, wave: str) -> Beside:
        """The rows of these tables."""
        own = {name: self._table(name).get((alliance, wave), {}) for name in tables}
        return Beside(own, self._release.material.days.get(wave, date.max))

    def each(self, tables: Iterable[str]) -> Iterator[Beside]:
        """The rows of these tables, for everyone who has any."""
        names = list(tables)
        for owner in dict.fromkeys(owner for name in names for owner in self._table(name)):
            yield self.of(names, *owner)

    def waves(self) -> tuple[str, ...]:
        return self._dataset.waves

    def _table(self, name: str) -> dict[tuple[str, str], dict[str, dict[str, Value]]]:
        if name not in self._read:
            self._read[name] = self._rows(name) if name in self._dataset.info else {}
        return self._read[name]

    def _rows(self, name: str) -> dict[tuple[str, str], dict[str, dict[str, Value]]]:
        frame = self._dataset.tables[name]
        columns = self._columns(name, frame)
        found: dict[tuple[str, str], dict[str, dict[str, Value]]] = defaultdict(dict)
        keys = zip(frame["alliance"].astype(str), frame["wave"].astype(str), row_ids(frame), strict=True)
        for place, (alliance, wave, row) in enumerate(keys):
            said = {field: values[place] for field, values in columns.items()}
            found[alliance, wave][row] = {field: value for field, value in said.items() if value is not None}
        return found

    def _columns(self, name: str, frame: pd.DataFrame) -> dict[str, list[Value | None]]:
        by_field: dict[str, list[ColumnInfo]] = defaultdict(list)
        for each in self._dataset.info[name].columns:
            if each.field is not None and not self._release.fates[name, each.field.id].is_left_out:
                by_field[each.field.id].append(each)
        return {field: _values(columns, frame) for field, columns in by_field.items()}


def _values(columns: list[ColumnInfo], frame: pd.DataFrame) -> list[Value | None]:
    """What the columns of one question say, row by row; of a multiple choice the codes that are ticked."""
    why = next((each for each in columns if each.says_why_missing), None)
    said = [each for each in columns if not each.says_why_missing]
    kinds = frame[why.name].astype("string").tolist() if why else [None] * len(frame)
    if said and said[0].code:
        ticks = zip(*(frame[each.name] for each in said), strict=True)
        values: list[Value | None] = [_ticked(said, cells) for cells in ticks]
    else:
        values = [
            _value(each.field.kind, cell) for each in said[:1] if each.field for cell in frame[each.name]
        ]
    return [
        Missing(kind) if value is None and not pd.isna(kind) and kind in _SAID else value
        for value, kind in zip(values or [None] * len(frame), kinds, strict=True)
    ]


def _ticked(columns: list[ColumnInfo], cells: tuple[Any, ...]) -> Value | None:
    if all(pd.isna(cell) for cell in cells):
        return None
    return tuple(each.code for each, cell in zip(columns, cells, strict=True) if not pd.isna(cell) and cell)


def _value(kind: Kind, cell: Any) -> Value | None:
    """What a cell of a table says; nothing of what is missing for any reason."""
    if pd.isna(cell):
        return None
    match kind:
        case Kind.TICK:
            return bool(cell)
        case Kind.NUMBER:
            return Decimal(str(cell))
        case Kind.DATE:
            return pd.Timestamp(cell).date()
    return str(cell)
