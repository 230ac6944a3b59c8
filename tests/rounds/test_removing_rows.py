"""Rows that an alliance has added and that are to count no longer."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from rounds.playing import Game
from rounds.test_deciding import put_right
from ruecklauf.dataset.build import build_dataset
from ruecklauf.errors import ProjectError
from ruecklauf.rounds.asking.listing import finding_rows
from ruecklauf.rounds.asking.removing import remove_row
from store.conftest import Urls, sqlite_urls, urls

__all__ = ["sqlite_urls", "urls"]

ADDED, PRINTED = ("akteure", "akteure", "AK101"), ("akteure", "akteure", "AK001")
TYPED = {
    (*ADDED, "institution"): "Probezeile",
    (*ADDED, "ap_mail"): "kim@kreis.example",
    (*PRINTED, "koop"): "ja",
}


@pytest.fixture
def kept(urls: Urls, tmp_path: Path) -> Iterator[Game]:
    game = Game(tmp_path / "projekt", urls=urls)
    yield game
    game.close()


def removed(game: Game, row: str = "AK101", field: str = "akteure.koop") -> int:
    whose = game.alliance("Kleve"), game.wave("2026-1")
    made = remove_row(game.workspace, *whose, field, row=row, person="Kim", reason="Probe", now=game.later())
    return len(made)


def rows(game: Game) -> set[str]:
    """The rows of actors in the dataset."""
    table = build_dataset(game.workspace.store).tables["akteure.akteure"]
    return set(table[table["alliance"] == "AAAAAA"]["row_id"])


def test_a_row_that_was_added_counts_nowhere_once_it_is_removed(kept: Game) -> None:
    kept.hand_in(kept.filled("Kleve", TYPED))
    found = {row["finding"] for row in finding_rows(kept.workspace) if row["row_id"] == "AK101"}
    assert found
    assert "AK101" in rows(kept)
    assert removed(kept) == 2
    assert "AK101" not in {key[3] for key in kept.answers()}
    assert "AK101" not in rows(kept)
    assert [row for row in finding_rows(kept.workspace) if row["row_id"] == "AK101"] == []
    # what was returned is there, and counts again answer by answer
    put_right(kept, "akteure.institution", row="AK101", value="doch eine")
    assert "AK101" in rows(kept)


def test_a_newer_return_that_names_the_row_anew_wins(game: Game) -> None:
    game.hand_in(game.filled("Kleve", TYPED))
    removed(game)
    game.hand_in(game.filled("Kleve", {**TYPED, (*ADDED, "institution"): "Ein Verein"}))
    assert "AK101" in rows(game)
    assert game.answers()["AAAAAA", *ADDED, "institution"] == "Ein Verein"


@pytest.mark.parametrize(
    ("row", "field", "why"),
    [
        ("AK001", "akteure.koop", "the form prints row AK001"),
        ("AK199", "akteure.koop", "rows that were added are: AK101"),
        ("ST", "stammblatt.gs_vzae", "has not returned worksheet|there is no row"),
    ],
)
def test_what_is_no_added_row_is_not_removed(game: Game, row: str, field: str, why: str) -> None:
    game.hand_in(game.filled("Kleve", TYPED))
    with pytest.raises(ProjectError) as refused:
        removed(game, row, field)
    assert any(part in str(refused.value) for part in why.split("|"))
