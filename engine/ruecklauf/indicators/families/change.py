"""What changed between a wave and the one before, in alliances that answered in both (the balanced panel).

Rows are matched by their row id, never by names.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from ruecklauf.indicators.families.core_group import CORE
from ruecklauf.indicators.families.needs import GAPS, NO_GAP
from ruecklauf.indicators.families.planning import DROPPED, WEIGHTS
from ruecklauf.indicators.grouping import KEYS, Measured, counted, everyone, measured, moved_on, share

BEFORE = "_before"


def paired(table: pd.DataFrame, waves: pd.DataFrame) -> tuple[pd.DataFrame, pd.MultiIndex]:
    """Rows of a wave beside the same rows of the wave before (`field_before`), and who is in the panel.

    A row that is in one of the waves only has NA on the other side.
    """
    order = list(waves["wave"])
    earlier = moved_on(table, order)
    later = table[table["wave"].isin(order[1:])]
    who = everyone(earlier, later)
    both = later.merge(earlier, how="outer", on=[*KEYS, "row_id"], suffixes=("", BEFORE))
    in_panel = pd.MultiIndex.from_frame(both[KEYS].astype(object)).isin(who)
    return both[in_panel], who


def core_turnover(actors: pd.DataFrame, waves: pd.DataFrame) -> Measured:
    """1 − Jaccard(K_t, K_{t−1}) of the core groups (share, 0 to 1): 0 is the same group. n: institutions that
    are core members in either wave. Components: stayed, joined, left."""
    both, who = paired(actors, waves)
    now, before = both["kerngruppe"].isin(CORE), both["kerngruppe" + BEFORE].isin(CORE)
    stayed, joined, left = (counted(both[each], who) for each in (now & before, now & ~before, ~now & before))
    union = stayed + joined + left
    parts = {"geblieben": stayed, "dazugekommen": joined, "ausgeschieden": left}
    return measured(1 - share(stayed, union), union, parts)


def realisation(actors: pd.DataFrame, waves: pd.DataFrame) -> Measured:
    """Core members that were planned and are active now, by those that were planned (share, 0 to 1).
    n: planned in the wave before. Components: active now."""
    both, who = paired(actors, waves)
    planned = both["kerngruppe" + BEFORE] == "geplant"
    active = counted(both[planned & (both["kerngruppe"] == "aktiv")], who)
    number = counted(both[planned], who)
    return measured(share(active, number), number, {"aktiv": active})


def gap_closure(needs: pd.DataFrame, waves: pd.DataFrame) -> Measured:
    """Cells with a gap in the wave before that have none now, by those that are rated now (share, 0 to 1).
    n: the denominator. Components: closed, new gaps."""
    both, who = paired(needs, waves)
    had, had_none = both["luecke" + BEFORE].isin(GAPS), both["luecke" + BEFORE] == NO_GAP
    has, has_none = both["luecke"].isin(GAPS), both["luecke"] == NO_GAP
    closed = counted(both[had & has_none], who)
    number = counted(both[had & (has | has_none)], who)
    return measured(
        share(closed, number), number, {"geschlossen": closed, "neu": counted(both[had_none & has], who)}
    )


def priority_movement(priorities: pd.DataFrame, waves: pd.DataFrame) -> Measured:
    """Priorities whose state moved forward, by those with a state in both waves (share, 0 to 1). n: the
    denominator, dropped ones left out. Components: moved forward, stayed, fell back, dropped, and every pair
    of states (`offen_begonnen`) as a matrix of transitions."""
    both, who = paired(priorities, waves)
    old, new = both["stand" + BEFORE], both["stand"]
    step: pd.Series[Any] = new.map(WEIGHTS).astype(float) - old.map(WEIGHTS).astype(float)
    forward, stayed, back = (counted(both[each], who) for each in (step > 0, step == 0, step < 0))
    dropped = counted(both[old.isin(WEIGHTS) & (new == DROPPED)], who)
    parts = {"vor": forward, "gleich": stayed, "zurueck": back, "verworfen": dropped}
    states = (*WEIGHTS, DROPPED)
    for first in states:
        for then in states:
            parts[f"{first}_{then}"] = counted(both[(old == first) & (new == then)], who)
    number = forward + stayed + back
    return measured(share(forward, number), number, parts)
