"""What comes back to messages: reports of mail servers, automatic answers, and what people write."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from office.enclosing import notices
from office.enclosing.notices import OURS, SUBJECT, TO
from rounds.playing import START, Game, codes, message
from ruecklauf.errors import ProjectError
from ruecklauf.fieldwork.mailing import Wanted, plan
from ruecklauf.fieldwork.notes import note_of
from ruecklauf.fieldwork.occasions import Occasion
from ruecklauf.fieldwork.today import to_do
from ruecklauf.fieldwork.writing import Written
from ruecklauf.rounds.asking.inbox import InboxMessage, inbox, tick
from ruecklauf.rounds.asking.reports import AllianceStatus, wave_status
from ruecklauf.store import Message, MessageState, Noted, NoteKind

NOW = datetime(2026, 6, 3, 9, tzinfo=UTC)
INSTITUTION = ("akteure", "akteure", "AK001", "institution")


@pytest.fixture
def game(tmp_path: Path) -> Iterator[Game]:
    """The form was mailed to Kleve: sent, or as a draft that a person sent."""
    game = Game(tmp_path / "projekt")
    made = Message(
        message_id=OURS, alliance="AAAAAA", wave="2026-1", occasion="launch", topic="1", attempt=1,
        way="smtp", to=(TO,), cc=("chef@kleve.example",), subject=SUBJECT, text="Guten Tag",
        attachments={}, made_at=NOW,
    )  # fmt: skip
    game.workspace.store.record_message(
        made, Noted(message_id=OURS, state=MessageState.SENT, recorded_at=NOW)
    )
    yield game
    game.close()


def states(game: Game) -> list[tuple[str, str]]:
    with game.workspace.store.snapshot() as state:
        return [(posted.state, posted.detail) for posted in state.messages()]


def things(game: Game, today: date) -> list[tuple[str, tuple[str, ...], str]]:
    with game.workspace.store.snapshot() as state:
        found = to_do(state, [game.wave("2026-1")], game.workspace.project.alliances, today)
    return [(str(thing.task), thing.about, thing.text) for thing in found]


def status(game: Game, name: str) -> AllianceStatus:
    found = wave_status(game.workspace, game.wave("2026-1"))
    return next(each for each in found.alliances if each.name == name)


def written(game: Game, occasion: Occasion) -> dict[str, Written]:
    everybody = tuple(game.workspace.project.alliances)
    wanted = Wanted(wave=game.wave("2026-1"), occasion=occasion, alliances=everybody, number=7)
    made = plan(game.workspace, wanted, way="eml", now=NOW).written
    return {each.noted.alliance: each for each in made}


def read(game: Game) -> tuple[InboxMessage, ...]:
    with game.workspace.store.snapshot() as state:
        return inbox(state, game.workspace.project.alliances)


FAILED = {
    "Postfix": (notices.postfix(), "550 5.1.1"),
    "Exchange": (notices.exchange(), "RecipientNotFound"),
    "a gateway": (notices.exchange_on_premises(), "mailbox full"),
    "GMX": (notices.gmx(), "unknown user"),
    "Exim, without an id": (notices.exim(), "refused by policy"),
    "of a draft that got another id": (notices.postfix("<other@outlook.example>"), "550 5.1.1"),
}


@pytest.mark.parametrize(("report", "why"), FAILED.values(), ids=FAILED)
def test_a_report_marks_the_message_as_bounced_once(game: Game, report: bytes, why: str) -> None:
    for _ in range(2):
        became = game.hand_in(report, "Bericht.eml")
        assert (became.outcome, codes(became)) == ("unpacked", ["delivery_failed"])
        assert "a…@kleve.example" in became.findings[0].message
    ((state, detail),) = states(game)
    assert (state, detail.startswith(f"{TO}: "), why in detail) == ("bounced", True, True)
    assert not status(game, "Kleve").arrives
    assert ("look", ("Kleve",), "the message did not arrive (launch)") in things(game, date(2026, 6, 4))
    with game.workspace.store.snapshot() as snapshot:
        assert [made for made in snapshot.submissions() if made.outcome == "refused"] == []


def test_our_own_form_that_is_sent_back_is_no_return(game: Game) -> None:
    form = next((game.root / "forms" / "2026-1").glob("Kleve*")).read_bytes()
    became = game.hand_in_all([notices.postfix(form=form)], "Bericht.eml")
    assert [one.outcome for one in became] == ["unpacked"]


def test_an_answer_in_a_report_about_another_message_is_taken_in(game: Game) -> None:
    """Somebody passes on that a mail of theirs, with the filled form, could not be delivered."""
    filled = game.filled("Kleve", {INSTITUTION: "Jugendamt"})
    report = notices.postfix("<theirs@kleve.example>", "ruecklauf@institut.example", form=filled)
    became = game.hand_in_all([report], "Bericht.eml")
    assert codes(became[0]) == ["delivery_failed_unknown"]
    assert became[-1].outcome.startswith("accepted")
    assert game.answers()["AAAAAA", *INSTITUTION] == "Jugendamt"
    assert [state for state, _ in states(game)] == ["sent"]


@pytest.mark.parametrize(
    ("notice", "code"),
    [(notices.delayed(), "delivery_delayed"), (notices.shown(), "delivery_told")],
    ids=["delayed", "shown"],
)
def test_what_is_only_delayed_or_arrived_stays_as_it_is(game: Game, notice: bytes, code: str) -> None:
    assert codes(game.hand_in(notice, "Bericht.eml")) == [code]
    assert states(game) == [("sent", "")]


def test_a_receipt_of_reading_something_else_is_told(game: Game) -> None:
    other = notices.shown().replace(OURS.encode(), b"<other@x.example>").replace(TO.encode(), b"x@y.example")
    assert codes(game.hand_in(other, "Bericht.eml")) == ["delivery_notice_unknown"]


@pytest.mark.parametrize("away", [notices.outlook_away(), notices.sieve_away(), notices.webmail_away()])
def test_who_is_away_is_noted_and_to_be_read(game: Game, away: bytes) -> None:
    became = game.hand_in(away, "Antwort.eml")
    assert (became.outcome, codes(became)) == ("unpacked", ["automatic_reply"])
    (came,) = read(game)
    assert (came.alliance, came.automatic, came.sender) == ("AAAAAA", True, TO)
    assert ("read", ("Kleve",), "1 messages with a text to be read") in things(game, date(2026, 6, 4))
    assert states(game) == [("sent", "")]


def test_what_people_write_is_kept_with_their_alliance_until_it_was_read(game: Game) -> None:
    form = game.filled("Köln", {INSTITUTION: "Jugendamt"})
    game.hand_in(message("x@gmx.de", START, {"Köln.xlsx": form}, "AK012: Frau Öz, 0221 123\n\nGruß"), "a.eml")
    game.hand_in(notices.by_a_person(), "b.eml")
    koeln, kleve = read(game)
    assert (koeln.alliance, koeln.wave, koeln.text, koeln.files) == (
        "BBBBBB", "2026-1", "AK012: Frau Öz, 0221 123\n\nGruß", ("Köln.xlsx",),
    )  # fmt: skip
    assert (kleve.alliance, kleve.wave, kleve.subject) == ("AAAAAA", "2026-1", f"AW: {SUBJECT}")
    assert b"0221 123" not in (game.root / "ruecklauf.sqlite").read_bytes()
    tick(game.workspace, [koeln.id], done=True, person="Kim", now=NOW)
    assert [one.is_done for one in read(game)] == [True, False]
    tick(game.workspace, [koeln.id], done=False, person="Kim", now=NOW)
    assert [one.is_done for one in read(game)] == [False, False]
    with pytest.raises(ProjectError, match="no message"):
        tick(game.workspace, ["abcdef"], done=True, person="Kim", now=NOW)


def note(game: Game, name: str, kind: NoteKind, **given: object) -> None:
    said = {"text": "Anruf", "until": None, "address": "", "on": NOW.date(), "person": "Kim", **given}
    made = note_of(game.alliance(name), game.wave("2026-1"), kind, now=NOW, **said)  # type: ignore[arg-type]
    game.workspace.store.record_note(made)


def test_who_declined_gets_no_form_and_no_reminder_until_it_takes_part_after_all(game: Game) -> None:
    note(game, "Kleve", NoteKind.DECLINED)
    note(game, "Kleve", NoteKind.CALLED)
    assert set(written(game, Occasion.REMINDER)) == set(written(game, Occasion.LAUNCH)) == {"BBBBBB"}
    assert all("Kleve" not in about for _, about, _ in things(game, date(2026, 7, 1)))
    kleve = status(game, "Kleve")
    assert (kleve.declined, kleve.is_awaited) == (True, False)
    found = wave_status(game.workspace, game.wave("2026-1"))
    assert [each.name for each in found.chosen(only_open=True, overdue_at=date(2026, 7, 1))] == ["Köln"]
    note(game, "Kleve", NoteKind.TAKES_PART)
    assert set(written(game, Occasion.REMINDER)) == {"AAAAAA", "BBBBBB"}
    assert status(game, "Kleve").is_awaited


def test_more_time_moves_the_deadline_of_one_alliance_everywhere(game: Game) -> None:
    note(game, "Kleve", NoteKind.EXTENDED, until=date(2026, 7, 15))
    remind = [about for task, about, _ in things(game, date(2026, 7, 2)) if task == "remind"]
    assert remind == [("Köln",)]
    assert ("Kleve", "Köln") in [
        about for task, about, _ in things(game, date(2026, 7, 16)) if task == "remind"
    ]
    response = wave_status(game.workspace, game.wave("2026-1"))
    assert [each.deadline for each in response.alliances] == [date(2026, 7, 15), date(2026, 6, 30)]
    assert [each.name for each in response.chosen(only_open=False, overdue_at=date(2026, 7, 2))] == ["Köln"]
    mails = written(game, Occasion.REMINDER)
    for own, day, stamp in (("AAAAAA", "15.07.2026", "20260715"), ("BBBBBB", "30.06.2026", "20260630")):
        assert f"Abgabetermin für die Erhebung „Welle 1“ ist der {day}." in mails[own].noted.text
        assert f"DTSTART;VALUE=DATE:{stamp}".encode() in mails[own].attachments[-1].content


def test_a_new_address_is_to_be_entered_in_the_list(game: Game) -> None:
    note(game, "Kleve", NoteKind.CONTACT, address="neu@kleve.example")
    new = ("look", ("Kleve",), "enter the new address neu@kleve.example in alliances.csv")
    assert new in things(game, date(2026, 6, 4))
    note(game, "Kleve", NoteKind.CONTACT, address=TO)
    assert new not in things(game, date(2026, 6, 4))


@pytest.mark.parametrize(
    ("kind", "given", "complaint"),
    [
        (NoteKind.EXTENDED, {}, "an extension needs a day"),
        (NoteKind.EXTENDED, {"until": date(2026, 6, 30)}, "not after the deadline"),
        (NoteKind.CALLED, {"until": date(2026, 7, 30)}, "called has no day"),
        (NoteKind.CALLED, {"address": TO}, "called has no address"),
        (NoteKind.CONTACT, {"address": "kleve"}, "is no e-mail address"),
        (NoteKind.DECLINED, {"text": " "}, "nothing is said"),
    ],
)
def test_a_note_says_what_its_kind_needs(
    game: Game, kind: NoteKind, given: dict[str, object], complaint: str
) -> None:
    with pytest.raises(ProjectError, match=complaint):
        note(game, "Kleve", kind, **given)
