"""What a file of Office 97 says of itself: when it was made and saved, and what people wrote (MS-OLEPS).

https://learn.microsoft.com/en-us/openspecs/windows_protocols/ms-oleps/
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta

from ruecklauf.office.code_pages import codec_of
from ruecklauf.office.compound import CompoundFile
from ruecklauf.office.refusal import Refusal

_SET_AT = 44
"""Where the header has the place of the first set of properties."""
_STREAMS: Mapping[str, Mapping[int, str]] = {
    "\x05SummaryInformation": {6: "description", 12: "created", 13: "modified"},
    "\x05DocumentSummaryInformation": {2: "category", 0x1B: "contentStatus"},
}
_CODE_PAGE = 1
_BYTES, _WIDE, _FILETIME = 0x1E, 0x1F, 0x40
_MOST = 1000
"""Properties looked at."""


def summary_properties(data: bytes) -> dict[str, str]:
    """The dates in ISO and the texts by the names of `Workbook.core`; a damaged summary says nothing."""
    found: dict[str, str] = {}
    for stream, names in _STREAMS.items():
        try:
            found |= _properties(CompoundFile(data).stream(stream) or b"", names)
        except (Refusal, struct.error, OverflowError):
            continue
    return found


def _properties(content: bytes, names: Mapping[int, str]) -> dict[str, str]:
    places = dict(_places(content))
    codec = "cp1252"
    if _CODE_PAGE in places:
        codec = codec_of(*struct.unpack_from("<H", content, places[_CODE_PAGE] + 4))
    said = {names[key]: _said(content, at, codec) for key, at in places.items() if key in names}
    return {name: text for name, text in said.items() if text}


def _places(content: bytes) -> Iterator[tuple[int, int]]:
    """Where each property begins, by its number."""
    if not content:
        return
    (start,) = struct.unpack_from("<I", content, _SET_AT)
    _, count = struct.unpack_from("<II", content, start)
    for number in range(min(count, _MOST)):
        key, offset = struct.unpack_from("<II", content, start + 8 + 8 * number)
        yield key, start + offset


def _said(content: bytes, at: int, codec: str) -> str:
    """A date or a text; empty for what is neither."""
    kind, length = struct.unpack_from("<II", content, at)
    if kind == _FILETIME:
        (ticks,) = struct.unpack_from("<Q", content, at + 4)
        # in tenths of microseconds
        moment = datetime(1601, 1, 1, tzinfo=UTC) + timedelta(microseconds=ticks // 10)
        return moment.isoformat() if ticks else ""
    if kind not in (_BYTES, _WIDE):
        return ""
    size, codec = (2 * length, "utf-16-le") if kind == _WIDE else (length, codec)
    return content[at + 8 : at + 8 + size].decode(codec, "replace").partition("\0")[0]
