"""The command that writes case studies, where there are none; tests/cases has the rest."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from cli.conftest import Run


def test_without_case_studies_there_is_nothing_to_write(run: Callable[..., Run], project: Path) -> None:
    out = project / "out"
    asked = ("cases", "--wave", "2026-1", "--language", "en", "--format", "html,docx", "--json")
    done = run(*asked, "--project", project, out)
    assert done.status == 2 and "there is no case study in wave 2026-1" in done.err
    assert not out.exists()


def test_a_format_that_is_not_known_is_wrong_use(run: Callable[..., Run], project: Path) -> None:
    done = run("cases", project / "out", "--wave", "2026-1", "--format", "pdf", "--project", project)
    assert done.status == 2 and "unknown format pdf; choose from html, docx" in done.err
