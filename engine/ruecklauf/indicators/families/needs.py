"""Needs beside offers: G = bedarf − angebot for each field of action and group, from −3 to 3."""

from __future__ import annotations

from typing import Any

import pandas as pd

from ruecklauf.indicators.grouping import KEYS, Measured, counted, everyone, measured, numbers, share

GAPS = ("regelsystem", "zielgruppenspezifisch", "beides")
NO_GAP = "keine"
GROUP_OF = {
    "gestattung": "gestattung",
    "duldung": "duldung",
    "ausbildungsduldung": "duldung",
    "beschaeftigungsduldung": "duldung",
    "schutz": "schutz",
}
"""Residence status of `zielgruppe` to the groups of `bedarf`; other statuses belong to none."""


def gap(needs: pd.DataFrame) -> Measured:
    """Median of G over the cells of an alliance in which both are rated (points, −3 to 3). n: those cells.
    Components: cells with need above, at and below the offer."""
    who = everyone(needs)
    rated = _rated(needs)
    median = rated.groupby(KEYS, observed=True)["gap"].median().reindex(who)
    parts = {
        "ueber": counted(rated[rated["gap"] > 0], who),
        "gleich": counted(rated[rated["gap"] == 0], who),
        "unter": counted(rated[rated["gap"] < 0], who),
    }
    return measured(median, counted(rated, who), parts)


def weighted_gap(needs: pd.DataFrame, target: pd.DataFrame) -> Measured:
    """Σ n_g · max(0, G) / Σ n_g over the rated cells, n_g the size of the cell's group (points, 0 to 3).

    Cells of groups whose size is not known are left out. n: the cells that are left. Components: the weight.
    """
    who = everyone(needs, target)
    sizes = target.assign(gruppe=target["status"].map(GROUP_OF), size=numbers(target["n_gesamt"]))
    whole = sizes.dropna(subset=["gruppe", "size"]).groupby([*KEYS, "gruppe"], observed=True)["size"].sum()
    known = whole.reset_index()
    cells = _rated(needs).merge(known.astype({"gruppe": object}), on=[*KEYS, "gruppe"])
    cells = cells[cells["size"] > 0].assign(part=lambda each: each["size"] * each["gap"].clip(lower=0))
    sums = cells.groupby(KEYS, observed=True)[["part", "size"]].sum().reindex(who, fill_value=0.0)
    return measured(share(sums["part"], sums["size"]), counted(cells, who), {"gewicht": sums["size"]})


def gap_share(needs: pd.DataFrame) -> Measured:
    """Cells in which the alliance sees a gap, by the rated ones except unclear ones (share, 0 to 1).
    n: the denominator. Components: cells by kind of gap."""
    who = everyone(needs)
    parts = {kind: counted(needs[needs["luecke"] == kind], who) for kind in (*GAPS, NO_GAP)}
    gaps = sum((parts[kind] for kind in GAPS), pd.Series(0.0, index=who))
    return measured(share(gaps, gaps + parts[NO_GAP]), gaps + parts[NO_GAP], parts)


def access_share(offers: pd.DataFrame) -> Measured:
    """Offers open to people with Duldung, by those of which it is known (share, 0 to 1): ja / (ja +
    eingeschränkt + nein) of zugang_duldung. n: the denominator. Components: offers by kind of access."""
    who = everyone(offers)
    parts = {
        kind: counted(offers[offers["zugang_duldung"] == kind], who)
        for kind in ("ja", "eingeschraenkt", "nein")
    }
    known = sum(parts.values(), pd.Series(0.0, index=who))
    return measured(share(parts["ja"], known), known, parts)


def _rated(needs: pd.DataFrame) -> pd.DataFrame:
    difference: pd.Series[Any] = numbers(needs["bedarf"]) - numbers(needs["angebot"])
    return needs.assign(gap=difference).dropna(subset=["gap"])
