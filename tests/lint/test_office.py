"""Texts that Excel cannot hold."""

from __future__ import annotations

from pathlib import Path

import pytest

from lint.declared import changed, problems, with_field

CASES = {
    "heads that differ by case": (
        with_field("{id: neu, type: tick, label: FEST}"),
        ["21:38: the head 'FEST' stands in this section already, in line 20"],
    ),
    "heads that differ by an umlaut": (
        with_field("{id: neu, type: tick, label: Plaetze}"),
        ["21:38: the head 'Plaetze' stands in this section already, in line 19"],
    ),
    "formula long": (
        changed(("max: 99", "max: " + "9" * 170)),
        ["19:29: the formula that checks the cell has 255 characters at most, here 280; shorten it by 25"],
    ),
    "sheet chars": (
        changed(("short: Plan", "short: Plan/Ziel")),
        ["4:8: Excel allows no / in the name of a sheet, nor any of [ ] : * ? / \\"],
    ),
    "sheet name of two lines": (
        changed(("short: Plan", 'short: "Plan\\nZiel"')),
        ["4:9: the name of a sheet has only characters that are seen; delete U+000A"],
    ),
    "sheet name that Excel keeps": (
        changed(("short: Plan", "short: verlauf")),
        ["4:8: 'verlauf' is the name of a sheet that every form has; choose another short name"],
    ),
    "sheet quote": (
        changed(("short: Plan", "short: Plan'")),
        ["4:8: the name of a sheet neither begins nor ends with '"],
    ),
    "sheet long": (
        changed(("short: Plan", "short: Plan für die nächsten 30 Jahre")),
        ["4:8: the name of a sheet has 31 characters at most, here 32; shorten it by 1"],
    ),
    "sheet short warn": (
        changed(("short: Plan", "short: Plan für das nächste Jahr")),
        ["4:8: warning: short has 25 characters; 22 leave room for a number behind it"],
    ),
    "sheet of a section": (
        changed(("    kind: table\n", "    kind: table\n    short: Plan/Ziel\n")),
        ["10:12: Excel allows no / in the name of a sheet, nor any of [ ] : * ? / \\"],
    ),
    "sheet taken": (
        changed(("short: Plan", "short: start")),
        ["4:8: 'start' is the name of a sheet that every form has; choose another short name"],
    ),
    "sheet twice": (
        changed(("short: Plan", "short: akteure")),
        [
            (
                "4:8: a sheet 'akteure' is there already, from built-in "
                "worksheets/akteure/worksheet.yaml:7; choose another"
            )
        ],
    ),
    "sheet of a section twice": (
        changed(("    prefix: KR\n", "    prefix: KR\n    short: plan 2\n")),
        ["41:12: a sheet 'plan 2' is there already, from line 27; choose another"],
    ),
    "head twice": (
        changed(("label: Beginn}", "label: Name}")),
        ["21:41: the head 'Name' stands in this section already, in line 16"],
    ),
    "head long": (
        changed(("label: Beginn}", "label: " + "B" * 256 + "}")),
        [("21:41: a column head or question has 255 characters at most, here 256; shorten it by 1")],
    ),
    "prompt long": (
        changed(("label: Beginn}", "label: Beginn, help: " + "B" * 240 + "}")),
        [
            (
                "21:55: the prompt (help and what is expected) has 255 characters at most, here "
                "296; shorten it by 41"
            )
        ],
    ),
    "entry long": (
        changed(("label: fertig}", "label: " + "f" * 256 + "}")),
        [
            ("23:62: a column head or question has 255 characters at most, here 265; shorten it by 10"),
            (
                "23:62: a variable label has 256 bytes at most in SPSS, here 265 (an umlaut "
                "counts 2); shorten it"
            ),
            ("55:31: a value label has 120 bytes at most in SPSS, here 256 (an umlaut counts 2); shorten it"),
            "55:31: an entry of a list has 255 characters at most, here 256; shorten it by 1",
        ],
    ),
    "label_field long": (
        changed((", max_length: 100", "")),
        [("16:14: rows are named by this field in lists; give it max_length: 246 or less, not 255")],
    ),
    "label_field long 2": (
        changed(("max_length: 100", "max_length: 250")),
        [("16:44: rows are named by this field in lists; give it max_length: 246 or less, not 250")],
    ),
}


@pytest.mark.parametrize(("text", "expected"), CASES.values(), ids=CASES)
def test_mistakes_are_named_with_their_place(tmp_path: Path, text: str, expected: list[str]) -> None:
    assert problems(tmp_path, text) == expected
