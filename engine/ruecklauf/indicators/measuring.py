"""All indicators of a dataset, as one table."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd

from ruecklauf.indicators.columns import ColumnReader
from ruecklauf.indicators.control import RETURNS, days_of, who_returned
from ruecklauf.indicators.declared import WAVES, BoundIndicator
from ruecklauf.indicators.families import FUNCTIONS
from ruecklauf.indicators.families.sharing import Shared
from ruecklauf.indicators.formulas import measure_formulas
from ruecklauf.indicators.frames import Frames
from ruecklauf.indicators.grouping import KEYS, Measured, keyed
from ruecklauf.rules.scope import TableSymbol

INDICATORS = "evaluation.indicators"
COLUMNS = {
    "alliance": "string",
    "wave": "string",
    "indicator": "string",
    "value": "Float64",
    "n": "Int64",
    "change": "Float64",
    "components": "string",
}
"""Columns of the table of indicators with their types. `alliance` is missing for numbers about a wave;
`change` is the value less that of the wave before; `components` is a JSON object."""


def measure(
    frames: Frames, indicators: Sequence[BoundIndicator], symbols: Iterable[TableSymbol]
) -> pd.DataFrame:
    """One row for each indicator and everyone who returned anything, in the order of the indicators.

    What cannot be computed has no value and n 0. `frames` must have the tables about the round.
    """
    frames = frames.with_tables({WAVES: _waves(frames.waves)})
    returns = frames.tables[RETURNS]
    who, days = who_returned(returns), days_of(returns)
    frames = _keyed(frames, indicators)
    source = _Source(frames, ColumnReader(frames, symbols, days), who, days)
    levels = {bound.indicator.level for bound in indicators}
    rows = {level: _Rows.of(level, who, frames.waves) for level in levels}
    parts = [rows[bound.indicator.level].placed(bound, source.measured(bound)) for bound in indicators]
    table = pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=list(COLUMNS))
    return table.astype(COLUMNS)


def _keyed(frames: Frames, indicators: Iterable[BoundIndicator]) -> Frames:
    """With the tables that these need as the functions read them quickest."""
    named = {name.rpartition(".")[0] for bound in indicators for name in bound.indicator.inputs}
    named |= {name for bound in indicators for formula in bound.formulas.values() for name in formula.tables}
    alliances = sorted({str(alliance) for alliance in frames.tables[RETURNS]["alliance"]})
    known = pd.MultiIndex.from_product([alliances, sorted(frames.waves)])
    own = {name: keyed(frames.tables[name], known) for name in sorted(named) if name in frames.tables}
    return frames.with_tables(own)


def _waves(waves: Sequence[str]) -> pd.DataFrame:
    return pd.DataFrame({"alliance": "", "wave": list(waves), "row_id": ""}, dtype=object)


class _Source:
    """What indicators are computed from; what several of them begin with is made once."""

    def __init__(
        self, frames: Frames, columns: ColumnReader, who: pd.MultiIndex, days: Mapping[str, date]
    ) -> None:
        self._frames = frames
        self._columns = columns
        self._who = who
        self._days = days
        self._made: dict[tuple[object, tuple[str, ...]], object] = {}

    def measured(self, bound: BoundIndicator) -> Measured:
        if bound.formulas:
            return measure_formulas(bound.formulas, self._columns, self._who, self._days)
        assert bound.indicator.function is not None
        function = FUNCTIONS[bound.indicator.function]
        inputs = bound.indicator.inputs
        if not isinstance(function, Shared):
            return function(*self._frames.select(inputs))
        key = (function.made, inputs)
        if key not in self._made:
            self._made[key] = function.made(*self._frames.select(inputs))
        return function.of(self._made[key])


@dataclass(frozen=True)
class _Rows:
    """The rows of the table that all indicators of a level have."""

    index: pd.Index[Any]
    keys: pd.DataFrame
    earlier: np.ndarray[Any, np.dtype[np.intp]]
    """Where the same alliance's row of the wave before is; -1 where there is none."""

    @staticmethod
    def of(level: str, who: pd.MultiIndex, waves: Sequence[str]) -> _Rows:
        index: pd.Index[Any] = who
        if level == "wave":
            index = pd.Index(list(waves), name="wave")
        elif level == "change":
            index = who[who.get_level_values("wave").isin(waves[1:])]
        return _Rows(index, index.to_frame(index=False).reindex(columns=KEYS), _earlier(index, waves))

    def placed(self, bound: BoundIndicator, found: Measured) -> pd.DataFrame:
        """A result as rows of the table, with those who have no value."""
        # a function that saw no rows at all may have said nothing
        named = list(dict.fromkeys(["value", "n", *found.columns]))
        whole = found.reindex(self.index).reindex(columns=named)
        value = whole["value"].to_numpy(dtype=float, na_value=np.nan)
        table = self.keys.copy()
        table["indicator"] = bound.indicator.id
        table["value"] = value
        table["n"] = whole["n"].fillna(0).round().to_numpy()
        table["change"] = self._change(value) if bound.indicator.level != "change" else None
        table["components"] = _components(whole.drop(columns=["value", "n"]))
        return table.reindex(columns=list(COLUMNS))

    def _change(self, value: np.ndarray[Any, np.dtype[np.float64]]) -> np.ndarray[Any, np.dtype[np.float64]]:
        """The value less that of the wave before, where there are both."""
        return value - np.where(self.earlier >= 0, value[self.earlier], np.nan)


def _earlier(index: pd.Index[Any], waves: Sequence[str]) -> np.ndarray[Any, np.dtype[np.intp]]:
    before = {later: earlier for earlier, later in pairwise(waves)}
    moved: pd.Index[Any] = pd.Index(
        [before.get(wave) for wave in index.get_level_values("wave")], dtype=object
    )
    if isinstance(index, pd.MultiIndex):
        moved = pd.MultiIndex.from_arrays([index.get_level_values("alliance"), moved], names=index.names)
    return index.get_indexer(moved)


def _components(parts: pd.DataFrame) -> list[str]:
    """JSON objects; the text of each different number is made once."""
    template = "{" + ", ".join(f"{_escaped(str(name))}: %s" for name in parts.columns) + "}"
    columns = [_texts(parts.iloc[:, place]) for place in range(parts.shape[1])]
    return [template % cells for cells in zip(*columns, strict=True)] if columns else ["{}"] * len(parts)


def _escaped(name: str) -> str:
    return json.dumps(name, ensure_ascii=False).replace("%", "%%")


def _texts(column: pd.Series[Any]) -> list[str]:
    codes, found = pd.factorize(column)
    texts = [*(json.dumps(_plain(cell)) for cell in found), "null"]
    return [texts[code] for code in codes.tolist()]


def _plain(cell: float) -> float | int | None:
    if pd.isna(cell):
        return None
    return int(cell) if float(cell).is_integer() else round(float(cell), 12)
