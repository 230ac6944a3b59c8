"""One thing is said once, and what the finding that is left out told is named by the one that stays."""

from __future__ import annotations

from dataclasses import replace

import pytest

from definition.reading import read
from ruecklauf.check.said_once import SHOWN, said_once
from ruecklauf.definition.models import Worksheet
from ruecklauf.findings import Finding, Place, Severity, Subject, make_finding, remark
from ruecklauf.texts import Texts, load_texts

TEXTS = load_texts()
SHEET = """
id: stellen
version: "1.0"
title: Stellen
short: Stellen
purpose: Zum Prüfen.
instructions: Bitte ausfüllen.
sections:
  - kind: table
    id: stellen
    title: Stellen
    prefix: ST
    free_rows: 5
    label_field: name
    fields:
      - {type: text, id: name, label: Name, required: true}
      - {type: integer, id: alle, label: Alle, min: 0, max: 100}
      - {type: integer, id: frauen, label: Frauen, min: 0, max: 100}
      - {type: reference, id: teil_von, label: Teil von, to: stellen}
    rules:
      - {id: hoechstens, constraint: "frauen <= alle", at: frauen, message: Mehr Frauen als alle.}
"""
"""A table in which rows name others, and a rule looks at two numbers."""


@pytest.fixture(scope="module")
def sheet(tmp_path_factory: pytest.TempPathFactory) -> Worksheet:
    return read(tmp_path_factory.mktemp("stellen"), SHEET).worksheet


def about(row: str, field: str) -> Subject:
    return Subject("stellen", "stellen", row, field)


def found(code: str, cell: str, text: str, subject: Subject, **params: str) -> Finding:
    return make_finding(
        remark(code, None, **params), texts=TEXTS, place=Place("Stellen", cell), subject=subject, found=text
    )


def missing_name(row: str, cell: str) -> Finding:
    return found("required_missing", cell, "", about(row, "name"), label="Name", row=row)


def leading(row: str, cell: str, to: str) -> Finding:
    return found("reference_unresolved", cell, to, about(row, "teil_von"))


def outside(text: str = "-5") -> Finding:
    return found("outside_limits", "C9", text, about("ST101", "alle"), expected="Zahl")


BROKEN = found(
    "rule.hoechstens", "D9", "3", about("ST101", "frauen"), message="Zeile ST101: Mehr Frauen als alle."
)


def test_a_name_that_is_missing_says_where_its_row_is_used(sheet: Worksheet) -> None:
    elsewhere = leading("ST103", "E11", "ST104 · Amt")
    given = (missing_name("ST101", "B9"), leading("ST102", "E10", "ST101 · Jugendamt"), elsewhere)
    name, other = said_once(given, (sheet,), TEXTS)
    assert other is elsewhere, "that row is not there at all"
    assert name.message.endswith("ergänzen. Auf diese Zeile wird verwiesen: Stellen!E10 „ST101 · Jugendamt“.")
    again = said_once((name, leading("ST102", "E10", "ST101 · Amt")), (sheet,), TEXTS)
    assert [one.message.count("wird verwiesen") for one in again] == [1]
    assert "„ST101 · Amt“" in again[0].message and "Jugendamt" not in again[0].message


def test_of_many_references_the_first_are_shown_and_all_are_counted(sheet: Worksheet) -> None:
    many = [leading(f"ST{number}", f"E{number}", "ST101") for number in range(110, 120)]
    (name,) = said_once((missing_name("ST101", "B9"), *many), (sheet,), TEXTS)
    assert name.message.count("„ST101“") == SHOWN and "zusammen 10" in name.message


def test_a_rule_that_follows_from_a_number_outside_its_limits_is_named_there(sheet: Worksheet) -> None:
    (kept,) = said_once((outside(), BROKEN), (sheet,), TEXTS)
    assert kept.code == "outside_limits"
    assert kept.message == (
        f"{outside().message} Damit hängt zusammen: Stellen!D9 „3“: Zeile ST101: Mehr Frauen als alle."
    )
    assert said_once((kept, BROKEN), (sheet,), TEXTS) == (kept,), "judged again it is said once, too"
    assert said_once((kept,), (sheet,), TEXTS) == (outside(),), "what holds again is said no more"


def test_a_rule_over_what_a_person_put_right_or_another_row_speaks_for_itself(sheet: Worksheet) -> None:
    both = (outside(), BROKEN)
    assert said_once(both, (sheet,), TEXTS, put_right={about("ST101", "alle")}) == both
    other = replace(BROKEN, subject=about("ST102", "frauen"))
    assert said_once((outside(), other), (sheet,), TEXTS) == (outside(), other)


@pytest.mark.parametrize(
    ("kept", "left"),
    [
        ("no_number", "prompt_kept"),
        ("no_date", "prompt_kept"),
        ("not_on_list", "prompt_kept"),
        ("ags_of_other", "printed_changed"),
    ],
)
def test_of_two_findings_on_one_text_in_one_cell_the_better_one_is_kept(
    sheet: Worksheet, kept: str, left: str
) -> None:
    params = {"expected": "Zahl", "given": "05990000", "name": "Kleve", "id": "R7N4WP"}
    one = found(kept, "C9", "[Zahl 12]", about("ST101", "alle"), **params)
    two = found(left, "C9", "[Zahl 12]", about("ST101", "alle"), **params)
    elsewhere = replace(two, place=Place("Stellen", "C10"))
    another = replace(two, found="[12]")
    assert said_once((two, one, elsewhere, another), (sheet,), TEXTS) == (one, elsewhere, another)


def test_a_broken_rule_takes_no_mark_of_a_prompt_away(sheet: Worksheet) -> None:
    prompt = found("prompt_kept", "D9", "3", about("ST101", "frauen"))
    assert BROKEN.severity is Severity.ERROR
    assert said_once((prompt, BROKEN), (sheet,), TEXTS) == (prompt, BROKEN)


@pytest.mark.parametrize("language", ["de", "en"])
def test_each_language_says_it(sheet: Worksheet, language: str) -> None:
    texts: Texts = load_texts(language)
    (name,) = said_once((missing_name("ST101", "B9"), leading("ST102", "E10", "ST101")), (sheet,), texts)
    begin, end = texts("words.referred_from", said="|").split("|")
    assert f"{begin}Stellen!E10 {texts.quoted('ST101')}{end}" in name.message
