"""OLE compound files written anew, for messages that were attached to a message (MS-CFB, version 3)."""

from __future__ import annotations

import struct
from dataclasses import dataclass, field

from ruecklauf.office.compound import MAGIC, Folder

_SECTOR, _MINI_SECTOR, _CUTOFF = 512, 64, 4096
_END, _FREE, _TABLE, _TABLE_LIST = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD, 0xFFFFFFFC
_PER_SECTOR = _SECTOR // 4
_IN_HEADER = 109
_ROOT, _FOLDER, _STREAM = 5, 1, 2
_ENTRY = struct.Struct("<64sHBBIII36xIQ")
_HEADER = struct.Struct("<8s16xHHHHH6x9I")


def write_compound(root: Folder) -> bytes:
    """A compound file of these folders and streams; the same content gives the same bytes."""
    directory = _Directory()
    directory.fill(0, root)
    sectors = _Chains(_SECTOR)
    for entry in directory.entries:
        if len(entry.content) >= _CUTOFF:
            entry.start = sectors.add(entry.content)
    mini = _Chains(_MINI_SECTOR)
    for entry in directory.entries:
        if 0 < len(entry.content) < _CUTOFF:
            entry.start = mini.add(entry.content)
    top = directory.entries[0]
    top.content = b"".join(mini.sectors)
    top.start = sectors.add(top.content)
    mini_table = sectors.add(struct.pack(f"<{len(mini.table)}I", *mini.table), filler=b"\xff")
    first = sectors.add(directory.packed())
    return _assembled(sectors, first, mini_table, len(mini.table))


@dataclass
class _Entry:
    name: str
    kind: int
    content: bytes = b""
    left: int = _FREE
    right: int = _FREE
    child: int = _FREE
    start: int = _END

    def packed(self) -> bytes:
        name = self.name.encode("utf-16-le")[:62]
        start = 0 if self.kind == _FOLDER else self.start
        links = (self.left, self.right, self.child)
        return _ENTRY.pack(name, len(name) + 2, self.kind, 1, *links, start, len(self.content))


@dataclass
class _Directory:
    entries: list[_Entry] = field(default_factory=lambda: [_Entry("Root Entry", _ROOT)])

    def fill(self, parent: int, folder: Folder) -> None:
        inside = [_Entry(name, _STREAM, content) for name, content in folder.streams.items()]
        inside += [_Entry(name, _FOLDER) for name in folder.folders]
        # the order that MS-CFB 2.6.4 wants: shorter names first, then by letters in upper case
        inside.sort(key=lambda entry: (len(entry.name.encode("utf-16-le")), entry.name.upper()))
        first = len(self.entries)
        self.entries += inside
        self.entries[parent].child = self._tree(first, len(self.entries))
        for number in range(first, len(self.entries)):
            if self.entries[number].kind == _FOLDER:
                self.fill(number, folder.folders[self.entries[number].name])

    def packed(self) -> bytes:
        unused = _ENTRY.pack(b"", 0, 0, 0, _FREE, _FREE, _FREE, 0, 0)
        packed = b"".join(entry.packed() for entry in self.entries)
        return packed + unused * (-len(self.entries) % (_SECTOR // _ENTRY.size))

    def _tree(self, first: int, behind: int) -> int:
        if first == behind:
            return _FREE
        middle = (first + behind) // 2
        self.entries[middle].left = self._tree(first, middle)
        self.entries[middle].right = self._tree(middle + 1, behind)
        return middle


@dataclass
class _Chains:
    """Sectors of one size, and the table that says which follows which."""

    size: int
    sectors: list[bytes] = field(default_factory=list)
    table: list[int] = field(default_factory=list)

    def add(self, content: bytes, *, filler: bytes = b"\x00") -> int:
        """The number of the first sector of some content."""
        if not content:
            return _END
        first = len(self.sectors)
        for at in range(0, len(content), self.size):
            self.sectors.append(content[at : at + self.size].ljust(self.size, filler))
            self.table.append(len(self.sectors))
        self.table[-1] = _END
        return first


def _assembled(sectors: _Chains, directory: int, mini_table: int, mini_sectors: int) -> bytes:
    tables, lists = _tables_needed(len(sectors.sectors))
    behind = len(sectors.sectors)
    numbers = list(range(behind, behind + tables))
    first_list = behind + tables if lists else _END
    table = [*sectors.table, *[_TABLE] * tables, *[_TABLE_LIST] * lists]
    table += [_FREE] * (tables * _PER_SECTOR - len(table))
    mini_tables = -(-mini_sectors // _PER_SECTOR)
    header = _HEADER.pack(
        *(MAGIC, 0x3E, 3, 0xFFFE, 9, 6),
        *(0, tables, directory, 0, _CUTOFF, mini_table, mini_tables, first_list, lists),
    )
    return b"".join(
        [
            header,
            _numbers(numbers[:_IN_HEADER], _IN_HEADER),
            *sectors.sectors,
            _numbers(table, len(table)),
            *_table_lists(numbers[_IN_HEADER:], first_list),
        ]
    )


def _tables_needed(used: int) -> tuple[int, int]:
    """How many sectors the table takes that counts all sectors, its own and those of its lists too."""
    tables = lists = 0
    while True:
        wanted = -(-(used + tables + lists) // _PER_SECTOR)
        wanted_lists = -(-max(wanted - _IN_HEADER, 0) // (_PER_SECTOR - 1))
        if (wanted, wanted_lists) == (tables, lists):
            return tables, lists
        tables, lists = wanted, wanted_lists


def _table_lists(numbers: list[int], first: int) -> list[bytes]:
    per_list = _PER_SECTOR - 1
    pieces = [numbers[at : at + per_list] for at in range(0, len(numbers), per_list)]
    following = [*range(first + 1, first + len(pieces)), _END]
    return [
        _numbers(piece, per_list) + struct.pack("<I", then)
        for piece, then in zip(pieces, following, strict=False)
    ]


def _numbers(numbers: list[int], count: int) -> bytes:
    return struct.pack(f"<{count}I", *numbers, *[_FREE] * (count - len(numbers)))
