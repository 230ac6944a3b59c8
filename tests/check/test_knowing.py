"""What is checked, and what is left open, where worksheets came in other files or have not come yet."""

from __future__ import annotations

import io

import openpyxl
import pytest

from forms.making import RECIPIENT, ROUND, answers, with_referred, writer
from ruecklauf.check.check import check
from ruecklauf.check.knowing import rules_without, worksheets_named
from ruecklauf.check.records import Checked
from ruecklauf.check.rows import ReadTable, read_rows
from ruecklauf.definition.models import Rule, Worksheet
from ruecklauf.fieldtypes.localised import Localised
from ruecklauf.findings import Subject
from ruecklauf.intake.read import open_return, read_submission
from ruecklauf.intake.submission import Submission
from ruecklauf.layout.build import build_layout
from ruecklauf.texts import load_texts
from ruecklauf.values import Missing, Value

WORKSHEETS = with_referred("gremien", "mitgliedschaften")
ACTORS, BOARDS = ("akteure", "akteure"), ("gremien", "gremien")
LEAD = Subject(*BOARDS, "GR101", "federfuehrung")
FILLED: dict[Subject, Value] = {
    Subject(*ACTORS, "AK001", "vorhanden"): "nein",
    Subject(*ACTORS, "AK001", "institution"): "Jugendamt",
    Subject(*BOARDS, "GR101", "name"): "Beirat",
    LEAD: "Jugendamt",
    Subject(*BOARDS, "GR102", "federfuehrung"): "AK001",
}


def returned(filled: dict[Subject, Value], *kept: str) -> Submission:
    """The form with these answers and the sheets of these worksheets only."""
    book = openpyxl.load_workbook(io.BytesIO(writer(WORKSHEETS).write(RECIPIENT, filled)))
    for name in {block.sheet for block in build_layout(WORKSHEETS).blocks if block.worksheet.id not in kept}:
        del book[name]
    file = io.BytesIO()
    book.save(file)
    return read_submission(open_return(file.getvalue()), WORKSHEETS)


def beside(filled: dict[Subject, Value], *names: str) -> tuple[ReadTable, ...]:
    tables = read_rows(returned(filled, *names), load_texts())
    return tuple(table for table in tables if table.worksheet.id in names)


def checked(submission: Submission, tables: tuple[ReadTable, ...] = ()) -> Checked:
    return check(submission, wave_date=ROUND.reference_date, beside=tables)


def told(found: Checked, row: str) -> set[str]:
    return {one.code for one in found.findings if one.subject.row_id == row}


def test_references_to_a_table_that_is_nowhere_are_pending() -> None:
    found = checked(returned(FILLED, "gremien"))
    assert told(found, "GR101") >= {"label_pending"}
    assert told(found, "GR102") >= {"required_missing"}
    (pending,) = [one for one in found.findings if one.code == "reference_pending"]
    assert pending.subject == Subject(*BOARDS)
    assert pending.message == (
        "Ein Verweis auf „Akteure im Bündnis“ kann erst geprüft werden, wenn dieses Blatt eingelesen ist."
    )
    assert answers(found)[LEAD] is Missing.UNREADABLE
    assert not {"no_reference", "rule.federfuehrung_vorhanden"} & (
        told(found, "GR101") | told(found, "GR102")
    )


def test_references_that_are_pending_are_told_once_for_each_table_they_lead_to() -> None:
    roles = {
        Subject("mitgliedschaften", "mitgliedschaften", f"AK00{actor}-GR10{board}", "rolle"): "mitglied"
        for actor in range(1, 7)
        for board in range(1, 6)
    }
    pending = [
        one
        for one in checked(returned({**FILLED, **roles}, "mitgliedschaften")).findings
        if one.code == "reference_pending"
    ]
    assert {one.subject for one in pending} == {Subject("mitgliedschaften", "mitgliedschaften")}
    assert {str(one.place) for one in pending} == {""}
    assert [one.message.split(" auf „")[0] for one in pending] == ["30 Verweise"] * 2
    assert len({one.message for one in pending}) == 2


def test_references_lead_into_a_table_beside_the_file() -> None:
    found = checked(returned(FILLED, "gremien"), beside(FILLED, "akteure"))
    assert told(found, "GR101") >= {"reference_by_label", "rule.federfuehrung_vorhanden"}
    assert told(found, "GR102") >= {"rule.federfuehrung_vorhanden"}
    assert answers(found)[LEAD] == "AK001"


def test_what_is_beside_gives_no_records_and_no_findings() -> None:
    found = checked(returned(FILLED, "gremien"), beside(FILLED, "akteure"))
    assert {record.worksheet for record in found.records} == {"gremien"}
    about = {one.subject.worksheet for one in found.findings if one.code != "section_missing"}
    assert about == {"gremien"}


def test_what_is_beside_leads_but_a_worksheet_is_judged_by_itself() -> None:
    newer = {**FILLED, Subject(*ACTORS, "AK001", "vorhanden"): "ja"}
    both = returned(FILLED, "akteure", "gremien")
    found = checked(both, beside(newer, "akteure"))
    assert "rule.federfuehrung_vorhanden" not in told(found, "GR101")
    own = [one for one in checked(both).findings if one.subject.worksheet == "akteure"]
    assert [one for one in found.findings if one.subject.worksheet == "akteure"] == own


def test_a_blank_table_in_the_file_is_known() -> None:
    blank = {subject: value for subject, value in FILLED.items() if subject.worksheet == "gremien"}
    found = checked(returned(blank, "akteure", "gremien"))
    assert told(found, "GR101") >= {"no_reference"}
    assert told(found, "GR102") >= {"reference_unresolved"}


def with_rules(*constraints: str) -> tuple[Worksheet, ...]:
    actors, boards = with_referred("gremien")
    message = Localised({"de": "Bitte prüfen."})
    rules = tuple(
        Rule(id=f"nr_{number}", constraint=text, message=message) for number, text in enumerate(constraints)
    )
    section = boards.sections[0].with_changes(rules=rules)
    return actors, boards.with_changes(sections=(section, *boards.sections[1:]))


@pytest.mark.parametrize(
    ("constraint", "judged"),
    [
        ("unique(name)", True),
        ("blank(federfuehrung) or not blank(name)", True),
        ('unknown(gueltig_bis) or status = "aktiv"', True),
        ("count(gremien where traegt_kerngruppe) <= 1", True),
        ("answered(federfuehrung)", False),
        ("resolves(federfuehrung)", False),
        ("unique(federfuehrung)", False),
        ("blank(federfuehrung.koop)", False),
        ('federfuehrung.vorhanden = "ja"', False),
        ('exists(akteure where forum = "ja") or not blank(name)', False),
        ("count(akteure) > 3 implies traegt_kerngruppe", False),
    ],
)
def test_rules_that_look_at_an_unknown_table_are_not_judged(constraint: str, judged: bool) -> None:
    rules = rules_without(with_rules(constraint), frozenset({"akteure.akteure"}))
    assert bool(rules.sections["gremien.gremien"].rules) is judged


def test_nothing_is_required_by_what_is_not_known() -> None:
    actors, boards = with_rules()
    section = boards.sections[0]
    asked = section.field("herkunft").model_copy(update={"required_when": 'federfuehrung.vorhanden = "ja"'})
    fields = tuple(asked if field.id == asked.id else field for field in section.fields)
    changed = boards.with_changes(sections=(section.with_changes(fields=fields), *boards.sections[1:]))
    rules = rules_without((actors, changed), frozenset({"akteure.akteure"}))
    condition = rules.sections["gremien.gremien"].of("herkunft").required
    assert condition is not None
    assert condition.test(None) is None  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("worksheet", "named"),
    [("akteure", set()), ("gremien", {"akteure"}), ("mitgliedschaften", {"akteure", "gremien"})],
)
def test_worksheets_name_those_they_look_at(worksheet: str, named: set[str]) -> None:
    declared = {one.id: one for one in WORKSHEETS}
    assert worksheets_named(declared[worksheet], frozenset(declared)) == named


def test_rules_name_worksheets_too() -> None:
    _, boards = with_rules("exists(angebote where name = this.name)")
    assert worksheets_named(boards, frozenset({"angebote", "gremien", "bedarf"})) == {"angebote"}
