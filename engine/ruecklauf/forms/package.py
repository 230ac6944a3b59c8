"""Zip packages part by part: unchanged parts are copied as they are, still compressed."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass

from deflate import deflate_compress

_LOCAL = struct.Struct("<4s5H3L2H")
_CENTRAL = struct.Struct("<4s6H3L5H2L")
_END = struct.Struct("<4s4H2LH")
_VERSION, _DEFLATED, _UTF8 = 20, 8, 0x800
_DOS_DATE = (1980 - 1980) << 9 | 1 << 5 | 1
"""1 January 1980, the same in every file: identical input gives identical bytes."""


@dataclass(frozen=True, slots=True)
class Part:
    """One member, deflated."""

    deflated: bytes
    crc: int
    size: int


QUICK, SMALL = 6, 12
"""Levels of compression: for what is written for each alliance, and once a round."""


def deflate(content: bytes, level: int = QUICK) -> Part:
    """A member's content, compressed."""
    return Part(bytes(deflate_compress(content, level)), zlib.crc32(content), len(content))


def read_parts(data: bytes) -> dict[str, bytes]:
    """The members of a zip file by name, in their order."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


def write_parts(parts: Mapping[str, Part]) -> bytes:
    """A zip file with these members, in this order, without dates."""
    chunks: list[bytes] = []
    directory: list[bytes] = []
    offset = 0
    for name, part in parts.items():
        raw_name = name.encode()
        header = _LOCAL.pack(
            b"PK\3\4", _VERSION, _UTF8, _DEFLATED, 0, _DOS_DATE, part.crc, len(part.deflated), part.size,
            len(raw_name), 0,
        )  # fmt: skip
        chunks += (header, raw_name, part.deflated)
        entry = _CENTRAL.pack(
            b"PK\1\2", _VERSION, _VERSION, _UTF8, _DEFLATED, 0, _DOS_DATE, part.crc, len(part.deflated),
            part.size, len(raw_name), 0, 0, 0, 0, 0, offset,
        )  # fmt: skip
        directory += (entry, raw_name)
        offset += len(header) + len(raw_name) + len(part.deflated)
    central = b"".join(directory)
    end = _END.pack(b"PK\5\6", 0, 0, len(parts), len(parts), len(central), offset, 0)
    return b"".join((*chunks, central, end))
