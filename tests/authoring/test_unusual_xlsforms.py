"""XLSForms that say what municipalities' forms cannot: nothing of it is lost without a word."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from pyxform.xls2xform import convert

from authoring.test_xlsforms import workbook
from ruecklauf.authoring.declaring import declare_form
from ruecklauf.authoring.xlsforms.reading import import_form
from ruecklauf.authoring.xlsforms.writing import export_worksheet
from ruecklauf.definition.models import Worksheet
from ruecklauf.library import load_library

LISTS = """
| choices | list_name | name | label | a | b |
| | a | a1 | A1 | | |
| | a | a2 | A2 | | |
| | b | b1 | B1 | a1 | |
| | b | b2 | B2 | a2 | |
| | c | c1 | C1 | a1 | b1 |
| | c | c2 | C2 | a2 | b2 |
"""
CASES = {
    "groups within a repeat are columns of its table": (
        """
| survey | type | name | label | relevant |
| | begin_repeat | haushalt | Haushalt | |
| | text | wer | Wer | |
| | begin_group | innen | Innen | ${wer} != '' |
| | integer | jahre | Jahre | |
| | end_group | | | |
| | text | danach | Danach | |
| | end_repeat | | | |
""",
        ["haushalt: wer, jahre [(answered(wer))], danach"],
        ["survey:4: the group innen within haushalt; its questions are columns there"],
    ),
    "rows without a type, and cells without a head": (
        """
| survey | type | name | label | |
| | text | wer | Wer | nachfragen |
| | | was | Was | |
| | | | | siehe Blatt 2 |
""",
        ["angaben: wer"],
        [
            "survey:2: column D: nachfragen",
            "survey:3: a row without a type: was, Was",
            "survey:4: a row without a type: siehe Blatt 2",
        ],
    ),
    "a filter may repeat what the parents hang on": (
        """
| survey | type | name | label | choice_filter |
| | select_one a | a | A | |
| | select_one b | b | B | a=${a} |
| | select_one c | c | C | a=${a} and b=${b} |
"""
        + LISTS,
        ["angaben: a, b<a, c<b"],
        [],
    ),
    "a filter that says more than the parents": (
        """
| survey | type | name | label | choice_filter |
| | select_one a | a | A | |
| | select_one b | b | B | a=${a} |
| | select_one c | c | C | a=${a} and b=${b} |
"""
        + LISTS.replace("| c2 | C2 | a2 | b2 |", "| c2 | C2 | a1 | b2 |"),
        ["angaben: a, b<a, c"],
        [
            *("choices:6: a: a1", "choices:6: b: b1", "choices:7: a: a1", "choices:7: b: b2"),
            "survey:4: choice_filter: a=${a} and b=${b}",
        ],
    ),
    "another entry of a list that hangs on another": (
        """
| survey | type | name | label | choice_filter |
| | select_one a | a | A | |
| | select_one b or_other | b | B | a=${a} |
"""
        + LISTS.partition("| | c |")[0],
        ["angaben: a, b<a"],
        ["survey:3: the text of or_other, whose list hangs on another"],
    ),
    "choices from files are texts": (
        """
| survey | type | name | label | parameters |
| | select_one_from_file orte.csv | ort | Ort | value=id |
| | select_one_external kreise | kreis | Kreis | |
| external_choices | list_name | name |
| | kreise | x |
""",
        ["angaben: ort, kreis"],
        [
            "external_choices: the sheet with its 1 rows",
            "survey:2: choices from orte.csv; it is a text",
            "survey:2: parameters: value=id",
            "survey:3: choices from kreise; it is a text",
        ],
    ),
    "ranges, and what is typed where a form calculates": (
        """
| survey | type | name | label | parameters | calculation | read_only | appearance |
| | range | halbe | Halbe | start=0.5 end=2.5 step=0.5 | | | |
| | range | ganze | Ganze | | | | vertical |
| | text | summe | Summe | | 1 + 1 | ${ganze} = 2 | |
""",
        ["angaben: halbe 0.5–2.5, ganze 1–10, summe"],
        [
            "survey:2: parameters: step=0.5; every number within is taken",
            "survey:3: appearance: vertical",
            "survey:4: the calculation of the answer: 1 + 1; people enter it",
            "survey:4: read_only where ${ganze} = 2; people can change what stands there",
        ],
    ),
    "what nobody can answer is computed, and told where it cannot be": (
        """
| survey | type | name | label | calculation | read_only | default | relevant | constraint |
| | integer | a | A | | | | | |
| | integer | b | B | ${a} * 2 | yes | | ${a} > 3 | |
| | decimal | c | C | | true() | 2.5 | | |
| | date | d | D | | TRUE | 2026-01-31 | | |
| | integer | e | E | if(${a} > 1, 2, 3) | yes | | | |
| | integer | f | F | | yes | 7 | | . > 3 |
| | text | g | G | | yes | fest | | |
| | integer | h | H | ${a} + 1 | | | | |
""",
        ["angaben: a, b [a > 3], c, d, e, f, g, h"],
        [
            "survey:6: read_only and its value: if(${a} > 1, 2, 3) (the function if()); people enter it",
            "survey:7: constraint: . > 3; the form computes the answer",
            "survey:8: read_only; people can change what stands there",
            "survey:9: the calculation of the answer: ${a} + 1; people enter it",
        ],
    ),
    "heads as other programs write them, and what is disabled": (
        """
| survey | type | name | label | disabled | bind::relevant | bind:jr:constraintMsg | constraint | jr:count |
| | text | erste | Erste | no | | | | |
| | text | weg | Weg | yes | | | | |
| | date | tag | Wann, ${erste}? | | ${erste} != '' | nein | . < '2030-01-01' | |
| | begin_repeat | reihe | Reihe | | | | | 3 |
| | text | lt | Lt | | | | | |
| | end_repeat | | | | | | | |
""",
        ["angaben: erste, tag [(answered(erste))]", "reihe: f_lt"],
        [
            "survey:3: weg, which is disabled",
            "survey:4: the answer within the label, which stands there as it is: Wann, ${erste}?",
        ],
    ),
    "codes that differ in signs, and a list that is not there": (
        """
| survey | type | name | label |
| | select_one zahl | wahl | Wahl |
| | select_one fehlt | leer | Leer |
| choices | list_name | name | label |
| | zahl | 1 | eins |
| | zahl | -1 | minus eins |
| | zahl | 01 | null eins |
| | zahl | 1.10 | eins zehn |
| | zahl | 1.1 | eins eins |
""",
        ["angaben: wahl, leer"],
        ["survey:3: list probe_fehlt is not there; its question has one entry to be replaced"],
    ),
    "a question of the own group is meant by ../": (
        """
| survey | type | name | label | relevant |
| | begin_group | g | G | |
| | text | x | X | |
| | text | y | Y | ../x != '' |
| | end_group | | | |
| | begin_group | h | H | |
| | text | x | X | |
| | end_group | | | |
""",
        ["g: x, y [(answered(x))]", "h: x_2"],
        [],
    ),
}


def told(section: dict) -> str:
    """A section in one line: its questions with what they hang on, their limits, and when they are asked."""
    parts = []
    for field in section["fields"]:
        above = f"<{field['depends_on']}" if "depends_on" in field else ""
        limits = f" {field['min']}–{field['max']}" if "min" in field else ""
        when = f" [{field['relevant_when']}]" if "relevant_when" in field else ""
        parts.append(field["id"] + above + limits + when)
    return f"{section['id']}: {', '.join(parts)}"


@pytest.mark.parametrize("name", CASES)
def test_what_is_lost_is_named_with_its_row(name: str) -> None:
    form, sections, losses = CASES[name]
    declared, lost = import_form(workbook(form), "probe", taken=frozenset())
    assert [told(one) for one in declared["sections"]] == sections
    assert [str(one) for one in lost] == losses
    assert Worksheet.model_validate(declared).id == "probe"


def test_two_names_of_a_list_never_become_one_code() -> None:
    form, _, _ = CASES["codes that differ in signs, and a list that is not there"]
    declared, _ = import_form(workbook(form), "probe", taken=frozenset())
    assert [one["code"] for one in declared["codelists"][0]["codes"]] == ["1", "1_2", "01", "1_10", "1_1"]


def test_all_go_out_again_as_pyxform_takes_them(tmp_path: Path) -> None:
    names = {f"probe_{number}": form for number, (form, _, _) in enumerate(CASES.values())}
    library = load_library()
    for name, form in names.items():
        declare_form(tmp_path, workbook(form), name, library)
    declared = load_library(tmp_path)
    for name in names:
        content, _ = export_worksheet(declared, name)
        assert convert(io.BytesIO(content)).warnings == []
