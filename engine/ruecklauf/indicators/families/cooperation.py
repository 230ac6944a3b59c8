"""Cooperation as the office sees it: an ego star around the alliance, not the density of a network."""

from __future__ import annotations

import pandas as pd

from ruecklauf.indicators.families.core_group import AREAS
from ruecklauf.indicators.grouping import Measured, counted, everyone, measured, share


def cooperation_rate(actors: pd.DataFrame) -> Measured:
    """Existing actors with which there is cooperation, by those of which it is known (share, 0 to 1).

    koop = ja / (ja + nein) where vorhanden = ja. n: the denominator. Components: yes and no, yes and no of
    each area, and how many answered unknown or nothing.
    """
    who = everyone(actors)
    there = actors[actors["vorhanden"] == "ja"]
    yes, no = there[there["koop"] == "ja"], there[there["koop"] == "nein"]
    open_ones = there[~there["koop"].isin(("ja", "nein"))]
    parts = {"ja": counted(yes, who), "nein": counted(no, who), "offen": counted(open_ones, who)}
    for area in (*AREAS, "quer"):
        parts[f"ja_{area}"] = counted(yes[yes["bereich"] == area], who)
        parts[f"nein_{area}"] = counted(no[no["bereich"] == area], who)
    known = parts["ja"] + parts["nein"]
    return measured(share(parts["ja"], known), known, parts)
