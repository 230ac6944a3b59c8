"""A dataset in which answers are withheld."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any

import pandas as pd

from ruecklauf.dataset import ColumnInfo, Dataset, TableInfo
from ruecklauf.indicators.control import QUALITY
from ruecklauf.indicators.declared import BoundIndicator
from ruecklauf.indicators.measuring import INDICATORS
from ruecklauf.release.anonymous import Material
from ruecklauf.release.sparing.bonds import Row
from ruecklauf.release.sparing.rows import Withheld
from ruecklauf.values import Missing

_CHANGES, _PANEL = "panel_changes", "panel."
_WHY = Missing.WITHHELD.value
_ABOUT_ROWS = ("rows_before", "rows_unchanged", "rows_carried", "rows_untouched")


def shown(material: Material, withheld: Withheld) -> Dataset:
    """The dataset with `withheld` in place of these answers, and without what was counted from them."""
    dataset = material.dataset
    long = _long(dataset.long, withheld)
    tables = {name: _table(frame, dataset.info[name], withheld) for name, frame in dataset.tables.items()}
    tables[QUALITY] = _quality(tables[QUALITY], withheld)
    tables[INDICATORS] = _indicators(tables[INDICATORS], material.indicators, withheld)
    return replace(dataset, long=long, tables=tables, panel=_panel(dataset.panel, long, withheld))


def _in(alliances: pd.Series[Any], rows: pd.Series[Any], withheld: Collection[Row]) -> list[bool]:
    pairs = zip(alliances.astype(str), rows.astype(str), strict=True)
    return [pair in withheld for pair in pairs]


def _long(long: pd.DataFrame, withheld: Withheld) -> pd.DataFrame:
    keys = zip(
        long["worksheet"] + "." + long["table"], long["field"], long["alliance"], long["row_id"].fillna(""),
        long["missing"], strict=True,
    )  # fmt: skip
    own = [
        missing is pd.NA or missing != Missing.NOT_RETURNED.value
        if (alliance, row) in withheld.of.get((table, field), ())
        else False
        for table, field, alliance, row, missing in keys
    ]
    made = long.copy()
    made.loc[own, ["value", "raw"]] = pd.NA
    made.loc[own, "missing"] = _WHY
    return made


def _table(frame: pd.DataFrame, info: TableInfo, withheld: Withheld) -> pd.DataFrame:
    fields = (
        {column.field.id for column in info.columns if column.field} if info.name in withheld.by_table else ()
    )
    if not fields:
        return frame
    made = frame.copy()
    rows = made["row_id"] if "row_id" in made else pd.Series("", index=made.index)
    for field in fields:
        why = f"{field}_missing"
        if why in made and (own := withheld.of.get((info.name, field))):
            came = made[why].astype("string").ne(Missing.NOT_RETURNED.value).fillna(True)
            hidden = pd.Series(_in(made["alliance"], rows, own), index=made.index) & came
            _hide(
                made, [column for column in info.columns if column.field and column.field.id == field], hidden
            )
    return made


def _hide(made: pd.DataFrame, columns: Collection[ColumnInfo], hidden: pd.Series[bool]) -> None:
    for column in columns:
        if not column.says_why_missing:
            made.loc[hidden, column.name] = None
        elif hidden.any():
            kinds = made[column.name].dtype
            if isinstance(kinds, pd.CategoricalDtype) and _WHY not in kinds.categories:
                made[column.name] = made[column.name].cat.add_categories([_WHY])
            made.loc[hidden, column.name] = _WHY


def _quality(quality: pd.DataFrame, withheld: Withheld) -> pd.DataFrame:
    """What was asked and answered is counted over all questions of a sheet."""
    made = quality.copy()
    hidden = {
        (alliance, table.partition(".")[0])
        for table, alliances in withheld.by_table.items()
        for alliance in alliances
    }
    own = [pair in hidden for pair in zip(made["alliance"], made["worksheet"], strict=True)]
    counts = [name for name in ("applicable", "unanswered", "unknown") if name in made]
    made.loc[own, counts] = pd.NA
    return made


def _indicators(
    measured: pd.DataFrame, indicators: Collection[BoundIndicator], withheld: Withheld
) -> pd.DataFrame:
    """Without values, in all waves, where any of the answers behind them is withheld."""
    made = measured.copy()
    hidden = pd.Series(False, index=made.index)
    for bound in indicators:
        alliances = alliances_without(bound, withheld)
        own = made["indicator"].eq(bound.indicator.id)
        of_all = made["alliance"].isna() & bool(alliances)
        hidden |= own & (made["alliance"].isin(list(alliances)) | of_all)
    made.loc[hidden, ["value", "n", "change", "components"]] = pd.NA
    return made


def alliances_without(bound: BoundIndicator, withheld: Withheld) -> frozenset[str]:
    """Those of which an answer is withheld that the indicator is computed from."""
    found: set[str] = set()
    for name in bound.inputs:
        table, _, field = name.rpartition(".")
        found |= withheld.alliances((table, field))
    if reads_quality(bound):
        found |= {alliance for alliances in withheld.by_table.values() for alliance in alliances}
    return frozenset(found)


def reads_quality(bound: BoundIndicator) -> bool:
    """Whether it is computed from counts over all questions."""
    named = (*bound.indicator.inputs, *(name for each in bound.formulas.values() for name in each.inputs))
    about = [name.removeprefix(f"{QUALITY}.") for name in named if name.startswith(f"{QUALITY}.")]
    return any(name not in _ABOUT_ROWS for name in about)


def _panel(
    panel: Mapping[str, pd.DataFrame], long: pd.DataFrame, withheld: Withheld
) -> dict[str, pd.DataFrame]:
    """Of alliances of which anything of a table is withheld, it repeats only what the long table shows."""
    shown_cells = set(_shown_cells(long, withheld))
    made = dict(panel)
    for name, frame in panel.items():
        if name == _CHANGES:
            kept = [_is_shown(row, shown_cells, withheld) for row in frame.to_dict("records")]
            made[name] = frame[pd.Series(kept, index=frame.index, dtype=bool)]
        elif (table := name.removeprefix(_PANEL)) in withheld.by_table:
            made[name] = _panel_table(frame, table, shown_cells, withheld)
    return made


_ShownCell = tuple[str, str, str, str, str, str, str]
"""Table, alliance, wave, row, field, value and missing kind."""


def _shown_cells(long: pd.DataFrame, withheld: Withheld) -> list[_ShownCell]:
    own = long.assign(name=long["worksheet"] + "." + long["table"])
    own = own[own["name"].isin(list(withheld.by_table))]
    names = ["name", "alliance", "wave", "row_id", "field", "value", "missing"]
    return list(own[names].fillna("").itertuples(index=False, name=None))


def _is_shown(row: Mapping[Any, Any], shown_cells: Collection[_ShownCell], withheld: Withheld) -> bool:
    if row["alliance"] not in withheld.by_table.get(row["table"], ()):
        return True
    at = (row["table"], row["alliance"])
    end = (row["row_id"], row["field"])
    now = (*at, row["wave"], *end, _text(row["now"]), _text(row["now_missing"]))
    before = (*at, row["wave_before"], *end, _text(row["before"]), _text(row["before_missing"]))
    return now in shown_cells and before in shown_cells


def _panel_table(
    frame: pd.DataFrame, table: str, shown_cells: Collection[_ShownCell], withheld: Withheld
) -> pd.DataFrame:
    made = frame.copy()
    own = made["alliance"].isin(list(withheld.by_table[table]))
    former = made["row_id_original"] if "row_id_original" in made else made["row_id"]
    for why in [str(name) for name in made if str(name).endswith("_missing")]:
        field = why.removesuffix("_missing")
        if field not in made:
            continue
        cells = zip(
            made["alliance"], made["wave"], made["row_id"], former, made[field], made[why], strict=True
        )
        differs = [
            not any(
                (table, alliance, wave, _text(each), field, _text(value), _text(kind)) in shown_cells
                for each in (row, old)
            )
            and bool(_text(value) or _text(kind))
            and _text(kind) != Missing.NOT_RETURNED.value
            for alliance, wave, row, old, value, kind in cells
        ]
        hidden = pd.Series(differs, index=made.index, dtype=bool) & own
        made.loc[hidden, field] = pd.NA
        made.loc[hidden, why] = _WHY
    return made


def _text(cell: object) -> str:
    return "" if pd.isna(cell) else str(cell)  # type: ignore[call-overload]
