"""Keys and limits of single fields that do not go together."""

from __future__ import annotations

from pathlib import Path

import pytest

from lint.declared import changed, problems

WAITS = "it waits for an answer to {}, which nobody gives before it is asked"
CASES = {
    "personal": (
        changed((", wave: X", "")),
        ["24:56: a personal field has wave: X, since it is kept in the contact store only"],
    ),
    "wave X": (
        changed((", personal: true", "")),
        [("24:52: wave: X keeps a field in the contact store only; add personal: true, or choose F, U or L")],
    ),
    "required tick": (
        changed(("label: Fest}", "label: Fest, required: true}")),
        [
            (
                "20:55: warning: an empty box is no answer, so everybody would have to write x "
                "or nein into each one; is required meant here?"
            )
        ],
    ),
    "scale limits": (
        changed(("label: Stufe}", "label: Stufe, min: 0.5}")),
        ["36:53: min is 0.5, but the field takes whole numbers only"],
    ),
    "thousands": (
        changed(("min: 0, max: 99", "min: 0, max: 1.000"), ("free_rows: 5", "free_rows: 1.000")),
        [
            "12:16: free_rows: 1.000 is read as 1; write 1000, or 1",
            "14:50: '12' is outside min and max of 'plaetze'",
            "19:51: max: 1.000 is read as 1; write 1000, or 1",
            "26:33: warning: this can never be met: no answers make it true",
        ],
    ),
    "waits for itself": (
        changed(("label: Fest}", "label: Fest, relevant_when: fest}")),
        [f"20:60: field 'fest' is never asked: {WAITS.format('fest')}"],
    ),
    "wait for each other": (
        changed(
            ("label: Fest}", "label: Fest, relevant_when: answered(beginn)}"),
            ("label: Beginn}", "label: Beginn, relevant_when: fest}"),
        ),
        [
            f"20:60: field 'fest' is never asked: {WAITS.format('beginn')}",
            f"21:64: field 'beginn' is never asked: {WAITS.format('fest')}",
        ],
    ),
    "either of two": (
        changed(
            ("label: Fest}", "label: Fest, relevant_when: blank(beginn)}"),
            ("label: Beginn}", "label: Beginn, relevant_when: not fest}"),
        ),
        [],
    ),
    "date limit": (
        changed(("label: Beginn}", "label: Beginn, min: 1900-01-01}")),
        ["21:54: min is before 1900-03-01, the first day on which Excel is right"],
    ),
    "missing codes": (
        changed(("min: 0, max: 99", "min: -100, max: 99")),
        ["19:43: -99 to -94 mark missing values in statistics packages; min must be above -94"],
    ),
    "missing codes unbounded": (
        changed(("min: 0, max: 99", "max: 99")),
        [
            (
                "19:29: warning: -99 to -94 mark missing values in statistics packages; add a "
                "min above them, for example min: 0"
            )
        ],
    ),
    "missing codes below": (
        changed(("min: 0, max: 99", "min: -500, max: -100")),
        [
            "14:50: '12' is outside min and max of 'plaetze'",
            "26:33: warning: this can never be met: no answers make it true",
        ],
    ),
    "missing not offered": (
        changed(("label: Fest}", "label: Fest, missing: [unknown]}")),
        [
            (
                "20:55: the form offers no entry for unknown here; use an entry with missing: "
                "unknown in a code list, or leave it out"
            )
        ],
    ),
    "missing list": (
        changed(
            (
                (
                    "{id: stand, type: choice, list: stand, label: Stand}\n      - {id: art, type: "
                    "choice, list: art, dep"
                ),
                (
                    "{id: stand, type: choice, list: stand, label: Stand, missing: [not_applicable]}\n"
                    "      - {id: art, type: choice, list: art, dep"
                ),
            )
        ),
        [
            (
                "17:72: the form offers no entry for not_applicable here; use an entry with "
                "missing: not_applicable in a code list, or leave it out"
            )
        ],
    ),
}


@pytest.mark.parametrize(("text", "expected"), CASES.values(), ids=CASES)
def test_mistakes_are_named_with_their_place(tmp_path: Path, text: str, expected: list[str]) -> None:
    assert problems(tmp_path, text) == expected


def test_multiple_choice_of_very_many_entries_is_named(tmp_path: Path) -> None:
    entries = "".join(
        f"      - {{code: c{number}, label: Nummer {number} von allen}}\n" for number in range(201)
    )
    text = changed(("list: stand, label: Gruppen", "list: viele, label: Gruppen"))
    text += f"  - id: viele\n    title: Viele\n    codes:\n{entries}"
    [problem] = problems(tmp_path, text)
    assert "each entry is a column here; 200 at most, not 201" in problem
