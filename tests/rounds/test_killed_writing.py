"""Whatever kills the writing of forms or datasets, and whenever: what stands under its name is whole."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

from rounds.playing import Game
from ruecklauf.own_files import INCOMPLETE, SUMS, incomplete, write_own_together
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
        found = files_in(forms)
        said = {name for name in found if name.endswith(INCOMPLETE)}
        assert said or found in ({}, whole)
        assert {name: content for name, content in found.items() if name not in said}.items() <= whole.items()
        for name in said:
            assert set(incomplete(forms / Path(name).parent)) == {Path(form).name for form in whole}
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
    for moment in (*[None] * (KILLS // 2), 2, len(earlier) + 2):
        shutil.rmtree(data)
        shutil.copytree(as_it_was, data)
        at = (data, moment) if moment else None
        after = None if moment else rng.uniform(took / 20, took)
        killed += warm.run(*later_words, killed_after=after, killed_at=at).was_killed
        found = files_in(data)
        if "README.txt" in found:
            assert found.keys() in (earlier.keys(), later.keys())
    assert killed
    # what the killed one had put there is known, too
    run(warm, earlier_words)
    assert files_in(data) == earlier
    assert [path.name for path in data.iterdir() if path.name.startswith(".")] == [SUMS]


def test_the_page_of_a_project_is_whole_whenever_its_command_is_killed(game: Game, warm: Warm) -> None:
    game.hand_in(game.filled("Kleve", {("akteure", "akteure", "AK001", "institution"): "Stelle"}))
    wanted = command(game, "cockpit")
    before = files_in(game.root).keys()
    warm.rehearse(*wanted)
    took = run(warm, wanted)
    written, rng, killed = files_in(game.root).keys() - before, Random(7), 0
    assert written
    for _ in range(KILLS // 2):
        killed += warm.run(*wanted, killed_after=rng.uniform(took / 20, took)).was_killed
        found = files_in(game.root)
        assert found.keys() - before == written
        assert [name for name in written if not found[name].rstrip().endswith(b"</html>")] == []
    assert killed


SETS = {
    "letters": ("feedback", "--wave", "2026-1", "--force"),
    "handbook": ("handbook", "--worksheet", "akteure"),
    "report": ("report", "--wave", "2026-1", "--format", "html,xlsx"),
}
"""Commands that write several files into a folder; exports and deposits have tests of their own. A report
takes long: it is killed once, and what comes after a kill is told by the others."""


@pytest.mark.parametrize("words", SETS.values(), ids=SETS)
def test_files_of_a_set_never_stand_beside_earlier_ones_when_their_command_is_killed(
    game: Game, warm: Warm, words: tuple[str, ...]
) -> None:
    game.hand_in(game.filled("Kleve", {("akteure", "akteure", "AK001", "institution"): "Stelle"}))
    folder = game.root / "written"
    wanted = command(game, *words, str(folder))
    if words[0] != "report":
        warm.rehearse(*wanted)
    run(warm, wanted)
    written = files_in(folder)
    assert len(written) > 1
    # after the folder says what is begun: while the earlier ones go aside, and the new ones take their places
    for moment in (3, len(written) + 3)[words[0] == "report" :]:
        write_own_together(folder, dict.fromkeys(written, b"earlier"), replace=True)
        assert warm.run(*wanted, killed_at=(folder, moment)).was_killed
        found = files_in(folder)
        assert set(incomplete(folder)) == written.keys()
        assert found.pop(INCOMPLETE) and found.keys() < written.keys()
        assert len({content == b"earlier" for content in found.values()}) == 1
    if words[0] == "report":
        return
    run(warm, wanted)
    assert files_in(folder).keys() == written.keys()
    assert [path.name for path in folder.iterdir() if path.name.startswith(".")] == [SUMS]
