"""What is found of a form that somebody has worked on: which findings, and which answers all the same."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from typing import Any

import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.styles import Font
from openpyxl.workbook import Workbook

from forms.making import RECIPIENT, all_types, answers, read_back, with_referred, writer
from ruecklauf.check.records import Checked
from ruecklauf.findings import Subject
from ruecklauf.formcode import make_form_code
from ruecklauf.intake.read import open_return, read_submission
from ruecklauf.intake.submission import Confidence
from ruecklauf.layout.build import build_layout
from ruecklauf.values import Value

PROBE = (all_types(),)
LAYOUT = build_layout(PROBE)
TABLE = LAYOUT.block("probe.stellen")
RECORD = LAYOUT.block("probe.angaben")
CROSS = LAYOUT.block("probe.kreuz")
LOCAL = LAYOUT.block("probe.raster")
FIRST, LAST = TABLE.first_row, TABLE.last_row
NAME = TABLE.column("name").index
KIND = TABLE.column("art").index
PERSON = "Erika Beispiel"
OTHER_CODE = make_form_code("BBBBBB", "2026-1", LAYOUT.fingerprint)
Damage = Callable[[Workbook], None]


def known() -> dict[Subject, Value]:
    """A name in every row of the table, and a personal answer."""
    named: dict[Subject, Value] = {
        Subject("probe", "stellen", row.row_id, "name"): f"Name von {row.row_id}" for row in TABLE.rows
    }
    person = Subject("probe", "stellen", TABLE.rows[0].row_id, "person")
    return {**named, person: PERSON, Subject("probe", "angaben", "AN", "name"): "Amt am Markt"}


@cache
def form() -> bytes:
    return writer(PROBE).write(RECIPIENT, known())


def returned(damage: Damage) -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(form()))
    damage(book)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def put(sheet: str, row: int, column: int, value: object) -> Damage:
    def damage(book: Workbook) -> None:
        book[sheet].cell(row, column).value = value

    return damage


def drop_names(book: Workbook) -> None:
    for name in [name for name in book.defined_names if name.startswith(("rl.f", "rl.r", "rl.c"))]:
        del book.defined_names[name]


def drop_ids(book: Workbook) -> None:
    for row in range(FIRST, LAST + 1):
        book[TABLE.sheet].cell(row, 1).value = None


def permute(order: list[int], first_column: int, book: Workbook) -> None:
    """The table's rows in another order, from a column on; names stay where they are, as in a sort."""
    sheet = book[TABLE.sheet]
    columns = [1, *range(3, TABLE.columns[-1].index + 1)] if first_column == 1 else range(3, 40)
    rows = [[sheet.cell(row, column).value for column in columns] for row in range(FIRST, LAST + 1)]
    for row, source in enumerate(order):
        for column, value in zip(columns, rows[source], strict=True):
            sheet.cell(FIRST + row, column).value = value


def reverse_with_ids(book: Workbook) -> None:
    permute(list(reversed(range(len(TABLE.rows)))), 1, book)


def swap_printed_without_ids(book: Workbook) -> None:
    permute([1, 0, *range(2, len(TABLE.rows))], 3, book)


def copy_printed_row_over_the_next(book: Workbook) -> None:
    permute([0, 0, *range(2, len(TABLE.rows))], 3, book)


def shift_ids_down(book: Workbook) -> None:
    """Ids and their names one row lower, as when a single cell is inserted above them."""
    sheet = book[TABLE.sheet]
    for row in range(LAST, FIRST - 1, -1):
        sheet.cell(row + 1, 1).value = sheet.cell(row, 1).value
    sheet.cell(FIRST, 1).value = None
    for number, plan in enumerate(TABLE.rows):
        name = f"rl.r.probe.stellen.{plan.row_id}"
        book.defined_names[name].attr_text = f"'{TABLE.sheet}'!$A${FIRST + number + 1}"


def shift_one_column(book: Workbook) -> None:
    sheet = book[TABLE.sheet]
    for row in range(LAST, FIRST - 1, -1):
        sheet.cell(row + 1, NAME).value = sheet.cell(row, NAME).value
    sheet.cell(FIRST, NAME).value = None
    letter = sheet.cell(1, NAME).column_letter
    text = f"'{TABLE.sheet}'!${letter}${FIRST}:${letter}${LAST + 1}"
    book.defined_names["rl.f.probe.stellen.name"].attr_text = text


def swap_heads(book: Workbook) -> None:
    sheet, row = book[TABLE.sheet], TABLE.header_row
    left, right = sheet.cell(row, NAME), sheet.cell(row, NAME + 1)
    left.value, right.value = right.value, left.value


def remove_head_and_name(field: str = "name") -> Damage:
    def damage(book: Workbook) -> None:
        book[TABLE.sheet].cell(TABLE.header_row, TABLE.column(field).index).value = None
        del book.defined_names[f"rl.f.probe.stellen.{field}"]

    return damage


def remove_question(book: Workbook) -> None:
    line = RECORD.column("name").index
    book[RECORD.sheet].cell(line, 1).value = None
    del book.defined_names["rl.f.probe.angaben.name"]


def remove_printed_row(book: Workbook) -> None:
    del book.defined_names[f"rl.r.probe.stellen.{TABLE.rows[1].row_id}"]
    for column in range(1, 40):
        book[TABLE.sheet].cell(FIRST + 1, column).value = None


def remove_sheet(name: str) -> Damage:
    def damage(book: Workbook) -> None:
        del book[name]

    return damage


def rename(book: Workbook) -> None:
    drop_names(book)
    book[TABLE.sheet].title = "Unsere Stellen"


def add_sheet(book: Workbook) -> None:
    book.create_sheet("Notizen")["B2"] = "noch etwas"


def comment(book: Workbook) -> None:
    book[TABLE.sheet].cell(FIRST, NAME).comment = Comment("bitte prüfen", "X")


def merge(book: Workbook) -> None:
    book[TABLE.sheet].merge_cells(start_row=LAST, start_column=NAME, end_row=LAST, end_column=NAME + 1)


def strike(book: Workbook) -> None:
    book[TABLE.sheet].cell(FIRST, NAME).font = Font(strike=True)


FREE_BELOW = put(TABLE.sheet, LAST + 1, NAME, "eine weitere")
DAMAGES: dict[str, tuple[Damage, set[str]]] = {
    "nothing": (lambda _: None, set()),
    "names lost": (drop_names, {"names_lost"}),
    "ids lost": (drop_ids, {"codes_lost"}),
    "sorted with ids": (reverse_with_ids, {"rows_moved"}),
    "sorted without ids": (swap_printed_without_ids, {"rows_by_print"}),
    "row copied over": (copy_printed_row_over_the_next, {"anchors_disagree", "stray_text"}),
    "ids shifted": (shift_ids_down, {"ids_shifted", "rows_by_print", "anchors_disagree", "stray_text"}),
    "cell inserted": (shift_one_column, {"column_shifted", "stray_text"}),
    "heads swapped": (swap_heads, {"anchors_disagree", "stray_text"}),
    "column gone": (remove_head_and_name(), {"column_missing", "stray_text"}),
    "personal column gone": (remove_head_and_name("person"), {"column_missing", "stray_text"}),
    "question gone": (remove_question, {"answer_cell_missing", "names_lost", "stray_text"}),
    "row gone": (remove_printed_row, {"row_missing"}),
    "row added": (FREE_BELOW, {"row_added"}),
    "sheet gone": (remove_sheet(RECORD.sheet), {"section_missing"}),
    "voluntary sheet gone": (remove_sheet(LOCAL.sheet), {"section_missing_local"}),
    "sheet renamed": (rename, {"sheet_renamed", "names_lost"}),
    "text aside": (put(TABLE.sheet, FIRST, 60, "ungefähr"), {"stray_text"}),
    "text of the form aside": (put(TABLE.sheet, FIRST, 60, "ja"), {"stray_text"}),
    "sheet added": (add_sheet, {"extra_sheet"}),
    "comment": (comment, {"note_found"}),
    "merged": (merge, {"merged_answer"}),
    "struck through": (strike, {"struck_answer"}),
    "one sheet's code": (put(TABLE.sheet, 2, 1, f"fremd {OTHER_CODE}"), {"code_differs", "stray_text"}),
    "identity overwritten": (put(TABLE.sheet, 2, 1, "Hinweis: bitte 12 lesen"), {"stray_text"}),
}


@cache
def checked_after(damage: str) -> Checked:
    return read_back(returned(DAMAGES[damage][0]), PROBE)


FROM_VALUES = {"required_missing", "reference_unresolved", "rule"}


@pytest.mark.parametrize("damage", DAMAGES)
def test_damage_is_reported(damage: str) -> None:
    expected = DAMAGES[damage][1]
    codes = {finding.code for finding in checked_after(damage).findings}
    assert codes - FROM_VALUES == expected


@pytest.mark.parametrize("damage", DAMAGES)
def test_no_answer_is_lost_or_stands_in_another_row(damage: str) -> None:
    checked = checked_after(damage)
    values = answers(checked)
    shown = "\n".join(finding.found for finding in checked.findings)
    gone = DAMAGES[damage][1] & {"section_missing", "row_missing"} or damage == "row copied over"
    for subject, value in known().items():
        taken = values.get(subject)
        assert taken in (value, None), (subject, taken)
        if taken is None and not gone and value != PERSON:
            assert str(value) in shown, subject


@pytest.mark.parametrize("damage", DAMAGES)
def test_personal_answers_are_never_quoted(damage: str) -> None:
    for finding in checked_after(damage).findings:
        assert PERSON not in f"{finding.found}{finding.message}"


@pytest.mark.parametrize("insert", [False, True], ids=["in place", "beside a column of their own"])
def test_personal_columns_and_questions_without_head_and_name_are_not_quoted(insert: bool) -> None:
    worksheets = with_referred("akteure", "stammblatt")
    layout = build_layout(worksheets)
    table, record = layout.block("akteure.akteure"), layout.block("stammblatt.stammblatt")
    row, column = table.first_row, table.column("ap_name").index
    line = record.column("gs_name").index
    book = openpyxl.load_workbook(io.BytesIO(writer(worksheets).write(RECIPIENT)))
    book[table.sheet].cell(row, column).value = PERSON
    book[table.sheet].cell(table.header_row, column).value = None
    book[record.sheet].cell(line, record.answer_column).value = PERSON
    book[record.sheet].cell(line, 1).value = None
    for name in ("rl.f.akteure.akteure.ap_name", "rl.f.stammblatt.stammblatt.gs_name"):
        del book.defined_names[name]
    if insert:
        drop_names(book)
        book[table.sheet].insert_cols(column)
        book[record.sheet].insert_rows(line)
    file = io.BytesIO()
    book.save(file)
    checked = read_back(file.getvalue(), worksheets)
    hidden = {f.subject.field for f in checked.findings if f.found == "(personenbezogene Angabe)"}
    assert hidden >= {"ap_name", "gs_name"}
    assert not any(PERSON in finding.found + finding.message for finding in checked.findings)


def test_copied_sheet_does_not_show_personal_answers() -> None:
    def copy(book: Workbook) -> None:
        book.copy_worksheet(book[TABLE.sheet])

    findings = read_back(returned(copy), PROBE).findings
    assert {finding.code for finding in findings} >= {"extra_sheet"}
    assert all(PERSON not in f"{finding.found}{finding.message}" for finding in findings)


def pasted_everywhere(book: Workbook) -> None:
    for sheet in book:
        if sheet.sheet_state == "visible":
            sheet.cell(2, 1).value = f"fremd {OTHER_CODE}"


@pytest.mark.parametrize(
    ("damage", "confidence"),
    [
        (lambda _: None, Confidence.CERTAIN),
        (put(TABLE.sheet, 2, 1, f"fremd {OTHER_CODE}"), Confidence.LIKELY),
        (pasted_everywhere, Confidence.UNCLEAR),
    ],
)
def test_visible_codes_against_hidden_ones(damage: Damage, confidence: Confidence) -> None:
    assert open_return(returned(damage)).recognised.identity.confidence is confidence


def test_damaged_code_is_reported() -> None:
    def spoil(book: Workbook) -> None:
        book["_Formular"]["B1"] = "KQ7M2X-kaputt"

    assert "code_unreadable" in {finding.code for finding in read_back(returned(spoil), PROBE).findings}


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"macros": True}, "macros_found"),
        ({"external_links": 2}, "external_links"),
        ({"unknown_parts": ("xl/media/image1.png",)}, "unknown_part"),
    ],
)
def test_what_else_is_in_the_file_is_reported(changed: dict[str, Any], expected: str) -> None:
    opened = open_return(form())
    submission = read_submission(replace(opened, content=replace(opened.workbook, **changed)), PROBE)
    assert [noted.remark.code for noted in submission.noted] == [expected]


def test_text_box_is_reported() -> None:
    opened = open_return(form())
    first, *others = opened.workbook.sheets
    sheets = (replace(first, drawing_texts=("bitte anrufen",)), *others)
    submission = read_submission(replace(opened, content=replace(opened.workbook, sheets=sheets)), PROBE)
    assert [(noted.remark.code, noted.found) for noted in submission.noted] == [
        ("drawing_text", "bitte anrufen")
    ]


def test_sorted_without_ids_is_read_by_what_is_printed() -> None:
    checked = read_back(returned(swap_printed_without_ids), PROBE)
    assert {s: v for s, v in answers(checked).items() if s in known()} == known()


def test_number_typed_for_a_new_row_is_its_number() -> None:
    new = max(int(row.row_id[2:]) for row in TABLE.rows if not row.printed) + 1
    prefix = TABLE.section.prefix

    def add(book: Workbook) -> None:
        for row, code in enumerate(("", f"{prefix}{new}", f"{prefix}{new + 8}"), start=LAST + 1):
            book[TABLE.sheet].cell(row, 1).value = code
            book[TABLE.sheet].cell(row, NAME).value = f"mit „{code}“"

    values = answers(read_back(returned(add), PROBE))
    names = {subject.row_id: value for subject, value in values.items() if subject.field == "name"}
    assert names[f"{prefix}{new}"] == f"mit „{prefix}{new}“"
    assert names[f"{prefix}{new + 1}"] == "mit „“"
    assert names[f"{prefix}{new + 8}"] == f"mit „{prefix}{new + 8}“"
