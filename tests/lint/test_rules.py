"""Rules that cannot be read, or always come out the same."""

from __future__ import annotations

from pathlib import Path

import pytest

from lint.declared import FIELD, changed, problems, with_rule

CASES = {
    "syntax": (
        with_rule("{id: neu, constraint: plaetze >> 3, message: M.}"),
        ["26:40: unexpected '>'; expected a field, a value or a function."],
    ),
    "field": (
        with_rule("{id: neu, constraint: plaetz > 3 and fset, message: M.}"),
        [
            "26:31: plan.plan has no field plaetz; did you mean plaetze?",
            "26:46: plan.plan has no field fset; did you mean fest?",
        ],
    ),
    "quoted": (
        with_rule("{id: neu, constraint: 'stand = \"ofen\"', message: M.}"),
        ["26:40: stand has no code 'ofen'; did you mean offen? Allowed are offen, fertig"],
    ),
    "escaped": (
        with_rule('{id: neu, constraint: "stand = \\"ofen\\"", message: M.}'),
        [
            (
                "26:32: character 9 of the rule, at '\"ofen\"': stand has no code 'ofen'; did you "
                "mean offen? Allowed are offen, fertig"
            )
        ],
    ),
    "folded": (
        with_rule(
            "id: neu\n        constraint: >-\n          plaetze > 3\n          and plaetz < 5\n  "
            "      message: M."
        ),
        [
            (
                "27:21: character 17 of the rule, at 'plaetz < 5': plan.plan has no field "
                "plaetz; did you mean plaetze?"
            )
        ],
    ),
    "folded end": (
        with_rule(
            "id: neu\n        constraint: >-\n          plaetze > 3\n          and\n        message: M."
        ),
        [
            (
                "27:21: character 16 of the rule, at the end: the rule ends too early; expected "
                "a field, a value or a function."
            )
        ],
    ),
    "code": (
        with_rule('{id: neu, constraint: stand = "ofen" or stand = "oofen", message: M.}'),
        [
            "26:39: stand has no code 'ofen'; did you mean offen? Allowed are offen, fertig",
            "26:57: stand has no code 'oofen'; did you mean offen? Allowed are offen, fertig",
        ],
    ),
    "table": (
        changed(("count(plan where", "count(plane where")),
        ["49:35: there is no table plane; did you mean plan?"],
    ),
    "other worksheet": (
        with_rule('{id: neu, constraint: count(akteure where koop = "nien") > 1, message: M.}'),
        ["26:58: koop has no code 'nien'; did you mean nein? Allowed are ja, nein"],
    ),
    "never violated": (
        with_rule("{id: neu, constraint: plaetze <= 99, message: M.}"),
        ["26:31: warning: this can never be violated: no answers make it false"],
    ),
    "never met": (
        with_rule("{id: neu, constraint: plaetze > 99, message: M.}"),
        ["26:31: warning: this can never be met: no answers make it true"],
    ),
    "never met table": (
        changed(("count(plan where fest) <= 3", "count(plan where fest) < 0")),
        [
            "49:29: warning: as far as trying shows, this can never be met: no answers make it true",
            "49:29: warning: a form that nobody has filled in breaks this rule and says so; begin it with "
            "what has to be answered first, as in exists(table where answered(field)) implies …",
        ],
    ),
    "never violated table": (
        changed(("count(plan where fest) <= 3", "count(plan where fest) >= 0")),
        [("49:29: warning: as far as trying shows, this can never be violated: no answers make it false")],
    ),
    "distant": (
        with_rule(
            '{id: neu, constraint: \'count(plan where name = "a" and art = "kurs" and plaetze '
            "= 7 and beginn = 2026-01-01) < 1', message: M.}"
        ),
        [],
    ),
    "arithmetic": (
        with_rule("{id: neu, constraint: plaetze * 2 > 300, message: M.}"),
        [("26:31: warning: as far as trying shows, this can never be met: no answers make it true")],
    ),
    "never asked": (
        changed(("label: Fest}", "label: Fest, relevant_when: plaetze > 99}")),
        ["20:60: warning: this never holds, so the field is never asked"],
    ),
    "always asked": (
        changed(("label: Fest}", "label: Fest, relevant_when: plaetze >= 0}")),
        [
            (
                "20:60: warning: this is never false; leave it out, or write answered(…) if that "
                "is what you mean"
            )
        ],
    ),
    "never required": (
        changed(("label: Beginn}", "label: Beginn, required_when: plaetze > 99}")),
        ["21:64: warning: this never holds, so the field need never be answered"],
    ),
    "always required": (
        changed(("label: Beginn}", "label: Beginn, required_when: plaetze >= 0}")),
        [
            (
                "21:64: warning: this is never false; write required: true, or answered(…) if "
                "that is what you mean"
            )
        ],
    ),
    "relevant syntax": (
        changed(("label: Beginn}", "label: Beginn, relevant_when: fest =}")),
        ["21:70: the rule ends too early; expected a field, a value or a function."],
    ),
    "group rule": (
        changed((FIELD, FIELD + "      - {use: kooperationsfelder, relevant_when: fst}\n")),
        ["21:50: plan.plan has no field fst; did you mean fest?"],
    ),
    "group twice": (
        changed((FIELD, FIELD + "      - {use: kooperationsfelder}\n      - {use: kooperationsfelder}\n")),
        [
            "22:9: field id 'koop_feld_1' stands in this section already, in line 21",
            "22:9: field id 'koop_feld_2' stands in this section already, in line 21",
            "22:9: field id 'koop_feld_3' stands in this section already, in line 21",
            "22:9: field id 'koop_feld_4' stands in this section already, in line 21",
        ],
    ),
    "wave date": (
        with_rule("{id: neu, constraint: beginn >= wave_date, message: M.}"),
        [],
    ),
}


@pytest.mark.parametrize(("text", "expected"), CASES.values(), ids=CASES)
def test_mistakes_are_named_with_their_place(tmp_path: Path, text: str, expected: list[str]) -> None:
    assert problems(tmp_path, text) == expected
