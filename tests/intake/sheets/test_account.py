"""The balance of a file's cells: each kind counted for itself, so that what is lost or doubled shows."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest

from forms.making import RECIPIENT, all_types, writer
from ruecklauf.findings import Subject
from ruecklauf.intake.read import open_return
from ruecklauf.intake.sheets.account import Account, account_workbook
from ruecklauf.intake.sheets.locate import locate
from ruecklauf.intake.sheets.located import Located
from ruecklauf.layout.build import build_layout
from ruecklauf.office.workbook import Workbook
from ruecklauf.texts import load_texts

PROBE = (all_types(),)
LAYOUT = build_layout(PROBE)
TEXTS = load_texts()
NAMES = {
    Subject("probe", "stellen", row.row_id, "name"): f"Name von {row.row_id}"
    for row in LAYOUT.block("probe.stellen").rows
}


@cache
def workbook() -> Workbook:
    return open_return(writer(PROBE).write(RECIPIENT, NAMES)).workbook


@cache
def located() -> tuple[Located, ...]:
    return locate(workbook(), LAYOUT, TEXTS)[0]


def accounted(blocks: tuple[Located, ...]) -> Account:
    return account_workbook(workbook(), LAYOUT, blocks, TEXTS)


def of(name: str) -> Located:
    return next(one for one in located() if one.found.block.name == name)


def without_answers(one: Located) -> Located:
    return replace(one, answers=())


def test_an_honest_account_balances() -> None:
    counts = accounted(located()).counts
    assert counts.balanced
    assert counts.total == sum(len(sheet.cells) for sheet in workbook().sheets)
    assert counts.answers == sum(not answer.raw.is_blank for one in located() for answer in one.answers)
    assert counts.findings == 0


@pytest.mark.parametrize("keep_block", [True, False])
def test_answers_that_were_not_taken_are_findings(keep_block: bool) -> None:
    lossy = tuple(
        without_answers(one) if one.found.block.name == "probe.stellen" else one
        for one in located()
        if keep_block or one.found.block.name != "probe.stellen"
    )
    result = accounted(lossy)
    lost = [answer for answer in of("probe.stellen").answers if not answer.raw.is_blank]
    told = {(noted.place, noted.found) for noted in result.ledger.noted if noted.remark.code == "stray_text"}
    assert {(answer.place, answer.raw.text) for answer in lost} <= told
    assert result.counts.balanced


def test_answers_taken_twice_unbalance_the_account() -> None:
    counts = accounted((*located(), of("probe.stellen"))).counts
    assert not counts.balanced
    assert counts.answers + counts.template + counts.findings > counts.total


def test_an_answer_taken_from_another_cell_unbalances_the_account() -> None:
    one = of("probe.stellen")
    first, *others = one.answers
    wrong = replace(one, answers=(replace(first, place=others[1].place), *others))
    assert not accounted(tuple(wrong if each is one else each for each in located())).counts.balanced


def test_an_answer_that_the_file_does_not_have_unbalances_the_account() -> None:
    one = of("probe.stellen")
    filled = next(answer for answer in one.answers if not answer.raw.is_blank)
    blank = next(answer for answer in one.answers if answer.raw.is_blank)
    made_up = tuple(replace(blank, raw=filled.raw) if answer is blank else answer for answer in one.answers)
    wrong = replace(one, answers=made_up)
    assert not accounted(tuple(wrong if each is one else each for each in located())).counts.balanced
