"""Inquiries filled in and damaged through LibreOffice: nothing is lost, nothing taken as another's answer."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from libreoffice.soffice import Office
from rounds.playing import Game
from rounds.test_inquiries import asked
from ruecklauf.intake.inquiries.read import InquiryReading, read_inquiry
from ruecklauf.intake.read import Opened, open_return
from ruecklauf.layout.inquiries import AskedRow, Inquiry
from ruecklauf.texts import load_texts

SCRIPT = Path(__file__).with_name("damage_inquiries.py")
HARMLESS = {
    "as_sent", "rows_on_top", "rows_between", "heads_row_deleted", "sorted_by_place", "sorted_by_answer",
    "column_inserted", "column_between_answers", "sheet_renamed", "sheet_copied", "sheet_added",
    "sheet_copied_original_deleted", "sheet_copied_original_blank", "hidden_sheets_deleted", "names_deleted",
    "line_copied", "line_cut_to_the_end", "ids_overwritten", "ids_gone", "questions_overwritten",
    "heads_gone", "filtered", "notes", "text_box", "remarks_beside", "merged",
}  # fmt: skip
"""After these every answer is still at hand."""


def damages() -> list[str]:
    """As the script has them, which this Python cannot import."""
    for node in ast.walk(ast.parse(SCRIPT.read_text("utf-8"))):
        if isinstance(node, ast.AnnAssign) and isinstance(node.value, ast.Dict) and _is_damages(node.target):
            return [str(key.value) for key in node.value.keys if isinstance(key, ast.Constant)]
    raise AssertionError("the script has no damages")


def _is_damages(target: ast.expr) -> bool:
    return isinstance(target, ast.Name) and target.id == "DAMAGES"


CASES = [
    *((damage, "xlsx") for damage in damages()),
    *((damage, kind) for kind in ("ods", "xls") for damage in damages()[::6]),
    ("as_sent", "fods"),
]


@dataclass(frozen=True)
class Made:
    inquiry: Inquiry
    folder: Path
    known: dict[tuple[str, str], tuple[Opened, InquiryReading]] = field(default_factory=dict)

    def read(self, damage: str, kind: str) -> tuple[Opened, InquiryReading]:
        if (damage, kind) not in self.known:
            opened = open_return((self.folder / f"{damage}.{kind}").read_bytes())
            self.known[damage, kind] = (
                opened,
                read_inquiry(opened.workbook, self.inquiry, load_texts()),
            )
        return self.known[damage, kind]


@pytest.fixture(scope="module")
def made(office: Office, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Made]:
    folder = tmp_path_factory.mktemp("inquiries")
    game = Game(folder / "projekt")
    written = asked(game)
    game.close()
    path = folder / written.name
    path.write_bytes(written.content)
    lines = {
        content.id: line
        for line, content in written.inquiry.placed()
        if isinstance(content, AskedRow) and content.is_answerable
    }
    files = [
        {"damage": damage, "format": kind, "path": str(folder / f"{damage}.{kind}")} for damage, kind in CASES
    ]
    office.run(SCRIPT, {"inquiry": str(path), "lines": lines, "files": files})
    yield Made(written.inquiry, folder)


def test_there_are_ways_enough_to_damage_one() -> None:
    assert len(damages()) >= 35 and set(damages()) > HARMLESS


@pytest.mark.parametrize(("damage", "kind"), CASES)
def test_nothing_is_lost_and_nothing_is_taken_as_another_answer(made: Made, damage: str, kind: str) -> None:
    opened, reading = made.read(damage, kind)
    ids = {row.key: row.id for row in made.inquiry.rows}
    wrong = [
        (ids[answer.key], answer.raw.text)
        for answer in reading.answers
        if not answer.raw.is_blank and answer.raw.text != f"A{ids[answer.key]}"
    ]
    wrong += [
        (given.row.id, given.text) for given in reading.explanations if given.text != f"E{given.row.id}"
    ]
    assert wrong == []
    told = [noted.whole for noted in reading.noted] + [given.text for given in reading.explanations]
    told += [answer.raw.text for answer in reading.answers]
    lost = {text for text in typed(opened) if not any(text in said for said in told)}
    assert lost == set()
    assert reading.counts.balanced


def typed(opened: Opened) -> set[str]:
    """Everything in the file that only the respondent can have written."""
    texts = {
        text
        for sheet in opened.workbook.sheets
        for text in (
            *(cell.raw.text for cell in sheet.cells.values()),
            *(note.text for note in sheet.notes),
            *sheet.drawing_texts,
        )
    }
    return {text for text in texts if re.match("[AE][0-9A-F]{4}-[0-9]{3}$|Z", text)}


@pytest.mark.parametrize(("damage", "kind"), [case for case in CASES if case[0] in HARMLESS])
def test_what_harms_no_answer_keeps_them_all(made: Made, damage: str, kind: str) -> None:
    _, reading = made.read(damage, kind)
    wanted = {row.id for row in made.inquiry.rows if row.is_answerable}
    ids = {row.key: row.id for row in made.inquiry.rows}
    assert {ids[answer.key] for answer in reading.answers if not answer.raw.is_blank} == wanted


def test_a_copy_of_the_sheet_is_known_whole(made: Made) -> None:
    _, reading = made.read("sheet_copied_original_deleted", "xlsx")
    assert [noted.remark.code for noted in reading.noted] == []


@pytest.mark.parametrize("kind", ["xlsx", "ods", "xls", "fods"])
def test_as_sent_there_is_nothing_to_say(made: Made, kind: str) -> None:
    opened, reading = made.read("as_sent", kind)
    assert [noted for noted in reading.noted if noted.remark.code != "page_text"] == []
    assert str(opened.recognised.code) == made.inquiry.code
