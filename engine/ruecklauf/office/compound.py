"""OLE compound files, of which .xls, .doc, .msg and password-protected files are made (MS-CFB).

https://learn.microsoft.com/en-us/openspecs/windows_protocols/ms-cfb/
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from ruecklauf.office.package import LIMITS
from ruecklauf.office.refusal import Refusal, damaged

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

MAX_ENTRIES = 100_000
MAX_DEPTH = 50
"""Folders in folders; messages in messages take two each."""

_FREE = 0xFFFFFFFA
"""Sector numbers from here on are marks, not sectors (MS-CFB 2.1)."""
_ENTRY = struct.Struct("<64sHBBIII36xIQ")
_HEADER = struct.Struct("<HH10xII4xIIIII")
_HEADER_AT = 30
_FOLDER, _STREAM = 1, 2
_SMALL_SECTOR = 64
_LISTED_IN_HEADER = 109
_LIST_AT = 76


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
class _Header:
    shift: int
    small_shift: int
    tables: int
    directory: int
    small_below: int
    small_table: int
    small_tables: int
    further: int
    table_lists: int


@dataclass(frozen=True, slots=True)
class _Entry:
    name: str
    kind: int
    left: int
    right: int
    child: int
    start: int
    size: int


def root_names(data: bytes) -> frozenset[str]:
    """The names of the streams and folders in the root, in lower case; empty if the file is damaged.

    Embedded objects lie in folders of their own and are not among them.
    """
    try:
        return frozenset(entry.name.casefold() for entry in CompoundFile(data).root)
    except Refusal:
        return frozenset()


class CompoundFile:
    """A file of files, read without trusting its pointers: no chain is followed round a circle.

    Raises only Refusal, `damaged_file` or `too_large`.
    """

    def __init__(self, data: bytes) -> None:
        if len(data) < _LIST_AT + 4 * _LISTED_IN_HEADER:
            raise damaged("die OLE-Datei ist abgeschnitten")
        self._data = data
        self._header = _Header(*_HEADER.unpack_from(data, _HEADER_AT))
        self._size = 4096 if self._header.shift == 12 else 512
        self._left = len(data)
        self._seen = {0}
        self.issues: list[str] = []
        """German phrases about what is not as it should be, though the rest could be read."""

    @cached_property
    def root(self) -> tuple[_Entry, ...]:
        """What lies in the root, in the order of the tree."""
        return tuple(self._inside(self._top, {0}))

    def stream(self, name: str) -> bytes | None:
        """A stream of the root, None if there is none; Refusal `damaged_file` if a part of it is missing."""
        wanted = name.casefold()
        entry = next((entry for entry in self.root if entry.name.casefold() == wanted), None)
        if entry is None or entry.kind != _STREAM:
            return None
        content = self._content(entry)
        if len(content) < entry.size:
            raise damaged(f"vom Bestandteil „{name}“ fehlt ein Teil")
        return content

    def folders(self) -> Folder:
        """Everything in the file; a stream that breaks off stays as far as it goes, and is an issue.

        Refusal `damaged_file` for a header that claims more than the file has, for circles, and for streams
        that together are larger than the file.
        """
        if len(self._data) > LIMITS.part:
            raise Refusal("too_large", why="die Datei ist größer, als eine Rückgabe sein kann")
        header = self._header
        if header.shift not in (9, 12) or header.small_shift != 6:
            raise damaged("die OLE-Datei hat eine unmögliche Sektorgröße")
        if max(header.tables, header.small_tables, header.table_lists) << header.shift > len(self._data):
            raise damaged("das Verzeichnis der OLE-Datei passt nicht zu ihrer Größe")
        if self._top.size > len(self._data):
            raise damaged("die OLE-Datei ist abgeschnitten")
        return self._folder(self._top, MAX_DEPTH)

    # Folders and streams

    @cached_property
    def _top(self) -> _Entry:
        return self._entry(0)

    def _folder(self, entry: _Entry, depth: int) -> Folder:
        if not depth:
            raise damaged("die OLE-Datei ist zu tief verschachtelt")
        inside = list(self._inside(entry, self._seen, is_strict=True))
        if len({kid.name.casefold() for kid in inside}) < len(inside):
            raise damaged("zwei Bestandteile der OLE-Datei heißen gleich")
        return Folder(
            {kid.name: self._counted(kid) for kid in inside if kid.kind == _STREAM},
            {kid.name: self._folder(kid, depth - 1) for kid in inside if kid.kind == _FOLDER},
        )

    def _inside(self, folder: _Entry, seen: set[int], *, is_strict: bool = False) -> Iterator[_Entry]:
        """What a folder holds: a tree of entries, each of which is met once in the whole file."""
        waiting = [folder.child]
        while waiting:
            number = waiting.pop()
            if number >= _FREE:
                continue
            if number in seen:
                if is_strict:
                    raise damaged("die Verzeichnisse der OLE-Datei verweisen im Kreis aufeinander")
                continue
            seen.add(number)
            entry = self._entry(number)
            yield entry
            waiting += (entry.right, entry.left)

    def _entry(self, number: int) -> _Entry:
        at = number * _ENTRY.size
        if at + _ENTRY.size > len(self._directory):
            raise damaged("das Verzeichnis der OLE-Datei ist unvollständig")
        name, length, kind, _colour, left, right, child, start, size = _ENTRY.unpack_from(self._directory, at)
        spelt = name[: max(length - 2, 0)].decode("utf-16-le", "replace")
        return _Entry(spelt, kind, left, right, child, start, size & 0xFFFFFFFF)

    def _counted(self, entry: _Entry) -> bytes:
        """A stream of a folder; together they cannot hold more than the file does."""
        self._left -= entry.size
        if self._left < 0:
            raise damaged("die OLE-Datei ist abgeschnitten oder widerspricht sich")
        content = self._content(entry)
        if len(content) < entry.size:
            self.issues.append(f"vom Bestandteil „{entry.name}“ fehlt ein Teil")
        return content

    def _content(self, entry: _Entry) -> bytes:
        if entry.size >= self._header.small_below:
            return self._chain(entry.start, entry.size)
        within, numbers = self._small_streams, _followed(self._small_sectors, entry.start)
        needed = -(-entry.size // _SMALL_SECTOR)
        pieces = (
            within[at * _SMALL_SECTOR : (at + 1) * _SMALL_SECTOR]
            for at, _ in zip(numbers, range(needed), strict=False)
        )
        return b"".join(pieces)[: entry.size]

    # Sectors

    @cached_property
    def _directory(self) -> bytes:
        directory = self._chain(self._header.directory, (MAX_ENTRIES + 1) * _ENTRY.size)
        if len(directory) > MAX_ENTRIES * _ENTRY.size:
            raise Refusal("too_large", why=f"die OLE-Datei hat mehr als {MAX_ENTRIES} Bestandteile")
        return directory

    @cached_property
    def _sectors(self) -> Sequence[int]:
        """For each sector the following one of its chain."""
        table: list[int] = []
        for number in self._table_sectors():
            # A file may end before its last sector is full.
            sector = self._sector(number).ljust(self._size, b"\xff")
            table += struct.unpack(f"<{self._size // 4}I", sector)
        return table

    @cached_property
    def _small_sectors(self) -> Sequence[int]:
        """As `_sectors`, for the small ones."""
        table = self._chain(self._header.small_table, len(self._data))
        return struct.unpack(f"<{len(table) // 4}I", table[: len(table) // 4 * 4])

    @cached_property
    def _small_streams(self) -> bytes:
        return self._chain(self._top.start, len(self._data))

    def _table_sectors(self) -> list[int]:
        """The sectors of the allocation table: the header names some, and where there are more."""
        listed = list(struct.unpack_from(f"<{_LISTED_IN_HEADER}I", self._data, _LIST_AT))
        following, seen = self._header.further, set[int]()
        while following < _FREE and following not in seen:
            seen.add(following)
            more = self._sector(following)
            listed += struct.unpack(f"<{len(more) // 4}I", more[: len(more) // 4 * 4])
            following = listed.pop() if len(more) == self._size else _FREE
        most = len(self._data) // self._size
        return [number for number in listed if number < _FREE][:most]

    def _sector(self, number: int) -> bytes:
        return self._data[(number + 1) * self._size : (number + 2) * self._size]

    def _chain(self, first: int, size: int) -> bytes:
        """The first bytes of a chain of sectors, as many as there are up to that size."""
        numbers = zip(_followed(self._sectors, first), range(-(-size // self._size)), strict=False)
        return b"".join(self._sector(number) for number, _ in numbers)[:size]


def _followed(following: Sequence[int], first: int) -> Iterator[int]:
    """The sectors of a chain, each once."""
    seen = set[int]()
    while first < len(following) and first not in seen:
        seen.add(first)
        yield first
        first = following[first]
