"""A form's code can be worked out by anybody: who sent a return is compared with what is known."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from cli.conftest import SETTINGS
from rounds.playing import START, Game, codes, message
from ruecklauf.rounds.asking.decisions import assign
from ruecklauf.rounds.letters import is_of_same, shown
from ruecklauf.rounds.taking_in.receipts import Received
from store.conftest import sqlite_urls, urls

__all__ = ["sqlite_urls", "urls"]

OWN, COLLEAGUE, STRANGER = "a@kleve.example", "vertretung@kleve.example", "amt@anderswo.example"
ASKED = ("stammblatt", "stammblatt", "ST", "gs_benannt")
STRICT = SETTINGS + "\n[returns]\nstrict_senders = true\n"


@pytest.fixture
def strict(tmp_path: Path, urls: tuple[str, str]) -> Iterator[Game]:
    game = Game(tmp_path / "streng", urls, settings=STRICT)
    yield game
    game.close()


def sent(game: Game, sender: str, said: str, *, hours: int = 1) -> Received:
    """What becomes of a return of Kleve that this address sends."""
    moment = START + timedelta(hours=hours)
    form = game.saved_on(game.filled("Kleve", {ASKED: said}), moment)
    return game.hand_in_all([message(sender, moment, {"Kleve.xlsx": form})], f"{hours}.eml")[1]


def counts(game: Game) -> str | None:
    return game.answers().get(("AAAAAA", *ASKED))


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        (OWN, OWN.upper(), True),
        (OWN, COLLEAGUE, True),
        (OWN, STRANGER, False),
        ("kleve@web.de", "andere@web.de", False),
        ("", "", True),
        (OWN, "", False),
    ],
)
def test_addresses_of_one_house_share_a_domain_that_is_not_everybodys(
    first: str, second: str, same: bool
) -> None:
    assert is_of_same(first, second) is same


def test_an_address_is_named_without_the_person() -> None:
    assert shown("erika.muster@kleve.example") == "e…@kleve.example"


@pytest.mark.parametrize("sender", [OWN, COLLEAGUE])
def test_the_known_address_and_its_house_are_no_finding(game: Game, sender: str) -> None:
    assert not {"sender_unknown", "sender_changed"} & set(codes(sent(game, sender, "ja")))


def test_a_return_of_a_stranger_is_taken_with_both_addresses_named(game: Game) -> None:
    came = sent(game, STRANGER, "ja")
    assert came.outcome == "accepted_with_findings" and counts(game) == "ja"
    (finding,) = (finding for finding in came.findings if finding.code == "sender_unknown")
    assert "a…@anderswo.example" in finding.message and "a…@kleve.example" in finding.message
    assert STRANGER not in finding.message + finding.found


def test_what_changes_another_senders_return_is_taken_with_a_warning(game: Game) -> None:
    sent(game, OWN, "ja")
    came = sent(game, STRANGER, "nein", hours=5)
    assert counts(game) == "nein"
    assert {"sender_unknown", "sender_changed"} <= set(codes(came))
    again = sent(game, COLLEAGUE, "ja", hours=9)
    assert "sender_changed" in codes(again) and "sender_unknown" not in codes(again)


def test_in_a_strict_project_a_stranger_waits_until_somebody_decides(strict: Game) -> None:
    sent(strict, OWN, "ja")
    came = sent(strict, STRANGER, "nein", hours=5)
    assert (came.outcome, codes(came), counts(strict)) == ("waiting", ["sender_waits"], "ja")
    assign(
        strict.workspace,
        came.sha256,
        alliance=strict.alliance("Kleve"),
        wave=strict.wave("2026-1"),
        person="Team",
        reason="angerufen",
        now=strict.later(),
    )
    assert counts(strict) == "nein"


def test_in_a_strict_project_another_senders_return_is_not_changed_unasked(
    strict: Game,
) -> None:
    (strict.root / "alliances.csv").write_text(
        (strict.root / "alliances.csv").read_text(encoding="utf-8").replace(OWN, ""), encoding="utf-8"
    )
    sent(strict, OWN, "ja")
    came = sent(strict, STRANGER, "nein", hours=5)
    assert (came.outcome, counts(strict)) == ("waiting", "ja")
    assert "change_waits" in codes(came)
