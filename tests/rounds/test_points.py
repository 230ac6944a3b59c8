"""Findings have a state that outlasts imports: who settled them, what mends them, when they come back."""

from __future__ import annotations

from datetime import timedelta

import pytest
from openpyxl.workbook import Workbook

from rounds.playing import START, Game, Typed
from rounds.test_deciding import ANSWERS, ROW, damaged, put_right
from ruecklauf.errors import ProjectError
from ruecklauf.rounds.asking.listing import finding_rows, settle
from ruecklauf.rounds.asking.points import State
from ruecklauf.rounds.asking.together import said_once

MORE = {("akteure", "akteure", "AK003", "institution"): "Amt für Jugend"}


def hand_in(game: Game, koop: str = "vielleicht", typed: Typed | None = None) -> None:
    """Take in Kleve's form in which a choice has been pasted over."""

    def paste(book: Workbook) -> None:
        book["Akteure"]["G9"] = koop

    assert game.hand_in(damaged(game.filled("Kleve", {**ANSWERS, **(typed or {})}), paste)).worksheets


def about_koop(game: Game, **wanted: object) -> list[tuple[str, str]]:
    """State and row of what is found about the question."""
    rows = finding_rows(game.workspace, **wanted)  # type: ignore[arg-type]
    return [(row["state"], row["row_id"]) for row in rows if row["code"].startswith("not_on_list")]


def point_of(game: Game) -> str:
    return next(row["point"] for row in finding_rows(game.workspace) if row["code"].startswith("not_on_list"))


def decide(game: Game, state: State, *points: str) -> list[dict[str, str]]:
    return settle(
        game.workspace, points or [point_of(game)], state, person="Kim", reason="Anruf", now=game.later()
    )


def test_what_was_accepted_is_left_out_and_stays_so_over_imports(game: Game) -> None:
    hand_in(game)
    decide(game, State.ACCEPTED)
    assert about_koop(game) == []
    hand_in(game, typed=MORE)
    assert (about_koop(game), about_koop(game, states=[State.ACCEPTED])) == ([], [("accepted", "AK001")])


def test_another_wrong_answer_is_another_point(game: Game) -> None:
    hand_in(game)
    decide(game, State.ACCEPTED)
    hand_in(game, "eventuell")
    assert about_koop(game) == [("open", "AK001")]


@pytest.mark.parametrize("state", [State.ASKED, State.ANSWERED])
def test_what_was_asked_is_still_listed_with_its_state(game: Game, state: State) -> None:
    hand_in(game)
    decide(game, state)
    assert about_koop(game) == [(state, "AK001")]
    assert about_koop(game, states=[State.OPEN]) == []


def test_a_newer_return_mends_and_one_that_is_wrong_again_brings_the_state_back(game: Game) -> None:
    hand_in(game)
    decide(game, State.ASKED)
    hand_in(game, "ja")
    assert (about_koop(game), about_koop(game, states=[State.MENDED])) == ([], [("mended", "AK001")])
    hand_in(game, typed=MORE)
    assert about_koop(game) == [("asked", "AK001")]
    assert about_koop(game, states=[State.MENDED]) == []


def test_a_correction_mends_and_the_point_is_open_again_without_it(game: Game) -> None:
    hand_in(game)
    put_right(game)
    assert (about_koop(game), about_koop(game, everything=True)) == ([], [("mended", "AK001")])
    hand_in(game, "eventuell")
    assert about_koop(game) == [("open", "AK001")]


def test_what_was_settled_can_be_opened_again(game: Game) -> None:
    hand_in(game)
    point = point_of(game)
    decide(game, State.SETTLED, point)
    assert about_koop(game) == []
    (row,) = decide(game, State.OPEN, point[:6])
    assert (row["state"], about_koop(game)) == ("settled", [("open", "AK001")])


def test_a_point_holds_all_rows_of_which_the_same_is_said(game: Game) -> None:
    hand_in(game)
    rows = [row for row in finding_rows(game.workspace) if row["code"] == "required_missing"]
    point = max((row["point"] for row in rows), key=[row["point"] for row in rows].count)
    alike = [row for row in rows if row["point"] == point]
    assert len(alike) > 1
    settled = decide(game, State.ACCEPTED, point)
    assert {row["finding"] for row in settled} == {row["finding"] for row in alike}
    assert point not in {row["point"] for row in finding_rows(game.workspace)}
    with game.workspace.store.snapshot() as state:
        made = state.settlements()
    assert {(row.person, row.reason, row.state) for row in made} == {("Kim", "Anruf", "accepted")}


def test_of_one_point_the_rows_that_differ_in_state_are_listed_apart(game: Game) -> None:
    hand_in(game)
    rows = [row for row in finding_rows(game.workspace) if row["code"] == "required_missing"]
    point = max((row["point"] for row in rows), key=[row["point"] for row in rows].count)
    first = next(row for row in rows if row["point"] == point)
    decide(game, State.ASKED, first["finding"])
    listed = [row for row in said_once(finding_rows(game.workspace)) if row["point"] == point]
    assert sorted(row["state"] for row in listed) == ["asked", "open"]


@pytest.mark.parametrize("point", ["abc", "0123456789", ""])
def test_a_point_that_is_not_there_is_refused(game: Game, point: str) -> None:
    hand_in(game)
    with pytest.raises(ProjectError, match="there is no point"):
        decide(game, State.SETTLED, point)


def test_another_file_with_a_personal_answer_is_asked_about_anew(game: Game) -> None:
    wrong = {**ANSWERS, (*ROW, "ap_mail"): "keine Adresse"}
    game.hand_in(game.filled("Kleve", wrong))
    (first,) = [row for row in finding_rows(game.workspace) if row["field"] == "ap_mail"]
    decide(game, State.ACCEPTED, first["point"])
    assert [row for row in finding_rows(game.workspace) if row["field"] == "ap_mail"] == []
    game.hand_in(game.filled("Kleve", {**wrong, (*ROW, "ap_mail"): "auch keine"}))
    (second,) = [row for row in finding_rows(game.workspace) if row["field"] == "ap_mail"]
    assert (second["state"], second["finding"] != first["finding"]) == ("open", True)


def test_age_is_that_of_the_first_import_in_which_it_was_found(game: Game) -> None:
    hand_in(game)
    hand_in(game, typed=MORE)
    since = START + timedelta(days=1)
    (row,) = [row for row in finding_rows(game.workspace) if row["code"].startswith("not_on_list")]
    assert row["since"] == since.date().isoformat()
    assert about_koop(game, older_than=since) == [("open", "AK001")]
    assert about_koop(game, older_than=since - timedelta(days=1)) == []


def test_questions_and_notes_are_told_apart(game: Game) -> None:
    hand_in(game)
    game.hand_in(b"kein Formular", "scan.pdf")
    questions, notes = (
        {row["code"] for row in finding_rows(game.workspace, kind=kind)} for kind in ("question", "note")
    )
    assert questions >= {"not_on_list", "required_missing"}
    assert "not_a_workbook" in notes
    assert questions & notes == set()


def test_a_file_is_listed_with_the_wave_in_which_it_came(game: Game) -> None:
    game.hand_in(b"kein Formular", "scan.pdf")
    listed = {
        wave: [row["file"] for row in finding_rows(game.workspace, wave=wave)]
        for wave in ("2026-1", "2026-2")
    }
    assert listed == {"2026-1": ["scan.pdf"], "2026-2": []}
