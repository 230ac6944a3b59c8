"""Sound files made unsound: by their bytes, their members, their XML or their records."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import replace

from hypothesis import strategies as st

from fuzz.archives import Member, archive, deflated
from fuzz.change import NASTY, Change
from fuzz.mutating_xml import XML_KINDS, change_xml

Parts = dict[str, bytes]

_XML_END = (".xml", ".rels", ".vml")


def changes() -> st.SearchStrategy[list[Change]]:
    """A few changes one after the other, XML more often than bytes: these mostly end at a checksum."""
    kinds = st.sampled_from([*_BYTES, *_MEMBERS, *XML_KINDS, *XML_KINDS, *XML_KINDS])
    places = st.integers(0, 2**20)
    one = st.builds(Change, kinds, places, places, st.sampled_from(NASTY))
    return st.lists(one, min_size=1, max_size=5)


def changed(data: bytes, change: Change) -> bytes:
    """The file after one change; of a kind that does not suit it, the bytes are changed."""
    if change.kind in _BYTES:
        return _change_bytes(data, change)
    if data.startswith(b"PK"):
        return _change_archive(data, change)
    if data.lstrip()[:1] == b"<":
        return _change_xml(data, change)
    return _change_records(data, change)


# Bytes


def _change_bytes(data: bytes, change: Change) -> bytes:
    at = change.at % (len(data) + 1)
    length = change.other % 64
    return _BYTES[change.kind](data, at, length, change.value.encode())


_BYTES: dict[str, Callable[[bytes, int, int, bytes], bytes]] = {
    "flip": lambda data, at, length, _: data[:at] + bytes([length * 4 % 256]) + data[at + 1 :],
    "cut": lambda data, at, length, _: data[:at] + data[at + length :],
    "truncate": lambda data, at, length, _: data[:at],
    "insert": lambda data, at, _, value: data[:at] + value + data[at:],
    "double": lambda data, at, length, _: data[: at + length] + data[at:],
}


# Archives


def _change_archive(data: bytes, change: Change) -> bytes:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as opened:
            parts = {name: opened.read(name) for name in opened.namelist()}
    except (zipfile.BadZipFile, zlib.error, OSError, ValueError, NotImplementedError, EOFError, RuntimeError):
        return _change_bytes(data, replace(change, kind="flip"))
    if not parts:
        return data
    if change.kind in _MEMBERS:
        return archive(_MEMBERS[change.kind](parts, change))
    readable = [name for name in parts if name.endswith(_XML_END)]
    if readable:
        name = readable[change.at % len(readable)]
        parts[name] = _change_xml(parts[name], change)
    return archive(_members(parts))


def _members(parts: Parts) -> list[Member]:
    return [_member(name, part) for name, part in parts.items()]


def _member(name: str, part: bytes) -> Member:
    return Member(name, deflated(part), len(part), zlib.crc32(part))


def _drop(parts: Parts, change: Change) -> list[Member]:
    members = _members(parts)
    del members[change.at % len(members)]
    return members


def _repeat(parts: Parts, change: Change) -> list[Member]:
    members = _members(parts)
    return [*members, members[change.at % len(members)]]


def _swap(parts: Parts, change: Change) -> list[Member]:
    names = list(parts)
    one, other = names[change.at % len(names)], names[change.other % len(names)]
    return _members(parts | {one: parts[other], other: parts[one]})


def _shorten(parts: Parts, change: Change) -> list[Member]:
    name = list(parts)[change.at % len(parts)]
    return _members(parts | {name: parts[name][: change.other % (len(parts[name]) + 1)]})


def _store(parts: Parts, change: Change) -> list[Member]:
    names = list(parts)
    chosen = names[change.at % len(names)]
    stored = Member(chosen, parts[chosen], len(parts[chosen]), zlib.crc32(parts[chosen]), method=0)
    return [stored if one.name == chosen else one for one in _members(parts)]


def _rename(parts: Parts, change: Change) -> list[Member]:
    chosen = list(parts)[change.at % len(parts)]
    new = chosen.upper() if change.other % 2 else f"{chosen}{change.value[:50]}"
    return _members({(new if name == chosen else name): part for name, part in parts.items()})


def _lie(parts: Parts, change: Change) -> list[Member]:
    members = _members(parts)
    at = change.at % len(members)
    one = members[at]
    claims = (
        Member(one.name, one.body, change.other, one.checksum),
        Member(one.name, one.body, one.size, one.checksum, stored_size=change.other),
        Member(one.name, one.body, one.size, change.other),
        Member(one.name, one.body, one.size, one.checksum, flags=change.other % 0x10000),
        Member(one.name, one.body, one.size, one.checksum, method=change.other % 100),
    )
    return [*members[:at], claims[change.other % len(claims)], *members[at + 1 :]]


_MEMBERS: dict[str, Callable[[Parts, Change], list[Member]]] = {
    "drop a member": _drop,
    "repeat a member": _repeat,
    "swap members": _swap,
    "shorten a member": _shorten,
    "store a member": _store,
    "rename a member": _rename,
    "lie about a member": _lie,
}


# XML


def _change_xml(data: bytes, change: Change) -> bytes:
    if change.kind in XML_KINDS:
        return change_xml(data, change)
    return _change_bytes(data, replace(change, kind="double"))


# Records of the old Excel format


def _change_records(data: bytes, change: Change) -> bytes:
    """In a bare stream, or in the one that a compound file begins with behind its first sectors."""
    begin = data.find(b"\x09\x08\x10\x00")
    begin = 0 if data[:1] == b"\x09" or begin < 0 else begin
    places, at = [], begin
    while at + 4 <= len(data) and len(places) < 10_000:
        places.append(at)
        at += 4 + int.from_bytes(data[at + 2 : at + 4], "little")
    if not places:
        return data
    start = places[change.at % len(places)]
    length = int.from_bytes(data[start + 2 : start + 4], "little")
    end = start + 4 + length
    match change.other % 5:
        case 0:
            return data[:start] + data[end:]
        case 1:
            return data[:end] + data[start:]
        case 2:
            return data[: start + 2] + struct.pack("<H", change.other % 0x10000) + data[start + 4 :]
        case 3:
            code = places[change.other % len(places)]
            return data[:start] + data[code : code + 2] + data[start + 2 :]
    where = start + 4 + change.other % max(length, 1)
    nasty = (b"\xff\xff", b"\0\0", b"\xff\xff\xff\x7f", b"\0\0\0\x80", change.value.encode()[:9])
    value = nasty[change.other // 5 % len(nasty)]
    return data[:where] + value + data[where + len(value) :]
