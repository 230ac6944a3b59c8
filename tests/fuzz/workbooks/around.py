"""Workbooks that are hostile around their cells: in links, notes, shapes and properties."""

from __future__ import annotations

from collections.abc import Iterator

from fuzz.measuring import EITHER
from fuzz.workbooks.grids import (
    ANSWER,
    DAMAGED,
    DRAWING,
    DRAWING_TEXT,
    KEPT,
    MANY,
    READ,
    Listed,
    grid,
    sheet,
)
from office.packages import MAIN, OFFICE, rels, workbook_parts, worksheet, zipped


def _with_links(*links: tuple[str, str, str], more: dict[str, str | bytes] | None = None) -> bytes:
    return zipped(workbook_parts(worksheet(ANSWER), sheet_rels=rels(*links), more=more))


def links() -> Iterator[Listed]:
    def tabs(count: int, sheet: str = "") -> bytes:
        sheets = "".join(f'<sheet name="B{number}" r:id="rId1"/>' for number in range(count))
        part = f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>{sheets}</sheets></workbook>'
        return zipped(workbook_parts(worksheet(sheet or ANSWER), more={"xl/workbook.xml": part}))

    yield "2,000 tabs of one part", lambda: tabs(2_000), EITHER, KEPT
    yield "500,000 tabs of one part", lambda: tabs(500_000), ("too_large",), None
    big = grid(20_000, lambda place: f'<c r="{place}"><v>7</v></c>')
    yield "2,000 tabs of one large part", lambda: tabs(2_000, big), ("too_large",), None
    comments = (
        f'<comments xmlns="{MAIN}"><commentList><comment ref="A1"><text><t>x</t></text></comment>'
        "</commentList></comments>"
    )
    again = [(f"r{number}", f"{OFFICE}/comments", "../c.xml") for number in range(100_000)]
    yield "100,000 links to one part", lambda: _with_links(*again, more={"xl/c.xml": comments}), EITHER, KEPT
    own = [
        ("r1", f"{OFFICE}/{kind}", "sheet1.xml")
        for kind in ("drawing", "comments", "vmlDrawing", "worksheet")
    ]
    yield "a sheet that is its own drawing", lambda: _with_links(*own), EITHER, KEPT
    circle = [("r1", f"{OFFICE}/drawing", "_rels/sheet1.xml.rels")]
    yield "links that are their own drawing", lambda: _with_links(*circle), EITHER, KEPT
    for target in (
        "http://192.0.2.1/x.xml",
        "file:///etc/passwd",
        "\\\\192.0.2.1\\x",
        "../" * 500_000,
        "/" * MANY,
        "%2e%2e/" * 300_000,
    ):
        link = rels(("r1", f"{OFFICE}/drawing", target)).replace("/></", ' TargetMode="External"/></')
        yield (
            f"external link to {target[:20]}",
            lambda link=link: zipped(workbook_parts(worksheet(ANSWER), sheet_rels=link)),
            READ,
            KEPT,
        )
        yield (
            f"link to {target[:20]}",
            lambda target=target: _with_links(("r1", f"{OFFICE}/drawing", target)),
            READ,
            KEPT,
        )
    outside = rels(("rId1", f"{OFFICE}/worksheet", "http://192.0.2.1/sheet.xml")).replace(
        "/></", ' TargetMode="External"/></'
    )
    yield (
        "a sheet elsewhere",
        lambda: zipped(workbook_parts(worksheet(ANSWER), more={"xl/_rels/workbook.xml.rels": outside})),
        DAMAGED,
        None,
    )


def noted(place: str, text: str, times: int = 1) -> bytes:
    comment = f'<comment ref="{place}" authorId="{"9" * 4_000}"><text><t>{text}</t></text></comment>'
    part = f'<comments xmlns="{MAIN}"><commentList>{comment * times}</commentList></comments>'
    return _with_links(("r1", f"{OFFICE}/comments", "../c.xml"), more={"xl/c.xml": part})


def _drawn(inner: str) -> bytes:
    part = f'<xdr:wsDr xmlns:xdr="{DRAWING}" xmlns:a="{DRAWING_TEXT}">{inner}</xdr:wsDr>'
    return _with_links(("r1", f"{OFFICE}/drawing", "../d.xml"), more={"xl/d.xml": part})


def beside_cells() -> Iterator[Listed]:
    shape = "<xdr:sp><xdr:txBody><a:p><a:r><a:t>{}</a:t></a:r></a:p></xdr:txBody></xdr:sp>"
    yield "1,000,000 shapes", lambda: _drawn("<xdr:sp/>" * MANY), EITHER, KEPT
    different = "".join(shape.format(number) for number in range(140_000))
    yield "140,000 different boxes", lambda: _drawn(different), EITHER, KEPT
    yield "a box of 30 MB", lambda: _drawn(shape.format("x" * 30 * MANY)), EITHER, KEPT
    box = "<v:shape><v:textbox>{}</v:textbox></v:shape>"
    old = "".join(box.format(number) for number in range(140_000))
    part = f'<xml xmlns:v="urn:schemas-microsoft-com:vml">{old}</xml>'
    both = {"xl/d.xml": part}
    link = ("r1", f"{OFFICE}/vmlDrawing", "../d.xml")
    yield "140,000 different old boxes", lambda: _with_links(link, more=both), EITHER, KEPT
    yield "200,000 notes on one cell", lambda: noted("A1", "x", 200_000), EITHER, KEPT
    yield "a note of 15 MB", lambda: noted("A1", "x" * 15 * MANY), EITHER, KEPT
    pictures = {f"xl/media/{number}.png": b"x" for number in range(1_900)}
    yield "1,900 unknown parts", lambda: zipped(workbook_parts(worksheet(ANSWER), more=pictures)), READ, KEPT
    header = f"<headerFooter>{'<oddHeader>x</oddHeader>' * 300_000}</headerFooter>"
    yield "300,000 headers", lambda: sheet(ANSWER, after=header), EITHER, KEPT


def copies() -> Iterator[Listed]:
    """What says whose form it is, said too often or absurdly."""
    codes = grid(200_000, lambda place: f'<c r="{place}" t="str"><v>form_code</v></c>')
    yield "200,000 cells that announce the code", lambda: sheet(codes), EITHER, None
    custom = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"
    types = "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"
    for value in ("1000000000", "9" * 5_000, "-1", "²"):
        part = (
            f'<Properties xmlns="{custom}" xmlns:vt="{types}"><property name="ruecklauf.rows:klein.stellen">'
            f"<vt:lpwstr>{value}</vt:lpwstr></property></Properties>"
        )
        outer = rels(
            ("rId1", f"{OFFICE}/officeDocument", "xl/workbook.xml"),
            ("rId2", f"{OFFICE}/custom-properties", "docProps/custom.xml"),
        )
        more: dict[str, str | bytes] = {"_rels/.rels": outer, "docProps/custom.xml": part}
        yield (
            f"further rows: {value[:12]}",
            lambda more=more: zipped(workbook_parts(worksheet(ANSWER), more=more)),
            EITHER,
            KEPT,
        )
