"""Older returns that people let count rather than newer ones, until they think better of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from rounds.playing import START, Game, codes, message
from rounds.test_order import HOURS, counts, decide, document, workbook
from ruecklauf.errors import ProjectError
from ruecklauf.rounds.asking.decisions import correct
from ruecklauf.rounds.asking.listing import finding_rows
from ruecklauf.rounds.asking.preferring import prefer
from ruecklauf.rounds.asking.withdrawing import withdraw
from ruecklauf.rounds.taking_in.receipts import Received
from store.conftest import Urls, sqlite_urls, urls

__all__ = ["sqlite_urls", "urls"]


@pytest.fixture
def kept(urls: Urls, tmp_path: Path) -> Iterator[Game]:
    game = Game(tmp_path / "projekt", urls=urls)
    yield game
    game.close()


def preferred(game: Game, file: str, *, undo: bool = False) -> tuple[Received, ...]:
    return prefer(game.workspace, file, undo=undo, person="Kim", reason="Anruf", now=game.later())


NAME = ("akteure", "akteure", "AK001", "institution")


def hand_in(game: Game, says: str, after: timedelta, name: str) -> Received:
    """A return that names an institution."""
    return game.hand_in(game.saved_on(game.filled("Kleve", {NAME: says}), START + after), name)


def named(game: Game) -> str | None:
    return game.answers()["AAAAAA", *NAME]


@pytest.mark.parametrize("form", [workbook, document])
def test_an_older_return_counts_on_purpose_and_no_longer_when_that_is_undone(
    kept: Game, form: Callable[[Game, str], bytes]
) -> None:
    kept.hand_in(kept.saved_on(form(kept, "ja"), START + HOURS[3]), "neu")
    older = kept.hand_in(kept.saved_on(form(kept, "nein"), START + HOURS[0]), "alt")
    assert ("older_copy" in codes(older), counts(kept)) == (True, "ja")
    became, *_ = preferred(kept, "alt")
    assert ({"supersedes", "answers_changed"} <= set(codes(became)), counts(kept)) == (True, "nein")
    became, *_ = preferred(kept, "alt", undo=True)
    assert ("older_copy" in codes(became), counts(kept)) == (True, "ja")
    with kept.workspace.store.snapshot() as state:
        said = [(made.state, made.person, made.reason) for made in state.preferences()]
        assert (said, state.lacking()) == ([("preferred", "Kim", "Anruf"), ("open", "Kim", "Anruf")], ())


def test_a_preferred_return_keeps_counting_when_it_is_put_right_or_handed_in_again(game: Game) -> None:
    hand_in(game, "Amt 3", HOURS[3], "neu.xlsx")
    older = game.saved_on(game.filled("Kleve", {NAME: "Amt 1"}), START + HOURS[0])
    game.hand_in(older, "alt.xlsx")
    preferred(game, "alt.xlsx")
    whose = game.alliance("Kleve"), game.wave("2026-1")
    correct(
        game.workspace, *whose, "akteure.vorhanden", row="AK001", value="nein", missing=None,
        person="Kim", reason="Anruf", now=game.later(),
    )  # fmt: skip
    assert (game.answers()["AAAAAA", *NAME[:3], "vorhanden"], named(game)) == ("nein", "Amt 1")
    assert (game.hand_in(older, "alt.xlsx").outcome, named(game)) == ("duplicate", "Amt 1")
    assert {row["code"] for row in finding_rows(game.workspace)} & {"older_copy", "order_unclear"} == set()


def test_what_comes_after_that_counts_if_it_is_newer_than_everything_and_else_waits(game: Game) -> None:
    hand_in(game, "Amt 3", HOURS[3], "neu.xlsx")
    hand_in(game, "Amt 1", HOURS[0], "alt.xlsx")
    preferred(game, "alt.xlsx")
    between = hand_in(game, "Amt 2", HOURS[2], "dazwischen.xlsx")
    assert (between.outcome, codes(between), named(game)) == ("waiting", ["order_unclear"], "Amt 1")
    newest = hand_in(game, "Amt 4", HOURS[5], "korrigiert.xlsx")
    assert (newest.outcome, named(game)) == ("accepted_with_findings", "Amt 4")


def test_the_preferred_one_of_two_is_the_last_that_was_preferred(game: Game) -> None:
    hand_in(game, "Amt 3", HOURS[3], "neu.xlsx")
    hand_in(game, "Amt 1", HOURS[0], "alt.xlsx")
    for name, says in (("alt.xlsx", "Amt 1"), ("neu.xlsx", "Amt 3"), ("alt.xlsx", "Amt 1")):
        preferred(game, name)
        assert named(game) == says


def test_what_waits_because_dates_contradict_each_other_may_be_preferred(game: Game) -> None:
    for says, saved, sent, name in (("ja", 3, 4, "neu.xlsx"), ("nein", 1, 6, "alt.xlsx")):
        data = game.saved_on(workbook(game, says), START + HOURS[saved])
        game.hand_in(message("amt@kleve.example", START + HOURS[sent], {name: data}))
    assert counts(game) == "ja"
    preferred(game, "alt.xlsx")
    assert counts(game) == "nein"


def test_between_two_others_it_stands_where_it_stood_once_the_decision_is_undone(game: Game) -> None:
    hand_in(game, "Amt 1", HOURS[0], "alt.xlsx")
    hand_in(game, "Amt 2", HOURS[2], "mittel.xlsx")
    hand_in(game, "Amt 3", HOURS[4], "neu.xlsx")
    preferred(game, "alt.xlsx")
    preferred(game, "alt.xlsx", undo=True)
    assert named(game) == "Amt 3"
    withdraw(game.workspace, "neu.xlsx", person="Kim", reason="Entwurf", now=game.later())
    assert named(game) == "Amt 2"


def test_a_preferred_return_can_be_withdrawn(game: Game) -> None:
    hand_in(game, "Amt 3", HOURS[3], "neu.xlsx")
    hand_in(game, "Amt 1", HOURS[0], "alt.xlsx")
    preferred(game, "alt.xlsx")
    withdraw(game.workspace, "alt.xlsx", person="Kim", reason="Irrtum", now=game.later())
    assert named(game) == "Amt 3"


def test_of_two_files_whose_order_is_unclear_the_one_that_was_assigned_last_counts(game: Game) -> None:
    for says, saved, sent, name in (("ja", 3, 4, "neu.xlsx"), ("nein", 1, 6, "alt.xlsx")):
        data = game.saved_on(workbook(game, says), START + HOURS[saved])
        game.hand_in(message("amt@kleve.example", START + HOURS[sent], {name: data}))
    for name, says in (("alt.xlsx", "nein"), ("neu.xlsx", "ja"), ("alt.xlsx", "nein")):
        decide(game, name)
        assert counts(game) == says


@pytest.mark.parametrize(
    ("file", "undo", "why"),
    [
        ("post.eml", False, "is no return itself"),
        ("scan.pdf", False, "nobody's return"),
        ("alt.xlsx", True, "nothing to undo"),
        ("nirgends.xlsx", False, "no such file"),
    ],
)
def test_what_is_no_return_cannot_be_preferred(game: Game, file: str, undo: bool, why: str) -> None:
    game.hand_in(b"kein Formular", "scan.pdf")
    mail = message("amt@kleve.example", START + HOURS[1], {"alt.xlsx": workbook(game, "ja")})
    game.hand_in(mail, "post.eml")
    with pytest.raises(ProjectError, match=why):
        preferred(game, file, undo=undo)
