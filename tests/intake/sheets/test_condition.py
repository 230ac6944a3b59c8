"""The condition in which a form came back, and what of it is worth a note."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path
from random import Random

import openpyxl
import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.workbook import Workbook

from forms.making import FROZEN, RECIPIENT, ROUND, all_types, with_referred, writer
from office.programs import converted
from ruecklauf.cells import a1
from ruecklauf.definition.models import Worksheet
from ruecklauf.demo.respondent import Respondent
from ruecklauf.findings import Subject
from ruecklauf.intake.condition import Condition, Recovered, SheetCondition
from ruecklauf.intake.read import open_return, read_submission
from ruecklauf.intake.sheets.moves import references
from ruecklauf.intake.submission import Submission
from ruecklauf.layout.build import build_layout
from ruecklauf.layout.sheets.check_groups import MESSAGE
from ruecklauf.layout.sheets.check_strips import CHECK_SHEET
from ruecklauf.values import Value

PROBE = (all_types(),)
LAYOUT = build_layout(PROBE)
TABLE = LAYOUT.block("probe.stellen")
RECORD = LAYOUT.block("probe.angaben")
SHEET = TABLE.sheet
CELLS = Recovered(planned=249, by_both=249)
FREE = [row for row in TABLE.rows if not row.printed]
Damage = Callable[[Workbook], object]


def told() -> dict[Subject, Value]:
    """A name and a number in each row of the table."""
    return {
        Subject("probe", "stellen", row.row_id, field): value
        for number, row in enumerate(TABLE.rows)
        for field, value in (("name", f"Stelle {number}"), ("anzahl", 10 + number))
    }


@cache
def form() -> bytes:
    return writer(PROBE).write(RECIPIENT, told())


@cache
def whole_form() -> bytes:
    """A form with all worksheets of the library, answered throughout."""
    layout = build_layout(with_referred(*FROZEN))
    answered = Respondent(layout, "Ahornstadt", Random(7), ROUND.reference_date).answer()
    return writer(layout.worksheets).write(RECIPIENT, answered)


def read(data: bytes, worksheets: tuple[Worksheet, ...] = PROBE) -> Submission:
    return read_submission(open_return(data), worksheets)


def damaged(damage: Damage) -> Submission:
    book = openpyxl.load_workbook(io.BytesIO(form()))
    damage(book)
    file = io.BytesIO()
    book.save(file)
    return read(file.getvalue())


def codes(submission: Submission) -> list[str]:
    return sorted(noted.remark.code for noted in submission.noted)


def params(submission: Submission, code: str) -> list[dict[str, str]]:
    return [dict(noted.remark.params) for noted in submission.noted if noted.remark.code == code]


def of_sheet(submission: Submission, name: str = SHEET) -> SheetCondition:
    return next(one for one in submission.condition.sheets if one.sheet == name)


# Forms to which nothing was done


def test_a_form_as_it_was_sent_is_intact() -> None:
    expected = Condition(program="ruecklauf", names=len(LAYOUT.names), formulas=792, recovered=CELLS)
    assert read(form()).condition == expected
    assert codes(read(form())) == []


@pytest.mark.parametrize(
    ("program", "shown", "sheets"),
    [("soffice", "LibreOffice/", ()), ("ssconvert", "gnumeric 1.", ("_Pruefliste", "_Listen", "_Formular"))],
)
def test_saving_in_another_program_gives_no_findings(
    program: str, shown: str, sheets: tuple[str, ...], tmp_path: Path
) -> None:
    worksheets = with_referred(*FROZEN)
    submission = read(converted(whole_form(), tmp_path, program), worksheets)
    before = read(whole_form(), worksheets).condition
    assert codes(submission) == []
    assert submission.condition.program.startswith(shown)
    # gnumeric shows sheets that are hidden
    assert submission.condition == replace(before, program=submission.condition.program, sheets_shown=sheets)


# What was done to sheets


def shuffle_sheets(book: Workbook) -> None:
    book[SHEET].title = "Unsere Stellen"
    book.move_sheet("Unsere Stellen", -2)
    book.create_sheet("Notizen")
    del book["_Listen"]
    book["_Pruefliste"].sheet_state = "visible"
    book["Probe 3"].sheet_state = "hidden"


def test_what_became_of_the_sheets_is_told() -> None:
    submission = damaged(shuffle_sheets)
    condition = submission.condition
    assert condition.sheets_missing == condition.hidden_sheets_missing == ("_Listen",)
    assert condition.sheets_renamed == ((SHEET, "Unsere Stellen"),)
    assert condition.sheets_added == ("Notizen",)
    assert condition.sheets_reordered
    assert condition.sheets_shown == ("_Pruefliste",)
    assert condition.sheets_hidden == ("Probe 3",)
    # openpyxl leaves the names pointing to the sheet's old name
    assert set(codes(submission)) == {"hidden_sheets_missing", "names_lost", "sheet_renamed"}


def test_hidden_rows_and_columns_are_counted_but_no_finding() -> None:
    def hide(book: Workbook) -> None:
        book[SHEET].row_dimensions[8].hidden = True
        book[SHEET].column_dimensions["D"].hidden = True

    submission = damaged(hide)
    assert (of_sheet(submission).hidden_rows, of_sheet(submission).hidden_columns) == (1, 1)
    assert codes(submission) == []


def test_lost_protection_is_one_note_for_the_file() -> None:
    def unprotect(book: Workbook) -> None:
        for name in (SHEET, "Probe 3"):
            book[name].protection.sheet = False

    submission = damaged(unprotect)
    assert [one.sheet for one in submission.condition.sheets if not one.protected] == [SHEET, "Probe 3"]
    assert params(submission, "protection_removed") == [{"sheets": f"{SHEET}, Probe 3"}]


def test_cells_that_lost_their_validation_are_counted() -> None:
    def drop_one_column(book: Workbook) -> None:
        kept = book[SHEET].data_validations.dataValidation
        column = a1(TABLE.first_row, TABLE.column("anzahl").index)
        book[SHEET].data_validations.dataValidation = [one for one in kept if column not in one.sqref]

    submission = damaged(drop_one_column)
    assert of_sheet(submission).inputs_without_validation == len(TABLE.rows)
    assert params(submission, "validations_lost") == [{"sheets": f"{SHEET} ({len(TABLE.rows)})"}]


def test_validations_cut_into_other_ranges_are_not_lost() -> None:
    def cut(book: Workbook) -> None:
        for one in book[SHEET].data_validations.dataValidation:
            cells = (a1(row, column) for area in one.sqref.ranges for row, column in area.cells)
            one.sqref = type(one.sqref)(" ".join(cells))

    assert codes(damaged(cut)) == []


# What was done to formulas and texts


def test_overwritten_and_removed_formulas_are_told_with_their_places() -> None:
    def overwrite(book: Workbook) -> None:
        book[SHEET].cell(TABLE.first_row, 2).value = "erledigt"
        book[SHEET].cell(TABLE.first_row + 1, 2).value = None

    submission = damaged(overwrite)
    sheet = of_sheet(submission)
    assert (sheet.formulas_overwritten, sheet.formulas_removed) == (1, 1)
    assert sheet.formulas_at == (a1(TABLE.first_row, 2), a1(TABLE.first_row + 1, 2))
    assert params(submission, "formulas_overwritten") == [{"count": "1", "sheets": SHEET}]
    assert codes(submission) == ["formulas_overwritten", "stray_text"]


def test_text_over_a_formula_is_one_finding() -> None:
    def overwrite(book: Workbook) -> None:
        book[SHEET].cell(TABLE.first_row, 2).value = "erledigt"

    assert codes(damaged(overwrite)) == ["stray_text"]


def test_everything_pasted_as_values_is_one_note() -> None:
    shown = openpyxl.load_workbook(io.BytesIO(form()), data_only=True)

    def paste(book: Workbook) -> None:
        for sheet in book:
            for row in shown[sheet.title].iter_rows():
                for cell in row:
                    sheet.cell(cell.row, cell.column).value = cell.value

    submission = damaged(paste)
    assert submission.condition.all_formulas_gone
    assert codes(submission) == ["all_formulas_gone"]


def test_ids_in_other_rows_leave_formulas_and_labels_where_they_are() -> None:
    def sort(book: Workbook) -> None:
        for row in range(TABLE.first_row, TABLE.last_row):
            first, second = book[SHEET].cell(row, 1), book[SHEET].cell(row + 1, 1)
            first.value, second.value = second.value, first.value

    sheet = of_sheet(damaged(sort))
    assert (sheet.formulas_overwritten, sheet.formulas_removed, sheet.labels_overwritten) == (0, 0, 0)
    assert sheet.rows_moved == tuple(row.row_id for row in TABLE.rows)


def test_overwritten_heads_are_one_warning_for_the_sheet() -> None:
    def overwrite(book: Workbook) -> None:
        book[SHEET].cell(TABLE.header_row, 4).value = "Unsere Anmerkung"
        book[SHEET].cell(TABLE.header_row, 5).value = "Köpfe"
        book[SHEET].cell(TABLE.header_row, 6).value = None

    submission = damaged(overwrite)
    sheet = of_sheet(submission)
    assert (sheet.labels_overwritten, sheet.labels_removed, sheet.labels_at) == (2, 1, ("D6", "E6"))
    by_code = {noted.remark.code: noted for noted in submission.noted}
    assert by_code["codes_overwritten"].whole == "D6: Unsere Anmerkung / E6: Köpfe"
    assert dict(by_code["codes_lost"].remark.params) == {"count": "1"}, "the third was emptied"
    assert {"stray_text", "labels_overwritten"}.isdisjoint(codes(submission))
    assert submission.counts.balanced


def test_what_was_put_beside_the_cells_is_counted() -> None:
    def decorate(book: Workbook) -> None:
        sheet = book[SHEET]
        sheet.merge_cells("AC3:AD4")
        sheet["AF9"].hyperlink = "https://www.kreis.example"
        sheet.oddHeader.center.text = "Bitte Frau Beispiel fragen"

    submission = damaged(decorate)
    sheet = of_sheet(submission)
    assert (sheet.merged, sheet.links_added, sheet.page_texts_changed) == (1, 1, 1)
    found = [noted.whole for noted in submission.noted if noted.remark.code == "page_text"]
    assert found == ["Bitte Frau Beispiel fragen"]


@pytest.mark.parametrize("header", ["Seite &P von &N", "&A", "Page &P", '&"Arial,Fett"&12&D &T'])
def test_page_numbers_of_programs_are_no_finding(header: str) -> None:
    def add(book: Workbook) -> None:
        book[SHEET].oddHeader.center.text = header

    assert codes(damaged(add)) == []


@pytest.mark.parametrize("above", [0, 4])
def test_a_title_repeated_at_the_head_of_pages_is_no_finding(above: int) -> None:
    def repeat(book: Workbook) -> None:
        book[SHEET].oddHeader.left.text = f"&B{book[SHEET].cell(1, 1).value}"
        if above:
            book[SHEET].insert_rows(1, above)

    assert not {"page_text"} & set(codes(damaged(repeat)))


# How answers were found again


def drop_names(book: Workbook) -> None:
    for name in list(book.defined_names):
        del book.defined_names[name]


def drop_codes(book: Workbook) -> None:
    for row in TABLE.rows:
        book[SHEET].cell(row.row, 1).value = None


def sort_without_ids(book: Workbook) -> None:
    """The two printed rows exchanged, but for their ids."""
    first, second = (row.row for row in TABLE.rows if row.printed)
    for column in range(3, TABLE.columns[-1].index + 1):
        one, other = book[SHEET].cell(first, column), book[SHEET].cell(second, column)
        one.value, other.value = other.value, one.value


def drop_row(book: Workbook) -> None:
    drop_names(book)
    book[SHEET].cell(TABLE.last_row, 1).value = None


IN_TABLE = len(TABLE.rows) * len(TABLE.columns)
IN_ROW = len(TABLE.columns)
RECOVERED: list[tuple[Damage, Recovered]] = [
    (drop_names, Recovered(planned=249, by_codes=249)),
    (drop_codes, Recovered(planned=249, by_both=249 - IN_TABLE, by_names=IN_TABLE)),
    (sort_without_ids, Recovered(planned=249, by_both=249 - 2 * IN_ROW, by_print=2 * IN_ROW)),
    (drop_row, Recovered(planned=249, by_codes=249 - IN_ROW, not_found=IN_ROW, added=IN_ROW)),
]


@pytest.mark.parametrize(("damage", "expected"), RECOVERED)
def test_how_the_answers_were_found_is_counted(damage: Damage, expected: Recovered) -> None:
    assert damaged(damage).condition.recovered == expected


def test_missing_rows_and_lost_names_are_told() -> None:
    submission = damaged(drop_row)
    assert of_sheet(submission).rows_missing == (TABLE.rows[-1].row_id,)
    assert of_sheet(submission).rows_added == 1
    assert submission.condition.names_lost == submission.condition.names


# Cutting and pasting


def cut_and_paste(book: Workbook, source: tuple[int, int], target: tuple[int, int]) -> None:
    """What Excel and LibreOffice do: the value goes, and every reference to the cell goes with it."""
    sheet = book[SHEET]
    sheet.cell(*target).value = sheet.cell(*source).value
    sheet.cell(*source).value = None
    reference = re.compile(rf"('{SHEET}'!)\$?{a1(*source)}(?![0-9:])")
    for row in book[CHECK_SHEET].iter_rows():
        for cell in row:
            if isinstance(cell.value, str):
                cell.value = reference.sub(rf"\g<1>${a1(*target)}", cell.value)


def test_an_answer_that_was_cut_and_pasted_is_told() -> None:
    column = TABLE.column("anzahl").index
    source, target = (FREE[0].row, column), (FREE[2].row, column)
    submission = damaged(lambda book: cut_and_paste(book, source, target))
    assert submission.condition.cells_moved == ((f"{SHEET}!{a1(*source)}", f"{SHEET}!{a1(*target)}"),)
    assert params(submission, "cells_moved") == [{"moves": f"{a1(*source)} → {a1(*target)}"}]
    assert {one.subject.row_id for one in submission.answers if one.raw.text == "12"} == {FREE[2].row_id}


def test_copied_and_sorted_answers_have_not_been_cut() -> None:
    def copy(book: Workbook) -> None:
        sort_without_ids(book)
        for row in FREE[1:]:
            book[SHEET].cell(row.row, 5).value = book[SHEET].cell(FREE[0].row, 5).value

    assert damaged(copy).condition.cells_moved == ()


def test_formulas_that_share_a_text_say_nothing_of_moves() -> None:
    """As some programs write them, of all but the first the references are another formula's."""

    def share(book: Workbook) -> None:
        cells = (cell for row in book[CHECK_SHEET].iter_rows() for cell in row)
        formulas = [cell for cell in cells if f"'{SHEET}'!" in str(cell.value)]
        assert len(formulas) > 2
        for cell in formulas[1:]:
            cell.value = formulas[0].value

    assert damaged(share).condition.cells_moved == ()


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("IF('Blatt 2'!$E9=\"ja\",1,0)", [("Blatt 2", (9, 5))]),
        ("IF(Prioritäten!$E$9:$E$9>0,TRUE(),Akteure!F10:G11)", [("Prioritäten", (9, 5)), None]),
        ("IF([$'Wir''s'.$E9]=1;[$Akteure.$F$10:.$G$11];[.B2])", [("Wir's", (9, 5)), None]),
        ("Akteure!#REF!+#REF!+[$Akteure.#REF!]", [None, None, None]),
        ("\"'A'!B1\"&B2&rl.a.jn", []),
    ],
)
def test_references_are_read_in_every_spelling(formula: str, expected: list[object]) -> None:
    assert references(formula) == expected


# Struck texts, texts of hidden sheets


def test_a_partly_struck_answer_is_told_and_taken_whole() -> None:
    parts = (InlineFont(strike=True), "Amt"), (InlineFont(b=True), " für Soziales")
    struck = CellRichText(*(TextBlock(*part) for part in parts))

    def strike(book: Workbook) -> None:
        book[SHEET].cell(FREE[0].row, TABLE.column("name").index).value = struck

    submission = damaged(strike)
    [noted] = submission.noted
    expected = ("partly_struck_answer", "Amt für Soziales", f"{SHEET}!{a1(FREE[0].row, 3)}")
    assert (noted.remark.code, noted.found, str(noted.place)) == expected
    assert "Amt für Soziales" in {answer.raw.text for answer in submission.answers}


def test_texts_of_another_version_on_a_hidden_sheet_are_one_note() -> None:
    def reword(book: Workbook) -> None:
        for (cell,) in book[CHECK_SHEET].iter_rows(min_col=MESSAGE, max_col=MESSAGE, min_row=2):
            cell.value = f"{cell.value} neu"
        book[CHECK_SHEET]["ZZ3"].value = "Bitte anrufen"

    submission = damaged(reword)
    assert codes(submission) == ["hidden_texts_differ", "stray_text"]
    assert submission.counts.balanced
    assert submission.counts.findings > 20


# The program, and the condition as JSON


@pytest.mark.parametrize(
    ("properties", "program"),
    [
        (
            "<Application>Excel</Application><AppVersion>16.0300</AppVersion>",
            "Excel 16.0300",
        ),
        ("<AppVersion>16.0300</AppVersion>", ""),
        ("<Application>unclosed", ""),
    ],
)
def test_the_program_that_saved_the_file_is_named(properties: str, program: str) -> None:
    namespace = "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"
    part = f'<Properties xmlns="{namespace}">{properties}</Properties>'
    assert open_return(with_part("docProps/app.xml", part)).workbook.program == program


def with_part(name: str, content: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(form())) as old, zipfile.ZipFile(file, "w") as new:
        for member in old.namelist():
            new.writestr(member, content if member == name else old.read(member))
    return file.getvalue()


@pytest.mark.parametrize("damage", [shuffle_sheets, drop_codes, drop_row])
def test_a_condition_comes_back_from_its_json(damage: Damage) -> None:
    condition = damaged(damage).condition
    assert Condition.from_json(json.loads(json.dumps(condition.as_json()))) == condition


def test_a_condition_kept_by_another_version_is_still_read() -> None:
    assert Condition.from_json({"program": "Excel", "neu": 1}) == Condition(program="Excel")
