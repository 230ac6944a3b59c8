"""Computed fields that cannot be computed, or with keys that say how something is entered."""

from __future__ import annotations

from pathlib import Path

import pytest

from lint.declared import FIELD, changed, problems, with_field
from ruecklauf.definition.models import Worksheet
from ruecklauf.library import load_library
from ruecklauf.lint.kept import undeclared

START = "{id: frei, type: integer, label: Frei, calculate: "
CASES = {
    "right": (with_field(START + "99 - plaetze}"), []),
    "key of what is entered": (
        with_field(START + "99 - plaetze, required: true}"),
        ["21:83: required does not go with calculate: nobody enters anything here"],
    ),
    "limits": (
        with_field(START + "99 - plaetze, min: 0}"),
        ["21:78: min does not go with calculate: nobody enters anything here"],
    ),
    "unknown name": (
        with_field(START + "platze * 2}"),
        ["21:59: plan.plan has no field platze; did you mean plaetze?"],
    ),
    "text": (
        with_field(START + "name}"),
        ["21:59: the formula should give a number, such as count(akteure where …)."],
    ),
    "number for a date": (
        with_field("{id: ende, type: date, label: Ende, calculate: plaetze + 1}"),
        ["21:56: the formula should give a date, such as beginn + 30."],
    ),
    "date": (with_field("{id: ende, type: date, label: Ende, calculate: beginn + plaetze}"), []),
    "fractions": (
        with_field(START + "plaetze / 2}"),
        ["21:59: this may give fractions, so the field is no integer; use decimal"],
    ),
    "itself": (
        with_field(START + "frei + 1}"),
        ["21:59: this is computed from itself: plan.plan.frei → plan.plan.frei"],
    ),
    "in a circle over a table": (
        changed(
            (FIELD, FIELD + "      - " + START.replace("integer", "decimal") + "stufen + 1}\n"),
            (
                "      - {id: stufe, type: scale, label: Stufe}\n",
                "      - {id: stufe, type: scale, label: Stufe}\n"
                "      - {id: stufen, type: decimal, label: Stufen, calculate: sum(plan.frei)}\n",
            ),
        ).replace("calculate: stufen", "calculate: sum(raster.stufen)"),
        None,
    ),
}


@pytest.mark.parametrize(("text", "expected"), CASES.values(), ids=CASES)
def test_mistakes_are_named_with_their_place(tmp_path: Path, text: str, expected: list[str] | None) -> None:
    found = [one for one in problems(tmp_path, text) if "schemas" not in one]
    if expected is None:
        assert len(found) == 1
        assert "this is computed from itself: " in found[0]
    else:
        assert found == expected


def test_a_field_that_was_entered_and_is_computed_now_has_an_id_of_its_own() -> None:
    def version(number: str, formula: str) -> Worksheet:
        fields = [
            {"id": "a", "type": "integer", "label": "A", "min": 0},
            {
                "id": "b",
                "type": "integer",
                "label": "B",
                **({"calculate": formula} if formula else {"min": 0}),
            },
        ]
        section = {"id": "x", "kind": "record", "title": "X", "prefix": "XX", "fields": fields}
        return Worksheet.model_validate(
            {
                **dict.fromkeys(("title", "short", "purpose", "instructions"), "X"),
                "id": "blatt",
                "version": number,
                "sections": [section],
            }
        )

    library = {**load_library().worksheets, "blatt": version("1.1", "a + 1")}
    assert list(undeclared(version("1.0", ""), library)) == [
        "field 'x.b' is computed now; give it an id of its own, and say under changes what became of it"
    ]
    assert list(undeclared(version("1.0", "a"), library)) == []
