"""References to rows of grids: the rows are called by what is printed into them."""

from __future__ import annotations

import io

import openpyxl
import pytest

from forms.making import RECIPIENT, ROUND, answers, declared, read_back, writer
from ruecklauf.findings import Subject
from ruecklauf.forms.documents.writer import DocumentWriter
from ruecklauf.forms.workbooks.stamp import FormWriter
from ruecklauf.layout.build import build_layout
from ruecklauf.values import Missing, Value

GARDEN = (declared("rows_of_grids.yaml"),)


def subject(section: str, row_id: str, field: str) -> Subject:
    return Subject("garten", section, row_id, field)


GIVEN: dict[Subject, Value] = {
    subject("boden", "BO001", "tiefe"): 40,
    subject("boden", "BO002", "tiefe"): 20,
    subject("zustand", "ZU0102", "note"): 3,
    subject("arbeiten", "AR101", "was"): "Graben",
    subject("arbeiten", "AR101", "erde"): "BO001",
    subject("arbeiten", "AR101", "wo"): "ZU0102",
    subject("arbeiten", "AR102", "was"): "Gießen",
    subject("arbeiten", "AR102", "erde"): "BO002",
    subject("arbeiten", "AR102", "wo"): "ZU0201",
}
"""The second task names a row of the voluntary grid that nobody began: it is there all the same."""


def told(checked: object) -> list[tuple[str, str]]:
    found = checked.findings  # type: ignore[attr-defined]
    return sorted((finding.code, finding.subject.row_id) for finding in found if finding.subject)


def test_they_come_back_and_rules_look_through_them() -> None:
    checked = read_back(writer(GARDEN).write(RECIPIENT, GIVEN), GARDEN)
    returned = answers(checked)
    assert {one: returned.get(one) for one in GIVEN} == GIVEN
    assert told(checked) == [("rule.nicht_gut", "AR101"), ("rule.nicht_tief", "AR101")]


@pytest.mark.parametrize(
    ("language", "offered"),
    [
        ("de", ["BO001 · Nord und Ost", "BO002 · Süd, am Zaun", "ZU0102 · Nord und Ost – Herbst"]),
        ("en", ["BO001 · North and east", "BO002 · South, by the fence", "ZU0102 · North and east – Autumn"]),
    ],
)
def test_lists_offer_them_as_their_print_names_them(language: str, offered: list[str]) -> None:
    form = FormWriter(build_layout(GARDEN, language=language), ROUND).write(RECIPIENT, {})
    book = openpyxl.load_workbook(io.BytesIO(form), data_only=True)
    shown = {cell.value for row in book["_Listen"].iter_rows() for cell in row}
    assert set(offered) <= shown


@pytest.mark.parametrize(
    ("typed", "value", "codes"),
    [
        ("ZU0201", "ZU0201", []),
        ("ZU0201 · Süd, am Zaun – Frühling", "ZU0201", []),
        ("süd, am zaun – frühling", "ZU0201", ["reference_by_label"]),
        ("South, by the fence – Spring", "ZU0201", ["reference_by_label"]),
        ("ZU0301", "ZU0301", ["reference_unresolved"]),
        ("ZU0101 · Süd, am Zaun – Frühling", "ZU0101", ["reference_ambiguous"]),
        ("am Zaun", Missing.UNREADABLE, ["no_reference"]),
    ],
)
def test_what_people_type_is_taken_as_far_as_it_names_one_row(
    typed: str, value: Value, codes: list[str]
) -> None:
    wo, was = subject("arbeiten", "AR101", "wo"), subject("arbeiten", "AR101", "was")
    layout = build_layout(GARDEN)
    block = layout.block("garten.arbeiten")
    sheet, row, column = block.sheet, block.rows[0], block.column("wo")
    book = openpyxl.load_workbook(io.BytesIO(writer(GARDEN).write(RECIPIENT, {was: "Graben"})))
    book[sheet].cell(*block.position(row, column)).value = typed
    buffer = io.BytesIO()
    book.save(buffer)
    checked = read_back(buffer.getvalue(), GARDEN)
    found = [finding.code for finding in checked.findings if finding.subject == wo]
    assert [code for code in found if not code.startswith("rule.")] == codes
    returned = answers(checked).get(wo)
    assert returned == value


def test_documents_offer_them_too() -> None:
    written = DocumentWriter(build_layout(GARDEN), ROUND).write(RECIPIENT, "garten", GIVEN)
    returned = answers(read_back(written, GARDEN))
    assert {one: returned.get(one) for one in GIVEN} == GIVEN
