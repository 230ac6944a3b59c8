"""Files that are there as a whole or not at all, and folders in which such are made."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

ABANDONED = 24 * 3600
"""Seconds after which nobody writes in a folder any more, where its process cannot be asked for."""
CAN_ASK = os.name != "nt"
"""Whether signal 0 only asks; on Windows `os.kill` ends the process, or sends Ctrl-C to its whole console."""


def write_whole(
    path: Path, content: bytes, *, write: Callable[[Path, bytes], object] = Path.write_bytes
) -> None:
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
