"""Every content of an .xlsx file arrives, typed and unchanged."""

# ruff: noqa: E501 - raw XML is easier to read unbroken
from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import openpyxl  # type: ignore[import-untyped]
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from office.opened import read_workbook
from office.packages import (
    MAIN,
    MICROSOFT,
    OFFICE,
    STRICT_MAIN,
    STRICT_OFFICE,
    content_types,
    rels,
    workbook_of,
    workbook_parts,
    worksheet,
    zipped,
)
from office.programs import by_openpyxl, by_xlsxwriter, converted
from ruecklauf.cells import CellKind, Raw
from ruecklauf.office.excel.cells import CellContents
from ruecklauf.office.excel.sheet import parse_sheet, read_sheet
from ruecklauf.office.excel.strings import read_shared_strings
from ruecklauf.office.excel.styles import CellStyle
from ruecklauf.office.ooxml.names import unescape
from ruecklauf.office.refusal import Refusal
from ruecklauf.office.rich_text import RichText
from ruecklauf.office.workbook import Note, Sheet, SheetCell, Workbook

STYLES = (
    '<numFmts count="1"><numFmt numFmtId="164" formatCode="dd\\.mm\\.yyyy"/></numFmts>'
    '<fonts><font/><font><strike/></font><font><strike val="0"/></font></fonts>'
    '<cellStyleXfs><xf numFmtId="22" fontId="1"/></cellStyleXfs>'
    '<cellXfs><xf/><xf numFmtId="164"/><xf numFmtId="4"/><xf fontId="1"/><xf fontId="2"/><xf numFmtId="999"/>'
    '<xf numFmtId="46"/></cellXfs>'
    '<dxfs><dxf><font><strike/></font><numFmt numFmtId="4" formatCode="yyyy"/></dxf></dxfs>'
)
STRINGS = (
    "<si><t>eins</t></si>"
    '<si><t xml:space="preserve"> zwei </t></si>'
    "<si><r><t>ver</t></r><r><rPr><b/></rPr><t>teilt</t></r><rPh sb='0' eb='1'><t>Lautschrift</t></rPh></si>"
    "<si><r><rPr><strike/></rPr><t>alt</t></r><r><t> neu</t></r></si>"
    '<si><r><rPr><strike/></rPr><t>ganz</t></r><r><rPr><strike val="1"/></rPr><t> alt</t></r></si>'
    "<si/>"
    "<si><t>a_x000D_&#10;b &amp; c</t></si>"
)


def blatt(data: bytes) -> Sheet:
    (sheet,) = read_workbook(data).sheets
    return sheet


def raws(sheet: Sheet) -> dict[tuple[int, int], Raw]:
    return {place: cell.raw for place, cell in sheet.cells.items()}


def text(value: str, **more: str) -> Raw:
    return Raw(CellKind.TEXT, value, **more)  # type: ignore[arg-type]


def number(literal: str, **more: str) -> Raw:
    return Raw(CellKind.NUMBER, literal, **more)  # type: ignore[arg-type]


CELLS: dict[str, tuple[str, Raw | None]] = {
    "shared text": ('<c r="A1" t="s"><v>0</v></c>', text("eins")),
    "shared text with outer spaces": ('<c r="A1" t="s"><v>1</v></c>', text(" zwei ")),
    "rich text without its phonetic reading": ('<c r="A1" t="s"><v>2</v></c>', text("verteilt")),
    "shared text, its number on lines of its own": ('<c r="A1" t="s">\n<v>\n0\n</v>\n</c>', text("eins")),
    "shared text that is empty": ('<c r="A1" t="s"><v>5</v></c>', None),
    "escaped and encoded characters": ('<c r="A1" t="s"><v>6</v></c>', text("a\r\nb & c")),
    "inline text": ('<c r="A1" t="inlineStr"><is><t>a &lt; b</t></is></c>', text("a < b")),
    "inline text in runs": (
        '<c r="A1" t="inlineStr"><is><r><t>a</t></r><r><rPr><i/></rPr><t xml:space="preserve"> b</t></r></is></c>',
        text("a b"),
    ),
    "inline text that is empty": ('<c r="A1" t="inlineStr"><is><t></t></is></c>', None),
    "inline text as a value": ('<c r="A1" t="inlineStr"><v>a</v></c>', text("a")),
    "text as a value": ('<c r="A1" t="str"><v> a_x0041_ </v></c>', text(" aA ")),
    "text in CDATA": ('<c r="A1" t="str"><v><![CDATA[<a> & b]]></v></c>', text("<a> & b")),
    "text with a comment": ('<c r="A1" t="str"><v>38<!-- 9 -->0</v></c>', text("380")),
    "text of several lines": ('<c r="A1" t="str"><v>a\r\nb&#13;&#10;c</v></c>', text("a\nb\r\nc")),
    "number": ('<c r="A1"><v>380</v></c>', number("380")),
    "number on a line of its own": ('<c r="A1"><v>\n 380 \n</v></c>', number("380")),
    "number with exponent": ('<c r="A1" t="n"><v>-1.5E-007</v></c>', number("-1.5E-007")),
    "number with all its digits": (
        '<c r="A1"><v>0.10000000000000000555</v></c>',
        number("0.10000000000000000555"),
    ),
    "number with a format": ('<c r="A1" s="2"><v>1</v></c>', number("1", number_format="#,##0.00")),
    "number of a format that is missing": ('<c r="A1" s="5"><v>1</v></c>', number("1")),
    "number of a style that is missing": ('<c r="A1" s="99"><v>1</v></c>', number("1")),
    "date": (
        '<c r="A1" s="1"><v>45108.5</v></c>',
        Raw(CellKind.DATE, "45108.5", "dd\\.mm\\.yyyy", datetime(2023, 7, 1, 12)),
    ),
    "duration": (
        '<c r="A1" s="6"><v>1.5</v></c>',
        Raw(CellKind.DATE, "1.5", "[h]:mm:ss", datetime(1900, 1, 1, 12)),
    ),
    "ISO date": (
        '<c r="A1" t="d"><v>2023-07-01T12:00:00.000Z</v></c>',
        Raw(CellKind.DATE, "2023-07-01T12:00:00.000Z", moment=datetime(2023, 7, 1, 12)),
    ),
    "ISO time": (
        '<c r="A1" t="d"><v>12:30:00</v></c>',
        Raw(CellKind.DATE, "12:30:00", moment=datetime(1899, 12, 31, 12, 30)),
    ),
    "true": ('<c r="A1" t="b"><v>1</v></c>', Raw(CellKind.BOOL, "1")),
    "false in a word": ('<c r="A1" t="b"><v>false</v></c>', Raw(CellKind.BOOL, "0")),
    "error": ('<c r="A1" t="e"><v>#DIV/0!</v></c>', Raw(CellKind.ERROR, "#DIV/0!")),
    "formula": ('<c r="A1"><f>B1&amp;"x"</f><v>7</v></c>', number("7", formula='B1&"x"')),
    "formula without cached value": (
        '<c r="A1" s="2"><f>B1</f></c>',
        Raw(CellKind.BLANK, number_format="#,##0.00", formula="B1"),
    ),
    "formula with an empty value": ('<c r="A1"><f>B1</f><v/></c>', Raw(CellKind.BLANK, formula="B1")),
    "formula with an empty text": ('<c r="A1" t="str"><f>B1</f><v></v></c>', text("", formula="B1")),
    "formula with an empty text, short": ('<c r="A1" t="str"><f>B1</f><v/></c>', text("", formula="B1")),
    "formula with an error": (
        '<c r="A1" t="e"><f>1/0</f><v>#DIV/0!</v></c>',
        Raw(CellKind.ERROR, "#DIV/0!", formula="1/0"),
    ),
    "array formula": (
        '<c r="A1" cm="1"><f t="array" ref="A1:A2">B1:B2*2</f><v>4</v></c>',
        number("4", formula="B1:B2*2"),
    ),
    "data table": (
        '<c r="A1"><f t="dataTable" ref="A1:A2" r1="B1"/><v>4</v></c>',
        number("4", formula=""),
    ),
    "formula as LibreOffice writes it": (
        '<c r="A1"><f aca="false">B1</f><v>4</v></c>',
        number("4", formula="B1"),
    ),
    "only a style": ('<c r="A1" s="1"/>', None),
    "nothing": ('<c r="A1"/>', None),
    "an empty value": ('<c r="A1"><v></v></c>', None),
}


@pytest.mark.parametrize(("cell", "raw"), CELLS.values(), ids=CELLS)
@pytest.mark.parametrize("layout", ["{}", "\n  {}\n", "<!-- x -->{}"])
def test_cell_is_read_as_the_file_has_it(cell: str, raw: Raw | None, layout: str) -> None:
    row = '<row r="1">' + layout.format(cell) + "</row>"
    sheet = blatt(workbook_of(row, strings=STRINGS, styles=STYLES))
    assert raws(sheet) == ({} if raw is None else {(1, 1): raw})


STRUCK = {
    "plain": ('<c r="A1" t="s"><v>0</v></c>', False),
    "by its font": ('<c r="A1" s="3"><v>1</v></c>', True),
    "font that says no": ('<c r="A1" s="4"><v>1</v></c>', False),
    "only one run": ('<c r="A1" t="s"><v>3</v></c>', False),
    "one run by itself, the other by the font": ('<c r="A1" s="3" t="s"><v>3</v></c>', True),
    "run by run": ('<c r="A1" t="s"><v>4</v></c>', True),
    "formula": ('<c r="A1" s="3"><f>B1</f><v>1</v></c>', True),
    "inline": (
        '<c r="A1" t="inlineStr"><is><r><rPr><strike/></rPr><t>a</t></r><r><t> </t></r></is></c>',
        True,
    ),
}


@pytest.mark.parametrize(("cell", "struck"), STRUCK.values(), ids=STRUCK)
def test_strike_through_is_noticed(cell: str, struck: bool) -> None:
    data = workbook_of(f'<row r="1">{cell}</row>', strings=STRINGS, styles=STYLES)
    assert blatt(data).cells[1, 1].struck is struck


@pytest.mark.parametrize(
    ("place", "read"), [("superscript", "380¹"), ("subscript", "380₁"), ("baseline", "3801")]
)
def test_mark_behind_a_number_is_none_of_its_digits(place: str, read: str) -> None:
    runs = f'<r><t>380</t></r><r><rPr><vertAlign val="{place}"/></rPr><t>1</t></r>'
    data = workbook_of(f'<row r="1"><c r="A1" t="inlineStr"><is>{runs}</is></c></row>')
    assert blatt(data).cells[1, 1].raw.text == read


PLACES = {
    "without addresses": (
        "<row><c><v>1</v></c><c/><c><v>2</v></c></row><row><c><v>3</v></c></row>",
        [(1, 1), (1, 3), (2, 1)],
    ),
    "some addresses": (
        '<row r="3"><c r="C3"><v>1</v></c><c><v>2</v></c></row><row><c><v>3</v></c></row>',
        [(3, 3), (3, 4), (4, 1)],
    ),
    "address against its row": (
        '<row r="1"><c r="A1"><v>1</v></c><c r="B7"><v>2</v></c></row>',
        [(1, 1), (7, 2)],
    ),
    "rows out of order": (
        '<row r="9"><c r="A9"><v>1</v></c></row><row r="2"><c r="AA2"><v>2</v></c></row>',
        [(9, 1), (2, 27)],
    ),
    "the farthest cell": ('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>', [(1_048_576, 16_384)]),
    "a row in two pieces": (
        '<row r="1"><c r="A1"><v>1</v></c></row><row r="1"><c r="B1"><v>1</v></c></row>',
        [(1, 1), (1, 2)],
    ),
    "empty rows": (
        '<row r="1"/><row r="2" spans="1:2"></row><row r="3"><c r="A3"><v>1</v></c></row>',
        [(3, 1)],
    ),
}


@pytest.mark.parametrize(("rows", "places"), PLACES.values(), ids=PLACES)
def test_cells_are_found_where_they_are(rows: str, places: list[tuple[int, int]]) -> None:
    assert list(blatt(workbook_of(rows)).cells) == places


def test_shared_formula_is_told_for_every_cell_that_has_it() -> None:
    row = (
        '<row r="1"><c r="A1"><f t="shared" si="0" ref="A1:C1">A2*2</f><v>2</v></c>'
        '<c r="B1"><f t="shared" si="0"/><v>4</v></c><c r="C1"><f t="shared" si="9"/></c>'
        '<c r="D1"><f t="shared" si="0">Z9</f></c></row>'
    )
    assert raws(blatt(workbook_of(row))) == {
        (1, 1): number("2", formula="A2*2"),
        (1, 2): number("4", formula="A2*2"),
        (1, 3): Raw(CellKind.BLANK, formula=""),
        (1, 4): Raw(CellKind.BLANK, formula="Z9"),
    }


def test_sheet_tells_what_is_around_its_cells() -> None:
    sheet = worksheet(
        '<row r="1"><c r="A1"><v>1</v></c><c r="C1"><v>2</v></c></row>'
        '<row r="2" hidden="1"><c r="A2"><v>3</v></c></row><row r="3" hidden="true"/>'
        '<row r="4" ht="0" customHeight="1"/><row r="5" hidden="0"/>',
        before='<dimension ref="A1"/><cols><col min="3" max="4" hidden="1"/><col min="4" max="5" hidden="1"/>'
        '<col min="7" max="7" width="0"/><col min="16384" max="99999" hidden="1"/></cols>',
        after='<sheetProtection sheet="1"/><mergeCells><mergeCell ref="A1:XFD1048576"/><mergeCell ref="B2"/>'
        '</mergeCells><dataValidations><dataValidation sqref="A1:A9 C1"/></dataValidations><extLst><ext '
        'xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main" '
        'xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main"><x14:dataValidations><x14:dataValidation>'
        "<xm:sqref>E1:E9</xm:sqref></x14:dataValidation></x14:dataValidations><x14:conditionalFormatting>"
        "<xm:sqref>A1</xm:sqref></x14:conditionalFormatting></ext></extLst>",
    )
    assert blatt(zipped(workbook_parts(sheet))) == Sheet(
        name="Blatt",
        cells={
            (1, 1): SheetCell(1, 1, number("1")),
            (1, 3): SheetCell(1, 3, number("2"), hidden=True),
            (2, 1): SheetCell(2, 1, number("3"), hidden=True),
        },
        merged=((1, 1, 1_048_576, 16_384), (2, 2, 2, 2)),
        hidden_rows=frozenset({2, 3, 4}),
        hidden_columns=frozenset({3, 4, 5, 7, 16_384}),
        validations=3,
        protected=True,
    )


def test_workbook_tells_names_properties_and_parts() -> None:
    core = (
        '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/">'
        "<dc:title>Formular</dc:title><dc:subject>ABC &amp; 1</dc:subject><cp:keywords>x, y</cp:keywords>"
        "<dc:language>de</dc:language><dc:creator/><dcterms:created>2026-01-02T00:00:00Z</dcterms:created>"
        "</cp:coreProperties>"
    )
    custom = (
        '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties" '
        'xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes">'
        '<property name="code">\n<vt:lpwstr>ABC-1</vt:lpwstr>\n</property>'
        '<property name="zahl"><vt:i4>3</vt:i4></property><property name="ja"><vt:bool>true</vt:bool></property>'
        '<property name="stand"><vt:filetime>2026-01-02T00:00:00Z</vt:filetime></property>'
        '<property name="liste"><vt:vector><vt:lpstr>a</vt:lpstr><vt:lpstr>b</vt:lpstr></vt:vector></property>'
        '<property name="leer"><vt:empty/></property></Properties>'
    )
    parts = workbook_parts(
        names='<definedNames><definedName name="kennung">Blatt!$A$1</definedName>'
        '<definedName name="ort" localSheetId="0" hidden="1">Blatt!$B$1</definedName></definedNames>',
        properties='<workbookPr date1904="1"/>',
        more={
            "docProps/c.xml": core,
            "docProps/d.xml": custom,
            "docProps/app.xml": "",
            "xl/vbaProject.bin": b"",
            "xl/externalLinks/externalLink1.xml": "",
            "xl/calcChain.xml": "",
            "xl/media/image1.png": b"",
            "customXml/item1.xml": "<a/>",
            "customXml/_rels/item1.xml.rels": "",
        },
    )
    package = "http://schemas.openxmlformats.org/package/2006/relationships/metadata"
    parts["_rels/.rels"] = rels(
        ("a", f"{OFFICE}/officeDocument", "/xl/workbook.xml"),
        ("b", f"{package}/core-properties", "docProps/c.xml"),
        ("c", f"{OFFICE}/custom-properties", "docProps/d.xml"),
        ("d", f"{OFFICE}/extended-properties", "docProps/app.xml"),
    )
    parts["xl/_rels/workbook.xml.rels"] = rels(
        ("rId1", f"{OFFICE}/worksheet", "worksheets/sheet1.xml"),
        ("a", "http://schemas.microsoft.com/office/2006/relationships/vbaProject", "vbaProject.bin"),
        ("b", f"{OFFICE}/externalLink", "externalLinks/externalLink1.xml"),
        ("c", f"{OFFICE}/calcChain", "calcChain.xml"),
    )
    assert read_workbook(zipped(parts)) == Workbook(
        sheets=(Sheet("Blatt"),),
        names={"kennung": "Blatt!$A$1", "Blatt!ort": "Blatt!$B$1"},
        core={
            "title": "Formular",
            "subject": "ABC & 1",
            "keywords": "x, y",
            "language": "de",
            "created": "2026-01-02T00:00:00Z",
        },
        custom={
            "code": "ABC-1",
            "zahl": "3",
            "ja": "true",
            "stand": "2026-01-02T00:00:00Z",
            "liste": "a b",
            "leer": "",
        },
        date1904=True,
        macros=True,
        external_links=1,
        unknown_parts=("xl/media/image1.png", "customXml/item1.xml"),
    )


def test_data_that_sharepoint_keeps_is_accounted_for_and_other_data_is_named() -> None:
    metadata = '<p:properties xmlns:p="http://schemas.microsoft.com/office/2006/metadata/properties"/>'
    parts = workbook_parts(
        more={
            "customXml/item1.xml": metadata,
            "customXml/itemProps1.xml": "<a/>",
            "customXml/_rels/item1.xml.rels": rels(("a", f"{OFFICE}/customXmlProps", "itemProps1.xml")),
            "customXml/item2.xml": "<eigenes>400</eigenes>",
        },
    )
    parts["xl/_rels/workbook.xml.rels"] = rels(
        ("rId1", f"{OFFICE}/worksheet", "worksheets/sheet1.xml"),
        ("a", f"{OFFICE}/customXml", "../customXml/item1.xml"),
        ("b", f"{OFFICE}/customXml", "../customXml/item2.xml"),
    )
    assert read_workbook(zipped(parts)).unknown_parts == ("customXml/item2.xml",)


def test_strict_file_is_read_like_any_other() -> None:
    sheet = worksheet('<row r="1"><c r="A1" t="s"><v>0</v></c></row>', namespace=STRICT_MAIN)
    parts = workbook_parts(sheet, strings="<si><t>a</t></si>", namespace=STRICT_MAIN, office=STRICT_OFFICE)
    book = read_workbook(zipped(parts))
    assert (book.strict, raws(book.sheets[0])) == (True, {(1, 1): text("a")})


def test_sheet_with_prefixed_names_is_read() -> None:
    sheet = (
        f'<x:worksheet xmlns:x="{MAIN}"><x:sheetData><x:row r="1"><x:c r="A1"><x:v>1</x:v></x:c></x:row>'
        "</x:sheetData></x:worksheet>"
    )
    assert raws(blatt(zipped(workbook_parts(sheet)))) == {(1, 1): number("1")}


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "iso-8859-1"])
def test_sheet_in_another_encoding_is_read(encoding: str) -> None:
    declared = {"utf-8-sig": "UTF-8", "utf-16": "UTF-16", "iso-8859-1": "ISO-8859-1"}[encoding]
    sheet = worksheet('<row r="1"><c r="A1" t="str"><v>Straße</v></c></row>')
    part = f'<?xml version="1.0" encoding="{declared}"?>{sheet}'.encode(encoding)
    parts = workbook_parts() | {"xl/worksheets/sheet1.xml": part}
    assert raws(blatt(zipped(parts))) == {(1, 1): text("Straße")}


def test_sheets_have_their_states_and_chart_sheets_are_told() -> None:
    parts = workbook_parts(more={"xl/chartsheets/sheet9.xml": "<chartsheet/>"})
    parts["xl/workbook.xml"] = (
        f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets><sheet name="Ä" r:id="rId1" state="hidden"/>'
        '<sheet name="Diagramm" r:id="rId2" state="veryHidden"/></sheets></workbook>'
    )
    parts["xl/_rels/workbook.xml.rels"] = rels(
        ("rId1", f"{OFFICE}/worksheet", "worksheets/sheet1.xml"),
        ("rId2", f"{OFFICE}/chartsheet", "chartsheets/sheet9.xml"),
    )
    book = read_workbook(zipped(parts))
    assert book == Workbook(
        sheets=(Sheet("Ä", "hidden"), Sheet("Diagramm", "veryHidden")),
        unknown_parts=("xl/chartsheets/sheet9.xml",),
    )
    assert (book.sheet("ä"), book.sheet("B")) == (Sheet("Ä", "hidden"), None)


# Notes and drawings

NOTES = (
    f'<comments xmlns="{MAIN}"><authors><author>Meier</author><author>tc={{1}}</author></authors><commentList>'
    '<comment ref="B2" authorId="0"><text><r><t>Meier:</t></r><r><t xml:space="preserve">\nbitte </t></r></text>'
    '</comment><comment ref="A1" authorId="1"><text><t>[Threaded comment] offen?</t></text></comment>'
    "</commentList></comments>"
)
THREADS = (
    '<ThreadedComments xmlns="http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments">'
    '<threadedComment ref="A1" personId="{7}" id="{1}"><text>offen?</text></threadedComment>'
    '<threadedComment ref="A1" personId="{8}" id="{2}" parentId="{1}"><text>nein</text></threadedComment>'
    "</ThreadedComments>"
)
PERSONS = (
    '<personList xmlns="http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments">'
    '<person displayName="Schulz" id="{7}"/></personList>'
)


def with_notes(*, threads: bool) -> bytes:
    links = [("a", f"{OFFICE}/comments", "../comments1.xml")]
    more: dict[str, str | bytes] = {"xl/comments1.xml": NOTES}
    if threads:
        links.append(("b", f"{MICROSOFT}/threadedComment", "../threadedComments/t.xml"))
        more |= {"xl/threadedComments/t.xml": THREADS, "xl/persons/person.xml": PERSONS}
    parts = workbook_parts(sheet_rels=rels(*links), more=more)
    parts["xl/_rels/workbook.xml.rels"] = rels(
        ("rId1", f"{OFFICE}/worksheet", "worksheets/sheet1.xml"),
        ("rId2", f"{MICROSOFT}/person", "persons/person.xml"),
    )
    return zipped(parts)


def test_threads_are_read_without_their_placeholders() -> None:
    book = read_workbook(with_notes(threads=True))
    assert book.sheets[0].notes == (
        Note(2, 2, "Meier:\nbitte ", author="Meier"),
        Note(1, 1, "offen?", threaded=True, author="Schulz"),
        Note(1, 1, "nein", threaded=True),
    )
    assert book.unknown_parts == ()


def test_placeholder_is_kept_where_the_thread_was_lost() -> None:
    assert blatt(with_notes(threads=False)).notes == (
        Note(2, 2, "Meier:\nbitte ", author="Meier"),
        Note(1, 1, "[Threaded comment] offen?", author="tc={1}"),
    )


DRAWING = (
    '<xdr:wsDr xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
    "<xdr:sp><xdr:txBody><a:p><a:r><a:t>eins</a:t></a:r><a:r><a:t> zwei</a:t></a:r></a:p><a:p><a:r><a:t>drei</a:t>"
    "</a:r><a:br/><a:fld><a:t>vier</a:t></a:fld></a:p></xdr:txBody></xdr:sp>"
    "<xdr:sp><xdr:txBody><a:p/></xdr:txBody></xdr:sp>"
    "<mc:AlternateContent><mc:Choice><xdr:grpSp><xdr:sp><xdr:txBody><a:p><a:r><a:t>Ja</a:t></a:r></a:p></xdr:txBody>"
    "</xdr:sp></xdr:grpSp></mc:Choice><mc:Fallback><xdr:sp><xdr:txBody><a:p><a:r><a:t>statt dessen</a:t></a:r></a:p>"
    "</xdr:txBody></xdr:sp></mc:Fallback></mc:AlternateContent></xdr:wsDr>"
)
VML = (
    '<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:x="urn:schemas-microsoft-com:office:excel">'
    "<v:shape><v:textbox><div>Notiz</div></v:textbox><x:ClientData ObjectType='Note'/></v:shape>"
    "<v:shape><v:textbox><div>Ja</div></v:textbox><x:ClientData ObjectType='Checkbox'/></v:shape>"
    "<v:rect><v:textbox><div>alter<br>Text</div>\n<div><font>mehr</font></div></v:textbox></v:rect></xml>"
)


def with_drawings(vml: str) -> bytes:
    links = (
        ("a", f"{OFFICE}/drawing", "../drawings/drawing1.xml"),
        ("b", f"{OFFICE}/vmlDrawing", "../drawings/old.vml"),
        ("c", f"{OFFICE}/printerSettings", "../printerSettings/p.bin"),
    )
    more: dict[str, str | bytes] = {
        "xl/drawings/drawing1.xml": DRAWING,
        "xl/drawings/old.vml": vml,
        "xl/printerSettings/p.bin": b"",
        "xl/ctrlProps/ctrlProp1.xml": "<a/>",
    }
    return zipped(workbook_parts(sheet_rels=rels(*links), more=more))


def test_texts_of_drawings_are_read_once() -> None:
    book = read_workbook(with_drawings(VML))
    assert book.sheets[0].drawing_texts == ("eins zwei\ndrei\nvier", "Ja", "alter\nText\nmehr")
    # the drawing for its shape without a text
    assert book.unknown_parts == ("xl/ctrlProps/ctrlProp1.xml", "xl/drawings/drawing1.xml")


@pytest.mark.parametrize(
    ("shapes", "told"),
    [
        ("<xdr:sp><xdr:spPr/></xdr:sp>", True),
        ("<xdr:cxnSp><xdr:spPr/></xdr:cxnSp>", True),
        ("<xdr:grpSp><xdr:sp/></xdr:grpSp>", True),
        ("<mc:AlternateContent><mc:Choice><xdr:sp/></mc:Choice></mc:AlternateContent>", False),
        ("", False),
    ],
)
def test_shape_without_a_text_is_told_as_unknown(shapes: str, *, told: bool) -> None:
    start = DRAWING[: DRAWING.index("<xdr:sp>")]
    rest = {"xl/drawings/drawing1.xml": f"{start}{shapes}</xdr:wsDr>"}
    links = rels(("a", f"{OFFICE}/drawing", "../drawings/drawing1.xml"))
    book = read_workbook(zipped(workbook_parts(sheet_rels=links, more=rest)))
    assert book.unknown_parts == (("xl/drawings/drawing1.xml",) if told else ())


def test_old_drawing_that_is_no_xml_is_told_as_unknown() -> None:
    book = read_workbook(with_drawings(VML.replace("</font>", "")))
    assert book.unknown_parts == (
        "xl/drawings/old.vml",
        "xl/ctrlProps/ctrlProp1.xml",
        "xl/drawings/drawing1.xml",
    )


def test_hostile_old_drawing_is_refused() -> None:
    with pytest.raises(Refusal) as caught:
        read_workbook(with_drawings("<!DOCTYPE xml>" + VML))
    assert caught.value.code == "hostile_file"


# Dates


def test_date_is_read_in_the_epoch_of_its_workbook() -> None:
    row = '<row r="1"><c r="A1" s="1"><v>43646</v></c></row>'
    sheet = blatt(workbook_of(row, styles=STYLES, properties='<workbookPr date1904="true"/>'))
    assert sheet.cells[1, 1].raw.moment == datetime(2023, 7, 1)


ESCAPES = (
    ("a_x000D_b", "a\rb"),
    ("_x005F_x000D_", "_x000D_"),
    ("_xD83D__xDE00_", "😀"),
    ("_xD83D_", "_xD83D_"),
    ("_x00e4_", "ä"),
    ("_x12_ _X0041_ _x004G_", "_x12_ _X0041_ _x004G_"),
)


@pytest.mark.parametrize(("written", "meant"), ESCAPES)
def test_escaped_characters_are_decoded(written: str, meant: str) -> None:
    assert unescape(written) == meant


# Refusals


def damaged_parts() -> dict[str, bytes]:
    def with_row(row: str) -> bytes:
        return workbook_of(row, strings=STRINGS)

    def without(name: str) -> bytes:
        return zipped({key: part for key, part in workbook_parts().items() if key != name})

    return {
        "number that is none": with_row('<row r="1"><c r="A1"><v>12x</v></c></row>'),
        "number with underscores": with_row('<row r="1"><c r="A1"><v>1_0</v></c></row>'),
        "not a number": with_row('<row r="1"><c r="A1"><v>nan</v></c></row>'),
        "text that is missing": with_row('<row r="1"><c r="A1" t="s"><v>99</v></c></row>'),
        "text before the first": with_row('<row r="1"><c r="A1" t="s"><v>-1</v></c></row>'),
        "truth value that is none": with_row('<row r="1"><c r="A1" t="b"><v>2</v></c></row>'),
        "date that is none": with_row('<row r="1"><c r="A1" t="d"><v>30.6.26</v></c></row>'),
        "unknown type": with_row('<row r="1"><c r="A1" t="x"><v>2</v></c></row>'),
        "address that is none": with_row('<row r="1"><c r="1A"><v>2</v></c></row>'),
        "address off the sheet": with_row('<row r="1"><c r="XFE1"><v>2</v></c></row>'),
        "row off the sheet": with_row('<row r="1048577"/>'),
        "row of no number": with_row('<row r="x"/>'),
        "the same cell twice": with_row('<row r="1"><c r="A1"><v>380</v></c><c r="A1"><v>999</v></c></row>'),
        "cell in a cell": with_row('<row r="1"><c r="A1"><c r="B1"><v>1</v></c></c></row>'),
        "cell outside rows": with_row("<c><v>1</v></c>"),
        "open element": with_row('<row r="1">'),
        "control character": with_row('<row r="1"><c r="A1" t="str"><v>\x01</v></c></row>'),
        "unknown entity": with_row('<row r="1"><c r="A1" t="str"><v>&auml;</v></c></row>'),
        "shared text that is no UTF-8": zipped(
            workbook_parts(strings="x")
            | {"xl/sharedStrings.xml": f'<sst xmlns="{MAIN}">ä</sst>'.encode("cp1252")}
        ),
        "shared text with a character that is none": workbook_of(strings="<si><t>&#9999999;</t></si>"),
        "merge that is none": zipped(workbook_parts(worksheet(after='<mergeCell ref="A:B"/>'))),
        "another root": zipped(workbook_parts("<html/>")),
        "no sheet part": without("xl/worksheets/sheet1.xml"),
        "no workbook part": without("xl/workbook.xml"),
        "no relationships": without("_rels/.rels"),
        "no sheets": zipped(workbook_parts() | {"xl/workbook.xml": f'<workbook xmlns="{MAIN}"/>'}),
    }


@pytest.mark.parametrize("data", damaged_parts().values(), ids=damaged_parts())
def test_contradictory_file_is_refused_as_damaged(data: bytes) -> None:
    with pytest.raises(Refusal) as caught:
        read_workbook(data)
    assert (caught.value.code, set(caught.value.params)) == ("damaged_file", {"why"})


def test_a_style_that_is_none_is_told_and_the_cells_are_read() -> None:
    book = read_workbook(workbook_of(styles='<cellXfs><xf numFmtId="x"/></cellXfs>'))
    assert (book.formats_unread, book.unknown_parts) == (True, ("xl/styles.xml",))


@pytest.mark.parametrize(
    "part", ["xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/styles.xml", "_rels/.rels"]
)
def test_dtd_in_any_part_is_refused(part: str) -> None:
    parts = workbook_parts(styles=STYLES)
    parts[part] = f"<!DOCTYPE x>{parts[part]!s}"
    with pytest.raises(Refusal) as caught:
        read_workbook(zipped(parts))
    assert caught.value.code == "hostile_file"


def test_other_files_are_refused_by_what_they_are() -> None:
    with pytest.raises(Refusal) as caught:
        read_workbook(zipped({"[Content_Types].xml": content_types("presentationml.slideshow.main+xml")}))
    assert (caught.value.code, caught.value.params["kind"]) == ("not_a_workbook", "PowerPoint-Präsentation")


REAL = {"xlsxwriter": by_xlsxwriter(), "openpyxl": by_openpyxl()}


def read_or_refused(data: bytes) -> Workbook | None:
    try:
        return read_workbook(data)
    except Refusal:
        return None


FUZZ = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@FUZZ
@given(st.sampled_from(sorted(REAL)), st.data())
def test_damaged_bytes_never_raise_anything_but_refusals(name: str, data: st.DataObject) -> None:
    damaged = bytearray(REAL[name])
    for _ in range(data.draw(st.integers(1, 4))):
        damaged[data.draw(st.integers(0, len(damaged) - 1))] = data.draw(st.integers(0, 255))
    length = data.draw(st.integers(0, len(damaged)) | st.just(len(damaged)))
    read_or_refused(bytes(damaged[:length]))


@FUZZ
@given(st.sampled_from(sorted(REAL)), st.data())
def test_damaged_parts_never_raise_anything_but_refusals(name: str, data: st.DataObject) -> None:
    with zipfile.ZipFile(io.BytesIO(REAL[name])) as archive:
        parts = {member: archive.read(member) for member in archive.namelist()}
    member = data.draw(st.sampled_from(sorted(parts)))
    part = bytearray(parts[member])
    at = data.draw(st.integers(0, len(part) - 1))
    part[at : at + data.draw(st.integers(0, 5))] = data.draw(
        st.binary(max_size=4)
        | st.sampled_from([b"<", b"&", b"]]>", b"<!--", b'"', b"9" * 5_000, b"-1", b"<a>"])
    )
    read_or_refused(zipped(dict(parts) | {member: bytes(part)}))


# The two ways to read a sheet

FRAGMENTS = st.sampled_from(
    [
        '<row r="1">',
        '<row r="2" spans="1:3" hidden="1">',
        '<row r="3"/>',
        "<row>",
        "</row>",
        "</row>",
        "</row>",
        '<c r="A1"><v>1</v></c>',
        '<c r="B1" s="1"><v>45000.5</v></c>',
        '<c r="C1" t="s"><v>0</v></c>',
        '<c r="D1" s="3"/>',
        '<c r="A2" s="1" t="str"><f>A1&amp;"x"</f><v>a &lt; b</v></c>',
        '<c r="B2"><f t="shared" si="0">A1</f><v/></c>',
        '<c r="C2"><f t="shared" si="0"/><v>2</v></c>',
        '<c r="D2" t="inlineStr"><is><t>a &amp; b</t></is></c>',
        '<c r="E2" t="e"><v>#N/A</v></c>',
        "<c><v>9</v></c>",
        '<c r="XFE1"><v>1</v></c>',
        '<c r="A1" t="b"><v>x</v></c>',
        "\n ",
        "<!-- -->",
        "&amp;",
        "&auml;",
        "&#13;",
        "\r\n",
        "x",
        "]]>",
        "\ufffe",
        "<v>",
        '<c t="s" r="F1"><v>0</v></c>',
        '<c r="G1" t="str"><v>&#x41;&#10;</v></c>',
        '<c r="H1" t="str"><v>&#xD800;</v></c>',
        '<c r="G2" t="str"><v/></c>',
    ]
)


@settings(max_examples=400, deadline=None)
@given(st.lists(FRAGMENTS, max_size=8))
def test_fast_and_thorough_reading_give_the_same(fragments: list[str]) -> None:
    part = worksheet("".join(fragments), before='<cols><col min="2" max="2" hidden="1"/></cols>')
    assert outcome(read_sheet, part) == outcome(parse_sheet, part)


def outcome(read: Callable[[bytes, CellContents, str], object], part: str) -> object:
    styles = (CellStyle(), CellStyle("dd.mm.yyyy", shows_date=True))
    contents = CellContents([RichText("eins")], styles, date1904=False)
    try:
        return read(part.encode(), contents, "sheet.xml")
    except Refusal as refusal:
        return refusal.code


@settings(deadline=None)
@given(st.lists(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"])), max_size=5))
def test_shared_strings_come_back_as_they_were_written(strings: list[str]) -> None:
    def escape(text_: str) -> str:
        return text_.replace("_x", "_x005F_x").replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")

    items = "".join(
        f"<si><t>{escape(item)}</t></si>" if number % 2 else f"<si><r><t>{escape(item)}</t></r></si>"
        for number, item in enumerate(strings)
    )
    part = f'<sst xmlns="{MAIN}">{items}</sst>'.encode()
    allowed = [item for item in strings if "\ufffe" not in item and "\uffff" not in item]
    if allowed == strings:
        assert [rich.text for rich in read_shared_strings(part, "sst.xml")] == strings


# Real programs


def plain_values(sheet: Sheet) -> dict[tuple[int, int], object]:
    """The values as openpyxl gives them for `data_only`."""
    return {place: plain_value(cell.raw) for place, cell in sheet.cells.items() if cell.raw.text}


def plain_value(raw: Raw) -> object:
    match raw.kind:
        case CellKind.NUMBER:
            return float(raw.text)
        case CellKind.DATE:
            return raw.moment
        case CellKind.BOOL:
            return raw.text == "1"
        case _:
            return raw.text


UNDECODED = (1, 4)
"""openpyxl does not decode escapes in inline texts, which gnumeric writes."""


def openpyxl_values(data: bytes, name: str) -> dict[tuple[int, int], object]:
    book = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
    # Not `iter_rows`, which would make every cell up to XFD1048576.
    cells = book[name]._cells.values()
    book.close()
    found = {(cell.row, cell.column): cell.value for cell in cells if cell.value is not None}
    return {
        place: float(value) if isinstance(value, int | float) and not isinstance(value, bool) else value
        for place, value in found.items()
    }


@pytest.fixture(params=["xlsxwriter", "openpyxl", "soffice", "ssconvert"])
def saved(request: pytest.FixtureRequest, tmp_path: Path) -> bytes:
    """The workbook as each program saves it."""
    if request.param in REAL:
        return REAL[request.param]
    return converted(REAL["xlsxwriter"], tmp_path, request.param)


@pytest.mark.filterwarnings("ignore:Workbook contains no default style")
def test_values_agree_with_openpyxl_whatever_program_saved_them(saved: bytes) -> None:
    sheet = read_workbook(saved).sheet("Akteure")
    assert sheet is not None
    ours, theirs = plain_values(sheet), openpyxl_values(saved, "Akteure")
    if theirs.get(UNDECODED) == "_x005F_x000D_":
        theirs[UNDECODED] = "_x000D_"
    assert ours == theirs


def test_everything_xlsxwriter_wrote_is_there() -> None:
    book = read_workbook(REAL["xlsxwriter"])
    sheet = book.sheets[0]
    assert [(tab.name, tab.state) for tab in book.sheets] == [
        ("Akteure", "visible"),
        ("Verborgen", "hidden"),
        ("Tief verborgen", "veryHidden"),
    ]
    assert {place for place, cell in sheet.cells.items() if cell.struck} == {(2, 2), (2, 4)}
    assert {place for place, cell in sheet.cells.items() if cell.hidden} == {(1, 11), (9, 1)}
    formulas = [cell.raw.formula for cell in sheet.cells.values() if cell.raw.formula is not None]
    assert formulas == ["F1*2", 'IF(F1>1,"ja & nein","")', "1/0", "F1:F2*2"]
    assert (sheet.notes, sheet.merged, sheet.drawing_texts, sheet.validations, sheet.protected) == (
        (Note(1, 1, "Bitte prüfen", author="Meier"),),
        ((6, 1, 7, 3),),
        ("Freier Text\nzweite Zeile",),
        1,
        True,
    )
    assert book.names == {"kennung": "Verborgen!$A$1", "Akteure!ort": "Akteure!$A$1"}
    assert book.custom == {"code": "ABC-1", "stand": "2026-01-02T00:00:00Z"}
    assert book.unknown_parts == ()


@pytest.mark.parametrize("program", ["soffice", "ssconvert"])
def test_what_other_programs_keep_is_found_again(program: str, tmp_path: Path) -> None:
    before = read_workbook(REAL["xlsxwriter"])
    after = read_workbook(converted(REAL["xlsxwriter"], tmp_path, program))
    old, new = before.sheets[0], after.sheets[0]
    assert list(new.cells) == list(old.cells)
    assert [(cell.struck, cell.hidden) for cell in new.cells.values()] == [
        (cell.struck, cell.hidden) for cell in old.cells.values()
    ]
    assert (new.merged, new.validations, new.protected) == (old.merged, old.validations, old.protected)
    assert [note.text for note in new.notes] == [note.text for note in old.notes]
    assert after.names["kennung"] == before.names["kennung"]
    assert after.custom["code"] == before.custom["code"]
    assert after.unknown_parts == ()
