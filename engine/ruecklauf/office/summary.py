"""When a file of Office 97 was made and saved, from its summary information (MS-OLEPS).

https://learn.microsoft.com/en-us/openspecs/windows_protocols/ms-oleps/
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from ruecklauf.office.compound import CompoundFile
from ruecklauf.office.refusal import Refusal

_STREAM = "\x05SummaryInformation"
_SET_AT = 44
"""Where the header has the place of the one set of properties."""
_NAMES = {12: "created", 13: "modified"}
_FILETIME = 0x40
_MOST = 1000
"""Properties looked at."""


def summary_dates(data: bytes) -> dict[str, str]:
    """`created` and `modified` in ISO, as far as the file has them; a damaged summary says nothing."""
    try:
        content = CompoundFile(data).stream(_STREAM) or b""
        return dict(_dates(content))
    except (Refusal, struct.error, OverflowError):
        return {}


def _dates(content: bytes) -> Iterator[tuple[str, str]]:
    (start,) = struct.unpack_from("<I", content, _SET_AT)
    _, count = struct.unpack_from("<II", content, start)
    for number in range(min(count, _MOST)):
        key, offset = struct.unpack_from("<II", content, start + 8 + 8 * number)
        if key in _NAMES:
            kind, ticks = struct.unpack_from("<IQ", content, start + offset)
            if kind == _FILETIME and ticks:
                # in tenths of microseconds
                moment = datetime(1601, 1, 1, tzinfo=UTC) + timedelta(microseconds=ticks // 10)
                yield _NAMES[key], moment.isoformat()
