"""How complete the answers are: from the table of counts by alliance, wave and worksheet."""

from __future__ import annotations

from typing import Any

import pandas as pd

from ruecklauf.indicators.grouping import KEYS, Measured, everyone, measured, numbers, share


def nonresponse(counts: pd.DataFrame) -> Measured:
    """Questions without an answer by those that applied (share, 0 to 1); `unbekannt` is an answer.

    n: required questions that applied. Components: without an answer, answered with unknown.
    """
    sums = _sums(counts, "applicable", "unanswered", "unknown")
    parts = {"ohne_angabe": sums["unanswered"], "unbekannt": sums["unknown"]}
    return measured(share(sums["unanswered"], sums["applicable"]), sums["applicable"], parts)


def unknown_share(counts: pd.DataFrame) -> Measured:
    """Questions answered with unknown by those that applied (share, 0 to 1). n as in `nonresponse`."""
    sums = _sums(counts, "applicable", "unknown")
    return measured(share(sums["unknown"], sums["applicable"]), sums["applicable"])


def untouched_rows(counts: pd.DataFrame) -> Measured:
    """Rows of the wave before that say the same in all questions that are carried on, by those that came back
    (share, 0 to 1). n: rows in both waves. Components: rows that are unchanged."""
    sums = _sums(counts, "rows_before", "rows_unchanged")
    parts = {"unveraendert": sums["rows_unchanged"]}
    return measured(share(sums["rows_unchanged"], sums["rows_before"]), sums["rows_before"], parts)


def unconfirmed_rows(counts: pd.DataFrame) -> Measured:
    """Rows that stood in the form and came back the same without a word, by those that stood there (share,
    0 to 1). n: rows that stood in the form. Components: rows that nobody touched."""
    sums = _sums(counts, "rows_carried", "rows_untouched")
    parts = {"unberuehrt": sums["rows_untouched"]}
    return measured(share(sums["rows_untouched"], sums["rows_carried"]), sums["rows_carried"], parts)


def _sums(counts: pd.DataFrame, *columns: str) -> dict[str, pd.Series[Any]]:
    who = everyone(counts)
    table = counts[KEYS].assign(**{name: numbers(counts[name]) for name in columns})
    sums = table.groupby(KEYS, observed=True)[list(columns)].sum().reindex(who)
    return {name: sums[name] for name in columns}
