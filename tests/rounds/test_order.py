"""Which of two returns counts where nothing but what they say of themselves can tell."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from rounds.playing import START, Game, codes, message
from ruecklauf.findings import Subject
from ruecklauf.forms.documents.writer import DocumentWriter
from ruecklauf.layout.build import build_layout
from ruecklauf.rounds.asking.decisions import assign
from ruecklauf.rounds.asking.listing import finding_rows
from ruecklauf.rounds.asking.reports import wave_status
from ruecklauf.rounds.issuing.forms import recipient_of, round_of
from ruecklauf.rounds.taking_in.collection import files_in
from ruecklauf.rounds.taking_in.reception import Receiver
from store.conftest import Urls, sqlite_urls, urls

__all__ = ["sqlite_urls", "urls"]

ANSWER = ("akteure", "akteure", "AK001", "koop")
HOURS = [timedelta(hours=count) for count in range(1, 9)]


@pytest.fixture
def kept(urls: Urls, tmp_path: Path) -> Iterator[Game]:
    game = Game(tmp_path / "projekt", urls=urls)
    yield game
    game.close()


def workbook(game: Game, says: str) -> bytes:
    return game.filled("Kleve", {ANSWER: says})


def document(game: Game, says: str) -> bytes:
    """The same answer in the worksheet's Word form."""
    wave = game.wave("2026-1")
    layout = build_layout(game.workspace.worksheets(wave))
    writer = DocumentWriter(layout, round_of(game.workspace.project, wave))
    return writer.write(recipient_of(game.alliance("Kleve")), "akteure", {Subject(*ANSWER): says})


def counts(game: Game) -> str | None:
    return game.answers()["AAAAAA", *ANSWER]


@pytest.mark.parametrize("form", [workbook, document])
@pytest.mark.parametrize("swapped", [False, True])
def test_file_that_was_saved_later_counts_whatever_the_order_of_import(
    kept: Game, form: Callable[[Game, str], bytes], swapped: bool
) -> None:
    older = kept.saved_on(form(kept, "nein"), START + HOURS[0])
    newer = kept.saved_on(form(kept, "ja"), START + HOURS[1])
    files = [newer, older] if swapped else [older, newer]
    first, second = (kept.hand_in(data) for data in files)
    assert first.outcome == "accepted_with_findings"
    assert ("older_copy" if swapped else "supersedes") in codes(second)
    assert counts(kept) == "ja"


def test_time_of_the_file_on_this_disk_says_nothing(game: Game) -> None:
    newer = game.saved(game.saved_on(workbook(game, "ja"), START + HOURS[1]), "neu.xlsx")
    older = game.saved(game.saved_on(workbook(game, "nein"), START + HOURS[0]), "alt.xlsx")
    for path, hour in ((newer, 2), (older, 3)):
        moment = (START + HOURS[hour]).timestamp()
        os.utime(path, (moment, moment))
    receiver = Receiver(game.workspace)
    list(receiver.receive_all(files_in([newer.parent]), now=game.later()))
    assert counts(game) == "ja"


def test_contradiction_of_message_and_file_waits_and_is_decided(kept: Game) -> None:
    """An old file in a new message: nobody knows whether it was meant."""
    kept.hand_in(mailed(kept.saved_on(workbook(kept, "ja"), START + HOURS[3]), HOURS[4], "neu.xlsx"))
    kept.hand_in(mailed(kept.saved_on(workbook(kept, "nein"), START + HOURS[1]), HOURS[6], "alt.xlsx"))
    (waiting,) = [received for received in kept.received if received.outcome == "waiting"]
    assert (codes(waiting), waiting.alliance) == (["order_unclear"], "AAAAAA")
    assert "AK001 koop: ja → nein" in waiting.findings[0].found
    assert counts(kept) == "ja"
    assert wave_status(kept.workspace, kept.wave("2026-1")).waiting == 1
    assert "order_unclear" in {row["code"] for row in finding_rows(kept.workspace, severity="error")}
    decide(kept, "alt.xlsx")
    assert counts(kept) == "nein"
    decide(kept, "neu.xlsx")
    assert counts(kept) == "ja"


def mailed(data: bytes, after: timedelta, name: str) -> bytes:
    return message("amt@kleve.example", START + after, {name: data})


def decide(game: Game, file: str) -> None:
    whose = game.alliance("Kleve"), game.wave("2026-1")
    assign(game.workspace, file, *whose, person="Kim", reason="Anruf", now=game.later())


@pytest.mark.parametrize(
    "moment",
    [
        datetime(2026, 5, 31, tzinfo=UTC),  # when no form had been made
        datetime(2031, 1, 1, tzinfo=UTC),  # with a wrong clock
    ],
)
def test_file_without_a_date_that_can_be_true_replaces_nothing(game: Game, moment: datetime) -> None:
    game.hand_in(game.saved_on(workbook(game, "ja"), START + HOURS[0]))
    received = game.hand_in(game.saved_on(workbook(game, "nein"), moment))
    assert (received.outcome, codes(received)) == ("waiting", ["order_unclear"])
    assert counts(game) == "ja"


def test_file_without_a_date_that_says_the_same_is_taken_in(game: Game) -> None:
    game.hand_in(workbook(game, "ja"))
    same = game.saved_on(workbook(game, "ja"), datetime(2031, 1, 1, tzinfo=UTC))
    assert game.hand_in(same).outcome == "accepted_with_findings"
