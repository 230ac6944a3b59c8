"""Networks beside the values that the literature gives, and cases worked out by hand."""

from __future__ import annotations

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


def test_southern_women_have_the_published_centralities() -> None:
    graph = nx.davis_southern_women_graph()
    central = graphs.centrality(graph, graph.graph["top"])
    named = ("Evelyn Jefferson", "Theresa Anderson", "Nora Fayette", "E8", "E9")
    assert [round(central[name], 2) for name in named] == [0.57, 0.57, 0.57, 0.78, 0.67]
    assert rows(FUNCTIONS["committee_centrality"](*southern_women()), "akteur")[A] == (0.777778, 14, 0.571429)


def test_southern_women_have_the_published_overlap() -> None:
    graph = nx.davis_southern_women_graph()
    assert graphs.jaccard(graph["E8"], graph["E9"]) == pytest.approx(9 / 17)
    assert graphs.containment(graph["E8"], graph["E9"]) == 9 / 12


@pytest.mark.parametrize(
    ("side", "edges", "density", "centralisation"),
    [("top", 139, 0.9085, 0.1029), ("bottom", 66, 0.7253, 0.3205)],
)
def test_southern_women_have_the_published_projections(
    side: str, edges: int, density: float, centralisation: float
) -> None:
    graph = nx.davis_southern_women_graph()
    projected = graphs.projected(graph, graph.graph[side])
    assert projected.number_of_edges() == edges
    assert round(graphs.one_mode_density(projected) or 0, 4) == density
    assert round(graphs.centralisation(projected) or 0, 4) == centralisation


def test_projected_indicators_are_those_of_the_projection() -> None:
    tables = southern_women()
    assert rows(FUNCTIONS["projected_density"](*tables), "paare")[A] == (0.908497, 18, 139)
    assert rows(FUNCTIONS["projected_centralisation"](*tables))[A] == (0.102941, 18)


def test_florentine_marriages_have_the_published_values() -> None:
    graph = nx.florentine_families_graph()
    graph.add_node("Pucci")
    assert (round(graphs.one_mode_density(graph) or 0, 4), graphs.centralisation(graph)) == (0.1667, 56 / 210)


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
    factions = {name: str(data["club"]) for name, data in graph.nodes(data=True)}
    value, external, internal = graphs.ei_index(graph, factions)
    assert (external, internal, value) == (11, 67, pytest.approx(-0.7179, abs=5e-5))


def test_small_graphs() -> None:
    assert graphs.centralisation(nx.star_graph(5)) == 1
    assert graphs.centralisation(nx.path_graph(2)) is None
    assert graphs.one_mode_density(nx.empty_graph(1)) is None
    assert graphs.ei_index(nx.path_graph(2), {0: "mi"}) == (None, 0, 0)


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
