"""Forms that come back as they were sent: no returns, whatever was prefilled."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from rounds.playing import START, Game, codes, message
from ruecklauf.findings import Subject
from ruecklauf.rounds.asking.decisions import assign
from ruecklauf.rounds.asking.reports import wave_status
from ruecklauf.rounds.issuing.forms import FormFormat, issue_forms
from ruecklauf.rounds.issuing.prefill import Prefills
from ruecklauf.values import Value
from store.conftest import Urls, sqlite_urls, urls

__all__ = ["sqlite_urls", "urls"]

ROW = ("akteure", "akteure", "AK001")
PREFILLED: dict[Subject, Value] = {
    Subject(*ROW, "vorhanden"): "ja",
    Subject(*ROW, "institution"): "  Jugendamt der Stadt ",
    Subject(*ROW, "ap_mail"): "kim@kleve.example",
    Subject("stammblatt", "stammblatt", "ST", "lead_benannt"): "ja",
}


@pytest.fixture
def kept(urls: Urls, tmp_path: Path) -> Iterator[Game]:
    game = Game(tmp_path / "projekt", urls=urls)
    yield game
    game.close()


def issued(game: Game, kind: FormFormat) -> bytes:
    """The prefilled form of Kleve; of documents that of the actors."""
    forms = issue_forms(
        game.workspace,
        game.wave("2026-1"),
        [game.alliance("Kleve")],
        folder=game.root / "forms",
        now=START,
        formats=[kind],
        prefills=Prefills({"AAAAAA": PREFILLED}, {}),
    )
    return next(form.path for form in forms if form.worksheet in ("", "akteure")).read_bytes()


@pytest.mark.parametrize("kind", FormFormat)
@pytest.mark.parametrize("is_saved", [False, True])
def test_prefilled_form_as_it_was_sent_is_no_return(kept: Game, kind: FormFormat, is_saved: bool) -> None:
    sent = issued(kept, kind)
    kept.saves[sent] = sent
    filled = kept.filled("Kleve", {(*ROW, "institution"): "Amt für Soziales", (*ROW, "vorhanden"): "ja"})
    kept.hand_in(filled)
    before = kept.answers()
    came = kept.hand_in(kept.saved_on(sent, kept.now()) if is_saved else sent)
    assert (codes(came), came.worksheets) == (["form_untouched"], ())
    assert kept.answers() == before


def test_prefilled_form_in_which_anything_was_changed_is_a_return(game: Game) -> None:
    sent = issued(game, FormFormat.XLSX)
    changed = {tuple(subject): value for subject, value in PREFILLED.items()} | {(*ROW, "koop"): "ja"}
    assert sent
    came = game.hand_in(game.filled("Kleve", changed))  # type: ignore[arg-type]
    assert "form_untouched" not in codes(came)
    assert game.answers()["AAAAAA", *ROW, "koop"] == "ja"


def test_untouched_form_beside_the_filled_one_in_a_message_changes_nothing(game: Game) -> None:
    sent = issued(game, FormFormat.XLSX)
    filled = game.filled("Kleve", {(*ROW, "institution"): "Amt für Soziales", (*ROW, "vorhanden"): "ja"})
    game.hand_in(message("amt@kleve.example", START, {"a.xlsx": filled, "b.xlsx": sent}), "mail.eml")
    assert game.answers()["AAAAAA", *ROW, "institution"] == "Amt für Soziales"
    assert codes(game.received[-1]) == ["form_untouched"]


def test_untouched_form_alone_is_asked_about_until_somebody_says_that_it_counts(game: Game) -> None:
    sent = issued(game, FormFormat.XLSX)
    game.saves[sent] = sent
    game.hand_in(sent, "wie gesendet.xlsx")
    wave = game.wave("2026-1")
    assert (wave_status(game.workspace, wave).returned, game.answers()) == (0, {})
    whose = game.alliance("Kleve"), wave
    assign(game.workspace, "wie gesendet.xlsx", *whose, person="Kim", reason="Anruf", now=game.later())
    assert wave_status(game.workspace, wave).returned == 1
    assert game.answers()["AAAAAA", *ROW, "ap_mail"] == "kim@kleve.example"


def test_blank_form_is_no_return(game: Game) -> None:
    game.hand_in(game.filled("Kleve", {(*ROW, "institution"): "Amt", (*ROW, "vorhanden"): "ja"}))
    before = game.answers()
    assert "form_blank" in codes(game.hand_in(game.filled("Kleve", {})))
    assert game.answers() == before
