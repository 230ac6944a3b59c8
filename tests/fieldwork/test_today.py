"""What a round needs next, from its first form to its closing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from rounds.playing import Game
from ruecklauf.fieldwork.mailing import Wanted, deliver, plan
from ruecklauf.fieldwork.occasions import Occasion
from ruecklauf.fieldwork.today import Task, to_do
from ruecklauf.fieldwork.ways import AsFiles
from ruecklauf.rounds.asking.listing import finding_rows
from ruecklauf.rounds.asking.reports import wave_status
from ruecklauf.rounds.asking.waves import WaveState, decide_wave
from ruecklauf.store.correspondence.ledger import MessageState, Noted

BEFORE, AFTER, LATER = date(2026, 6, 3), date(2026, 7, 1), date(2026, 7, 9)
INSTITUTION = ("akteure", "akteure", "AK001", "institution")


@pytest.fixture
def game(tmp_path: Path) -> Iterator[Game]:
    game = Game(tmp_path / "projekt")
    yield game
    game.close()


def things(game: Game, today: date, wave: str = "2026-1") -> list[tuple[Task, tuple[str, ...], str]]:
    with game.workspace.store.snapshot() as state:
        found = to_do(state, [game.wave(wave)], game.workspace.project.alliances, today)
    return [(thing.task, thing.about, thing.command) for thing in found]


def mail(game: Game, occasion: Occasion, day: date, tmp_path: Path) -> None:
    moment = datetime(day.year, day.month, day.day, 9, tzinfo=UTC)
    wave = game.wave("2026-1")
    asked = Wanted(wave=wave, occasion=occasion, alliances=tuple(game.workspace.project.alliances), late=True)
    made = plan(game.workspace, asked, way="eml", now=moment)
    list(deliver(game.workspace, made.written, AsFiles(tmp_path / occasion, wave), now=lambda: moment))


def test_forms_are_made_before_they_are_mailed(game: Game) -> None:
    launch = (Task.SEND, ("Kleve", "Köln"), "ruecklauf mail launch --wave 2026-1")
    assert things(game, BEFORE) == [launch]
    make = (Task.MAKE, ("Kleve", "Köln"), "ruecklauf forms --wave 2026-2")
    assert things(game, BEFORE, "2026-2") == [make]
    assert things(game, date(2027, 1, 1), "2026-2") == [], "nothing of a wave that was never begun"


def test_returns_are_acknowledged_and_asked_about_and_what_is_missing_is_asked_for(
    game: Game, tmp_path: Path
) -> None:
    mail(game, Occasion.LAUNCH, BEFORE, tmp_path)
    assert things(game, BEFORE) == []
    game.hand_in(game.filled("Kleve", {INSTITUTION: "Jugendamt"}))
    receipt = (Task.ACKNOWLEDGE, ("Kleve",), "ruecklauf mail receipt --wave 2026-1")
    ask = (Task.ASK, ("Kleve",), "ruecklauf mail questions --wave 2026-1 --alliance AAAAAA")
    assert things(game, BEFORE) == [receipt, ask]
    mail(game, Occasion.RECEIPT, BEFORE, tmp_path)
    assert things(game, BEFORE) == [ask]
    # Kleve's other worksheet is missing
    remind = (Task.REMIND, ("Kleve", "Köln"), "ruecklauf mail reminder --late --number 1 --wave 2026-1")
    assert things(game, AFTER) == [ask, remind]


def test_what_a_message_asks_is_asked(game: Game, tmp_path: Path) -> None:
    game.hand_in(game.filled("Kleve", {INSTITUTION: "Jugendamt"}))
    mail(game, Occasion.QUESTIONS, BEFORE, tmp_path)
    rows = finding_rows(game.workspace, kind="question")
    assert rows and {row["state"] for row in rows} == {"asked"}
    assert Task.ASK not in [task for task, _, _ in things(game, BEFORE)]
    with game.workspace.store.snapshot() as state:
        [message] = [posted.message for posted in state.messages() if posted.message.occasion == "questions"]
        assert {made.reason for made in state.settlements()} == {f"in message {message.message_id}"}


def test_reminders_are_a_week_apart(game: Game, tmp_path: Path) -> None:
    mail(game, Occasion.LAUNCH, BEFORE, tmp_path)
    for _ in range(2):  # a draft that is made anew is no second reminder
        mail(game, Occasion.REMINDER, AFTER, tmp_path)
    assert things(game, date(2026, 7, 2)) == []
    assert [each.reminders for each in wave_status(game.workspace, game.wave("2026-1")).alliances] == [1, 1]
    again = (Task.REMIND, ("Kleve", "Köln"), "ruecklauf mail reminder --late --number 2 --wave 2026-1")
    assert things(game, LATER) == [again]


def test_messages_that_may_not_have_gone_out_are_looked_at(game: Game, tmp_path: Path) -> None:
    mail(game, Occasion.LAUNCH, BEFORE, tmp_path)
    with game.workspace.store.snapshot() as state:
        posted = next(each for each in state.messages() if each.message.alliance == "BBBBBB")
    moment = datetime(2026, 6, 4, tzinfo=UTC)
    game.workspace.store.record_state(
        Noted(message_id=posted.message.message_id, state=MessageState.FAILED, recorded_at=moment)
    )
    again = "ruecklauf mail launch --again BBBBBB --wave 2026-1 --alliance BBBBBB"
    assert (Task.LOOK, ("Köln",), again) in things(game, BEFORE)


def test_a_file_that_waits_comes_first(game: Game) -> None:
    decide_wave(
        game.workspace,
        game.wave("2026-1"),
        WaveState("closed"),
        person="Meier",
        reason="Auswertung",
        now=datetime(2026, 6, 2, tzinfo=UTC),
    )
    game.hand_in(game.filled("Kleve", {INSTITUTION: "Jugendamt"}))
    [(task, _, command)] = things(game, AFTER)
    assert task is Task.DECIDE
    assert command.startswith("ruecklauf assign ")
