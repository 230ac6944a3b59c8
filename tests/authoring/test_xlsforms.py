"""XLSForms in and out: what is carried over, and what is said to be lost."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path
from random import Random

import pytest
import xlsxwriter
from lxml import etree
from pyxform.xls2xform import convert

from authoring.xforms import XForm
from ruecklauf.authoring.declaring import declare_form
from ruecklauf.authoring.xlsforms.reading import import_form
from ruecklauf.authoring.xlsforms.writing import export_worksheet
from ruecklauf.errors import ProjectError
from ruecklauf.library import load_library
from ruecklauf.lint import check_everything

FORM = """
| survey  | type                  | name    | label::Deutsch (de) | label::English (en) | required | relevant | constraint | constraint_message | hint | choice_filter | default | appearance |
|         | start                 | start   |                     |                     |          |          |            |                    |      |               |         |            |
|         | begin_group           | haus    | Das Haus            | The house           |          |          |            |                    |      |               |         |            |
|         | text                  | name    | Name                | Name                | yes      |          |            |                    | kurz |               |         |            |
|         | integer               | zimmer  | Zimmer              | Rooms               |          |          | . >= 1 and . <= 50 | 1 bis 50   |      |               | 3       |            |
|         | select_one janein     | warm    | Warm?               | Warm?               | yes      | ${zimmer} > 2 |       |                    |      |               |         |            |
|         | select_multiple farbe | farben  | Farben              | Colours             |          | ${warm} = 'ja' and ${name} != '' | | |       |               |         |            |
|         | text                  | warum   | Warum rot?          | Why red?            | selected(${farben}, 'rot') | selected(${farben}, 'rot') | string-length(.) <= 40 | zu lang | | | | multiline |
|         | select_one land       | land    | Land                | State               |          |          |            |                    |      |               |         |            |
|         | select_one stadt      | stadt   | Stadt               | Town                |          |          |            |                    |      | land=${land}  |         |            |
|         | note                  | hinweis | Nur zur Kenntnis    | For information     |          |          |            |                    |      |               |         |            |
|         | end_group             |         |                     |                     |          |          |            |                    |      |               |         |            |
|         | begin_repeat          | person  | Personen            | Persons             |          |          |            |                    |      |               |         |            |
|         | date                  | seit    | Seit                | Since               |          |          | . <= today() | nicht künftig    |      |               |         |            |
|         | acknowledge           | gelesen | Gelesen             | Read                |          | not(${seit} = '') |   |                    |      |               |         |            |
|         | geopoint              | wo      | Wo                  | Where               |          |          |            |                    |      |               |         |            |
|         | end_repeat            |         |                     |                     |          |          |            |                    |      |               |         |            |
| choices | list_name | name | label::Deutsch (de) | label::English (en) | land |
|         | janein    | ja   | ja                  | yes                 |      |
|         | janein    | nein | nein                | no                  |      |
|         | farbe     | rot  | rot                 | red                 |      |
|         | farbe     | blau | blau                | blue                |      |
|         | land      | nw   | NRW                 | NRW                 |      |
|         | land      | he   | Hessen              | Hesse               |      |
|         | stadt     | koeln | Köln               | Cologne             | nw   |
|         | stadt     | kassel | Kassel            | Kassel              | he   |
| settings | form_title | form_id |
|          | Das Haus   | haus    |
"""  # noqa: E501


def workbook(markdown: str) -> bytes:
    """An .xlsx of sheets that are written as a Markdown table, with ¦ for | within a cell."""
    sheets: dict[str, list[list[str]]] = {}
    name = ""
    for line in markdown.strip().splitlines():
        first, *cells = (cell.strip() for cell in line.strip().strip("|").split("|"))
        name = first or name
        sheets.setdefault(name, []).append(cells)
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"strings_to_formulas": False}) as book:
        for title, rows in sheets.items():
            sheet = book.add_worksheet(title)
            for number, row in enumerate(rows):
                for column, text in enumerate(row):
                    if text:
                        sheet.write_string(number, column, text.replace("¦", "|"))
    return file.getvalue()


def binds(xform: str) -> dict[str, dict[str, str]]:
    """What an XForm says of each question, by its path without the form's own instance of metadata."""
    found = etree.fromstring(xform.encode()).iter("{http://www.w3.org/2002/xforms}bind")
    return {one.get("nodeset"): dict(one.attrib) for one in found if "/meta/" not in one.get("nodeset")}


def test_a_form_becomes_a_declaration_and_losses_are_named() -> None:
    declared, losses = import_form(workbook(FORM), "haus", taken=frozenset())
    house, persons = declared["sections"]
    fields = {field["id"]: field for section in declared["sections"] for field in section["fields"]}
    assert [house["kind"], persons["kind"], list(fields)] == [
        *("record", "table"),
        ["name", "zimmer", "warm", "farben", "warum", "land", "stadt", "seit", "gelesen"],
    ]
    assert fields["name"] == {
        "id": "name",
        "type": "text",
        "label": {"de": "Name", "en": "Name"},
        "help": "kurz",
        "required": True,
    }
    assert fields["warm"]["relevant_when"] == "zimmer > 2"
    assert fields["farben"]["relevant_when"] == 'warm = "ja" and (answered(name))'
    assert fields["warum"]["required_when"] == 'contains(farben, "rot")'
    assert fields["warum"]["type"] == "longtext"
    assert fields["gelesen"]["relevant_when"] == "not ((not answered(seit)))"
    assert (fields["stadt"]["depends_on"], declared["codelists"][3]["cascades_on"]) == ("land", "haus_land")
    assert [rule["constraint"] for rule in (*house["rules"], *persons["rules"])] == [
        *("zimmer >= 1 and zimmer <= 50", "length(warum) <= 40", "seit <= wave_date")
    ]
    assert [str(loss) for loss in losses] == [
        "survey:2: start, which only a device can note",
        "survey:11: the note hinweis: Nur zur Kenntnis",
        "survey:16: a geopoint question, wo",
    ]


def test_what_was_taken_in_is_right_and_goes_out_again(tmp_path: Path) -> None:
    path, _ = declare_form(tmp_path, workbook(FORM), "haus", load_library())
    assert path == tmp_path / "worksheets" / "haus" / "worksheet.yaml"
    assert [str(one) for one in check_everything(tmp_path) if one.severity == "error"] == []
    content, losses = export_worksheet(load_library(tmp_path), "haus")
    made = convert(io.BytesIO(content))
    assert (made.warnings, list(losses)) == ([], [])
    before = binds(convert(io.BytesIO(workbook(FORM))).xform)
    lost = {"/data/start", "/data/haus/hinweis", "/data/person/wo"}
    after = binds(made.xform)
    assert before.keys() - lost == after.keys()
    assert {name: after[name]["type"] for name in before.keys() - lost} == {
        name: before[name]["type"] for name in before.keys() - lost
    }
    assert "selected( /data/haus/farben , 'rot')" in after["/data/haus/warum"]["relevant"]
    again, lost = import_form(content, "haus", taken=frozenset())
    assert [field["id"] for section in again["sections"] for field in section["fields"]][:7] == [
        *("name", "zimmer", "warm", "farben", "warum", "land", "stadt")
    ]
    assert lost == ()


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        ("| regex(., '[0-9]+') |", "regex() of what is no text"),
        ("| . > ${fehlt} |", "there is no question 'fehlt'"),
        ("| if(. > 1, true(), false()) |", "the function if()"),
        ("| . >= |", "gives no rule"),
    ],
)
def test_an_expression_that_rules_cannot_say_is_named(cell: str, said: str) -> None:
    form = f"""
        | survey | type    | name | label | constraint |
        |        | integer | zahl | Zahl  {cell}
    """
    declared, (loss,) = import_form(workbook(form), "neu", taken=frozenset())
    assert "rules" not in declared["sections"][0]
    assert (loss.sheet, loss.row, said in loss.what) == ("survey", 2, True)


def test_a_comparison_of_two_other_groups_is_named() -> None:
    form = """
        | survey | type        | name | label | relevant        |
        |        | begin_group | a    | A     |                 |
        |        | integer     | x    | X     |                 |
        |        | end_group   |      |       |                 |
        |        | begin_group | b    | B     |                 |
        |        | integer     | y    | Y     |                 |
        |        | end_group   |      |       |                 |
        |        | integer     | z    | Z     | ${x} > ${y}     |
    """
    declared, losses = import_form(workbook(form), "neu", taken=frozenset())
    assert [str(one) for one in losses] == [
        "survey:8: relevant: ${x} > ${y} (it looks at 'x', which is in another group)"
    ]
    assert "relevant_when" not in declared["sections"][2]["fields"][0]


CARRIED = r"""
| survey  | type              | name    | label::Deutsch (de) | label::English (en) | required | relevant | constraint | constraint_message | default | read_only | calculation | parameters |
|         | begin_group       | kopf    | Kopf                | Head                |          |          |            |                    |         |           |             |            |
|         | note              | wozu    | Worum es geht.      | What it is about.   |          |          |            |                    |         |           |             |            |
|         | text              | plz     | PLZ                 | Post code           | yes      |          | regex(., '^[0-9]{5}$') | Fünf Ziffern. |   |        |             |            |
|         | text              | zeichen | Aktenzeichen        | File number         |          |          | regex(., "^(A[0-9]{2}-[a-z]¦[A-Z]{2}\.\d{1,3})$") and . != ${plz} | Falsch. | | | | |
|         | select_one jn     | ist     | Ist es?             | Is it?              | yes      |          |            |                    | ja      |           |             |            |
|         | select_multiple f | farben  | Farben              | Colours             |          |          |            |                    | rot blau |          |             |            |
|         | integer           | anzahl  | Anzahl              | Number              |          |          | . > 0 and . < 100  | 1 bis 99   | 3       |           |             |            |
|         | date              | tag     | Tag                 | Day                 |          |          | . >= date('2020-01-01') |               | 2026-06-30 |        |             |            |
|         | decimal           | kosten  | Kosten              | Costs               |          |          |            |                    | 2.5     |           |             |            |
|         | calculate         | doppelt |                     |                     |          |          |            |                    |         |           | ${anzahl} * 2 |          |
|         | calculate         | viel    |                     |                     |          |          |            |                    |         |           | ${doppelt} + ${kosten} |  |
|         | text              | warum   | Warum?              | Why?                | ${viel} > 90 | ${viel} > 50 and ../ist = ‘ja’ | | |      |           |             |            |
|         | range             | note    | Note                | Grade               |          |          |            |                    |         |           |             | start=1 end=6 |
|         | end_group         |         |                     |                     |          |          |            |                    |         |           |             |            |
|         | text              | ort     | Ort                 | Place               |          | ${ist} = 'nein' or ${anzahl} >= 5 | |             |         |           |             |            |
|         | text              | fest    | Fest                | Fixed               |          |          |            |                    | so      | yes       |             |            |
| choices | list_name | name | label::Deutsch (de) | label::English (en) |
|         | jn        | ja   | ja                  | yes                 |
|         | jn        | nein | nein                | no                  |
|         | f         | rot  | rot                 | red                 |
|         | f         | blau | blau                | blue                |
|         | f         | gelb | gelb                | yellow              |
| settings | form_title | form_id | default_language |
|          | Kopf       | kopf    | Deutsch (de)     |
"""  # noqa: E501


def test_defaults_patterns_and_calculations_are_carried_over() -> None:
    declared, losses = import_form(workbook(CARRIED), "neu", taken=frozenset())
    head, rest = declared["sections"]
    fields = {one["id"]: one for section in (head, rest) for one in section["fields"]}
    assert head["instructions"] == {"de": "Worum es geht.", "en": "What it is about."}
    assert {name: one["default"] for name, one in fields.items() if "default" in one} == {
        "ist": "ja",
        "farben": "rot|blau",
        "anzahl": "3",
        "tag": "2026-06-30",
        "kosten": "2.5",
        "fest": "so",
    }
    assert [rule["constraint"] for rule in head["rules"]] == [
        'matches(plz, "9{5}")',
        r'matches(zeichen, "\A9{2}-a", "A{2}.9{1,3}") and zeichen <> plz',
        "anzahl > 0 and anzahl < 100",
    ]
    assert fields["warum"]["required_when"] == "((anzahl * 2) + kosten) > 90"
    assert fields["warum"]["relevant_when"] == '((anzahl * 2) + kosten) > 50 and ist = "ja"'
    assert {name: one["calculate"] for name, one in fields.items() if "calculate" in one} == {
        "doppelt": "anzahl * 2",
        "viel": "(anzahl * 2) + kosten",
    }
    assert (fields["note"]["min"], fields["note"]["max"]) == (1, 6)
    assert (
        fields["ort"]["relevant_when"] == 'exists(kopf where ist = "nein") or exists(kopf where anzahl >= 5)'
    )
    assert [str(one) for one in losses] == [
        "survey:17: read_only; people can change what stands there",
    ]


DAYS = ["", *(str(date(year, 6, 30).toordinal()) for year in (2019, 2026, 2027))]
JN = ["", "ja", "nein"]
NUMBERS = ["", "0", "1", "4", "5", "26", "44", "100"]
WORDS = ["", "Ort", "x" * 41]
ANSWERS = {
    "CARRIED": {
        "plz": ["", "52062", "5206", "520620", "AB.1"],
        "zeichen": ["", "A12-x", "B12-x", "AB.1", "AB.1234", "ABx1", "52062"],
        "ist": JN,
        "farben": ["", "rot", "blau gelb"],
        "anzahl": NUMBERS,
        "tag": DAYS,
        "kosten": ["", "0", "2.5"],
        "warum": WORDS,
        "note": ["", "3"],
        "ort": WORDS,
        "fest": ["so"],
    },
    "FORM": {
        "name": WORDS,
        "zimmer": NUMBERS,
        "warm": JN,
        "farben": ["", "rot", "rot blau"],
        "warum": WORDS,
        "land": ["", "nw"],
        "stadt": ["", "koeln"],
        "seit": DAYS,
        "gelesen": ["", "OK"],
    },
    "GROUPS": {
        "kurse": JN,
        "zahl": NUMBERS,
        "wo": WORDS,
        "wann": WORDS,
        "warum": WORDS,
        "titel": WORDS,
    },
}
"""Answers that the expressions of the forms tell apart."""


@pytest.mark.parametrize(
    ("name", "left"),
    [
        ("CARRIED", {"wozu"}),
        ("FORM", {"start", "hinweis", "wo"}),
        ("GROUPS", {"mehr", "ganz", "kurs"}),
    ],
)
def test_what_was_carried_over_means_the_same(tmp_path: Path, name: str, left: set[str]) -> None:
    """Types, defaults, labels, messages and choices in each language; when a question is asked and must be
    answered, and which answers it takes, over answers drawn by lot."""
    given = workbook({"CARRIED": CARRIED, "FORM": FORM, "GROUPS": GROUPS}[name])
    declare_form(tmp_path, given, "neu", load_library())
    assert [str(one) for one in check_everything(tmp_path) if one.severity == "error"] == []
    content, losses = export_worksheet(load_library(tmp_path), "neu")
    chance = Random(1)
    answers = [{key: chance.choice(some) for key, some in ANSWERS[name].items()} for _ in range(200)]
    assert (convert(io.BytesIO(content)).warnings, [str(one) for one in losses]) == ([], [])
    before, after = (XForm(convert(io.BytesIO(one)).xform).meaning(answers) for one in (given, content))
    assert before.keys() - after.keys() == left
    differ = [
        (key, what, before[key][what], one[what])
        for key, one in after.items()
        for what in before[key].keys() & one.keys() - {"verdicts"}
        if before[key][what] != one[what] and before[key][what] != {}
    ]
    assert differ == []
    for key, one in after.items():
        pairs = zip(answers, before[key]["verdicts"], one["verdicts"], strict=True)
        assert [(key, *each) for each in pairs if each[1] != each[2]][:1] == []
    told = {key: {verdict[0] for verdict in one["verdicts"]} for key, one in after.items()}
    assert len([key for key, verdicts in told.items() if verdicts == {True, False}]) >= 2


def test_other_workbooks_are_refused() -> None:
    with pytest.raises(ProjectError, match="no sheet named survey"):
        import_form(workbook("| Daten | a |\n| | b |"), "neu", taken=frozenset())


@pytest.mark.parametrize("worksheet_id", sorted(load_library().sources))
def test_every_shipped_worksheet_is_taken_by_pyxform(worksheet_id: str) -> None:
    content, _ = export_worksheet(load_library(), worksheet_id)
    assert convert(io.BytesIO(content)).warnings == []


def test_limits_that_nothing_is_said_of_are_the_field_s_own() -> None:
    form = """
        | survey | type    | name | label | constraint                                  |
        |        | decimal | zahl | Zahl  | . >= 0.5 and . <= 9                         |
        |        | text    | wort | Wort  | string-length(.) <= 20 and . != ${satz}     |
        |        | text    | satz | Satz  | . >= 3                                      |
    """
    declared, losses = import_form(workbook(form), "neu", taken=frozenset())
    (section,) = declared["sections"]
    number, word, _ = section["fields"]
    assert (number["min"], number["max"], word["max_length"]) == (0.5, 9, 20)
    assert [rule["constraint"] for rule in section["rules"]] == ["wort <> satz"]
    assert [str(loss) for loss in losses] == [
        "survey:4: constraint: satz >= 3 (column 9: a text cannot be compared with a number.)"
    ]


GROUPS = """
| survey  | type            | name   | label  | relevant                       |
|         | begin_group     | kopf   | Kopf   |                                |
|         | select_one jn   | kurse  | Kurse? |                                |
|         | integer         | zahl   | Zahl   |                                |
|         | end_group       |        |        |                                |
|         | begin_group     | mehr   | Mehr   | ${kurse} = 'ja'                |
|         | text            | wo     | Wo?    |                                |
|         | text            | wann   | Wann?  | ${wo} != ''                    |
|         | begin_group     | ganz   | Ganz   | ${zahl} > 3                    |
|         | text            | warum  | Warum? |                                |
|         | end_group       |        |        |                                |
|         | end_group       |        |        |                                |
|         | begin_repeat    | kurs   | Kurs   | ${kurse} = 'ja' and ${wo} = 'Ort' |
|         | text            | titel  | Titel  |                                |
|         | end_repeat      |        |        |                                |
| choices | list_name | name | label |
|         | jn        | ja   | ja    |
|         | jn        | nein | nein  |
"""


def test_what_groups_are_asked_for_holds_for_each_question_in_them(tmp_path: Path) -> None:
    declared, losses = import_form(workbook(GROUPS), "neu", taken=frozenset())
    fields = {one["id"]: one for section in declared["sections"] for one in section["fields"]}
    courses, number = 'exists(kopf where kurse = "ja")', "exists(kopf where zahl > 3)"
    assert fields["wo"]["relevant_when"] == courses
    assert fields["wann"]["relevant_when"] == f"({courses}) and ((answered(wo)))"
    assert fields["warum"]["relevant_when"] == f"({courses}) and ({number})"
    assert fields["titel"]["relevant_when"] == f'{courses} and exists(mehr where wo = "Ort")'
    assert losses == ()
    declare_form(tmp_path, workbook(GROUPS), "neu", load_library())
    problems = check_everything(tmp_path)
    assert [str(one) for one in problems if "neu/" in one.file and one.severity == "error"] == []


CALCULATED = """
| survey | type         | name   | label | calculation                      | relevant   |
|        | calculate    | frei   |       | ${a} + 1                         |            |
|        | integer      | a      | A     |                                  |            |
|        | date         | tag    | Tag   |                                  |            |
|        | calculate    | spaet  | Spät  | ${tag} + 30                      | ${a} > 2   |
|        | calculate    | wenn   |       | if(${a} > 1, 2, 3)               |            |
|        | calculate    | einmal |       | once(uuid())                     |            |
|        | begin_repeat | kurs   | Kurs  |                                  |            |
|        | decimal      | preis  | Preis |                                  |            |
|        | calculate    | teuer  | Teuer | ${preis} * 2                     |            |
|        | calculate    | fremd  |       | ${preis} * ${a}                  |            |
|        | end_repeat   |        |       |                                  |            |
"""


def test_calculations_are_computed_fields_of_the_type_that_they_give() -> None:
    declared, losses = import_form(workbook(CALCULATED), "neu", taken=frozenset())
    computed = {
        one["id"]: (one["type"], one["calculate"], one.get("relevant_when"))
        for section in declared["sections"]
        for one in section["fields"]
        if "calculate" in one
    }
    assert computed == {
        "frei": ("decimal", "a + 1", None),
        "spaet": ("date", "tag + 30", "a > 2"),
        "teuer": ("decimal", "preis * 2", None),
    }
    assert [(one.sheet, one.row) for one in losses] == [("survey", 6), ("survey", 7), ("survey", 11)]
    assert "the calculation of wenn: if(${a} > 1, 2, 3)" in str(losses[0])
