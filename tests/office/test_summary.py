"""What files of Office 97 say of themselves."""

from __future__ import annotations

import struct

import pytest

from ruecklauf.office.compound import Folder
from ruecklauf.office.enclosing.compound_writer import write_compound
from ruecklauf.office.summary import summary_properties

SUMMARY, DOCUMENT = "\x05SummaryInformation", "\x05DocumentSummaryInformation"


def properties(*items: tuple[int, bytes]) -> bytes:
    """A stream with one set of properties, each with its type."""
    at, table, values = 8 + 8 * len(items), b"", b""
    for key, value in items:
        table += struct.pack("<II", key, at + len(values))
        values += value.ljust(-(-len(value) // 4) * 4, b"\0")
    head = struct.pack("<HHI16sI16sI", 0xFFFE, 0, 0, bytes(16), 1, bytes(16), 48)
    return head + struct.pack("<II", at + len(values), len(items)) + table + values


def code_page(number: int) -> tuple[int, bytes]:
    return 1, struct.pack("<IH", 2, number)


def in_bytes(text: bytes) -> bytes:
    return struct.pack("<II", 0x1E, len(text) + 1) + text + b"\0"


def wide(text: str) -> bytes:
    return struct.pack("<II", 0x1F, len(text) + 1) + f"{text}\0".encode("utf-16-le")


def said(**streams: bytes) -> dict[str, str]:
    names = {"summary": SUMMARY, "document": DOCUMENT}
    return summary_properties(write_compound(Folder({names[key]: data for key, data in streams.items()}, {})))


TEXTS = {
    "in Western Europe": (code_page(1252), in_bytes("geschätzt".encode("cp1252"))),
    "in UTF-8": (code_page(65001), in_bytes("geschätzt".encode())),
    "in UTF-16": (code_page(1200), in_bytes("geschätzt".encode("utf-16-le") + b"\0")),
    "in wide letters": (code_page(1252), wide("geschätzt")),
}


@pytest.mark.parametrize(("page", "text"), TEXTS.values(), ids=TEXTS)
def test_comment_is_read_in_its_code_page(page: tuple[int, bytes], text: bytes) -> None:
    assert said(summary=properties(page, (6, text))) == {"description": "geschätzt"}


def test_category_and_status_stand_in_the_second_summary() -> None:
    document = properties(code_page(1252), (2, in_bytes(b"Entwurf")), (0x1B, in_bytes(b"vorab")))
    assert said(document=document) == {"category": "Entwurf", "contentStatus": "vorab"}


def test_dates_and_texts_come_together() -> None:
    saved = struct.pack("<IQ", 0x40, 134_000_000_000_000_000)
    found = said(
        summary=properties((13, saved), (6, in_bytes(b"Stand Mai")), (12, struct.pack("<IQ", 0x40, 0)))
    )
    assert found == {"modified": "2025-08-18T14:13:20+00:00", "description": "Stand Mai"}


def test_damaged_summary_says_nothing_and_the_other_one_is_read() -> None:
    document = properties((2, in_bytes(b"Entwurf")))
    broken = properties((6, in_bytes(b"Stand Mai")))[:70]
    assert said(summary=broken, document=document) == {"category": "Entwurf"}
    assert summary_properties(b"no compound file") == {}
