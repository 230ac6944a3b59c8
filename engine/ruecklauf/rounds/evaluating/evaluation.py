"""The dataset of a project with its indicators."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
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
from ruecklauf.texts import languages, load_texts

_TABLES: Mapping[str, dict[str, str]] = {
    RETURNS: RETURN_COLUMNS,
    QUALITY: QUALITY_COLUMNS,
    INDICATORS: COLUMNS,
}


@dataclass(frozen=True)
class Evaluation:
    """Everything that was answered, and what it amounts to."""

    dataset: Dataset
    frames: Frames
    """The answers and the tables about the round."""
    indicators: tuple[BoundIndicator, ...]
    measured: pd.DataFrame
    """`measuring.COLUMNS`"""

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
    root = workspace.project.root
    indicators = bound_indicators(workspace.library, root)
    days = {wave.id: wave.reference_date for wave in workspace.project.settings.waves}
    with workspace.store.snapshot() as state:
        returns = returns_table(state, days, waves)
        counting = [each for each in state.current() if waves is None or each.wave in waves]
        declarations = state.declarations()
    frames = frames_of(dataset).ordered(days)
    counts = quality_table(frames, counting, declarations, days)
    frames = frames.with_tables({RETURNS: returns, QUALITY: counts})
    tables = scope_over(workspace.library.worksheets.values()).tables.values()
    symbols = {table.name: table for table in tables}
    return Evaluation(dataset, frames, indicators, measure(frames, indicators, symbols.values()))


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
