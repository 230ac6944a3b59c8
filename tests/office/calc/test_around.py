"""What stands around the cells of an OpenDocument spreadsheet, and parts of it that are damaged."""

from __future__ import annotations

import pytest

from office.calc.test_reader import MIMETYPE, NAMESPACES, OTHERS, book, cell, content, refused, sheet, text
from office.opened import read_workbook
from office.packages import zipped
from ruecklauf.cells import CellKind, Raw
from ruecklauf.office.workbook import Link, Note

TABLE = '<table:table table:name="Blatt" table:style-name="ta1"/>'
ON_PAGE = '<style:style style:name="ta1" style:family="table" style:master-page-name="S1"/>'


def master_page(inside: str) -> str:
    """A styles part with one page style."""
    page = f'<style:master-page style:name="S1">{inside}</style:master-page>'
    return (
        f"<office:document-styles {NAMESPACES} {OTHERS}>"
        f"<office:master-styles>{page}</office:master-styles></office:document-styles>"
    )


PAGES = {
    "a header": (f"<style:header>{text('bitte 400')}</style:header>", ("&Cbitte 400",)),
    "three regions": (
        f"<style:header><style:region-left>{text('AGS')}</style:region-left><style:region-right>"
        f"{text('Amt &amp; Kreis')}</style:region-right></style:header>",
        ("&LAGS&RAmt && Kreis",),
    ),
    "a footer with fields": (
        "<style:footer><text:p>Seite <text:page-number>1</text:page-number> von "
        "<text:page-count>99</text:page-count> <text:sheet-name>???</text:sheet-name></text:p>"
        "</style:footer>",
        ("&CSeite &P von &N &A",),
    ),
    "other first pages": (
        f"<style:header-first>{text('Vorab')}</style:header-first>"
        f"<style:header-left style:display='false'>{text('nie gedruckt')}</style:header-left>",
        ("&CVorab",),
    ),
    "blank": ("<style:header/><style:footer><text:p/></style:footer>", ()),
}


@pytest.mark.parametrize(("inside", "texts"), PAGES.values(), ids=PAGES)
def test_headers_and_footers_are_read_with_the_codes_of_excel(inside: str, texts: tuple[str, ...]) -> None:
    found = book(TABLE, styles=ON_PAGE, styles_xml=master_page(inside))
    assert found.sheets[0].page_texts == texts


def test_page_styles_that_no_sheet_has_are_left_out() -> None:
    inside = master_page(f"<style:header>{text('Bericht')}</style:header>")
    assert book('<table:table table:name="Blatt"/>', styles_xml=inside).sheets[0].page_texts == ()


OLD = "table:change-track-table-cell"


def change(row: int, before: str) -> str:
    return (
        '<table:cell-content-change table:id="ct1">'
        f'<table:cell-address table:column="2" table:row="{row}" table:table="1"/>'
        "<office:change-info><dc:creator>Amt</dc:creator><dc:date>2026-06-01T10:00:00</dc:date>"
        f"</office:change-info><table:previous>{before}</table:previous></table:cell-content-change>"
    )


def test_recorded_changes_are_read_with_what_was_there_before() -> None:
    recorded = (
        "<table:tracked-changes>"
        + change(7, f"<{OLD} office:value-type='string'>{text('alt')}</{OLD}>")
        + change(8, f"<{OLD} office:value-type='float' office:value='380'/>")
        + '<table:deletion table:type="row" table:position="9" table:table="1"/></table:tracked-changes>'
    )
    sheets = book(recorded + '<table:table table:name="A"/><table:table table:name="B"/>').sheets
    assert sheets[0].recorded == ()
    assert sheets[1].recorded == (Note(8, 3, "alt"), Note(9, 3, "380"), Note(0, 0, ""))


def test_reading_above_words_is_a_note_and_none_of_the_answer() -> None:
    ruby = "<text:ruby><text:ruby-base>12</text:ruby-base><text:ruby-text>3</text:ruby-text></text:ruby>"
    found = sheet(f"<table:table-row>{cell('', text(ruby + ' Plätze'))}</table:table-row>")
    assert found.cells[1, 1].raw.text == "12 Plätze"
    assert found.notes == (Note(1, 1, "3"),)


def test_links_come_with_their_addresses() -> None:
    shape = '<draw:a xlink:href="https://kreis.example/b"><draw:frame/></draw:a>'
    row = cell("", text('<text:a xlink:href="https://kreis.example/a">Kurs</text:a>'))
    found = sheet(f"<table:shapes>{shape}</table:shapes><table:table-row>{row}</table:table-row>")
    assert found.links == (Link(0, 0, "https://kreis.example/b"), Link(1, 1, "https://kreis.example/a"))


PICTURES = (
    '<table:table table:name="Blatt"><table:shapes>'
    '<draw:frame><draw:image xlink:href="https://kreis.example/plan.png"/></draw:frame>'
    '<draw:frame><draw:image xlink:href="Pictures/1.png"/></draw:frame>'
    '<draw:frame><draw:object xlink:href="./Object 1"/></draw:frame></table:shapes></table:table>'
)


@pytest.mark.parametrize(
    ("shape", "told"),
    [
        ("<draw:custom-shape/>", ("draw:shape",)),
        ('<draw:line draw:name="Strich"/><draw:ellipse/>', ("draw:shape",)),
        ("<draw:g><draw:rect/></draw:g>", ("draw:shape",)),
        (f"<draw:rect>{text('Entwurf')}</draw:rect>", ()),
        ("<draw:frame/><draw:control/><draw:caption/>", ()),
    ],
)
def test_shapes_without_a_text_are_told_once(shape: str, told: tuple[str, ...]) -> None:
    table = f'<table:table table:name="Blatt"><table:shapes>{shape}</table:shapes></table:table>'
    data = zipped({"mimetype": MIMETYPE, "content.xml": content(table)})
    assert read_workbook(data).unknown_parts == told


def test_pictures_elsewhere_are_named_and_those_in_the_file_once() -> None:
    members = {"Pictures/1.png": b"", "Object 1/content.xml": b"<a/>"}
    data = zipped({"mimetype": MIMETYPE, "content.xml": content(PICTURES), **members})
    assert read_workbook(data).unknown_parts == (
        "https://kreis.example/plan.png",
        "Pictures/1.png",
        "Object 1/content.xml",
    )


FORMULAS = (
    (cell('table:formula="of:=&quot;&quot;"', "<text:p/>"), Raw(CellKind.TEXT, "", formula='""')),
    (cell('table:formula="of:=[.A1]"'), Raw(CellKind.BLANK, "", formula="[.A1]")),
)


@pytest.mark.parametrize(("written", "raw"), FORMULAS)
def test_formula_that_gives_an_empty_text_has_a_result(written: str, raw: Raw) -> None:
    found = sheet(f"<table:table-row>{cell('', text('x'))}{written}</table:table-row>")
    assert found.cells[1, 2].raw == raw


@pytest.mark.parametrize("part", ["styles.xml", "meta.xml"])
def test_damaged_part_beside_the_content_is_named(part: str) -> None:
    row = f"<table:table-row>{cell('', text('380'))}</table:table-row>"
    parts = {"mimetype": MIMETYPE, "content.xml": content(f'<table:table table:name="A">{row}</table:table>')}
    found = read_workbook(zipped({**parts, part: "<a><b></a>"}))
    assert found.sheets[0].cells[1, 1].raw.text == "380"
    assert found.unknown_parts == (part,)


MANIFEST = (
    '<!DOCTYPE manifest:manifest PUBLIC "-//OpenOffice.org//DTD Manifest 1.0//EN" "Manifest.dtd">'
    '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
    "{}</manifest:manifest>"
)


def test_manifest_of_old_programs_does_not_keep_the_file_from_being_read() -> None:
    found = book('<table:table table:name="A"/>', **{"META-INF--manifest_xml": MANIFEST.format("")})
    assert [each.name for each in found.sheets] == ["A"]


def test_password_is_seen_in_a_manifest_of_old_programs() -> None:
    encrypted = MANIFEST.format("<manifest:file-entry><manifest:encryption-data/></manifest:file-entry>")
    parts = {"mimetype": MIMETYPE, "content.xml": content(""), "META-INF/manifest.xml": encrypted}
    assert refused(zipped(parts)) == "password"
