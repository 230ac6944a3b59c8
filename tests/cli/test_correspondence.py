"""`ruecklauf note` and `ruecklauf messages`: what was agreed, and what people wrote."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from cli.conftest import Run
from rounds.playing import message
from ruecklauf.cli.asking.note import KINDS
from ruecklauf.store import NoteKind

Cli = Callable[..., Run]


def test_what_was_agreed_is_noted_and_shown(run: Cli, project: Path) -> None:
    made = run(
        "note", "Kleve", "extended", "--until", "15.07.2026", "--text", "Anruf", "--on", "2026-06-02",
        "--person", "Kim", "--wave", "2026-1", "--project", project,
    )  # fmt: skip
    assert made.out == "Kleve (2026-1): 02.06.2026 · extended until 15.07.2026 · Anruf · Kim\n"
    where = ("--wave", "2026-1", "--person", "Kim", "-p", project)
    assert run("note", "Kleve", "contact", "--address", "neu@kleve.example", *where).status == 0
    (first, second) = run("note", "Kleve", "--wave", "2026-1", "--json", "-p", project).data
    assert (first["kind"], first["until"], second["address"]) == (
        "extended",
        "2026-07-15",
        "neu@kleve.example",
    )
    assert run("note", "Köln", "--wave", "2026-1", "-p", project).out == ""
    assert run("note", "Kleve", "--text", "x", "-p", project).status == 2
    (kleve, _) = run("status", "--wave", "2026-1", "-p", project, "--json").data["alliances"]
    assert (kleve["deadline"], kleve["declined"]) == ("2026-07-15", False)
    assert "until 15.07" in run("status", "--wave", "2026-1", "-p", project).out


def test_kinds_of_notes_are_those_that_there_are() -> None:
    assert list(NoteKind) == list(KINDS)


def _message_texts(run: Cli, project: Path) -> list[tuple[str, str]]:
    """Of findings that a message has a text the message and the state, Kleve's first."""
    rows = run("findings", "--all", "--json", "-p", project).data
    found = sorted(
        (row["file"], row["sha256"], row["state"]) for row in rows if row["code"] == "message_text"
    )
    return [(sha256, state) for _, sha256, state in found]


def test_messages_are_read_and_ticked_off(run: Cli, project: Path, tmp_path: Path) -> None:
    for name, sender in (("a", "a@kleve.example"), ("b", "b@koeln.example")):
        mail = message(sender, datetime(2026, 6, 1, 8, tzinfo=UTC), {}, f"Hier {name}\x1b[31m\nGruß")
        (tmp_path / f"{name}.eml").write_bytes(mail)
    run("import", tmp_path / "a.eml", tmp_path / "b.eml", "-p", project)
    shown = run("messages", "-p", project)
    assert "01.06.2026 08:00 · Kleve · a@kleve.example · Rückmeldung" in shown.out
    assert ("  | Hier a" in shown.out, "\x1b" in shown.out) == (True, False)
    (first,) = run("messages", "--alliance", "Kleve", "--json", "-p", project).data
    ticked = run("messages", "--done", first["id"], "--person", "Kim", "--project", project)
    assert ("Hier a" in ticked.out, "Hier b" in ticked.out) == (False, True)
    everything = {each["id"]: each for each in run("messages", "--all", "--json", "-p", project).data}
    assert len(everything) == 2
    (other,) = (each["sha256"] for key, each in everything.items() if key != first["id"])
    assert (everything[first["id"]]["read"], everything[first["id"]]["read_by"]) == (True, "Kim")
    assert _message_texts(run, project) == [(first["sha256"], "settled"), (other, "open")]
    assert "Hier a" in run("messages", "--undone", first["id"], "-p", project).out
    assert _message_texts(run, project) == [(first["sha256"], "open"), (other, "open")]
    assert run("messages", "--done", "nothing", "-p", project).status == 2
