"""What all indicator functions share: values by alliance and wave, counted and divided without inventing any.

A function takes frames with the columns `alliance`, `wave`, `row_id` and the fields it asks for, and gives a
frame by alliance and wave with the columns `value`, `n` and one for each component. What is missing is NaN.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd

KEYS = ["alliance", "wave"]

Numbers = pd.Series  # by alliance and wave
Measured = pd.DataFrame
"""By alliance and wave (or by wave): `value`, `n`, and the components."""


def keyed(frame: pd.DataFrame, known: pd.MultiIndex | None = None) -> pd.DataFrame:
    """With alliance and wave as categoricals, of which the functions here need not read the texts.

    Frames keyed by the same who are `known` have the same categories, where nobody else is in them.
    """
    levels = known.levels if known is not None else (None, None)
    return frame.assign(
        **{key: _categories(frame[key], level) for key, level in zip(KEYS, levels, strict=True)}
    )


def _categories(column: pd.Series[Any], known: pd.Index | None = None) -> pd.Series[Any]:
    if isinstance(column.dtype, pd.CategoricalDtype):
        return column
    found = {} if known is None else dict.fromkeys(known)
    texts = pd.Index(sorted({**found, **dict.fromkeys(column.unique())}), dtype=object)
    level = known if known is not None and len(texts) == len(known) else texts
    return pd.Series(pd.Categorical(column, categories=level), index=column.index)


def everyone(*frames: pd.DataFrame) -> pd.MultiIndex:
    """Who returned all of these tables, in which wave."""
    first, *others = (_keys(frame) for frame in frames)
    levels = [first[key].cat.categories for key in KEYS]
    found = np.unique(_places(first, levels))
    for other in others:
        found = np.intersect1d(found, _places(other, levels))
    found = found[found >= 0]
    codes: Any = np.divmod(found, max(1, len(levels[1])))
    wanted: Any = levels
    return pd.MultiIndex(levels=wanted, codes=codes, names=KEYS)


def _keys(frame: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame({key: _categories(frame[key]) for key in KEYS})


def _places(frame: pd.DataFrame, levels: Sequence[pd.Index]) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """A number for the alliance and wave of every row, in their order; -1 for those not in the levels."""
    first, second = (_codes(frame[key], level) for key, level in zip(KEYS, levels, strict=True))
    return np.where((first < 0) | (second < 0), -1, first * len(levels[1]) + second)


def places_of(frame: pd.DataFrame, who: pd.MultiIndex) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """Where the alliance and wave of every row stand among these; -1 for those that do not."""
    found = _places(frame, who.levels)
    own = _numbers_of(who)
    known = np.full(len(who.levels[0]) * len(who.levels[1]) + 1, -1, dtype=np.int64)
    known[own] = np.arange(len(who))
    return known[found]


def _numbers_of(who: pd.MultiIndex) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """As `_places` has them by its levels."""
    codes = [np.asarray(codes, dtype=np.int64) for codes in who.codes]
    return codes[0] * len(who.levels[1]) + codes[1]


def _codes(column: pd.Series[Any], level: pd.Index) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    found = _categories(column).cat
    if not found.categories.equals(level):
        found = found.set_categories(level).cat
    return found.codes.to_numpy().astype(np.int64)


def by_alliance(table: pd.DataFrame) -> dict[tuple[str, str], dict[str, list[Any]]]:
    """The columns of everyone's rows as lists, by alliance and wave: a frame for each would cost far more."""
    who = everyone(table)
    found = _places(table, who.levels)
    order = np.argsort(found, kind="stable")
    starts = np.flatnonzero(np.diff(found[order], prepend=-2)).tolist()
    columns = {str(name): table[name].to_numpy(dtype=object)[order].tolist() for name in table.columns}
    return {
        key: {name: column[start:end] for name, column in columns.items()}
        for key, (start, end) in zip(who, pairwise([*starts, len(table)]), strict=True)
    }


def counted(frame: pd.DataFrame, who: pd.MultiIndex) -> pd.Series[Any]:
    """How many rows each has; 0 for those that have none."""
    found = _places(frame, who.levels)
    counts = np.bincount(found[found >= 0], minlength=len(who.levels[0]) * len(who.levels[1]))
    return pd.Series(counts[_numbers_of(who)].astype(float), index=who)


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
    if isinstance(rows["wave"].dtype, pd.CategoricalDtype):
        return rows.assign(wave=_renamed(rows["wave"], following))
    return rows.assign(wave=[following[wave] for wave in rows["wave"]]).astype({"wave": object})


def _renamed(column: pd.Series[Any], names: Mapping[str, str]) -> pd.Series[Any]:
    """Categories under other names."""
    known = list(column.cat.categories)
    level = pd.Index(sorted({*known, *names.values()}), dtype=object)
    places = level.get_indexer(pd.Index([names.get(name, name) for name in known], dtype=object))
    return pd.Series(pd.Categorical.from_codes(places[column.cat.codes], level), index=column.index)


def days(column: pd.Series[Any]) -> pd.Series[Any]:
    """Canonical texts as dates."""
    return pd.to_datetime(column, errors="coerce", format="%Y-%m-%d")
