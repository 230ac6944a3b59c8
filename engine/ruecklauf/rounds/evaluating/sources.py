"""Where an indicator comes from: the answers that it is computed from, each with its file and cell."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

import pandas as pd

from ruecklauf.errors import ProjectError
from ruecklauf.indicators.declared import BoundIndicator
from ruecklauf.project import Alliance
from ruecklauf.project.settings import Wave
from ruecklauf.rounds.evaluating.evaluation import Evaluation, evaluate, plain_rows
from ruecklauf.rounds.workspace import Workspace


@dataclass(frozen=True, slots=True)
class IndicatorSources:
    """One indicator of an alliance in a wave, and its answers."""

    result: dict[str, Any]
    """`measuring.COLUMNS`, the components as a dict."""
    answers: tuple[dict[str, str | None], ...]
    """Rows of the long dataset; for a change also those of the wave before."""


def indicator_sources(
    workspace: Workspace, alliance: Alliance, wave: Wave, indicator: str
) -> IndicatorSources:
    """The answers in all fields that an indicator is computed from.

    ProjectError where there is no value of it: nothing was returned, or it is about the round itself.
    """
    evaluation = evaluate(workspace)
    bound = next(each for each in evaluation.indicators if each.indicator.id == indicator)
    result = _result(evaluation.measured, alliance, wave, bound)
    return IndicatorSources(result, _answers(evaluation, alliance, wave, bound))


def _result(measured: pd.DataFrame, alliance: Alliance, wave: Wave, bound: BoundIndicator) -> dict[str, Any]:
    own = measured[(measured["indicator"] == bound.indicator.id) & (measured["wave"] == wave.id)]
    if bound.indicator.level != "wave":
        own = own[own["alliance"] == alliance.id]
    if own.empty:
        raise ProjectError(
            f"{alliance.name} has no indicator {bound.indicator.id!r} in wave {wave.id}.",
            remedy="Nothing was returned, or there is no wave before to compare with.",
        )
    row = plain_rows(own)[0]
    return {**row, "components": json.loads(row["components"])}


def _answers(
    evaluation: Evaluation, alliance: Alliance, wave: Wave, bound: BoundIndicator
) -> tuple[dict[str, str | None], ...]:
    long = evaluation.dataset.long
    waves = [wave.id]
    if bound.indicator.level == "change":
        order = evaluation.frames.waves
        waves = list(order[max(0, order.index(wave.id) - 1) : order.index(wave.id) + 1])
    fields = long["worksheet"] + "." + long["table"] + "." + long["field"]
    own = long[(long["alliance"] == alliance.id) & long["wave"].isin(waves) & fields.isin(bound.inputs)]
    return tuple(plain_rows(own[own["cell"].notna() | (own["corrected"] == "true")]))
