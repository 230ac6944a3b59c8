"""What all alliances together come to, where it does not tell what is withheld of a few."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pandas as pd

from ruecklauf.dataset import ColumnInfo, TableInfo
from ruecklauf.fieldtypes.localised import Localised
from ruecklauf.indicators.measuring import INDICATORS
from ruecklauf.release.anonymous import Release
from ruecklauf.release.sparing.rows import Withheld
from ruecklauf.release.sparing.shown import alliances_without

SUMMARY = "evaluation.summary"
_COLUMNS = {
    "wave": "string",
    "indicator": "string",
    "n": "Int64",
    "lower_quartile": "Float64",
    "median": "Float64",
    "upper_quartile": "Float64",
}


def with_summaries(release: Release, withheld: Withheld) -> Release:
    """The release with median and quartiles of each indicator that its rows have, over all alliances."""
    rows = list(_rows(release, withheld))
    frame = pd.DataFrame(rows, columns=list(_COLUMNS)).astype(_COLUMNS)
    dataset = release.dataset
    columns = tuple(ColumnInfo(name, dtype) for name, dtype in _COLUMNS.items())
    title = Localised({"de": "Mediane und Quartile der Indikatoren über alle Bündnisse"})
    worksheet, _, section = SUMMARY.partition(".")
    info = TableInfo(SUMMARY, worksheet, section, title, (), (), columns)
    return replace(
        release,
        dataset=replace(
            dataset,
            tables={**dataset.tables, SUMMARY: frame},
            info={**dataset.info, SUMMARY: info},
        ),
    )


def _rows(release: Release, withheld: Withheld) -> Iterator[tuple[object, ...]]:
    """Of so many alliances as a cell needs; where any are withheld, of so many of these, too.

    Otherwise the values of the others would tell those of one or two.
    """
    measured = release.material.dataset.tables[INDICATORS]
    there = set(release.dataset.tables[INDICATORS]["indicator"])
    fewest = max(release.material.terms.k, release.material.terms.fewest)
    known = {bound.indicator.id: alliances_without(bound, withheld) for bound in release.material.indicators}
    own = measured[measured["alliance"].notna() & measured["value"].notna()]
    for (indicator, wave), found in own.groupby(["indicator", "wave"], sort=True):
        hidden = set(found["alliance"]) & known[str(indicator)]
        if indicator in there and len(found) >= fewest and (not hidden or len(hidden) >= fewest):
            quartiles = found["value"].astype(float).quantile([0.25, 0.5, 0.75])
            yield wave, indicator, len(found), *quartiles
