"""What forms compute: the formula, the value stored beside it, and what import makes of it."""

from __future__ import annotations

import io
from collections.abc import Mapping
from datetime import date
from decimal import Decimal

import openpyxl
import pytest

from forms.making import RECIPIENT, ROUND, answers, declared, read_back, writer
from ruecklauf.cells import a1
from ruecklauf.check.balance import unaccounted
from ruecklauf.check.check import check
from ruecklauf.findings import Subject
from ruecklauf.forms.documents.writer import DocumentWriter
from ruecklauf.intake.read import open_return, read_submission
from ruecklauf.layout.build import build_layout
from ruecklauf.layout.model import FormulaCell, Role
from ruecklauf.values import Value

SHEETS = (declared("computed.yaml"),)
LAYOUT = build_layout(SHEETS)


def about(section: str, row_id: str, field: str) -> Subject:
    return Subject("rechnen", section, row_id, field)


ENTERED: Mapping[Subject, Value] = {
    about("kopf", "KO", "eigene"): 5,
    about("kopf", "KO", "beginn"): date(2026, 1, 2),
    about("posten", "PO101", "name"): "Kurs",
    about("posten", "PO101", "menge"): 3,
    about("posten", "PO101", "preis"): Decimal("2.5"),
    about("posten", "PO102", "name"): "Raum",
    about("posten", "PO102", "menge"): 4,
}
FORM = writer(SHEETS).write(RECIPIENT, ENTERED)


def cell_of(section: str, row_id: str, field: str) -> tuple[str, int, int]:
    block = LAYOUT.block(f"rechnen.{section}")
    row = next(row for row in block.rows if row.row_id == row_id)
    return (block.sheet, *block.position(row, block.column(field)))


def edited(contents: Mapping[tuple[str, str, str], object]) -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(FORM))
    for key, content in contents.items():
        sheet, row, column = cell_of(*key)
        book[sheet].cell(row, column).value = content  # type: ignore[assignment]
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def told(data: bytes) -> list[tuple[str, str, str, str]]:
    """Code, row, field and quoted text of what is to be said of cells; nothing may be unaccounted for."""
    submission = read_submission(open_return(data), SHEETS)
    checked = check(submission, wave_date=ROUND.reference_date)
    assert unaccounted(submission, checked) == ()
    about_sheet = {"validations_lost", "formulas_overwritten"}
    return [
        (found.code, found.subject.row_id, found.subject.field, found.found)
        for found in checked.findings
        if found.code not in about_sheet
    ]


def test_prefilled_forms_store_what_the_formulas_give() -> None:
    book = openpyxl.load_workbook(io.BytesIO(FORM), data_only=True)

    def value(*key: str) -> object:
        sheet, row, column = cell_of(*key)
        return book[sheet].cell(row, column).value

    assert value("kopf", "KO", "summe") == 12
    assert value("kopf", "KO", "anteil") == pytest.approx(5 / 12)
    assert str(value("kopf", "KO", "ende")).startswith("2026-02-01")
    assert value("posten", "PO101", "wert") == 7.5
    assert [value("posten", row, "wert") for row in ("PO102", "PO103")] == [None, None]


def test_computed_cells_are_no_inputs_and_a_form_with_them_comes_back_without_a_finding() -> None:
    inputs = {cell.subject.field for sheet in LAYOUT.sheets for cell in sheet.inputs()}
    assert inputs.isdisjoint({"summe", "anteil", "ende", "wert"})
    assert told(FORM) == []
    assert answers(read_back(FORM, SHEETS)) == dict(ENTERED)


@pytest.mark.parametrize(
    ("contents", "expected"),
    [
        ({("kopf", "KO", "summe"): 12, ("posten", "PO101", "wert"): 7.5}, []),
        ({("kopf", "KO", "summe"): None}, []),
        ({("kopf", "KO", "summe"): 13}, [("computed_changed", "KO", "summe", "13")]),
        ({("posten", "PO103", "wert"): 3}, [("computed_changed", "PO103", "wert", "3")]),
        ({("posten", "PO102", "wert"): "viel"}, [("computed_changed", "PO102", "wert", "viel")]),
        ({("posten", "PO101", "menge"): 96}, [("rule.nicht_mehr", "KO", "summe", "105")]),
    ],
    ids=["pasted as values", "deleted", "typed over", "in an unused row", "no number", "a rule over it"],
)
def test_what_stands_where_the_form_computes(
    contents: Mapping[tuple[str, str, str], object], expected: list[tuple[str, str, str, str]]
) -> None:
    assert told(edited(contents)) == expected


def test_a_rule_over_what_is_computed_points_at_its_cell() -> None:
    (found,) = read_back(edited({("posten", "PO101", "menge"): 96}), SHEETS).findings
    sheet, row, column = cell_of("kopf", "KO", "summe")
    assert str(found.place) == f"{sheet}!{a1(row, column)}"


def test_a_formula_of_another_kind_is_no_answer_and_is_told() -> None:
    assert [code for code, *_ in told(edited({("posten", "PO101", "wert"): "=D7*2"}))] == ["stray_text"]


def test_formulas_of_rows_name_cells_of_their_sheet_alone() -> None:
    formulas = [
        cell.formula
        for sheet in LAYOUT.sheets
        for cell in sheet.cells
        if isinstance(cell, FormulaCell) and cell.role is Role.COMPUTED and sheet.name.endswith("2")
    ]
    assert len(formulas) == 3
    assert not any("!" in formula for formula in formulas)


def test_word_forms_do_not_ask_for_what_is_computed() -> None:
    document = DocumentWriter(LAYOUT, ROUND).write(RECIPIENT, "rechnen", ENTERED)
    submission = read_submission(open_return(document), SHEETS)
    asked = {answer.subject.field for answer in submission.answers}
    assert {"eigene", "menge"} <= asked
    assert asked.isdisjoint({"summe", "anteil", "ende", "wert"})
    assert answers(check(submission, wave_date=ROUND.reference_date)) == dict(ENTERED)
