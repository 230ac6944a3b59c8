"""Whatever kills an import, and whenever: no file is half imported, none is imported twice, none is lost."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import installed
from rounds.playing import Game

TESTS = Path(__file__).parent.parent
KILLS = int(os.environ.get("RUECKLAUF_KILLS", "20"))
"""In every run of CI; `make kills` kills for long."""


def killed(folder: Path, *more: str, program: str = "killing.py", kills: int = KILLS) -> dict[str, Any]:
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(TESTS), *sys.path])}
    command = [sys.executable, str(TESTS / "rounds" / program), str(folder), str(kills), *more]
    done = subprocess.run(
        command, env=environment, capture_output=True, text=True, timeout=120 + 6 * kills, check=False
    )
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork and SIGKILL")
@pytest.mark.parametrize("database", ["sqlite", "postgres"])
def test_two_importers_at_once_can_be_killed_at_any_moment(tmp_path: Path, database: str) -> None:
    found = killed(tmp_path, *([installed.postgres()] if database == "postgres" else []))
    assert found["faults"] == []
    assert found["seen"]["killed"] >= KILLS
    assert found["seen"]["left incomplete"] > KILLS / 20, "killed too late to prove anything"


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork and SIGKILL")
@pytest.mark.parametrize("database", ["sqlite", "postgres"])
def test_a_withdrawal_can_be_killed_at_any_moment_and_is_finished_by_the_next(
    tmp_path: Path, database: str
) -> None:
    kills = max(KILLS // 10, 4)
    base = [installed.postgres()] if database == "postgres" else []
    found = killed(tmp_path, *base, program="killing_withdrawals.py", kills=kills)
    assert found["faults"] == []
    assert found["seen"]["killed"] == kills


def in_session(session: int) -> list[int]:
    """The processes of a session, by Linux's own list."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text(encoding="ascii", errors="replace").rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[3]) == session and fields[0] != "Z":
            found.append(int(stat.parent.name))
    return found


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs Linux's list of processes")
def test_workers_end_when_the_command_is_killed(game: Game) -> None:
    import time

    for number in range(4):
        game.saved(game.filled("Kleve", {("akteure", "akteure", "AK001", "institution"): f"Stelle {number}"}))
    command = [sys.executable, "-m", "ruecklauf", "import", str(game.root / "returns"), "-p", str(game.root)]
    for wait in (0.9, 1.8):
        running = subprocess.Popen(
            command, start_new_session=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        time.sleep(wait)
        running.kill()
        running.wait()
        deadline = time.monotonic() + 30
        while in_session(running.pid) and time.monotonic() < deadline:
            time.sleep(0.1)
        assert in_session(running.pid) == []
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert "Traceback" not in done.stderr
    with game.workspace.store.snapshot() as state:
        assert len(state.submissions()) == 4
