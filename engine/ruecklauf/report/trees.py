"""Solution trees as nodes and lines."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

RELEASED = ("oeffentlich_ohne", "oeffentlich")
"""Codes of `freigabe` under which a tree may be shown."""


MOST_DRAWN = 8
"""Trees that are drawn; further ones stand in the table alone."""
_LONGEST = 70
"""Letters of a node's text in the drawing."""


@dataclass(frozen=True, slots=True)
class Trees:
    """All trees beside each other."""

    rows: tuple[tuple[str, ...], ...]
    nodes: tuple[dict[str, Any], ...]
    ties: tuple[dict[str, Any], ...]
    n: int
    """Alliances whose trees are shown."""
    withheld: int
    """Alliances whose trees are not released."""

    @property
    def drawn(self) -> int:
        """How many of them are drawn."""
        return min(self.n, MOST_DRAWN)


def drawn_trees(table: pd.DataFrame, reflections: pd.DataFrame, kinds: dict[str, str]) -> Trees:
    """The trees of alliances that released their reflection, one below the other, roots to the left."""
    if "gehoert_zu" not in table or "freigabe" not in reflections:
        return Trees((), (), (), 0, table["alliance"].nunique())
    free = set(reflections.loc[reflections["freigabe"].isin(RELEASED), "alliance"])
    table = table.dropna(subset=["text"])
    rows: list[tuple[str, ...]] = []
    nodes: list[dict[str, Any]] = []
    ties: list[dict[str, Any]] = []
    trees = [own for alliance, own in table.groupby("alliance") if alliance in free]
    for number, own in enumerate(trees, start=1):
        walked = _walked(own, kinds)
        rows += [(str(number), *row) for _, row in walked]
        if number <= MOST_DRAWN:
            # a blank line between two trees
            below = 1 - nodes[-1]["y"] if nodes else 0
            nodes += _nodes(walked, below + 1)
            ties += _ties(walked, below + 1)
    withheld = table["alliance"].nunique() - len(trees)
    return Trees(tuple(rows), tuple(nodes), tuple(ties), len(trees), withheld)


_Node = tuple[int, tuple[str, str, str, str]]
"""Its depth; its id, the one above, its kind and text."""


def _walked(own: pd.DataFrame, kinds: dict[str, str]) -> list[_Node]:
    known = own.set_index("row_id")
    rows = {
        str(row_id): {str(name): _text(row[name]) for name in known.columns}
        for row_id, row in known.iterrows()
    }
    return [
        (depth, (row_id, row["gehoert_zu"], kinds.get(row["art"], ""), row["text"]))
        for row_id, depth in _walk(own)
        for row in (rows[row_id],)
    ]


def _nodes(walked: list[_Node], first: int) -> list[dict[str, Any]]:
    return [
        {"x": depth, "y": -line, "label": _shortened(f"{kind}: {text}"), "kind": kind}
        for line, (depth, (_, _, kind, text)) in enumerate(walked, start=first)
    ]


def _ties(walked: list[_Node], first: int) -> list[dict[str, Any]]:
    """From each node's parent down, and across to it."""
    places = {row[0]: (depth, -line) for line, (depth, row) in enumerate(walked, start=first)}
    found = []
    for _, (row_id, parent, _, _) in walked:
        if parent in places:
            (x, y), (x2, y2) = places[parent], places[row_id]
            found += [{"x": x, "y": y, "x2": x, "y2": y2}, {"x": x, "y": y2, "x2": x2, "y2": y2}]
    return found


def _shortened(text: str) -> str:
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


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
