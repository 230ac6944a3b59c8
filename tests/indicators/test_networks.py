"""Networks beside the values that the literature gives, and cases worked out by hand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from itertools import combinations
from random import Random
from statistics import mean, median
from typing import Any

import networkx as nx
import pandas as pd
import pytest
from networkx.algorithms import bipartite

from indicators.tables import rows, table
from ruecklauf.indicators.families import FUNCTIONS, graphs

A = ("A", "1")


def southern_women() -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Davis, Gardner and Gardner 1941, as three returned tables; the areas are made up."""
    graph = nx.davis_southern_women_graph()
    women, events = graph.graph["top"], graph.graph["bottom"]
    ids = {name: name.replace(" ", "_") for name in graph}
    ties = "\n".join(f"{ids[woman]} {event}" for woman in women for event in graph[woman])
    people = "\n".join(f"{ids[name]} ja mi nein" for name in women)
    return (
        table(f"akteur gremium\n{ties}"),
        table(f"row_id vorhanden bereich kerngruppe\n{people}"),
        table("row_id status\n" + "\n".join(f"{event} aktiv" for event in events)),
    )


def test_southern_women_have_the_published_density() -> None:
    found = FUNCTIONS["two_mode_density"](*southern_women())
    assert rows(found, "akteure", "gremien", "mitglied") == {A: (0.353175, 18, 18, 14, 89)}
    assert round(89 / 252, 6) == 0.353175


def bits(graph: Any, committees: Iterable[str]) -> tuple[list[int], dict[str, int]]:
    """Who sits in each committee of a two-mode graph, and the bit of each actor."""
    bodies = list(committees)
    bit = {actor: 1 << place for place, actor in enumerate(name for name in graph if name not in set(bodies))}
    return [sum(bit[actor] for actor in graph[body]) for body in bodies], bit


def neighbours(graph: Any) -> tuple[list[int], dict[Any, int]]:
    """The neighbours of each node of a one-mode graph, and the bit of each node."""
    bit = {name: 1 << place for place, name in enumerate(graph)}
    return [sum(bit[other] for other in graph[name]) for name in graph], bit


def test_southern_women_have_the_published_centralities() -> None:
    graph = nx.davis_southern_women_graph()
    women, events = graph.graph["top"], graph.graph["bottom"]
    central = dict(zip(women, graphs.centrality([graph.degree(name) for name in women], 14), strict=True))
    central |= zip(events, graphs.centrality([graph.degree(name) for name in events], 18), strict=True)
    named = ("Evelyn Jefferson", "Theresa Anderson", "Nora Fayette", "E8", "E9")
    assert [round(central[name], 2) for name in named] == [0.57, 0.57, 0.57, 0.78, 0.67]
    assert central == bipartite.degree_centrality(graph, women)
    assert rows(FUNCTIONS["committee_centrality"](*southern_women()), "akteur")[A] == (0.777778, 14, 0.571429)


def test_southern_women_have_the_published_overlap() -> None:
    graph = nx.davis_southern_women_graph()
    two, _ = bits(graph.subgraph([*graph.graph["top"], "E8", "E9"]), ["E8", "E9"])
    assert graphs.jaccard(*two) == pytest.approx(9 / 17)
    assert graphs.containment(*two) == 9 / 12


@pytest.mark.parametrize(
    ("side", "edges", "density", "centralisation"),
    [("top", 139, 0.9085, 0.1029), ("bottom", 66, 0.7253, 0.3205)],
)
def test_southern_women_have_the_published_projections(
    side: str, edges: int, density: float, centralisation: float
) -> None:
    graph = nx.davis_southern_women_graph()
    others = graph.graph["bottom" if side == "top" else "top"]
    projected = graphs.projected(bits(graph, others)[0], len(graph) - len(others))
    assert graphs.ties(projected) == edges
    assert round(graphs.one_mode_density(projected) or 0, 4) == density
    assert round(graphs.centralisation(projected) or 0, 4) == centralisation


def test_projected_indicators_are_those_of_the_projection() -> None:
    tables = southern_women()
    assert rows(FUNCTIONS["projected_density"](*tables), "paare")[A] == (0.908497, 18, 139)
    assert rows(FUNCTIONS["projected_centralisation"](*tables))[A] == (0.102941, 18)


def test_florentine_marriages_have_the_published_values() -> None:
    graph = nx.florentine_families_graph()
    graph.add_node("Pucci")
    met, _ = neighbours(graph)
    assert (round(graphs.one_mode_density(met) or 0, 4), graphs.centralisation(met)) == (0.1667, 56 / 210)


def test_reference_graphs_are_those_of_the_literature() -> None:
    """What no indicator uses is published, too: the graphs above are the ones that the papers are about."""
    women = nx.davis_southern_women_graph()
    closeness = bipartite.closeness_centrality(women, women.graph["top"])
    between = bipartite.betweenness_centrality(women, women.graph["top"])
    named = ("Evelyn Jefferson", "E8")
    assert [round(closeness[name], 2) for name in named] == [0.80, 0.85]
    assert [round(between[name], 2) for name in named] == [0.10, 0.24]
    florentine = nx.florentine_families_graph()
    florentine.add_node("Pucci")
    assert (len(florentine), florentine.number_of_edges()) == (16, 20)
    assert round(nx.transitivity(florentine), 7) == 0.1914894


def test_karate_club_has_the_published_ei_index() -> None:
    graph = nx.karate_club_graph()
    met, bit = neighbours(graph)
    factions: Counter[str] = Counter()
    for name, data in graph.nodes(data=True):
        factions[str(data["club"])] += bit[name]
    value, external, internal = graphs.ei_index(met, list(factions.values()))
    assert (external, internal, value) == (11, 67, pytest.approx(-0.7179, abs=5e-5))


def test_small_graphs() -> None:
    assert graphs.centralisation(neighbours(nx.star_graph(5))[0]) == 1
    assert graphs.centralisation(neighbours(nx.path_graph(2))[0]) is None
    assert graphs.one_mode_density(neighbours(nx.empty_graph(1))[0]) is None
    assert graphs.ei_index(neighbours(nx.path_graph(2))[0], [1]) == (None, 0, 0)


ACTORS = table("""
alliance row_id vorhanden bereich kerngruppe
A K1 ja mi aktiv
A K2 ja aw aktiv
A K3 ja so geplant
A K4 ja bi nein
A K5 nein mi nein
B K1 ja mi aktiv
""")
BODIES = table("""
alliance row_id status
A G1 aktiv
A G2 ruht
A G3 beendet
A G4 geplant
B G1 aktiv
""")
MEMBERS = table("""
alliance akteur gremium
A K1 G1
A K2 G1
A K2 G2
A K3 G2
A K4 G3
B - G1
""")


@pytest.mark.parametrize(
    ("name", "columns", "expected"),
    [
        # actors K1 to K4; bodies G1, G2, G4: K4 sits in an ended body only
        ("two_mode_density", ("akteure", "gremien", "mitglied"), (0.333333, 4, 4, 3, 4)),
        ("isolates", ("isoliert", "ohne_mitglieder"), (0.25, 4, 1, 1)),
        ("committee_centrality", ("median", "akteur"), (0.5, 3, 0.5, 0.666667)),
        ("committee_reach", ("alle_vier",), (0.5, 2, 0)),
        (
            "committee_overlap",
            ("jaccard_max", "enthalten", "enthalten_max"),
            (0.333333, 1, 0.333333, 0.5, 0.5),
        ),
        ("core_in_committees", ("jaccard", "vertreten"), (0.666667, 3, 0.666667, 3)),
        ("projected_density", ("paare",), (0.333333, 4, 2)),
        ("projected_centralisation", (), (0.666667, 4)),
        ("projected_ei", ("extern", "intern"), (1, 2, 2, 0)),
    ],
)
def test_a_small_alliance_by_hand(name: str, columns: tuple[str, ...], expected: tuple[float, ...]) -> None:
    found = rows(FUNCTIONS[name](MEMBERS, ACTORS, BODIES), *columns)
    assert found[A] == expected
    assert found["B", "1"][:2] == (None, 0), "without memberships there is no network"


PEOPLE = table("""
alliance row_id vorhanden bereich kerngruppe
C K1 ja mi aktiv
C K2 ja aw aktiv
C K3 ja so geplant
C K4 ja bi aktiv
C K5 ja mi nein
D K1 ja mi aktiv
D K2 ja mi nein
D K3 ja aw nein
D K4 ja so -
D K5 ja bi nein
""")
ROUND_TABLES = table("alliance row_id status\nC G1 aktiv\nD G1 aktiv\nD G2 ruht\nD G3 aktiv")
SEATS = table("""
alliance akteur gremium
C K1 G1
C K2 G1
C K3 G1
C K4 G1
C K5 G1
D K1 G1
D K2 G1
D K1 G2
D K3 G2
D K1 G3
D K4 G3
""")


@pytest.mark.parametrize(
    ("name", "columns", "together", "chair"),
    [
        # C: all five sit in one body; D: K1 sits in each of three bodies with one other, K5 in none
        ("two_mode_density", ("akteure", "gremien", "mitglied"), (1, 5, 5, 1, 5), (0.4, 5, 5, 3, 6)),
        ("isolates", ("isoliert", "ohne_mitglieder"), (0, 5, 0, 0), (0.2, 5, 1, 0)),
        ("committee_centrality", ("median", "akteur"), (1, 1, 1, 1), (0.4, 3, 0.4, 1)),
        ("committee_reach", ("alle_vier",), (1, 1, 1), (0.5, 3, 0)),
        (
            "committee_overlap",
            ("jaccard_max", "enthalten", "enthalten_max"),
            (None, 0, None, None, None),
            (0.333333, 3, 0.333333, 0.5, 0.5),
        ),
        ("core_in_committees", ("jaccard", "vertreten"), (1, 4, 0.8, 4), (1, 1, 0.5, 1)),
        ("projected_density", ("paare",), (1, 5, 10), (0.3, 5, 3)),
        ("projected_centralisation", (), (0, 5), (0.75, 5)),
        ("projected_ei", ("extern", "intern"), (0.8, 10, 9, 1), (0.333333, 3, 2, 1)),
    ],
)
def test_all_in_one_body_and_one_in_all_bodies_by_hand(
    name: str, columns: tuple[str, ...], together: tuple[float | None, ...], chair: tuple[float, ...]
) -> None:
    found = rows(FUNCTIONS[name](SEATS, PEOPLE, ROUND_TABLES), *columns)
    assert found == {("C", "1"): together, ("D", "1"): chair}


def drawn(chance: Random) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Actors, committees and memberships of one alliance, with seats of what is not there and without any."""
    actors = [f"K{number}" for number in range(chance.randint(1, 9))]
    bodies = [f"G{number}" for number in range(chance.randint(1, 6))]
    people = "\n".join(
        f"{actor} {chance.choice(('ja', 'ja', 'nein', '-'))}"
        f" {chance.choice(('mi', 'aw', 'so', 'bi', 'quer', '-'))} {chance.choice(('aktiv', 'geplant', '-'))}"
        for actor in actors
    )
    states = "\n".join(
        f"{body} {chance.choice(('aktiv', 'aktiv', 'ruht', 'beendet', '-'))}" for body in bodies
    )
    seats = "\n".join(
        f"{chance.choice([*actors, 'K99', '-'])} {chance.choice([*bodies, 'G99', '-'])}"
        for _ in range(chance.randint(1, 25))
    )
    return (
        table(f"akteur gremium\n{seats}"),
        table(f"row_id vorhanden bereich kerngruppe\n{people}"),
        table(f"row_id status\n{states}"),
    )


def pairs_of(frame: pd.DataFrame, first: str, second: str) -> list[tuple[Any, Any]]:
    return list(zip(frame[first], frame[second], strict=True))


def by_networkx(tables: tuple[pd.DataFrame, ...]) -> dict[str, Any] | None:
    """Value, n and components of all figures, from a graph of networkx; None where nobody is tied."""
    members, actors, committees = (frame.where(frame.notna(), None) for frame in tables)
    bodies = [
        row for row, state in pairs_of(committees, "row_id", "status") if state not in (None, "beendet")
    ]
    ties = {(one, body) for one, body in pairs_of(members, "akteur", "gremium") if one and body in bodies}
    there = actors["row_id"][actors["vorhanden"] == "ja"]
    people = sorted({*there, *(actor for actor, _ in ties)})
    core = set(actors["row_id"][actors["kerngruppe"].isin(["aktiv", "geplant"])])
    area = {row: code for row, code in pairs_of(actors, "row_id", "bereich") if code}
    if not ties:
        return None
    graph = nx.Graph(list(ties))
    graph.add_nodes_from([*people, *bodies])
    central = bipartite.degree_centrality(graph, people)
    staffed = [set(graph[body]) for body in bodies if graph.degree(body)]
    reached = [len({area.get(one) for one in body} & {"mi", "aw", "so", "bi"}) / 4 for body in staffed]
    pairs = list(combinations(staffed, 2))
    alike = [len(one & other) / len(one | other) for one, other in pairs]
    held = [len(one & other) / min(len(one), len(other)) for one, other in pairs]
    one_mode = bipartite.projected_graph(graph, people)
    degrees = [degree for _, degree in one_mode.degree()]
    n = len(people)
    star = sum(max(degrees) - each for each in degrees) / ((n - 1) * (n - 2)) if n > 2 else None
    sides = [area[one] != area[other] for one, other in one_mode.edges() if one in area and other in area]
    between, within = sum(sides), len(sides) - sum(sides)
    all_staffed = set().union(*staffed)
    empty = len(bodies) - len(staffed)
    in_core = (max(len(core & body) for body in staffed) / len(core), len(core)) if core else (None, 0)
    core_parts = (max(len(core & body) / len(core | body) for body in staffed), len(core & all_staffed))
    return {
        "two_mode_density": (bipartite.density(graph, people), n, n, len(bodies), len(ties)),
        "isolates": ((n - len(all_staffed)) / n, n, n - len(all_staffed), empty),
        "committee_centrality": (
            *(max(central[body] for body in bodies), len(bodies)),
            *(median(central[body] for body in bodies), max(central[one] for one in people)),
        ),
        "committee_reach": (median(reached), len(staffed), reached.count(1)),
        "committee_overlap": (
            *((mean(alike) if pairs else None), len(pairs), max(alike, default=None)),
            *((mean(held) if pairs else None), max(held, default=None)),
        ),
        "core_in_committees": (*in_core, *(core_parts if core else ())),
        "projected_density": (nx.density(one_mode) if n > 1 else None, n, one_mode.number_of_edges()),
        "projected_centralisation": (star, n),
        "projected_ei": ((between - within) / len(sides) if sides else None, len(sides), between, within),
    }


def test_drawn_networks_have_the_figures_of_networkx() -> None:
    chance = Random(17)
    alliances = {f"N{number:02}": drawn(chance) for number in range(40)}
    together = [
        pd.concat([tables[place].assign(alliance=name) for name, tables in alliances.items()])
        for place in range(3)
    ]
    expected = {(name, "1"): by_networkx(tables) for name, tables in alliances.items()}
    assert sum(each is not None for each in expected.values()) > 20
    for name in (name for name in FUNCTIONS if FUNCTIONS[name].__module__.endswith(".network")):
        found = FUNCTIONS[name](*together).astype(object)
        for key, cells in zip(found.index, found.itertuples(index=False, name=None), strict=True):
            plain = [None if pd.isna(cell) else cell for cell in cells]
            wanted = (expected[key] or {}).get(name, (None, 0))
            assert plain == [*wanted, *[None] * (len(plain) - len(wanted))], (name, key)
