"""What no library writes on request, put into single cells and beside them."""

from __future__ import annotations

from lxml import etree

from gauntlet.editing import (
    DAY,
    NAME,
    REMARKS,
    SHARE,
    TICK,
    TOTAL,
    WOMEN,
    Act,
    cell_replaced,
    element,
    in_cell,
    in_parts,
    in_sheet,
    part_of,
    raw,
)
from gauntlet.filled import cell_of
from gauntlet.mutation import Answer, Expected, Mutation
from gauntlet.workbooks.by_raw_xml import put_inline
from office.packages import MAIN, MICROSOFT, OFFICE, PACKAGE, Parts, rels
from ruecklauf.cells import parse_a1
from ruecklauf.values import Value

_SAME = "The same values, written in another way."
_DAYS_TO_1904 = 1462


def with_part(name: str, content: bytes) -> Act:
    return in_parts(lambda parts: parts.update({name: content}))


def link(parts: Parts, sheet: str, *links: tuple[str, str]) -> None:
    """Relationships of a sheet's part, by kind and target."""
    folder, _, name = part_of(sheet).rpartition("/")
    path = f"{folder}/_rels/{name}.rels"
    entries = "".join(
        f'<Relationship Id="rIdG{number}" Type="{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(links)
    )
    start = raw(parts.get(path, f'<Relationships xmlns="{PACKAGE}"></Relationships>'))
    parts[path] = start.replace(b"</Relationships>", entries.encode() + b"</Relationships>")


_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006"
_BOX = """<xdr:wsDr xmlns:xdr="{namespace}/spreadsheetDrawing" xmlns:a="{namespace}/main"><xdr:twoCellAnchor>
<xdr:from><xdr:col>8</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>2</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:from>
<xdr:to><xdr:col>11</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>6</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:to>
<xdr:sp><xdr:nvSpPr><xdr:cNvPr id="2" name="Textfeld 1"/><xdr:cNvSpPr txBox="1"/></xdr:nvSpPr><xdr:spPr/>
<xdr:txBody><a:bodyPr/>{lines}</xdr:txBody></xdr:sp><xdr:clientData/></xdr:twoCellAnchor></xdr:wsDr>"""


def text_box(parts: Parts) -> None:
    """A text box on a sheet, with two paragraphs."""
    texts = ("Zahlen sind geschätzt,", "bitte nicht veröffentlichen")
    lines = "".join(f"<a:p><a:r><a:t>{text}</a:t></a:r></a:p>" for text in texts)
    parts["xl/drawings/drawing9.xml"] = _BOX.format(namespace=_DRAWING, lines=lines)
    link(parts, "Zielgruppe", (f"{OFFICE}/drawing", "../drawings/drawing9.xml"))


_PLAIN = """<xdr:{kind}><xdr:nvSpPr><xdr:cNvPr id="2" name="Form 1"/><xdr:cNvSpPr/></xdr:nvSpPr><xdr:spPr>
<a:prstGeom prst="{drawn}"><a:avLst/></a:prstGeom></xdr:spPr></xdr:{kind}>"""


def _drawn(kind: str, drawn: str) -> Act:
    """A shape without a text over an answer."""

    def change(parts: Parts) -> None:
        text_box(parts)
        box = str(parts["xl/drawings/drawing9.xml"])
        start, end = box.index("<xdr:sp>"), box.index("<xdr:clientData/>")
        parts["xl/drawings/drawing9.xml"] = box[:start] + _PLAIN.format(kind=kind, drawn=drawn) + box[end:]

    return in_parts(change)


def picture(parts: Parts) -> None:
    """A picture on a sheet: a scan of a page, say."""
    text_box(parts)
    parts["xl/media/image1.png"] = b"\x89PNG\r\n\x1a\n" + bytes(64)
    parts["xl/drawings/_rels/drawing9.xml.rels"] = rels(("rId1", f"{OFFICE}/image", "../media/image1.png"))


_THREAD = """<ThreadedComments
xmlns="http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments">
<threadedComment ref="{cell}" id="{{A1}}" personId="{{P1}}">
<text>Ist das mit den Städten?</text></threadedComment>
<threadedComment ref="{cell}" id="{{A2}}" personId="{{P2}}" parentId="{{A1}}">
<text>Ja, alle 7.</text></threadedComment>
</ThreadedComments>"""
_PLACEHOLDER = """<comments xmlns="{namespace}"><authors><author>tc={{A1}}</author></authors><commentList>
<comment ref="{cell}" authorId="0"><text><t>[Threaded comment]

Your version of Excel allows you to read this threaded comment.

Comment:
    Ist das mit den Städten?
Reply:
    Ja, alle 7.</t></text></comment></commentList></comments>"""


def threaded_comment(parts: Parts) -> None:
    """A conversation at a cell, with the placeholder note that Excel writes for older versions."""
    sheet, cell = cell_of(*TOTAL)
    thread = "threadedComments/threadedComment1.xml"
    parts[f"xl/{thread}"] = _THREAD.format(cell=cell)
    parts["xl/comments9.xml"] = _PLACEHOLDER.format(namespace=MAIN, cell=cell)
    comments = (f"{OFFICE}/comments", "../comments9.xml")
    link(parts, sheet, comments, (f"{MICROSOFT}/threadedComment", f"../{thread}"))


def macros(parts: Parts) -> None:
    """Saved as .xlsm with macros of their own."""
    types = raw(parts["[Content_Types].xml"])
    parts["[Content_Types].xml"] = types.replace(
        b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
        b"application/vnd.ms-excel.sheet.macroEnabled.main+xml",
    )
    parts["xl/vbaProject.bin"] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
    _link_workbook(
        parts, "http://schemas.microsoft.com/office/2006/relationships/vbaProject", "vbaProject.bin"
    )


def external_link(parts: Parts) -> None:
    """A number that comes from a workbook on their own server."""
    sheet, cell = cell_of(*TOTAL)
    parts["xl/externalLinks/externalLink1.xml"] = f'<externalLink xmlns="{MAIN}"/>'
    _link_workbook(parts, f"{OFFICE}/externalLink", "externalLinks/externalLink1.xml")
    parts[part_of(sheet)] = cell_replaced(raw(parts[part_of(sheet)]), cell, "<f>[1]Zahlen!$B$4</f><v>380</v>")


def _link_workbook(parts: Parts, kind: str, target: str) -> None:
    entry = f'<Relationship Id="rIdG" Type="{kind}" Target="{target}"/>'.encode()
    links = raw(parts["xl/_rels/workbook.xml.rels"])
    parts["xl/_rels/workbook.xml.rels"] = links.replace(b"</Relationships>", entry + b"</Relationships>")


def write_in_the_last_cell(root: etree._Element) -> None:
    data = root.find(element("sheetData"))
    assert data is not None
    row = etree.SubElement(data, element("row"), r="1048576")
    put_inline(etree.SubElement(row, element("c"), r="XFD1048576"), "Ende")


def merge_with_contents(root: etree._Element) -> None:
    """Two answers under one merged cell, both still there, as some programs leave them."""
    merged = etree.Element(element("mergeCells"))
    etree.SubElement(merged, element("mergeCell"), ref=f"{cell_of(*TOTAL)[1]}:{cell_of(*WOMEN)[1]}")
    data = root.find(element("sheetData"))
    assert data is not None
    data.addnext(merged)


def hide_in_row_of_no_height(root: etree._Element) -> None:
    for row in root.iter(element("row")):
        if row.get("r") == str(parse_a1(cell_of(*TOTAL)[1])[0]):
            row.set("ht", "0")
            row.set("customHeight", "1")


def _text(text: str) -> str:
    return f'<is><t xml:space="preserve">{text}</t></is>'


RICH = (
    "<is><r><t>Ausländer</t></r><r><rPr><b/></rPr><t>behörde</t></r>"
    '<r><t xml:space="preserve"> Ahornstadt 01</t></r></is>'
)
PHONETIC = '<is><t>Ausländerbehörde Ahornstadt 01</t><rPh sb="0" eb="2"><t>nicht mitlesen</t></rPh></is>'


def _does(
    name: str,
    act: Act,
    why: str = _SAME,
    *codes: str,
    changed: dict[Answer, Value | None] | None = None,
    group: str = "files",
) -> Mutation:
    return Mutation(
        name, group, "raw XML", act, Expected("accepted", frozenset(codes), changed or {}, why=why)
    )


CELLS = (
    _does(
        "formula with its result",
        in_cell(TOTAL, "<f>100+280</f><v>380</v>"),
        "The stored result counts.",
        "formula_for_value",
        group="content",
    ),
    _does(
        "formula without a result",
        in_cell(TOTAL, "<f>100+280</f>"),
        "No program has worked it out.",
        "formula_without_value",
        changed={TOTAL: None},
        group="content",
    ),
    _does(
        "formula that gives an error",
        in_cell(TOTAL, "<f>1/0</f><v>#DIV/0!</v>", 't="e"'),
        "There is no value.",
        "error_value",
        changed={TOTAL: None},
        group="content",
    ),
    _does(
        "formula that gives a text",
        in_cell(TOTAL, '<f>"ca. "&amp;380</f><v>ca. 380</v>', 't="str"'),
        "No number.",
        "no_number",
        changed={TOTAL: None},
        group="content",
    ),
    _does(
        "number from another workbook",
        in_parts(external_link),
        "The stored value counts, and the link is told of.",
        "external_links",
        group="content",
    ),
    _does("number in scientific notation", in_cell(TOTAL, "<v>3.8E2</v>"), group="content"),
    _does("number with a trailing nought", in_cell(TOTAL, "<v>380.0</v>"), group="content"),
    _does(
        "number with more digits than are kept", in_cell(SHARE, "<v>1.7499999999999999</v>"), group="content"
    ),
    _does("ISO date in a cell of type d", in_cell(DAY, "<v>2026-06-30</v>", 't="d"'), group="content"),
    _does("tick as a Boolean", in_cell(TICK, "<v>1</v>", 't="b"'), group="content"),
    _does("rich text", in_cell(NAME, RICH, 't="inlineStr"'), group="content"),
    _does("phonetic text above a text", in_cell(NAME, PHONETIC, 't="inlineStr"'), group="content"),
    _does(
        "escaped control characters",
        in_cell(REMARKS, _text("Glocke_x0007_Ende_x000D_"), 't="inlineStr"'),
        "Kept; no writer stumbles over them later.",
        changed={REMARKS: "Glocke\u0007Ende"},
        group="content",
    ),
    _does(
        "an underscore escape typed literally",
        in_cell(REMARKS, _text("_x005F_x0041_ bleibt"), 't="inlineStr"'),
        "Character by character.",
        changed={REMARKS: "_x0041_ bleibt"},
        group="content",
    ),
    _does(
        "CDATA in a text",
        in_cell(REMARKS, "<is><t><![CDATA[a < b & c]]></t></is>", 't="inlineStr"'),
        "Character by character.",
        changed={REMARKS: "a < b & c"},
        group="content",
    ),
    _does(
        "two answers under one merged cell",
        in_sheet("Zielgruppe", merge_with_contents),
        "Both are there, both count, and the merging is asked about.",
        "merged_answer",
        group="structure",
    ),
    _does(
        "row of no height with an answer", in_sheet("Zielgruppe", hide_in_row_of_no_height), group="structure"
    ),
    _does(
        "text in the very last cell",
        in_sheet("Zielgruppe", write_in_the_last_cell),
        "It is shown.",
        "stray_text",
        group="notes",
    ),
)
BESIDE = (
    _does("a text box", in_parts(text_box), "It is shown.", "drawing_text", group="notes"),
    *(
        _does(
            name,
            _drawn(kind, drawn),
            "The drawing is named: it may cover an answer, or strike it out.",
            "unknown_part",
            group="notes",
        )
        for name, kind, drawn in (
            ("a shape without a text over a table", "sp", "rect"),
            ("a line through a table", "cxnSp", "line"),
        )
    ),
    _does(
        "a picture with a text box",
        in_parts(picture),
        "The picture is named, for nobody reads it.",
        "unknown_part",
        "drawing_text",
        group="notes",
    ),
    _does(
        "a conversation in comments",
        in_parts(threaded_comment),
        "Each comment is shown.",
        "note_found",
        group="notes",
    ),
    _does("macros", in_parts(macros), "They are never run, and named.", "macros_found"),
    _does(
        "an unknown part",
        with_part("xl/embeddings/Anlage.docx", b"PK\x03\x04..."),
        "It is named.",
        "unknown_part",
    ),
)

MUTATIONS = (*CELLS, *BESIDE)
