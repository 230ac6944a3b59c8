"""Numbers and dates in columns that are narrower than in the form."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest
from openpyxl.workbook import Workbook

from intake.sheets.test_condition import FREE, SHEET, TABLE, codes, damaged
from ruecklauf.cells import CellKind, Raw, a1, column_letters, text_cell
from ruecklauf.intake.sheets.narrow import too_narrow
from ruecklauf.layout.model import SheetPlan
from ruecklauf.office.workbook import Sheet, SheetCell

AT = (1, 2)
DAY = Raw(CellKind.DATE, "46203", "dd.mm.yyyy", datetime(2026, 6, 30))
MILLION, HALVES = Raw(CellKind.NUMBER, "1000000", "0"), Raw(CellKind.NUMBER, "1.2345678")
PLAN = SheetPlan("Blatt", "", (), widths=(9, 12))
COLUMN = TABLE.column("anzahl").index


def found(raw: Raw, width: float, *, hidden: bool = False, **around: object) -> list[Raw]:
    cells = {AT: SheetCell(*AT, raw, hidden=hidden)}
    sheet = Sheet("Blatt", cells=cells, widths=((2, 9, width),), **around)  # type: ignore[arg-type]
    return [cell.raw for cell in too_narrow(sheet, PLAN, {AT, (7, 2)})]


@pytest.mark.parametrize(
    ("raw", "fits", "narrow"),
    [
        (MILLION, 6, 5.9),
        (DAY, 8, 7.9),
        (Raw(CellKind.NUMBER, "1234567", "#,##0.00"), 9.5, 9.4),
        (HALVES, 1, -0.5),
        (Raw(CellKind.NUMBER, "1.2345678", "0.0000000"), 7.5, 7.4),
    ],
)
def test_what_clearly_does_not_fit_is_found(raw: Raw, fits: float, narrow: float) -> None:
    assert found(raw, fits) == []
    assert found(raw, narrow) == [raw]


def test_texts_and_cells_in_which_there_may_be_room_are_left() -> None:
    assert found(MILLION, 3) == [MILLION]
    left = (
        found(text_cell("1000000"), 3),
        found(replace(MILLION, shown=""), 3),
        found(MILLION, 3, hidden=True),
        found(MILLION, 3, merged=((1, 2, 1, 3),)),
        found(MILLION, 3, shrunk=frozenset({AT})),
    )
    assert left == ([], [], [], [], [])


def test_a_width_of_the_form_itself_is_never_told_of() -> None:
    long = Raw(CellKind.NUMBER, "1" * 15, "0")
    assert found(long, 12) == found(long, 11.2) == []
    assert found(long, 10.9) == [long]


def test_an_answer_in_a_narrow_column_is_asked_about() -> None:
    row = FREE[0].row

    def make_narrow(book: Workbook) -> None:
        book[SHEET].cell(row, COLUMN).value = 123_456_789
        book[SHEET].column_dimensions[column_letters(COLUMN)].width = 5

    submission = damaged(make_narrow)
    [noted] = submission.noted
    expected = ("column_too_narrow", "123456789", f"{SHEET}!{a1(row, COLUMN)}")
    assert (noted.remark.code, noted.found, str(noted.place)) == expected
    assert "123456789" in {answer.raw.text for answer in submission.answers}


def test_a_long_number_in_a_column_of_the_form_gives_no_note() -> None:
    def enter(book: Workbook) -> None:
        book[SHEET].cell(FREE[0].row, COLUMN).value = 123_456_789_012_345

    assert codes(damaged(enter)) == []
