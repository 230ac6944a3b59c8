"""All indicators of a dataset, as one table."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

import pandas as pd

from ruecklauf.indicators.control import RETURNS, days_of, who_returned
from ruecklauf.indicators.declared import WAVES, BoundIndicator
from ruecklauf.indicators.families import FUNCTIONS
from ruecklauf.indicators.formulas import measure_formulas
from ruecklauf.indicators.frames import Frames
from ruecklauf.indicators.grouping import KEYS, Measured, moved_on
from ruecklauf.indicators.rows import RowReader
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
    reader = RowReader(frames, symbols)
    parts = [
        _placed(bound, _measured(bound, frames, reader, who, days), who, frames.waves) for bound in indicators
    ]
    table = pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=list(COLUMNS))
    return table.astype(COLUMNS)


def _waves(waves: Sequence[str]) -> pd.DataFrame:
    return pd.DataFrame({"alliance": "", "wave": list(waves), "row_id": ""}, dtype=object)


def _measured(
    bound: BoundIndicator, frames: Frames, reader: RowReader, who: pd.MultiIndex, days: Mapping[str, date]
) -> Measured:
    if bound.formulas:
        return measure_formulas(dict(bound.formulas), reader, who, dict(days))
    assert bound.indicator.function is not None
    return FUNCTIONS[bound.indicator.function](*frames.select(bound.indicator.inputs))


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
    names = list(map(str, parts.columns))
    return [
        json.dumps({name: _plain(cell) for name, cell in zip(names, row, strict=True)}, ensure_ascii=False)
        # itertuples of pandas 2.2 gives no rows where there are no columns
        for row in parts.astype(object).to_numpy()
    ]


def _plain(cell: float) -> float | int | None:
    if pd.isna(cell):
        return None
    return int(cell) if float(cell).is_integer() else round(float(cell), 12)
