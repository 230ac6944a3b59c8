"""Each alliance beside the others, none of which can be made out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median, quantiles
from typing import Any

from ruecklauf.definition.indicators import Indicator
from ruecklauf.rounds.evaluating.evaluation import Evaluation, plain_rows

FEWEST_OTHERS = 5
"""Fewer other alliances with a value are compared with nobody."""
FEWEST_IN_QUARTERS = 8
"""From so many others on quartiles are told: two alliances at least in every quarter."""


@dataclass(frozen=True, slots=True)
class Others:
    """All other alliances of the wave that have a value."""

    number: int
    middle: float | None = None
    """The median; None of too few."""
    lower: float | None = None
    """The first quartile; None of too few."""
    upper: float | None = None


@dataclass(frozen=True, slots=True)
class Compared:
    """One indicator of one alliance."""

    indicator: Indicator
    value: float | None
    """None is missing: never 0."""
    n: int
    """Cases behind the value."""
    change: float | None
    """Since the wave before."""
    others: Others

    @property
    def stands(self) -> str:
        """`high` or `low` where it lies beyond the middle half of the others, else empty."""
        if self.value is None or self.others.lower is None or self.others.upper is None:
            return ""
        if self.value > self.others.upper:
            return "high"
        return "low" if self.value < self.others.lower else ""


def compare(evaluation: Evaluation, wave: str) -> dict[str, tuple[Compared, ...]]:
    """The indicators that are for feedback, by alliance; of everybody who returned anything in the wave.

    An indicator of which an alliance has no value is there without one; one of which nobody has is not there.
    """
    shown = [each.indicator for each in evaluation.indicators if each.indicator.feedback]
    table = evaluation.measured
    rows = plain_rows(table[table["wave"] == wave])
    found: dict[str, tuple[Compared, ...]] = {}
    by_indicator = {indicator.id: _rows_of(rows, indicator.id) for indicator in shown}
    asked = [
        each for each in shown if any(row["value"] is not None for row in by_indicator[each.id].values())
    ]
    alliances = sorted({alliance for known in by_indicator.values() for alliance in known})
    for alliance in alliances:
        found[alliance] = tuple(
            _compared(alliance, indicator, by_indicator[indicator.id]) for indicator in asked
        )
    return found


def _has_values(rows: Mapping[str, dict[str, Any]]) -> bool:
    return any(row["value"] is not None for row in rows.values())


def _rows_of(rows: Sequence[dict[str, Any]], indicator: str) -> dict[str, dict[str, Any]]:
    return {row["alliance"]: row for row in rows if row["indicator"] == indicator and row["alliance"]}


def _compared(alliance: str, indicator: Indicator, rows: Mapping[str, dict[str, Any]]) -> Compared:
    own = rows.get(alliance, {"value": None, "n": 0, "change": None})
    values = [row["value"] for other, row in rows.items() if other != alliance and row["value"] is not None]
    return Compared(indicator, own["value"], own["n"] or 0, own["change"], others_of(values))


def others_of(values: Sequence[float]) -> Others:
    """What may be said of so many others. The alliance's own value is not among them: who knows it could work
    out another's from a median of both."""
    if len(values) < FEWEST_OTHERS:
        return Others(len(values))
    if len(values) < FEWEST_IN_QUARTERS:
        return Others(len(values), median(values))
    lower, middle, upper = quantiles(values, n=4, method="inclusive")
    return Others(len(values), middle, lower, upper)
