"""What is written into Word forms: values, slots, properties, always the same bytes."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from decimal import Decimal
from random import Random

import pytest

from forms.documents.wordprocessing import (
    DOCUMENTS,
    W14,
    W,
    WordFile,
    document_writer,
    plan_of,
    shown,
    word_file,
)
from forms.making import FROZEN, RECIPIENT, ROUND, with_referred
from ruecklauf.demo.respondent import Respondent
from ruecklauf.errors import ProjectError
from ruecklauf.fieldtypes.base import Kind
from ruecklauf.fieldtypes.tick import boxes_text
from ruecklauf.findings import Subject
from ruecklauf.forms.documents.controls import ControlLooks, Controls
from ruecklauf.forms.documents.writer import DocumentWriter
from ruecklauf.forms.slots import Recipient
from ruecklauf.forms.workbooks.stamp import FormWriter
from ruecklauf.layout.build import build_layout
from ruecklauf.layout.inputs import shown_text
from ruecklauf.layout.pages.plan import NO, PlannedCell
from ruecklauf.texts import load_texts
from ruecklauf.values import Missing, Value

OTHER = Recipient("BBBBBB", "Andersdorf & Umland", ("05888000",), "kreisfrei", "post@andersdorf.example")
TEXTS = load_texts("de")


def subject(field: str, section: str = "angaben", row: str = "AN") -> Subject:
    return Subject("probe", section, row, field)


def probe(**values: Value) -> WordFile:
    """The form with every field type, with values in its questions."""
    prefill = {subject(field): value for field, value in values.items()}
    return word_file(document_writer("probe").write(RECIPIENT, "probe", prefill))


def tag_of(field: str) -> str:
    cells = plan_of("probe").by_tag.items()
    return next(tag for tag, cell in cells if cell.subject == subject(field))


def paragraph_of(form: WordFile, tag: str) -> str:
    return shown(next(form.controls[tag].element.iterancestors(W + "p")))


@pytest.mark.parametrize(
    ("field", "value", "text"),
    [
        ("name", "Müller & Söhne <GmbH>", "Müller & Söhne <GmbH>"),
        ("name", "{{ 7*7 }} {% if x %} {_{ }_}", "{{ 7*7 }} {% if x %} {_{ }_}"),
        ("name", "  zwei  Leerzeichen ", "  zwei  Leerzeichen "),
        ("name", "\x00\x0b\ufdd0alliance.name\ufdd1\uffff", "\ufffd\ufffd\ufffdalliance.name\ufffd\ufffd"),
        ("bemerkung", "eins\nzwei\r\ndrei\tvier", "eins\nzwei\ndrei\tvier"),
        ("anzahl", 1234, "1234"),
        ("anzahl", Missing.UNKNOWN, "unbekannt"),
        ("umfang", Decimal("2.5"), "2,5"),
        ("anteil", Decimal("12.5"), "12,5 %"),
        ("beginn", date(2026, 1, 31), "31.01.2026"),
        ("beginn", Missing.NOT_APPLICABLE, "trifft nicht zu"),
        ("bereich", "mi", "Migration & Integration"),
        ("vorhanden", Missing.UNKNOWN, "unbekannt"),
        ("note", 3, "3"),
        ("stelle", "ST001", "ST001"),
    ],
)
def test_value_stands_in_its_control_as_it_is(field: str, value: Value, text: str) -> None:
    sdt = probe(**{field: value}).controls[tag_of(field)]
    assert (sdt.text, sdt.is_empty) == (text, False)
    assert not sdt.entries or sdt.kind == "comboBox" or text in sdt.entries


def test_reference_stands_in_the_form_with_the_rows_name() -> None:
    values = {subject("name", "stellen", "ST101"): "Amt für Neues", subject("stelle"): "ST101"}
    form = word_file(document_writer("probe").write(RECIPIENT, "probe", values))
    assert form.controls[tag_of("stelle")].text == "ST101 · Amt für Neues"


def test_filled_date_control_knows_its_day() -> None:
    control = probe(beginn=date(2026, 1, 31)).controls[tag_of("beginn")].properties.find(W + "date")
    assert control is not None
    assert control.get(W + "fullDate") == "2026-01-31T00:00:00Z"


@pytest.mark.parametrize(("value", "yes", "no"), [(True, "1", "0"), (False, "0", "1")])
def test_tick_is_one_of_two_boxes(value: bool, yes: str, no: str) -> None:
    form, tag = probe(kreuz=value), tag_of("kreuz")
    checked = [
        form.controls[one].properties.find(f"{W14}checkbox/{W14}checked").get(W14 + "val")  # type: ignore[union-attr]
        for one in (tag, tag + NO)
    ]
    assert checked == [yes, no]
    assert paragraph_of(form, tag) == boxes_text("x" if value else "nein", TEXTS)


@pytest.mark.parametrize(
    ("value", "ticked"),
    [(("post", "bote"), ["☒ ja ☐ nein", "☐ ja ☐ nein", "☒ ja ☐ nein"]), ((), ["☐ ja ☒ nein"] * 3)],
)
def test_every_code_of_a_multiple_choice_has_its_boxes(value: Value, ticked: list[str]) -> None:
    form = probe(wege=value)
    tags = [tag for tag, cell in plan_of("probe").by_tag.items() if cell.subject == subject("wege")]
    assert [paragraph_of(form, tag) for tag in tags] == ticked


def test_answer_no_longer_offered_stays_in_its_list() -> None:
    cell = next(cell for cell in plan_of("probe").by_tag.values() if cell.control.kind == "list")
    assert "früher" not in cell.control.entries
    xml = Controls(ControlLooks("", "", {}), TEXTS).xml(cell, 1, "früher")
    assert '<w:listItem w:displayText="früher" w:value="früher"/>' in xml


def test_crossing_holds_its_answer() -> None:
    form = document_writer("probe").write(
        RECIPIENT, "probe", {Subject("probe", "kreuz", "ST001-GR101", "weg"): "mail"}
    )
    assert word_file(form).controls["ST001-GR101"].text == "E-Mail"


def expected_text(cell: PlannedCell, value: Value, writer: DocumentWriter) -> str:
    worksheet = next(one for one in writer.layout.worksheets if one.id == cell.subject.worksheet)
    if cell.part:
        assert isinstance(value, tuple)
        return boxes_text("x" if cell.part in value else "" if value else "nein", TEXTS)
    content = cell.field.render(value, worksheet.lists, TEXTS)
    return (
        boxes_text(str(content), TEXTS)
        if cell.control.kind == "boxes"
        else shown_text(content, cell.field, TEXTS)
    )


@pytest.mark.parametrize("worksheet_id", DOCUMENTS)
def test_all_answers_of_a_respondent_stand_in_the_form(worksheet_id: str) -> None:
    writer = document_writer(worksheet_id)
    answers = Respondent(writer.layout, "Ahornstadt", Random(1), ROUND.reference_date).answer()
    form = word_file(writer.write(RECIPIENT, worksheet_id, answers))
    for tag, cell in plan_of(worksheet_id).by_tag.items():
        if cell.subject not in answers or cell.locked:
            continue
        text = expected_text(cell, answers[cell.subject], writer)
        if cell.field.kind is Kind.REFERENCE:
            text = form.controls[tag].text if form.controls[tag].text.startswith(text) else text
        assert paragraph_of(form, tag) == text


def test_alliance_is_printed_where_the_declaration_says() -> None:
    form = word_file(document_writer("stammblatt").write(OTHER, "stammblatt"))
    assert "05888000" in form.text
    assert "Andersdorf & Umland" in form.text


def test_values_of_other_worksheets_are_passed_over() -> None:
    writer = document_writer("gremien")
    answers = Respondent(writer.layout, "Ahornstadt", Random(1), ROUND.reference_date).answer()
    own = {place: value for place, value in answers.items() if place.worksheet == "gremien"}
    assert {place.worksheet for place in answers} > {"gremien"}
    names = {place: value for place, value in answers.items() if place.field in ("institution", "art_stelle")}
    assert writer.write(RECIPIENT, "gremien", own | names) == writer.write(RECIPIENT, "gremien", answers)


def test_value_without_a_cell_names_what_it_belongs_to() -> None:
    with pytest.raises(ProjectError, match=r"probe\.stellen\.ST999\.name"):
        document_writer("probe").write(RECIPIENT, "probe", {subject("name", "stellen", "ST999"): "x"})


def test_printed_cells_cannot_be_filled() -> None:
    with pytest.raises(ProjectError, match=r"probe\.stellen\.ST001\.art"):
        document_writer("probe").write(RECIPIENT, "probe", {subject("art", "stellen", "ST001"): "verein"})


def test_no_answer_leaves_the_prompt() -> None:
    writer = document_writer("probe")
    assert writer.write(RECIPIENT, "probe", {subject("name"): Missing.NO_ANSWER}) == writer.write(
        RECIPIENT, "probe"
    )


def test_unknown_worksheet_is_told_with_the_nearest() -> None:
    with pytest.raises(ProjectError, match="Is 'gremien' meant"):
        document_writer("gremien").write(RECIPIENT, "gremein")


@pytest.mark.parametrize("worksheet_id", DOCUMENTS)
def test_same_input_gives_the_same_bytes_whatever_was_written_before(worksheet_id: str) -> None:
    """The second form comes from the rendering kept; a new writer renders the template anew."""
    writer = document_writer(worksheet_id)
    writer.write(RECIPIENT, worksheet_id)
    again = DocumentWriter(writer.layout, ROUND).write(OTHER, worksheet_id)
    assert writer.write(OTHER, worksheet_id) == again


@pytest.mark.parametrize("worksheet_id", ["akteure", "stammblatt"])
def test_properties_are_those_of_the_workbook_and_the_worksheets_id(worksheet_id: str) -> None:
    layout = build_layout(with_referred(worksheet_id))
    book = word_file(FormWriter(layout, ROUND).write(RECIPIENT))
    document = word_file(DocumentWriter(layout, ROUND).write(RECIPIENT, worksheet_id))
    assert custom(document) == {**custom(book), "ruecklauf.worksheet": worksheet_id}
    told = [core(book), core(document)]
    assert [one.pop("title") for one in told] == [
        "Lokale Bündnisse – Kreis <Muster> & Söhne",
        f"Lokale Bündnisse – {plan_of(worksheet_id).short} – Kreis <Muster> & Söhne",
    ]
    assert told[0] == told[1]


def custom(form: WordFile) -> dict[str, str]:
    return {one.get("name", ""): one[0].text or "" for one in form.xml("docProps/custom.xml")}


def core(form: WordFile) -> dict[str, str]:
    return {str(one.tag).partition("}")[2]: one.text or "" for one in form.xml("docProps/core.xml")}


def test_documents_of_all_worksheets_carry_one_code() -> None:
    writer = DocumentWriter(build_layout(with_referred(*FROZEN)), ROUND)
    codes = {custom(word_file(writer.write(RECIPIENT, one)))["ruecklauf.form_code"] for one in FROZEN}
    assert len(codes) == 1


def test_libraries_of_templates_are_loaded_for_documents_only() -> None:
    program = (
        "import sys, ruecklauf.cli, ruecklauf.forms.documents.writer;"
        "print([name for name in ('docx', 'docxtpl', 'jinja2', 'lxml') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
