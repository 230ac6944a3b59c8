"""Folders in which files were made, and whether whoever made them is still there."""

import os
import time
from pathlib import Path

import pytest

from ruecklauf.whole_files import ABANDONED, is_abandoned

OWN = ".made-OWN-x"
"""Stands for this process: its number would make the same test another one in every worker."""


@pytest.mark.parametrize(
    ("name", "days", "can_ask", "abandoned"),
    [
        (OWN, 0, True, False),
        (".made-999999999999999999999-x", 0, True, False),
        (".made-by-hand", 0, True, False),
        (".made-by-hand", 2, True, True),
        # on Windows a process is never asked, for that would end it: only the folder's age tells
        (OWN, 0, False, False),
        (".made-4194303-x", 0, False, False),
        (OWN, 2, False, True),
    ],
)
def test_a_folder_is_abandoned_when_its_process_has_ended_or_after_a_day(
    tmp_path: Path, name: str, days: int, can_ask: bool, abandoned: bool
) -> None:
    name = name.replace("OWN", str(os.getpid()))
    folder = tmp_path / name
    folder.mkdir()
    then = time.time() - days * ABANDONED
    os.utime(folder, (then, then))
    assert is_abandoned(folder, ".made-", can_ask=can_ask) is abandoned
