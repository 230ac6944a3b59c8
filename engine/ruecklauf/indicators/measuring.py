"""All indicators of a dataset, as one table."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

import pandas as pd

from ruecklauf.indicators.columns import ColumnReader
from ruecklauf.indicators.control import RETURNS, days_of, who_returned
from ruecklauf.indicators.declared import WAVES, BoundIndicator
from ruecklauf.indicators.families import FUNCTIONS
from ruecklauf.indicators.families.sharing import Shared
from ruecklauf.indicators.formulas import measure_formulas
from ruecklauf.indicators.frames import Frames
from ruecklauf.indicators.grouping import KEYS, Measured, keyed, moved_on
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
    parts = [_placed(bound, source.measured(bound), who, frames.waves) for bound in indicators]
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


def _placed(bound: BoundIndicator, found: Measured, who: pd.MultiIndex, waves: Sequence[str]) -> pd.DataFrame:
    """The result as rows of the table, with those who have no value."""
    level = bound.indicator.level
    if level == "wave":
        index = pd.Index(list(waves), name="wave")
    elif level == "change":
        index = who[who.get_level_values("wave").isin(waves[1:])]
    else:
        index = who
    # a function that saw no rows at all may have said nothing
    whole = found.reindex(index).reindex(columns=list(dict.fromkeys(["value", "n", *found.columns])))
    table = whole.index.to_frame(index=False).reindex(columns=KEYS)
    table["indicator"] = bound.indicator.id
    table["value"] = whole["value"].to_numpy()
    table["n"] = whole["n"].fillna(0).round().to_numpy()
    table["change"] = _change(whole["value"], waves).to_numpy() if level != "change" else None
    table["components"] = _components(whole.drop(columns=["value", "n"]))
    return table.reindex(columns=list(COLUMNS))


def _change(value: pd.Series[Any], waves: Sequence[str]) -> pd.Series[Any]:
    """The value less that of the wave before, where there are both."""
    earlier = moved_on(value.rename("value").reset_index(), waves)
    return value - earlier.set_index(list(value.index.names))["value"].reindex(value.index)


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
