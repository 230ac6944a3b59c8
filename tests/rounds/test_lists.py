"""Two departments that each send a list of rows of their own, equally full."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from rounds.playing import Game, Typed, codes
from rounds.test_sets import actor
from ruecklauf.findings import Severity
from store.conftest import Urls, sqlite_urls, urls

__all__ = ["sqlite_urls", "urls"]


@pytest.fixture
def kept(urls: Urls, tmp_path: Path) -> Iterator[Game]:
    game = Game(tmp_path / "projekt", urls=urls)
    yield game
    game.close()


def listed(*names: str, first: int = 101) -> Typed:
    """Free rows of these names, each with an answer of its own."""
    return {
        key: value
        for number, name in enumerate(names, start=first)
        for key, value in actor(f"AK{number}", name, koop="ja").items()
    }


def institutions(game: Game) -> set[str | None]:
    return {value for key, value in game.answers().items() if key[4] == "institution"}


def test_lists_that_have_no_row_in_common_are_kept_apart(kept: Game) -> None:
    kept.hand_in(kept.filled("Kleve", listed("Verein A", "Verein B")))
    second = kept.hand_in(kept.filled("Kleve", listed("Amt C", "Amt D")))
    assert institutions(kept) == {"Verein A", "Verein B", "Amt C", "Amt D"}
    assert {"copies_combined", "row_renumbered"} <= set(codes(second))
    assert not {"answers_changed", "answers_missing_now"} & set(codes(second))


def test_list_with_one_row_in_common_is_a_corrected_one(game: Game) -> None:
    game.hand_in(game.filled("Kleve", listed("Verein A", "Verein B", "Verein C")))
    second = game.hand_in(game.filled("Kleve", listed("Verein A", "Verein B e. V.", "Verein C")))
    assert institutions(game) == {"Verein A", "Verein B e. V.", "Verein C"}
    (changed,) = [finding for finding in second.findings if finding.code == "answers_changed"]
    assert changed.severity is Severity.WARNING, "what stood there is gone"


def test_single_row_of_another_name_is_asked_about(game: Game) -> None:
    game.hand_in(game.filled("Kleve", listed("Verein A")))
    second = game.hand_in(game.filled("Kleve", listed("Amt C")))
    (changed,) = [finding for finding in second.findings if finding.code == "answers_changed"]
    assert (changed.severity, "Verein A → Amt C" in changed.found) == (Severity.WARNING, True)
