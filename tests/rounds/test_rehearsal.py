"""A dry run says what an import does, file by file, and leaves nothing behind."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from rounds.playing import Game
from rounds.test_deciding import ANSWERS, ROW, damaged, put_right, without_codes
from rounds.test_rebuilding import Urls, tables
from ruecklauf.rounds.taking_in.rehearsal import Rehearsed, clear_rehearsals, rehearse
from store.conftest import sqlite_urls, urls  # noqa: F401

CHANGED = {**ANSWERS, (*ROW, "koop"): "nein", (*ROW, "ap_mail"): "neu@kreis.example"}


def tried(game: Game, *files: bytes) -> list[Rehearsed]:
    paths = [game.saved(data) for data in files]
    return list(rehearse(game.workspace, paths, now=game.later(), jobs=1))


def said(result: Rehearsed) -> list[str]:
    return [str(change) for change in result.changes]


def everything(root: Path) -> set[Path]:
    return {path.relative_to(root) for path in root.rglob("*") if "returns" not in path.parts}


def test_each_file_is_compared_with_what_counts_before_it(game: Game) -> None:
    game.hand_in(game.filled("Kleve", ANSWERS), "erste.xlsx")
    newer, newest = game.filled("Kleve", CHANGED), game.filled("Kleve", {**CHANGED, (*ROW, "koop"): "ja"})
    second, third, other = tried(game, newer, newest, game.filled("Köln", ANSWERS))
    assert second.replaces == ("erste.xlsx (akteure)",)
    assert said(second) == [
        "akteure.akteure AK001 ap_mail: – → (personenbezogene Angabe)",
        "akteure.akteure AK001 koop: ja → nein",
    ]
    assert (third.replaces, said(third)) == (
        ("002.xlsx (akteure)",),
        ["akteure.akteure AK001 koop: nein → ja"],
    )
    assert (other.is_first, other.replaces, other.changes) == (True, (), ())


def test_nothing_is_stored_and_the_import_then_does_what_was_said(urls: Urls, tmp_path: Path) -> None:  # noqa: F811
    game = Game(tmp_path / "projekt", urls)
    game.hand_in(game.filled("Kleve", ANSWERS), "erste.xlsx")
    before, files = tables(urls), everything(game.root)
    data = game.filled("Kleve", CHANGED)
    (result,) = tried(game, data)
    assert (tables(urls), everything(game.root)) == (before, files)
    assert game.hand_in(data).outcome == result.received.outcome
    assert game.answers()["AAAAAA", *ROW, "koop"] == "nein"
    game.close()


def test_what_is_unclear_is_said_and_changes_nothing(game: Game) -> None:
    (waiting, refused) = tried(game, damaged(game.filled("Kleve", ANSWERS), without_codes), b"kein Formular")
    assert [result.received.outcome for result in (waiting, refused)] == ["waiting", "refused"]
    assert (waiting.changes, waiting.replaces, waiting.is_first) == ((), (), False)


def test_what_was_corrected_is_compared_as_it_counts(game: Game) -> None:
    game.hand_in(game.filled("Kleve", ANSWERS), "erste.xlsx")
    put_right(game, "institution", value="Jugendamt der Stadt")
    newer = {**ANSWERS, (*ROW, "institution"): "Amt für Jugend"}
    (result,) = tried(game, game.filled("Kleve", newer))
    assert said(result) == ["akteure.akteure AK001 institution: Jugendamt der Stadt → Amt für Jugend"]


def test_what_a_killed_dry_run_left_is_removed_by_the_next(game: Game) -> None:
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    left = [game.root / f".rehearsal-{name}" for name in (f"{ended.pid}-a1b2", "of-an-earlier-version")]
    running = game.root / f".rehearsal-{os.getpid()}-under-way"
    for folder in (*left, running):
        (folder / "archive").mkdir(parents=True)
    os.utime(left[1], (0, 0))
    clear_rehearsals(game.root)
    assert [folder.exists() for folder in (*left, running)] == [False, False, True]
