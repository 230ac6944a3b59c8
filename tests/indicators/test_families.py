"""Every family of indicators beside cases that were worked out by hand."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from indicators.tables import WAVES, rows, table
from ruecklauf.indicators.families import FUNCTIONS

A, B = ("A", "1"), ("B", "1")


def core(**members: int) -> pd.DataFrame:
    """Actors of whom so many of each area are active core members, and one that is none."""
    lines = [f"{area} aktiv" for area, number in members.items() for _ in range(number)]
    return table("\n".join(["bereich kerngruppe", *lines, "mi nein"]))


ACTORS = table("""
alliance bereich kerngruppe
A mi aktiv
A mi geplant
A aw aktiv
A quer aktiv
A so nein
A bi ausgeschieden
A bi -
B mi -
B aw -
""")


def test_area_coverage() -> None:
    found = FUNCTIONS["area_coverage"](ACTORS)
    assert rows(found, "k_mi", "k_aw", "k_so", "k_bi") == {A: (0.5, 6, 2, 1, 0, 0), B: (None, 0, 0, 0, 0, 0)}
    assert rows(FUNCTIONS["area_coverage"](core(mi=3, aw=3, so=2, bi=2)))[A] == (1, 11)


def test_core_size_and_deviation() -> None:
    assert rows(FUNCTIONS["core_size"](ACTORS), "geplant", "aktiv", "quer") == {
        A: (4, 6, 1, 3, 1),
        B: (None, 0, 0, 0, 0),
    }
    assert rows(FUNCTIONS["core_deviation"](ACTORS)) == {A: (6, 6), B: (None, 0)}
    assert rows(FUNCTIONS["core_deviation"](core(mi=3, aw=3, so=3, bi=4)))[A] == (3, 14)


@pytest.mark.parametrize(
    ("members", "expected"),
    [
        ({"mi": 3, "aw": 3, "so": 2, "bi": 2}, (0.986667, 10)),
        ({"mi": 4}, (0, 4)),
        ({"mi": 1, "aw": 1, "so": 1, "bi": 1}, (1, 4)),
        ({"mi": 2, "aw": 1, "quer": 5}, (0.592593, 3)),
        ({"quer": 2}, (None, 0)),
    ],
)
def test_balance(members: dict[str, int], expected: tuple[float | None, int]) -> None:
    assert rows(FUNCTIONS["balance"](core(**members)))[A] == expected


def test_cooperation_rate() -> None:
    found = FUNCTIONS["cooperation_rate"](
        table("""
        alliance bereich vorhanden koop
        A mi ja ja
        A mi ja nein
        A aw ja ja
        A so ja -
        A bi nein ja
        B mi ja -
        C bi ja ja
        """)
    )
    assert rows(found, "ja", "nein", "offen", "ja_mi", "nein_mi") == {
        A: (0.666667, 3, 2, 1, 1, 1, 1),
        B: (None, 0, 0, 0, 1, 0, 0),
        ("C", "1"): (1, 1, 1, 0, 0, 0, 0),
    }


MASTER = "lead_benannt gs_benannt gs_vzae kg_konstituiert kg_seit beschluss steuerung_angebunden"


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ("ja ja 0.5 ja 2026-01-01 ausschuss_rat ja", (1, 6)),
        ("ja ja 0 nein - keiner nein", (0.333333, 6)),
        ("nein nein - - 2026-01-01 - -", (0.25, 4)),
        ("ja - - - - keiner -", (None, 2)),
        ("ja ja - ja - keiner -", (0.75, 4)),
    ],
)
def test_anchoring(answers: str, expected: tuple[float | None, int]) -> None:
    assert rows(FUNCTIONS["anchoring"](table(f"{MASTER}\n{answers}")))[A] == expected


def test_priority_progress() -> None:
    found = FUNCTIONS["priority_progress"](
        table("alliance stand\nA offen\nA begonnen\nA erreicht\nA verworfen\nB verworfen\nC teilweise\nC -")
    )
    assert rows(found, "erreicht", "verworfen") == {
        A: (0.444444, 3, 1, 1),
        B: (None, 0, 0, 1),
        ("C", "1"): (0.666667, 1, 0, 0),
    }


MEASURES = table("""
alliance stand frist umgesetzt_am
A umgesetzt 2026-03-31 2026-03-31
A umgesetzt 2026-03-31 2026-04-01
A umgesetzt - 2026-04-01
A laeuft 2026-05-01 -
A geplant 2026-12-31 -
A verworfen 2026-01-01 -
B verzoegert 2026-07-01 -
C - 2026-01-01 -
""")
RETURNS = table("""
alliance wave reference_date sent returned first_pass
A 1 2026-06-30 true true true
B 1 2026-06-30 true true false
C 1 2026-06-30 true true true
D 1 2026-06-30 true false -
A 2 2026-12-31 true true true
B 2 2026-12-31 true false -
D 2 2026-12-31 true true false
""")


def test_measures() -> None:
    c = ("C", "1")
    assert rows(FUNCTIONS["measures_implemented"](MEASURES)) == {A: (0.6, 5), B: (0, 1), c: (None, 0)}
    assert rows(FUNCTIONS["measures_on_time"](MEASURES)) == {A: (0.5, 2), B: (None, 0), c: (None, 0)}
    overdue = FUNCTIONS["measures_overdue"](MEASURES, RETURNS)
    assert rows(overdue, "ueberfaellig") == {A: (0.25, 4, 1), B: (0, 1, 0), c: (None, 0, 0)}


def test_measures_on_their_last_day() -> None:
    measures = table("""
    alliance stand frist umgesetzt_am
    A umgesetzt 2026-03-31 2026-03-01
    A umgesetzt 2026-03-31 2026-03-31
    A umgesetzt 2026-03-31 2026-05-01
    A laeuft 2026-06-30 -
    B umgesetzt 2026-03-31 2026-02-01
    B geplant 2026-06-29 -
    B umgesetzt - -
    """)
    assert rows(FUNCTIONS["measures_implemented"](measures)) == {A: (0.75, 4), B: (0.666667, 3)}
    assert rows(FUNCTIONS["measures_on_time"](measures)) == {A: (0.666667, 3), B: (1, 1)}
    assert rows(FUNCTIONS["measures_overdue"](measures, RETURNS)) == {A: (0, 4), B: (0.5, 2)}


NEEDS = table("""
alliance gruppe bedarf angebot luecke
A duldung 3 1 beides
A schutz 1 2 keine
A gestattung 2 2 -
A gestattung - 1 regelsystem
B duldung 3 0 zielgruppenspezifisch
C duldung - - -
""")
TARGET = table("""
alliance status n_gesamt
A duldung 30
A ausbildungsduldung 10
A schutz 60
A sonstige 500
B gestattung 20
C duldung 5
""")


def test_gap() -> None:
    found = FUNCTIONS["gap"](NEEDS)
    assert rows(found, "ueber", "gleich", "unter") == {
        A: (0, 3, 1, 1, 1),
        B: (3, 1, 1, 0, 0),
        ("C", "1"): (None, 0, 0, 0, 0),
    }


def test_weighted_gap() -> None:
    found = FUNCTIONS["weighted_gap"](NEEDS, TARGET)
    assert rows(found, "gewicht") == {A: (0.8, 2, 100), B: (None, 0, 0), ("C", "1"): (None, 0, 0)}


def test_weighted_gap_of_several_groups() -> None:
    needs = table("""
    alliance gruppe bedarf angebot
    A duldung 3 0
    A gestattung 1 3
    B schutz 2 1
    B schutz 3 1
    C gestattung 3 0
    C duldung 3 3
    """)
    target = table("""
    alliance status n_gesamt
    A duldung 10
    A gestattung 30
    B schutz 50
    C gestattung 0
    C duldung 7
    C beschaeftigungsduldung 3
    """)
    found = FUNCTIONS["weighted_gap"](needs, target)
    assert rows(found, "gewicht") == {A: (0.75, 2, 40), B: (1.5, 2, 100), ("C", "1"): (0, 1, 10)}


def test_gap_share_and_access() -> None:
    assert rows(FUNCTIONS["gap_share"](NEEDS)) == {A: (0.666667, 3), B: (1, 1), ("C", "1"): (None, 0)}
    offers = table("alliance zugang_duldung\nA ja\nA eingeschraenkt\nA nein\nA ja\nA -\nB -\nC nein")
    assert rows(FUNCTIONS["access_share"](offers), "ja", "eingeschraenkt", "nein") == {
        A: (0.5, 4, 2, 1, 1),
        B: (None, 0, 0, 0, 0),
        ("C", "1"): (0, 1, 0, 0, 1),
    }


def test_response() -> None:
    assert rows(FUNCTIONS["response_rate"](RETURNS)) == {"1": (0.75, 4), "2": (0.666667, 3)}
    assert rows(FUNCTIONS["first_pass_rate"](RETURNS)) == {"1": (0.666667, 3), "2": (0.5, 2)}
    assert rows(FUNCTIONS["retention"](RETURNS, WAVES), "wieder", "neu") == {
        "1": (None, 0, 0, 3),
        "2": (0.333333, 3, 1, 1),
    }


def test_more_than_four_fifths_of_the_53_took_part() -> None:
    lines = [f"A{number} true {'true' if number < 43 else 'false'}" for number in range(53)]
    returns = table("\n".join(["alliance sent returned", *lines]))
    assert rows(FUNCTIONS["response_rate"](returns), "zurueck") == {"1": (0.811321, 53, 43)}


def test_retention_over_three_waves() -> None:
    came = ("A 1", "B 1", "C 1", "A 2", "B 2", "A 3", "C 3", "D 3")
    returns = table("\n".join(["alliance wave returned", *(f"{each} true" for each in came)]))
    assert rows(FUNCTIONS["retention"](returns, table("wave\n1\n2\n3")), "wieder", "neu") == {
        "1": (None, 0, 0, 3),
        "2": (0.666667, 3, 2, 0),
        "3": (0.5, 2, 1, 2),
    }


def test_quality() -> None:
    counts = table("""
    alliance worksheet applicable unanswered unknown rows_before rows_unchanged rows_carried rows_untouched
    A akteure 90 9 18 40 30 50 10
    A gremien 10 1 0 10 0 30 30
    B akteure 0 0 0 0 0 0 0
    C akteure 4 4 0 2 2 2 0
    """)
    c = ("C", "1")
    assert rows(FUNCTIONS["nonresponse"](counts), "unbekannt") == {
        A: (0.1, 100, 18),
        B: (None, 0, 0),
        c: (1, 4, 0),
    }
    assert rows(FUNCTIONS["unknown_share"](counts)) == {A: (0.18, 100), B: (None, 0), c: (0, 4)}
    assert rows(FUNCTIONS["unconfirmed_rows"](counts)) == {A: (0.5, 80), B: (None, 0), c: (0, 2)}
    assert rows(FUNCTIONS["untouched_rows"](counts)) == {A: (0.6, 50), B: (None, 0), c: (1, 2)}


TWO = table("""
alliance wave row_id kerngruppe luecke stand
A 1 R1 aktiv beides offen
A 1 R2 geplant keine begonnen
A 1 R3 geplant regelsystem erreicht
A 1 R4 nein beides teilweise
A 2 R1 aktiv keine teilweise
A 2 R2 aktiv beides begonnen
A 2 R3 ausgeschieden regelsystem teilweise
A 2 R4 nein - verworfen
A 2 R5 aktiv keine offen
B 1 R1 aktiv beides offen
C 1 R1 aktiv keine offen
C 2 R1 aktiv keine offen
""")


@pytest.mark.parametrize(
    ("name", "columns", "a", "c"),
    [
        ("core_turnover", ("geblieben", "dazugekommen", "ausgeschieden"), (0.5, 4, 2, 1, 1), (0, 1, 1, 0, 0)),
        ("realisation", ("aktiv",), (0.5, 2, 1), (None, 0, 0)),
        ("gap_closure", ("geschlossen", "neu"), (0.5, 2, 1, 1), (None, 0, 0, 0)),
        (
            "priority_movement",
            ("vor", "gleich", "zurueck", "verworfen", "offen_teilweise", "teilweise_verworfen"),
            (0.333333, 3, 1, 1, 1, 1, 1, 1),
            (0, 1, 0, 1, 0, 0, 0, 0),
        ),
    ],
)
def test_change_is_that_of_alliances_in_both_waves(
    name: str, columns: tuple[str, ...], a: Any, c: Any
) -> None:
    assert rows(FUNCTIONS[name](TWO, WAVES), *columns) == {("A", "2"): a, ("C", "2"): c}


MOVED = table("""
alliance wave row_id kerngruppe luecke stand
A 1 R1 geplant beides offen
A 1 R2 geplant regelsystem begonnen
A 1 R3 geplant zielgruppenspezifisch erreicht
A 1 R4 aktiv keine offen
A 2 R1 aktiv keine begonnen
A 2 R2 aktiv keine erreicht
A 2 R3 geplant unklar erreicht
A 2 R4 nein keine verworfen
B 1 R1 aktiv beides teilweise
B 1 R2 nein keine -
B 2 R1 ausgeschieden regelsystem offen
B 2 R2 aktiv beides offen
""")


@pytest.mark.parametrize(
    ("name", "columns", "a", "b"),
    [
        (
            "core_turnover",
            ("geblieben", "dazugekommen", "ausgeschieden"),
            (0.25, 4, 3, 0, 1),
            (1, 2, 0, 1, 1),
        ),
        ("realisation", ("aktiv",), (0.666667, 3, 2), (None, 0, 0)),
        ("gap_closure", ("geschlossen", "neu"), (1, 2, 2, 0), (0, 1, 0, 1)),
        (
            "priority_movement",
            ("vor", "gleich", "zurueck", "verworfen"),
            (0.666667, 3, 2, 1, 0, 1),
            (0, 1, 0, 0, 1, 0),
        ),
    ],
)
def test_change_of_two_more_alliances(name: str, columns: tuple[str, ...], a: Any, b: Any) -> None:
    assert rows(FUNCTIONS[name](MOVED, WAVES), *columns) == {("A", "2"): a, ("B", "2"): b}


def test_rows_are_matched_by_id_and_never_by_order() -> None:
    shuffled = TWO.sample(frac=1, random_state=3)
    for name in ("core_turnover", "realisation", "gap_closure", "priority_movement"):
        pd.testing.assert_frame_equal(FUNCTIONS[name](shuffled, WAVES), FUNCTIONS[name](TWO, WAVES))


def test_three_waves_are_compared_two_by_two() -> None:
    waves = table("wave row_id\n1 -\n2 -\n3 -")
    actors = table("wave row_id kerngruppe\n1 R1 aktiv\n2 R1 aktiv\n3 R2 aktiv")
    assert rows(FUNCTIONS["core_turnover"](actors, waves)) == {("A", "2"): (0, 1), ("A", "3"): (1, 2)}
