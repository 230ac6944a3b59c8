"""Files that nobody but their owner may read: they hold what people wrote."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

MODE = 0o600
_BESIDE = ("", "-wal", "-shm", "-journal")
"""What SQLite writes has the mode of the database itself, if it is new."""


def make_private(path: Path) -> None:
    """An empty file for its owner alone, unless there is a file; what cannot be made others will report."""
    with suppress(OSError):
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, MODE))


def keep_private(path: Path) -> None:
    """Take from all others what earlier versions let them read; files of somebody else are left alone."""
    if os.name == "nt":
        return
    for ending in _BESIDE:
        file = path.with_name(path.name + ending)
        with suppress(FileNotFoundError, PermissionError):
            if file.stat().st_mode & 0o777 & ~MODE:
                file.chmod(MODE)


def write_private(path: Path, content: bytes) -> None:
    """Write a file that only its owner can read. Raises OSError."""
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY | _BINARY, MODE), "wb") as file:
        file.write(content)


_BINARY = getattr(os, "O_BINARY", 0)
