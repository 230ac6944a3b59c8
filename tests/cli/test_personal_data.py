"""Personal data: what is masked and who may see it, by the command line."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pandas as pd
import pytest

from cli.conftest import Run
from rounds.playing import Game
from ruecklauf.project import open_project
from ruecklauf.store import Act, ActKind, open_store

Cli = Callable[..., Run]
ROW = ("akteure", "akteure", "AK001")
PRIVATE = "Bitte Frau Muster fragen"


@pytest.fixture
def game(tmp_path: Path) -> Iterator[Game]:
    """A return with a contact, a text that names somebody with a title, and one that names the contact."""
    played = Game(tmp_path / "projekt")
    typed = {
        (*ROW, "vorhanden"): "ja",
        (*ROW, "ap_name"): "Kim Beispielfrau",
        (*ROW, "ap_mail"): "kim@kreis.example",
        (*ROW, "beitrag_text"): PRIVATE,
        ("akteure", "akteure", "AK002", "vorhanden"): "ja",
        ("akteure", "akteure", "AK002", "beitrag_text"): "Vertretung: Beispielfrau",
        ("akteure", "akteure", "AK003", "beitrag_text"): "Räume und Zeit",
    }
    played.hand_in(played.filled("Kleve", typed), "kleve.xlsx")
    yield played
    played.close()


def texts(folder: Path) -> list[str]:
    long = pd.read_csv(folder / "csv/long.csv", dtype="string")
    return long.loc[long["field"] == "beitrag_text", "value"].dropna().tolist()


def acts(root: Path) -> tuple[Act, ...]:
    project = open_project(root)
    with open_store(project.database_url, project.contacts_url) as store, store.snapshot() as state:
        return state.acts()


def test_unmasked_texts_need_a_reason_which_is_recorded(run: Cli, game: Game, tmp_path: Path) -> None:
    where, out = ("-p", game.root, "--format", "csv"), tmp_path / "data"
    mask = "(personenbezogene Angabe)"
    run("export", out, *where)
    assert texts(out) == [mask, mask, "Räume und Zeit"]
    assert "Kim" not in (out / "README.txt").read_text("utf-8")
    for wrong in (["--unmasked"], ["--unmasked", "--reason", " "], ["--reason", "Prüfung"]):
        assert run("export", tmp_path / "no", *where, *wrong).status == 2
    both = run("export", tmp_path / "no", *where, "--unmasked", "--reason", "Prüfung", "--release")
    assert (both.status, "never unmasked" in both.err) == (2, True)
    assert (acts(game.root), (tmp_path / "no").exists()) == ((), False)
    because = "Prüfung der\nMasken"
    shown = run("export", out, *where, "--unmasked", "--reason", because, "--person", "Jo")
    assert (shown.status, "UNMASKED" in shown.err) == (0, True)
    assert texts(out) == [PRIVATE, "Vertretung: Beispielfrau", "Räume und Zeit"]
    readme = (out / "README.txt").read_text("utf-8")
    assert "UNMASKIERT" in readme and "Prüfung der Masken" in readme
    (act,) = acts(game.root)
    assert (act.kind, act.person, act.reason) == (ActKind.UNMASKED, "Jo", "Prüfung der\nMasken")
    assert act.details == {"formats": ["csv"], "waves": ["2026-1"]}
    panel = pd.read_csv(out / "csv/panel.akteure.akteure.csv", dtype="string")
    assert PRIVATE in panel["beitrag_text"].tolist()


def test_flagged_texts_are_read_by_who_says_why(run: Cli, game: Game) -> None:
    where = ("-p", game.root, "--wave", "2026-1", "--json")
    for field, private in (("beitrag_text", PRIVATE), ("ap_name", "Kim Beispielfrau")):
        (step,) = run("trace", "Kleve", field, "--row", "AK001", *where).data
        assert (step["raw"], step["value"]) == ("(personenbezogene Angabe)",) * 2
        assert run("trace", "Kleve", field, "--private", *where).status == 2
        shown = run(
            "trace", "Kleve", field, "--row", "AK001", "--private", "--reason", "Rückfrage", "--person", "Jo",
            *where,
        )  # fmt: skip
        assert shown.data[0]["raw"] == private
    (step,) = run("trace", "Kleve", "beitrag_text", "--row", "AK003", *where).data
    assert step["raw"] == "Räume und Zeit"
    first, second = acts(game.root)
    assert (first.kind, first.person, first.reason) == (ActKind.READ, "Jo", "Rückfrage")
    assert first.details["question"] == "akteure.akteure.beitrag_text"
    assert first.details["rows"] == ["AK001"] and PRIVATE not in str(first.details)
    assert second.details["question"].endswith("ap_name")


def test_what_is_decided_of_a_text_steers_exports_and_questions(run: Cli, game: Game, tmp_path: Path) -> None:
    where = ("-p", game.root)
    listed = run("privacy", "scan", *where, "--wave", "2026-1", "--alliance", "Kleve", "--json").data
    assert [(row["row_id"], row["seen"], row["decided"]) for row in listed] == [
        ("AK001", "Name", ""),
        ("AK002", "Name", ""),
    ]
    assert run("privacy", "scan", *where, "--alliance", "Köln", "--json").data == []
    first, second = (row["passage"] for row in listed)
    shown = run("privacy", "scan", *where)
    assert first in shown.out and "Muster" not in shown.out
    said = ("--reason", "gesehen", "--person", "Jo", *where)
    kept = run("privacy", "decide", first, "--as", "keep", *said)
    assert (kept.status, "undecided → keep" in kept.out) == (0, True)
    run("privacy", "decide", second, "--as", "ask", *said)
    (left,) = run("privacy", "scan", *where, "--undecided", "--json").data or [None]
    assert left is None
    run("export", tmp_path / "data", *where, "--format", "csv")
    assert texts(tmp_path / "data") == [PRIVATE, "(personenbezogene Angabe)", "Räume und Zeit"]
    asked = run("findings", *where, "--kind", "question", "--state", "asked", "--json").data
    assert [(row["row_id"], row["field"]) for row in asked] == [("AK002", "beitrag_text")]
    run("privacy", "decide", second, "--as", "mask", *said)
    assert run("findings", *where, "--state", "asked", "--json").data == []
    run("privacy", "decide", first, "--as", "mask", *said)
    run("export", tmp_path / "data", *where, "--format", "csv")
    assert PRIVATE not in texts(tmp_path / "data")
    assert run("privacy", "decide", "abcdef", "--as", "keep", *said).status == 2
    assert run("privacy", "decide", first, "--as", "keep", "--reason", " ", *where).status == 2


def test_a_contact_that_became_known_later_is_asked_about(run: Cli, game: Game) -> None:
    typed = {(*ROW, "vorhanden"): "ja", (*ROW, "beitrag_text"): "Räume von Nachher"}
    game.hand_in(game.filled("Köln", typed), "köln-1.xlsx")
    section = next(one for one in game.workspace.library.worksheet("stammblatt").sections if one.fields)
    named = {("stammblatt", section.id, section.prefix, "gs_name"): "Bo Nachher"}
    game.hand_in(game.filled("Köln", named), "köln-2.xlsx")
    (row,) = run("privacy", "scan", "-p", game.root, "--alliance", "Köln", "--json").data
    assert (row["row_id"], row["seen"]) == ("AK001", "Name")
    run("privacy", "decide", row["passage"], "--as", "ask", "--reason", "Name", "-p", game.root)
    asked = run("findings", "-p", game.root, "--alliance", "Köln", "--state", "asked", "--json").data
    assert [(one["code"], one["kind"]) for one in asked] == [("personal_in_text", "question")]


def test_places_are_listed_and_a_person_is_found_and_deleted(run: Cli, game: Game) -> None:
    where = ("-p", game.root)
    listed = {row["what"]: row["number"] for row in run("privacy", *where, "--json").data}
    assert listed["personal answers"] == 2
    assert "personal answers" in run("privacy", "--project", game.root).out
    found = run("privacy", "find", "Kim Beispielfrau", *where, "--json").data
    assert found["rows"]["contact"] == 2 and len(found["originals"]) == 1
    assert found["maybe"]["hidden_text"] == 1 and "value" in found["maybe"]
    more = run("privacy", "find", "Kim Beispielfrau", "--also", "Vertretung: Beispielfrau", *where, "--json")
    assert more.data["rows"]["value"] == 1
    assert "surname alone" in run("privacy", "find", "Kim Beispielfrau", *where).out
    assert run("privacy", "find", "Kim", *where).status in (0, 2)
    also = ("Kim Beispielfrau", "--also", "Vertretung: Beispielfrau", *where)
    dry = run("privacy", "delete", *also, "--json")
    assert (dry.data["originals"], "Nothing was deleted" in dry.err) == (found["originals"], True)
    assert run("privacy", "delete", *also, "--yes").status == 2
    assert run("privacy", "delete", *where, "--yes", "--reason", "x").status == 2
    game.close()
    done = run("privacy", "delete", *also, "--yes", "--reason", "Antrag", "--person", "Jo")
    assert (done.status, "Deleted" in done.err) == (0, True)
    assert run("privacy", "find", *also, "--json").data["rows"] == {}
    assert [act.kind for act in acts(game.root)] == [ActKind.ERASED]
    assert run("rebuild", *where).status == 0
    assert run("privacy", "find", *also, "--json").data["rows"] == {}


def test_what_is_kept_no_longer_is_declared_checked_and_deleted(run: Cli, game: Game) -> None:
    path, where = game.root / "ruecklauf.toml", ("-p", game.root)
    settings = path.read_text("utf-8")
    assert run("privacy", "delete", "--expired", *where, "--json").data["rows"] == {}
    path.write_text(settings + "\n[retention]\ncontacts_months = 0\n", "utf-8")
    assert "retention.contacts_months" in run("check", *where).err
    path.write_text(settings + "\n[retention]\ncontacts_months = 1\n", "utf-8")
    assert (
        "messages are kept for ever, longer than the contacts"
        in run("check", *where).out + run("check", *where).err
    )
    checked = run("check", *where)
    assert "messages are kept for ever, longer than the contacts" in checked.out + checked.err
    early = settings.replace("deadline = 2026-06-30", "deadline = 2020-06-30")
    path.write_text(early + "\n[retention]\ncontacts_months = 1\nmessages_months = 1\n", "utf-8")
    found = run("privacy", "delete", "--expired", *where, "--json").data
    assert found["rows"]["contact"] == 2 and len(found["originals"]) == 1
    game.close()
    run("privacy", "delete", "--expired", "--yes", "--reason", "Frist", *where)
    assert run("privacy", "delete", "--expired", *where, "--json").data["rows"] == {}
    assert acts(game.root)[0].details["by"] == "retention"
