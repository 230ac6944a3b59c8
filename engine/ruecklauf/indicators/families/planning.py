"""What alliances plan and carry out: priorities and measures."""

from __future__ import annotations

from typing import Any

import pandas as pd

from ruecklauf.indicators.grouping import KEYS, Measured, counted, days, everyone, measured, share

WEIGHTS = {"offen": 0.0, "begonnen": 1 / 3, "teilweise": 2 / 3, "erreicht": 1.0}
DROPPED = "verworfen"
STATES = ("geplant", "laeuft", "umgesetzt", "verzoegert", DROPPED)


def priority_progress(priorities: pd.DataFrame) -> Measured:
    """Mean weight of the priorities that were not dropped (0 to 1): offen 0, begonnen 1/3, teilweise 2/3,
    erreicht 1. n: those priorities with a known state. Components: priorities in each state, dropped
    ones too."""
    who = everyone(priorities)
    state = priorities["stand"]
    weighed = priorities.assign(weight=state.map(WEIGHTS).astype(float))
    mean = weighed.groupby(KEYS, observed=True)["weight"].mean().reindex(who)
    parts = {name: counted(priorities[state == name], who) for name in (*WEIGHTS, DROPPED)}
    return measured(mean, counted(priorities[state.isin(WEIGHTS)], who), parts)


def measures_implemented(measures: pd.DataFrame) -> Measured:
    """Implemented measures by all that were not dropped (share, 0 to 1). n: measures with a known state that
    were not dropped. Components: measures in each state."""
    who = everyone(measures)
    parts = {state: counted(measures[measures["stand"] == state], who) for state in STATES}
    known = sum((parts[state] for state in STATES if state != DROPPED), pd.Series(0.0, index=who))
    return measured(share(parts["umgesetzt"], known), known, parts)


def measures_on_time(measures: pd.DataFrame) -> Measured:
    """Implemented measures that were carried out by their deadline (share, 0 to 1). n: implemented measures
    with both dates. Components: on time, late."""
    who = everyone(measures)
    done, due = days(measures["umgesetzt_am"]), days(measures["frist"])
    dated = (measures["stand"] == "umgesetzt") & done.notna() & due.notna()
    on_time = counted(measures[dated & (done <= due)], who)
    number = counted(measures[dated], who)
    return measured(share(on_time, number), number, {"fristgerecht": on_time, "verspaetet": number - on_time})


def measures_overdue(measures: pd.DataFrame, returns: pd.DataFrame) -> Measured:
    """Measures whose deadline lies before the wave's reference date and that are neither implemented nor
    dropped, by all that have a deadline and were not dropped (share, 0 to 1). n: the denominator.
    Components: overdue."""
    who = everyone(measures)
    dated = measures.merge(returns[[*KEYS, "reference_date"]], how="left", on=KEYS)
    due, today = days(dated["frist"]), days(dated["reference_date"])
    counts = due.notna() & today.notna() & dated["stand"].isin(STATES) & (dated["stand"] != DROPPED)
    overdue = counted(dated[counts & (due < today) & (dated["stand"] != "umgesetzt")], who)
    return _rate(overdue, counted(dated[counts], who), "ueberfaellig")


def _rate(part: pd.Series[Any], whole: pd.Series[Any], name: str) -> Measured:
    return measured(share(part, whole), whole, {name: part})
