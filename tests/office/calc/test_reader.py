"""OpenDocument spreadsheets, zipped and flat, read into the same workbook as .xlsx."""

from __future__ import annotations

import subprocess
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import installed
from office.opened import read_workbook
from office.packages import zipped
from office.programs import by_xlsxwriter
from ruecklauf.cells import CellKind, Raw
from ruecklauf.office.opendocument.names import excel_reference, formula_text
from ruecklauf.office.refusal import Refusal
from ruecklauf.office.workbook import Note, Sheet, Workbook

MIMETYPE = "application/vnd.oasis.opendocument.spreadsheet"
NAMESPACES = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in {
        **{name: name for name in ("office", "table", "text", "style", "form", "meta", "script")},
        "number": "datastyle",
        "draw": "drawing",
    }.items()
)
OTHERS = (
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xlink="http://www.w3.org/1999/xlink" '
    'xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0" '
    'xmlns:ooo="http://openoffice.org/2004/office"'
)


def content(body: str, *, styles: str = "", root: str = "document-content", before: str = "") -> str:
    return (
        f"<office:{root} {NAMESPACES} {OTHERS}"
        f"{f' office:mimetype={chr(34)}{MIMETYPE}{chr(34)}' if root == 'document' else ''}>"
        f"{before}<office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:spreadsheet>{body}</office:spreadsheet></office:body></office:{root}>"
    )


def book(body: str, *, styles: str = "", **parts: str) -> Workbook:
    """A zipped file with this body and further parts (`meta_xml` is meta.xml)."""
    more = {name.replace("_", ".").replace("--", "/"): text for name, text in parts.items()}
    return read_workbook(zipped({"mimetype": MIMETYPE, "content.xml": content(body, styles=styles), **more}))


def sheet(rows: str, *, styles: str = "", attributes: str = "") -> Sheet:
    (found,) = book(
        f'<table:table table:name="Blatt" {attributes}>{rows}</table:table>', styles=styles
    ).sheets
    return found


def one_cell(cell: str, *, styles: str = "") -> Raw:
    cells = sheet(f"<table:table-row>{cell}</table:table-row>", styles=styles).cells
    return cells[1, 1].raw if cells else Raw(CellKind.BLANK)


def cell(attributes: str = "", shown: str = "") -> str:
    return f"<table:table-cell {attributes}>{shown}</table:table-cell>"


def text(inner: str) -> str:
    return f"<text:p>{inner}</text:p>"


def refused(data: bytes) -> str:
    with pytest.raises(Refusal) as caught:
        read_workbook(data)
    return caught.value.code


def typed(kind: str, value: str = "", shown: str = "") -> str:
    name = {"date": "date-value", "time": "time-value", "boolean": "boolean-value"}.get(kind, "value")
    value = f'office:{name}="{value}"' if value else ""
    return cell(f'office:value-type="{kind}" {value}', text(shown) if shown else "")


CELLS = {
    "text": (cell('office:value-type="string"', text("Straße")), Raw(CellKind.TEXT, "Straße")),
    "text without a type": (cell("", text("Straße")), Raw(CellKind.TEXT, "Straße")),
    "paragraphs": (cell("", text("a") + text("") + text("b")), Raw(CellKind.TEXT, "a\n\nb")),
    "spaces, tab and break": (
        cell("", text('<text:s/>a<text:s text:c="2"/>b<text:tab/>c<text:line-break/>d')),
        Raw(CellKind.TEXT, " a  b\tc\nd"),
    ),
    "wrapped XML": (cell("", text("a\n   b")), Raw(CellKind.TEXT, "a    b")),
    "link": (cell("", text("a<text:a>b</text:a>c")), Raw(CellKind.TEXT, "abc")),
    "own text differs": (
        cell('office:value-type="string" office:string-value="380 €"', text("380")),
        Raw(CellKind.TEXT, "380 €"),
    ),
    "number": (typed("float", "380", "380"), Raw(CellKind.NUMBER, "380")),
    "more digits than a double has": (
        typed("float", "12.3000000000000007105", "12,3"),
        Raw(CellKind.NUMBER, "12.3"),
    ),
    "percentage": (
        typed("percentage", "0.125", "12,5 %"),
        Raw(CellKind.NUMBER, "0.125", "0%", shown="12,5 %"),
    ),
    "currency": (
        cell('office:value-type="currency" office:currency="EUR" office:value="5"', text("5 €")),
        Raw(CellKind.NUMBER, "5", '#,##0.00 "EUR"', shown="5 €"),
    ),
    "number that was rounded to be shown": (
        typed("float", "0.333333333333333", "0,333333333"),
        Raw(CellKind.NUMBER, "0.333333333333333"),
    ),
    "number that a lost format shows": (
        typed("float", "1067", "01067"),
        Raw(CellKind.NUMBER, "1067", shown="01067"),
    ),
    "number with lost words": (
        typed("float", "7", "Standort 7"),
        Raw(CellKind.NUMBER, "7", shown="Standort 7"),
    ),
    "number that is none": (typed("float", "viel", "ca. 5"), Raw(CellKind.TEXT, "ca. 5")),
    "date": (
        typed("date", "2026-06-30", "30.06.26"),
        Raw(CellKind.DATE, "46203", "dd.mm.yyyy", datetime(2026, 6, 30)),
    ),
    "date and time": (
        typed("date", "2026-06-30T12:00:00.000000000"),
        Raw(CellKind.DATE, "46203.5", "dd.mm.yyyy hh:mm:ss", datetime(2026, 6, 30, 12)),
    ),
    "first days of Excel": (
        typed("date", "1900-02-28"),
        Raw(CellKind.DATE, "59", "dd.mm.yyyy", datetime(1900, 2, 28)),
    ),
    "before Excel": (
        typed("date", "1848-03-18"),
        Raw(CellKind.DATE, "1848-03-18", "dd.mm.yyyy", datetime(1848, 3, 18)),
    ),
    "impossible date": (typed("date", "2026-02-30", "30.02.26"), Raw(CellKind.TEXT, "30.02.26")),
    "time": (
        typed("time", "PT06H00M00S"),
        Raw(CellKind.DATE, "0.25", "[h]:mm:ss", datetime(1899, 12, 31, 6)),
    ),
    "boolean": (typed("boolean", "true", "WAHR"), Raw(CellKind.BOOL, "1")),
    "boolean of LibreOffice": (
        cell('table:formula="of:=TRUE()" office:value-type="float" office:value="1"', text("WAHR")),
        Raw(CellKind.BOOL, "1"),
    ),
    "formula": (
        cell('table:formula="of:=[.B1]*2" office:value-type="float" office:value="760"', text("760")),
        Raw(CellKind.NUMBER, "760", formula="[.B1]*2"),
    ),
    "formula with empty text": (
        cell('table:formula="of:=&quot;&quot;" office:value-type="string" office:string-value=""'),
        Raw(CellKind.TEXT, "", formula='""'),
    ),
    "formula without value": (cell('table:formula="of:=[.B1]"'), Raw(CellKind.BLANK, formula="[.B1]")),
    "error": (
        cell(
            'table:formula="of:=1/0" office:value-type="string" calcext:value-type="error"', text("#DIV/0!")
        ),
        Raw(CellKind.ERROR, "#DIV/0!", formula="1/0"),
    ),
    "German error of an older program": (
        cell('table:formula="of:=1+A" office:value-type="float" office:value="0"', text("#WERT!")),
        Raw(CellKind.ERROR, "#VALUE!", formula="1+A"),
    ),
    "error without formula": (
        cell('table:formula="of:=#N/A" calcext:value-type="error"', text("#N/A")),
        Raw(CellKind.ERROR, "#N/A"),
    ),
    "nothing": (cell(), Raw(CellKind.BLANK)),
}


@pytest.mark.parametrize(("written", "expected"), CELLS.values(), ids=CELLS)
def test_cell_is_read_as_it_stands(written: str, expected: Raw) -> None:
    assert one_cell(written) == expected


def test_percentage_is_also_told_by_style() -> None:
    styles = (
        '<number:percentage-style style:name="N1"/>'
        '<style:style style:name="ce1" style:family="table-cell" style:data-style-name="N1"/>'
    )
    found = one_cell(
        cell('table:style-name="ce1" office:value-type="float" office:value="0.5"'), styles=styles
    )
    assert found == Raw(CellKind.NUMBER, "0.5", "0%")


def test_repeated_cells_stand_at_each_place_and_blank_ones_cost_nothing() -> None:
    twice = cell('table:number-columns-repeated="2"', text("x"))
    rows = (
        '<table:table-row table:number-rows-repeated="1048000">'
        '<table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
        '<table:table-row table:number-rows-repeated="2"><table:table-cell/>'
        f"{twice}</table:table-row>"
    )
    assert list(sheet(rows).cells) == [(1048001, 2), (1048001, 3), (1048002, 2), (1048002, 3)]


HOSTILE = {
    "cells": cell('table:number-columns-repeated="2000000000"', text("x")),
    "spaces": cell("", text('<text:s text:c="2000000000"/>')),
}


@pytest.mark.parametrize("inner", HOSTILE.values(), ids=HOSTILE)
def test_huge_repetition_is_refused(inner: str) -> None:
    body = f"<table:table><table:table-row>{inner}</table:table-row></table:table>"
    assert refused(zipped({"mimetype": MIMETYPE, "content.xml": content(body)})) == "too_large"


def test_cell_outside_the_sheet_is_refused() -> None:
    body = (
        "<table:table><table:table-row>"
        f'<table:table-cell table:number-columns-repeated="16384"/>{cell("", text("x"))}'
        "</table:table-row></table:table>"
    )
    assert refused(zipped({"mimetype": MIMETYPE, "content.xml": content(body)})) == "damaged_file"


STRIKES = (
    '<style:style style:name="ce1" style:family="table-cell">'
    '<style:text-properties style:text-line-through-style="solid"/></style:style>'
    '<style:style style:name="ce2" style:family="table-cell" style:parent-style-name="ce1"/>'
    '<style:style style:name="T1" style:family="text">'
    '<style:text-properties style:text-line-through-type="single"/></style:style>'
    '<style:style style:name="T2" style:family="text">'
    '<style:text-properties style:text-line-through-style="none"/></style:style>'
)
STRUCK = {
    "by the cell": (cell('table:style-name="ce1"', text("x")), True),
    "by a parent": (cell('table:style-name="ce2"', text("x")), True),
    "piece by piece": (cell("", text('<text:span text:style-name="T1">x</text:span> ')), True),
    "in part": (cell("", text('<text:span text:style-name="T1">x</text:span>y')), False),
    "all but a piece": (
        cell('table:style-name="ce1"', text('x<text:span text:style-name="T2">y</text:span>')),
        False,
    ),
}


@pytest.mark.parametrize(("written", "struck"), STRUCK.values(), ids=STRUCK)
def test_strike_through_is_seen(written: str, struck: bool) -> None:
    found = sheet(f"<table:table-row>{written}</table:table-row>", styles=STRIKES)
    assert found.cells[1, 1].struck is struck


@pytest.mark.parametrize(("place", "read"), [("super 58%", "380¹"), ("sub 58%", "380₁"), ("0% 100%", "3801")])
def test_mark_behind_a_number_is_none_of_its_digits(place: str, read: str) -> None:
    style = (
        '<style:style style:name="T3" style:family="text">'
        f'<style:text-properties style:text-position="{place}"/></style:style>'
    )
    written = cell("", text('380<text:span text:style-name="T3">1</text:span>'))
    found = sheet(f"<table:table-row>{written}</table:table-row>", styles=style)
    assert found.cells[1, 1].raw.text == read


def test_what_stands_beside_cells_is_read() -> None:
    styles = (
        '<style:style style:name="ta1" style:family="table">'
        '<style:table-properties table:display="false"/></style:style>'
    )
    rows = (
        '<table:table-column/><table:table-column table:visibility="collapse"/>'
        '<table:table-row table:visibility="filter">'
        '<table:table-cell table:number-columns-spanned="2" table:content-validation-name="val1">'
        "<office:annotation><dc:creator>Meier</dc:creator><dc:date>2026-01-01</dc:date>"
        "<text:p>Bitte</text:p><text:p>prüfen</text:p></office:annotation><text:p>x</text:p>"
        '<draw:frame draw:name="Kasten"><draw:text-box><text:p>frei</text:p></draw:text-box></draw:frame>'
        "</table:table-cell><table:covered-table-cell><text:p>y</text:p></table:covered-table-cell>"
        "</table:table-row>"
    )
    found = sheet(rows, styles=styles, attributes='table:style-name="ta1" table:protected="true"')
    assert {place: (one.raw.text, one.hidden) for place, one in found.cells.items()} == {
        (1, 1): ("x", True),
        (1, 2): ("y", True),
    }
    assert (found.state, found.protected, found.validations) == ("hidden", True, 1)
    assert found.notes == (Note(1, 1, "Bitte\nprüfen", author="Meier"),)
    assert found.merged == ((1, 1, 1, 2),)
    assert found.drawing_texts == ("frei",)
    assert (found.hidden_rows, found.hidden_columns) == ({1}, {2})


def test_names_properties_and_links_are_read() -> None:
    body = (
        '<table:calculation-settings><table:null-date table:date-value="1904-01-01"/>'
        '</table:calculation-settings><table:table table:name="A">'
        f"<table:table-row>{typed('date', '1904-01-02')}</table:table-row><table:named-expressions>"
        '<table:named-range table:name="ort" table:cell-range-address="$A.$A$1:.$B$2"/>'
        "</table:named-expressions></table:table>"
        "<table:table table:name=\"'file:///x.ods'#$Blatt\">"
        '<table:table-source xlink:href="x.ods"/></table:table>'
        '<table:named-expressions><table:named-expression table:name="n" '
        'table:expression="of:=[$A.$A$1]"/></table:named-expressions>'
    )
    meta = (
        f"<office:document-meta {NAMESPACES} {OTHERS}><office:meta><dc:title>Formular</dc:title>"
        "<dc:creator>Meier</dc:creator><meta:keyword>x</meta:keyword><meta:keyword>y</meta:keyword>"
        '<meta:user-defined meta:name="code">ABC-1</meta:user-defined></office:meta></office:document-meta>'
    )
    found = book(body, meta_xml=meta)
    assert found.names == {"A!ort": "'A'!$A$1:$B$2", "n": "'A'!$A$1"}
    assert found.core == {
        "title": "Formular",
        "creator": "Meier",
        "lastModifiedBy": "Meier",
        "keywords": "x y",
    }
    assert (found.custom, found.external_links, found.date1904) == ({"code": "ABC-1"}, 1, True)
    (only,) = found.sheets
    assert only.cells[1, 1].raw.text == "1"


REFERENCES = (
    ("$Akteure.$A$1", "'Akteure'!$A$1"),
    ("$'Mein ''Blatt'.$A$1:.$A$9", "'Mein ''Blatt'!$A$1:$A$9"),
    ("[$Akteure.$A$1:$Akteure.$B$2]", "'Akteure'!$A$1:$B$2"),
    ("$A.$A$1:$B.$B$2", "$A.$A$1:$B.$B$2"),
    ("#REF!", "#REF!"),
    ("SUM([.A1])", "SUM([.A1])"),
)


@pytest.mark.parametrize(("reference", "expected"), REFERENCES)
def test_simple_references_are_spelled_as_in_excel(reference: str, expected: str) -> None:
    assert excel_reference(reference) == expected


@pytest.mark.parametrize("formula", ["of:=1+1", "oooc:=1+1", "=1+1", "1+1"])
def test_formula_loses_its_prefix_only(formula: str) -> None:
    assert formula_text(formula) == "1+1"


def test_members_that_were_not_read_are_listed() -> None:
    data = zipped(
        {
            "mimetype": MIMETYPE,
            "content.xml": content(""),
            "Pictures/1.png": b"x",
            "Object 1/content.xml": "<x/>",
            "Object 1/styles.xml": "<x/>",
            "Basic/Standard/Module1.xml": "<x/>",
            "Thumbnails/thumbnail.png": b"x",
        }
    )
    found = read_workbook(data)
    assert (found.unknown_parts, found.macros) == (("Pictures/1.png", "Object 1/content.xml"), True)


def test_flat_file_tells_embedded_parts_and_macros() -> None:
    shape = (
        '<draw:frame draw:name="Bild 1"><draw:image><office:binary-data>AAAA</office:binary-data>'
        "</draw:image></draw:frame>"
    )
    body = (
        f'<table:table table:name="A"><table:shapes>{shape}</table:shapes><table:table-row>'
        f"{cell('', text('x'))}</table:table-row></table:table>"
    )
    before = "<office:scripts><office:script><ooo:module/></office:script></office:scripts>"
    found = read_workbook(content(body, root="document", before=before).encode())
    assert (found.unknown_parts, found.macros) == (("Bild 1",), True)
    assert found.sheets[0].cells[1, 1].raw.text == "x"


MANIFEST = (
    '<m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
    '<m:file-entry m:full-path="content.xml"><m:encryption-data/></m:file-entry></m:manifest>'
)
REFUSED = {
    "password": ({"META-INF/manifest.xml": MANIFEST, "content.xml": b"\x00\x01"}, "password"),
    "entity": ({"content.xml": '<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'}, "hostile_file"),
    "no content": ({}, "damaged_file"),
    "broken content": ({"content.xml": content("")[:-9]}, "damaged_file"),
    "another root": ({"content.xml": "<x/>"}, "damaged_file"),
    "table in a cell": (
        {
            "content.xml": content(
                "<table:table><table:table-row><table:table-cell><table:table/></table:table-cell>"
                "</table:table-row></table:table>"
            )
        },
        "damaged_file",
    ),
}


@pytest.mark.parametrize(("parts", "code"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_read_is_refused(parts: dict[str, str | bytes], code: str) -> None:
    assert refused(zipped({"mimetype": MIMETYPE, **parts})) == code


@given(st.integers(0, 5_000), st.integers(0, 255))
@settings(max_examples=150, deadline=None)
def test_damage_ends_in_a_refusal_or_a_workbook(place: int, byte: int) -> None:
    data = bytearray(
        content(f"<table:table><table:table-row>{CELLS['date'][0]}</table:table-row></table:table>"), "utf-8"
    )
    data[place % len(data)] = byte
    try:
        read_workbook(bytes(data))
    except Refusal as refusal:
        assert refusal.code in {"damaged_file", "hostile_file", "not_a_workbook", "too_large"}


def saved_as(kind: str, program: str, folder: Path) -> bytes:
    """The workbook of many kinds, saved by a program in this format."""
    installed.program(program)
    source, target = folder / "form.xlsx", folder / "out" / f"form.{kind}"
    source.write_bytes(by_xlsxwriter())
    target.parent.mkdir()
    command = [program, str(source), str(target)]
    if program == "soffice":
        profile = f"-env:UserInstallation=file://{folder}/profile"
        command = [program, profile, "--headless", "--convert-to", kind, "--outdir", str(target.parent)]
        command.append(str(source))
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return target.read_bytes()


@pytest.mark.parametrize(("kind", "program"), [("ods", "soffice"), ("fods", "soffice"), ("ods", "ssconvert")])
def test_programs_keep_cells_and_evidence(kind: str, program: str, tmp_path: Path) -> None:
    sent, back = read_workbook(by_xlsxwriter()), read_workbook(saved_as(kind, program, tmp_path))
    assert [kinds_of(sheet) for sheet in back.sheets] == [kinds_of(sheet) for sheet in sent.sheets]
    assert back.core["subject"] == sent.core["subject"]
    assert back.custom["code"] == sent.custom["code"]
    assert {name.replace("'", ""): back.names[name].replace("'", "") for name in sent.names} == sent.names
    assert not back.unknown_parts
    assert not back.macros


def kinds_of(sheet: Sheet) -> object:
    """All but what programs spell differently: literals, formulas, authors, shapes' paragraphs."""
    cells = {
        place: (one.raw.kind, one.raw.moment, one.raw.formula is None, one.struck, one.hidden, words(one.raw))
        for place, one in sheet.cells.items()
    }
    notes = [(note.row, note.column, note.text) for note in sheet.notes]
    return (
        *(sheet.name, sheet.state != "visible", cells, notes, sheet.merged, len(sheet.drawing_texts)),
        *(sheet.hidden_rows, sheet.hidden_columns, sheet.validations),
    )


def words(raw: Raw) -> object:
    if raw.kind is CellKind.NUMBER:
        return float(raw.text)
    return None if raw.kind is CellKind.DATE else raw.text.replace("_x005F", "")
