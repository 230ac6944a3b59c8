"""Files of one set stand together or not at all; folders in which they were made are cleared up."""

import os
import time
from pathlib import Path

import pytest

from ruecklauf.errors import ProjectError
from ruecklauf.own_files import INCOMPLETE, SUMS, completing, incomplete, write_own, write_own_together
from ruecklauf.whole_files import ABANDONED, is_abandoned, staging_in
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
    """What people see there."""
    return {path.name: path.read_bytes() for path in folder.iterdir() if not path.name.startswith(".")}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_own_together(tmp_path, BEFORE)
    return tmp_path


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork and SIGKILL")
def test_whenever_a_set_is_killed_nothing_new_stands_beside_something_old(folder: Path) -> None:
    wanted = dict.fromkeys(NAMES, b"later")
    said = set()
    for moment in range(1, 9):
        write_own_together(folder, {name: BEFORE[name] for name in NAMES if name in BEFORE})
        (folder / NAMES[1]).unlink(missing_ok=True)
        child = os.fork()
        if not child:
            kill_at(str(folder), moment)
            write_own_together(folder, wanted)
            os._exit(0)
        if not os.WIFSIGNALED(os.waitpid(child, 0)[1]):
            break
        found = there(folder)
        assert found.pop("another.txt") == b"earlier"
        is_said = found.pop(INCOMPLETE, b"") != b""
        said.add(is_said)
        assert len(set(found.values())) <= 1, (moment, found)
        # a folder that is neither as before nor whole says so
        assert is_said or found.keys() in ({NAMES[0], NAMES[2]}, set(NAMES)), (moment, found)
        assert not is_said or set(incomplete(folder)) == set(NAMES)
    assert said == {True, False}
    write_own_together(folder, wanted)
    assert there(folder) == wanted | {"another.txt": b"earlier"}
    assert [path for path in folder.iterdir() if path.is_dir()] == []


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork and SIGKILL")
def test_a_set_that_was_killed_is_ended_before_another_is_made(folder: Path) -> None:
    """As it was before, or as it was to be: nothing of it lacks, though the next one fails."""
    wanted = dict.fromkeys(NAMES, b"later")
    outcomes = set()
    for moment in range(1, 12):
        write_own_together(folder, {name: BEFORE[name] for name in NAMES if name in BEFORE}, replace=True)
        (folder / NAMES[1]).unlink(missing_ok=True)
        child = os.fork()
        if not child:
            kill_at(str(folder), moment)
            write_own_together(folder, wanted)
            os._exit(0)
        if not os.WIFSIGNALED(os.waitpid(child, 0)[1]):
            break
        with pytest.raises(OSError, match="disk full"), staging_in(folder):
            raise OSError("disk full")
        found = there(folder)
        found.pop(INCOMPLETE, None)
        assert found in (BEFORE, wanted | {"another.txt": b"earlier"}), moment
        outcomes.add(found == BEFORE)
    assert outcomes == {True, False}


def test_where_the_list_of_checksums_is_lost_that_is_said_with_all_files(folder: Path) -> None:
    (folder / SUMS).unlink()
    with pytest.raises(ProjectError) as refused:
        write_own_together(folder, dict.fromkeys(NAMES, b"later"))
    said = str(refused.value)
    assert "a.html: there is a file that was not written here" in said and "1 more: c.docx" in said
    assert f"({SUMS}) is missing in this folder" in said and "from a backup" in said
    assert there(folder) == BEFORE
    for name in NAMES:
        (folder / name).unlink(missing_ok=True)
    write_own_together(folder, dict.fromkeys(NAMES, b"later"))
    (folder / NAMES[0]).write_bytes(b"changed")
    with pytest.raises(ProjectError) as refused:
        write_own_together(folder, dict.fromkeys(NAMES, b"last"))
    assert "is missing" not in str(refused.value), "there the list tells"


def test_where_one_of_a_set_cannot_be_put_there_all_stay_as_they_were(folder: Path) -> None:
    (folder / NAMES[1]).mkdir()
    with pytest.raises(ProjectError, match=NAMES[1]):
        write_own_together(folder, dict.fromkeys(NAMES, b"later"))
    with pytest.raises(OSError, match=NAMES[1]):
        write_own_together(folder, dict.fromkeys(NAMES, b"later"), replace=True)
    (folder / NAMES[1]).rmdir()
    assert there(folder) == BEFORE


def test_what_was_written_here_is_replaced_and_nothing_else(folder: Path) -> None:
    mine, changed = folder / "mine.txt", folder / NAMES[0]
    mine.write_bytes(b"of somebody else")
    changed.write_bytes(b"earlier, and a remark")
    for path in (mine, changed):
        with pytest.raises(ProjectError, match=f"{path.name}: there is a file that was not written here"):
            write_own(path, b"later")
        with pytest.raises(ProjectError, match="it is kept"):
            write_own_together(folder, {NAMES[2]: b"later", path.name: b"later"})
    assert there(folder) == BEFORE | {"mine.txt": b"of somebody else", NAMES[0]: b"earlier, and a remark"}
    write_own(folder / NAMES[2], b"later")
    write_own(mine, b"of somebody else")
    write_own(changed, b"later", replace=True)
    write_own(changed, b"last")
    assert there(folder) == BEFORE | {
        "mine.txt": b"of somebody else",
        NAMES[0]: b"last",
        NAMES[2]: b"later",
    }


def test_what_was_stopped_is_named_until_it_was_completed(folder: Path) -> None:
    with pytest.raises(ZeroDivisionError), completing(folder, NAMES[:2], later=["a.pdf"]):
        _ = 1 / 0
    assert incomplete(folder) == (*NAMES[:2], "a.pdf")
    with completing(folder, NAMES[:1]):
        assert incomplete(folder) == (*NAMES[:2], "a.pdf")
    assert incomplete(folder) == (NAMES[1], "a.pdf")
    with completing(folder, [NAMES[1], "a.pdf"]):
        pass
    assert there(folder) == BEFORE
