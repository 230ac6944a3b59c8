"""The core group: who of the four areas steers the alliance. Core members are planned and active ones."""

from __future__ import annotations

from typing import Any

import pandas as pd

from ruecklauf.indicators.grouping import Measured, counted, everyone, measured

AREAS = ("mi", "aw", "so", "bi")
"""Migration and integration, labour, social affairs, education; `quer` is none of them."""
CORE = ("geplant", "aktiv")
RECOMMENDED = 10


def area_coverage(actors: pd.DataFrame) -> Measured:
    """Areas with at least one core member, divided by 4 (share, 0 to 1).

    Fields: bereich, kerngruppe. n: actors of which it is known whether they are core members.
    Components: core members of each area. Source: concept of the core group (all four areas take part).
    """
    members = _by_area(actors)
    known = _known(actors)
    return measured((members > 0).sum(axis=1) / len(AREAS), known, _named(members))


def core_size(actors: pd.DataFrame) -> Measured:
    """Core members k of all areas, `quer` with them (institutions).

    n as in `area_coverage`. Components: planned, active, and members that belong to no single area.
    """
    core = _core(actors)
    who = everyone(actors)
    parts = {state: counted(core[core["kerngruppe"] == state], who) for state in CORE}
    parts["quer"] = counted(core[core["bereich"] == "quer"], who)
    return measured(counted(core, who), _known(actors), parts)


def core_deviation(actors: pd.DataFrame) -> Measured:
    """|k − 10|: how far the core group is from the size that is recommended (institutions)."""
    size = core_size(actors)
    return measured((size["value"] - RECOMMENDED).abs(), size["n"], {"k": size["value"]})


def balance(actors: pd.DataFrame) -> Measured:
    """(1 − Σ p_b²) / (3/4), p_b the share of area b in the core members of the four areas (0 to 1).

    The Gini-Simpson index over its largest value for four groups (Blau 1977): 1 is the same number of each,
    0 is all in one area. Fields and components as in `area_coverage`; n: core members of the four areas.
    """
    members = _by_area(actors)
    total = members.sum(axis=1)
    shares = members.div(total.where(total > 0), axis=0)
    value = (1 - (shares**2).sum(axis=1, min_count=1)) / (1 - 1 / len(AREAS))
    return measured(value, total, _named(members))


def _core(actors: pd.DataFrame) -> pd.DataFrame:
    return actors[actors["kerngruppe"].isin(CORE)]


def _known(actors: pd.DataFrame) -> pd.Series[Any]:
    return counted(actors[actors["kerngruppe"].notna()], everyone(actors))


def _by_area(actors: pd.DataFrame) -> pd.DataFrame:
    """Core members of each area."""
    core = _core(actors)
    who = everyone(actors)
    return pd.DataFrame({area: counted(core[core["bereich"] == area], who) for area in AREAS})


def _named(members: pd.DataFrame) -> dict[str, pd.Series[Any]]:
    return {f"k_{area}": members[area] for area in AREAS}
