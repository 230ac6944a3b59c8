"""What `export --release` and `deposit` refuse; a whole one is looked at in tests/release."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from cli.conftest import Run
from ruecklauf.rounds.issuing import printing


def test_a_release_of_two_alliances_is_refused(run: Callable[..., Run], project: Path) -> None:
    for wave in ("2026-1", "2026-2"):
        refused = run("export", project / "data", "-p", project, "--release", "--wave", wave)
        assert (refused.status, "fewer than 3 alliances" in refused.err) == (2, True)
    assert not (project / "data").exists()


def test_a_deposit_of_two_alliances_is_refused(run: Callable[..., Run], project: Path) -> None:
    refused = run(
        *("deposit", project / "data", "--project", project, "--wave", "2026-1", "--format", "csv", "--json")
    )
    assert (refused.status, "fewer than 3 alliances" in refused.err) == (2, True)
    assert not (project / "data").exists()


def test_pdfs_are_asked_of_libreoffice_before_anything_is_written(
    run: Callable[..., Run], project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(printing, "PROGRAMS", ())
    monkeypatch.setattr(printing, "PLACES", ())
    refused = run("deposit", project / "data", "-p", project, "--pdf")
    assert (refused.status, "LibreOffice" in refused.err) == (2, True)
    assert not (project / "release.key").exists()
