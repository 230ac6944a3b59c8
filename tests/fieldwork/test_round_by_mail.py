"""A whole round through the mail: launched, returned by every mail program, asked, reminded, closed.

CI plays a few alliances; `make round` plays the 53 of North Rhine-Westphalia.
"""

from __future__ import annotations

import os
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

import pytest

from cli.conftest import SETTINGS
from fieldwork.programs import PROGRAMS, Sent, thunderbird
from office.enclosing import notices
from rounds.playing import START, FrozenWorkspace, Game, saved_at
from ruecklauf.fieldwork.mailing import Wanted, deliver, plan
from ruecklauf.fieldwork.notes import note_of
from ruecklauf.fieldwork.occasions import Occasion
from ruecklauf.fieldwork.today import Task, to_do
from ruecklauf.fieldwork.ways import AsFiles
from ruecklauf.intake.read import open_return
from ruecklauf.project import Alliance, alliances_for_nrw, open_project, write_alliances
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
CONTRADICTED = "rule.mitwirkung_braucht_vorhanden"
ROW = ("akteure", "akteure", "AK001")
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
        body = mail.get_body()
        assert body is not None
        texts = [str(value) for value in mail.values()] + [body.get_content()]
        for part in mail.iter_attachments():
            content = part.get_payload(decode=True)
            assert isinstance(content, bytes)
            name = str(part.get_filename())
            texts.append(name)
            texts += open_return(content).texts() if name.endswith(".xlsx") else [content.decode()]
        said = "\n".join(texts)
        assert own in said or names[own] in said
        for other in game.ids:
            if other != own:
                assert other not in said
                assert other.lower() not in said.lower()


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
    # half of them correct what is wrong; what is asked again goes to the others only
    better = game.ids[: answering // 2]
    again = [
        thunderbird(Sent(f"amt@{own.lower()}.example", JULY, f"Rückmeldung {own}.xlsx", game.form(own, JULY)))
        for own in better
    ]
    game.take(again, JULY)
    wrong = {row["alliance"] for row in game.open_questions() if row["code"] == CONTRADICTED}
    assert wrong == set(game.ids[:answering]) - set(better)
    assert game.mail(Occasion.QUESTIONS, JULY, number=2) == answering

    declined = game.silent[-1]
    note = note_of(
        game.alliance(declined), game.wave(WAVE), "declined", text="kein Personal", until=None, address="",
        on=JULY.date(), person="Kim", now=JULY,
    )  # fmt: skip
    game.workspace.store.record_note(note)
    assert game.mail(Occasion.REMINDER, JULY, late=True) == len(game.silent) - 1
    late = [
        thunderbird(Sent(f"amt@{own.lower()}.example", LATER, f"{own}.xlsx", game.form(own, LATER)))
        for own in game.silent[:-1]
    ]
    game.take(late, LATER)

    points = sorted({row["point"] for row in game.open_questions()})
    settle(game.workspace, points, State.ACCEPTED, person="Kim", reason="trifft zu", now=LAST)
    with game.workspace.store.snapshot() as state:
        unread = [one.id for one in inbox(state, game.workspace.project.alliances)]
    tick(game.workspace, unread, done=True, person="Kim", now=LAST)
    game.mail(Occasion.RECEIPT, LAST)
    assert game.todo(LAST.date()) <= {Task.CLOSE, Task.LOOK}
    assert game.mail(Occasion.CLOSING, LAST) == asked - 1
    decide_wave(game.workspace, game.wave(WAVE), WaveState.CLOSED, person="Kim", reason="fertig", now=LAST)
    assert game.todo(LAST.date()) == set()
    agree(game, declined)
    canaries(game)


def agree(game: Round, declined: str) -> None:
    """Status, ledger and store say the same at the end."""
    expected = set(game.ids) - {declined}
    status = wave_status(game.workspace, game.wave(WAVE))
    assert {each.id for each in status.alliances if each.worksheets} == expected
    assert {each.id for each in status.alliances if each.is_awaited} == set()
    assert {each.id: each.declined for each in status.alliances}[declined]
    assert sum(each.questions for each in status.alliances) == 0
    answers = game.answers()
    for own in expected:
        assert answers[(own, *ROW, "institution")] == f"Jugendamt {own}"
        assert answers[(own, *ROW, "ap_mail")] == f"kontakt@{own.lower()}.example"
    assert {key[0] for key in answers} == expected
    with game.workspace.store.snapshot() as state:
        posted, current = state.messages(), state.current(WAVE)
        assert state.lacking() == ()
    assert {each.alliance for each in current} == expected
    assert len(posted) == len(game.out)
    assert Counter(each.state for each in posted)[MessageState.BOUNCED] == 1
    everything = finding_rows(game.workspace, wave=WAVE, kind="question", everything=True)
    assert {row["state"] for row in everything} <= {"accepted", "mended"}
    by_alliance = Counter(each.message.alliance for each in posted if each.message.occasion == "launch")
    assert by_alliance == Counter(game.ids)
