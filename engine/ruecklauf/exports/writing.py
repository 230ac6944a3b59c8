"""Writing an export: all files are finished before the first one takes its place."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from ruecklauf.errors import RuecklaufError
from ruecklauf.exports.readme import write_readme
from ruecklauf.exports.registry import EXPORTS

if TYPE_CHECKING:
    from ruecklauf.dataset import Dataset


def write_export(dataset: Dataset, folder: Path, formats: Collection[str]) -> list[Path]:
    """Write the dataset in these formats (see `EXPORTS`) with a README.txt, and return the files' paths.

    Files of an earlier export are replaced, each at once; where anything fails, they stay as they were.
    """
    if unknown := sorted(set(formats) - set(EXPORTS)):
        raise RuecklaufError(
            f"{unknown[0]!r} is no format to export to.", remedy=f"Choose from {', '.join(EXPORTS)}."
        )
    with _explained(folder), _staging(folder) as staging:
        files = [path for name in EXPORTS if name in formats for path in EXPORTS[name](dataset, staging)]
        files.append(write_readme(dataset, staging, files=files))
        return [_put(staging / path, folder / path) for path in files]


@contextmanager
def _staging(folder: Path) -> Iterator[Path]:
    folder.mkdir(parents=True, exist_ok=True)
    staging = Path(tempfile.mkdtemp(prefix=".export-", dir=folder))
    try:
        yield staging
    finally:
        shutil.rmtree(staging, ignore_errors=True)


def _put(finished: Path, path: Path) -> Path:
    path.parent.mkdir(exist_ok=True)
    return finished.replace(path)


@contextmanager
def _explained(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise RuecklaufError(
            f"cannot be written ({error.strerror}).",
            where=str(error.filename2 or error.filename or folder),
            remedy="Close files of an earlier export, and check that the folder can be written to.",
        ) from error
