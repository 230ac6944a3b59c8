"""What lies in an OLE compound file's root: enough to tell .xls, .doc and password-protected files apart."""

from __future__ import annotations

import struct

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

_FREE = 0xFFFFFFFA
"""Sector numbers from here on are marks, not sectors (MS-CFB 2.1)."""
_ENTRY = struct.Struct("<64sHBBIII48x")


def root_names(data: bytes) -> frozenset[str]:
    """The names of the streams and folders in the root, in lower case; empty if the directory is damaged.

    Embedded objects lie in folders of their own and are not among them.
    """
    try:
        entries = list(_ENTRY.iter_unpack(_directory(data)))
        return frozenset(_siblings(entries, entries[0][6]))
    except (struct.error, IndexError):
        return frozenset()


def _siblings(entries: list[tuple[bytes, int, int, int, int, int, int]], first: int) -> set[str]:
    names: set[str] = set()
    waiting, seen = [first], set[int]()
    while waiting:
        number = waiting.pop()
        if number >= _FREE or number in seen:
            continue
        seen.add(number)
        name, length, _kind, _colour, left, right, _child = entries[number]
        names.add(name[: max(length - 2, 0)].decode("utf-16-le", "replace").casefold())
        waiting += (left, right)
    return names


def _directory(data: bytes) -> bytes:
    (shift,) = struct.unpack_from("<H", data, 30)
    (sector,) = struct.unpack_from("<I", data, 48)
    size = 4096 if shift == 12 else 512
    table = _allocation_table(data, size)
    chain: list[bytes] = []
    while sector < len(table) and len(chain) <= len(table):
        chain.append(data[(sector + 1) * size : (sector + 2) * size])
        sector = table[sector]
    joined = b"".join(chain)
    return joined[: len(joined) - len(joined) % _ENTRY.size]


def _allocation_table(data: bytes, size: int) -> list[int]:
    # The header lists the first 109 sectors of the table, enough for directories within the first 7 MB.
    table: list[int] = []
    for number in struct.unpack_from("<109I", data, 76):
        if number >= _FREE:
            break
        table += struct.unpack_from(f"<{size // 4}I", data, (number + 1) * size)
    return table
