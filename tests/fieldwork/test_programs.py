"""Returns as mail programs send them: the answers are taken, and what else hangs on is passed over."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from fieldwork import programs
from fieldwork.programs import PROGRAMS, Sent, winmail
from rounds.playing import START, Game, codes
from ruecklauf.office.enclosing.containers import unpack
from ruecklauf.rounds.asking.listing import finding_rows

INSTITUTION = ("akteure", "akteure", "AK001", "institution")
PASSED_OVER = {
    "Outlook": "image001.png",
    "Outlook, text": "image001.png",
    "Thunderbird": "kim_muster.vcf",
    "Apple Mail": "image0.png",
    "appointment": "Anhang 1.ics",
}


@pytest.fixture
def game(tmp_path: Path) -> Iterator[Game]:
    game = Game(tmp_path / "projekt")
    yield game
    game.close()


def original(game: Game) -> bytes:
    return next((game.root / "forms" / "2026-1").glob("Kleve*")).read_bytes()


@pytest.mark.parametrize("program", PROGRAMS)
def test_the_form_is_taken_and_the_rest_is_passed_over_with_one_note(game: Game, program: str) -> None:
    form = game.filled("Kleve", {INSTITUTION: "Jugendamt"})
    sent = Sent("a@kleve.example", START, "Rückmeldung Kleve.xlsx", form, original=original(game))
    became = game.hand_in_all([PROGRAMS[program](sent)], "Nachricht.eml")
    assert [one for one in became if one.outcome == "refused"] == []
    assert game.answers()["AAAAAA", *INSTITUTION] == "Jugendamt"
    noted = [found for one in became for found in one.findings if found.code == "member_passed_over"]
    expected = [PASSED_OVER[program]] if program in PASSED_OVER else []
    assert [found.message.rpartition(": ")[2].rstrip(".") for found in noted] == expected
    with game.workspace.store.snapshot() as state:
        dated = {state.dated_at(each.sha256) for each in state.current("2026-1")}
    assert dated == {START}, "by the message's date, not the file's"


def test_nobody_is_asked_about_the_form_that_hangs_on_beside_the_filled_one(game: Game) -> None:
    form = game.filled("Kleve", {INSTITUTION: "Jugendamt"})
    for first, second in ((form, original(game)), (original(game), form)):
        sent = Sent("a@kleve.example", START, "Kleve.xlsx", first, original=second)
        game.hand_in(programs.forwarded_thread(sent), "Nachricht.eml")
        assert game.answers()["AAAAAA", *INSTITUTION] == "Jugendamt"
        rows = finding_rows(game.workspace, kind="question")
        assert "form_untouched" not in {row["code"] for row in rows}


def test_the_form_as_it_was_sent_is_asked_about_where_nothing_else_came(game: Game) -> None:
    game.hand_in(programs.thunderbird(Sent("a@kleve.example", START, "Kleve.xlsx", original(game))), "a.eml")
    assert "form_blank" in {row["code"] for row in finding_rows(game.workspace, kind="question")}


def test_a_message_of_pictures_and_a_text_is_no_refusal(game: Game) -> None:
    mail = programs.outlook_as_text(Sent("a@kleve.example", START, "notiz.vcf", programs.CARD.encode()))
    (became,) = game.hand_in_all([mail], "Nachricht.eml")
    assert (became.outcome, "member_passed_over" in codes(became)) == ("unpacked", True)


def test_what_is_missing_in_winmail_is_named(game: Game) -> None:
    form = game.filled("Kleve", {INSTITUTION: "Jugendamt"})
    tnef = winmail({"Kleve.xlsx": form, "Anlage Zwei.pdf": None})
    sent = Sent("a@kleve.example", START, "winmail.dat", tnef)
    became = game.hand_in_all([programs.thunderbird(sent)], "Nachricht.eml")
    assert game.answers()["AAAAAA", *INSTITUTION] == "Jugendamt"
    (defect,) = [found.message for one in became for found in one.findings if found.code == "mail_defects"]
    assert "aus winmail.dat fehlt: Anlage Zwei.pdf" in defect


def test_winmail_that_is_cut_off_says_so() -> None:
    found = unpack(winmail({"a.xlsx": b"PK\x03\x04", "b.xlsx": b"x" * 50}, whole=False))
    assert found is not None
    assert [member.name for member in found.members] == ["a.xlsx", "FORMUL~1.XLS"]
    assert found.defects == ("winmail.dat bricht vor seinem Ende ab",)


def test_winmail_with_formatting_alone_is_passed_over() -> None:
    sent = Sent("a@kleve.example", START, "winmail.dat", winmail({}))
    mail = unpack(programs.thunderbird(sent))
    assert mail is not None
    assert (mail.members, mail.passed_over) == ((), ("winmail.dat", "kim_muster.vcf"))
