"""Looking up measured indicators and answers for figures."""

from __future__ import annotations

import json
from collections.abc import Mapping
from statistics import median, quantiles

import pandas as pd

from ruecklauf.report import charts
from ruecklauf.report.figures import Figure, Material


def values(material: Material, indicator: str, wave: str | None = None) -> dict[str, float]:
    """The values of an indicator in a wave that are not missing, by alliance."""
    rows = rows_of(material, indicator, wave)
    known = rows.dropna(subset=["value"])
    return dict(zip(known["alliance"], known["value"].astype(float), strict=True))


def parts(material: Material, indicator: str, wave: str | None = None) -> pd.DataFrame:
    """The components of an indicator by alliance, of alliances that have a value."""
    known = rows_of(material, indicator, wave).dropna(subset=["value"])
    return pd.DataFrame([json.loads(text) for text in known["components"]], index=list(known["alliance"]))


def rows_of(material: Material, indicator: str, wave: str | None = None) -> pd.DataFrame:
    """The rows of an indicator in a wave, by default the report's."""
    table = material.evaluation.measured
    return table[(table["indicator"] == indicator) & (table["wave"] == (wave or material.wave))]


def answers(material: Material, name: str, wave: str | None = None) -> pd.DataFrame:
    """The rows of a table in a wave; none where nobody returned it."""
    tables = material.evaluation.frames.tables
    if name not in tables:
        return pd.DataFrame(columns=["alliance", "wave", "row_id"], dtype=object)
    return tables[name][tables[name]["wave"] == (wave or material.wave)]


def quartiles(numbers: list[float]) -> tuple[float | None, float | None, float | None]:
    """Lower quartile, median, upper quartile, by linear interpolation; of one number itself."""
    if not numbers:
        return None, None, None
    if len(numbers) == 1:
        return numbers[0], numbers[0], numbers[0]
    lower, middle, upper = quantiles(numbers, n=4, method="inclusive")
    return lower, middle, upper


def middle(numbers: list[float]) -> float | None:
    return median(numbers) if numbers else None


def labels_of(material: Material) -> dict[str, str]:
    """The labels of the indicators."""
    language = material.wording.language
    return {each.indicator.id: each.indicator.label.told(language) for each in material.evaluation.indicators}


def quartile_figure(
    material: Material,
    figure: str,
    indicators: tuple[str, ...],
    *,
    axis: str,
    params: Mapping[str, object] | None = None,
) -> Figure | None:
    """Median and quartiles of indicators that are shares, with a bar for each median."""
    say, labels = material.wording, labels_of(material)
    rows, drawn = [], []
    n = 0
    for indicator in indicators:
        found = list(values(material, indicator).values())
        shown = tuple(map(say.number, quartiles(found)))
        n = max(n, len(found))
        rows.append((labels[indicator], str(len(found)), *shown))
        drawn.append({"name": labels[indicator], "value": middle(found) or 0, "label": shown[1]})
    about = say(f"figures.{figure}.title")
    chart = charts.bars(drawn, about=about, axis=say(axis), most=1.1)
    return Figure(figure, tuple(rows), n, chart, params or {}) if n else None
