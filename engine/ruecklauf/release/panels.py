"""The panel of a release: the same rows over waves, as coarse as the tables."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from typing import Any

import pandas as pd

from ruecklauf.release.fates import Fate, Fates, first_of
from ruecklauf.release.identities import Identities

_ALLIANCES, _CHANGES, _TABLE = "panel_alliances", "panel_changes", "panel."
_DAYS = ("form_made", "sent", "returned", "last_returned")
_KEPT = (
    "alliance", "wave", "version", "row_id", "printed", "panel_first", "panel_last", "panel_status",
    "panel_balanced",
)  # fmt: skip


def anonymous_panel(
    panel: Mapping[str, pd.DataFrame], fates: Fates, names: Identities, tables: Container[str]
) -> dict[str, pd.DataFrame]:
    """The frames of a panel without what the release leaves out; they have texts alone.

    What was returned in the terms of an older version, and lists of changes in one text, are left out.
    """
    return {
        name: found for frame_name in panel for name, found in _frame(frame_name, panel, fates, names, tables)
    }


def _frame(
    name: str, panel: Mapping[str, pd.DataFrame], fates: Fates, names: Identities, tables: Container[str]
) -> Iterator[tuple[str, pd.DataFrame]]:
    frame = panel[name]
    if name == _ALLIANCES:
        yield name, names.renamed(_with_periods(frame, fates))
    elif name == _CHANGES:
        yield name, _changes(frame, fates, names, tables)
    elif name.removeprefix(_TABLE) in tables:
        yield name, _rows(frame, name.removeprefix(_TABLE), fates, names)


def _with_periods(frame: pd.DataFrame, fates: Fates) -> pd.DataFrame:
    made = frame.copy()
    for name in _DAYS:
        made[name] = (
            made[name].map(lambda day: first_of(day, fates.terms), na_action="ignore").astype("string")
        )
    return made


def _changes(frame: pd.DataFrame, fates: Fates, names: Identities, tables: Container[str]) -> pd.DataFrame:
    """Those that can still be seen."""
    questions = list(zip(frame["table"], frame["field"], strict=True))
    there = [question[0] in tables and not fates[question].is_left_out for question in questions]
    made = frame.loc[there, [name for name in frame if not str(name).endswith("_original")]].copy()
    for name in ("before", "now"):
        made[name] = _values(made[name], made["alliance"], made["table"], made["field"], fates, names)
    same = made["before"].eq(made["now"]) | (made["before"].isna() & made["now"].isna())
    kinds = made["before_missing"].fillna("").eq(made["now_missing"].fillna(""))
    return names.renamed(made[~(same.fillna(False) & kinds)], first=("table",))


def _rows(frame: pd.DataFrame, table: str, fates: Fates, names: Identities) -> pd.DataFrame:
    fields = [
        str(name)
        for name in frame
        if f"{name}_original" in frame and name != "row_id" and not fates[table, str(name)].is_left_out
    ]
    made = frame[[*_KEPT, *(column for name in fields for column in (name, f"{name}_missing"))]].copy()
    for name in fields:
        about = (pd.Series(table, index=frame.index), pd.Series(name, index=frame.index))
        made[name] = _values(made[name], made["alliance"], *about, fates, names)
    return names.renamed(made)


def _values(
    values: pd.Series[Any],
    alliances: pd.Series[Any],
    tables: pd.Series[Any],
    fields: pd.Series[Any],
    fates: Fates,
    names: Identities,
) -> pd.Series[Any]:
    found = [
        None if pd.isna(value) else _value(value, alliance, (table, field), fates, names)
        for value, alliance, table, field in zip(values, alliances, tables, fields, strict=True)
    ]
    return pd.Series(found, index=values.index, dtype="string", name=values.name)


def _value(value: str, alliance: str, question: tuple[str, str], fates: Fates, names: Identities) -> str:
    return names.row(alliance, value) if fates[question] is Fate.REFERENCE else fates.value(question, value)
