"""What stands around the cells of an Excel file, and parts of it that are damaged."""

from __future__ import annotations

import pytest

from office.opened import read_workbook
from office.packages import OFFICE, PACKAGE, rels, workbook_parts, worksheet, zipped
from ruecklauf.cells import CellKind, Raw
from ruecklauf.office.refusal import Refusal
from ruecklauf.office.workbook import Link, Sheet

CORE = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"
TEXT = "http://schemas.openxmlformats.org/drawingml/2006/main"
COMPATIBILITY = "http://schemas.openxmlformats.org/markup-compatibility/2006"


def external(*links: tuple[str, str, str]) -> str:
    """A relationships part from (id, kind, address outside of the file)."""
    entries = "".join(
        f'<Relationship Id="{id_}" Type="{OFFICE}/{kind}" Target="{target}" TargetMode="External"/>'
        for id_, kind, target in links
    )
    return f'<Relationships xmlns="{PACKAGE}">{entries}</Relationships>'


def blatt(data: bytes) -> Sheet:
    (sheet,) = read_workbook(data).sheets
    return sheet


def test_links_come_with_their_addresses() -> None:
    links = (
        '<hyperlinks><hyperlink ref="C8" r:id="rId1"/><hyperlink ref="B2:B3" location="Blatt!A1"/>'
        '<hyperlink ref="?" r:id="rId9"/></hyperlinks>'
    )
    data = zipped(
        workbook_parts(
            worksheet(after=links), sheet_rels=external(("rId1", "hyperlink", "https://kreis.example/a"))
        )
    )
    assert blatt(data).links == (
        Link(8, 3, "https://kreis.example/a"),
        Link(2, 2, "#Blatt!A1"),
        Link(0, 0, ""),
    )


def drawn(shapes: str, relations: str = "") -> bytes:
    drawing = (
        f'<xdr:wsDr xmlns:xdr="{DRAWING}" xmlns:a="{TEXT}" xmlns:mc="{COMPATIBILITY}">{shapes}</xdr:wsDr>'
    )
    more: dict[str, str | bytes] = {"xl/drawings/drawing1.xml": drawing}
    if relations:
        more["xl/drawings/_rels/drawing1.xml.rels"] = relations
    to_drawing = rels(("a", f"{OFFICE}/drawing", "../drawings/drawing1.xml"))
    return zipped(workbook_parts(sheet_rels=to_drawing, more=more))


def shape(text: str) -> str:
    return f"<xdr:sp><xdr:txBody><a:p><a:r><a:t>{text}</a:t></a:r></a:p></xdr:txBody></xdr:sp>"


def choice(*texts: str, fallback: str) -> str:
    chosen = "".join(map(shape, texts))
    return (
        f"<mc:AlternateContent><mc:Choice>{chosen}</mc:Choice><mc:Fallback>{fallback}</mc:Fallback>"
        "</mc:AlternateContent>"
    )


ALTERNATIVES = (
    (choice(fallback=shape("alt")), ("alt",)),
    (choice("neu", fallback=shape("alt")), ("neu",)),
    (shape("davor") + choice(fallback=shape("alt")) + shape("danach"), ("davor", "alt", "danach")),
    (choice("neu", fallback=choice(fallback=shape("ganz alt"))), ("neu",)),
    (choice(fallback=choice(fallback=shape("ganz alt"))), ("ganz alt",)),
)


@pytest.mark.parametrize(("shapes", "texts"), ALTERNATIVES)
def test_text_only_for_older_programs_is_read(shapes: str, texts: tuple[str, ...]) -> None:
    assert blatt(drawn(shapes)).drawing_texts == texts


def test_shapes_that_are_links_and_pictures_elsewhere_are_seen() -> None:
    outside = external(("a", "hyperlink", "https://kreis.example"), ("b", "image", "file:///C:/plan.png"))
    book = read_workbook(drawn(shape("x"), outside))
    assert book.sheets[0].links == (Link(0, 0, "https://kreis.example"),)
    assert book.unknown_parts == ("file:///C:/plan.png",)


def test_shared_text_without_a_number_is_blank() -> None:
    rows = '<row r="1"><c r="A1" t="s"><v></v></c><c r="B1" t="s"><v/></c><c r="C1" t="s"><v>0</v></c></row>'
    data = zipped(workbook_parts(worksheet(rows), strings="<si><t>eins</t></si>"))
    assert [(place, cell.raw.text) for place, cell in blatt(data).cells.items()] == [((1, 3), "eins")]


BROKEN = "<a><b></a>"
BESIDE = {
    "styles": ("xl/styles.xml", "xl/workbook.xml", f"{OFFICE}/styles"),
    "notes": ("xl/comments1.xml", "xl/worksheets/sheet1.xml", f"{OFFICE}/comments"),
    "drawing": ("xl/drawings/drawing1.xml", "xl/worksheets/sheet1.xml", f"{OFFICE}/drawing"),
    "core properties": ("docProps/core.xml", "", f"{PACKAGE}/metadata/core-properties"),
    "own properties": ("docProps/custom.xml", "", f"{OFFICE}/custom-properties"),
    "persons": ("xl/persons/person.xml", "xl/workbook.xml", f"{OFFICE}/person"),
}


def with_beside(part: str, source: str, kind: str, content: str) -> bytes:
    """A workbook with 380 in its only cell, and one more part to which another one points."""
    parts = workbook_parts(worksheet('<row r="1"><c r="A1"><v>380</v></c></row>'), more={part: content})
    folder, _, name = source.rpartition("/")
    pointing = f"{folder}/_rels/{name}.rels".lstrip("/")
    before = str(parts.get(pointing, rels()))
    link = f'<Relationship Id="beside" Type="{kind}" Target="/{part}"/></Relationships>'
    parts[pointing] = before.replace("</Relationships>", link)
    return zipped(parts)


@pytest.mark.parametrize(("part", "source", "kind"), BESIDE.values(), ids=BESIDE)
def test_damaged_part_beside_the_answers_is_named(part: str, source: str, kind: str) -> None:
    book = read_workbook(with_beside(part, source, kind, BROKEN))
    assert book.sheets[0].cells[1, 1].raw == Raw(CellKind.NUMBER, "380")
    assert (book.unknown_parts, book.formats_unread) == ((part,), part == "xl/styles.xml")


@pytest.mark.parametrize(("part", "source", "kind"), BESIDE.values(), ids=BESIDE)
def test_hostile_part_beside_the_answers_is_refused(part: str, source: str, kind: str) -> None:
    with pytest.raises(Refusal) as caught:
        read_workbook(with_beside(part, source, kind, "<!DOCTYPE a><a/>"))
    assert caught.value.code == "hostile_file"


def test_widths_of_columns_are_told_in_digits() -> None:
    columns = (
        '<cols><col min="1" max="2" width="28.71" customWidth="1"/><col min="3" max="3" width="0"/>'
        '<col min="4" max="4"/><col min="x" max="5" width="9"/><col min="6" max="9" width="viel"/></cols>'
    )
    sheet = blatt(zipped(workbook_parts(worksheet(before=columns))))
    assert (sheet.widths, sheet.hidden_columns) == (((1, 2, 28.0),), {3})


def test_cells_with_letters_that_are_small_or_shrink_are_told() -> None:
    styles = (
        '<fonts><font><sz val="11"/></font><font><sz val="6"/></font></fonts><cellXfs><xf fontId="0"/>'
        '<xf fontId="1"/><xf fontId="0"><alignment shrinkToFit="1"/></xf><xf fontId="0"><alignment'
        ' wrapText="1"/></xf></cellXfs>'
    )
    cells = "".join(f'<c r="{letter}1" s="{style}"><v>1</v></c>' for style, letter in enumerate("ABCD"))
    columns = '<cols><col min="1" max="4" width="3"/></cols>'
    part = worksheet(f'<row r="1">{cells}</row>', before=columns)
    assert blatt(zipped(workbook_parts(part, styles=styles))).shrunk == {(1, 2), (1, 3)}
