"""Zip archives that no program writes."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from fuzz.measuring import EITHER, REFUSED, Case
from office.packages import workbook_parts, worksheet, zipped

MIB = 1024 * 1024
ZIP64 = 0xFFFFFFFF
SHEET = "xl/worksheets/sheet1.xml"


def deflated(*pieces: bytes) -> bytes:
    """The pieces compressed without a header, as zip members are."""
    squeeze = zlib.compressobj(9, zlib.DEFLATED, -15)
    return b"".join(map(squeeze.compress, pieces)) + squeeze.flush()


def inflating_to(first: bytes, filler: bytes, mebibytes: int, last: bytes = b"") -> bytes:
    """Compressed text with a filler of that size between two ends, made without inflating it."""
    squeeze = zlib.compressobj(9, zlib.DEFLATED, -15)
    block = filler * (MIB // len(filler))
    head = squeeze.compress(first) + squeeze.flush(zlib.Z_FULL_FLUSH)
    repeated = squeeze.compress(block) + squeeze.flush(zlib.Z_FULL_FLUSH)
    return head + repeated * mebibytes + squeeze.compress(last) + squeeze.flush()


@dataclass(frozen=True)
class Member:
    """One entry, telling the truth unless it is told otherwise."""

    name: str
    body: bytes
    """As it is stored, compressed."""
    size: int = 0
    checksum: int = 0
    method: int = 8
    flags: int = 0
    local_name: str | None = None
    """The name before the content, if it differs from that in the directory."""
    at: int | None = None
    """Where the directory says it begins."""
    stored_size: int | None = None
    extra: bytes = b""


def member(name: str, content: bytes) -> Member:
    return Member(name, deflated(content), len(content), zlib.crc32(content))


def members_of(parts: dict[str, str | bytes]) -> list[Member]:
    encoded = {name: part.encode() if isinstance(part, str) else part for name, part in parts.items()}
    return [member(name, part) for name, part in encoded.items()]


def archive(members: Iterable[Member], *, before: bytes = b"", after: bytes = b"") -> bytes:
    """A zip of the members; what is `before` is not counted in its addresses."""
    body, directory, count = bytearray(before), bytearray(), 0
    for one in members:
        at = len(body) - len(before) if one.at is None else one.at
        local_name = one.name if one.local_name is None else one.local_name
        if one.at is None:
            body += _local(one, local_name.encode()) + one.body
        directory += _entry(one, at)
        count += 1
    total = min(count, 0xFFFF)
    end = struct.pack("<4s4HIIH", b"PK\5\6", 0, 0, total, total, len(directory), len(body) - len(before), 0)
    return bytes(body) + bytes(directory) + end + after


def _sizes(one: Member) -> tuple[int, int]:
    return len(one.body) if one.stored_size is None else one.stored_size, one.size


def _local(one: Member, name: bytes) -> bytes:
    head = (20, one.flags, one.method, 0, 33, one.checksum, *_sizes(one), len(name), 0)
    return struct.pack("<4s5H3I2H", b"PK\3\4", *head) + name


def _entry(one: Member, at: int) -> bytes:
    name = one.name.encode()
    head = (20, 20, one.flags, one.method, 0, 33, one.checksum, *_sizes(one))
    tail = (len(name), len(one.extra), 0, 0, 0, 0, at)
    return struct.pack("<4s6H3I5H2I", b"PK\1\2", *head, *tail) + name + one.extra


def with_sheet(sheet: Member, *more: Member) -> list[Member]:
    """The members of a workbook with this one as its sheet."""
    rest = {name: part for name, part in workbook_parts().items() if name != SHEET}
    return [*members_of(rest), *more, sheet]


def bomb(mebibytes: int, **claims: int) -> bytes:
    """A workbook whose sheet inflates to that much; its checksum is wrong."""
    before, after = worksheet().encode().split(b"</sheetData>")
    body = inflating_to(before, b" ", mebibytes, b"</sheetData>" + after)
    return archive(with_sheet(replace(Member(SHEET, body, mebibytes * MIB), **claims)))


def _overlapping(count: int) -> bytes:
    """Many entries that all show the same bytes (https://www.bamsoftware.com/hacks/zipbomb/)."""
    kernel = member("xl/kern.xml", b"<a>" + b" " * 100_000 + b"</a>")
    rest = with_sheet(member(SHEET, worksheet().encode()))
    at = len(archive(rest)) - _directory_size(rest)
    return archive([*rest, kernel, *(replace(kernel, name=f"xl/{n}.xml", at=at) for n in range(count))])


def _directory_size(members: Sequence[Member]) -> int:
    return 22 + sum(46 + len(one.name.encode()) + len(one.extra) for one in members)


def _nested(depth: int) -> bytes:
    data = zipped({"0.xml": b" " * MIB})
    for _ in range(depth):
        data = zipped({f"{number}.zip": data for number in range(10)})
    return data


def _plain() -> list[Member]:
    return with_sheet(member(SHEET, worksheet("<row><c><v>380</v></c></row>").encode()))


def _changed(**changes: Any) -> bytes:
    """A sound workbook whose sheet is stored in another way."""
    return archive(replace(one, **changes) if one.name == SHEET else one for one in _plain())


def _end64(data: bytes, entries: int) -> bytes:
    """The archive with a zip64 end that claims so many entries."""
    at = data.rindex(b"PK\5\6")
    size, offset = struct.unpack_from("<II", data, at + 12)
    record = struct.pack("<4sQ2H2I4Q", b"PK\6\6", 44, 45, 45, 0, 0, entries, entries, size, offset)
    locator = struct.pack("<4sIQI", b"PK\6\7", 0, at, 1)
    end = struct.pack("<4s4HIIH", b"PK\5\6", 0, 0, 0xFFFF, 0xFFFF, ZIP64, ZIP64, 0)
    return data[:at] + record + locator + end


def hostile_archives(*, heavy: bool) -> Iterator[Case]:
    """Archives that are bombs, lie, or are none."""
    for name, data, outcomes in (*_bombs(), *_liars(), *_edges(), *(_crowds() if heavy else ())):
        yield Case(name, data, outcomes)


Listed = tuple[str, bytes, tuple[str, ...]]


def _bombs() -> Iterator[Listed]:
    nested = with_sheet(member(SHEET, worksheet().encode()), member("xl/b.zip", _nested(3)))
    yield "10 GB that claim to be little", bomb(10_000, size=1_000), ("damaged_file",)
    yield "10 GB that claim to be 100 MB", bomb(10_000, size=100 * MIB), ("damaged_file", "too_large")
    yield "2 GB that are claimed", bomb(2_000), ("too_large",)
    yield "149 MB of spaces", bomb(149), ("too_large",)
    yield "archives in archives", archive(nested), ("read",)
    yield "entries over each other", _overlapping(1_500), ("hostile_file",)


def _crowds() -> Iterator[Listed]:
    many = [member(f"xl/{number}.xml", b"") for number in range(100_000)]
    yield "100,000 members", archive([*_plain(), *many]), ("too_large",)
    listed = (Member(f"{number}", b"", at=0) for number in range(1_000_000))
    yield "1,000,000 listed members", archive([*_plain(), *listed]), ("too_large",)


def _liars() -> Iterator[Listed]:
    giant = struct.pack("<HHQQQ", 1, 24, 1 << 60, 1 << 60, 1 << 60)
    zip64 = {"size": ZIP64, "stored_size": ZIP64, "at": ZIP64}
    sheet = _plain()[-1]
    twin = replace(sheet, name=f"{SHEET}\0.txt")
    yield "little that claims to be 140 MB", _changed(size=140 * MIB), EITHER
    yield "little that claims to be 4 GB", _changed(size=ZIP64 - 1), ("too_large",)
    yield "stored size beyond the file", _changed(stored_size=1 << 30), ("hostile_file",)
    yield "two sheets of one name", archive([*_plain(), sheet]), ("hostile_file",)
    yield "a name that ends early", archive([*_plain(), twin]), ("hostile_file",)
    yield "a path upwards", archive([*_plain(), member("../../etc/cron.d/x", b"")]), ("hostile_file",)
    yield "an encrypted member", _changed(flags=1), ("password",)
    yield "strongly encrypted", _changed(flags=0x40), REFUSED
    yield "patched data", _changed(flags=0x20), REFUSED
    yield "an unknown compression", _changed(method=99), ("hostile_file",)
    yield "stored that is deflated", _changed(method=0), REFUSED
    yield "another name before the content", _changed(local_name="xl/andere.xml"), ("damaged_file",)
    yield "content at a place beyond the file", _changed(at=1 << 30), REFUSED
    yield "zip64 sizes without end", _changed(extra=giant, **zip64), REFUSED
    yield "zip64 sizes that are missing", _changed(**zip64), REFUSED


def _edges() -> Iterator[Listed]:
    sound = archive(_plain())
    yield "sound", sound, ("read",)
    yield "zip64 end", _end64(sound, len(_plain())), ("read",)
    yield "zip64 end with 2^63 entries", _end64(sound, 1 << 63), EITHER
    yield "data before", archive(_plain(), before=b"#!/bin/sh\n"), REFUSED
    yield "another archive before", archive(_plain(), before=zipped({"a": "b"})), ("damaged_file",)
    yield "data behind", sound + b"x" * 1_000, ("read", "damaged_file")
    yield "much data behind", sound + b"x" * 100_000, ("damaged_file",)
    yield "another archive behind", sound + zipped({"a": "b"}), REFUSED
    yield "cut in two", sound[: len(sound) // 2], ("damaged_file",)
    yield "no members", archive([]), REFUSED
