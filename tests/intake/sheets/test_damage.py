"""A whole form, all worksheets answered, after what people do to it: nothing lost, nothing wrong."""

from __future__ import annotations

import io
from collections.abc import Callable
from functools import cache
from random import Random

import openpyxl
import pytest
from openpyxl.workbook import Workbook

from forms.making import FROZEN, RECIPIENT, ROUND, answers, read_back, with_referred, writer
from office.opened import read_workbook
from ruecklauf.demo.respondent import Respondent
from ruecklauf.findings import Subject
from ruecklauf.intake.read import open_return, read_submission
from ruecklauf.layout.block import Block
from ruecklauf.layout.build import build_layout
from ruecklauf.values import Value

Damage = Callable[[Workbook], None]
WORKSHEETS = with_referred(*FROZEN)
LAYOUT = build_layout(WORKSHEETS)
TABLES = [block for block in LAYOUT.blocks if not block.is_record and not block.is_cross]
PRINTED = [block for block in TABLES if block.rows[0].given]


@cache
def form() -> bytes:
    told = Respondent(LAYOUT, "Ahornstadt", Random(7), ROUND.reference_date).answer()
    return writer(WORKSHEETS).write(RECIPIENT, told)


@cache
def known() -> dict[Subject, Value]:
    return answers(read_back(form(), WORKSHEETS))


@cache
def returned(damage: Damage) -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(form()))
    damage(book)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def sort_rows(book: Workbook, block: Block, rows: range, first_column: int) -> None:
    """Rows in the order of a field in which many say the same; the names stay, as in every program."""
    sheet = book[block.sheet]
    columns = [first_column, *range(max(first_column + 1, 3), block.columns[-1].index + 1)]
    key = columns.index(block.columns[min(3, len(block.columns) - 1)].index)
    lines = [[sheet.cell(row, column).value for column in columns] for row in rows]
    for row, line in zip(rows, sorted(lines, key=lambda line: str(line[key])), strict=True):
        for column, value in zip(columns, line, strict=True):
            sheet.cell(row, column).value = value


def nothing(book: Workbook) -> None:
    del book


def sort_with_ids(book: Workbook) -> None:
    for block in TABLES:
        sort_rows(book, block, range(block.first_row, block.last_row + 1), 1)


def sort_printed_without_ids(book: Workbook) -> None:
    for block in PRINTED:
        printed = [row.row for row in block.rows if row.printed]
        sort_rows(book, block, range(printed[0], printed[-1] + 1), 3)


def drop_names(book: Workbook) -> None:
    for name in list(book.defined_names):
        del book.defined_names[name]


def drop_ids(book: Workbook) -> None:
    for block in LAYOUT.blocks:
        for cell in next(book[block.sheet].iter_cols(max_col=1, min_row=block.first_row)):
            cell.value = None


def number_ids(book: Workbook) -> None:
    for block in TABLES:
        for row in block.rows:
            book[block.sheet].cell(row.row, 1).value = row.row


def delete_hidden(book: Workbook) -> None:
    for sheet in [sheet for sheet in book if sheet.sheet_state != "visible"]:
        del book[sheet.title]


def rename_and_reorder(book: Workbook) -> None:
    for sheet in [sheet for sheet in book if sheet.sheet_state == "visible"]:
        book.move_sheet(sheet, -3)
        sheet.title = f"{sheet.title} neu"


def overwrite_heads(book: Workbook) -> None:
    for block in TABLES:
        book[block.sheet].cell(block.header_row, 5).value = "etwas anderes"


def drop_validations(book: Workbook) -> None:
    for sheet in book:
        sheet.data_validations.dataValidation = []
        sheet.conditional_formatting = type(sheet.conditional_formatting)()


def paste_values(book: Workbook) -> None:
    shown = openpyxl.load_workbook(io.BytesIO(form()), data_only=True)
    for sheet in book:
        for row in shown[sheet.title].iter_rows():
            for cell in row:
                sheet.cell(cell.row, cell.column).value = cell.value


HARMLESS: list[Damage] = [
    nothing,
    sort_with_ids,
    sort_printed_without_ids,
    drop_names,
    drop_ids,
    number_ids,
    delete_hidden,
    rename_and_reorder,
    overwrite_heads,
    drop_validations,
    paste_values,
]


@pytest.mark.parametrize("damage", HARMLESS)
def test_every_answer_is_found_again(damage: Damage) -> None:
    assert answers(read_back(returned(damage), WORKSHEETS)) == known()


def shift_ids(book: Workbook) -> None:
    for block in TABLES:
        sheet = book[block.sheet]
        for row in range(block.last_row, block.first_row, -1):
            sheet.cell(row, 1).value = sheet.cell(row - 1, 1).value
        sheet.cell(block.first_row, 1).value = None


def sort_everything_without_ids(book: Workbook) -> None:
    for block in PRINTED:
        sort_rows(book, block, range(block.first_row, block.last_row + 1), 3)


def drop_ids_and_names(book: Workbook) -> None:
    drop_ids(book)
    drop_names(book)


@pytest.mark.parametrize("damage", [shift_ids, sort_everything_without_ids, drop_ids_and_names])
def test_what_is_uncertain_is_not_taken_but_shown(damage: Damage) -> None:
    data = returned(damage)
    checked = read_back(data, WORKSHEETS)
    wrong = {s: v for s, v in answers(checked).items() if s in known() and known()[s] != v}
    assert not wrong
    shown = "\n".join(finding.found for finding in checked.findings)
    personal = {field.id for one in WORKSHEETS for _, field in one.all_fields() if field.personal}
    lost = [
        subject
        for subject, value in known().items()
        if subject.field in {"institution", "name", "titel", "forum_name"} - personal
        and subject not in answers(checked)
        and str(value) not in shown
    ]
    assert not lost


@pytest.mark.parametrize("damage", [*HARMLESS, shift_ids, drop_ids_and_names])
def test_every_cell_is_accounted_for(damage: Damage) -> None:
    data = returned(damage)
    counts = read_submission(open_return(data), WORKSHEETS).counts
    sheets = read_workbook(data).sheets
    assert counts.total == sum(
        len(sheet.cells) + len(sheet.notes) + len(sheet.drawing_texts) for sheet in sheets
    )


def test_texts_moved_about_are_still_counted_once_each() -> None:
    def move(book: Workbook) -> None:
        sheet = book[TABLES[0].sheet]
        sheet["AZ5"], sheet["AZ6"] = "ja", "ja"

    found = read_back(returned(move), WORKSHEETS).findings
    assert [finding.found for finding in found if finding.code == "stray_text"] == ["AZ5: ja / AZ6: ja"]
