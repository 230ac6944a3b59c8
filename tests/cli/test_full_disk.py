"""A disk without room: one clear line, and nothing half under its name."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from cli.conftest import Run
from cli.on_full_disk import files
from ruecklauf.own_files import SUMS

pytestmark = pytest.mark.skipif(os.name == "nt", reason="needs a limit on the size of files")

Cli = Callable[..., Run]
ROOM = 10_000_000
"""Bytes that are enough for every file."""


def with_limits(
    folder: Path, limits: list[int], *command: str | Path
) -> list[tuple[int, str, dict[str, str]]]:
    program = Path(__file__).with_name("on_full_disk.py")
    whole = [sys.executable, program, folder, ",".join(map(str, limits)), *command]
    done = subprocess.run(list(map(str, whole)), capture_output=True, text=True, timeout=300, check=True)
    return [(status, said, found) for status, said, found in json.loads(done.stdout)]


def is_one_clear_line(said: str) -> bool:
    errors = [line for line in said.splitlines() if line.startswith("Error: ")]
    return len(errors) == 1 and "Traceback" not in said and ("File too large" in said or "disk" in said)


@pytest.fixture
def form(run: Cli, project: Path) -> Path:
    made = run("forms", "-p", project, "--wave", "2026-1", "--alliance", "Kleve", "--json").data
    return Path(made[0]["file"])


def test_an_export_is_there_as_before_or_new_as_a_whole(
    run: Cli, project: Path, form: Path, tmp_path: Path
) -> None:
    data = tmp_path / "data"
    run("assign", form, "--alliance", "Kleve", "--wave", "2026-1", "--reason", "stimmt", "-p", project)
    run("export", data, "-p", project, "--format", "csv")
    before = files(data)
    limits = [100, 1000, 3000, 5000, ROOM]
    *failed, (status, said, after) = with_limits(data, limits, "export", data, "-p", project)
    assert [(code, is_one_clear_line(said), found == before) for code, said, found in failed] == [
        (2, True, True) for _ in failed
    ]
    assert (status, "Error" in said, after == before) == (0, False, False)


def test_no_form_is_half_under_its_name(project: Path, form: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    command = ("forms", "-p", project, "--wave", "2026-1", "--out", out)
    out.mkdir()
    *failed, (status, _, made) = with_limits(out, [100, 8000, 20_000, ROOM], *command)
    assert [(code, is_one_clear_line(said), found) for code, said, found in failed] == [
        (2, True, {}) for _ in failed
    ]
    forms = [name for name in made if name != SUMS]
    assert (status, len(forms)) == (0, 2)
    assert all(zipfile.ZipFile(out / name).testzip() is None for name in forms)


def test_a_return_that_finds_no_room_is_told_and_others_are_taken_in(
    run: Cli, project: Path, form: Path, tmp_path: Path
) -> None:
    (tmp_path / "big.xlsx").write_bytes(b"x" * 1_000_000)
    command = ("import", tmp_path / "big.xlsx", form, "-p", project)
    (full, said, kept), (status, _, _) = with_limits(project / "archive", [900_000, ROOM], *command)
    assert "Traceback" not in said
    assert (full, len(kept), status) == (1, 1, 1)
    assert not [name for name in kept if name.endswith(".part")]


def test_a_database_that_finds_no_room_is_one_clear_line(project: Path, form: Path, tmp_path: Path) -> None:
    (tmp_path / "small.txt").write_text("kein Formular")
    command = ("import", tmp_path / "small.txt", "-p", project)
    (status, said, _), (again, _, _) = with_limits(project, [1000, ROOM], *command)
    assert (status, is_one_clear_line(said), again) == (2, True, 1)
