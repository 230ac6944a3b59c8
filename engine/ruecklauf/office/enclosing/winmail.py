"""Outlook's `winmail.dat` (MS-OXTNEF): what was attached to a message that was sent as Rich Text.

A stream of attributes: level, id, length, content, checksum. An attachment begins with its own attribute; its
short name, its content and its properties follow, among them the long name.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from ruecklauf.office.code_pages import codec_of
from ruecklauf.office.enclosing.member_names import readable
from ruecklauf.office.enclosing.unpacked import Member, Unpacked
from ruecklauf.office.formats import Format
from ruecklauf.office.package import LIMITS
from ruecklauf.office.refusal import Refusal

_HEAD = struct.Struct("<IH")
_ATTRIBUTE = struct.Struct("<BII")
_CODE_PAGE, _BEGIN, _TITLE, _DATA, _PROPERTIES = 0x69007, 0x69002, 0x18010, 0x6800F, 0x69005
_LONG_NAME = re.compile(rb"([\x1e\x1f])\x00\x07\x37\x01\x00\x00\x00(....)", re.DOTALL)
"""PidTagAttachLongFilename with one value: the number of its bytes follows."""


@dataclass(frozen=True, slots=True)
class _Attached:
    name: str
    content: bytes | None


def unpack_winmail(data: bytes) -> Unpacked | None:
    """The files in it; what is named and not there, or cut off, is a defect. None where nothing is read."""
    attributes, is_whole = _attributes(data)
    if not attributes:
        return None
    attached = tuple(_attachments(attributes))
    if (
        len(attached) > LIMITS.members
        or sum(len(attachment.content or b"") for attachment in attached) > LIMITS.total
    ):
        raise Refusal("too_large", why="die Anhänge der Nachricht sind zu groß")
    missing = [attachment.name for attachment in attached if attachment.content is None]
    defects = [f"aus winmail.dat fehlt: {', '.join(missing)}"] if missing else []
    defects += [] if is_whole else ["winmail.dat bricht vor seinem Ende ab"]
    found = tuple(
        Member(attachment.name, attachment.content)
        for attachment in attached
        if attachment.content is not None
    )
    return Unpacked(Format.TNEF, found, defects=tuple(defects))


def is_only_formatting(data: bytes) -> bool:
    """Whether it is a whole `winmail.dat` to which nothing is attached: the text's fonts, as it were."""
    attributes, is_whole = _attributes(data)
    return bool(attributes) and is_whole and not any(number == _BEGIN for number, _ in attributes)


def _attributes(data: bytes) -> tuple[list[tuple[int, bytes]], bool]:
    """Every attribute that is there completely, and whether the file ends behind the last one."""
    found, at = [], _HEAD.size
    while at + _ATTRIBUTE.size <= len(data):
        _, number, length = _ATTRIBUTE.unpack_from(data, at)
        begin = at + _ATTRIBUTE.size
        if begin + length + 2 > len(data):
            break
        found.append((number, data[begin : begin + length]))
        at = begin + length + 2
    return found, at == len(data)


def _attachments(attributes: list[tuple[int, bytes]]) -> Iterator[_Attached]:
    pages = (int.from_bytes(content[:4], "little") for number, content in attributes if number == _CODE_PAGE)
    codec = codec_of(next(pages, 0))
    begins = [at for at, (number, _) in enumerate(attributes) if number == _BEGIN]
    for count, (begin, end) in enumerate(pairwise([*begins, len(attributes)]), 1):
        own = dict(attributes[begin:end])
        short = own.get(_TITLE, b"").rstrip(b"\0").decode(codec, "replace")
        name = _long_name(own.get(_PROPERTIES, b""), codec) or short
        yield _Attached(readable(name) or f"Anhang {count}.bin", own.get(_DATA))


def _long_name(properties: bytes, codec: str) -> str:
    found = _LONG_NAME.search(properties)
    if found is None:
        return ""
    content = properties[found.end() : found.end() + int.from_bytes(found[2], "little")]
    return content.decode("utf-16-le" if found[1] == b"\x1f" else codec, "replace").rstrip("\0")
