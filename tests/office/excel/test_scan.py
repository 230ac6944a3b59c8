"""The fast way through a sheet gives what the XML parser gives, however the rows are written or broken."""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from xml.sax.saxutils import unescape as decoded

import pytest
from hypothesis import given
from hypothesis import strategies as st

from office.packages import worksheet
from ruecklauf.office.excel.cells import CellContents
from ruecklauf.office.excel.grid import CellGrid
from ruecklauf.office.excel.plain import NotPlain, decode_entities
from ruecklauf.office.excel.scan import scan_rows
from ruecklauf.office.excel.sheet import parse_sheet, read_sheet
from ruecklauf.office.excel.styles import CellStyle
from ruecklauf.office.refusal import Refusal
from ruecklauf.office.rich_text import RichText
from ruecklauf.office.workbook import Sheet

CELL = '<c r="A{row}" s="1"><v>380</v></c>'
FORMULA = '<c r="B{row}"><f>IF(A1&lt;&gt;"&amp;","_x0041_",A1)</f><v>7</v></c>'
EMPTY_RESULT = '<c r="C{row}" t="str"><f>A1&gt;1</f><v></v></c>'
PLAIN_ROWS = {
    "bare": '<row r="{row}">',
    "Excel's": '<row r="{row}" spans="1:5" x14ac:dyDescent="0.25">',
    "Excel's with a height": '<row r="{row}" spans="1:5" s="1" customFormat="1" ht="30.75" customHeight="1">',
    "LibreOffice's": '<row r="{row}" customFormat="false" ht="12.8" hidden="false" outlineLevel="0">',
    "hidden": '<row r="{row}" spans="1:5" hidden="1">',
    "without height": '<row r="{row}" ht="0" customHeight="1">',
}
FORM = worksheet(
    "".join(
        f"{start}{CELL}{FORMULA}{EMPTY_RESULT}</row>".format(row=row)
        for row, start in enumerate(
            [start for start in PLAIN_ROWS.values() if ":dy" not in start] * 2, start=1
        )
    ),
    before='<cols><col min="2" max="2" hidden="1"/></cols>',
)
"""Without names that have a prefix: one that was never declared goes unnoticed, see `plain`."""
PIECES = [
    "</row>",
    "<row>",
    '<row r="3">',
    '<row r="99999999">',
    "<c/>",
    "&amp;",
    "&",
    "<f/>",
    "<v/>",
    '"',
    "0",
]


def contents() -> CellContents:
    styles = (CellStyle(), CellStyle("dd.mm.yyyy", shows_date=True))
    return CellContents([RichText("eins")], styles, date1904=False)


def outcome(read: Callable[[bytes, CellContents, str], Sheet], part: str) -> Sheet | str:
    try:
        return read(part.encode(), contents(), "sheet.xml")
    except Refusal as refusal:
        return refusal.code


@pytest.mark.parametrize("start", PLAIN_ROWS.values(), ids=PLAIN_ROWS)
def test_rows_as_programs_write_them_need_no_parser(start: str) -> None:
    rows = f"{start}{CELL}{FORMULA}</row>".format(row=3) + f"{start}{CELL}</row>".format(row=7)
    grid = CellGrid(contents())
    scan_rows(rows, grid)
    part = worksheet(rows).replace("<worksheet ", '<worksheet xmlns:x14ac="urn:example" ')
    parsed = parse_sheet(part.encode(), contents(), "sheet.xml")
    assert (grid.cells, grid.hidden_rows) == (parsed.cells, parsed.hidden_rows)


def test_formula_comes_decoded_and_with_its_result() -> None:
    grid = CellGrid(contents())
    scan_rows(f'<row r="1">{FORMULA}{EMPTY_RESULT}</row>'.format(row=1), grid)
    raws = [(cell.raw.formula, cell.raw.text) for cell in grid.cells.values()]
    assert raws == [('IF(A1<>"&","A",A1)', "7"), ("A1>1", "")]


def broken(chance: Random) -> str:
    """The form's sheet with a few pieces put in, taken out or doubled anywhere."""
    part = FORM
    for _ in range(chance.randrange(1, 3)):
        at = chance.randrange(len(part))
        to = at + chance.choice([0, 1, 3, 12, 40])
        part = part[:at] + chance.choice([*PIECES, "", part[at:to] * 2]) + part[to:]
    return part


@pytest.mark.parametrize("seed", range(20))
def test_broken_sheet_is_read_or_refused_as_the_parser_does(seed: int) -> None:
    chance = Random(seed)
    for part in (broken(chance) for _ in range(100)):
        assert outcome(read_sheet, part) == outcome(parse_sheet, part)


@given(st.lists(st.sampled_from(["&amp;", "&lt;", "&gt;", "&quot;", "&apos;", "amp;", "lt;", "a", "#38;"])))
def test_named_entities_are_decoded_once(pieces: list[str]) -> None:
    text = "".join(pieces)
    assert decode_entities(text) == decoded(text, {"&quot;": '"', "&apos;": "'"})


@pytest.mark.parametrize(
    "text", ["&", "a & b", "&&lt;", "&nbsp;", "&lt;&auml;", "&amp", "&#0;", "&l&apos;t;"]
)
def test_what_xml_does_not_know_is_left_to_the_parser(text: str) -> None:
    with pytest.raises(NotPlain):
        decode_entities(text)
