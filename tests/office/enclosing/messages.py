"""Outlook messages (`.msg`) and small MIME messages, built for the tests."""

from __future__ import annotations

import struct
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from ruecklauf.office.compound import Folder
from ruecklauf.office.enclosing.compound_writer import write_compound

EPOCH = datetime(1601, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Attached:
    """An attachment of an Outlook message: texts and numbers by property, and its data or inner folder."""

    data: bytes | None = None
    texts: Mapping[int, str] = field(default_factory=dict)
    numbers: Mapping[int, int] = field(default_factory=dict)
    inner: Folder | None = None


def named(name: str, data: bytes | None, *, content_id: str = "", flags: int = 0) -> Attached:
    texts = {0x3707: name} | ({0x3712: content_id, 0x370E: "image/png"} if content_id else {})
    return Attached(data, texts, {0x3705: 1, 0x3714: flags})


def outlook_message(
    texts: Mapping[int, str],
    *attached: Attached,
    sent_at: datetime | None = None,
    codepage: int | None = None,
    binaries: Mapping[int, bytes] | None = None,
    announced: int | None = None,
) -> bytes:
    """A `.msg` file; with a code page its texts are written in it, else in UTF-16."""
    return write_compound(
        message_folder(
            texts, *attached, sent_at=sent_at, codepage=codepage, binaries=binaries, announced=announced
        )
    )


def message_folder(
    texts: Mapping[int, str],
    *attached: Attached,
    sent_at: datetime | None = None,
    codepage: int | None = None,
    binaries: Mapping[int, bytes] | None = None,
    announced: int | None = None,
    inner: bool = False,
) -> Folder:
    """The folder of a message, at the root of a file or inside another message."""
    fixed = dict[int, tuple[int, int]]()
    if sent_at is not None:
        fixed[0x0039] = (0x0040, round((sent_at - EPOCH).total_seconds()) * 10_000_000)
    if codepage is not None:
        fixed[0x3FFD] = (0x0003, codepage)
    count = len(attached) if announced is None else announced
    head = struct.pack("<8xIIII", 0, count, 0, count) + bytes(0 if inner else 8)
    streams = _texts(texts, codepage) | {
        f"__substg1.0_{number:04X}0102": data for number, data in (binaries or {}).items()
    }
    streams["__properties_version1.0"] = head + _properties(fixed)
    folders = {f"__attach_version1.0_#{number:08X}": _folder(one) for number, one in enumerate(attached)}
    if not inner:
        folders["__nameid_version1.0"] = Folder({"__substg1.0_00020102": b""}, {})
    return Folder(streams, folders)


def _folder(attached: Attached) -> Folder:
    numbers = {number: (0x0003, value) for number, value in attached.numbers.items()}
    streams = _texts(attached.texts, None) | {"__properties_version1.0": bytes(8) + _properties(numbers)}
    if attached.data is not None:
        streams["__substg1.0_37010102"] = attached.data
    inside = {} if attached.inner is None else {"__substg1.0_3701000D": attached.inner}
    return Folder(streams, inside)


def _texts(texts: Mapping[int, str], codepage: int | None) -> dict[str, bytes]:
    if codepage is None:
        return {f"__substg1.0_{number:04X}001F": text.encode("utf-16-le") for number, text in texts.items()}
    return {f"__substg1.0_{number:04X}001E": text.encode(f"cp{codepage}") for number, text in texts.items()}


def _properties(fixed: Mapping[int, tuple[int, int]]) -> bytes:
    return b"".join(struct.pack("<HHIQ", kind, number, 6, value) for number, (kind, value) in fixed.items())
