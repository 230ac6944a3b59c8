"""Files that are there as a whole or not at all, and folders in which such are made."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

ABANDONED = 24 * 3600
"""Seconds after which nobody writes in a folder any more, where its process cannot be asked for."""
CAN_ASK = os.name != "nt"
"""Whether signal 0 only asks; on Windows `os.kill` ends the process, or sends Ctrl-C to its whole console."""
STAGING = ".export-"
"""How folders are called in which files wait for each other, before the number of their process."""
_ASIDE, _NAMES = "before", ".names.json"
"""What stood there, and which files are to take their places: by these a killed exchange is ended."""
Write = Callable[[Path, bytes], object]


def write_whole(path: Path, content: bytes, *, write: Write = Path.write_bytes) -> None:
    """Write a file beside its place and put it there; an error leaves what was there before, nothing else."""
    part = path.with_name(f".{path.name}.part")
    try:
        write(part, content)
        part.replace(path)
    except BaseException:
        with suppress(OSError):
            part.unlink(missing_ok=True)
        raise


def is_abandoned(folder: Path, prefix: str, *, can_ask: bool = CAN_ASK) -> bool:
    """Whether the process has ended that made a folder which is called prefix, number of the process, `-` and
    anything; where that cannot be asked, whether it is a day old."""
    process = folder.name.removeprefix(prefix).partition("-")[0]
    if can_ask and process.isdecimal():
        try:
            os.kill(int(process), 0)
        except ProcessLookupError:
            return True
        except (OSError, OverflowError):
            pass
    return folder.exists() and time.time() - folder.stat().st_mtime > ABANDONED


@contextmanager
def staging_in(folder: Path) -> Iterator[Path]:
    """A new folder in the folder, removed at the end; what was killed before it ended is removed, too.

    Temporary files of libraries belong there: what they hold may not stay in the system's folder for them.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for other in folder.glob(f"{STAGING}*"):
        if is_abandoned(other, STAGING):
            if other.is_dir():
                _settle(other, folder)
                shutil.rmtree(other, ignore_errors=True)
            else:
                other.unlink(missing_ok=True)
    staging = Path(tempfile.mkdtemp(prefix=f"{STAGING}{os.getpid()}-", dir=folder))
    try:
        yield staging
    finally:
        shutil.rmtree(staging, ignore_errors=True)


def _settle(staging: Path, folder: Path) -> None:
    """End a killed exchange: back to what was before, or on to what was new where some of it had its place.

    Nothing is replaced: where a later command has filled the places, they are as they should be.
    """
    with suppress(OSError, ValueError):
        files = [Path(name) for name in json.loads((staging / _NAMES).read_text(encoding="utf-8"))]
        if not any(not (folder / path).exists() for path in files):
            return
        aside = staging / _ASIDE
        is_begun = any(not (staging / path).is_file() for path in files)
        earlier = [path.relative_to(aside) for path in aside.rglob("*") if path.is_file()]
        source, names = (staging, files) if is_begun else (aside, earlier)
        free = [path for path in names if (source / path).is_file() and not (folder / path).exists()]
        _move([(source / path, folder / path) for path in free])


def exchange(folder: Path, staging: Path, files: Sequence[Path], named: Iterable[Path] = ()) -> None:
    """Put the files into the folder, and those that are `named` as an earlier export's aside.

    The last file, which names the others, goes first and comes last: a folder without it is no whole export.
    Where a kill came between, `lists_of_files` still finds it.
    """
    earlier = [path for path in named if path not in files]
    before = [path for path in (*reversed(files), *earlier) if (folder / path).is_file()]
    aside = staging / _ASIDE
    (staging / _NAMES).write_text(json.dumps([path.as_posix() for path in files]), encoding="utf-8")
    _move(
        [(folder / path, aside / path) for path in before]
        + [(staging / path, folder / path) for path in files]
    )
    for emptied in {path.parent for path in earlier} - {Path()}:
        with suppress(OSError):
            (folder / emptied).rmdir()


def lists_of_files(folder: Path, name: str) -> list[Path]:
    """The file in a folder that names the others; also those of sets of which the writing was killed."""
    found = [folder / name]
    for staging in folder.glob(f"{STAGING}*"):
        found += [staging / _ASIDE / name, staging / name]
    return [path for path in found if path.is_file()]


def _move(moves: Sequence[tuple[Path, Path]]) -> None:
    """Rename all files, or none: where one cannot be, those before it are moved back."""
    done: list[tuple[Path, Path]] = []
    try:
        for source, target in moves:
            target.parent.mkdir(parents=True, exist_ok=True)
            source.replace(target)
            done.append((source, target))
    except BaseException:
        for source, target in reversed(done):
            target.replace(source)
        raise
