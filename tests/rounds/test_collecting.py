from __future__ import annotations

import os
from pathlib import Path

import pytest

from ruecklauf.errors import ProjectError
from ruecklauf.rounds.taking_in.collection import files_in


def saved(path: Path, content: bytes, *, at: int) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    os.utime(path, (at, at))
    return path


def message(date: str) -> bytes:
    return f"From: a@b.example\r\nDate: {date}\r\nSubject: x\r\n\r\nText\r\n".encode()


def test_files_come_in_the_order_in_which_they_were_saved(tmp_path: Path) -> None:
    late = saved(tmp_path / "a.xlsx", b"1", at=2_000_000_000)
    early = saved(tmp_path / "sub" / "b.xlsx", b"2", at=1_000_000_000)
    assert files_in([tmp_path]) == (early, late)


def test_messages_come_in_the_order_of_their_dates(tmp_path: Path) -> None:
    second = saved(tmp_path / "a.eml", message("Tue, 02 Jun 2026 10:00:00 +0200"), at=1_800_000_000)
    first = saved(tmp_path / "b.eml", message("Mon, 01 Jun 2026 10:00:00 +0200"), at=1_800_000_001)
    assert files_in([tmp_path]) == (first, second)


@pytest.mark.parametrize(
    "date", ["", "yesterday", "Tue, 99 Jun 2026 10:00:00", "Mon, 01 Jun 99999999 10:00:00 +0200", "\xff\xfe"]
)
def test_a_message_without_a_readable_date_counts_as_saved(tmp_path: Path, date: str) -> None:
    last = saved(tmp_path / "a.eml", message(date), at=1_900_000_000)
    first = saved(tmp_path / "b.xlsx", b"x", at=1_800_000_000)
    assert files_in([tmp_path]) == (first, last)


def test_hidden_files_are_passed_over_unless_named(tmp_path: Path) -> None:
    hidden = saved(tmp_path / ".hidden.xlsx", b"1", at=1)
    shown = saved(tmp_path / "shown.xlsx", b"1", at=1)
    assert files_in([tmp_path]) == (shown,)
    assert files_in([hidden, tmp_path]) == (hidden, shown)


def test_a_path_that_does_not_exist_is_named(tmp_path: Path) -> None:
    with pytest.raises(ProjectError, match=r"nowhere\.xlsx: there is no such file or folder"):
        files_in([tmp_path / "nowhere.xlsx"])


def test_a_project_s_own_files_are_no_returns(tmp_path: Path) -> None:
    own = [tmp_path / "archive", tmp_path / "ruecklauf.sqlite"]
    for name in ("archive/ab/abc", "ruecklauf.sqlite", "returns/a.xlsx", "b.xlsx"):
        saved(tmp_path / name, b"x", at=1)
    assert {path.name for path in files_in([tmp_path], own=own)} == {"a.xlsx", "b.xlsx"}
    assert [path.name for path in files_in([tmp_path / "archive"], own=own)] == ["abc"]
    with pytest.raises(ProjectError, match=r"ruecklauf.sqlite: is the project's own, and no return"):
        files_in([tmp_path / "ruecklauf.sqlite"], own=own)
