"""Whatever kills the writing of forms or datasets, and whenever: what stands under its name is whole."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path
from random import Random

import pytest

from rounds.playing import Game

pytestmark = pytest.mark.skipif(os.name == "nt", reason="needs SIGKILL")
KILLS = 5
Files = dict[str, bytes]


def files_in(folder: Path) -> Files:
    """What people see there: names that begin with a point are of writing in progress."""
    names = (path.relative_to(folder) for path in folder.rglob("*") if path.is_file())
    seen = (name for name in names if not any(part.startswith(".") for part in name.parts))
    return {name.as_posix(): (folder / name).read_bytes() for name in seen}


def command(game: Game, *words: str) -> list[str]:
    return [sys.executable, "-m", "ruecklauf", *words, "--project", str(game.root)]


def run(words: list[str]) -> float:
    """Let a command end; the seconds that it took."""
    begun = time.monotonic()
    done = subprocess.run(words, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return time.monotonic() - begun


def kill(words: list[str], after: float) -> bool:
    """Begin a command and kill it; whether it was still running."""
    with subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as running:
        time.sleep(after)
        running.kill()
        return running.wait(60) != 0


def test_forms_are_whole_or_not_there(game: Game) -> None:
    forms = game.root / "forms"
    shutil.rmtree(forms)
    words = command(game, "forms", "--format", "xlsx,docx")
    took = run(words)
    whole, rng, killed = files_in(forms), Random(5), 0
    assert len(whole) > 2
    for _ in range(KILLS):
        shutil.rmtree(forms, ignore_errors=True)
        killed += kill(words, rng.uniform(took / 3, took))
        assert files_in(forms).items() <= whole.items()
    assert killed
    run(words)
    assert files_in(forms) == whole


def test_an_export_is_the_earlier_or_the_later_one_or_says_that_it_is_none(game: Game) -> None:
    game.hand_in(game.filled("Kleve", {("akteure", "akteure", "AK001", "institution"): "Stelle"}))
    data = game.root / "data"
    earlier_words = command(game, "export", str(data), "--format", "csv")
    later_words = command(game, "export", str(data), "--format", "csv,parquet")
    run(earlier_words)
    earlier = files_in(data)
    took = run(later_words)
    later, rng, killed = files_in(data), Random(6), 0
    assert earlier.keys() < later.keys()
    for _ in range(KILLS):
        run(earlier_words)
        killed += kill(later_words, rng.uniform(took / 3, took))
        found = files_in(data)
        if "README.txt" in found:
            assert found.keys() in (earlier.keys(), later.keys())
    assert killed
    run(later_words)
    assert files_in(data).keys() == later.keys()
    assert [path.name for path in data.iterdir() if path.name.startswith(".")] == []
