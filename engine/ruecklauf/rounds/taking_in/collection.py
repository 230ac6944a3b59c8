"""Which files are handed in, and in which order."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Iterator
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.utils import parsedate_to_datetime
from pathlib import Path

from ruecklauf.errors import ProjectError
from ruecklauf.office.enclosing.bystanders import is_bystander, named_by_system
from ruecklauf.office.enclosing.containers import Member

_HEADERS = 64 * 1024
"""Bytes of a message in which its date is looked for."""


def files_in(paths: Iterable[Path], *, own: Collection[Path] = ()) -> tuple[Path, ...]:
    """The files named, and all files in the folders named; hidden ones are passed over, and those that are
    the project's `own` or lie in its own folders.

    Files of a folder come in the order in which they were saved there, messages in that of their dates, so
    that of two returns the later one counts. ProjectError for a path that does not exist, or a folder that
    cannot be listed.
    """
    own = frozenset(map(_real, own))
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            inside = [
                file
                for file in _all_files(path)
                if not (_is_hidden(file, path) or _is_bystander(file, path))
                and own.isdisjoint(_above(file, path))
            ]
            found.extend(sorted(inside, key=lambda file: (_moment(file), str(file))))
        elif _real(path) in own:
            raise ProjectError("is the project's own, and no return", where=str(path))
        elif path.exists():
            found.append(path)
        else:
            raise ProjectError("there is no such file or folder", where=str(path))
    return tuple(dict.fromkeys(found))


def passed_over(paths: Iterable[Path]) -> tuple[Path, ...]:
    """Files in the folders named that systems and open programs left there, such as Thumbs.db and `~$…`."""
    folders = [path for path in paths if path.is_dir()]
    return tuple(
        file
        for folder in folders
        for file in _all_files(folder)
        if _is_bystander(file, folder) and not _is_hidden(file, folder)
    )


def _all_files(folder: Path) -> Iterator[Path]:
    """Everything in a folder and below that is no folder, links that lead nowhere too."""

    def refuse(error: OSError) -> None:
        raise ProjectError(
            f"this folder cannot be listed: {error.strerror}", where=str(error.filename)
        ) from error

    for root, folders, names in os.walk(folder, onerror=refuse):
        yield from (Path(root) / name for name in names)
        # links to folders are not followed, but named: they may go round in circles
        yield from (path for name in folders if (path := Path(root) / name).is_symlink())


def _is_hidden(file: Path, folder: Path) -> bool:
    return any(part.startswith(".") for part in file.relative_to(folder).parts)


def _above(file: Path, folder: Path) -> Iterator[Path]:
    """The file, and every folder between it and the one given."""
    yield _real(file)
    for parent in file.parents:
        if parent == folder:
            return
        yield _real(parent)


def _real(path: Path) -> Path:
    """Where it is without links; of links that go round in circles any place in there."""
    return Path(os.path.realpath(path))


def _is_bystander(file: Path, folder: Path) -> bool:
    """What looks like an owner file must also be as small as one."""
    if named_by_system(file.relative_to(folder).as_posix()):
        return True
    return file.name.startswith("~$") and file.is_file() and is_bystander(Member(file.name, _begin(file)))


def _begin(file: Path) -> bytes:
    try:
        with file.open("rb") as stream:
            return stream.read(_HEADERS)
    except OSError:
        return b"?"


def _moment(file: Path) -> datetime:
    """When a message says it was sent; of any other file when it was saved."""
    try:
        saved = datetime.fromtimestamp(file.lstat().st_mtime, UTC)
    except OSError:
        # it has just vanished, which is said when its turn comes
        return datetime.max.replace(tzinfo=UTC)
    if file.suffix.casefold() != ".eml" or not file.is_file():
        return saved
    try:
        with file.open("rb") as stream:
            message = message_from_bytes(stream.read(_HEADERS), policy=policy.compat32)
        sent = parsedate_to_datetime(str(message["Date"]))
    except (OSError, ValueError, TypeError, IndexError, OverflowError):
        return saved
    return min(saved, sent if sent.tzinfo else sent.replace(tzinfo=UTC))
