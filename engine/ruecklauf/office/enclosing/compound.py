"""The folders and streams of an OLE compound file, read with suspicion."""

from __future__ import annotations

import io
import struct
from dataclasses import dataclass
from typing import Any

from olefile import OleFileIO
from olefile.olefile import STGTY_STORAGE, STGTY_STREAM

from ruecklauf.office.package import LIMITS
from ruecklauf.office.refusal import Refusal, damaged

MAX_ENTRIES = 100_000

_HARMLESS = "incorrect OLE sector index for empty stream"


@dataclass(frozen=True, slots=True)
class Folder:
    """What OLE calls a storage: streams and further folders by name, in the spelling of the file."""

    streams: dict[str, bytes]
    folders: dict[str, Folder]

    def stream(self, name: str) -> bytes | None:
        """The content of a stream, whose name is looked up as the format does, ignoring case."""
        wanted = name.casefold()
        return next((data for known, data in self.streams.items() if known.casefold() == wanted), None)

    def folder(self, name: str) -> Folder | None:
        """A folder in this one, looked up like a stream."""
        wanted = name.casefold()
        return next((folder for known, folder in self.folders.items() if known.casefold() == wanted), None)


@dataclass(frozen=True, slots=True)
class Compound:
    """The content of a compound file; `issues` are olefile's words for what is not as it should be."""

    root: Folder
    issues: tuple[str, ...]


def read_compound(data: bytes) -> Compound:
    """All folders and streams of a compound file. Raises only Refusal, `damaged_file` or `too_large`."""
    if len(data) > LIMITS.part:
        raise Refusal("too_large", why="die Datei ist größer, als eine Rückgabe sein kann")
    try:
        _check_header(data)
        with _OleFile(io.BytesIO(data)) as ole:
            root = _Reader(ole, len(data)).read()
            issues = (str(text) for _, text in ole.parsing_issues)
            return Compound(root, tuple(text for text in issues if text != _HARMLESS))
    except Refusal:
        raise
    except MemoryError as fault:
        raise Refusal("too_large", why="der Inhalt passt nicht in den Arbeitsspeicher") from fault
    except Exception as fault:
        # Over broken files olefile raises whatever its code runs into, RecursionError included.
        raise damaged(f"{type(fault).__name__}: {fault}") from fault


def root_names(data: bytes) -> frozenset[str]:
    """The names in the root in lower case; empty if the file is damaged."""
    try:
        root = read_compound(data).root
    except Refusal:
        return frozenset()
    return frozenset(name.casefold() for name in (*root.streams, *root.folders))


def _check_header(data: bytes) -> None:
    """Refuse tables that claim to be larger than the file: olefile would follow them in circles."""
    shift, mini_shift = struct.unpack_from("<HH", data, 30)
    (tables,) = struct.unpack_from("<I", data, 44)
    (mini_tables,) = struct.unpack_from("<I", data, 64)
    (table_lists,) = struct.unpack_from("<I", data, 72)
    if shift not in (9, 12) or mini_shift != 6:
        raise damaged("die OLE-Datei hat eine unmögliche Sektorgröße")
    if max(tables, mini_tables, table_lists) << shift > len(data):
        raise damaged("das Verzeichnis der OLE-Datei passt nicht zu ihrer Größe")


class _OleFile(OleFileIO):  # type: ignore[misc]
    """olefile without its search for streams that share sectors, which takes quadratic time.

    Such streams claim more than the file holds, which `_Reader` notices.
    """

    def _check_duplicate_stream(self, first_sect: int, minifat: bool = False) -> None:
        """Nothing to check."""


class _Reader:
    """Reads every stream once; together they cannot hold more than the file does."""

    def __init__(self, ole: Any, size: int) -> None:
        self._ole = ole
        self._size = size
        self._left = size
        self._entries = 0

    def read(self) -> Folder:
        if self._ole.root.size > self._size:
            raise damaged("die OLE-Datei ist abgeschnitten")
        return self._folder(self._ole.root)

    def _folder(self, node: Any) -> Folder:
        self._entries += len(node.kids)
        if self._entries > MAX_ENTRIES:
            raise Refusal("too_large", why=f"die OLE-Datei hat mehr als {MAX_ENTRIES} Bestandteile")
        return Folder(
            {kid.name: self._stream(kid) for kid in node.kids if kid.entry_type == STGTY_STREAM},
            {kid.name: self._folder(kid) for kid in node.kids if kid.entry_type == STGTY_STORAGE},
        )

    def _stream(self, node: Any) -> bytes:
        self._left -= node.size
        if self._left < 0:
            raise damaged("die OLE-Datei ist abgeschnitten oder widerspricht sich")
        # openstream() would look the name up again, in quadratic time
        content: bytes = self._ole._open(node.isectStart, node.size).read()
        return content
