"""Files of one set stand together or not at all; folders in which they were made are cleared up."""

import os
import time
from pathlib import Path

import pytest

from ruecklauf.whole_files import ABANDONED, is_abandoned, write_together
from warm import kill_at

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


NAMES = ("a.html", "b.xlsx", "c.docx")
BEFORE = dict.fromkeys((NAMES[0], NAMES[2], "another.txt"), b"earlier")


def there(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, content in BEFORE.items():
        (tmp_path / name).write_bytes(content)
    return tmp_path


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork and SIGKILL")
def test_whenever_a_set_is_killed_nothing_new_stands_beside_something_old(folder: Path) -> None:
    wanted = dict.fromkeys(NAMES, b"later")
    for moment in range(1, 6):
        for name in NAMES:
            (folder / name).unlink(missing_ok=True)
        write_together(folder, {name: BEFORE[name] for name in NAMES if name in BEFORE})
        child = os.fork()
        if not child:
            kill_at(str(folder), moment)
            write_together(folder, wanted)
            os._exit(0)
        assert os.WIFSIGNALED(os.waitpid(child, 0)[1]), moment
        found = there(folder)
        assert found.pop("another.txt") == b"earlier"
        assert len(set(found.values())) <= 1, (moment, found)
    write_together(folder, wanted)
    assert there(folder) == wanted | {"another.txt": b"earlier"}
    assert [path for path in folder.iterdir() if path.is_dir()] == []


def test_where_one_of_a_set_cannot_be_put_there_all_stay_as_they_were(folder: Path) -> None:
    (folder / NAMES[1]).mkdir()
    with pytest.raises(OSError, match=NAMES[1]):
        write_together(folder, dict.fromkeys(NAMES, b"later"))
    assert there(folder) == BEFORE
