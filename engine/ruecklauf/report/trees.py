"""Solution trees as nodes and lines."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

RELEASED = ("oeffentlich_ohne", "oeffentlich")
"""Codes of `freigabe` under which a tree may be shown."""


@dataclass(frozen=True, slots=True)
class Trees:
    """All trees beside each other."""

    rows: tuple[tuple[str, ...], ...]
    nodes: tuple[dict[str, Any], ...]
    ties: tuple[dict[str, Any], ...]
    n: int
    """Alliances whose trees are drawn."""
    withheld: int
    """Alliances whose trees are not released."""


def drawn_trees(table: pd.DataFrame, reflections: pd.DataFrame, kinds: dict[str, str]) -> Trees:
    """The trees of alliances that released their reflection, one below the other, roots to the left."""
    rows: list[tuple[str, ...]] = []
    nodes: list[dict[str, Any]] = []
    ties: list[dict[str, Any]] = []
    if "gehoert_zu" not in table or "freigabe" not in reflections:
        return Trees((), (), (), 0, table["alliance"].nunique())
    free = set(reflections.loc[reflections["freigabe"].isin(RELEASED), "alliance"])
    line = 0
    for number, (alliance, own) in enumerate(table.dropna(subset=["text"]).groupby("alliance"), start=1):
        if alliance not in free:
            continue
        known = own.set_index("row_id")
        places: dict[str, tuple[int, int]] = {}
        for row_id, depth in _walk(own):
            row = {str(name): _text(known.at[row_id, name]) for name in known.columns}
            line += 1
            kind = kinds.get(row["art"], "")
            places[row_id] = (depth, line)
            rows.append((str(number), row_id, row["gehoert_zu"], kind, row["text"]))
            nodes.append({"x": depth, "y": -line, "label": f"{kind}: {row['text']}"[:70], "kind": kind})
            parent = row["gehoert_zu"]
            if parent in places:
                above = places[parent]
                ties.append({"x": above[0], "y": -above[1], "x2": depth, "y2": -line})
        line += 1
    shown = set(table["alliance"]) & free
    return Trees(tuple(rows), tuple(nodes), tuple(ties), len(shown), table["alliance"].nunique() - len(shown))


def _text(cell: Any) -> str:
    return cell if isinstance(cell, str) else "–"


def _walk(own: pd.DataFrame) -> list[tuple[str, int]]:
    """Row ids with their depth, every node behind the one it belongs to."""
    children: dict[str | None, list[str]] = {}
    known = set(own["row_id"])
    for row_id, parent in zip(own["row_id"], own["gehoert_zu"], strict=True):
        children.setdefault(parent if parent in known else None, []).append(row_id)
    found: list[tuple[str, int]] = []
    waiting = [(row_id, 0) for row_id in reversed(children.get(None, []))]
    while waiting:
        row_id, depth = waiting.pop()
        found.append((row_id, depth))
        waiting += [(child, depth + 1) for child in reversed(children.get(row_id, []))]
    return found
