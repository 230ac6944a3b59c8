"""The command that writes case studies, where there are none; tests/cases has the rest."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from cli.conftest import Run


def test_without_case_studies_there_is_nothing_to_write(run: Callable[..., Run], project: Path) -> None:
    out = project / "out"
    done = run("cases", out, "--wave", "2026-1", "--language", "en", "--json", "--project", project)
    assert done.status == 2 and "there is no case study in wave 2026-1" in done.err
    assert not out.exists()
