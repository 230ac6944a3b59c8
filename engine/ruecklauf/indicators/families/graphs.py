"""Figures of single graphs, as networkx has them or as the literature defines them.

Two-mode figures: Borgatti and Halgin, "Analyzing affiliation networks" (2011).
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Mapping
from itertools import combinations
from statistics import mean
from typing import Any

import networkx as nx
from networkx.algorithms import bipartite

Node = Hashable


def density(graph: Any, actors: Collection[Node]) -> float:
    """L / (n·m) of a two-mode graph."""
    return float(bipartite.density(graph, actors))


def centrality(graph: Any, actors: Collection[Node]) -> dict[Node, float]:
    """d_i / m of actors and s_j / n of committees: ties by those that are possible."""
    return dict(bipartite.degree_centrality(graph, actors))


def jaccard(first: Collection[Node], second: Collection[Node]) -> float:
    """|A ∩ B| / |A ∪ B| of two sets that are not both empty."""
    return len(set(first) & set(second)) / len(set(first) | set(second))


def containment(first: Collection[Node], second: Collection[Node]) -> float:
    """|A ∩ B| / min(|A|, |B|) of two sets that are not empty."""
    return len(set(first) & set(second)) / min(len(set(first)), len(set(second)))


def overlaps(graph: Any, committees: Collection[Node]) -> tuple[list[float], list[float]]:
    """Jaccard and containment of every pair of committees that have members."""
    staffed = [set(graph[name]) for name in committees if graph.degree(name)]
    pairs = list(combinations(staffed, 2))
    return [jaccard(*pair) for pair in pairs], [containment(*pair) for pair in pairs]


def projected(graph: Any, nodes: Collection[Node]) -> Any:
    """The one-mode graph: nodes are tied that share a node of the other kind."""
    return bipartite.projected_graph(graph, nodes)


def one_mode_density(graph: Any) -> float | None:
    """2E / (n(n−1)); None for fewer than two nodes."""
    return float(nx.density(graph)) if len(graph) > 1 else None


def centralisation(graph: Any) -> float | None:
    """Degree centralisation Σ(d_max − d_i) / ((n−1)(n−2)), Freeman 1978; None for fewer than three nodes."""
    n = len(graph)
    if n < 3:
        return None
    degrees: list[int] = [degree for _, degree in graph.degree()]
    return sum(max(degrees) - degree for degree in degrees) / ((n - 1) * (n - 2))


def ei_index(graph: Any, group: Mapping[Any, str]) -> tuple[float | None, int, int]:
    """(external − internal) / ties, Krackhardt and Stern 1988, with both counts; None without ties.

    Ties of nodes whose group is not known are left out.
    """
    sides = [(group[one], group[other]) for one, other in graph.edges() if one in group and other in group]
    external = sum(one != other for one, other in sides)
    internal = len(sides) - external
    return ((external - internal) / len(sides) if sides else None), external, internal


def reach(graph: Any, committee: Node, area: Mapping[Any, str], *, areas: Collection[str]) -> float:
    """Areas present in a committee, by all areas."""
    return len({area[actor] for actor in graph[committee] if area.get(actor) in areas}) / len(areas)


def average(values: Collection[float]) -> float | None:
    """The mean; None of nothing."""
    return mean(values) if values else None
