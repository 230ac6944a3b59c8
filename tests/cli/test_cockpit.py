"""The cockpit follows what commands change, and never stands in their way."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from cli.conftest import SETTINGS, Run
from ruecklauf.cli import COMMANDS, following
from ruecklauf.cli.following import CHANGING

Cli = Callable[..., Run]
LOOKING = {
    *("demo", "init", "check", "worksheet", "changes", "handbook", "template", "findings", "damage", "trace"),
    *(
        "status",
        "today",
        "cockpit",
        "indicators",
        "snapshot",
        "report",
        "feedback",
        "cases",
        "export",
        "deposit",
        "doctor",
    ),
}
"""Commands that change nothing in a project; `demo` writes its own, and `init` has nothing to say yet."""
NOTED = ("note", "Kleve", "declined", "--text", "keine Zeit")


def test_of_every_command_it_is_known_whether_it_changes_anything() -> None:
    assert {*CHANGING, *LOOKING} == set(COMMANDS)
    assert LOOKING.isdisjoint(CHANGING)


def test_the_page_is_written_on_wish(run: Cli, project: Path) -> None:
    path = project / "cockpit.html"
    done = run("cockpit", "--project", project)
    assert (done.status, done.out.strip()) == (0, str(path))
    assert "Noch" not in done.err and "Stand der Erhebung" in path.read_text("utf-8")
    path.unlink()
    path.mkdir()
    failed = run("cockpit", "-p", project)
    assert failed.status == 2 and "cockpit.html cannot be written" in failed.err


def test_what_was_not_written_here_is_kept_beside_it(run: Cli, project: Path) -> None:
    path = project / "cockpit.html"
    path.write_bytes(b"our own page")
    done = run(*NOTED, "--wave", "2026-2", "--project", project)
    first, second = project / "cockpit-kept-1.html", project / "cockpit-kept-2.html"
    assert done.status == 0 and str(first) in done.err.replace("\n", "")
    assert first.read_bytes() == b"our own page" and "Nimmt nicht teil" in path.read_text("utf-8")
    assert run("cockpit", "-p", project).status == 0
    assert not second.exists(), "its own page is written anew"
    with path.open("ab") as file:
        file.write(b"<!-- a remark -->")
    changed = path.read_bytes()
    told = run("cockpit", "-p", project)
    assert (told.status, told.out.strip()) == (0, str(path)) and str(second) in told.err.replace("\n", "")
    assert second.read_bytes() == changed != path.read_bytes()


def test_a_command_that_changes_something_writes_it_anew(run: Cli, project: Path) -> None:
    path = project / "cockpit.html"
    assert run("status", "--project", project).status == 0
    assert not path.exists()
    assert run(*NOTED, "--wave", "2026-2", "--project", project).status == 0
    assert "Nimmt nicht teil" in path.read_text("utf-8")


def test_it_can_be_switched_off_and_speaks_english(run: Cli, project: Path) -> None:
    path = project / "cockpit.html"
    (project / "ruecklauf.toml").write_text(f"{SETTINGS}\n[cockpit]\nwritten = false\n", encoding="utf-8")
    assert run(*NOTED, "--project", project).status == 0
    assert not path.exists()
    (project / "ruecklauf.toml").write_text(f'{SETTINGS}\n[cockpit]\nlanguage = "en"\n', encoding="utf-8")
    assert run(*NOTED, "--project", project).status == 0
    assert "How far the survey is" in path.read_text("utf-8")
    (project / "ruecklauf.toml").write_text(f'{SETTINGS}\n[cockpit]\nlanguage = "xx"\n', encoding="utf-8")
    assert "'cockpit.language' must be one of de, en" in run("status", "--project", project).err


def test_a_page_that_cannot_be_written_fails_no_command(run: Cli, project: Path) -> None:
    (project / "cockpit.html").mkdir()
    done = run(*NOTED, "--project", project)
    assert done.status == 0 and "declined" in done.out
    assert "cockpit.html is as it was before: " in done.err
    assert [path.name for path in project.iterdir() if path.name.startswith(".cockpit")] == []


def test_of_very_many_alliances_it_is_written_on_wish_alone(
    run: Cli, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(following, "MOST_ALLIANCES", 1)
    assert run(*NOTED, "--project", project).status == 0
    assert not (project / "cockpit.html").exists()
    assert run("cockpit", "--project", project).status == 0
    assert (project / "cockpit.html").exists()


def test_a_command_that_could_not_do_its_work_says_so_itself(run: Cli, project: Path) -> None:
    done = run("note", "Nirgendwo", "declined", "--text", "x", "--project", project)
    assert done.status == 2 and "there is no alliance 'Nirgendwo'" in done.err
    assert (project / "cockpit.html").stat().st_mtime <= datetime.now(UTC).timestamp()
