"""Forms of an earlier wave that come back while a later one is under way."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from rounds.playing import START, Game, codes
from ruecklauf.project.settings import Wave
from ruecklauf.rounds.asking.decisions import assign
from ruecklauf.rounds.issuing.forms import issue_forms
from ruecklauf.rounds.taking_in.receipts import Received
from ruecklauf.rounds.taking_in.reception import Receiver
from store.conftest import Urls, sqlite_urls, urls

__all__ = ["sqlite_urls", "urls"]

ANSWER = ("akteure", "akteure", "AK001", "koop")


@pytest.fixture
def later(urls: Urls, tmp_path: Path) -> Iterator[Game]:
    """A project of which the second wave is under way."""
    game = Game(tmp_path / "projekt", urls=urls)
    wave = game.wave("2026-2")
    folder = game.root / "forms" / wave.id
    issue_forms(game.workspace, wave, game.workspace.project.alliances, folder=folder, now=START)
    yield game
    game.close()


def hand_in(game: Game, wave: str, expected: Wave | None = None) -> Received:
    path = game.saved(game.filled("Kleve", {ANSWER: "ja"}, wave=wave), f"{wave}.xlsx")
    return Receiver(game.workspace, expected).receive(path, now=game.later())


def test_form_of_an_earlier_wave_waits_until_somebody_decides(later: Game) -> None:
    came = hand_in(later, "2026-1")
    assert (came.outcome, codes(came), later.answers()) == ("waiting", ["old_wave"], {})
    whose = later.alliance("Kleve"), later.wave("2026-1")
    assign(later.workspace, "2026-1.xlsx", *whose, person="Kim", reason="Anruf", now=later.later())
    assert later.answers()["AAAAAA", *ANSWER] == "ja"


def test_form_of_an_earlier_wave_is_taken_in_where_that_wave_is_named(later: Game) -> None:
    assert hand_in(later, "2026-1", later.wave("2026-1")).outcome == "accepted_with_findings"
    assert later.answers()["AAAAAA", *ANSWER] == "ja"


def test_form_of_the_wave_under_way_needs_no_word(later: Game) -> None:
    assert hand_in(later, "2026-2").outcome == "accepted_with_findings"
