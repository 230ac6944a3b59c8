"""Answers as formulas see them, of everyone at once: rows that say the same are read and judged once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from ruecklauf.indicators.frames import Frames
from ruecklauf.indicators.grouping import KEYS, keyed, places_of
from ruecklauf.indicators.rows import RowReader, value_of
from ruecklauf.rules.rows import Env, Row
from ruecklauf.rules.scope import TableSymbol
from ruecklauf.rules.totals import Total
from ruecklauf.values import Missing, Value

_Codes = np.ndarray[tuple[int], np.dtype[np.int64]]
_WIDE = 2**40
"""Numbers of combinations are made small again before they come near what an int64 holds."""


class ColumnReader:
    """Computes totals over tables for everyone."""

    def __init__(self, frames: Frames, symbols: Iterable[TableSymbol], days: Mapping[str, date]) -> None:
        self._frames = frames
        self._all_symbols = tuple(symbols)
        self._symbols = {symbol.name: symbol for symbol in self._all_symbols if symbol.name in frames.tables}
        self._days = days
        self._keys: dict[str, pd.DataFrame] = {}
        self._coded: dict[tuple[str, str], tuple[_Codes, list[Value | None]]] = {}

    @cached_property
    def rows(self) -> RowReader:
        """The same answers row by row, for formulas in which rows refer to one another."""
        return RowReader(self._frames, self._all_symbols)

    def who(self, tables: Iterable[str], who: pd.MultiIndex) -> pd.MultiIndex:
        """Those who returned all of these tables."""
        able = np.ones(len(who), dtype=bool)
        for name in tables:
            if name not in self._symbols:
                return who[:0]
            able &= np.isin(np.arange(len(who)), places_of(self._of(name), who))
        return who[able]

    def totals(self, total: Total, who: pd.MultiIndex) -> list[int | Decimal]:
        """The total of each."""
        if not len(who):
            return []
        rows, kinds = self._kinds_of_rows(total)
        adds = [total.adds(env, row) for env, row in rows]
        places = places_of(self._of(total.table), who)
        added = np.array([part is not None for part in adds], dtype=bool)[kinds] & (places >= 0)
        pairs = zip(places[added].tolist(), kinds[added].tolist(), strict=True)
        if total.is_distinct:
            found = Counter(place for place, _ in {(place, adds[kind]) for place, kind in pairs})
            return [found[place] for place in range(len(who))]
        if not any(isinstance(part, Decimal) for part in adds):
            return list(map(int, np.bincount(places[added], minlength=len(who))))
        sums = [Decimal(0)] * len(who)
        for place, kind in pairs:
            sums[place] += adds[kind]
        return list(sums)

    def _of(self, table: str) -> pd.DataFrame:
        """Alliance and wave of every row."""
        if table not in self._keys:
            self._keys[table] = keyed(self._frames.tables[table][KEYS])
        return self._keys[table]

    def _kinds_of_rows(self, total: Total) -> tuple[list[tuple[Env, Row]], _Codes]:
        """Rows that differ in what the total depends on, and for each row of the table which it is like."""
        keys = self._of(total.table)
        columns = {name: self._column(total.table, name) for name in total.fields}
        waves = [str(wave) for wave in keys["wave"].cat.categories]
        wave = keys["wave"].cat.codes.to_numpy().astype(np.int64)
        coded = [(codes, len(values)) for codes, values in columns.values()]
        coded += [(wave, len(waves))] if total.by_day else []
        kinds, first = _combined(coded, len(keys))
        rows: list[tuple[Env, Row]] = []
        for place in first.tolist():
            row = {name: values[codes[place]] for name, (codes, values) in columns.items()}
            day = self._days.get(waves[wave[place]], date.min)
            rows.append((Env(day), {name: value for name, value in row.items() if value is not None}))
        return rows, kinds

    def _column(self, table: str, name: str) -> tuple[_Codes, list[Value | None]]:
        """A field by numbers, and the value of each."""
        if (table, name) not in self._coded:
            self._coded[table, name] = self._read(table, name)
        return self._coded[table, name]

    def _read(self, table: str, name: str) -> tuple[_Codes, list[Value | None]]:
        symbol = self._symbols[table].fields[name]
        texts = self._frames.tables[table]
        if name not in texts.columns:
            return np.zeros(len(texts), dtype=np.int64), [None]
        text, said = _factorised(texts[name])
        kind, reasons = _factorised(self._frames.kinds[table][name])
        codes = np.where(kind >= 0, kind, np.where(text >= 0, text + len(reasons), len(reasons) + len(said)))
        values: list[Value | None] = [Missing(reason) for reason in reasons]
        values += [value_of(symbol.field, each) for each in said]
        return codes, [*values, None]


def _factorised(column: pd.Series[Any]) -> tuple[_Codes, list[str]]:
    codes, found = pd.factorize(column)
    return np.asarray(codes, dtype=np.int64), [str(text) for text in found]


def _combined(columns: Sequence[tuple[_Codes, int]], rows: int) -> tuple[_Codes, _Codes]:
    """A number for each combination of numbers, and the first row of each combination."""
    kinds = np.zeros(rows, dtype=np.int64)
    size = 1
    for codes, count in columns:
        if size * count > _WIDE:
            kinds, found = pd.factorize(kinds)
            size = len(found)
        kinds = kinds * count + codes
        size *= count
    kinds, found = pd.factorize(kinds)
    first = np.zeros(len(found), dtype=np.int64)
    first[kinds[::-1]] = np.arange(rows - 1, -1, -1)
    return np.asarray(kinds, dtype=np.int64), first
