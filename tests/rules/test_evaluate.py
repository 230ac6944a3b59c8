from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from ruecklauf.rules.evaluate import Verdict, compile_rule, evaluate
from ruecklauf.rules.rows import Env, Row, TableRows
from ruecklauf.values import Missing, Value
from rules.world import ROW_SCOPE, SHEET_SCOPE, WAVE_DATE, rule

NA, UNKNOWN, NONE, BAD = Missing.NOT_APPLICABLE, Missing.UNKNOWN, Missing.NO_ANSWER, Missing.UNREADABLE

GREMIEN = TableRows(
    [
        ("GR001", {"titel": "Rat", "status": "offen", "mitglieder": 12, "fest": True, "thema": "mi"}),
        ("GR002", {"titel": "Runde", "status": "erreicht", "mitglieder": 5, "fest": False, "thema": "so"}),
        ("GR003", {"titel": "Kreis", "status": NA, "mitglieder": UNKNOWN, "thema": "mi", "themen": ("aus",)}),
        ("GR004", {"titel": "Büro", "mitglieder": BAD, "kosten": Decimal("2.5"), "ober": "GR001"}),
    ]
)


def verdict(
    text: str, row: Row | None = None, *, position: int | None = None, akteure: TableRows | None = None
) -> Verdict:
    tables = {"plan.gremien": GREMIEN, "plan.akteure": akteure or TableRows()}
    scope = SHEET_SCOPE if row is None else ROW_SCOPE
    return evaluate(rule(text, scope), Env(WAVE_DATE, row or {}, tables, position))


@pytest.mark.parametrize(
    ("text", "row", "expected"),
    [
        # comparisons
        ("plaetze > 3", {"plaetze": 4}, True),
        ("plaetze > 3", {"plaetze": 3}, False),
        ("plaetze > 3", {}, None),
        ("plaetze > 3", {"plaetze": BAD}, None),
        ("belegt <= plaetze", {"plaetze": 4, "belegt": UNKNOWN}, None),
        ("belegt <= plaetze", {"plaetze": 4, "belegt": 4}, True),
        ("quote = 0.3", {"quote": Decimal("0.30")}, True),
        ("ende >= beginn", {"beginn": date(2026, 1, 2), "ende": date(2026, 1, 1)}, False),
        ("ende >= beginn", {"beginn": date(2026, 1, 2), "ende": NA}, None),
        ("beginn <= wave_date", {"beginn": WAVE_DATE}, True),
        ("beginn < 2026-06-30", {"beginn": WAVE_DATE}, False),
        ('koop = "ja"', {"koop": "ja"}, True),
        ('koop <> "ja"', {"koop": UNKNOWN}, None),
        ('"ja" = koop', {"koop": "nein"}, False),
        ("bereich = neben", {"bereich": "mi", "neben": "mi"}, True),
        ('bereich in ("mi", "so")', {"bereich": "so"}, True),
        ('bereich not in ("mi", "so")', {"bereich": "so"}, False),
        ('bereich not in ("mi", "so")', {}, None),
        ("plaetze in (1, 2)", {"plaetze": 2}, True),
        ("quote in (-1)", {"quote": Decimal(-1)}, True),
        ('name = "AG  Nord"', {"name": "AG Nord"}, True),
        ('name = "ag nord"', {"name": "AG Nord"}, False),
        ("length(name) = 2", {"name": "ab"}, True),
        ("length(name) < 5", {}, None),
        # arithmetic
        ("belegt + 2 = plaetze * 2", {"plaetze": 3, "belegt": 4}, True),
        ("plaetze / belegt > 1", {"plaetze": 3, "belegt": 0}, None),
        ("plaetze / 3 * 3 = plaetze", {"plaetze": 1}, True),
        ("-plaetze < 0", {"plaetze": 1}, True),
        ("plaetze - 1 - 1 = 0", {"plaetze": 2}, True),
        ("beginn + 30 <= ende", {"beginn": date(2026, 1, 1), "ende": date(2026, 1, 31)}, True),
        ("ende - beginn > 30", {"beginn": date(2026, 1, 1), "ende": date(2026, 1, 31)}, False),
        ("plaetze + belegt > 3", {"plaetze": 9}, None),
        # Kleene
        ("plaetze > 3 or eins", {"eins": True}, True),
        ("plaetze > 3 or eins", {"eins": False}, None),
        ("plaetze > 3 and eins", {"eins": False}, False),
        ("plaetze > 3 and eins", {"eins": True}, None),
        ("not plaetze > 3", {}, None),
        ('koop = "ja" implies vorhanden = "ja"', {"koop": "nein"}, True),
        ('koop = "ja" implies vorhanden = "ja"', {"koop": "ja"}, None),
        ('koop = "ja" implies vorhanden = "ja"', {"koop": "ja", "vorhanden": "nein"}, False),
        ('koop = "ja" implies vorhanden = "ja"', {"koop": UNKNOWN, "vorhanden": "nein"}, None),
        ("eins implies zwei implies drei", {"eins": True, "zwei": False}, True),
        # two-valued questions
        ("blank(plaetze)", {}, True),
        ("blank(plaetze)", {"plaetze": BAD}, False),
        ("answered(belegt)", {"belegt": UNKNOWN}, True),
        ("answered(belegt)", {"belegt": BAD}, False),
        ("answered(belegt)", {}, False),
        ("missing(belegt)", {"belegt": UNKNOWN}, True),
        ("missing(belegt)", {"belegt": BAD}, True),
        ("missing(belegt)", {"belegt": 0}, False),
        ("unknown(koop)", {"koop": UNKNOWN}, True),
        ("unknown(koop)", {}, False),
        ("not_applicable(stand)", {"stand": NA}, True),
        ("eins", {}, False),
        ("eins", {"eins": BAD}, False),
        ("not eins", {"eins": False}, True),
        ("answered(eins)", {"eins": False}, True),
        ("ticks(eins, zwei, drei) = 2", {"eins": True, "drei": True, "zwei": BAD}, True),
        ("ticks(felder) >= 1", {"felder": ("aus", "abs")}, True),
        ("ticks(felder) = 0", {"felder": BAD}, True),
        ("ticks(eins, felder) = 2", {"eins": True, "felder": ("aus",)}, True),
        ('contains(felder, "aus")', {"felder": ("aus",)}, True),
        ('contains(felder, "abs")', {}, False),
        ("blank(felder)", {}, True),
        ("answered(felder)", {"felder": ()}, True),
        # references
        ("resolves(leitung)", {"leitung": "GR001"}, True),
        ("resolves(leitung)", {"leitung": "GR999"}, False),
        ("resolves(leitung)", {"leitung": BAD}, False),
        ("resolves(leitung)", {}, None),
        ("missing(leitung)", {"leitung": "GR999"}, True),
        ("leitung = mitglied", {"leitung": "GR001", "mitglied": "GR001"}, True),
        ("leitung = mitglied", {"leitung": "GR001", "mitglied": "GR999"}, None),
        ("leitung.mitglieder > 10", {"leitung": "GR001"}, True),
        ("leitung.mitglieder > 10", {"leitung": "GR003"}, None),
        ("leitung.mitglieder > 10", {"leitung": "GR999"}, None),
        ('leitung.status = "offen"', {"leitung": "GR002"}, False),
        ("leitung.fest", {"leitung": "GR001"}, True),
        ("blank(leitung.status)", {"leitung": "GR004"}, True),
        ("blank(leitung.status)", {"leitung": "GR999"}, False),
        # the rule's own row inside where
        ("count(gremien where thema = this.bereich) = 2", {"bereich": "mi"}, True),
        ("count(gremien where thema = this.bereich) = 0", {}, True),
        ("exists(gremien where mitglieder > this.plaetze + 1)", {"plaetze": 12}, False),
    ],
)
def test_row_rules(text: str, row: dict[str, Value], expected: Verdict) -> None:
    assert verdict(text, row) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("count(gremien) = 4", True),
        ("count(plan.gremien where mitglieder > 1) = 2", True),
        ("count(gremien where not mitglieder > 5) = 1", True),
        ("count(gremien where missing(mitglieder)) = 2", True),
        ('count(gremien where contains(themen, "aus")) = 1', True),
        ("sum(gremien.mitglieder) = 17", True),
        ("sum(gremien.mitglieder where fest) = 12", True),
        ('sum(gremien.kosten where status = "verworfen") = 0', True),
        ("distinct(gremien.thema) = 2", True),
        ("distinct(gremien.thema where fest) = 1", True),
        ("exists(gremien where fest)", True),
        ('exists(gremien where status = "verworfen")', False),
        ("all(gremien has blank(status) or answered(status))", True),
        ('all(gremien where fest has status = "offen")', True),
        ("all(gremien has mitglieder > 5)", False),
        ("all(gremien has mitglieder > 1)", None),
        ("all(akteure has eins)", True),
        ("count(akteure) = 0 and sum(akteure.plaetze) = 0", True),
    ],
)
def test_table_rules(text: str, expected: Verdict) -> None:
    assert verdict(text) is expected


def test_unique_compares_with_the_other_rows_only() -> None:
    rows: list[dict[str, Value]] = [
        {"name": "A", "bereich": "mi"},
        {"name": "A ", "bereich": "so"},
        {"name": "B", "bereich": "mi"},
        {"bereich": "mi"},
        {},
    ]
    akteure = TableRows((f"AK00{number}", row) for number, row in enumerate(rows))
    verdicts = [
        (
            verdict("unique(name)", row, position=position, akteure=akteure),
            verdict("unique(name, bereich)", row, position=position, akteure=akteure),
        )
        for position, row in enumerate(rows)
    ]
    assert verdicts == [(False, True), (False, True), (True, True), (None, None), (None, None)]


def _tree(*above: str | None) -> list[Verdict]:
    """The verdicts on rows A1, A2, … of which each names the one above it."""
    rows: list[dict[str, Value]] = [{"partner": name} if name else {} for name in above]
    akteure = TableRows((f"A{number}", row) for number, row in enumerate(rows, start=1))
    return [
        verdict("tree(partner)", row, position=position, akteure=akteure) for position, row in enumerate(rows)
    ]


@pytest.mark.parametrize(
    ("above", "expected"),
    [
        ((None, "A1", "A1", "A3"), [True, True, True, True]),
        (("A3", "A1", None), [True, True, True]),
        ((None, None, "A2"), [True, False, True]),
        (("A1",), [False]),
        ((None, "A3", "A2", "A2"), [True, False, False, False]),
        ((None, "A9"), [True, True]),
        ((None, *(f"A{number}" for number in range(1, 14))), [True] * 13 + [False]),
    ],
)
def test_tree_has_one_root_and_no_circle(above: tuple[str | None, ...], expected: list[Verdict]) -> None:
    assert _tree(*above) == expected


def test_unique_of_a_row_that_is_not_in_the_table() -> None:
    akteure = TableRows([("AK001", {"name": "A"})])
    assert verdict("unique(name)", {"name": "A"}, akteure=akteure) is False
    assert verdict("unique(name)", {"name": "B"}, akteure=akteure) is True


def test_compiled_rule_serves_many_rows() -> None:
    check = compile_rule(rule("plaetze >= 3"))
    assert [check(Env(WAVE_DATE, {"plaetze": number})) for number in (2, 3)] == [False, True]
