"""The one place that turns a dataset into frames for indicators."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import pandas as pd

from ruecklauf.dataset.standing import BECAME
from ruecklauf.definition.companions import GONE
from ruecklauf.fieldtypes.companion import ROW_STATUS
from ruecklauf.indicators.grouping import KEYS, keyed
from ruecklauf.values import Missing

if TYPE_CHECKING:
    from ruecklauf.dataset import Dataset

_ROW = [*KEYS, "row_id"]
_TABLE = [*KEYS, "worksheet", "table"]
_BLANK = {Missing.NO_ANSWER.value, Missing.NOT_ASKED.value}


@dataclass(frozen=True)
class Frames:
    """Tables by `worksheet.section`: alliance, wave, row_id and fields as canonical texts, missing as NA."""

    tables: Mapping[str, pd.DataFrame]
    kinds: Mapping[str, pd.DataFrame]
    """The same rows and fields with why a value is missing, where that was said or it could not be read."""
    waves: tuple[str, ...]
    """In the order of the rounds."""
    became: Mapping[str, pd.DataFrame] = field(default_factory=dict)
    """Of tables of which forms carried anything on the same rows with what became of each answer."""

    def select(self, fields: Iterable[str]) -> list[pd.DataFrame]:
        """One frame for each table that the fields (`worksheet.section.field`) lie in, in the order named.

        A table that nobody returned has no rows, and a field that no version had no values.
        """
        wanted: dict[str, list[str]] = {}
        for named in fields:
            table, _, field = named.rpartition(".")
            wanted.setdefault(table, []).append(field)
        return [self._columns(table, columns) for table, columns in wanted.items()]

    def _columns(self, name: str, fields: list[str]) -> pd.DataFrame:
        table = self.tables.get(name, pd.DataFrame(columns=_ROW, dtype=object))
        found = table.reindex(columns=list(dict.fromkeys([*_ROW, *fields])))
        return keyed(found.astype(dict.fromkeys(found.columns.difference(KEYS), object)))

    def of_wave(self, name: str, wave: str) -> pd.DataFrame:
        """The rows of a table in a wave; none where nobody returned it."""
        if name not in self.tables:
            return pd.DataFrame(columns=_ROW, dtype=object)
        return self.tables[name][self.tables[name]["wave"] == wave]

    def with_tables(self, tables: Mapping[str, pd.DataFrame]) -> Frames:
        """With further tables, such as those about the returns themselves."""
        return replace(self, tables={**self.tables, **tables})

    def ordered(self, waves: Iterable[str]) -> Frames:
        """With the waves in this order, as the project declares them."""
        order = {wave: number for number, wave in enumerate(waves)}
        return replace(self, waves=tuple(sorted(self.waves, key=lambda wave: order.get(wave, len(order)))))


def frames_of(dataset: Dataset) -> Frames:
    """The answers of a dataset; records without any answer are rows, too, but not those of sheets that did
    not come back, nor those of which the municipality says that they are no more, nor why a question has no
    answer that was not asked or left blank."""
    long = dataset.long[dataset.long["missing"].ne(Missing.NOT_RETURNED.value).fillna(True)]
    returned = long[_TABLE].drop_duplicates()
    long = long[~long["missing"].isin(_BLANK)]
    said_gone = long[long["field"].eq(ROW_STATUS) & long["value"].eq(GONE)]
    gone = dict(iter(said_gone.groupby(said_gone["worksheet"] + "." + said_gone["table"], sort=False)))
    parts = dict(iter(long.groupby(long["worksheet"] + "." + long["table"], sort=False)))
    tables, kinds = {}, {}
    for name, wide in dataset.tables.items():
        worksheet, _, section = name.partition(".")
        own = returned[(returned["worksheet"] == worksheet) & (returned["table"] == section)]
        records = _without(wide[_ROW].astype("string").merge(own[KEYS], on=KEYS), gone.get(name))
        answers = parts.get(name, long.iloc[:0])
        tables[name] = _pivoted(records, answers, "value")
        kinds[name] = _pivoted(records, answers, "missing")
    became = {name.removeprefix(f"{BECAME}."): table for name, table in dataset.became.items()}
    return Frames(tables, kinds, dataset.waves, became)


def _without(records: pd.DataFrame, gone: pd.DataFrame | None) -> pd.DataFrame:
    if gone is None:
        return records
    return records[~pd.MultiIndex.from_frame(records[_ROW]).isin(pd.MultiIndex.from_frame(gone[_ROW]))]


def _pivoted(records: pd.DataFrame, answers: pd.DataFrame, column: str) -> pd.DataFrame:
    wide = answers.pivot(index=_ROW, columns="field", values=column)
    wide.columns.name = None
    return records.merge(wide.reset_index(), how="left", on=_ROW, validate="one_to_one").astype(object)
