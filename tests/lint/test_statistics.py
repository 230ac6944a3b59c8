"""Names and labels that statistics packages cannot hold."""

from __future__ import annotations

from pathlib import Path

import pytest

from lint.declared import changed, problems, with_field

CASES = {
    "name reserved in Stata": (
        with_field("{id: long, type: tick, label: Neu}"),
        ["21:14: column 'long' is a reserved word of Stata; choose another id"],
    ),
    "name reserved in Stata, with a number": (
        with_field("{id: str5, type: tick, label: Neu}"),
        ["21:14: column 'str5' is a reserved word of Stata; choose another id"],
    ),
    "name long": (
        with_field("{id: ein_sehr_langer_name_fuer_ein_feld, type: tick, label: Neu}"),
        [
            (
                "21:14: column 'ein_sehr_langer_name_fuer_ein_feld' has 34 characters; "
                "statistics packages take 32"
            )
        ],
    ),
    "name long multi": (
        with_field("{id: ein_sehr_langer_name_fuer_gru, type: multichoice, list: stand, label: Neu}"),
        [
            (
                "21:14: column 'ein_sehr_langer_name_fuer_gru_fertig' has 36 characters; "
                "statistics packages take 32"
            ),
            (
                "21:14: column 'ein_sehr_langer_name_fuer_gru_offen' has 35 characters; "
                "statistics packages take 32"
            ),
        ],
    ),
    "name reserved": (
        with_field("{id: by, type: tick, label: Neu}"),
        ["21:14: column 'by' is a reserved word of SPSS; choose another id"],
    ),
    "name rule+spss": (
        with_field("{id: with_, type: tick, label: Neu}"),
        ["21:14: column 'with_' ends with _, which SPSS warns of; choose another id"],
    ),
    "name taken": (
        with_field("{id: wave, type: tick, label: Neu}"),
        ["21:14: every table of a dataset has a column 'wave' already; choose another id"],
    ),
    "name clash": (
        with_field("{id: gruppen_offen, type: tick, label: Neu}"),
        [
            (
                "24:14: column 'gruppen_offen' of the dataset is that of field 'gruppen_offen'; "
                "choose another id"
            )
        ],
    ),
    "name of a column beside another one": (
        with_field("{id: plaetze_missing, type: tick, label: Neu}"),
        [
            (
                "21:14: datasets have a column 'plaetze_missing' beside that of field 'plaetze'; "
                "choose another id"
            )
        ],
    ),
    "name of a column in the panel beside another one": (
        with_field("{id: plaetze_original, type: tick, label: Neu}"),
        [
            (
                "21:14: datasets have a column 'plaetze_original' beside that of field 'plaetze'; "
                "choose another id"
            )
        ],
    ),
    "name that ends like one beside another ok": (
        with_field("{id: stellen_original, type: tick, label: Neu}"),
        [],
    ),
    "name of the panel": (
        with_field("{id: panel_status, type: tick, label: Neu}"),
        ["21:14: names that begin with panel_ are columns of the panel; rename 'panel_status'"],
    ),
    "personal long ok": (
        with_field(
            "{id: ein_sehr_langer_name_fuer_ein_feld, type: text, label: Neu, personal: true, wave: X}"
        ),
        [],
    ),
    "var label": (
        changed(("label: Beginn}", "label: " + "ä" * 129 + "}")),
        [
            (
                "21:41: a variable label has 256 bytes at most in SPSS, here 258 (an umlaut "
                "counts 2); shorten it"
            )
        ],
    ),
    "value label": (
        changed(("label: fertig}", "label: {de: fertig, en: " + "f" * 121 + "}}")),
        [("55:24: a value label has 120 bytes at most in SPSS, here 121 (an umlaut counts 2); shorten it")],
    ),
    "scale label": (
        changed(("label: Stufe}", 'label: Stufe, labels: {"1": ' + "ä" * 61 + "}}")),
        [("36:62: a value label has 120 bytes at most in SPSS, here 122 (an umlaut counts 2); shorten it")],
    ),
}


@pytest.mark.parametrize(("text", "expected"), CASES.values(), ids=CASES)
def test_mistakes_are_named_with_their_place(tmp_path: Path, text: str, expected: list[str]) -> None:
    assert problems(tmp_path, text) == expected
