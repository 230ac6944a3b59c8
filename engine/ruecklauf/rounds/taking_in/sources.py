"""A file that is handed in, read piece by piece: it may be huge, vanish, or be written to meanwhile."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from ruecklauf.texts import Texts

MOST = 500_000_000
"""Bytes of a file that is taken in: a worker has to hold it in its memory."""
PIECE = 1_048_576


class UnreadableError(Exception):
    """The file cannot be taken in; says why, as a clause in the language of findings."""


def pieces_of(path: Path, texts: Texts) -> Iterator[bytes]:
    """The content of a file in its state of one moment; UnreadableError where it cannot be had."""
    try:
        if not path.is_file():
            raise UnreadableError(texts("words.no_file" if path.exists() else "words.gone"))
        with path.open("rb") as file:
            before = os.fstat(file.fileno())
            if before.st_size > MOST:
                size = f"{before.st_size / 1_000_000:.0f}"
                raise UnreadableError(texts("words.too_big", size=size, limit=f"{MOST / 1_000_000:.0f}"))
            read = 0
            while piece := file.read(PIECE):
                read += len(piece)
                if read > before.st_size:
                    raise UnreadableError(texts("words.changed"))
                yield piece
            after = os.fstat(file.fileno())
    except OSError as error:
        raise UnreadableError(error.strerror or str(error)) from error
    if (read, after.st_mtime_ns) != (after.st_size, before.st_mtime_ns):
        raise UnreadableError(texts("words.changed"))
