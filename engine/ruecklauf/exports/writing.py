"""Writing an export: all files are finished before the first takes its place, and all take it together."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from ruecklauf.errors import RuecklaufError
from ruecklauf.exports import readme
from ruecklauf.exports.registry import EXPORTS
from ruecklauf.exports.staging import staging_in

if TYPE_CHECKING:
    from ruecklauf.dataset import Dataset


def write_export(
    dataset: Dataset,
    folder: Path,
    formats: Collection[str],
    *,
    beside: Callable[[Path], list[Path]] | None = None,
    closing: str = "",
) -> list[Path]:
    """Write the dataset in these formats (see `EXPORTS`) with a README.txt, and return the files' paths.

    `beside` writes further files into a folder and names them, and `closing` is what README.txt says of a
    release in place of what holds for all others.

    A folder holds one export: all files that an earlier one named in its README.txt are replaced or removed.
    Where anything fails, also that one of them is open in Excel, they stay as they were.
    """
    if unknown := sorted(set(formats) - set(EXPORTS)):
        raise RuecklaufError(
            f"{unknown[0]!r} is no format to export to.", remedy=f"Choose from {', '.join(EXPORTS)}."
        )
    with explained(folder), staging_in(folder) as staging:
        chosen = [export for name, export in EXPORTS.items() if name in formats]
        files = [path for export in chosen for path in export.write(dataset, staging)]
        files += beside(staging) if beside else []
        reading = [export.reading for export in chosen]
        files.append(readme.write_readme(dataset, staging, files=files, reading=reading, closing=closing))
        exchange(folder, staging, files, readme.named_files(folder))
        return [folder / path for path in files]


def exchange(folder: Path, staging: Path, files: Sequence[Path], named: Iterable[Path]) -> None:
    """Put the files into the folder, and those that are `named` as an earlier export's aside.

    The last file, which names the others, goes first and comes last: a folder without it is no whole export.
    """
    earlier = [path for path in named if path not in files]
    before = [path for path in (*reversed(files), *earlier) if (folder / path).is_file()]
    aside = staging / "before"
    _move(
        [(folder / path, aside / path) for path in before]
        + [(staging / path, folder / path) for path in files]
    )
    for emptied in {path.parent for path in earlier} - {Path()}:
        with suppress(OSError):
            (folder / emptied).rmdir()


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


@contextmanager
def explained(folder: Path) -> Iterator[None]:
    """OSError as RuecklaufError with what can be done."""
    try:
        yield
    except OSError as error:
        raise RuecklaufError(
            f"cannot be written ({error.strerror or error}).",
            where=str(error.filename2 or error.filename or folder),
            remedy="Close files of an earlier export, and check that the folder can be written to.",
        ) from error
