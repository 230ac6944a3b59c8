from __future__ import annotations

import pytest

from ruecklauf.rules.errors import RuleError
from ruecklauf.rules.scope import Scope
from rules.world import ROW_SCOPE, SHEET_SCOPE, rule


def mistakes(text: str, scope: Scope = ROW_SCOPE) -> list[tuple[int, str]]:
    with pytest.raises(RuleError) as caught:
        rule(text, scope)
    return [(error.column, error.message) for error in caught.value.errors]


@pytest.mark.parametrize(
    ("text", "column", "fragment"),
    [
        # names
        ("plaetz > 1", 1, "has no field plaetz; did you mean plaetze?"),
        ("xyz > 1", 1, "known are name, kurz"),
        ("akteure = 1", 1, "a table is used with count"),
        ("count(gremium) > 1", 7, "no table gremium; did you mean gremien?"),
        ("sum(gremien.mitgleider) > 1", 5, "did you mean mitglieder?"),
        ("sum(gremien) > 1", 5, "sum needs a table and a field"),
        ("count(gremien where plaetze > 1) > 1", 21, "write this.plaetze"),
        ("count(gremien where ober.fest) > 1", 21, "references cannot be followed"),
        ("name.titel = 'x'", 1, "name is no reference"),
        ("leitung.titl = 'x'", 1, "plan.gremien has no field titl; did you mean titel?"),
        ("a.b.c = 1", 1, "is no field"),
        ("blnk(name)", 1, "no function blnk; did you mean blank?"),
        ("mean(plaetze) > 1", 1, "no function mean"),
        # codes
        ('koop = "jaa"', 8, "did you mean ja? Allowed are ja, nein"),
        ('bereich in ("mi", "xx")', 19, "known are mi, aw, so, bi"),
        ('koop = "unbekannt"', 8, "use unknown(koop)"),
        ('stand in ("egal")', 11, "use not_applicable(stand)"),
        ("koop = 1", 8, "compared with codes in quotes"),
        ('contains(felder, "x")', 18, "felder has no code 'x'"),
        ('felder = "aus"', 1, 'use contains(felder, "code")'),
        # kinds
        ('plaetze = "3"', 11, "a number cannot be compared with a text"),
        ('ende > "2026-01-01"', 8, "without quotes"),
        ("ende > plaetze", 1, "a date cannot be compared with a number"),
        ("name < 'b'", 1, "no order"),
        ('koop < "ja"', 1, "no order"),
        ("koop = stand", 1, "do not share a code list"),
        ("leitung = 'GR001'", 11, "only be compared with another reference"),
        ("name + 1 > 2", 1, "text + number cannot be calculated"),
        ("-name > 2", 1, "minus sign needs a number"),
        ("eins = 1", 1, "eins is a tick field"),
        ("length(plaetze) > 1", 8, "length needs a text field"),
        ("ticks(name) > 1", 7, "ticks needs a tick or multi field"),
        ("resolves(name)", 10, "needs a reference field"),
        ("distinct(gremien.mitglieder) > 1", 10, "needs a choice field"),
        ("sum(gremien.praesenz) > 1", 5, "cannot be used in sum"),
        ("matches(name)", 1, 'matches(feld, "99999")'),
        ('matches(plaetze, "9")', 9, "matches needs a text field"),
        ("matches(name, kurz)", 15, "a pattern is a text"),
        ('matches(name, "9", "(9")', 20, "a bracket of the pattern '(9' is not closed"),
        ('matches(name, "9)")', 15, "do not close one another"),
        ('matches(name, "[]")', 15, "cannot be read"),
        ('matches(name, "9{0}")', 15, "takes nothing"),
        ('matches(name, "9{61}")', 15, "takes 61 characters; 60 are the most"),
        ('matches(name, "9{1,9}-9{1,9}-9")', 15, "more than 64 lengths"),
        ('matches(name, "9  9")', 15, "outer and double spaces"),
        ('matches(name, "")', 15, "the pattern is empty"),
        ('matches(name, "9") > 1', 1, "is true or false"),
        ("unknown(plaetze)", 1, "plaetze offers no answer for unknown"),
        # conditions and values in the wrong place
        ("plaetze", 1, "no tick field"),
        ("3", 1, "a condition is expected"),
        ("plaetze + 1 and eins", 1, "a condition is expected"),
        ("(eins and zwei) > 1", 2, "not a condition"),
        ("blank(name) = 1", 1, "is true or false"),
        ("count(gremien)", 1, "is a number; compare it"),
        ("blank(1)", 7, "takes a field"),
        ("blank(name, kurz)", 1, "takes one field"),
        ("blank(name where eins)", 18, "where belongs to count"),
        ("contains(felder)", 1, "takes a field and a code"),
        # where
        ("count(gremien where mitglieder + 1 > 2) > 1", 21, "not calculated with"),
        ("count(gremien where praesenz > 2) > 1", 21, "cannot be compared inside where"),
        ("count(gremien where exists(akteure)) > 1", 21, "inside the where"),
        ("count(gremien where unique(titel)) > 1", 21, "cannot stand inside where"),
        ("count(gremien has fest) > 1", 19, "has belongs to all"),
        ("all(gremien where fest)", 1, "all needs has"),
        ("unique(leitung.titel)", 8, "fields of the row itself"),
        ("tree(leitung)", 1, "rows of the same table"),
        ("count(gremien where tree(ober)) > 1", 21, "cannot stand inside where"),
    ],
)
def test_mistakes_have_a_column_and_a_remedy(text: str, column: int, fragment: str) -> None:
    [(found, message)] = mistakes(text)
    assert found == column
    assert fragment in message


def test_all_mistakes_of_a_rule_are_reported_in_order() -> None:
    found = mistakes('koop = "jaa" and (plaetz > 1 or ende = 3) implies count(gremium where x) + foo > 1')
    assert [column for column, _ in found] == [8, 19, 40, 57, 76]


def test_rule_about_the_worksheet_has_no_fields_of_its_own() -> None:
    [(column, message)] = mistakes("count(gremien where thema = this.bereich) > 1", SHEET_SCOPE)
    assert (column, "belongs to no table" in message) == (29, True)


def test_error_shows_column_and_message_of_every_mistake() -> None:
    with pytest.raises(RuleError) as caught:
        rule("aa and bb")
    assert [line.split(";")[0] for line in str(caught.value).splitlines()] == [
        "column 1: plan.akteure has no field aa",
        "column 8: plan.akteure has no field bb",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "sum(gremien.kosten) / count(gremien where fest) > 2",
        "count(plan.gremien where mitglieder > this.plaetze * 2) = 0",
        "count(gremien where this.leitung.fest) = 0",
        "leitung = mitglied and this.eins",
        "missing(anteil) or anteil > 5 or count(gremien where blank(praesenz)) > 0",
    ],
)
def test_what_is_allowed(text: str) -> None:
    assert rule(text).scope is ROW_SCOPE
