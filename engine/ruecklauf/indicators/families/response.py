"""Who answered: by wave, from the table of returns."""

from __future__ import annotations

from typing import Any

import pandas as pd

from ruecklauf.indicators.grouping import Measured, measured, share


def response_rate(returns: pd.DataFrame) -> Measured:
    """Alliances with a valid return by eligible ones that a form was sent to, by wave (share, 0 to 1).

    AAPOR's RR with alliances as units: what was refused or still waits is no return. n: sent to.
    Components: returned.
    """
    sent = returns[returns["sent"] == "true"]
    whole = sent.groupby("wave", observed=True).size().astype(float)
    part = (
        sent[sent["returned"] == "true"]
        .groupby("wave", observed=True)
        .size()
        .reindex(whole.index, fill_value=0)
    )
    return _by_wave(part.astype(float), whole, "zurueck")


def first_pass_rate(returns: pd.DataFrame) -> Measured:
    """Alliances whose first return gave nothing to ask back, by those that returned, by wave (0 to 1).
    n: alliances that returned. Components: those without a question."""
    came = returns[returns["returned"] == "true"]
    whole = came.groupby("wave", observed=True).size().astype(float)
    part = (
        came[came["first_pass"] == "true"]
        .groupby("wave", observed=True)
        .size()
        .reindex(whole.index, fill_value=0)
    )
    return _by_wave(part.astype(float), whole, "ohne_rueckfrage")


def retention(returns: pd.DataFrame, waves: pd.DataFrame) -> Measured:
    """|R_t ∩ R_{t−1}| / |R_{t−1}|: alliances of the wave before that returned again, by wave (0 to 1).
    n: those of the wave before. Components: again, new ones. The first wave has no value."""
    came = returns[returns["returned"] == "true"]
    sets = {wave: set(came.loc[came["wave"] == wave, "alliance"]) for wave in waves["wave"]}
    order = list(waves["wave"])
    rows = []
    for earlier, wave in zip([None, *order], order, strict=False):
        before = sets[earlier] if earlier is not None else set()
        again = len(sets[wave] & before)
        new = len(sets[wave] - before)
        value = again / len(before) if before else None
        rows.append({"value": value, "n": len(before), "wieder": again, "neu": new})
    return pd.DataFrame(rows, index=pd.Index(order, name="wave"), dtype=float)


def _by_wave(part: pd.Series[Any], whole: pd.Series[Any], name: str) -> Measured:
    return measured(share(part, whole), whole, {name: part})
