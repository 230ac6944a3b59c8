"""An older inquiry comes back after a newer one was answered, or before: nothing is lost or left unsaid."""

from __future__ import annotations

from pathlib import Path

import pytest

from rounds.playing import Game
from rounds.test_answered_inquiries import KOOP, filled, row_of
from rounds.test_inquiries import asked
from rounds.test_inquiries_as_documents import document
from ruecklauf.layout.inquiries import Inquiry
from ruecklauf.rounds.asking.inquiring import WrittenInquiry, inquiries_of
from ruecklauf.rounds.asking.listing import finding_rows
from ruecklauf.rounds.asking.traces import trace
from ruecklauf.rounds.issuing.formats import FormFormat
from ruecklauf.rounds.taking_in.receipts import Received

THERE = ("AAAAAA", "akteure", "akteure", "AK002", "vorhanden")
FORMATS = (FormFormat.XLSX, FormFormat.DOCX)


def made(game: Game, form: FormFormat) -> WrittenInquiry:
    kleve, wave = [game.alliance("Kleve")], game.wave("2026-1")
    (written,) = inquiries_of(game.workspace, wave, kleve, now=game.now(), formats=[form])
    return written


def answered(game: Game, written: WrittenInquiry, answers: dict[str, str], name: str) -> Received:
    form = Path(written.name).suffix
    content = filled(written, answers) if form == ".xlsx" else document(written, answers)
    return game.hand_in(content, f"{name}{form}")


def koop(inquiry: Inquiry) -> str:
    return row_of(inquiry).id


def there(inquiry: Inquiry) -> str:
    return row_of(inquiry, "vorhanden", "AK002").id


@pytest.mark.parametrize("forms", [FORMATS, FORMATS[::-1]])
def test_the_older_one_after_the_newer_one_is_taken_where_nothing_else_was_said(
    game: Game, forms: tuple[FormFormat, FormFormat]
) -> None:
    asked(game)
    first = made(game, forms[0])
    answered(game, first, {there(first.inquiry): "nein"}, "teil")
    second = made(game, forms[1])
    assert second.inquiry.number == first.inquiry.number + 1
    answered(game, second, {koop(second.inquiry): "ja"}, "zweite")
    before = game.answers()
    late = answered(game, first, {there(first.inquiry): "ja", koop(first.inquiry): "nein"}, "erste")
    # what the newer one says stays; what it did not ask is another answer to the same inquiry
    assert (game.answers()[KOOP], game.answers()[THERE]) == ("ja", "ja")
    changed = {key for key, value in game.answers().items() if before.get(key) != value}
    assert changed == {THERE}
    told = {found.code: found.message for found in late.findings}
    assert "inquiry_older" in told and "„nein“" in told["inquiry_outdated"] and "inquiry_changed" in told
    open_ = {row["code"] for row in finding_rows(game.workspace)}
    assert "inquiry_outdated" in open_, "an answer that was not taken is to be decided about"
    steps = trace(game.workspace, game.alliance("Kleve"), game.wave("2026-1"), "vorhanden", row="AK002").steps
    newest = [step for step in steps if step.kind == "current"]
    assert [(Path(step.file).stem, step.raw) for step in newest] == [("erste", "ja")]


@pytest.mark.parametrize("forms", [FORMATS, FORMATS[::-1]])
def test_where_both_say_something_else_the_later_one_is_shown_and_not_taken(
    game: Game, forms: tuple[FormFormat, FormFormat]
) -> None:
    asked(game)
    first = made(game, forms[0])
    answered(game, first, {there(first.inquiry): "nein"}, "teil")
    second = made(game, forms[1])
    answered(game, first, {there(first.inquiry): "ja", koop(first.inquiry): "nein"}, "erste")
    assert (game.answers()[KOOP], game.answers()[THERE]) == ("nein", "ja")
    late = answered(game, second, {koop(second.inquiry): "ja"}, "zweite")
    # the newer one was asked while something else stood there: the team decides
    assert game.answers()[THERE] == "ja"
    told = {found.code: found.message for found in late.findings}
    assert (game.answers()[KOOP], list(told)) == ("nein", ["inquiry_outdated"])
    assert "„ja“" in told["inquiry_outdated"]
    assert "inquiry_outdated" in {row["code"] for row in finding_rows(game.workspace)}


@pytest.mark.parametrize(("form", "older_first"), [(FORMATS[0], True), (FORMATS[1], False)])
def test_both_say_the_same(game: Game, form: FormFormat, older_first: bool) -> None:
    asked(game)
    first = made(game, form)
    answered(game, first, {there(first.inquiry): "nein"}, "teil")
    second = made(game, form)
    order = [(first, "erste"), (second, "zweite")]
    for written, name in order if older_first else order[::-1]:
        answered(game, written, {koop(written.inquiry): "ja"}, name)
        assert game.answers()[KOOP] == "ja"
    assert game.answers()[THERE] == "nein"
