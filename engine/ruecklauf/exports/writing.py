"""Writing an export: all files are finished before the first takes its place, and all take it together."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from ruecklauf.errors import RuecklaufError
from ruecklauf.exports import readme
from ruecklauf.exports.registry import EXPORTS
from ruecklauf.own_files import digest_in, is_noted, replacing
from ruecklauf.whole_files import exchange, staging_in

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
    Where anything fails, also that one of them is open in Excel, they stay as they were; so they do where
    one was changed since, or is none of an export's.
    """
    if unknown := sorted(set(formats) - set(EXPORTS)):
        raise RuecklaufError(
            f"{unknown[0]!r} is no format to export to.", remedy=f"Choose from {', '.join(EXPORTS)}."
        )
    with explained(folder):
        earlier = dict.fromkeys(readme.named_files(folder))
    with explained(folder), staging_in(folder) as staging:
        chosen = [export for name, export in EXPORTS.items() if name in formats]
        files = [path for export in chosen for path in export.write(dataset, staging)]
        files += beside(staging) if beside else []
        reading = [export.reading for export in chosen]
        files.append(readme.write_readme(dataset, staging, files=files, reading=reading, closing=closing))
        made = {path.as_posix(): digest_in(staging / path) for path in files}
        removed = {path.as_posix() for path in earlier} - made.keys()
        with replacing(folder, made, removed=removed, also=_of_old(folder, earlier)):
            exchange(folder, staging, files, earlier)
        return [folder / path for path in files]


def _of_old(folder: Path, named: Collection[Path]) -> frozenset[str]:
    """Checksums of files that an export wrote when these were not noted yet."""
    listing = [Path(readme.FILE_NAME)] if named else []
    old = [path for path in (*named, *listing) if not is_noted(folder, path.as_posix())]
    return frozenset(digest_in(folder / path) for path in old if (folder / path).is_file())


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
