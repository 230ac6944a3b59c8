"""Example rows that no respondent could enter."""

from __future__ import annotations

from pathlib import Path

import pytest

from lint.declared import changed, problems

CASES = {
    "example key": (
        changed(("{name: Kurs,", "{nam: Kurs,")),
        ["14:20: this section has no field 'nam'; did you mean name?"],
    ),
    "example code": (
        changed(("stand: offen, p", "stand: ofen, p")),
        ["14:34: code list 'stand' has no code 'ofen'; did you mean offen?"],
    ),
    "example number": (
        changed(("plaetze: 12", "plaetze: zwölf")),
        ["14:50: 'zwölf' is not what 'plaetze' takes; write a number, such as 20 or 12.5"],
    ),
    "example limit": (
        changed(("plaetze: 12", "plaetze: 120")),
        ["14:50: '120' is outside min and max of 'plaetze'"],
    ),
    "example tick": (
        changed(("fest: true", "fest: x")),
        ["14:60: 'x' is not what 'fest' takes; write true or false"],
    ),
    "example date": (
        changed(("beginn: 2026-01-31", "beginn: 31.1.2026")),
        ["14:74: '31.1.2026' is not what 'beginn' takes; write a date, such as 2026-06-30"],
    ),
    "example reference": (
        changed(("traeger: AK001 · Amt", "traeger: Amt")),
        ["14:95: 'Amt' is not what 'traeger' takes; write a row, such as AK001 · Jugendamt"],
    ),
    "example multi": (
        changed(("fest: true,", "fest: true, gruppen: offen|fertg,")),
        ["14:75: code list 'stand' has no code 'fertg'; did you mean fertig?"],
    ),
    "example multi ok": (
        changed(("fest: true,", "fest: true, gruppen: offen|fertig,")),
        [],
    ),
    "default": (
        changed(("id: plaetze, ", 'id: plaetze, default: "3", ')),
        ["19:33: a default belongs to a record: rows that nobody filled in would count as answered"],
    ),
    "example mail": (
        changed(("fest: true,", "fest: true, mail: amt,")),
        ["14:72: 'amt' is no e-mail address for 'mail'"],
    ),
    "example text": (
        changed(("max_length: 100", "max_length: 3")),
        ["14:21: 'Kurs' is longer than max_length of 'name'"],
    ),
}


@pytest.mark.parametrize(("text", "expected"), CASES.values(), ids=CASES)
def test_mistakes_are_named_with_their_place(tmp_path: Path, text: str, expected: list[str]) -> None:
    assert problems(tmp_path, text) == expected
