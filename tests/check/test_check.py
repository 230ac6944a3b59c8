"""Which findings the check gives for which answers; a personal answer is quoted in none of them."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

import openpyxl
import pytest

from forms.making import RECIPIENT, ROUND, all_types, answers, read_back, with_referred, writer
from ruecklauf.check.check import check
from ruecklauf.check.records import Checked
from ruecklauf.findings import Place, Subject, remark
from ruecklauf.forms.documents.writer import DocumentWriter
from ruecklauf.intake.read import open_return, read_submission
from ruecklauf.intake.submission import Noted, Quote
from ruecklauf.layout.build import build_layout
from ruecklauf.library import load_library
from ruecklauf.values import Missing

PROBE = (all_types(),)
LAYOUT = build_layout(PROBE)
Cells = Mapping[tuple[str, str, str], object]


def at(section: str, row_id: str, field: str) -> tuple[str, int, int]:
    """Sheet, row and column of a field's cell."""
    for sheet in LAYOUT.sheets:
        for cell in sheet.inputs():
            if cell.subject == Subject("probe", section, row_id, field):
                return sheet.name, cell.row, cell.column
    raise KeyError(field)


def filled(cells: Cells) -> Checked:
    book = openpyxl.load_workbook(io.BytesIO(writer(PROBE).write(RECIPIENT)))
    for name, value in cells.items():
        sheet, row, column = at(*name)
        book[sheet].cell(row, column).value = value
    file = io.BytesIO()
    book.save(file)
    return read_back(file.getvalue(), PROBE)


def codes(checked: Checked, section: str, row_id: str, field: str) -> set[str]:
    subject = Subject("probe", section, row_id, field)
    return {finding.code for finding in checked.findings if finding.subject == subject}


NAME = ("stellen", "ST101", "name")
CASES: list[tuple[Cells, tuple[str, str, str], set[str]]] = [
    ({NAME: "Amt"}, NAME, set()),
    ({NAME: "Amt"}, ("stellen", "ST101", "vorhanden"), {"required_missing"}),
    ({("angaben", "AN", "weg"): "Post", ("angaben", "AN", "vorhanden"): "nein"},
     ("angaben", "AN", "weg"), {"not_asked"}),
    ({("stellen", "ST001", "art"): "ganz anders"}, ("stellen", "ST001", "art"),
     {"not_on_list", "printed_changed"}),
    ({("stellen", "ST001", "art"): None}, ("stellen", "ST001", "art"), {"printed_emptied"}),
    ({("angaben", "AN", "bereich"): "Migration & Integration", ("angaben", "AN", "art"): "Verein"},
     ("angaben", "AN", "art"), {"cascade_mismatch"}),
    ({("angaben", "AN", "bemerkung"): "Frau Muster, muster@amt.example"},
     ("angaben", "AN", "bemerkung"), {"personal_in_text"}),
    ({("angaben", "AN", "stelle"): "ST104"}, ("angaben", "AN", "stelle"), {"reference_unresolved"}),
    ({NAME: "Amt", ("angaben", "AN", "stelle"): "amt"}, ("angaben", "AN", "stelle"),
     {"reference_by_label"}),
    ({NAME: "Amt", ("angaben", "AN", "stelle"): "ST101 · Altes Amt"}, ("angaben", "AN", "stelle"),
     {"reference_renamed"}),
    ({NAME: "Amt", ("angaben", "AN", "stelle"): "ST101 · Amt"}, ("angaben", "AN", "stelle"), set()),
]  # fmt: skip


@pytest.mark.parametrize(("cells", "about", "expected"), CASES)
def test_answer_gives_finding(cells: Cells, about: tuple[str, str, str], expected: set[str]) -> None:
    assert codes(filled(cells), *about) == expected


def test_emptied_printed_cell_keeps_its_value() -> None:
    values = answers(filled({("stellen", "ST001", "art"): None, ("stellen", "ST001", "name"): "Amt"}))
    assert values[Subject("probe", "stellen", "ST001", "art")] == "amt"


@pytest.mark.parametrize(
    "field",
    ["anzahl", "umfang", "anteil", "beginn", "vorhanden", "kreuz", "bereich", "wege", "note", "stelle"],
)
@pytest.mark.parametrize("content", ["Frau Muster", "muster@amt.example", "0211 123 45 67", "geb. 1.2.1990"])
def test_personal_data_in_a_field_that_asks_for_something_else_is_flagged_and_not_quoted(
    field: str, content: str
) -> None:
    checked = filled({("angaben", "AN", field): content})
    assert "personal_in_text" in codes(checked, "angaben", "AN", field)
    assert not any(content in finding.found + finding.message for finding in checked.findings)
    (entry,) = (record.entries[field] for record in checked.records if record.section == "angaben")
    assert (entry.raw, entry.value) == (content, Missing.UNREADABLE)


@pytest.mark.parametrize(
    ("field", "content"),
    [("ags", "05315000"), ("alle_ags", "05315000; 05334002"), ("ags", "0531500"), ("anzahl", "ca. 10")],
)
def test_numbers_that_only_look_like_telephone_numbers_are_quoted(field: str, content: str) -> None:
    checked = filled({("angaben", "AN", field): content})
    assert "personal_in_text" not in codes(checked, "angaben", "AN", field)
    assert all(f.found == content for f in checked.findings if f.subject.field == field and f.found)


@pytest.mark.parametrize("field", ["postfach", "telefon", "person"])
@pytest.mark.parametrize(
    "content",
    ["geheim Geheimrat", 380.5, datetime(2026, 5, 4), "=1/0", "#N/A", "x" * 4000, "Geheim@@example", "ST101"],
)
def test_personal_answers_are_never_quoted(field: str, content: object) -> None:
    checked = filled({("stellen", "ST101", field): content, NAME: "Amt"})
    for finding in checked.findings:
        if finding.subject.field == field:
            assert str(content) not in f"{finding.found}{finding.message}"


def test_broken_rule_is_reported_under_its_id() -> None:
    worksheets = with_referred("prioritaeten")
    layout = build_layout(worksheets)
    block = layout.block("prioritaeten.prioritaeten")
    first, second = (row.row_id for row in block.rows[:2])
    form = writer(worksheets).write(
        RECIPIENT,
        {
            Subject("prioritaeten", "prioritaeten", row, field): value
            for row in (first, second)
            for field, value in (("titel", f"Titel {row}"), ("rang", 1))
        },
    )
    found = {finding.code for finding in read_back(form, worksheets).findings}
    assert "rule.rang_nur_einmal" in found


def test_one_personal_paragraph_does_not_hide_the_others_of_an_unknown_document() -> None:
    said = ("GR101 Lenkungskreis Bildung", "zurück an amt@stadt.example", "GR102 Runder Tisch")
    told = replace(
        read_submission(open_return(writer(PROBE).write(RECIPIENT)), PROBE),
        noted=(
            Noted(remark("texts_unknown", count=3), Place(), quotes=tuple(map(Quote, said)), between="\n"),
            Noted(remark("note_found"), Place(), " ".join(said)),
        ),
    )
    unknown, comment = check(told, wave_date=ROUND.reference_date).findings[:2]
    assert unknown.found == "GR101 Lenkungskreis Bildung\n(personenbezogene Angabe)\nGR102 Runder Tisch"
    assert comment.found == "(personenbezogene Angabe)"


@pytest.mark.parametrize("field", ["fall", "fall_text", "frage_text"])
def test_case_is_asked_about_in_documents_and_its_name_too(field: str) -> None:
    worksheets = (load_library().worksheet("fortbildung"),)
    subject = Subject("fortbildung", "faelle", "FA101", field)
    document = DocumentWriter(build_layout(worksheets), ROUND)
    for text, codes in (("Ahmad Karimi kam 2015", ["like_a_person"]), ("Ahmad (Name erfunden)", [])):
        form = document.write(RECIPIENT, "fortbildung", {subject: text})
        findings = read_back(form, worksheets).findings
        assert [each.code for each in findings if each.subject == subject] == codes


def test_case_that_looks_like_a_real_person_is_asked_about_and_not_quoted() -> None:
    worksheets = (load_library().worksheet("fortbildung"),)
    subject = Subject("fortbildung", "faelle", "FA101", "fall_text")
    text = "Amir K. hat seit dem 14.03.2025 eine Duldung."
    checked = read_back(writer(worksheets).write(RECIPIENT, {subject: text}), worksheets)
    (finding,) = (each for each in checked.findings if each.subject == subject)
    assert finding.code == "like_a_person"
    assert "genaues Datum, Name mit Anfangsbuchstaben" in finding.message
    assert "Amir" not in finding.found + finding.message
