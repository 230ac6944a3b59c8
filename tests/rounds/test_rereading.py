"""Returns that cannot be read again although what they look at has come in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from rounds.playing import Game
from rounds.test_apart import ACTORS, BOARDS, HALF, current, lead, made, returned
from ruecklauf.rounds.completing.completion import Completion
from ruecklauf.rounds.completing.copies import Copies
from ruecklauf.rounds.desk import lay_out
from ruecklauf.rounds.taking_in.reception import Receiver
from ruecklauf.rounds.taking_in.rereading import Rereading


@pytest.fixture
def game(tmp_path: Path) -> Iterator[Game]:
    game = made(tmp_path / "projekt")
    yield game
    game.close()


def come_too_late(game: Game) -> None:
    """The boards in two halves, and the actors that they refer to; the boards are not read again yet."""
    game.hand_in(returned(game, BOARDS))
    game.hand_in(returned(game, BOARDS, typed=HALF))
    taking = Receiver(game.workspace).receive_all([game.saved(returned(game, ACTORS))], now=game.later())
    next(taking)


def read_again(game: Game, *, faulty: bool) -> list[str]:
    """The files that were stored once more; by a program that knows no wave if it is faulty."""
    desk = lay_out(game.workspace)
    knowing = replace(desk, waves=(), expected=game.wave("2026-1")) if faulty else desk
    store = game.workspace.store
    versions = iter(f"{number:03}" for number in range(game.moments * 10, 1000))
    rereading = Rereading(store, desk, Completion(knowing, Copies(knowing)), lambda _: f"9.{next(versions)}")
    game.later()
    return [entry.sha256 for _, entry in rereading.settle("AAAAAA", "2026-1", now=game.later())]


def test_a_fault_while_reading_again_is_told_once_and_leaves_all_answers(game: Game) -> None:
    come_too_late(game)
    before, sheets = game.answers(), game.workspace.store.snapshot
    with sheets() as state:
        (dated,) = {one.dated_at for one in state.current("2026-1") if one.worksheet == BOARDS}
    assert len(read_again(game, faulty=True)) == 1
    assert ("not_checked_again", "") in current(game)
    assert ("label_pending", "GR101") in current(game)
    assert game.answers() == before
    with sheets() as state:
        (boards,) = [one for one in state.current("2026-1") if one.worksheet == BOARDS]
    assert (boards.dated_at, boards.combined_with is None) == (dated, False)
    assert read_again(game, faulty=True) == []


def test_what_could_not_be_read_again_is_as_soon_as_it_can_be(game: Game) -> None:
    come_too_late(game)
    read_again(game, faulty=True)
    assert len(read_again(game, faulty=False)) == 1
    assert "not_checked_again" not in {code for code, _ in current(game)}
    assert lead(game)["GR101"] == ("AK101", None)
