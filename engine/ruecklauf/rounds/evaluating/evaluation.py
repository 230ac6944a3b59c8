"""The dataset of a project with its indicators."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any

import pandas as pd

from ruecklauf.dataset import ColumnInfo, Dataset, TableInfo, build_dataset
from ruecklauf.definition.rulebook import scope_over
from ruecklauf.errors import RuecklaufError
from ruecklauf.fieldtypes.localised import Localised
from ruecklauf.findings import Subject
from ruecklauf.indicators.completeness import quality_table
from ruecklauf.indicators.control import (
    QUALITY,
    QUALITY_COLUMNS,
    RETURN_COLUMNS,
    RETURNS,
    returns_table,
    typed,
)
from ruecklauf.indicators.declared import BoundIndicator, bound_indicators
from ruecklauf.indicators.frames import Frames, frames_of
from ruecklauf.indicators.measuring import COLUMNS, INDICATORS, measure
from ruecklauf.rounds.workspace import Workspace
from ruecklauf.rules.scope import TableSymbol
from ruecklauf.store import Snapshot
from ruecklauf.texts import languages, load_texts

_TABLES: Mapping[str, dict[str, str]] = {
    RETURNS: RETURN_COLUMNS,
    QUALITY: QUALITY_COLUMNS,
    INDICATORS: COLUMNS,
}


@dataclass(frozen=True)
class Measurement:
    """What was answered amounts to; read from the store or from a snapshot of it."""

    frames: Frames
    """The answers and the tables about the round."""
    indicators: tuple[BoundIndicator, ...]
    measured: pd.DataFrame
    """`measuring.COLUMNS`"""
    sources: tuple[str, ...]
    """SHA-256 of every file in which anything stands that counts, sorted."""

    def rows(self, indicator: str, wave: str) -> pd.DataFrame:
        """What was measured of an indicator in a wave."""
        return self.measured.take(self._places.get((indicator, wave), []))

    @cached_property
    def _places(self) -> Mapping[tuple[str, str], Any]:
        """Where the rows of each indicator and wave stand."""
        found: Any = self.measured.groupby(["indicator", "wave"], sort=False).indices
        return dict(found)


@dataclass(frozen=True)
class Evaluation(Measurement):
    """Everything that was answered, and what it amounts to."""

    dataset: Dataset

    def exported(self) -> Dataset:
        """The dataset with the tables about the round and the indicators."""
        own = {RETURNS: self.frames.tables[RETURNS], QUALITY: self.frames.tables[QUALITY]}
        tables = {name: typed(table, _TABLES[name]) for name, table in own.items()}
        tables[INDICATORS] = self.measured
        if taken := [name for name in tables if name in self.dataset.tables]:
            raise RuecklaufError(
                f"two tables would be named {taken[0]!r}.", remedy="Give the worksheet another id."
            )
        info = {name: _info(name, columns) for name, columns in _TABLES.items()}
        return replace(
            self.dataset, tables={**self.dataset.tables, **tables}, info={**self.dataset.info, **info}
        )


def evaluate(
    workspace: Workspace,
    waves: Collection[str] | None = None,
    *,
    kept: Collection[tuple[str, str, Subject]] = (),
    unmasked: str = "",
) -> Evaluation:
    """The current returns of these waves, or of all, with all declared indicators.

    Texts that seem to be personal are masked but for those `kept`, by alliance, wave and question; none are
    where the reason is given why they are `unmasked`.
    What is compared with the wave before is only there if both waves are among them.
    """
    dataset = build_dataset(workspace.store, waves=waves, kept=kept, unmasked=unmasked)
    indicators = bound_indicators(workspace.library, workspace.project.root)
    days = days_of_waves(workspace)
    with workspace.store.snapshot() as state:
        frames = with_round(frames_of(dataset).ordered(days), state, days, waves)
    measured = measure(frames, indicators, symbols_of(workspace))
    return Evaluation(frames, indicators, measured, dataset.sources, dataset)


def days_of_waves(workspace: Workspace) -> dict[str, date]:
    """The reference date of each wave, in the order in which they are declared."""
    return {wave.id: wave.reference_date for wave in workspace.project.settings.waves}


def symbols_of(workspace: Workspace) -> list[TableSymbol]:
    """The tables that formulas name, once each."""
    tables = scope_over(workspace.library.worksheets.values()).tables.values()
    return list({table.name: table for table in tables}.values())


def with_round(
    frames: Frames, state: Snapshot, days: Mapping[str, date], waves: Collection[str] | None = None
) -> Frames:
    """The frames with the tables about the round."""
    counting = [each for each in state.current() if waves is None or each.wave in waves]
    counts = quality_table(frames, counting, state.declarations(), days)
    return frames.with_tables({RETURNS: returns_table(state, days, waves), QUALITY: counts})


def plain_rows(table: pd.DataFrame) -> list[dict[str, Any]]:
    """Rows as dicts of plain values, None for what is missing."""
    plain = table.astype(object)
    names = list(map(str, table.columns))
    rows = plain.where(plain.notna(), None).itertuples(index=False, name=None)
    return [dict(zip(names, row, strict=True)) for row in rows]


def _info(name: str, columns: Mapping[str, str]) -> TableInfo:
    worksheet, _, section = name.partition(".")
    title = Localised({language: load_texts(language)(f"evaluation.{section}") for language in languages()})
    infos = tuple(ColumnInfo(column, dtype, label=_label(column)) for column, dtype in columns.items())
    return TableInfo(name, worksheet, section, title, (), (), infos)


def _label(column: str) -> Localised:
    known = map(load_texts, languages())
    return Localised({texts.language: texts(f"evaluation.columns.{column}") for texts in known})
