"""Every tier is what it says: the quick one looks at everything, and nothing is skipped in silence."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from _pytest.outcomes import Failed, Skipped

import installed
from tiers import BY_PATH, MARKERS, TESTS, marker_of

PACKAGES = sorted(path.parent.name for path in TESTS.parent.glob("engine/ruecklauf/*/__init__.py"))


def quick_tests(package: str) -> list[Path]:
    """The files with quick tests of a package of the program."""
    files = (*(TESTS / package).rglob("test_*.py"), TESTS / f"test_{package}.py")
    return [path for path in files if path.exists() and marker_of(path) == "quick"]


@pytest.mark.parametrize("package", PACKAGES)
def test_the_quick_tier_has_tests_of_every_package(package: str) -> None:
    assert any("\ndef test_" in path.read_text("utf-8") for path in quick_tests(package))


def test_places_with_a_marker_are_there_and_markers_are_known() -> None:
    assert [place for place in BY_PATH if not (TESTS / place).exists()] == []
    assert set(BY_PATH.values()) | {"quick"} == set(MARKERS)


@pytest.mark.parametrize(("ci", "outcome"), [("", Skipped), ("true", Failed)])
def test_what_is_missing_is_skipped_here_and_fails_in_ci(
    ci: str, outcome: type[BaseException], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CI", ci)
    with pytest.raises(outcome, match="nosuchprogram is not installed"):
        installed.program("nosuchprogram")


ELSEWHERE = {
    "installed.py": "decides it",
    "benchmarks/test_write_benchmark.py": "measures only when asked to",
    "gauntlet/test_gauntlet.py": "the page is being written",
}
"""Files that skip by themselves, and why; systems without fork or /proc are skipped by markers."""


def test_nothing_else_skips_what_is_missing() -> None:
    skips = re.compile(r"pytest\.(skip|importorskip)\(")
    found = {
        path.relative_to(TESTS).as_posix()
        for path in TESTS.rglob("*.py")
        if skips.search(path.read_text("utf-8"))
    }
    assert found - {"test_tiers.py"} == set(ELSEWHERE)
