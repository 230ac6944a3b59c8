"""What all indicator functions share: values by alliance and wave, counted and divided without inventing any.

A function takes frames with the columns `alliance`, `wave`, `row_id` and the fields it asks for, and gives a
frame by alliance and wave with the columns `value`, `n` and one for each component. What is missing is NaN.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

import pandas as pd

KEYS = ["alliance", "wave"]

Numbers = pd.Series  # by alliance and wave
Measured = pd.DataFrame
"""By alliance and wave (or by wave): `value`, `n`, and the components."""


def everyone(*frames: pd.DataFrame) -> pd.MultiIndex:
    """Who returned all of these tables, in which wave."""
    found = [pd.MultiIndex.from_frame(frame[KEYS].drop_duplicates().astype(object)) for frame in frames]
    index = found[0]
    for other in found[1:]:
        index = index.intersection(other)
    return index.sort_values()


def by_alliance(table: pd.DataFrame) -> dict[tuple[str, str], dict[str, list[Any]]]:
    """The columns of everyone's rows as lists, by alliance and wave: a frame for each would cost far more."""
    columns = {str(name): table[name].tolist() for name in table.columns}
    places: dict[tuple[str, str], list[int]] = {}
    for place, key in enumerate(zip(columns["alliance"], columns["wave"], strict=True)):
        places.setdefault(key, []).append(place)
    return {
        key: {name: [column[place] for place in own] for name, column in columns.items()}
        for key, own in places.items()
    }


def counted(frame: pd.DataFrame, who: pd.MultiIndex) -> pd.Series[Any]:
    """How many rows each has; 0 for those that have none."""
    return frame.groupby(KEYS).size().reindex(who, fill_value=0).astype(float)


def share(part: pd.Series[Any], whole: pd.Series[Any]) -> pd.Series[Any]:
    """The quotient; missing where the whole is 0."""
    return part.div(whole.where(whole > 0))


def measured(
    value: pd.Series[Any], n: pd.Series[Any], components: Mapping[str, pd.Series[Any]] | None = None
) -> Measured:
    """The result of a function; where nothing was there to be counted, the value is missing."""
    parts = {"value": value.where(n > 0), "n": n.fillna(0)}
    return pd.DataFrame({**parts, **(components or {})}, index=n.index)


def numbers(column: pd.Series[Any]) -> pd.Series[Any]:
    """Canonical texts as numbers."""
    return pd.to_numeric(column, errors="coerce").astype(float)


def moved_on(table: pd.DataFrame, waves: Sequence[str]) -> pd.DataFrame:
    """The rows of all waves but the last, each under the wave that followed."""
    following = dict(pairwise(waves))
    rows = table[table["wave"].isin(following)]
    return rows.assign(wave=[following[wave] for wave in rows["wave"]]).astype({"wave": object})


def days(column: pd.Series[Any]) -> pd.Series[Any]:
    """Canonical texts as dates."""
    return pd.to_datetime(column, errors="coerce", format="%Y-%m-%d")
