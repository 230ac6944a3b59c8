"""Looking up measured indicators and answers for figures."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from statistics import median, quantiles

import pandas as pd

from ruecklauf.report import charts
from ruecklauf.report.figures import Figure, Material
from ruecklauf.report.small import FEWEST_SHOWN, Counts, is_small


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
    return material.evaluation.rows(indicator, wave or material.wave)


def answers(material: Material, name: str, wave: str | None = None) -> pd.DataFrame:
    """The rows of a table in a wave; none where nobody returned it."""
    return material.evaluation.frames.of_wave(name, wave or material.wave)


def quartiles(numbers: Sequence[float]) -> tuple[float | None, float | None, float | None]:
    """Lower quartile, median, upper quartile, by linear interpolation; of one number itself."""
    if not numbers:
        return None, None, None
    if len(numbers) == 1:
        return numbers[0], numbers[0], numbers[0]
    lower, middle, upper = quantiles(numbers, n=4, method="inclusive")
    return lower, middle, upper


def spread(material: Material, numbers: Sequence[float]) -> tuple[str, str, str, str]:
    """How many alliances say a number, and quartiles of it, withheld where they are too few."""
    say = material.wording
    if is_small(len(numbers)):
        return say.withheld, say.withheld, say.withheld, say.withheld
    lower, median, upper = map(say.number, quartiles(numbers))
    return str(len(numbers)), lower, median, upper


def middle(numbers: Sequence[float]) -> float | None:
    """The median of what enough alliances say; None of what is withheld."""
    return median(numbers) if len(numbers) >= FEWEST_SHOWN else None


def middle_text(material: Material, numbers: Sequence[float], *, signed: bool = False) -> str:
    """The median as text, withheld where too few say it."""
    if is_small(len(numbers)):
        return material.wording.withheld
    return material.wording.number(middle(numbers), signed=signed)


def in_parts(material: Material, name: str, parts: Sequence[str], counts: Counts) -> list[charts.Row]:
    """One stacked bar of what may be shown, at its end what is withheld."""
    numbers = [*(count or 0 for count in counts.shown), counts.rest]
    bar = [
        {"name": name, "part": part, "value": number}
        for part, number in zip([*parts, material.wording.withheld], numbers, strict=True)
    ]
    if any(numbers):
        return bar
    return [*bar, {"name": name, "part": "", "value": 0, "note": material.wording.counts([counts.total])[0]}]


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
        shown = spread(material, found)
        n = max(n, len(found))
        rows.append((labels[indicator], *shown))
        drawn.append({"name": labels[indicator], "value": middle(found), "label": shown[2]})
    about = say(f"figures.{figure}.title")
    chart = charts.bars(drawn, about=about, axis=say(axis), most=1.1)
    return Figure(figure, tuple(rows), n, chart, params or {}) if n else None
