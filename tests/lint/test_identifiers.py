"""Names that are not unique or not free."""

from __future__ import annotations

from pathlib import Path

import pytest

from lint.declared import WORKSHEET, changed, problems, with_field

CASES = {
    "device": (
        changed(
            ("id: plan\nversion", "id: con\nversion"),
            ("eins, type: reference, to: plan.plan", "eins, type: reference, to: con.plan"),
        ),
        [
            "1:5: Windows allows no file or folder named 'con'; choose another id",
            "1:5: warning: the folder is called 'plan', the worksheet 'con'; give both the same name",
        ],
    ),
    "field twice": (
        with_field("{id: fest, type: tick, label: Fest2}"),
        ["21:14: field id 'fest' stands in this section already, in line 20"],
    ),
    "added field": (
        changed(
            ("{code: fertig, label: fertig}", "{code: fertig, label: fertig, other: true}"),
            ("{id: mail,", "{id: stand_sonst, type: text, label: Sonst}\n      - {id: mail,"),
        ),
        [
            "24:14: field id 'stand_sonst' is that of a field which the program adds; rename it",
            (
                "48:14: a cross table asks only down, across and cell; 'rolle_sonst', the text "
                "of an 'other' entry, would never be asked"
            ),
        ],
    ),
    "section twice": (
        changed(("  - id: raster", "  - id: plan")),
        [
            "26:33: plan.plan has no field plaetze; known are stand, art, stufe",
            "27:9: section id 'plan' stands in this worksheet already, in line 8",
            (
                "45:41: 'plan.plan' is a grid, and a cross table crosses tables; "
                "print the codes as rows of a table"
            ),
            "49:46: plan.plan has no field fest; known are stand, art, stufe",
        ],
    ),
    "remarks section": (
        changed(("  - id: raster", "  - id: plan_bemerkungen")),
        [("27:9: section id 'plan_bemerkungen' is that of the remarks on another section; rename it")],
    ),
    "rule twice": (
        changed(("{id: viele", "{id: genug")),
        ["49:10: rule id 'genug' stands in this worksheet already, in line 26"],
    ),
    "prefix": (
        changed(("prefix: RA", "prefix: AK")),
        [
            (
                "30:13: prefix 'AK' is that of built-in worksheets/akteure/worksheet.yaml:37 "
                "already; every section of all worksheets has its own"
            )
        ],
    ),
    "word": (
        with_field("{id: where, type: tick, label: Wo}"),
        ["21:14: 'where' is a word of the rule language; rename the field"],
    ),
    "explanation": (
        with_field("{id: fest_explained, type: tick, label: Erklärt}"),
        ["21:14: 'fest_explained' is a column that datasets add; rename the field"],
    ),
    "other type": (
        with_field("{id: institution, type: tick, label: Institution}"),
        [
            (
                "21:33: warning: field 'institution' is of type tick here, but of type text in "
                "built-in worksheets/akteure/worksheet.yaml:88; give one of them another id"
            )
        ],
    ),
}


@pytest.mark.parametrize(("text", "expected"), CASES.values(), ids=CASES)
def test_mistakes_are_named_with_their_place(tmp_path: Path, text: str, expected: list[str]) -> None:
    assert problems(tmp_path, text) == expected


def test_folder_that_is_called_otherwise_is_named(tmp_path: Path) -> None:
    other = WORKSHEET.replace("id: plan\n", "id: neu\n", 1)
    assert problems(tmp_path, WORKSHEET, anders=other)[0] == (
        "worksheets/anders/worksheet.yaml:1:5: warning: the folder is called 'anders', the worksheet 'neu'; "
        "give both the same name"
    )
