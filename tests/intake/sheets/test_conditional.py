"""Answers that conditional formats of others may hide are asked about; those of our forms hide nothing."""

from __future__ import annotations

from openpyxl.formatting.rule import Rule
from openpyxl.styles import Font
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.workbook import Workbook

from intake.sheets.test_condition import FREE, SHEET, TABLE, codes, damaged
from ruecklauf.cells import a1

AT = a1(FREE[0].row, TABLE.column("name").index)


def in_white(book: Workbook, *formulas: str) -> None:
    rule = Rule(type="expression", dxf=DifferentialStyle(font=Font(color="FFFFFFFF")), formula=list(formulas))
    book[SHEET].conditional_formatting.add(AT, rule)


def test_an_answer_is_asked_about_if_a_condition_may_hide_it() -> None:
    submission = damaged(lambda book: in_white(book, "$ZZ$1=5"))
    [noted] = submission.noted
    assert (noted.remark.code, noted.found, str(noted.place)) == (
        "perhaps_not_seen",
        "Stelle 2",
        f"{SHEET}!{AT}",
    )
    assert "Stelle 2" in {answer.raw.text for answer in submission.answers}


def test_an_answer_in_the_colour_of_its_cell_shows_nothing() -> None:
    submission = damaged(lambda book: in_white(book, "TRUE"))
    [answer] = [answer for answer in submission.answers if answer.raw.text == "Stelle 2"]
    assert (answer.raw.shown, codes(submission)) == ("", [])


def test_conditions_that_never_hold_and_our_own_give_no_note() -> None:
    assert codes(damaged(lambda book: in_white(book, "FALSE"))) == []
