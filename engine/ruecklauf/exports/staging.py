"""A folder beside what is to be written, so that nothing half stands under its name, nor elsewhere."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ruecklauf.whole_files import is_abandoned

_PREFIX = ".export-"


@contextmanager
def staging_in(folder: Path) -> Iterator[Path]:
    """A new folder in the folder, removed at the end; what was killed before it ended is removed, too.

    Temporary files of libraries belong there: what they hold may not stay in the system's folder for them.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for other in folder.glob(f"{_PREFIX}*"):
        if is_abandoned(other, _PREFIX):
            shutil.rmtree(other, ignore_errors=True)
    staging = Path(tempfile.mkdtemp(prefix=f"{_PREFIX}{os.getpid()}-", dir=folder))
    try:
        yield staging
    finally:
        shutil.rmtree(staging, ignore_errors=True)
