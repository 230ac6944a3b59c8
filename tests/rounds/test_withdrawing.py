"""Returns that are taken back, and waves that are closed: what counts then, and what is recorded."""

from __future__ import annotations

from pathlib import Path

import pytest

from cli.conftest import SETTINGS
from rounds.playing import Game, codes
from rounds.test_deciding import ANSWERS, ROW, decided, put_right
from ruecklauf.errors import ProjectError
from ruecklauf.rounds.asking.listing import finding_rows
from ruecklauf.rounds.asking.reports import wave_status
from ruecklauf.rounds.asking.waves import WaveState, decide_wave, wave_states
from ruecklauf.rounds.asking.withdrawing import withdraw
from ruecklauf.rounds.issuing.forms import issue_forms
from ruecklauf.rounds.letters import Letter
from ruecklauf.rounds.taking_in.receipts import Received
from ruecklauf.rounds.taking_in.reception import Receiver
from ruecklauf.store import Withdrawal

KOOP = ("AAAAAA", *ROW, "koop")
CHANGED = {**ANSWERS, (*ROW, "koop"): "nein", (*ROW, "institution"): "Amt für Jugend"}
MANY = {("akteure", "akteure", f"AK{number:03}", "institution"): f"Amt {number}" for number in range(2, 9)}
OTHERS = {
    ("akteure", "akteure", f"AK{number:03}", "institution"): f"Amt {number}" for number in range(21, 29)
}


def take_back(game: Game, file: str) -> list[Received]:
    return list(withdraw(game.workspace, file, person="Kim", reason="Entwurf", now=game.later()))


def institutions(game: Game) -> set[str]:
    """The rows in which one is named."""
    return {row for _, _, _, row, field in game.answers() if field == "institution"}


def close(game: Game, state: WaveState = WaveState.CLOSED) -> None:
    wave = game.wave("2026-1")
    decide_wave(game.workspace, wave, state, person="Kim", reason="Auswertung", now=game.later())


def test_what_a_return_superseded_counts_again_when_it_is_taken_back(game: Game) -> None:
    game.hand_in(game.filled("Kleve", ANSWERS), "erste.xlsx")
    before, found = game.answers(), {row["finding"] for row in finding_rows(game.workspace)}
    game.hand_in(game.filled("Kleve", CHANGED), "zweite.xlsx")
    assert game.answers()[KOOP] == "nein"
    (became,) = take_back(game, "zweite.xlsx")
    assert (became.outcome, codes(became), game.answers()) == ("withdrawn", ["withdrawn"], before)
    now_found = {row["finding"]: row["code"] for row in finding_rows(game.workspace)}
    assert {code for key, code in now_found.items() if key not in found} == {"withdrawn"}
    assert found <= set(now_found)


def test_a_withdrawn_return_counts_nowhere_and_nobody_has_returned(game: Game) -> None:
    game.hand_in(game.filled("Kleve", ANSWERS), "erste.xlsx")
    take_back(game, "erste.xlsx")
    assert (game.answers(), wave_status(game.workspace, game.wave("2026-1")).returned) == ({}, 0)
    with game.workspace.store.snapshot() as state:
        ((made),) = state.withdrawals()
        assert state.lacking() == ()
    assert (made.person, made.reason) == ("Kim", "Entwurf")


def test_the_same_file_again_stays_withdrawn_until_it_is_assigned(game: Game) -> None:
    data = game.filled("Kleve", ANSWERS)
    first = game.hand_in(data, "erste.xlsx")
    take_back(game, first.sha256)
    assert (game.hand_in(data, "erste.xlsx").outcome, game.answers()) == ("withdrawn", {})
    assert decided(game, first.sha256)[1] == "AAAAAA"
    assert game.answers()[KOOP] == "ja"


def test_what_another_return_took_over_from_it_is_taken_out(game: Game) -> None:
    game.hand_in(game.filled("Kleve", MANY), "haelfte-1.xlsx")
    together = game.hand_in(game.filled("Kleve", OTHERS), "haelfte-2.xlsx")
    assert "copies_combined" in codes(together)
    assert institutions(game) == {key[2] for key in (*MANY, *OTHERS)}
    became = take_back(game, "haelfte-1.xlsx")
    assert became[0].outcome == "withdrawn"
    assert institutions(game) == {key[2] for key in OTHERS}
    assert "copies_combined" not in {row["code"] for row in finding_rows(game.workspace)}


def test_a_later_return_no_longer_says_how_it_differs_from_it(game: Game) -> None:
    game.hand_in(game.filled("Kleve", ANSWERS), "erste.xlsx")
    assert "answers_changed" in codes(game.hand_in(game.filled("Kleve", CHANGED), "zweite.xlsx"))
    take_back(game, "erste.xlsx")
    assert game.answers()[KOOP] == "nein"
    assert "answers_changed" not in {row["code"] for row in finding_rows(game.workspace)}


def test_a_correction_holds_again_where_its_answer_counts_again(game: Game) -> None:
    game.hand_in(game.filled("Kleve", ANSWERS), "erste.xlsx")
    put_right(game, "institution", value="Jugendamt der Stadt")
    game.hand_in(game.filled("Kleve", CHANGED), "zweite.xlsx")
    take_back(game, "zweite.xlsx")
    assert game.answers()["AAAAAA", *ROW, "institution"] == "Jugendamt der Stadt"


@pytest.mark.parametrize("again", ["erste.xlsx", "nirgends.xlsx"])
def test_what_does_not_count_cannot_be_taken_back(game: Game, again: str) -> None:
    game.hand_in(game.filled("Kleve", ANSWERS), "erste.xlsx")
    take_back(game, "erste.xlsx")
    with pytest.raises(ProjectError, match=r"counts nowhere|no such file"):
        take_back(game, again)


def test_a_wave_is_planned_then_open_then_closed_and_open_again(game: Game) -> None:
    assert wave_states(game.workspace) == {"2026-1": WaveState.OPEN, "2026-2": WaveState.PLANNED}
    close(game)
    assert wave_states(game.workspace)["2026-1"] == WaveState.CLOSED
    close(game, WaveState.OPEN)
    assert wave_states(game.workspace)["2026-1"] == WaveState.OPEN
    with game.workspace.store.snapshot() as state:
        assert [made.state for made in state.wave_decisions()] == ["closed", "open"]


def test_a_late_return_waits_and_counts_once_it_is_assigned(game: Game) -> None:
    game.hand_in(game.filled("Kleve", ANSWERS))
    close(game)
    late = game.hand_in(game.filled("Kleve", CHANGED), "spät.xlsx")
    assert (late.outcome, codes(late), game.answers()[KOOP]) == ("waiting", ["wave_closed"], "ja")
    decided(game, "spät.xlsx")
    assert game.answers()[KOOP] == "nein"


def test_a_late_return_counts_when_it_is_handed_in_after_the_wave_was_opened(game: Game) -> None:
    close(game)
    late = game.filled("Kleve", ANSWERS)
    assert game.hand_in(late).outcome == "waiting"
    close(game, WaveState.OPEN)
    assert game.hand_in(late).outcome.startswith("accepted")
    assert game.answers()[KOOP] == "ja"


def test_what_was_taken_in_before_a_wave_was_closed_is_read_again_in_it(game: Game) -> None:
    game.hand_in(game.filled("Kleve", MANY), "haelfte-1.xlsx")
    game.hand_in(game.filled("Kleve", OTHERS), "haelfte-2.xlsx")
    close(game)
    take_back(game, "haelfte-1.xlsx")
    assert institutions(game) == {key[2] for key in OTHERS}


def test_no_forms_are_made_for_a_closed_wave(game: Game) -> None:
    close(game)
    with pytest.raises(ProjectError, match="wave 2026-1 is closed"):
        issue_forms(game.workspace, game.wave("2026-1"), [], folder=game.root / "forms", now=game.later())


@pytest.mark.parametrize("finished_by", ["import", "withdraw"])
def test_a_withdrawal_that_was_killed_in_the_middle_is_finished(game: Game, finished_by: str) -> None:
    game.hand_in(game.filled("Kleve", MANY), "haelfte-1.xlsx")
    game.hand_in(game.filled("Kleve", OTHERS), "haelfte-2.xlsx")
    with game.workspace.store.snapshot() as state:
        sha256 = next(one.sha256 for one in state.receipts() if one.file_name == "haelfte-1.xlsx")
    made = Withdrawal(sha256=sha256, person="Kim", reason="Entwurf", recorded_at=game.later())
    # it ends once the withdrawal is stored, before what has to do with it is judged
    assert next(Receiver(game.workspace).take_back(made, Letter("haelfte-1.xlsx"))).outcome == "withdrawn"
    assert institutions(game) == {key[2] for key in (*MANY, *OTHERS)}
    if finished_by == "import":
        became = game.hand_in_all([b"kein Formular"], "scan.pdf")
        assert [one.outcome for one in became] == ["checked_again", "refused"]
    else:
        assert take_back(game, "haelfte-1.xlsx")
    assert institutions(game) == {key[2] for key in OTHERS}
    with pytest.raises(ProjectError, match="counts nowhere"):
        take_back(game, "haelfte-1.xlsx")
    assert [one.outcome for one in game.hand_in_all([b"kein Formular"], "scan.pdf")] == ["refused"]


def test_the_settings_say_how_far_a_wave_is_until_somebody_decides(tmp_path: Path) -> None:
    settings = SETTINGS.replace('title = "Welle 1"', 'title = "Welle 1"\nstate = "closed"')
    game = Game(tmp_path / "projekt")
    (game.root / "ruecklauf.toml").write_text(settings, encoding="utf-8")
    assert wave_states(game.workspace) == {"2026-1": WaveState.CLOSED, "2026-2": WaveState.PLANNED}
    late = game.filled("Kleve", ANSWERS)
    assert codes(game.hand_in(late)) == ["wave_closed"]
    close(game, WaveState.OPEN)
    assert wave_states(game.workspace)["2026-1"] is WaveState.OPEN
    assert game.hand_in(late).outcome.startswith("accepted")
    close(game, WaveState.PLANNED)
    assert wave_states(game.workspace)["2026-1"] is WaveState.PLANNED
    game.close()
