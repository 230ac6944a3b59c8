"""Who meets whom: actors of an alliance and its committees as a two-mode network.

Actors are those that exist (vorhanden = ja) and all that sit in a committee; committees are those that were
not ended. Projections are dense by construction: the two-mode figures come first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

import networkx as nx
import pandas as pd

from ruecklauf.indicators.families import graphs
from ruecklauf.indicators.families.core_group import AREAS, CORE
from ruecklauf.indicators.grouping import Measured, by_alliance, everyone

ENDED = "beendet"
_THERE, _CORE = frozenset({"ja"}), frozenset(CORE)
Columns = Mapping[str, Sequence[Any]]
Figures = dict[str, float | None]


@dataclass(frozen=True, slots=True)
class Network:
    """One alliance's network in one wave."""

    graph: Any
    """Actors are `("a", row_id)`, committees `("g", row_id)`."""
    actors: tuple[tuple[str, str], ...]
    committees: tuple[tuple[str, str], ...]
    area: dict[tuple[str, str], str]
    core: frozenset[tuple[str, str]]
    names: dict[tuple[str, str], str]
    """What committees are called, where the names were asked for."""

    @property
    def ties(self) -> int:
        return int(self.graph.number_of_edges())


def networks(
    members: pd.DataFrame, actors: pd.DataFrame, committees: pd.DataFrame
) -> Iterator[tuple[tuple[str, str], Network]]:
    """The network of everyone who returned all three tables."""
    parts = [by_alliance(frame) for frame in (members, actors, committees)]
    for key in everyone(members, actors, committees):
        yield key, _network(*(part[key] for part in parts))


def _network(members: Columns, actors: Columns, committees: Columns) -> Network:
    """The network in the rows of one alliance and wave."""
    states = dict(zip(committees["row_id"], committees["status"], strict=True))
    bodies = tuple(("g", row) for row, state in states.items() if isinstance(state, str) and state != ENDED)
    pairs = {
        (("a", actor), ("g", body)) for actor, body in zip(members["akteur"], members["gremium"], strict=True)
    }
    known = set(bodies)
    ties = {tie for tie in pairs if tie[1] in known and isinstance(tie[0][1], str)}
    people = tuple(sorted(_rows(actors, "vorhanden", _THERE) | {actor for actor, _ in ties}))
    graph = nx.Graph()
    graph.add_nodes_from(people)
    graph.add_nodes_from(bodies)
    graph.add_edges_from(sorted(ties))
    areas = zip(actors["row_id"], actors["bereich"], strict=True)
    area = {("a", row): code for row, code in areas if isinstance(code, str)}
    named = zip(committees["row_id"], committees.get("name", ()), strict=False)
    names = {("g", row): name for row, name in named if isinstance(name, str) and ("g", row) in known}
    return Network(graph, people, bodies, area, frozenset(_rows(actors, "kerngruppe", _CORE)), names)


def _rows(actors: Columns, field: str, wanted: frozenset[str]) -> set[tuple[str, str]]:
    """The actors that say one of these; what is missing is in no set."""
    return {("a", row) for row, said in zip(actors["row_id"], actors[field], strict=True) if said in wanted}


def _each(figures: Callable[[Network], Figures], *frames: pd.DataFrame) -> Measured:
    """A figure of each network; without actors, committees or ties there is none."""
    who = everyone(*frames)
    found = dict(networks(*frames))
    nothing: Figures = {"value": None, "n": 0}
    rows = [figures(found[key]) if found[key].ties else nothing for key in who]
    return pd.DataFrame(rows, index=who, columns=_heads(rows), dtype=float)


def _heads(rows: Sequence[Figures]) -> list[str]:
    return list(dict.fromkeys(["value", "n", *(name for row in rows for name in row)]))


def two_mode_density(members: pd.DataFrame, actors: pd.DataFrame, committees: pd.DataFrame) -> Measured:
    """Memberships by all that are possible, L / (n·m) (share, 0 to 1). n: actors. Components: actors,
    committees, ties."""

    def figures(net: Network) -> Figures:
        sizes: Figures = {"akteure": len(net.actors), "gremien": len(net.committees), "mitglied": net.ties}
        return {"value": graphs.density(net.graph, net.actors), "n": len(net.actors), **sizes}

    return _each(figures, members, actors, committees)


def isolates(members: pd.DataFrame, actors: pd.DataFrame, committees: pd.DataFrame) -> Measured:
    """Actors that sit in no committee, by all actors (share, 0 to 1). n: actors. Components: isolated actors,
    and committees without members."""

    def figures(net: Network) -> Figures:
        alone = sum(net.graph.degree(actor) == 0 for actor in net.actors)
        empty = sum(net.graph.degree(body) == 0 for body in net.committees)
        parts: Figures = {"isoliert": alone, "ohne_mitglieder": empty}
        return {"value": alone / len(net.actors), "n": len(net.actors), **parts}

    return _each(figures, members, actors, committees)


def committee_centrality(members: pd.DataFrame, actors: pd.DataFrame, committees: pd.DataFrame) -> Measured:
    """The largest s_j / n: members of the largest committee by all actors (share, 0 to 1). n: committees.
    Components: the median over committees, and the largest d_i / m of an actor."""

    def figures(net: Network) -> Figures:
        central = graphs.centrality(net.graph, net.actors)
        bodies = [central[body] for body in net.committees]
        parts: Figures = {"median": median(bodies), "akteur": max(central[actor] for actor in net.actors)}
        return {"value": max(bodies), "n": len(bodies), **parts}

    return _each(figures, members, actors, committees)


def committee_reach(members: pd.DataFrame, actors: pd.DataFrame, committees: pd.DataFrame) -> Measured:
    """Median over committees with members of the areas present, by 4 (share, 0 to 1). n: those committees.
    Components: committees that reach all four areas."""

    def figures(net: Network) -> Figures:
        staffed = [body for body in net.committees if net.graph.degree(body)]
        reached = [graphs.reach(net.graph, body, net.area, areas=AREAS) for body in staffed]
        return {"value": median(reached), "n": len(staffed), "alle_vier": sum(each == 1 for each in reached)}

    return _each(figures, members, actors, committees)


def committee_overlap(members: pd.DataFrame, actors: pd.DataFrame, committees: pd.DataFrame) -> Measured:
    """Mean Jaccard |A∩B| / |A∪B| of the members of two committees (share, 0 to 1). n: pairs of committees
    with members. Components: the largest Jaccard, the mean and largest containment |A∩B| /
    min(|A|, |B|)."""

    def figures(net: Network) -> Figures:
        alike, contained = graphs.overlaps(net.graph, net.committees)
        parts: Figures = {
            "jaccard_max": max(alike, default=None),
            "enthalten": graphs.average(contained),
            "enthalten_max": max(contained, default=None),
        }
        return {"value": graphs.average(alike), "n": len(alike), **parts}

    return _each(figures, members, actors, committees)


def core_in_committees(members: pd.DataFrame, actors: pd.DataFrame, committees: pd.DataFrame) -> Measured:
    """The largest share of the core group that sits in one committee, |K∩B| / |K| (0 to 1). n: core members.
    Components: the largest Jaccard of core group and committee, core members in any committee."""

    def figures(net: Network) -> Figures:
        bodies = [set(net.graph[body]) for body in net.committees]
        if not net.core:
            return {"value": None, "n": 0}
        parts: Figures = {
            "jaccard": max(graphs.jaccard(net.core, body) for body in bodies),
            "vertreten": len(net.core & set().union(*bodies)),
        }
        return {
            "value": max(len(net.core & body) for body in bodies) / len(net.core),
            "n": len(net.core),
            **parts,
        }

    return _each(figures, members, actors, committees)


def projected_density(members: pd.DataFrame, actors: pd.DataFrame, committees: pd.DataFrame) -> Measured:
    """Pairs of actors that share a committee, 2E / (n(n−1)) (share, 0 to 1); dense by construction. n:
    actors. Components: pairs that share a committee."""

    def figures(net: Network) -> Figures:
        graph = graphs.projected(net.graph, net.actors)
        pairs: Figures = {"paare": graph.number_of_edges()}
        return {"value": graphs.one_mode_density(graph), "n": len(graph), **pairs}

    return _each(figures, members, actors, committees)


def projected_centralisation(
    members: pd.DataFrame, actors: pd.DataFrame, committees: pd.DataFrame
) -> Measured:
    """Degree centralisation of the projection onto actors, Σ(d_max − d_i) / ((n−1)(n−2)), for n ≥ 3 (0 to 1):
    1 is a star. n: actors."""

    def figures(net: Network) -> Figures:
        graph = graphs.projected(net.graph, net.actors)
        return {"value": graphs.centralisation(graph), "n": len(graph)}

    return _each(figures, members, actors, committees)


def projected_ei(members: pd.DataFrame, actors: pd.DataFrame, committees: pd.DataFrame) -> Measured:
    """E-I index by area of the projection onto actors, (external − internal) / ties (−1 to 1): 1 is ties
    between areas only. n: ties. Components: external and internal ties."""

    def figures(net: Network) -> Figures:
        value, external, internal = graphs.ei_index(graphs.projected(net.graph, net.actors), net.area)
        return {"value": value, "n": external + internal, "extern": external, "intern": internal}

    return _each(figures, members, actors, committees)
