"""What `export --release` refuses; a whole one is looked at in tests/release."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from cli.conftest import Run


def test_a_release_of_two_alliances_is_refused(run: Callable[..., Run], project: Path) -> None:
    for wave in ("2026-1", "2026-2"):
        refused = run("export", project / "data", "-p", project, "--release", "--wave", wave)
        assert (refused.status, "fewer than 3 alliances" in refused.err) == (2, True)
    assert not (project / "data").exists()
