"""A person, or what is kept no longer, is deleted; what is not personal stays, also when all is made anew."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from cli.conftest import SETTINGS
from rounds.playing import START, Game, codes, message
from rounds.test_rebuilding import here
from ruecklauf.dataset import build_dataset
from ruecklauf.errors import ProjectError, StoreError
from ruecklauf.privacy import originals
from ruecklauf.privacy.deleting import (
    Found,
    Word,
    delete_expired,
    delete_person,
    find_expired,
    find_person,
)
from ruecklauf.privacy.originals import look_through
from ruecklauf.privacy.people import Person, person_named
from ruecklauf.privacy.places import places
from ruecklauf.privacy.retention import expired
from ruecklauf.project import open_project
from ruecklauf.rounds.asking.decisions import assign, correct
from ruecklauf.rounds.asking.examination import examine
from ruecklauf.rounds.asking.listing import finding_rows, settle
from ruecklauf.rounds.asking.points import State
from ruecklauf.rounds.asking.rebuilding import rebuild
from ruecklauf.store import ActKind, ErasedError
from ruecklauf.store.correspondence import AllianceNote, NoteKind
from store.conftest import sqlite_urls, urls  # noqa: F401

ROW = ("akteure", "akteure", "AK001")
NAME, SURNAME, MAIL = "Kim Beispielfrau", "Beispielfrau", "kim.b@kreis.example"
SCAN = b"%PDF-1.7 \x89"
WORD = Word(person="Jo", reason="Antrag vom 3. Juli", now=START)
TYPED = {
    (*ROW, "vorhanden"): "ja",
    (*ROW, "koop"): "ja",
    (*ROW, "ap_name"): f"Frau {NAME}",
    (*ROW, "ap_mail"): MAIL,
    (*ROW, "beitrag_text"): f"Räume; Vertretung: {NAME}",
    ("akteure", "akteure", "AK002", "vorhanden"): "ja",
    ("akteure", "akteure", "AK002", "ap_mail"): "andere@kreis.example",
}


@pytest.fixture
def game(urls: tuple[str, str], tmp_path: Path) -> Iterator[Game]:  # noqa: F811
    """A person in a form that came by mail, in its file name, in a note, a reason and a draft; another return
    of the alliance and one of another alliance that do not name it."""
    played = Game(tmp_path / "projekt", urls)
    mail = message(MAIL, played.now(), {f"{NAME}.xlsx": played.filled("Kleve", TYPED)}, f"Gruß, {NAME}")
    played.hand_in(mail, "mail.eml")
    played.hand_in(played.filled("Köln", {(*ROW, "vorhanden"): "ja"}), "köln.xlsx")
    correct(
        played.workspace, played.alliance("Kleve"), played.wave("2026-1"), "akteure.koop", row="AK001",
        value="nein", missing=None, person="Jo", reason=f"laut {NAME}", now=played.later(),
    )  # fmt: skip
    rows = [row for row in finding_rows(played.workspace) if row["code"] == "personal_in_text"]
    settle(
        played.workspace, [row["finding"] for row in rows], State.SETTLED, person="Jo", reason="gesehen",
        now=played.later(),
    )  # fmt: skip
    played.workspace.store.record_note(
        AllianceNote(
            alliance="AAAAAA", wave="2026-1", kind=NoteKind.CALLED, text=f"{NAME} ruft zurück",
            happened_on=date(2026, 6, 2), person="Jo", recorded_at=played.later(),
        )
    )  # fmt: skip
    draft = played.root / "drafts" / "2026-1" / "kleve.eml"
    draft.parent.mkdir(parents=True)
    draft.write_bytes(mail)
    yield played
    played.close()


def deleted(game: Game) -> tuple[Person, Found]:
    person = person_named(game.workspace, NAME)
    found = find_person(game.workspace, person)
    delete_person(game.workspace, person, found, WORD)
    return person, found


def told(game: Game) -> dict[str, Any]:
    """What counts, in datasets and findings."""
    dataset = build_dataset(game.workspace.store)
    return {
        "answers": dataset.long.to_dict("records"),
        "contacts": game.answers(),
        "findings": sorted(
            (row["code"], row["message"], row["state"])
            for row in finding_rows(game.workspace, everything=True)
        ),
    }


def is_sound(game: Game) -> bool:
    return all(result.ok for result in examine(game.root) if result.what != "declarations")


def test_a_person_is_found_everywhere_and_deleted_with_a_record_that_names_nobody(game: Game) -> None:
    game.hand_in(SCAN, "scan.pdf")
    person = person_named(game.workspace, NAME)
    found = find_person(game.workspace, person)
    assert (person.others, list(found.unsearched.values())) == ((MAIL,), ["scan.pdf"])
    stored = {
        "contact",
        "sender",
        "incoming",
        "alliance_note",
        "hidden_text",
        "value",
        "correction",
        "receipt",
    }
    assert stored <= set(found.rows)
    assert (len(found.originals), [path.name for path in found.files]) == (2, ["kleve.eml"])
    assert {path.name for path in found.by_hand} == {"mail.eml"}
    assert not find_person(game.workspace, Person("Bo Niemand")).is_any
    with pytest.raises(ProjectError, match="names the person"):
        telling = Word(person="Jo", reason=f"Antrag von {SURNAME}", now=START)
        delete_person(game.workspace, person, found, telling)
    answers, decided = game.answers(), states(game)
    delete_person(game.workspace, person, found, WORD)
    assert not find_person(game.workspace, person).is_any
    gone = {("AAAAAA", *ROW, name) for name in ("ap_name", "ap_mail")}
    changed = {("AAAAAA", *ROW, "beitrag_text"): "Räume; Vertretung: [gelöscht]"}
    assert game.answers() == {key: one for key, one in {**answers, **changed}.items() if key not in gone}
    assert (states(game), is_sound(game)) == (decided, True)
    assert all(not (game.root / "archive" / one[:2] / one).exists() for one in found.originals)
    assert not any(SURNAME.encode() in path.read_bytes() for path in game.root.glob("*.sqlite*"))
    with game.workspace.store.snapshot() as state:
        (act,) = state.acts()
    assert (act.kind, act.person, act.reason) == (ActKind.ERASED, "Jo", "Antrag vom 3. Juli")
    details = act.details
    assert (details["by"], details["originals"], details["files"]) == ("person", list(found.originals), 1)
    assert details["rows"]["value"] >= 1
    assert details["not_searched"] == [sha256(SCAN).hexdigest()]
    marks = [path.read_text("utf-8") for path in (game.root / "archive").rglob("*.erased")]
    assert len(marks) == 2
    for said in (json.dumps(act.details), *marks):
        assert "Beispielfrau" not in said and "kreis.example" not in said


def states(game: Game) -> list[tuple[str, str]]:
    return sorted((row["code"], row["state"]) for row in finding_rows(game.workspace, everything=True))


def test_what_stayed_outlasts_a_rebuild_and_new_returns_count(game: Game) -> None:
    _, found = deleted(game)
    before = told(game)
    rebuild(game.workspace.project, here)
    game.close()
    del vars(game)["workspace"]
    assert (told(game), is_sound(game)) == (before, True)
    with game.workspace.store.snapshot() as state:
        assert [act.kind for act in state.acts()] == [ActKind.ERASED]
        assert (state.lacking(), len(state.receipts())) == ((), 3)
        messages = {receipt.container for receipt in state.receipts()}
    form = next(one for one in found.originals if one not in messages)
    with pytest.raises(ErasedError, match="deleted on purpose"):
        game.workspace.archive.read(found.originals[0])
    came = game.hand_in((game.root / "returns/mail.eml").read_bytes(), "noch einmal.eml")
    assert not came.outcome.startswith("accepted")
    assert not set(found.originals) & game.workspace.archive.originals()
    other = {("akteure", "akteure", f"AK{row:03}", "institution"): f"Amt {row}" for row in range(21, 29)}
    came = game.hand_in(game.filled("Kleve", other), "neu.xlsx")
    assert came.outcome.startswith("accepted") and "reader_failed" not in codes(came)
    with pytest.raises(StoreError, match="deleted on purpose"):
        assign(
            game.workspace, form[:12], game.alliance("Köln"), game.wave("2026-1"),
            person="Jo", reason="Anruf", now=game.later(),
        )  # fmt: skip
    with game.workspace.store._answers.writing() as connection:
        connection.exec_driver_sql("DELETE FROM value WHERE field = 'koop'")
    with pytest.raises(StoreError, match="original was deleted on purpose answers are lost"):
        rebuild(game.workspace.project, here)


def test_what_is_kept_no_longer_is_deleted(game: Game) -> None:
    path = game.root / "ruecklauf.toml"
    settings = path.read_text("utf-8")
    path.write_text(settings + "\n[retention]\ncontacts_months = 12\nmessages_months = 6\n", "utf-8")
    workspace = type(game.workspace)(open_project(game.root), opened=game.workspace.store)
    assert expired(workspace, date(2027, 6, 30)).contacts == ()
    over = expired(workspace, date(2027, 7, 1))
    assert (over.contacts, over.messages) == (("2026-1",), ("2026-1", "2026-2"))
    found = find_expired(workspace, over)
    before = game.answers()
    assert found.rows["contact"] == 6 and len(found.originals) == 3
    assert {path.relative_to(game.root).parts[0] for path in found.files} == {"forms", "drafts"}
    until = {place.what: place.until for place in places(workspace)}
    assert "2026-1: 2027-06-30" in until["personal answers"]
    delete_expired(workspace, over, found, WORD)
    assert find_expired(workspace, over).is_any is False
    # the name stands in no text any more: nothing would tell that it is one
    text = {("AAAAAA", *ROW, "beitrag_text"): "Räume; Vertretung: [gelöscht]"}
    left = {key: one for key, one in {**before, **text}.items() if not key[-1].startswith("ap_")}
    assert game.answers() == left
    with workspace.store.snapshot() as state:
        (act,) = state.acts()
        assert (act.details["by"], act.details["waves"], state.lacking()) == (
            "retention",
            ["2026-1", "2026-2"],
            (),
        )
    assert SETTINGS in settings


def test_several_processes_find_what_one_does(game: Game, monkeypatch: pytest.MonkeyPatch) -> None:
    person = person_named(game.workspace, NAME)
    alone = look_through(game.workspace, person)
    monkeypatch.setattr(originals, "_FEWEST_FOR_WORKERS", 1)
    assert look_through(game.workspace, person) == alone
    assert sum(one.names_person for one in alone) == 2
