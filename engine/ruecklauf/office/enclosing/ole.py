"""OLE compound files, of which .xls, .doc and password-protected files are made (MS-CFB).

https://learn.microsoft.com/en-us/openspecs/windows_protocols/ms-cfb/
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from ruecklauf.office.refusal import damaged

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

MAX_DIRECTORY = 4 * 1024 * 1024
"""Bytes; an entry takes 128."""

_FREE = 0xFFFFFFFA
"""Sector numbers from here on are marks, not sectors (MS-CFB 2.1)."""
_ENTRY = struct.Struct("<64sHBBIII36xIQ")
_HEADER = struct.Struct("<H16xI4xII4xI")
"""Sector size, then where the directory begins, which streams are small, and where the tables go on."""
_STREAM = 2
_SMALL_SECTOR = 64
_LISTED_IN_HEADER = 109


def root_names(data: bytes) -> frozenset[str]:
    """The names of the streams and folders in the root, in lower case; empty if the directory is damaged.

    Embedded objects lie in folders of their own and are not among them.
    """
    try:
        return frozenset(CompoundFile(data).root)
    except (struct.error, IndexError):
        return frozenset()


@dataclass(frozen=True, slots=True)
class _Entry:
    name: str
    kind: int
    left: int
    right: int
    child: int
    start: int
    size: int


class CompoundFile:
    """A file of files, read without trusting its pointers: no chain is followed round a circle.

    struct.error or IndexError if the header or the directory is damaged.
    """

    def __init__(self, data: bytes) -> None:
        self._data = data
        shift, self._directory, self._small_below, self._small_table, self._further = _HEADER.unpack_from(
            data, 30
        )
        self._size = 4096 if shift == 12 else 512

    @cached_property
    def sectors(self) -> Sequence[int]:
        """For each sector the following one of its chain."""
        table: list[int] = []
        for number in self._table_sectors():
            # A file may end before its last sector is full.
            sector = self._sector(number).ljust(self._size, b"\xff")
            table += struct.unpack(f"<{self._size // 4}I", sector)
        return table

    @cached_property
    def small_sectors(self) -> Sequence[int]:
        """As `sectors`, for the small ones."""
        table = self._chain(self._small_table)
        return struct.unpack(f"<{len(table) // 4}I", table[: len(table) // 4 * 4])

    @cached_property
    def root(self) -> dict[str, _Entry]:
        """What lies in the root, by name in lower case; the root itself is among it."""
        found = {self._entries[0].name: self._entries[0]}
        waiting, seen = [self._entries[0].child], set[int]()
        while waiting:
            number = waiting.pop()
            if number >= _FREE or number in seen:
                continue
            seen.add(number)
            entry = self._entries[number]
            found.setdefault(entry.name, entry)
            waiting += (entry.right, entry.left)
        return found

    def stream(self, name: str) -> bytes | None:
        """A stream of the root, None if there is none; Refusal `damaged_file` if a part of it is missing."""
        entry = self.root.get(name.casefold())
        if entry is None or entry.kind != _STREAM:
            return None
        content = self._small(entry) if entry.size < self._small_below else self._chain(entry.start)
        if len(content) < entry.size:
            raise damaged(f"vom Bestandteil „{name}“ fehlt ein Teil")
        return content[: entry.size]

    @cached_property
    def _entries(self) -> list[_Entry]:
        directory = self._chain(self._directory)[:MAX_DIRECTORY]
        whole = directory[: len(directory) // _ENTRY.size * _ENTRY.size]
        return [
            _Entry(_name(name, length), kind, left, right, child, start, size & 0xFFFFFFFF)
            for name, length, kind, _colour, left, right, child, start, size in _ENTRY.iter_unpack(whole)
        ]

    def _sector(self, number: int) -> bytes:
        return self._data[(number + 1) * self._size : (number + 2) * self._size]

    def _table_sectors(self) -> Iterator[int]:
        """The sectors of the allocation table: the header names some, and where there are more."""
        listed = list(struct.unpack_from(f"<{_LISTED_IN_HEADER}I", self._data, 76))
        following, seen = self._further, set[int]()
        while following < _FREE and following not in seen:
            seen.add(following)
            more = self._sector(following)
            listed += struct.unpack(f"<{len(more) // 4}I", more[: len(more) // 4 * 4])
            following = listed.pop() if len(more) == self._size else _FREE
        most = len(self._data) // self._size
        yield from [number for number in listed if number < _FREE][:most]

    def _chain(self, first: int) -> bytes:
        return b"".join(map(self._sector, _followed(self.sectors, first)))

    def _small(self, entry: _Entry) -> bytes:
        within = self._chain(self._entries[0].start)
        numbers = _followed(self.small_sectors, entry.start)
        return b"".join(within[at * _SMALL_SECTOR : (at + 1) * _SMALL_SECTOR] for at in numbers)


def _followed(following: Sequence[int], first: int) -> Iterator[int]:
    """The sectors of a chain, each once."""
    seen = set[int]()
    while first < len(following) and first not in seen:
        seen.add(first)
        yield first
        first = following[first]


def _name(encoded: bytes, length: int) -> str:
    return encoded[: max(length - 2, 0)].decode("utf-16-le", "replace").casefold()
