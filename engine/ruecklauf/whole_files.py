"""Files that are there as a whole or not at all."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path


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
