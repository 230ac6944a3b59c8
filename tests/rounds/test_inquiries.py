"""Inquiries: what is open of an alliance, as a workbook in which it can answer."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import timedelta
from functools import cached_property
from pathlib import Path

import openpyxl
import pytest
from openpyxl.workbook import Workbook

from cli.conftest import SETTINGS
from forms.making import LIBRARY
from rounds.playing import Game
from rounds.test_deciding import ANSWERS, ROW, damaged
from ruecklauf.definition.load import load_worksheet
from ruecklauf.errors import ProjectError
from ruecklauf.formcode import read_form_code
from ruecklauf.layout.inquiries import Inquiry
from ruecklauf.library import Library
from ruecklauf.rounds.asking.inquiring import WrittenInquiry, inquiries_of, save_inquiries
from ruecklauf.rounds.asking.listing import finding_rows, settle
from ruecklauf.rounds.asking.points import State
from ruecklauf.rounds.workspace import Workspace

COMPUTED = Path(__file__).parents[1] / "forms" / "computed.yaml"
PERSON = ("stammblatt", "stammblatt", "ST", "gs_mail")


def with_questions(book: Workbook) -> None:
    """A choice pasted over, and a text in it that is nobody's business but the team's."""
    book["Akteure"]["G9"] = "vielleicht"


def asked(game: Game, name: str = "Kleve") -> WrittenInquiry:
    """The inquiry of an alliance that has answered so that there is something to ask."""
    game.hand_in(damaged(game.filled(name, ANSWERS), with_questions))
    return again(game, name)


def again(game: Game, name: str = "Kleve") -> WrittenInquiry:
    (written,) = inquiries_of(
        game.workspace, game.wave("2026-1"), [game.alliance(name)], now=game.now() + timedelta(hours=1)
    )
    return written


def book_of(written: WrittenInquiry) -> Workbook:
    return openpyxl.load_workbook(io.BytesIO(written.content))


def test_every_open_question_stands_in_a_row_of_its_own_and_no_note_does(game: Game) -> None:
    written = asked(game)
    keys = {key for row in written.inquiry.rows for key in row.findings}
    rows = finding_rows(game.workspace, kind="question")
    assert keys == {row["finding"] for row in rows}
    about = {(row["row_id"], row["field"] or row["finding"], row["table"]) for row in rows}
    assert len(written.inquiry.rows) == len(about)
    assert (
        list(inquiries_of(game.workspace, game.wave("2026-1"), [game.alliance("Köln")], now=game.now())) == []
    )


def test_a_row_says_where_what_stands_there_and_what_is_wrong_with_the_fields_own_list(game: Game) -> None:
    written = asked(game)
    (row,) = [row for row in written.inquiry.rows if row.stands == "vielleicht"]
    assert (row.where, row.subject) == ("Akteure!G9", (*ROW, "koop"))
    assert "AK001 · Jugendamt: Arbeiten Sie zusammen?" in row.question
    assert row.wrong.startswith("„vielleicht“ steht nicht in der Liste")
    sheet = book_of(written)["Rückfragen"]
    (line,) = [cell.row for cell in sheet["A"] if cell.value == row.id]
    assert [cell.value for cell in sheet[line]] == [*row.texts, None, None, row.id]
    (validation,) = [each for each in sheet.data_validations.dataValidation if f"F{line}" in each.sqref]
    cells = book_of(written)["_Listen"][validation.formula1.partition("!")[2].replace("$", "")]
    assert [cell.value for (cell,) in cells] == ["ja", "nein", "unbekannt"]


class ComputingWorkspace(Workspace):
    """With a worksheet whose fields are computed."""

    @cached_property
    def library(self) -> Library:
        declared = load_worksheet(COMPUTED, shown_as=COMPUTED.name, codelists={}, groups={})
        return replace(LIBRARY, sources={"rechnen": declared})


def test_what_is_computed_is_asked_about_where_it_stands_and_only_explained(tmp_path: Path) -> None:
    settings = SETTINGS.replace('worksheets = ["stammblatt", "akteure"]', 'worksheets = ["rechnen"]')
    game = Game(tmp_path / "projekt", settings=settings, opened_as=ComputingWorkspace)
    game.hand_in(game.filled("Kleve", {("rechnen", "kopf", "KO", "eigene"): 101}))
    (row,) = again(game).inquiry.rows
    assert (row.subject.field, row.stands, row.is_answerable) == ("summe", "101", False)
    assert row.where.startswith("Rechnen!")
    assert "rechnet das Formular aus" in row.question
    game.close()


def test_only_the_cells_for_answers_can_be_changed(game: Game) -> None:
    written = asked(game)
    book = book_of(written)
    sheet = book["Rückfragen"]
    ids = {row.id: row.is_answerable for row in written.inquiry.rows}
    open_ = {cell.coordinate for line in sheet for cell in line if not cell.protection.locked}
    lines = {cell.row: ids[cell.value] for cell in sheet["A"] if cell.value in ids}
    assert open_ == {f"{column}{line}" for line in lines for column in ("FG" if lines[line] else "G")}
    assert all(each.protection.sheet for each in book)


def test_equal_questions_about_several_rows_are_one_point(game: Game) -> None:
    points = asked(game).inquiry.points
    several = [point for point in points if len(point.rows) > 1]
    assert several and all(point.text.endswith(f"(in {len(point.rows)} Zeilen)") for point in several)
    assert all(len({row.wrong for row in point.rows}) == 1 for point in several)


def test_it_says_whose_it_is_and_is_kept_as_it_was_made(game: Game) -> None:
    written = asked(game)
    code = read_form_code(written.inquiry.code)
    assert code is not None and code.alliance_id == "AAAAAA"
    assert written.inquiry.code in str(book_of(written)["Rückfragen"]["A2"].value)
    with game.workspace.store.snapshot() as state:
        (kept,) = state.inquiries()
    assert kept.inquiry == written.inquiry == Inquiry.from_json(written.inquiry.as_json())


def test_the_same_questions_give_the_same_bytes_and_others_a_new_number(game: Game) -> None:
    first = asked(game)
    second = again(game)
    assert (second.name, second.content) == (first.name, first.content)
    settle(
        game.workspace,
        [next(row["point"] for row in finding_rows(game.workspace, kind="question"))],
        State.ACCEPTED,
        person="Kim",
        reason="Anruf",
        now=game.later(),
    )
    third = again(game)
    assert (first.inquiry.number, third.inquiry.number) == (1, 2)
    assert not {row.id for row in first.inquiry.rows} & {row.id for row in third.inquiry.rows}


def test_personal_answers_are_asked_about_without_being_quoted(game: Game) -> None:
    secret = "niemand(at)kleve.example"
    game.hand_in(game.filled("Kleve", {**ANSWERS, PERSON: secret}))
    written = again(game)
    (row,) = [row for row in written.inquiry.rows if row.subject == PERSON]
    assert (row.stands, row.digest, row.is_answerable) == ("(personenbezogene Angabe)", "", True)
    texts = [str(cell.value) for sheet in book_of(written) for line in sheet for cell in line]
    assert not any(secret in text for text in texts)


def test_a_file_in_which_somebody_has_written_is_kept(game: Game, tmp_path: Path) -> None:
    asked(game)
    save = {"folder": tmp_path, "now": game.now()}
    ((_, path),) = save_inquiries(game.workspace, game.wave("2026-1"), [game.alliance("Kleve")], **save)  # type: ignore[arg-type]
    path.write_bytes(b"filled in")
    with pytest.raises(ProjectError, match="it is kept"):
        save_inquiries(game.workspace, game.wave("2026-1"), [game.alliance("Kleve")], **save)  # type: ignore[arg-type]
    assert path.read_bytes() == b"filled in"
