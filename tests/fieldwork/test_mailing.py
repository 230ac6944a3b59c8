"""Messages of a round: to whom, with what, and what the ledger says of them."""

from __future__ import annotations

import csv
import io
import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest

from fieldwork.servers import Mailbox, imap, smtp
from rounds.playing import START, FrozenWorkspace, Game, message
from rounds.test_guards import HARMFUL, team_s_own
from ruecklauf.errors import DeclarationError, ProjectError, StoreError
from ruecklauf.fieldwork.mailing import Delivered, Plan, Wanted, deliver, plan
from ruecklauf.fieldwork.occasions import Occasion
from ruecklauf.fieldwork.ways import AsFiles, IntoDrafts, Sending, Way
from ruecklauf.intake.read import open_return
from ruecklauf.project import open_project
from ruecklauf.project.settings import Mail
from ruecklauf.rounds.asking.rebuilding import rebuild
from ruecklauf.rounds.issuing.forms import issue_forms

NOW = datetime(2026, 6, 3, 9, tzinfo=UTC)
ALLIANCES = ("Kleve", "Köln")
INSTITUTION = ("akteure", "akteure", "AK001", "institution")


@pytest.fixture
def game(tmp_path: Path) -> Iterator[Game]:
    game = Game(tmp_path / "projekt")
    yield game
    game.close()


def wanted(game: Game, occasion: Occasion, **more: object) -> Wanted:
    alliances = tuple(game.workspace.project.alliances)
    return Wanted(wave=game.wave("2026-1"), occasion=occasion, alliances=alliances, **more)  # type: ignore[arg-type]


def planned(game: Game, occasion: Occasion, *, way: str = "eml", **more: object) -> Plan:
    return plan(game.workspace, wanted(game, occasion, **more), way=way, now=NOW)


def delivered(game: Game, made: Plan, way: Way) -> list[Delivered]:
    return list(deliver(game.workspace, made.written, way, now=lambda: NOW))


def ledger(game: Game) -> list[tuple[str, str, str, str]]:
    with game.workspace.store.snapshot() as state:
        return [(p.message.alliance, p.message.occasion, p.message.way, p.state) for p in state.messages()]


def read(data: bytes) -> EmailMessage:
    read = message_from_bytes(data, policy=policy.default)
    assert isinstance(read, EmailMessage)
    return read


def attached(mail: EmailMessage) -> dict[str, bytes]:
    return {str(part.get_filename()): part.get_payload(decode=True) for part in mail.iter_attachments()}  # type: ignore[misc]


def test_a_launch_has_each_alliance_s_own_form_and_the_deadline(game: Game, tmp_path: Path) -> None:
    delivered(game, planned(game, Occasion.LAUNCH), AsFiles(tmp_path / "drafts", game.wave("2026-1")))
    mails = [read(path.read_bytes()) for path in sorted((tmp_path / "drafts").glob("*.eml"))]
    assert [(mail["To"], mail["X-Unsent"]) for mail in mails] == [
        ("a@kleve.example", "1"),
        ("b@koeln.example", "1"),
    ]
    for mail, own in zip(mails, ("AAAAAA", "BBBBBB"), strict=True):
        form, calendar = attached(mail).values()
        code = open_return(form).recognised.code
        assert code is not None
        assert (code.alliance_id, b"DTSTART;VALUE=DATE:20260630" in calendar) == (own, True)
    assert ledger(game) == [(own, "launch", "eml", "draft") for own in ("AAAAAA", "BBBBBB")]
    if os.name != "nt":
        assert {path.stat().st_mode & 0o077 for path in (tmp_path / "drafts").iterdir()} == {0}


def test_nothing_of_one_alliance_stands_in_another_s_message(game: Game) -> None:
    for own, other in (ALLIANCES, ALLIANCES[::-1]):
        typed = {INSTITUTION: f"Amt für {own}sachen"}
        game.hand_in(game.filled(own, typed), f"Antwort {own}.xlsx")
        assert other not in typed[INSTITUTION]
    own_texts = {
        "AAAAAA": ("Kleve", "AAAAAA", "kleve.example"),
        "BBBBBB": ("Köln", "BBBBBB", "koeln.example", "Koeln"),
    }
    # letters of feedback are looked at where there are any: demo/test_feedback_given.py
    for occasion in set(Occasion) - {Occasion.FREE, Occasion.FEEDBACK}:
        for written in planned(game, occasion).written:
            mail = read(written.as_email().as_bytes())
            forms = [content for name, content in attached(mail).items() if name.endswith(("xlsx", "docx"))]
            texts = [str(mail[name]) for name in mail] + [mail.get_body().get_content(), *attached(mail)]  # type: ignore[union-attr]
            texts += [text for form in forms for text in open_return(form).texts()]
            for other, canaries in own_texts.items():
                found = {canary for canary in canaries if any(canary in text for text in texts)}
                assert not found or other == written.noted.alliance


def test_reminders_go_to_whom_something_is_missing_and_name_it(game: Game) -> None:
    game.hand_in(game.filled("Kleve", {INSTITUTION: "Amt"}))
    kleve, koeln = (written.noted.text for written in planned(game, Occasion.REMINDER).written)
    assert ("\n- Akteur" in kleve, "\n- Stammblatt" in kleve) == (False, True)
    assert ("\n- Akteur" in koeln, "\n- Stammblatt" in koeln) == (True, True)


def test_questions_and_receipts_say_what_is_asked_and_what_arrived(game: Game) -> None:
    mail = message("a@kleve.example", START, {"Antwort.xlsx": game.filled("Kleve", {INSTITUTION: "Amt"})})
    game.hand_in(mail, "Antwort.eml")
    (asked,) = planned(game, Occasion.QUESTIONS).written
    assert "\n1. Akteure!" in asked.noted.text
    (receipt,) = planned(game, Occasion.RECEIPT).written
    assert "01.06.2026: Antwort.xlsx (SHA-256 " in receipt.noted.text
    with smtp(Mailbox()) as port:
        delivered(game, planned(game, Occasion.RECEIPT, way="smtp"), Sending(server(port)))
    assert planned(game, Occasion.RECEIPT, way="smtp").written == ()
    game.hand_in(game.filled("Kleve", {INSTITUTION: "Dezernat"}), "neu.xlsx")
    assert len(planned(game, Occasion.RECEIPT, way="smtp").written) == 1


def changed(path: Path, game: Game) -> None:
    path.write_bytes(path.read_bytes() + b"x")


def exchanged(path: Path, game: Game) -> None:
    other = next(found for found in path.parent.glob("*.xlsx") if found != path)
    path.write_bytes(other.read_bytes())


def missing(path: Path, game: Game) -> None:
    path.unlink()


@pytest.mark.parametrize("harm", [changed, exchanged, missing])
def test_nothing_is_made_where_one_attachment_is_wrong(game: Game, harm: object) -> None:
    path = max((game.root / "forms" / "2026-1").glob("*.xlsx"))
    harm(path, game)  # type: ignore[operator]
    with pytest.raises(ProjectError, match="Nothing was made"):
        planned(game, Occasion.LAUNCH)
    assert ledger(game) == []


def server(port: int) -> Mail:
    return Mail(smtp_host="127.0.0.1", smtp_port=port, smtp_security="none")


def test_what_was_sent_is_sent_once_and_another_number_again(game: Game) -> None:
    mailbox = Mailbox()
    with smtp(mailbox) as port:
        for number in (1, 1, 2):
            made = planned(game, Occasion.REMINDER, way="smtp", number=number)
            delivered(game, made, Sending(server(port)))
        assert [to for to, _ in mailbox.taken] == [("a@kleve.example",), ("b@koeln.example",)] * 2
        again = planned(game, Occasion.REMINDER, way="smtp", again=frozenset({"AAAAAA"}))
        assert [written.noted.attempt for written in again.written] == [2]
        assert "Köln: left out, sent on 2026-06-03 09:00" in map(str, again.left_out)
    assert {state for *_, state in ledger(game)} == {"sent"}


def test_whom_a_server_does_not_know_is_noted_and_the_others_get_theirs(game: Game) -> None:
    mailbox = Mailbox(unknown=frozenset({"a@kleve.example"}))
    with smtp(mailbox) as port:
        done = delivered(game, planned(game, Occasion.LAUNCH, way="smtp"), Sending(server(port)))
    assert [(each.state, each.detail) for each in done] == [
        ("failed", "a@kleve.example: 550 no such user"),
        ("sent", ""),
    ]
    retried = planned(game, Occasion.LAUNCH, way="smtp").written
    assert [(written.noted.alliance, written.noted.attempt) for written in retried] == [("AAAAAA", 2)]


def test_a_server_that_is_not_there_leaves_no_trace(game: Game) -> None:
    with pytest.raises(ProjectError, match=r"127\.0\.0\.1 cannot be used"):
        delivered(game, planned(game, Occasion.LAUNCH, way="smtp"), Sending(server(9)))
    assert ledger(game) == []


def test_two_programs_never_send_the_same(game: Game) -> None:
    plans = [planned(game, Occasion.LAUNCH, way="smtp") for _ in range(2)]
    mailbox = Mailbox()
    with smtp(mailbox) as port:
        delivered(game, plans[0], Sending(server(port)))
        with pytest.raises(StoreError):
            delivered(game, plans[1], Sending(server(port)))
    assert len(mailbox.taken) == 2


def mailbox_of(port: int) -> Mail:
    return Mail(imap_host="127.0.0.1", imap_port=port, imap_security="none", imap_user="kim")


@pytest.fixture(autouse=True)
def password(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RUECKLAUF_IMAP_PASSWORD", "geheim")


def test_drafts_go_into_the_folder_of_the_mail_server(game: Game) -> None:
    appended: list[tuple[str, str, bytes]] = []
    with imap(appended) as port:
        settings = mailbox_of(port).model_copy(update={"imap_folder": 'Entwürfe & "Co"'})
        delivered(game, planned(game, Occasion.LAUNCH, way="imap"), IntoDrafts(settings))
    assert [folder for folder, *_ in appended] == [r"Entw&APw-rfe &- \"Co\""] * 2


def test_a_refused_draft_is_noted(game: Game) -> None:
    with imap([], refuses=True) as port:
        settings = mailbox_of(port)
        done = delivered(game, planned(game, Occasion.LAUNCH, way="imap"), IntoDrafts(settings))
    assert [(each.state, "no such folder" in each.detail) for each in done] == [("failed", True)] * 2


def test_drafts_hold_back_what_is_sent_until_a_person_says_they_were_not(game: Game) -> None:
    appended: list[tuple[str, str, bytes]] = []
    with imap(appended) as port:
        settings = mailbox_of(port)
        delivered(game, planned(game, Occasion.LAUNCH, way="imap"), IntoDrafts(settings))
    assert [(folder, flags, read(data)["To"]) for folder, flags, data in appended] == [
        ("Drafts", r"\Draft \Seen", "a@kleve.example"),
        ("Drafts", r"\Draft \Seen", "b@koeln.example"),
    ]
    assert planned(game, Occasion.LAUNCH, way="smtp").written == ()
    assert len(planned(game, Occasion.LAUNCH, way="smtp", drafts_unsent=True).written) == 2


def test_passwords_come_from_the_environment(game: Game, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = Mail(imap_host="127.0.0.1", imap_port=1, imap_user="kim")
    monkeypatch.delenv("RUECKLAUF_IMAP_PASSWORD", raising=False)
    with pytest.raises(ProjectError, match="Set RUECKLAUF_IMAP_PASSWORD"), IntoDrafts(settings).opened():
        pass
    monkeypatch.setenv("RUECKLAUF_IMAP_PASSWORD", "geheim")
    with pytest.raises(ProjectError, match=r"cannot be used"), IntoDrafts(settings).opened():
        pass


def test_a_merge_list_has_what_the_messages_have(game: Game) -> None:
    rows = list(csv.DictReader(io.StringIO(planned(game, Occasion.LAUNCH).merge_list()), delimiter=";"))
    assert [(row["id"], row["to"], "2026-1.ics" in row["attachments"]) for row in rows] == [
        ("AAAAAA", "a@kleve.example", True),
        ("BBBBBB", "b@koeln.example", True),
    ]


def test_rebuild_keeps_the_ledger(game: Game, tmp_path: Path) -> None:
    delivered(game, planned(game, Occasion.LAUNCH), AsFiles(tmp_path / "drafts", game.wave("2026-1")))
    with game.workspace.store.snapshot() as state:
        before = state.messages()
    game.close()
    del vars(game.workspace)["store"]
    rebuild(game.workspace.project)
    with game.workspace.store.snapshot() as state:
        assert state.messages() == before


def test_a_deadline_that_is_over_goes_out_only_if_a_person_says_so(game: Game) -> None:
    after = datetime(2026, 7, 1, 9, tzinfo=UTC)
    for occasion in (Occasion.LAUNCH, Occasion.REMINDER):
        with pytest.raises(ProjectError, match="is over for 2 alliances: Kleve, Köln"):
            plan(game.workspace, wanted(game, occasion), way="eml", now=after)
        made = plan(game.workspace, wanted(game, occasion, late=True), way="eml", now=after)
        assert len(made.written) == 2
    game.hand_in(game.filled("Kleve", {INSTITUTION: "Amt"}))
    assert plan(game.workspace, wanted(game, Occasion.RECEIPT), way="eml", now=after).written


@pytest.fixture(scope="module")
def returned(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project to be copied, with a return of Kleve."""
    game = Game(tmp_path_factory.mktemp("returned") / "projekt")
    game.hand_in(game.filled("Kleve", {INSTITUTION: "Amt"}))
    game.close()
    return game.root


@pytest.mark.parametrize(("mistake", "said"), HARMFUL)
def test_what_harms_is_refused_before_a_message_is_made(
    returned: Path, tmp_path: Path, mistake: Callable[[Path], None], said: str
) -> None:
    root = tmp_path / "projekt"
    shutil.copytree(returned, root)
    mistake(root)
    with FrozenWorkspace(open_project(root)) as workspace:
        wave, *_ = workspace.project.settings.waves
        asked = Wanted(wave=wave, occasion=Occasion.RECEIPT, alliances=workspace.project.alliances)
        if mistake is team_s_own:
            with pytest.raises(ProjectError, match="the team's own; nothing of it is mailed"):
                plan(workspace, asked, way="eml", now=NOW)
            asked = replace(asked, wave=workspace.project.settings.waves[1])
        with pytest.raises(DeclarationError) as refused:
            plan(workspace, asked, way="eml", now=NOW)
        assert said in str(refused.value)
        with workspace.store.snapshot() as state:
            assert list(state.messages()) == []


def test_forms_are_found_wherever_they_were_put(game: Game, tmp_path: Path) -> None:
    wave, kleve = game.wave("2026-1"), game.alliance("Kleve")
    usual = next((game.root / "forms" / "2026-1").glob("Kleve*"))
    for folder in (tmp_path / "elsewhere", game.root / "post" / "juni"):
        usual.unlink(missing_ok=True)
        issue_forms(game.workspace, wave, [kleve], folder=folder, now=START)
        (made,) = planned(game, Occasion.LAUNCH, way="smtp").written[:1]
        assert made.attachments[0].content == (folder / usual.name).read_bytes()
    with game.workspace.store.snapshot() as state:
        assert [form.folder for form in state.issued() if form.alliance == kleve.id] == ["post/juni"]
    assert len(planned(game, Occasion.LAUNCH).written) == 2


def test_receipts_say_what_arrived_and_what_is_open_with_the_row_s_name(game: Game) -> None:
    game.hand_in(game.filled("Kleve", {INSTITUTION: "Jugendamt"}), "Antwort.xlsx")
    (receipt,) = planned(game, Occasion.RECEIPT).written
    text = receipt.noted.text
    assert "Antwort.xlsx (SHA-256 " in text
    assert "\n  Akteur" in text
    assert "(AK001 – Jugendamt: " in text or "(AK001" in text
    assert "\n- Stammblatt" in text


def test_nothing_of_the_team_s_own_wave_is_mailed(game: Game) -> None:
    own = game.wave("2026-1").model_copy(update={"audience": "team"})
    asked = replace(wanted(game, Occasion.LAUNCH), wave=own)
    with pytest.raises(ProjectError, match="the team's own; nothing of it is mailed"):
        plan(game.workspace, asked, way="eml", now=NOW)
