"""Beside rows and questions people say why something is so; it is read back and closes what it explains."""

from __future__ import annotations

import io
from collections.abc import Mapping

import openpyxl
import pytest

from forms.making import FROZEN, LIBRARY, RECIPIENT, ROUND, answers, declared, read_back, writer
from ruecklauf.check.check import check
from ruecklauf.definition.companions import explanation_of, with_companions
from ruecklauf.definition.models import Worksheet, read_canonical
from ruecklauf.findings import Severity, Subject
from ruecklauf.forms.documents.writer import DocumentWriter
from ruecklauf.intake.read import open_return, read_submission
from ruecklauf.layout.build import build_layout, version_of
from ruecklauf.layout.model import LAYOUT_VERSION, InputCell
from ruecklauf.values import Value

SHEET = declared("warned.yaml")
BARE = (SHEET,)


def asked(field: str) -> Subject:
    return Subject("warnung", "fragen", "FR", field)


def row(number: int, field: str) -> Subject:
    return Subject("warnung", "reihen", f"RE{number}", field)


TYPED: dict[Subject, Value] = {
    asked("stellen"): 60,
    row(101, "name"): "Sprachkurs",
    row(101, "plaetze"): 120,
    row(102, "name"): "Werkstatt",
    row(102, "plaetze"): 130,
}
SAID: dict[Subject, Value] = {
    asked("_explained_stellen"): "mit Außenstellen",
    asked("_explained_kontakt"): "Frau Beispiel heißt jetzt anders",
    row(102, "_explained"): "zwei Standorte",
}


@pytest.mark.parametrize("worksheet_id", FROZEN)
@pytest.mark.parametrize("carrying", [True, False])
def test_content_hashes_stay_as_they_are(worksheet_id: str, carrying: bool) -> None:
    worksheet = LIBRARY.worksheet(worksheet_id)
    read = read_canonical(with_companions(worksheet, carrying=carrying).canonical_json)
    assert with_companions(read, carrying=carrying).content_hash == worksheet.content_hash
    assert read == worksheet


def test_declarations_do_not_have_them() -> None:
    whole = with_companions(SHEET)
    assert (whole.content_hash, whole.canonical_json) == (SHEET.content_hash, SHEET.canonical_json)
    assert (whole.declared, with_companions(whole)) == (SHEET, whole)
    assert whole != SHEET
    assert read_canonical(whole.canonical_json) == SHEET


def test_each_row_and_question_has_one_but_remarks() -> None:
    sections = with_companions(SHEET, carrying=False).sections
    assert {section.id: [field.id for field in section.companions] for section in sections} == {
        "fragen": ["_explained_stellen", "_explained_kontakt"],
        "reihen": ["_explained"],
        "reihen_bemerkungen": [],
    }
    beside = explanation_of(sections[0], "kontakt")
    assert beside is not None and beside.personal


def test_former_forms_have_none() -> None:
    former, now = build_layout(BARE, version=2), build_layout(BARE)
    assert not any(cell.field.is_companion for sheet in former.sheets for cell in sheet.inputs())
    assert [version_of(layout.fingerprint, BARE) for layout in (former, now)] == [2, LAYOUT_VERSION]
    assert build_layout((with_companions(SHEET),)) is now
    assert build_layout((with_companions(SHEET),), version=2) is former


def workbook(values: Mapping[Subject, Value]) -> bytes:
    return writer(BARE).write(RECIPIENT, values)


def document(values: Mapping[Subject, Value]) -> bytes:
    return DocumentWriter(build_layout(BARE), ROUND).write(RECIPIENT, "warnung", values)


@pytest.mark.parametrize("form", [workbook, document])
def test_they_come_back_as_they_were_written(form: object) -> None:
    data = form({**TYPED, **SAID})  # type: ignore[operator]
    submission = read_submission(open_return(data), BARE)
    assert submission.counts.balanced
    checked = check(submission, wave_date=ROUND.reference_date)
    found = answers(checked)
    assert {subject: value for subject, value in found.items() if subject in {**TYPED, **SAID}} == {
        **TYPED,
        **SAID,
    }
    contacts = {name for record in checked.records for name in record.contacts}
    assert contacts == {"_explained_kontakt"}


def test_they_stand_beside_what_they_explain() -> None:
    submission = read_submission(open_return(workbook(SAID)), BARE)
    places = {answer.subject: str(answer.place) for answer in submission.answers if answer.subject in SAID}
    sheet = build_layout(BARE).sheet
    planned = {
        cell.subject: (cell.row, cell.column)
        for name in ("Warnung", "Warnung 2")
        for cell in sheet(name).cells
        if isinstance(cell, InputCell)
    }
    assert planned[asked("_explained_stellen")][0] == planned[asked("stellen")][0]
    assert planned[row(102, "_explained")][0] == planned[row(102, "name")][0]
    assert places == {
        asked("_explained_stellen"): "Warnung!F7",
        asked("_explained_kontakt"): "Warnung!F8",
        row(102, "_explained"): "Warnung 2!E7",
    }


def test_in_a_document_they_stand_beside_the_answer() -> None:
    submission = read_submission(open_return(document(SAID)), BARE)
    places = {answer.subject: answer.place.cell for answer in submission.answers if answer.subject in SAID}
    assert places == {
        asked("_explained_stellen"): "FR01._erl",
        asked("_explained_kontakt"): "FR02._erl",
        row(102, "_explained"): "RE102._erl",
    }


def test_what_is_explained_is_not_open_in_the_form() -> None:
    book = openpyxl.load_workbook(io.BytesIO(workbook({**TYPED, **SAID})), data_only=True)
    questions, rows, review = book["Warnung"], book["Warnung 2"], book["Prüfung"]
    assert (questions["E7"].value, rows["B6"].value, rows["B7"].value) == ("erklärt", "offen: 1", "erklärt")
    assert str(questions["D4"].value).endswith("keine offenen Punkte · 1 Punkt erklärt")
    assert review["A4"].value == "1 offener Punkt · 2 Punkte erklärt"


def test_a_note_is_explained_as_a_warning_is() -> None:
    noting = Worksheet.model_validate_json(
        SHEET.canonical_json.replace('"severity":"warning"', '"severity":"note"')
    )
    assert {rule.severity for section in noting.sections for rule in section.rules} == {
        Severity.NOTE,
        Severity.ERROR,
    }
    data = writer((noting,)).write(RECIPIENT, {**TYPED, **SAID})
    book = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
    assert [book["Warnung 2"][cell].value for cell in ("B6", "B7")] == ["offen: 1", "erklärt"]
    assert book["Prüfung"]["A4"].value == "1 offener Punkt · 2 Punkte erklärt"


def test_an_error_is_not_explained_away() -> None:
    said = {asked("stellen"): 13, asked("_explained_stellen"): "trotzdem"}
    book = openpyxl.load_workbook(io.BytesIO(workbook(said)), data_only=True)
    assert book["Warnung"]["E7"].value == "offen: 1"


def test_rules_find_what_they_find_all_the_same() -> None:
    codes = [finding.code for finding in read_back(workbook({**TYPED, **SAID}), BARE).findings]
    assert codes == ["rule.wenige", "rule.viele", "rule.viele"]


def test_personal_data_in_them_is_told_and_not_repeated() -> None:
    said = {**TYPED, row(102, "_explained"): "bitte Herrn Kim fragen: kim@kreis.example"}
    (finding,) = (f for f in read_back(workbook(said), BARE).findings if f.code == "personal_in_text")
    assert finding.subject == row(102, "_explained")
    assert "kim@" not in finding.found + finding.message
