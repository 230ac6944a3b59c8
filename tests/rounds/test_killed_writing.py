"""Whatever kills the writing of forms or datasets, and whenever: what stands under its name is whole."""

from __future__ import annotations

import io
import os
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

from rounds.playing import Game
from warm import Warm

pytestmark = pytest.mark.skipif(os.name == "nt", reason="needs SIGKILL")
KILLS = 6
Files = dict[str, bytes]


def files_in(folder: Path) -> Files:
    """What people see there: names that begin with a point are of writing in progress."""
    names = (path.relative_to(folder) for path in folder.rglob("*") if path.is_file())
    seen = (name for name in names if not any(part.startswith(".") for part in name.parts))
    return {name.as_posix(): (folder / name).read_bytes() for name in seen}


@pytest.fixture(scope="module")
def warm() -> Iterator[Warm]:
    with Warm() as begun:
        yield begun


def command(game: Game, *words: str) -> tuple[str, ...]:
    return (*words, "--project", str(game.root))


def run(warm: Warm, words: tuple[str, ...]) -> float:
    """Let a command end; the seconds that it took."""
    ended = warm.run(*words)
    assert ended.status == 0, ended.said
    return ended.seconds


def test_forms_are_whole_or_not_there(game: Game, warm: Warm) -> None:
    forms = game.root / "forms"
    shutil.rmtree(forms)
    words = command(game, "forms", "--format", "xlsx,docx")
    warm.rehearse(*words)
    shutil.rmtree(forms)
    took = run(warm, words)
    whole, rng, killed = files_in(forms), Random(5), 0
    assert len(whole) > 2
    for _ in range(KILLS):
        shutil.rmtree(forms, ignore_errors=True)
        killed += warm.run(*words, killed_after=rng.uniform(took / 20, took)).was_killed
        assert files_in(forms).items() <= whole.items()
    assert killed
    run(warm, words)
    assert files_in(forms) == whole


def test_an_export_is_the_earlier_or_the_later_one_or_says_that_it_is_none(game: Game, warm: Warm) -> None:
    game.hand_in(game.filled("Kleve", {("akteure", "akteure", "AK001", "institution"): "Stelle"}))
    data = game.root / "data"
    earlier_words = command(game, "export", str(data), "--format", "csv")
    later_words = command(game, "export", str(data), "--format", "csv,parquet")
    warm.rehearse(*later_words)
    run(warm, earlier_words)
    earlier, as_it_was = files_in(data), game.root.with_name("earlier")
    shutil.copytree(data, as_it_was)
    took = run(warm, later_words)
    later, rng, killed = files_in(data), Random(6), 0
    assert earlier.keys() < later.keys()
    for _ in range(KILLS):
        shutil.rmtree(data)
        shutil.copytree(as_it_was, data)
        killed += warm.run(*later_words, killed_after=rng.uniform(took / 20, took)).was_killed
        found = files_in(data)
        if "README.txt" in found:
            assert found.keys() in (earlier.keys(), later.keys())
    assert killed
    run(warm, later_words)
    assert files_in(data).keys() == later.keys()
    assert [path.name for path in data.iterdir() if path.name.startswith(".")] == []


WRITING = {
    "cockpit": ("cockpit",),
    "letters": ("feedback", "--wave", "2026-1"),
}
"""Commands that replace files of theirs; a deposit is put there as an export is, a report as letters are."""


@pytest.mark.parametrize("words", WRITING.values(), ids=WRITING)
def test_files_for_people_are_whole_whenever_their_command_is_killed(
    game: Game, warm: Warm, words: tuple[str, ...]
) -> None:
    game.hand_in(game.filled("Kleve", {("akteure", "akteure", "AK001", "institution"): "Stelle"}))
    wanted = command(game, *words)
    before = files_in(game.root).keys()
    warm.rehearse(*wanted)
    took = run(warm, wanted)
    written, rng, killed = files_in(game.root).keys() - before, Random(7), 0
    assert written
    for _ in range(KILLS // 2):
        killed += warm.run(*wanted, killed_after=rng.uniform(took / 20, took)).was_killed
        found = files_in(game.root)
        assert found.keys() - before == written
        assert [name for name in written if not is_whole(found[name])] == []
    assert killed


def is_whole(content: bytes) -> bool:
    """Whether a workbook or document opens, or a page ends."""
    if not content.startswith(b"PK"):
        return content.rstrip().endswith(b"</html>")
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return package.testzip() is None
