"""The command that writes feedback, where nothing came back yet; the demo's tests have the rest."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from cli.conftest import Run


def test_the_template_is_put_into_the_project(run: Callable[..., Run], project: Path) -> None:
    made = run("feedback", "--template", "--json", "--project", project)
    assert (made.status, made.data) == (0, [str(project / "feedback" / "letter.docx")])
    again = run("feedback", "--template", "--project", project)
    assert again.status == 2 and "Replace it with --force" in again.err
    assert run("feedback", "--template", "--force", "--wave", "2026-1", "--project", project).status == 0


def test_who_returned_nothing_gets_nothing(run: Callable[..., Run], project: Path) -> None:
    done = run("feedback", project / "out", "--alliance", "Kleve", "--project", project)
    assert done.status == 2 and "returned anything in wave 2026-2" in done.err
    assert not (project / "out").exists()
