"""A whole round through the mail: launched, returned by every mail program, asked, reminded, closed.

CI plays a few alliances; `make round` plays the 53 of North Rhine-Westphalia.
"""

from __future__ import annotations

import io
import os
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from email import message_from_bytes, policy
from email.message import EmailMessage
from functools import cached_property
from itertools import cycle
from pathlib import Path

import openpyxl  # type: ignore[import-untyped]
import pytest

from cli.conftest import SETTINGS
from fieldwork.programs import PROGRAMS, Sent, thunderbird
from fieldwork.test_canaries import words
from office.enclosing import notices
from rounds.playing import START, FrozenWorkspace, Game, saved_at
from ruecklauf.fieldwork.mailing import Wanted, deliver, plan
from ruecklauf.fieldwork.notes import note_of
from ruecklauf.fieldwork.occasions import Occasion
from ruecklauf.fieldwork.today import Task, to_do
from ruecklauf.fieldwork.ways import AsFiles
from ruecklauf.intake.read import open_return
from ruecklauf.project import Alliance, alliances_for_nrw, open_project, write_alliances
from ruecklauf.rounds.asking.decisions import correct
from ruecklauf.rounds.asking.inbox import inbox, tick
from ruecklauf.rounds.asking.listing import finding_rows, settle
from ruecklauf.rounds.asking.points import State
from ruecklauf.rounds.asking.reports import wave_status
from ruecklauf.rounds.asking.waves import WaveState, decide_wave
from ruecklauf.rounds.issuing.forms import issue_forms
from ruecklauf.rounds.taking_in.reception import Receiver
from ruecklauf.store import MessageState

ALLIANCES = int(os.environ.get("RUECKLAUF_ALLIANCES", "9"))
"""At least eight, so that there is one of each kind."""
WAVE = "2026-1"
JUNE, JULY = datetime(2026, 6, 3, 9, tzinfo=UTC), datetime(2026, 7, 2, 9, tzinfo=UTC)
LATER, LAST = JULY + timedelta(days=8), JULY + timedelta(days=20)
COMES_LATER = "kommt mit der nächsten Welle nach"
CONTRADICTED = "rule.mitwirkung_braucht_vorhanden"
ROW = ("akteure", "akteure", "AK001")
OTHER_ROW = ("akteure", "akteure", "AK002")
SHEET = ("stammblatt", "stammblatt", "ST")


@dataclass
class Round(Game):
    """The project of the round, with whom returns what."""

    out: list[tuple[str, EmailMessage]] = field(default_factory=list)
    """Every message that was made, with the alliance it is for."""
    handed: int = 0

    def __post_init__(self) -> None:
        self.root.mkdir(parents=True)
        (self.root / "ruecklauf.toml").write_text(SETTINGS, encoding="utf-8")
        named = [
            Alliance(f"A{nr:05}", each.name, each.ags, each.area_type, f"amt@a{nr:05}.example")
            for nr, each in enumerate(alliances_for_nrw()[:ALLIANCES])
        ]
        write_alliances(self.root / "alliances.csv", named)
        with FrozenWorkspace(open_project(self.root), makes=True) as workspace:
            wave, listed = workspace.project.wave(WAVE), workspace.project.alliances
            issue_forms(workspace, wave, listed, folder=self.root / "forms" / WAVE, now=START)

    @cached_property
    def ids(self) -> list[str]:
        return [alliance.id for alliance in self.workspace.project.alliances]

    @property
    def silent(self) -> list[str]:
        """Who returns nothing before a reminder; of these the last one declines."""
        return self.ids[-3:]

    def mail(self, occasion: Occasion, now: datetime, **more: object) -> int:
        """Make the messages of an occasion and keep each; how many there were."""
        wave = self.wave(WAVE)
        everybody = tuple(self.workspace.project.alliances)
        wanted = Wanted(wave=wave, occasion=occasion, alliances=everybody, **more)  # type: ignore[arg-type]
        made = plan(self.workspace, wanted, way="eml", now=now)
        way = AsFiles(self.root / "drafts" / WAVE, wave)
        deliver(self.workspace, made.written, way, now=lambda: now)
        for written in made.written:
            mail = message_from_bytes(way.path_of(written).read_bytes(), policy=policy.default)
            assert isinstance(mail, EmailMessage)
            self.out.append((written.noted.alliance, mail))
        return len(made.written)

    def take(self, mails: list[bytes], now: datetime) -> Counter[str]:
        folder = self.root.parent / f"post {self.handed}"
        folder.mkdir()
        paths = [folder / f"{number}.eml" for number in range(len(mails))]
        for path, mail in zip(paths, mails, strict=True):
            path.write_bytes(mail)
        self.handed += 1
        became = list(Receiver(self.workspace).receive_all(paths, now=now))
        return Counter(one.outcome for one in became)

    def form(self, alliance: str, moment: datetime, *, there: str = "ja") -> bytes:
        """Its form filled in: what is its own names it. A rule asks who works together to be `there`."""
        typed = {
            (*ROW, "vorhanden"): there,
            (*ROW, "koop"): "ja",
            (*ROW, "institution"): f"Jugendamt {alliance}",
            (*ROW, "ap_mail"): f"kontakt@{alliance.lower()}.example",
            (*SHEET, "gs_vzae"): Decimal("1.5"),
        }
        return saved_at(self.filled(alliance, typed), moment)

    def note(self, alliance: str, kind: str, text: str, moment: datetime) -> None:
        made = note_of(
            self.alliance(alliance), self.wave(WAVE), kind, text=text, until=None, address="",
            on=moment.date(), person="Kim", now=moment,
        )  # fmt: skip
        self.workspace.store.record_note(made)

    def original(self, alliance: str) -> bytes:
        return next((self.root / "forms" / WAVE).glob(f"*{alliance}*")).read_bytes()

    def todo(self, today: date) -> set[Task]:
        with self.workspace.store.snapshot() as state:
            found = to_do(state, [self.wave(WAVE)], self.workspace.project.alliances, today)
        return {thing.task for thing in found}

    def open_questions(self) -> list[dict[str, str]]:
        return finding_rows(self.workspace, wave=WAVE, kind="question")


@pytest.fixture
def played(tmp_path: Path) -> Iterator[Round]:
    game = Round(tmp_path / "projekt")
    yield game
    game.close()


def returns(game: Round, *, there: str) -> list[bytes]:
    """What comes in June: from each that is not silent, by one mail program after the other."""
    mails = []
    programs = cycle(PROGRAMS.values())
    for number, alliance in enumerate(game.ids):
        if alliance in game.silent:
            continue
        sent = Sent(
            f"amt@{alliance.lower()}.example",
            JUNE + timedelta(days=1, minutes=number),
            f"Rückmeldung {alliance}.xlsx",
            game.form(alliance, JUNE + timedelta(hours=1), there=there),
            f"Guten Tag, hier die Angaben von {alliance}. In Zeile AK012 fehlt noch etwas.",
            game.original(alliance),
        )
        mails.append(next(programs)(sent))
    return mails


def canaries(game: Round) -> None:
    """Nobody's data, form, question or address stands in another's message."""
    names = {alliance.id: alliance.name for alliance in game.workspace.project.alliances}
    for own, mail in game.out:
        said = words(mail)
        assert own in said or names[own] in said
        assert {found.upper() for found in re.findall(r"\b[aA]0\d{4}\b", said)} <= {own}


def test_a_round_is_played_through_the_mail(played: Round) -> None:
    game, asked = played, len(played.ids)
    answering = asked - len(game.silent)
    assert game.mail(Occasion.LAUNCH, JUNE) == asked
    for own, mail in game.out:
        forms = [part for part in mail.iter_attachments() if str(part.get_filename()).endswith(".xlsx")]
        (code,) = {open_return(part.get_payload(decode=True)).recognised.code for part in forms}  # type: ignore[arg-type]
        assert code is not None and code.alliance_id == own

    mails = returns(game, there="nein")
    bounced = game.silent[0]
    # the draft got another id when it was sent
    launch = next(mail for own, mail in game.out if own == bounced)
    address = f"amt@{bounced.lower()}.example"
    mails.append(notices.postfix("<x@outlook.example>", address, subject=str(launch["Subject"])))
    mails.append(notices.outlook_away().replace(b"a@kleve.example", f"amt@{game.ids[0]}.example".encode()))
    became = game.take(mails, JUNE + timedelta(days=5))
    assert became["refused"] == 0
    status = wave_status(game.workspace, game.wave(WAVE))
    assert status.returned == answering
    assert [each.id for each in status.alliances if not each.arrives] == [bounced]

    assert game.mail(Occasion.RECEIPT, JUNE + timedelta(days=6)) == answering
    assert game.mail(Occasion.QUESTIONS, JUNE + timedelta(days=7)) == answering
    assert {row["state"] for row in game.open_questions()} == {"asked"}
    # some correct what is wrong in their form
    better = game.ids[: answering // 3]
    again = [
        thunderbird(Sent(f"amt@{own.lower()}.example", JULY, f"Rückmeldung {own}.xlsx", game.form(own, JULY)))
        for own in better
    ]
    game.take(again, JULY)
    wrong = {row["alliance"] for row in game.open_questions() if row["code"] == CONTRADICTED}
    assert wrong == set(game.ids[:answering]) - set(better)

    declined = game.silent[-1]
    game.note(declined, "declined", "kein Personal", JULY)
    assert game.mail(Occasion.REMINDER, JULY, late=True) == len(game.silent) - 1
    late = [
        thunderbird(Sent(f"amt@{own.lower()}.example", LATER, f"{own}.xlsx", game.form(own, LATER)))
        for own in game.silent[:-1]
    ]
    game.take(late, LATER)
    assert game.mail(Occasion.QUESTIONS, LATER, number=2) == asked - 1
    ended = settled_as_people_do(game, [own for own in game.ids if own != declined])

    with game.workspace.store.snapshot() as state:
        unread = [one.id for one in inbox(state, game.workspace.project.alliances)]
    tick(game.workspace, unread, done=True, person="Kim", now=LAST)
    game.mail(Occasion.RECEIPT, LAST)
    assert game.todo(LAST.date()) <= {Task.CLOSE, Task.LOOK}
    assert game.mail(Occasion.CLOSING, LAST) == asked - 1
    decide_wave(game.workspace, game.wave(WAVE), WaveState.CLOSED, person="Kim", reason="fertig", now=LAST)
    assert game.todo(LAST.date()) == set()
    agree(game, declined, ended)
    canaries(game)


@dataclass(frozen=True)
class Ended:
    """How the questions of each alliance ended."""

    answering: list[str]
    """They answer everything that can be answered in the workbook."""
    explaining: list[str]
    """They say why it is so."""
    called: list[str]
    """They are called: one thing is put right, the rest comes later."""

    @classmethod
    def of(cls, alliances: list[str]) -> Ended:
        return cls(alliances[::3], alliances[1::3], alliances[2::3])


def settled_as_people_do(game: Round, alliances: list[str]) -> Ended:
    """Answers and explanations come back in the workbooks that were mailed; the others are called."""
    ended = Ended.of(alliances)
    workbooks = [(own, answered(game, own, answers=True)) for own in ended.answering]
    workbooks += [(own, answered(game, own, answers=False)) for own in ended.explaining]
    mails = [
        thunderbird(Sent(f"amt@{own.lower()}.example", LATER, "Rückfragen.xlsx", workbook))
        for own, workbook in workbooks
    ]
    became = game.take(mails, LATER + timedelta(days=2))
    assert became["accepted_with_findings"] == len(mails)
    for row in unique_points(game, "explained"):
        settle(
            game.workspace, [row["point"]], State.ACCEPTED, person="Kim",
            reason=f"erläutert: {row['explanation']}", now=LAST,
        )  # fmt: skip
    for own in ended.called:
        game.note(own, "called", "stimmt, Stelle besteht; der Rest kommt mit der nächsten Welle", LAST)
        correct(
            game.workspace, game.alliance(own), game.wave(WAVE), "akteure.vorhanden", row="AK001", value="ja",
            missing=None, person="Kim", reason="Anruf", now=LAST,
        )  # fmt: skip
    left = sorted({row["point"] for row in game.open_questions()})
    settle(game.workspace, left, State.ASKED, person="Kim", reason=COMES_LATER, now=LAST)
    return ended


def unique_points(game: Round, state: str) -> list[dict[str, str]]:
    """One row of each point in a state."""
    rows = (row for row in game.open_questions() if row["state"] == state)
    return list({row["point"]: row for row in rows}.values())


def answered(game: Round, own: str, *, answers: bool) -> bytes:
    """The workbook of the last questions to an alliance, with something in each line: a choice where one can
    be made, else an explanation; or explanations alone.
    """
    mail = next(mail for to, mail in reversed(game.out) if to == own)
    (workbook,) = (part for part in mail.iter_attachments() if str(part.get_filename()).endswith(".xlsx"))
    book = openpyxl.load_workbook(io.BytesIO(workbook.get_payload(decode=True)))  # type: ignore[arg-type]
    sheet = book["Rückfragen"]
    head = next(cell.row for cell in sheet["A"] if cell.value == "Nr.")
    for line in sheet.iter_rows(min_row=head + 1):
        if line[0].value is None:
            continue
        if answers and not line[5].value:
            line[5].value = "nein" if "AK001" not in str(line[2].value) else "ja"
        else:
            line[6].value = f"Bei uns ist das so ({own})."
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def agree(game: Round, declined: str, ended: Ended) -> None:
    """Status, ledger and store say the same at the end."""
    expected = set(game.ids) - {declined}
    status = wave_status(game.workspace, game.wave(WAVE))
    assert {each.id for each in status.alliances if each.worksheets} == expected
    assert {each.id for each in status.alliances if each.is_awaited} == set()
    assert {each.id: each.declined for each in status.alliances}[declined]
    everything = finding_rows(game.workspace, wave=WAVE, kind="question", everything=True)
    unsettled = [row for row in everything if row["state"] not in ("accepted", "mended")]
    assert {(row["state"], row["reason"]) for row in unsettled} == {("asked", f"Kim: {COMES_LATER}")}
    assert {row["alliance"] for row in unsettled} >= set(ended.called)
    told = {each.id: each.questions for each in status.alliances if each.questions}
    assert told == Counter(row["alliance"] for row in unsettled)
    accepted = [row for row in everything if row["state"] == "accepted"]
    assert {row["alliance"] for row in accepted} == {*ended.answering, *ended.explaining}
    assert all(f"Bei uns ist das so ({row['alliance']})." in row["reason"] for row in accepted)
    assert {row["alliance"] for row in unsettled if row["alliance"] in ended.explaining} == set()
    answers = game.answers()
    for own in expected:
        assert answers[(own, *ROW, "institution")] == f"Jugendamt {own}"
        assert answers[(own, *ROW, "ap_mail")] == f"kontakt@{own.lower()}.example"
        assert answers.get((own, *OTHER_ROW, "vorhanden")) == ("nein" if own in ended.answering else None)
    assert {own for own in ended.called if answers[(own, *ROW, "vorhanden")] == "ja"} == set(ended.called)
    assert {key[0] for key in answers} == expected
    with game.workspace.store.snapshot() as state:
        posted, current = state.messages(), state.current(WAVE)
        assert state.lacking() == ()
    assert {each.alliance for each in current} == expected
    assert len(posted) == len(game.out)
    assert Counter(each.state for each in posted)[MessageState.BOUNCED] == 1
    by_alliance = Counter(each.message.alliance for each in posted if each.message.occasion == "launch")
    assert by_alliance == Counter(game.ids)
    by_id = {each.message.message_id: each.message.alliance for each in posted}
    with game.workspace.store.snapshot() as state:
        asked = [made for made in state.settlements() if made.person == "ruecklauf mail"]
    assert asked and all(by_id[made.reason.removeprefix("in message ")] == made.alliance for made in asked)
