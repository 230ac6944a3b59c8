"""XLSForms in and out: what is carried over, and what is said to be lost."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
import xlsxwriter
from lxml import etree
from pyxform.xls2xform import convert

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
    """An .xlsx of sheets that are written as a Markdown table."""
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
                        sheet.write_string(number, column, text)
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
        "survey:5: default: 3; give it by `forms --prefill`",
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
        ("| regex(., '[0-9]+') |", "the function regex()"),
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
    assert ((number["min"], number["max"], word["max_length"]), losses) == ((0.5, 9, 20), ())
    assert [rule["constraint"] for rule in section["rules"]] == ["wort <> satz", "satz >= 3"]


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
    assert "relevant_when" not in fields["titel"]
    (loss,) = (str(one) for one in losses)
    assert loss.startswith("survey:13: relevant of the group:") and "several groups" in loss
    declare_form(tmp_path, workbook(GROUPS), "neu", load_library())
    problems = check_everything(tmp_path)
    assert [str(one) for one in problems if "neu/" in one.file and one.severity == "error"] == []
