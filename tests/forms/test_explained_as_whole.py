"""What is said of a whole table or worksheet, and of cross tables, is explained below them."""

from __future__ import annotations

import io
from collections.abc import Mapping

import openpyxl
import pytest

from forms.making import RECIPIENT, ROUND, answers, declared, read_back, writer
from ruecklauf.check.check import check
from ruecklauf.definition.companions import explained_as_whole, with_companions
from ruecklauf.findings import Subject
from ruecklauf.forms.documents.writer import DocumentWriter
from ruecklauf.intake.read import open_return, read_submission
from ruecklauf.layout.build import build_layout
from ruecklauf.layout.model import TextCell
from ruecklauf.values import Value

SHEET = declared("whole.yaml")
BARE = (SHEET,)
ONE = Subject("ganzes", "stellen", "SE101", "name")
BELOW = Subject("ganzes", "stellen_bemerkungen", "SE", "_explained_bemerkungen")
OF_CROSS = Subject("ganzes", "wer_bemerkungen", "WE", "_explained_bemerkungen")
OF_QUESTIONS = Subject("ganzes", "fragen", "FR", "_explained_anlass")
TYPED: dict[Subject, Value] = {ONE: "Jugendamt"}
SAID: dict[Subject, Value] = {
    BELOW: "mehr gibt es nicht",
    OF_CROSS: "Gast ohne Sitz",
    OF_QUESTIONS: "kommt 2027",
}


def workbook(values: Mapping[Subject, Value]) -> bytes:
    return writer(BARE).write(RECIPIENT, values)


def document(values: Mapping[Subject, Value]) -> bytes:
    return DocumentWriter(build_layout(BARE), ROUND).write(RECIPIENT, "ganzes", values)


def test_there_is_a_place_where_something_can_be_said_of_the_whole() -> None:
    sections = with_companions(SHEET, carrying=False).sections
    assert {section.id: [field.id for field in section.companions] for section in sections} == {
        "stellen": ["_explained"],
        "stellen_bemerkungen": ["_explained_bemerkungen"],
        "runden": ["_explained"],
        # only an error is said of it
        "runden_bemerkungen": [],
        "wer": [],
        "wer_bemerkungen": ["_explained_bemerkungen"],
        "fragen": ["_explained_anlass"],
    }
    places = [explained_as_whole(SHEET, section) for section in ("", "stellen", "wer", "fragen")]
    assert places == [BELOW, BELOW, OF_CROSS, OF_QUESTIONS]


def test_until_layout_8_there_was_none() -> None:
    for version in (7, 8):
        layout = build_layout(BARE, version=version)
        subjects = {cell.subject for sheet in layout.sheets for cell in sheet.inputs()}
        assert subjects & SAID.keys() == {OF_QUESTIONS}
        assert not any(check.explained_in for check in layout.checks if check.block is None)


def test_it_stands_below_the_remarks_with_a_head_and_a_code_of_its_own() -> None:
    sheet = build_layout(BARE).sheet("Stellen")
    remarks, below = (cell for cell in sheet.inputs() if cell.subject.section == "stellen_bemerkungen")
    assert (below.row, below.column, below.subject) == (remarks.row + 2, remarks.column, BELOW)
    texts = {(cell.row, cell.column): cell.text for cell in sheet.cells if isinstance(cell, TextCell)}
    assert texts[below.row - 1, 1] == "Erläuterung zum ganzen Blatt"
    assert [texts[row, 1] for row in (remarks.row, below.row)] == ["SE-B", "SE-E"]


@pytest.mark.parametrize("form", [workbook, document])
def test_it_comes_back_as_it_was_written(form: object) -> None:
    data = form({**TYPED, **SAID})  # type: ignore[operator]
    submission = read_submission(open_return(data), BARE)
    assert submission.counts.balanced
    checked = check(submission, wave_date=ROUND.reference_date)
    assert answers(checked) == {**TYPED, **SAID}
    unknown_without_project = {"texts_unknown"}
    codes = {finding.code for finding in checked.findings} - unknown_without_project
    assert codes == {"rule.wenige", "rule.keine_runde"}


def test_a_warning_about_the_whole_is_explained_in_the_form() -> None:
    def review(values: Mapping[Subject, Value]) -> object:
        book = openpyxl.load_workbook(io.BytesIO(workbook(values)), data_only=True)
        return book["Prüfung"]["A4"].value

    assert review(TYPED) == "2 offene Punkte"
    assert review({**TYPED, BELOW: SAID[BELOW]}) == "1 offener Punkt · 1 Punkt erklärt"
    assert review({**TYPED, OF_CROSS: SAID[OF_CROSS]}) == "2 offene Punkte"
    assert review({**TYPED, **SAID}) == "keine offenen Punkte · 2 Punkte erklärt"


def test_an_error_about_the_whole_is_not_explained_away() -> None:
    three: dict[Subject, Value] = {
        ONE._replace(row_id=f"SE10{number}"): f"Stelle {number}" for number in (1, 2, 3)
    }
    codes = {finding.code for finding in read_back(workbook({**three, **SAID}), BARE).findings}
    assert "rule.viele" in codes
    book = openpyxl.load_workbook(io.BytesIO(workbook({**three, **SAID})), data_only=True)
    assert book["Prüfung"]["A4"].value == "1 offener Punkt · 1 Punkt erklärt"
