"""Answers that conditional formats of others may hide are asked about; those of our forms hide nothing."""

from __future__ import annotations

import pytest
from openpyxl.formatting.rule import Rule
from openpyxl.styles import Font
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.styles.numbers import NumberFormat
from openpyxl.workbook import Workbook

from intake.sheets.test_condition import FREE, SHEET, TABLE, codes, damaged
from ruecklauf.cells import a1

CHANGED = '"neu: "0;"neu: "-0;"neu: "0;"neu: "@'
OWN = "COUNTIF(INDEX(rl.p.checks,1,1):INDEX(rl.p.checks,2,1),1)>0"
AT = a1(FREE[0].row, TABLE.column("name").index)


def in_white(book: Workbook, *formulas: str) -> None:
    rule = Rule(type="expression", dxf=DifferentialStyle(font=Font(color="FFFFFFFF")), formula=list(formulas))
    book[SHEET].conditional_formatting.add(AT, rule)


def test_an_answer_is_asked_about_if_a_condition_may_hide_it() -> None:
    submission = damaged(lambda book: in_white(book, "MOD($ZZ$1,2)=1"))
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


def as_exceljs(letters: str | None, formula: str) -> list[str]:
    """What is noted where a condition has another number format; ExcelJS writes `[object Object]`."""
    code = NumberFormat(numFmtId=190, formatCode=CHANGED)
    look = DifferentialStyle(numFmt=code, font=Font(color=letters) if letters else None)
    rule = Rule(type="expression", dxf=look, formula=[formula])
    return codes(damaged(lambda book: book[SHEET].conditional_formatting.add(AT, rule)))


@pytest.mark.parametrize(
    "formula",
    [
        OWN,
        OWN.replace("rl.", "RL."),
        f"AND({OWN},TRUE)",
        OWN.replace("rl.p.checks", "rl_p_checks"),
        OWN.replace("rl.p.checks", "#NAME?"),
        OWN.replace("rl.p.checks", "#REF!"),
    ],
)
def test_our_own_conditions_are_known_whatever_programs_made_of_their_number_format(formula: str) -> None:
    assert as_exceljs(None, formula) == []


def test_our_own_conditions_with_colours_of_others_and_those_of_others_are_asked_about() -> None:
    assert as_exceljs("FFFFFFFF", OWN) == ["perhaps_not_seen"]
    assert as_exceljs(None, "COUNTIF($C$1:$C$99,1)>0") == ["perhaps_not_seen"]
