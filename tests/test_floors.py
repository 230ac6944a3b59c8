"""Every dependency declares the oldest version that it works with, and CI runs with these too."""

from __future__ import annotations

import re
import subprocess
import sys
import time
import tomllib
from pathlib import Path

import pytest

import installed

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]

LONGEST = 800
"""Seconds that the other run may take on a busy machine."""
EXTRAS = ("postgres", "privacy", "release", "stat", "verify")


def key(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def pinned(lines: str) -> dict[str, tuple[int, ...]]:
    """Versions by name."""
    found = re.findall(r"^([A-Za-z0-9._-]+)==([0-9.]+)", lines, re.MULTILINE)
    return {key(name): tuple(map(int, version.strip(".").split("."))) for name, version in found}


def floors() -> dict[str, tuple[int, ...]]:
    ran = subprocess.run(
        [sys.executable, str(ROOT / ".ci" / "floors.py")], check=True, capture_output=True, text=True
    )
    return pinned(ran.stdout)


def test_every_dependency_has_an_oldest_version_that_is_not_newer_than_the_tested_one() -> None:
    extras = PROJECT["optional-dependencies"]
    declared = {
        key(re.split(r"[\[>= ]", line)[0])
        for line in (
            *PROJECT["dependencies"],
            *(
                line
                for extra in ("dask", "postgres", "privacy", "release", "scale", "stat", "verify")
                for line in extras[extra]
            ),
        )
    }
    oldest = floors()
    tested = pinned((ROOT / "constraints.txt").read_text(encoding="utf-8"))
    assert declared == set(oldest) and declared <= set(tested)
    assert {name for name in declared if oldest[name] > tested[name]} == set()


def test_templates_cannot_leave_the_sandbox_with_the_oldest_jinja() -> None:
    assert floors()["jinja2"] >= (3, 1, 6)


@pytest.mark.parametrize("file", ["README.md", ".ci/run"])
def test_what_is_installed_for_the_tests_is_what_was_tested(file: str) -> None:
    text = (ROOT / file).read_text(encoding="utf-8")
    commands = [line for line in text.splitlines() if line.startswith("python3 -m venv .venv")]
    assert commands and all("pip install -q -c constraints.txt" in line for line in commands)


def test_ci_runs_with_the_oldest_versions_and_ends_with_the_command_of_the_readme() -> None:
    lines = (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()
    (last,) = (number for number, line in enumerate(lines) if line.startswith("python3 -m venv .venv"))
    assert any(line.strip().startswith(".ci/oldest --core") for line in lines)
    assert last == len(lines) - 1
    run = (ROOT / ".ci" / "oldest").read_text(encoding="utf-8")
    named = re.findall(r"tests/[\w/.]+", run)
    assert named and [name for name in named if not (ROOT / name).exists()] == []


@pytest.fixture
def oldest_versions() -> Path:
    return installed.oldest()


def test_the_core_of_the_tests_passes_with_the_oldest_versions(oldest_versions: Path) -> None:
    """They run beside all others; this is the last of these."""
    until = time.monotonic() + LONGEST
    while not (oldest_versions / "ended").exists():
        assert time.monotonic() < until, (oldest_versions / "said").read_text(encoding="utf-8")
        time.sleep(0.5)
    said = (oldest_versions / "said").read_text(encoding="utf-8")
    assert (oldest_versions / "ended").read_text(encoding="utf-8") == "0\n", said
    assert re.search(r"^[1-9]\d* passed", said, re.MULTILINE), said
