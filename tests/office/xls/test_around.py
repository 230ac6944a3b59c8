"""What stands around the cells of an .xls file, and marks in their texts."""

from __future__ import annotations

import struct

import pytest

from office.opened import read_workbook
from office.xls.test_reader import EOF, formula, record, workbook
from ruecklauf.cells import CellKind, Raw
from ruecklauf.office.workbook import Link


def font(escapement: int) -> bytes:
    head = struct.pack("<HHHHHBBBBBB", 200, 0, 0x7FFF, 400, escapement, 0, 0, 0, 0, 1, 0)
    return record(0x0031, head + b"A")


FONTS = font(0) * 2 + font(1) + font(2)
RAISED, LOWERED = 2, 3


def long_text(text: str) -> bytes:
    return struct.pack("<HB", len(text), 0) + text.encode("latin-1")


def shared(text: str, *runs: tuple[int, int]) -> bytes:
    """The table of shared texts with one text, of which runs have their own fonts."""
    rich = struct.pack("<HBH", len(text), 0x08, len(runs)) + text.encode("latin-1")
    return record(
        0x00FC, struct.pack("<II", 1, 1) + rich + b"".join(struct.pack("<HH", *run) for run in runs)
    )


TEXTS = (
    (shared("211", (2, RAISED)), "21¹"),
    (shared("112", (2, LOWERED)), "11₂"),
    (shared("12 m2 frei", (4, RAISED), (5, 0)), "12 m² frei"),
    (shared("211"), "211"),
)


@pytest.mark.parametrize(("book", "shown"), TEXTS, ids=["raised", "lowered", "within", "plain"])
def test_raised_digits_are_none_of_the_number(book: bytes, shown: str) -> None:
    cells = record(0x00FD, struct.pack("<HHHI", 0, 0, 0, 0))
    (sheet,) = read_workbook(workbook(cells, book=FONTS + book)).sheets
    assert sheet.cells[1, 1].raw.text == shown


def test_formula_that_gives_an_empty_text_has_a_result() -> None:
    (sheet,) = read_workbook(workbook(formula(b"\x03\0\0\0\0\0\xff\xff"))).sheets
    assert sheet.cells[1, 1].raw == Raw(CellKind.TEXT, "", formula="")


def more_headers(*texts: str) -> bytes:
    lengths = struct.pack("<4H", *map(len, texts))
    return record(0x089C, bytes(30) + lengths + b"".join(long_text(text) for text in texts if text))


PAGES = (
    (record(0x0014, long_text("&CPlätze: bitte 400")), ("&CPlätze: bitte 400",)),
    (record(0x0014) + record(0x0015, long_text("&LAmt")), ("&LAmt",)),
    (more_headers("", "&Cgerade", "&Cerste", ""), ("&Cgerade", "&Cerste")),
)


@pytest.mark.parametrize(("records", "texts"), PAGES, ids=["header", "footer", "others"])
def test_headers_and_footers_are_read(records: bytes, texts: tuple[str, ...]) -> None:
    (sheet,) = read_workbook(workbook(records)).sheets
    assert sheet.page_texts == texts


def properties(*given: tuple[int, bytes | int]) -> bytes:
    """A shape's properties (MS-ODRAW FOPT): a number, or bytes behind all of them."""
    table = b"".join(
        struct.pack("<HI", number | 0x8000, len(value))
        if isinstance(value, bytes)
        else struct.pack("<HI", number, value)
        for number, value in given
    )
    behind = b"".join(value for _, value in given if isinstance(value, bytes))
    return struct.pack("<HHI", len(given) << 4 | 3, 0xF00B, len(table + behind)) + table + behind


def container(*inside: bytes) -> bytes:
    return struct.pack("<HHI", 0xF, 0xF004, sum(map(len, inside))) + b"".join(inside)


WORD_ART = container(properties((0x00C0, "Nicht gezählt\0".encode("utf-16-le")), (0x00C1, 7)))
PLAN = "plan.png\0".encode("utf-16-le")
PICTURES = container(properties((0x4104, 1))) + container(properties((0x4104, 2), (0x0105, PLAN)))


def test_text_of_word_art_is_read_also_across_records() -> None:
    drawing = record(0x00EC, WORD_ART[:30]) + record(0x003C, WORD_ART[30:])
    (sheet,) = read_workbook(workbook(drawing)).sheets
    assert sheet.drawing_texts == ("Nicht gezählt",)


def test_pictures_are_named() -> None:
    assert read_workbook(workbook(record(0x00EC, PICTURES))).unknown_parts == ("A: Bild 1", "A: plan.png")


def test_title_of_a_chart_is_read_and_the_chart_named() -> None:
    title = record(0x100D, struct.pack("<HBB", 0, 5, 0) + b"Titel")
    chart = record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0020, 0, 0, 0, 0)) + title + EOF
    found = read_workbook(workbook(chart))
    assert (found.sheets[0].drawing_texts, found.unknown_parts) == (("Titel",), ("A: Diagramm 1",))


def test_links_come_with_their_addresses() -> None:
    moniker = bytes.fromhex("e0c9ea79f9bace118c8200aa004ba90b")
    address = "https://kreis.example/a\0".encode("utf-16-le")
    link = struct.pack("<4H", 7, 7, 2, 2) + bytes.fromhex("d0c9ea79f9bace118c8200aa004ba90b")
    link += struct.pack("<II", 2, 3) + moniker + struct.pack("<I", len(address)) + address
    (sheet,) = read_workbook(workbook(record(0x01B8, link))).sheets
    assert sheet.links == (Link(8, 3, "https://kreis.example/a"),)
