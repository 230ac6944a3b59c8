"""What was written here is known again: no other file is replaced, and no half set taken for a whole one.

Beside the files lies `SUMS` with the checksum of each as it was written. While several are written that
belong together, `INCOMPLETE` lies there, too, and names those that may lack or be of an earlier run.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Collection, Container, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from itertools import count
from pathlib import Path

from ruecklauf.errors import ProjectError
from ruecklauf.whole_files import STAGING, Write, exchange, staging_in, write_whole

SUMS = ".ruecklauf.sha256"
INCOMPLETE = "INCOMPLETE.txt"
ELSEWHERE = "Move it away, or choose another folder."
_NAMED = 5
"""File names in a message."""
_SAID = (
    "ruecklauf has not finished writing these files: it is still at work, or was stopped before the end.\n"
    "They may lack, or be of an earlier run. Run the same command again: it completes them, and this file\n"
    "goes away. Where nobody wants them any more, delete it.\n\n"
)


def write_own(
    path: Path,
    content: bytes,
    *,
    write: Write = Path.write_bytes,
    also: Container[str] = (),
    replace: bool = False,
    remedy: str = ELSEWHERE,
) -> None:
    """Write a file whole. ProjectError where one is there that was not written here, or changed since;
    `also` has checksums that are known besides, and with `replace` any file is replaced. Raises OSError.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    made = {path.name: digest_of(content)}
    with replacing(path.parent, made, also=also, replace=replace, remedy=remedy):
        write_whole(path, content, write=write)


def write_own_together(
    folder: Path,
    files: Mapping[str, bytes],
    *,
    write: Write = Path.write_bytes,
    replace: bool = False,
    remedy: str = ELSEWHERE,
) -> list[Path]:
    """Write files by their names into a folder, and return their paths; the same is refused as of one file.

    All take their places together: where a kill comes between, the folder says which are not whole.
    """
    made = {name: digest_of(content) for name, content in files.items()}
    with staging_in(folder) as staging, replacing(folder, made, replace=replace, remedy=remedy):
        for name, content in files.items():
            write(staging / name, content)
        with completing(folder, files, undone=True):
            exchange(folder, staging, [Path(name) for name in files])
    return [folder / name for name in files]


@contextmanager
def replacing(
    folder: Path,
    made: Mapping[str, str],
    *,
    removed: Collection[str] = (),
    also: Container[str] = (),
    replace: bool = False,
    remedy: str = ELSEWHERE,
) -> Iterator[None]:
    """To be open while files take their places in a folder: `made` has their checksums by their names.

    Old and new ones are known meanwhile, so that whatever a kill leaves is known again. ProjectError, and
    nothing is written, where a file would be replaced or `removed` that was not written here.
    """
    if not replace:
        refuse_foreign(folder, {**dict.fromkeys(removed, ""), **made}, also=also, remedy=remedy)
    before = _sums(folder)
    _note(folder, {name: {digest, *before.get(name, ())} for name, digest in made.items()})
    yield
    _note(folder, {**dict.fromkeys(removed, ()), **{name: {digest} for name, digest in made.items()}})


def refuse_foreign(
    folder: Path, made: Mapping[str, str], *, also: Container[str] = (), remedy: str = ELSEWHERE
) -> None:
    """ProjectError where a file has one of the names but neither what is to be written nor what was."""
    known = _sums(folder)
    foreign: list[Path] = []
    for name, digest in made.items():
        path = folder / name
        if path.is_dir():
            raise ProjectError("there is a folder of this name", where=str(path), remedy=remedy)
        if path.exists():
            there = digest_in(path)
            if there != digest and there not in known.get(name, ()) and there not in also:
                foreign.append(path)
    if foreign:
        raise _kept(foreign, remedy)


def _kept(foreign: list[Path], remedy: str) -> ProjectError:
    """That files are kept which were not written here; where nothing says what was, that this is lost."""
    message = "there is a file that was not written here, or was changed since; it is kept"
    if len(foreign) > 1:
        others = [path.name for path in foreign[1:]]
        more = ", …" if len(others) > _NAMED else ""
        message += f", and so are {len(others)} more: {', '.join(others[:_NAMED])}{more}"
    if not (foreign[0].parent / SUMS).exists():
        message += (
            f". The list of what was written here ({SUMS}) is missing in this folder, so nobody can tell"
        )
        remedy = f"{remedy} If nobody changed the files, delete them, or put the list back from a backup."
    return ProjectError(message, where=str(foreign[0]), remedy=remedy)


def keep_beside(path: Path) -> Path | None:
    """Where a file now lies that was not written here, or was changed since: beside, under a free name.

    None where there is none, or it was written here.
    """
    if not path.is_file() or digest_in(path) in _sums(path.parent).get(path.name, ()):
        return None
    names = (path.with_name(f"{path.stem}-kept-{number}{path.suffix}") for number in count(1))
    kept = next(name for name in names if not name.exists())
    path.rename(kept)
    return kept


def is_noted(folder: Path, name: str) -> bool:
    """Whether a file of this name was ever written here."""
    return name in _sums(folder)


@contextmanager
def completing(
    folder: Path, names: Collection[str], *, later: Collection[str] = (), undone: bool = False
) -> Iterator[None]:
    """To be open while files are written: `incomplete` names them until the end, those written `later` until
    they were completed, too. Errors leave them incomplete, unless all files are as before then (`undone`).
    """
    folder.mkdir(parents=True, exist_ok=True)
    before = incomplete(folder)
    _name(folder, [*before, *names, *later])
    try:
        yield
    except BaseException:
        if undone:
            _name(folder, before)
        raise
    done = frozenset(names)
    _name(folder, [name for name in incomplete(folder) if name not in done])


def incomplete(folder: Path) -> tuple[str, ...]:
    """The files in a folder that were to be written, and of which nobody said that they were."""
    with suppress(FileNotFoundError):
        lines = (folder / INCOMPLETE).read_text(encoding="utf-8", errors="replace").splitlines()
        return tuple(line.removeprefix("- ") for line in lines if line.startswith("- "))
    return ()


def digest_of(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def digest_in(path: Path) -> str:
    """The same of a file, read by pieces."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _name(folder: Path, names: Iterable[str]) -> None:
    listed = "".join(f"- {name}\n" for name in dict.fromkeys(names))
    if listed:
        _put(folder / INCOMPLETE, _SAID + listed)
    else:
        (folder / INCOMPLETE).unlink(missing_ok=True)


def _sums(folder: Path) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    with suppress(FileNotFoundError):
        lines = (folder / SUMS).read_text(encoding="utf-8", errors="replace").splitlines()
        for digest, separator, name in (line.partition("  ") for line in lines):
            if separator:
                found.setdefault(name, set()).add(digest)
    return found


def _note(folder: Path, sums: Mapping[str, Collection[str]]) -> None:
    noted = {**_sums(folder), **sums}
    lines = "".join(f"{digest}  {name}\n" for name in sorted(noted) for digest in sorted(noted[name]))
    _put(folder / SUMS, lines)


def _put(path: Path, text: str) -> None:
    """Under a name of its own first: two programs may write into the folder at once."""
    number, name = tempfile.mkstemp(prefix=f"{STAGING}{os.getpid()}-", dir=path.parent)
    try:
        with os.fdopen(number, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
        Path(name).replace(path)
    except BaseException:
        with suppress(OSError):
            Path(name).unlink()
        raise
