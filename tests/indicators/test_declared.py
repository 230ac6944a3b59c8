"""What the shipped declarations give beside cases worked out by hand, the sum of each beside it.

Where the families of domain.md ("Indicators") have their three cases and more:

 1  area coverage                    test_families: test_area_coverage; here
 2  core size, deviation, balance    test_families: test_core_size_and_deviation, test_balance; here
 3  cooperation rate, by field       test_families: test_cooperation_rate; here
 4  committees                       test_networks: small alliances, published values
 5  anchoring                        test_families: test_anchoring
 6  priority progress                test_families: test_priority_progress; here
 7  measures                         test_families: test_measures, test_measures_on_their_last_day
 8  gap, weighted, share, access     test_families: test_gap and those below it; here
 9  response, first pass, retention  test_families: test_response and the two below it
10  item non-response                test_families: test_quality
11  change                           test_families: test_change_is_that_of_alliances_in_both_waves and below
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from indicators.tables import table
from ruecklauf.definition.rulebook import scope_over
from ruecklauf.indicators.columns import ColumnReader
from ruecklauf.indicators.declared import bound_indicators
from ruecklauf.indicators.families import FUNCTIONS
from ruecklauf.indicators.formulas import bind_formula, measure_formulas
from ruecklauf.indicators.frames import Frames
from ruecklauf.indicators.measuring import measure
from ruecklauf.library import load_library
from ruecklauf.rules.errors import RuleError

Told = tuple[float | None, int]
"""Value and n."""
NONE: Told = (None, 0)

# said in the fields 1 to 4, and why nothing is said where that is known
ACTORS = table("""
alliance vorhanden koop bereich kerngruppe koop_feld_1 koop_feld_2 koop_feld_3 koop_feld_4
P ja ja mi aktiv true true - -
P ja ja mi geplant true - - false
P ja ja aw nein - - true -
P ja ja so - - - - -
P ja nein bi nein true - - -
P ja - bi nein true - - -
P nein ja bi nein true - - -
Q ja ja quer aktiv false false false false
Q ja ja mi - unreadable true - -
R ja ja mi - - - - -
R ja - mi - - - - -
""")
NEEDS = table("""
alliance entwicklungsbedarf vordringlich
P hoch true
P hoch -
P mittel true
P keiner -
P - true
Q gering -
Q keiner -
Q unknown -
R - -
""")
PRIORITIES = table("""
alliance stand
P erreicht
P begonnen
P verworfen
P -
Q offen
Q offen
R -
R verworfen
""")
REASONS = ("unreadable", "unknown")


def frames(**tables: pd.DataFrame) -> Frames:
    """As a dataset gives them: what stands for a reason is no value."""
    returns = table(
        "alliance returned reference_date\nP true 2026-06-30\nQ true 2026-06-30\nR true 2026-06-30"
    )
    values, kinds = {"evaluation.returns": returns}, {}
    for name, rows in tables.items():
        fields = rows.drop(columns=["alliance", "wave", "row_id"])
        reason = fields.isin(REASONS)
        values[f"{name}.{name}"] = rows.assign(**fields.mask(reason, pd.NA))
        kinds[f"{name}.{name}"] = rows.assign(**fields.where(reason, pd.NA))
    return Frames(values, kinds, ("1",))


@pytest.fixture(scope="module")
def told() -> Callable[[str], dict[str, tuple[Told, dict[str, float | None]]]]:
    """By alliance value and n of an indicator, and its components."""
    library = load_library()
    found = measure(
        frames(akteure=ACTORS, entwicklungsbedarf=NEEDS, prioritaeten=PRIORITIES),
        bound_indicators(library),
        {one.name: one for one in scope_over(library.worksheets.values()).tables.values()}.values(),
    )

    def of(indicator: str) -> dict[str, tuple[Told, dict[str, float | None]]]:
        own = found[found["indicator"] == indicator].dropna(subset=["alliance"])
        return {
            row["alliance"]: (
                (None if pd.isna(row["value"]) else row["value"], row["n"]), json.loads(row["components"])
            )
            for row in own.to_dict("records")
        }  # fmt: skip

    return of


@pytest.mark.parametrize(
    ("indicator", "p", "q", "r"),
    [
        # P cooperates with four, of whom the last says nothing of any field; Q's second cannot be read in 1
        ("kooperation_feld_1", ((1 + 1 + 0) / 3, 3), (0 / 1, 1), NONE),
        ("kooperation_feld_2", ((1 + 0 + 0) / 3, 3), ((0 + 1) / 2, 2), NONE),
        ("kooperation_feld_3", ((0 + 0 + 1) / 3, 3), ((0 + 0) / 2, 2), NONE),
        ("kooperation_feld_4", ((0 + 0 + 0) / 3, 3), ((0 + 0) / 2, 2), NONE),
        ("kooperation", (4 / (4 + 1), 5), (2 / (2 + 0), 2), (1 / (1 + 0), 1)),
        # of P's fields four are rated; Q does not know one of three
        ("entwicklungsbedarf_hoch", ((1 + 1 + 0 + 0) / 4, 4), ((0 + 0) / 2, 2), NONE),
        ("bereichsabdeckung", ((1 + 0 + 0 + 0) / 4, 6), (0 / 4, 1), NONE),
        ("kerngruppe_groesse", (1 + 1, 6), (1, 1), NONE),
        ("kerngruppe_abweichung", (abs(2 - 10), 6), (abs(1 - 10), 1), NONE),
        ("kerngruppe_balance", ((1 - (2 / 2) ** 2) / (3 / 4), 2), NONE, NONE),
        ("prioritaeten_fortschritt", ((1 + 1 / 3) / 2, 2), ((0 + 0) / 2, 2), NONE),
    ],
)
def test_what_is_declared_by_hand(
    told: Callable[[str], dict[str, tuple[Told, object]]], indicator: str, p: Told, q: Told, r: Told
) -> None:
    found = {who: figures for who, (figures, _) in told(indicator).items()}
    assert found == {"P": pytest.approx(p), "Q": pytest.approx(q), "R": r}


def test_components_stand_beside_the_value(
    told: Callable[[str], dict[str, tuple[Told, dict[str, float | None]]]],
) -> None:
    assert told("kooperation_feld_1")["P"][1] == {"angekreuzt": 2}
    assert told("entwicklungsbedarf_hoch")["P"][1] == {"hoch": 2, "vordringlich": 3}
    assert told("prioritaeten_fortschritt")["R"] == (
        NONE, {"offen": 0, "begonnen": 0, "teilweise": 0, "erreicht": 0, "verworfen": 1},
    )  # fmt: skip


def test_every_indicator_has_cases() -> None:
    """By its function where it has one, else by its id."""
    written = "".join(path.read_text("utf-8") for path in Path(__file__).parent.glob("test_*.py"))
    named = [bound.indicator.function or bound.indicator.id for bound in bound_indicators(load_library())]
    assert {*FUNCTIONS} == {name for name in named if name in FUNCTIONS}
    assert [name for name in named if f'"{name}"' not in written] == []


RECORDS = table("alliance gs_vzae\nP 0.5\nQ -\nR unknown\nS 0")


@pytest.mark.parametrize(
    ("formula", "p", "s"),
    [
        ("stammblatt.gs_vzae", 0.5, 0),
        ("stammblatt.stammblatt.gs_vzae * 2 + 1", 0.5 * 2 + 1, 0 * 2 + 1),
        ("1 / stammblatt.gs_vzae", 1 / 0.5, None),
    ],
)
def test_a_number_of_a_record_is_missing_where_it_was_not_given(
    formula: str, p: float, s: float | None
) -> None:
    scope = scope_over(load_library().worksheets.values())
    own = frames(stammblatt=RECORDS)
    who = pd.MultiIndex.from_product([["P", "Q", "R", "S"], ["1"]], names=["alliance", "wave"])
    reader = ColumnReader(own, {one.name: one for one in scope.tables.values()}.values(), {})
    formulas = {"value": bind_formula(formula, scope), "n": bind_formula("count(stammblatt)", scope)}
    found = measure_formulas(formulas, reader, who, {})["value"]
    assert [None if pd.isna(value) else value for value in found] == [p, None, None, s]


@pytest.mark.parametrize(
    ("formula", "said"),
    [
        ("akteure.akteurstyp", "has many rows; use sum"),
        ("stammblatt.gs_benannt", "is no number; use count"),
        ("stammblatt.gs_vzaee", "has no field gs_vzaee"),
    ],
)
def test_what_is_no_number_of_a_record_is_named(formula: str, said: str) -> None:
    with pytest.raises(RuleError, match=said):
        bind_formula(formula, scope_over(load_library().worksheets.values()))
