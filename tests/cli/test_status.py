"""How far a wave is: all alliances, or those that something is open of."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from cli.conftest import SETTINGS, Run
from rounds.playing import Game
from ruecklauf.fieldwork.occasions import Occasion, concerned
from ruecklauf.rounds.asking.reports import HEADS, status_row, wave_status
from ruecklauf.rounds.asking.voluntary import voluntary_worksheets

Cli = Callable[..., Run]
INSTITUTION = ("akteure", "akteure", "AK001", "institution")


@pytest.fixture
def game(tmp_path: Path) -> Iterator[Game]:
    """Kleve has returned one of two worksheets; forms of the second wave were not made."""
    game = Game(tmp_path / "projekt")
    game.hand_in(game.filled("Kleve", {INSTITUTION: "Jugendamt"}))
    yield game
    game.close()


def alliances(run: Cli, game: Game, *more: str) -> list[dict[str, Any]]:
    return list(run("status", "-p", game.root, "--wave", "2026-1", "--json", *more).data["alliances"])


def test_every_alliance_says_what_is_missing_and_how_much_is_to_be_asked(run: Cli, game: Game) -> None:
    kleve, koeln = alliances(run, game)
    assert (kleve["worksheets"], kleve["missing"], koeln["missing"]) == (
        ["akteure"],
        ["stammblatt"],
        ["stammblatt", "akteure"],
    )
    assert kleve["questions"] > 0 == koeln["questions"]
    assert (kleve["addresses"], kleve["mailed"], kleve["reminders"]) == (["a@kleve.example"], None, 0)


def test_mails_are_in_the_status(run: Cli, game: Game) -> None:
    assert (
        run("mail", "launch", "--late", "-p", game.root, "--wave", "2026-1", "--alliance", "Köln").status == 0
    )
    assert (
        run("mail", "reminder", "--late", "-p", game.root, "--wave", "2026-1", "--alliance", "Köln").status
        == 0
    )
    kleve, koeln = alliances(run, game)
    assert (kleve["mailed"], kleve["reminders"]) == (None, 0)
    assert koeln["mailed"] and koeln["reminders"] == 1


def test_open_ones_miss_something_or_are_asked(run: Cli, game: Game) -> None:
    shown = run("status", "-p", game.root, "--wave", "2026-1", "--open", "--json").data["alliances"]
    assert [each["name"] for each in shown] == ["Kleve", "Köln"]
    assert run("status", "-p", game.root, "--wave", "2026-2", "--open", "--json").data["alliances"] == []


def test_addresses_of_those_who_are_overdue_can_be_copied(run: Cli, game: Game) -> None:
    said = run("status", "-p", game.root, "--wave", "2026-1", "--overdue", "--addresses")
    assert said.out.splitlines() == ["a@kleve.example", "b@koeln.example"]
    status = wave_status(game.workspace, game.wave("2026-1"))
    assert status.chosen(only_open=False, overdue_at=date(2026, 6, 30)) == (), "the deadline is today"


def test_an_excel_file_has_the_same_and_the_addresses(run: Cli, game: Game, tmp_path: Path) -> None:
    target = tmp_path / "status.xlsx"
    run("status", "-p", game.root, "--wave", "2026-1", "--xlsx", str(target))
    heads, kleve, koeln = openpyxl.load_workbook(target).active.iter_rows(values_only=True)
    first, second = dict(zip(heads, kleve, strict=True)), dict(zip(heads, koeln, strict=True))
    assert (first["Alliance"], first["Worksheets"], first["Missing"]) == ("Kleve", "1/2", "stammblatt")
    assert second["Addresses"] == "b@koeln.example"


def test_the_response_is_drawn_over_the_days_with_the_deadline(game: Game) -> None:
    status = wave_status(game.workspace, game.wave("2026-1"))
    assert status.curve_lines() == (
        "02.06.2026 #################### 1",
        "30.06.2026 deadline",
    )


def test_voluntary_worksheets_stand_apart_and_nobody_is_reminded_of_them(tmp_path: Path) -> None:
    settings = SETTINGS.replace('["stammblatt", "akteure"]', '["akteure", "bedarf"]')
    game = Game(tmp_path / "projekt", settings=settings)
    wave = game.wave("2026-1")
    with game.workspace.store.snapshot() as state:
        assert voluntary_worksheets(state, wave.id) == {"bedarf"}
    game.hand_in(game.filled("Kleve", {INSTITUTION: "Jugendamt"}))
    status = wave_status(game.workspace, wave)
    kleve, koeln = status.alliances
    assert (status.asked_for, kleve.missing, koeln.missing) == (1, (), ("akteure",))
    row = status_row(kleve, of=status.asked_for, deadline=wave.deadline)
    assert dict(zip(HEADS, row, strict=True))["Worksheets"] == "1/1"
    with game.workspace.store.snapshot() as state:
        reminded = concerned(state, wave, Occasion.REMINDER, game.workspace.project.alliances, number=1)
    assert [(concern.alliance.name, concern.open_worksheets) for concern in reminded] == [
        ("Köln", ("akteure",))
    ]
    game.close()
