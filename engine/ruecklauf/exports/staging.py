"""A folder beside what is to be written, so that nothing half stands under its name, nor elsewhere."""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_PREFIX = ".export-"
_ABANDONED = 24 * 3600
"""Seconds after which nobody writes there any more, where it cannot be asked whether the process lives."""


@contextmanager
def staging_in(folder: Path) -> Iterator[Path]:
    """A new folder in the folder, removed at the end; what was killed before it ended is removed, too.

    Temporary files of libraries belong there: what they hold may not stay in the system's folder for them.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for other in folder.glob(f"{_PREFIX}*"):
        if _is_abandoned(other):
            shutil.rmtree(other, ignore_errors=True)
    staging = Path(tempfile.mkdtemp(prefix=f"{_PREFIX}{os.getpid()}-", dir=folder))
    try:
        yield staging
    finally:
        shutil.rmtree(staging, ignore_errors=True)


def _is_abandoned(staging: Path) -> bool:
    """Whether the process that made it has ended; Windows has no harmless way to ask."""
    process = staging.name.removeprefix(_PREFIX).partition("-")[0]
    if os.name != "nt" and process.isdecimal():
        try:
            os.kill(int(process), 0)
        except ProcessLookupError:
            return True
        except (OSError, OverflowError):
            pass
    return staging.exists() and time.time() - staging.stat().st_mtime > _ABANDONED
