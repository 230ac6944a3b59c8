"""Files that vanish, change or are too great while they are taken in: one line each, and others follow."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from rounds.playing import START, Game, codes
from ruecklauf.rounds.taking_in import reception, sources
from ruecklauf.rounds.taking_in.reception import Receiver
from ruecklauf.store import archive
from ruecklauf.texts import Texts

Spoil = Callable[[Path, pytest.MonkeyPatch], None]


def vanish(path: Path, _: pytest.MonkeyPatch) -> None:
    path.unlink()


def grow(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody writes to it whenever a piece of it was read."""

    def pieces(path: Path, texts: Texts) -> Iterator[bytes]:
        for piece in sources.pieces_of(path, texts):
            yield piece
            with path.open("ab") as file:
                file.write(b"more")

    monkeypatch.setattr(sources, "PIECE", 1000)
    monkeypatch.setattr(reception, "pieces_of", pieces)


def be_huge(path: Path, _: pytest.MonkeyPatch) -> None:
    """5 GB, of which the disk holds nothing."""
    with path.open("r+b") as file:
        file.truncate(5_000_000_000)


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (vanish, "nicht mehr da"),
        (grow, "wurde geändert"),
        (be_huge, "5000 MB, und angenommen werden höchstens 500"),
    ],
)
def test_what_cannot_be_taken_in_is_one_line_and_nothing_is_kept(
    game: Game, monkeypatch: pytest.MonkeyPatch, spoil: Spoil, said: str
) -> None:
    bad = game.saved(b"x" * 5000, "a.xlsx")
    good = game.saved(game.filled("Kleve", {("akteure", "akteure", "AK001", "koop"): "ja"}), "b.xlsx")
    with monkeypatch.context() as patched:
        spoil(bad, patched)
        first = Receiver(game.workspace).receive(bad, now=START)
    assert (first.outcome, first.sha256, codes(first)) == ("refused", "", ["unreadable_file"])
    assert said in first.findings[0].message
    assert [path for path in game.workspace.archive.folder.rglob("*") if path.is_file()] == []
    assert Receiver(game.workspace).receive(good, now=START).outcome.startswith("accepted")


def test_an_archive_without_room_is_a_finding_of_each_file(
    game: Game, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = [game.saved(b"one", "a.txt"), game.saved(b"two", "b.txt")]
    with monkeypatch.context() as patched:
        patched.setattr(archive.os, "fsync", full)
        found = list(Receiver(game.workspace).receive_all(files, now=START))
    assert [codes(became) for became in found] == [["not_archived"]] * 2
    assert "No space left on device" in found[0].findings[0].message


def full(_: int) -> None:
    raise OSError(28, "No space left on device")
