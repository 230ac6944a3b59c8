"""Who meets whom: actors of an alliance and its committees as a two-mode network.

Actors are those that exist (vorhanden = ja) and all that sit in a committee; committees are those that were
not ended. Projections are dense by construction: the two-mode figures come first.

The network of a return is made once: what is here are figures of it, of which each is a function of the three
tables.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from statistics import median
from typing import Any

import pandas as pd

from ruecklauf.indicators.families import graphs
from ruecklauf.indicators.families.core_group import AREAS, CORE
from ruecklauf.indicators.families.graphs import Bits
from ruecklauf.indicators.families.sharing import Shared
from ruecklauf.indicators.grouping import Measured, by_alliance, everyone

ENDED = "beendet"
Columns = Mapping[str, Sequence[Any]]
Figures = dict[str, float | None]


@dataclass(frozen=True, slots=True)
class Network:
    """One alliance's network in one wave. Sets of actors are `graphs.Bits`."""

    actors: int
    """How many there are; their places are the first ones."""
    committees: tuple[Bits, ...]
    """Who sits in each."""
    meeting: tuple[Bits, ...]
    """With whom each actor shares a committee."""
    areas: Mapping[str, Bits]
    """The actors of each area that was named."""
    core: Bits
    """The core group, with those that are no actors here."""

    @property
    def ties(self) -> int:
        return sum(body.bit_count() for body in self.committees)

    @property
    def anywhere(self) -> Bits:
        """Who sits in any committee."""
        found = 0
        for body in self.committees:
            found |= body
        return found


Networks = tuple[pd.MultiIndex, list[Network]]
"""Everyone who returned all three tables, with the network of each."""


def networks(members: pd.DataFrame, actors: pd.DataFrame, committees: pd.DataFrame) -> Networks:
    """The network of everyone who returned all three tables."""
    parts = [by_alliance(frame) for frame in (members, actors, committees)]
    who = everyone(members, actors, committees)
    return who, [_network(*(part[key] for part in parts)) for key in who]


def _network(members: Columns, actors: Columns, committees: Columns) -> Network:
    """The network in the rows of one alliance and wave."""
    states = zip(committees["row_id"], committees["status"], strict=True)
    bodies = {row: 0 for row, state in dict(states).items() if isinstance(state, str) and state != ENDED}
    seats = [
        (actor, body)
        for actor, body in zip(members["akteur"], members["gremium"], strict=True)
        if isinstance(actor, str) and isinstance(body, str) and body in bodies
    ]
    people = dict.fromkeys([*_rows(actors, "vorhanden", ("ja",)), *(actor for actor, _ in seats)])
    core = dict.fromkeys(_rows(actors, "kerngruppe", CORE))
    bit = {row: 1 << place for place, row in enumerate({**people, **core})}
    for actor, body in seats:
        bodies[body] |= bit[actor]
    return Network(
        len(people),
        tuple(bodies.values()),
        tuple(graphs.projected(tuple(bodies.values()), len(people))),
        _areas(actors, {row: bit[row] for row in people}),
        sum(bit[row] for row in core),
    )


def _rows(actors: Columns, field: str, wanted: Sequence[str]) -> Iterator[str]:
    """The actors that say one of these."""
    said = zip(actors["row_id"], actors[field], strict=True)
    return (row for row, text in said if isinstance(text, str) and text in wanted)


def _areas(actors: Columns, bit: Mapping[str, Bits]) -> dict[str, Bits]:
    found: dict[str, Bits] = {}
    for row, area in dict(zip(actors["row_id"], actors["bereich"], strict=True)).items():
        if row in bit and isinstance(area, str):
            found[area] = found.get(area, 0) | bit[row]
    return found


def _measured(figures: Callable[[Network], Figures], found: Networks) -> Measured:
    """A figure of each network; without actors, committees or ties there is none."""
    who, all_networks = found
    nothing: Figures = {"value": None, "n": 0}
    rows = [figures(net) if net.ties else nothing for net in all_networks]
    heads = dict.fromkeys(["value", "n", *(name for row in rows for name in row)])
    return pd.DataFrame(rows, index=who, columns=list(heads), dtype=float)


def _of_networks(figures: Callable[[Network], Figures]) -> Shared[Networks]:
    return Shared(networks, partial(_measured, figures), figures)


@_of_networks
def two_mode_density(net: Network) -> Figures:
    """Memberships by all that are possible, L / (n·m) (share, 0 to 1). n: actors. Components: actors,
    committees, ties."""
    sizes: Figures = {"akteure": net.actors, "gremien": len(net.committees), "mitglied": net.ties}
    return {"value": graphs.density(net.committees, net.actors), "n": net.actors, **sizes}


@_of_networks
def isolates(net: Network) -> Figures:
    """Actors that sit in no committee, by all actors (share, 0 to 1). n: actors. Components: isolated actors,
    and committees without members."""
    alone = net.actors - net.anywhere.bit_count()
    parts: Figures = {"isoliert": alone, "ohne_mitglieder": net.committees.count(0)}
    return {"value": alone / net.actors, "n": net.actors, **parts}


@_of_networks
def committee_centrality(net: Network) -> Figures:
    """The largest s_j / n: members of the largest committee by all actors (share, 0 to 1). n: committees.
    Components: the median over committees, and the largest d_i / m of an actor."""
    bodies = graphs.centrality([body.bit_count() for body in net.committees], net.actors)
    seats = [sum(body >> actor & 1 for body in net.committees) for actor in range(net.actors)]
    most = max(graphs.centrality(seats, len(net.committees)))
    return {"value": max(bodies), "n": len(bodies), "median": median(bodies), "akteur": most}


@_of_networks
def committee_reach(net: Network) -> Figures:
    """Median over committees with members of the areas present, by 4 (share, 0 to 1). n: those committees.
    Components: committees that reach all four areas."""
    areas = [net.areas.get(area, 0) for area in AREAS]
    reached = [graphs.reach(body, areas) for body in net.committees if body]
    return {"value": median(reached), "n": len(reached), "alle_vier": sum(each == 1 for each in reached)}


@_of_networks
def committee_overlap(net: Network) -> Figures:
    """Mean Jaccard |A∩B| / |A∪B| of the members of two committees (share, 0 to 1). n: pairs of committees
    with members. Components: the largest Jaccard, the mean and largest containment |A∩B| /
    min(|A|, |B|)."""
    alike, contained = graphs.overlaps(net.committees)
    parts: Figures = {
        "jaccard_max": max(alike, default=None),
        "enthalten": graphs.average(contained),
        "enthalten_max": max(contained, default=None),
    }
    return {"value": graphs.average(alike), "n": len(alike), **parts}


@_of_networks
def core_in_committees(net: Network) -> Figures:
    """The largest share of the core group that sits in one committee, |K∩B| / |K| (0 to 1). n: core members.
    Components: the largest Jaccard of core group and committee, core members in any committee."""
    if not net.core:
        return {"value": None, "n": 0}
    size = net.core.bit_count()
    parts: Figures = {
        "jaccard": max(graphs.jaccard(net.core, body) for body in net.committees),
        "vertreten": (net.core & net.anywhere).bit_count(),
    }
    most = max((net.core & body).bit_count() for body in net.committees)
    return {"value": most / size, "n": size, **parts}


@_of_networks
def projected_density(net: Network) -> Figures:
    """Pairs of actors that share a committee, 2E / (n(n−1)) (share, 0 to 1); dense by construction. n:
    actors. Components: pairs that share a committee."""
    pairs: Figures = {"paare": graphs.ties(net.meeting)}
    return {"value": graphs.one_mode_density(net.meeting), "n": net.actors, **pairs}


@_of_networks
def projected_centralisation(net: Network) -> Figures:
    """Degree centralisation of the projection onto actors, Σ(d_max − d_i) / ((n−1)(n−2)), for n ≥ 3 (0 to 1):
    1 is a star. n: actors."""
    return {"value": graphs.centralisation(net.meeting), "n": net.actors}


@_of_networks
def projected_ei(net: Network) -> Figures:
    """E-I index by area of the projection onto actors, (external − internal) / ties (−1 to 1): 1 is ties
    between areas only. n: ties. Components: external and internal ties."""
    value, external, internal = graphs.ei_index(net.meeting, list(net.areas.values()))
    return {"value": value, "n": external + internal, "extern": external, "intern": internal}
