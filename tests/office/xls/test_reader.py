"""The old Excel format, as LibreOffice and gnumeric write it."""

from __future__ import annotations

import struct
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from office.calc.test_reader import kinds_of, saved_as
from office.opened import read_workbook
from office.programs import by_xlsxwriter
from office.test_formats import compound_file
from ruecklauf.cells import CellKind, Raw
from ruecklauf.office.refusal import Refusal
from ruecklauf.office.workbook import Sheet, SheetCell

LEFT_OUT = {(1_048_576, 16_384), (4, 4)}
"""Beyond the format's grid, and a part of an array formula."""


def record(code: int, content: bytes = b"") -> bytes:
    return struct.pack("<HH", code, len(content)) + content


BOF = record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0005, 0, 0, 0, 0))
SHEET_BOF = record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0010, 0, 0, 0, 0))
EOF = record(0x000A)
FONT = record(0x0031, struct.pack("<HHHHHBBBBBB", 200, 0, 0x7FFF, 400, 0, 0, 0, 0, 0, 1, 0) + b"A")
STRUCK_FONT = record(0x0031, struct.pack("<HHHHHBBBBBB", 200, 8, 0x7FFF, 400, 0, 0, 0, 0, 0, 1, 0) + b"A")


def xf(font: int = 0, number_format: int = 0) -> bytes:
    return record(0x00E0, struct.pack("<HHHBBBBIIH", font, number_format, 0, 32, 0, 0, 0, 0, 0, 0))


STYLES = FONT + STRUCK_FONT + xf() + xf(number_format=9) + xf(number_format=14) + xf(font=1)


def workbook(cells: bytes, *, book: bytes = b"", kind: int = 0, more_styles: bytes = b"") -> bytes:
    """A bare stream with one sheet `A` of this kind."""
    sheet_name = struct.pack("<IBBBB", 0, 0, kind, 1, 0) + b"A"
    head = BOF + book + STYLES + more_styles + record(0x0085, sheet_name) + EOF
    found = head.index(record(0x0085, sheet_name)) + 4
    head = head[:found] + struct.pack("<I", len(head)) + head[found + 4 :]
    return head + SHEET_BOF + cells + EOF


def number(value: float, *, style: int = 0) -> bytes:
    return record(0x0203, struct.pack("<HHHd", 0, 0, style, value))


def boolean_or_error(value: int, *, error: bool) -> bytes:
    return record(0x0205, struct.pack("<HHHBB", 0, 0, 0, value, error))


def formula(result: bytes) -> bytes:
    return record(0x0006, struct.pack("<HHH8sHIH", 0, 0, 0, result, 0, 0, 3) + b"\x1e\x01\x00")


CELLS = {
    "number": (number(380.0), Raw(CellKind.NUMBER, "380")),
    "fraction": (number(0.1), Raw(CellKind.NUMBER, "0.1")),
    "percentage": (number(0.125, style=1), Raw(CellKind.NUMBER, "0.125", "0%")),
    "true": (boolean_or_error(1, error=False), Raw(CellKind.BOOL, "1")),
    "error": (boolean_or_error(7, error=True), Raw(CellKind.ERROR, "#DIV/0!")),
    "formula": (formula(struct.pack("<d", 760.0)), Raw(CellKind.NUMBER, "760", formula="")),
    "formula with zero": (formula(bytes(8)), Raw(CellKind.BLANK, formula="")),
    "no number": (number(float("nan")), Raw(CellKind.ERROR, "#NUM!")),
}


@pytest.mark.parametrize(("written", "expected"), CELLS.values(), ids=CELLS)
def test_cell_is_read_as_it_stands(written: bytes, expected: Raw) -> None:
    (sheet,) = read_workbook(workbook(written)).sheets
    assert sheet.cells == {(1, 1): SheetCell(1, 1, expected)}


@pytest.mark.parametrize(("book", "day"), [(b"", 30), (record(0x0022, b"\x01\x00"), 1)])
def test_date_is_told_by_its_format_in_either_calendar(book: bytes, day: int) -> None:
    found = read_workbook(workbook(number(46203, style=2), book=book))
    raw = found.sheets[0].cells[1, 1].raw
    assert (raw.kind, raw.text, raw.moment and raw.moment.day) == (CellKind.DATE, "46203", day)
    assert found.date1904 is bool(book)


def test_struck_font_is_seen() -> None:
    (sheet,) = read_workbook(workbook(number(1, style=3))).sheets
    assert sheet.cells[1, 1].struck


def test_password_is_refused() -> None:
    with pytest.raises(Refusal) as caught:
        read_workbook(workbook(b"", book=record(0x002F, bytes(6))))
    assert caught.value.code == "password"


def test_macro_sheet_is_told() -> None:
    found = read_workbook(workbook(b"", kind=1))
    assert (found.macros, found.unknown_parts, found.sheets) == (True, ("A",), ())


def test_external_link_is_counted() -> None:
    link = record(0x01AE, struct.pack("<HHB", 1, 5, 0) + b"x.xls")
    assert read_workbook(workbook(b"", book=link)).external_links == 1


def test_text_of_a_box_is_read_across_its_pieces() -> None:
    box = record(0x005D, struct.pack("<HHHHH", 0x15, 0x12, 6, 1, 0) + bytes(12))
    frame = record(0x01B6, struct.pack("<HHHHHHHI", 0, 0, 0, 0, 0, 6, 16, 0))
    pieces = record(0x003C, b"\x00ab\n") + record(0x003C, b"\x01" + "äöü".encode("utf-16-le"))
    (sheet,) = read_workbook(workbook(box + frame + pieces + record(0x003C, bytes(16)))).sheets
    assert sheet.drawing_texts == ("ab\näöü",)


def test_damaged_file_is_refused() -> None:
    with pytest.raises(Refusal) as caught:
        read_workbook(compound_file("Workbook"))
    assert caught.value.code == "damaged_file"


@given(st.integers(0, 5_000), st.binary(max_size=4))
@settings(max_examples=200, deadline=None)
def test_damage_ends_in_a_refusal_or_a_workbook(place: int, change: bytes) -> None:
    data = bytearray(workbook(b"".join(written for written, _ in CELLS.values())))
    place %= len(data)
    data[place : place + len(change)] = change
    try:
        read_workbook(bytes(data))
    except Refusal as refusal:
        assert refusal.code in {"damaged_file", "password", "not_a_workbook", "too_large"}


@pytest.mark.parametrize("program", ["soffice", "ssconvert"])
def test_programs_keep_cells_and_evidence(program: str, tmp_path: Path) -> None:
    sent, back = read_workbook(by_xlsxwriter()), read_workbook(saved_as("xls", program, tmp_path))
    assert [plain(sheet) for sheet in back.sheets] == [plain(sheet) for sheet in sent.sheets]
    assert {name: back.names[name].replace("'", "") for name in sent.names} == sent.names
    assert not back.unknown_parts
    assert not back.macros


def plain(sheet: Sheet) -> object:
    """What the format can hold: nothing beyond its smaller grid, and values of formulas left to Excel."""
    cells = {
        place: cell
        for place, cell in sheet.cells.items()
        if place not in LEFT_OUT and cell.raw.formula is None and cell.raw.kind is not CellKind.BOOL
    }
    return kinds_of(replace(sheet, cells=cells))


def test_widths_of_columns_are_told_in_digits() -> None:
    columns = record(0x007D, struct.pack("<HHHHHH", 1, 2, 10 * 256 + 182, 15, 0, 0))
    (sheet,) = read_workbook(workbook(number(1) + columns)).sheets
    assert [(first, last, round(width, 1)) for first, last, width in sheet.widths] == [(2, 2, 10), (3, 3, 10)]
