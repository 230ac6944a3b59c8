"""Nothing that people and programs do to a form loses an answer or changes one silently."""

from __future__ import annotations

from pathlib import Path

import pytest
from _pytest.mark import ParameterSet
from openpyxl.comments import Comment
from openpyxl.workbook import Workbook

from gauntlet.catalogue import MUTATIONS
from gauntlet.conftest import ROW
from gauntlet.documents.balance import lost_units
from gauntlet.documents.counting import plain, units_in
from gauntlet.documents.editing import REMARKS, Form, in_word
from gauntlet.documents.filled import filled_document, known_in
from gauntlet.documents.xml import behind, made, put, run, taken_out
from gauntlet.editing import TOTAL, in_openpyxl
from gauntlet.filled import WORKSHEETS, filled_form, known_answers
from gauntlet.importing import import_file
from gauntlet.mutation import Expected, Mutation
from gauntlet.sets import SETS
from gauntlet.table import DOCUMENT, Row, is_written, page, read_rows
from gauntlet.verdict import judge
from gauntlet.workbooks.balance import lost_cells
from gauntlet.workbooks.by_openpyxl.typed import typed
from gauntlet.workbooks.counting import parts_in, written_in


def test_the_filled_form_itself_gives_every_answer_and_no_finding() -> None:
    imported = import_file(filled_form())
    assert {subject: entry.value for subject, entry in imported.entries.items()} == known_answers()
    assert not imported.findings


def test_the_independent_reader_sees_every_answer() -> None:
    written = {(one.sheet, one.cell) for one in written_in(filled_form())}
    places = {(entry.place.sheet, entry.place.cell) for entry in import_file(filled_form()).entries.values()}
    assert places <= written


@pytest.mark.parametrize("worksheet", [one.id for one in WORKSHEETS])
def test_the_filled_documents_give_every_answer_and_no_finding(worksheet: str) -> None:
    imported = import_file(filled_document(worksheet))
    assert {subject: entry.value for subject, entry in imported.entries.items()} == known_in(worksheet)
    # what other worksheets say is in other documents
    assert {finding.code for finding in imported.findings} <= {"reference_pending"}


@pytest.mark.parametrize("worksheet", [one.id for one in WORKSHEETS])
def test_the_independent_reader_sees_every_answer_of_a_document(worksheet: str) -> None:
    shown = {unit.text for unit in units_in(filled_document(worksheet))}
    entries = import_file(filled_document(worksheet)).entries.values()
    assert {plain(entry.raw) for entry in entries} <= shown


def case(one: Mutation) -> ParameterSet:
    """Those that LibreOffice makes in one run stay with one worker."""
    groups = [pytest.mark.xdist_group(one.by)] if one.by.startswith("LibreOffice") else []
    return pytest.param(one, marks=groups, id=one.name)


@pytest.mark.parametrize("mutation", list(map(case, MUTATIONS)))
def test_nothing_is_lost_and_nothing_is_wrong(
    mutation: Mutation, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    form = filled_document(mutation.worksheet) if mutation.worksheet else filled_form(mutation.form)
    verdict = judge(mutation.act(form, tmp_path), mutation.expected, mutation.worksheet, form=mutation.form)
    row = Row.of(mutation, verdict)
    # before anything is asserted: the page must not look better for leaving out what fails
    request.node.user_properties.append((ROW, "\t".join(row.cells)))
    assert not verdict.against(mutation.expected)
    if not is_written():
        assert read_rows().get(row.name) == row


def test_the_page_has_a_row_for_every_mutation_and_the_right_totals() -> None:
    if is_written():
        pytest.skip("the page is written at the end of this run")
    rows = read_rows()
    assert [one.name for one in (*MUTATIONS, *SETS)] == list(rows)
    assert DOCUMENT.read_text(encoding="utf-8") == page(list(rows.values()))


def test_every_mutation_has_a_name_of_its_own() -> None:
    names = [one.name for one in (*MUTATIONS, *SETS)]
    assert len(set(names)) == len(names)


def test_the_verdict_sees_a_value_that_is_silently_another(tmp_path: Path) -> None:
    verdict = judge(typed(TOTAL, 381)(filled_form(), tmp_path), Expected("accepted"))
    assert verdict.wrong == ("zielgruppe.zielgruppe.ZG001.n_gesamt = 381, not 380 (Zielgruppe!D9)",)


def test_the_verdict_sees_an_answer_that_nobody_tells_of(tmp_path: Path) -> None:
    verdict = judge(typed(TOTAL, None)(filled_form(), tmp_path), Expected("accepted"))
    assert verdict.lost == ("zielgruppe.zielgruppe.ZG001.n_gesamt = 380",)


def test_the_balance_sees_a_cell_and_a_note_that_nobody_tells_of(tmp_path: Path) -> None:
    def write(book: Workbook) -> None:
        book["Zielgruppe"]["AA9"] = "ja"
        book["Zielgruppe"]["D9"].comment = Comment("ca.", "Amt")

    parts = parts_in(in_openpyxl(write)(filled_form(), tmp_path))
    lost = tuple(lost_cells(import_file(filled_form()), parts))
    assert sorted(lost) == ["Zielgruppe!AA9: ('ja',)", "Zielgruppe!D9: ('ca.',)"]


def test_boxes_below_a_table_are_told_with_those_in_it(tmp_path: Path) -> None:
    def write(book: Workbook) -> None:
        sheet = book["Akteure"]
        for row in range(9, 140):
            if sheet[f"H{row}"].value is None:
                sheet[f"H{row}"] = False

    imported = import_file(in_openpyxl(write)(filled_form("few"), tmp_path))
    told = {finding.code: finding for finding in imported.findings if "FALSCH" in finding.found}
    assert list(told) == ["unticked_boxes"]
    assert {"Akteure!H139: FALSCH"} < set(told["unticked_boxes"].found.split(" / "))


def test_the_verdict_sees_a_value_of_a_document_that_is_silently_another(tmp_path: Path) -> None:
    def write(form: Form) -> None:
        put(form.control(TOTAL), run("381"))

    data = in_word(write)(filled_document("zielgruppe"), tmp_path)
    verdict = judge(data, Expected("accepted"), "zielgruppe")
    assert verdict.wrong == (
        "zielgruppe.zielgruppe.ZG001.n_gesamt = 381, not 380 (Zielgruppe!ZG001.n_gesamt)",
    )


def test_the_verdict_sees_an_answer_of_a_document_that_nobody_tells_of(tmp_path: Path) -> None:
    data = in_word(lambda form: taken_out(form.control(TOTAL)))(filled_document("zielgruppe"), tmp_path)
    verdict = judge(data, Expected("accepted"), "zielgruppe")
    assert verdict.lost == ("zielgruppe.zielgruppe.ZG001.n_gesamt = 380",)


def test_the_balance_sees_texts_of_a_document_that_nobody_tells_of(tmp_path: Path) -> None:
    def write(form: Form) -> None:
        behind(form.cell(REMARKS), run(" Mehr folgt."))
        form.body.insert(1, made("<w:p><w:r><w:t>ja</w:t></w:r></w:p>"))

    units = units_in(in_word(write)(filled_document("stammblatt"), tmp_path))
    lost = lost_units(import_file(filled_document("stammblatt")), units, ("stammblatt",))
    assert sorted(lost) == ["cell ST18: Die Stelle ist ab Januar besetzt. Mehr folgt.", "paragraph : ja"]
