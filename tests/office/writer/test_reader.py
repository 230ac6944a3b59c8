"""OpenDocument texts, zipped and flat, read from raw XML: what no program would write on request."""

from __future__ import annotations

from dataclasses import replace

import pytest

from office.packages import zipped
from ruecklauf.office.document import (
    Block,
    Change,
    Comment,
    Control,
    ControlKind,
    DocumentCell,
    DocumentRow,
    DocumentTable,
    Paragraph,
    Piece,
    TextDocument,
)
from ruecklauf.office.opening import open_document
from ruecklauf.office.refusal import Refusal

MIMETYPE = "application/vnd.oasis.opendocument.text"
URN = "urn:oasis:names:tc:opendocument:xmlns"
NAMESPACES = " ".join(
    f'xmlns:{prefix}="{namespace}"'
    for prefix, namespace in {
        **{
            name: f"{URN}:{name}:1.0"
            for name in ("office", "table", "text", "style", "form", "meta", "config", "script", "manifest")
        },
        "draw": f"{URN}:drawing:1.0",
        "fo": f"{URN}:xsl-fo-compatible:1.0",
        "dc": "http://purl.org/dc/elements/1.1/",
        "xlink": "http://www.w3.org/1999/xlink",
        "loext": "urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0",
        "field": "urn:openoffice:names:experimental:ooo-ms-interop:xmlns:field:1.0",
        "math": "http://www.w3.org/1998/Math/MathML",
    }.items()
)
STYLES = (
    '<style:style style:name="Weg" style:family="text">'
    '<style:text-properties style:text-line-through-style="solid"/></style:style>'
    '<style:style style:name="Auch" style:family="text" style:parent-style-name="Weg"/>'
    '<style:style style:name="Da" style:family="text" style:parent-style-name="Weg">'
    '<style:text-properties style:text-line-through-style="none" text:display="true"/></style:style>'
    '<style:style style:name="Verborgen" style:family="text">'
    '<style:text-properties text:display="none"/></style:style>'
    '<style:style style:name="Hoch" style:family="text">'
    '<style:text-properties style:text-position="super 58%"/></style:style>'
    '<style:style style:name="Tief" style:family="text">'
    '<style:text-properties style:text-position="-33% 80%"/></style:style>'
    '<style:style style:name="Eben" style:family="text" style:parent-style-name="Hoch">'
    '<style:text-properties style:text-position="0% 100%"/></style:style>'
    '<style:style style:name="Stumm" style:family="paragraph">'
    '<style:text-properties text:display="none"/></style:style>'
    '<style:style style:name="Gestrichen" style:family="paragraph">'
    '<style:text-properties style:text-line-through-type="single"/></style:style>'
    '<style:style style:name="Zeile" style:family="table-row">'
    '<style:table-row-properties loext:text-changes-only="false"/></style:style>'
)


def content(body: str, *, root: str = "document-content", before: str = "") -> str:
    flat = f'office:mimetype="{MIMETYPE}"' if root == "document" else ""
    return (
        f"<office:{root} {NAMESPACES} {flat}>{before}"
        f"<office:automatic-styles>{STYLES}</office:automatic-styles>"
        f"<office:body><office:text>{body}</office:text></office:body></office:{root}>"
    )


def document(body: str, **parts: str | bytes) -> TextDocument:
    """A zipped file with this body and further parts (`meta_xml` is meta.xml)."""
    more = {name.replace("_", ".").replace("--", "/"): part for name, part in parts.items()}
    return open_document(zipped({"mimetype": MIMETYPE, "content.xml": content(body), **more}))


def blocks(body: str) -> tuple[Block, ...]:
    return document(body).blocks


def pieces(inner: str) -> tuple[Piece, ...]:
    (paragraph,) = blocks(f"<text:p>{inner}</text:p>")
    assert isinstance(paragraph, Paragraph)
    return paragraph.pieces


def p(*told: str | Piece) -> Paragraph:
    return Paragraph(tuple(Piece(one) if isinstance(one, str) else one for one in told))


def refused(data: bytes) -> str:
    with pytest.raises(Refusal) as caught:
        open_document(data)
    return caught.value.code


def text(content: str) -> Control:
    return Control(1, ControlKind.TEXT, alias=content)


CODE = '<field:fieldmark-start field:type="x.UNHANDLED"/>a<field:fieldmark-separator/>b<field:fieldmark-end/>'
PLAIN = {
    "spaces, tab and break": (
        '<text:s/>a<text:s text:c="2"/>b<text:tab/>c<text:line-break/>d',
        " a  b\tc\nd",
    ),
    "wrapped XML": ("\n a\n   b <text:span> c</text:span>", "a b c"),
    "space at the end": ("a ", "a "),
    "link, bookmark, index mark": ('<text:a>b</text:a><text:bookmark text:name="x"/><text:toc-mark/>c', "bc"),
    "fields as shown": (
        "Seite <text:page-number>2</text:page-number>/<text:page-count>9</text:page-count>",
        "Seite 2/9",
    ),
    "element that nobody knows": ("a<loext:neu>b</loext:neu>c", "abc"),
    "ruby": (
        "<text:ruby><text:ruby-base>a</text:ruby-base><text:ruby-text>b</text:ruby-text></text:ruby>",
        "a(b)",
    ),
    "soft page break": ("a<text:soft-page-break/>b", "ab"),
    "number counted by the program": ("<text:number>1.</text:number>a", "a"),
    "spans of the same look": ("<text:span>a</text:span><text:span>b</text:span>", "ab"),
    "code of a field": (CODE, "b"),
    "code behind text": (f"vor{CODE}", "vorb"),
}


@pytest.mark.parametrize(("inner", "expected"), PLAIN.values(), ids=PLAIN)
def test_text_of_one_look_is_one_piece(inner: str, expected: str) -> None:
    assert pieces(inner) == (Piece(expected),)


LOOKS = {
    "struck": ('a<text:span text:style-name="Weg">b</text:span>', (Piece("a"), Piece("b", struck=True))),
    "struck by the parent": ('<text:span text:style-name="Auch">b</text:span>', (Piece("b", struck=True),)),
    "not struck after all": ('<text:span text:style-name="Da">b</text:span>', (Piece("b"),)),
    "struck around": (
        '<text:span text:style-name="Weg">a<text:span>b</text:span></text:span>',
        (Piece("ab", struck=True),),
    ),
    "hidden": (
        '<text:span text:style-name="Verborgen">a</text:span>b',
        (Piece("a", hidden=True), Piece("b")),
    ),
    "raised and lowered": (
        '380<text:span text:style-name="Hoch">1)<text:span text:style-name="Eben">2</text:span></text:span>'
        'CO<text:span text:style-name="Tief">2</text:span>',
        (Piece("380¹⁾2CO₂"),),
    ),
    "hidden text": ('<text:hidden-text text:string-value="a"/>b', (Piece("a", hidden=True), Piece("b"))),
    "hidden paragraph": ('<text:hidden-paragraph text:is-hidden="true"/>b', (Piece("b", hidden=True),)),
}


@pytest.mark.parametrize(("inner", "expected"), LOOKS.values(), ids=LOOKS)
def test_struck_and_hidden_text_is_told(inner: str, expected: tuple[Piece, ...]) -> None:
    assert pieces(inner) == expected


def test_paragraph_styles_and_sections_hide_and_strike() -> None:
    assert blocks(
        '<text:p text:style-name="Stumm">a<text:span text:style-name="Da">b</text:span></text:p>'
        '<text:p text:style-name="Gestrichen">c</text:p>'
        '<text:section text:display="none"><text:section>'
        '<text:p><text:span text:style-name="Da">d</text:span></text:p></text:section></text:section>'
        '<text:section text:display="condition"><text:p>e</text:p></text:section>'
        '<text:section text:display="condition" text:is-hidden="true"><text:p>f</text:p></text:section>'
    ) == (
        p(Piece("a", hidden=True), "b"),
        p(Piece("c", struck=True)),
        p(Piece("d", hidden=True)),
        p("e"),
        p(Piece("f", hidden=True)),
    )


def test_all_paragraphs_come_in_order_wherever_they_stand() -> None:
    assert blocks(
        '<text:h text:outline-level="2">a</text:h><text:p/>'
        "<text:list><text:list-item><text:p>b</text:p><text:list><text:list-item><text:p>c</text:p>"
        "</text:list-item></text:list></text:list-item></text:list>"
        "<text:table-of-content><text:table-of-content-source><text:index-title-template>nicht"
        "</text:index-title-template></text:table-of-content-source><text:index-body><text:index-title>"
        "<text:p>d</text:p></text:index-title><text:p>e</text:p></text:index-body></text:table-of-content>"
    ) == (Paragraph((Piece("a"),), heading=2), p(), p("b"), p("c"), p("d"), p("e"))


CONTROLS = {
    "input field": (
        '<text:text-input text:description="Name">a\nb  c\td</text:text-input>',
        (Piece("a\nb  c\td", text("Name")),),
    ),
    "input field of a whole cell": (
        "<text:text-input>a&#13;b&#13;</text:text-input>",
        (Piece("a\nb", text("")),),
    ),
    "drop-down field": (
        '<text:drop-down text:name="Wahl"><text:label text:value="x"/>x</text:drop-down>',
        (Piece("x", Control(1, ControlKind.LIST, alias="Wahl")),),
    ),
    "field to click on": (
        "<text:placeholder>&lt;Ort&gt;</text:placeholder>",
        (Piece("<Ort>", Control(1, ControlKind.TEXT, placeholder=True)),),
    ),
    "newer LibreOffice": (
        '<loext:content-control loext:tag="ST01" loext:alias="Frage" loext:plain-text="true">a'
        "</loext:content-control>",
        (Piece("a", Control(1, ControlKind.TEXT, "ST01", "Frage")),),
    ),
    "date of newer LibreOffice": (
        '<loext:content-control loext:date="true" loext:current-date="2026-06-30T00:00:00Z">30.6.'
        "</loext:content-control>",
        (Piece("30.6.", Control(1, ControlKind.DATE, day="2026-06-30")),),
    ),
    "list without entries": (
        '<loext:content-control loext:combobox="true">a</loext:content-control>',
        (Piece("a", Control(1, ControlKind.LIST)),),
    ),
    "box without its sign": (
        '<loext:content-control loext:checkbox="true" loext:checked="true"/>',
        (Piece("☒", Control(1, ControlKind.BOX, checked=True)),),
    ),
    "empty": ("<loext:content-control/>a", (Piece("a"),)),
    "one in the other": (
        "<loext:content-control>a<loext:content-control>b</loext:content-control>c</loext:content-control>",
        (Piece("a", text("")), Piece("b", Control(2, ControlKind.TEXT)), Piece("c", text(""))),
    ),
    "field without an end": (
        '<text:span><field:fieldmark-start field:type="x.FORMTEXT"/>a</text:span>b',
        (Piece("ab", text("")),),
    ),
    "field in which its code stands": (
        '<field:fieldmark-start field:type="x.FORMDATE" text:name="d"/>FORMDATE<field:fieldmark-separator/>'
        "1.1.2026<field:fieldmark-end/>",
        (Piece("1.1.2026", Control(1, ControlKind.DATE, alias="d")),),
    ),
}


@pytest.mark.parametrize(("inner", "expected"), CONTROLS.values(), ids=CONTROLS)
def test_controls_and_fields_are_told(inner: str, expected: tuple[Piece, ...]) -> None:
    assert pieces(inner) == expected


def form_control(element: str) -> tuple[Piece, ...]:
    (paragraph,) = blocks(
        f"<office:forms><form:form>{element}</form:form></office:forms>"
        '<text:p><draw:control draw:control="c1"/></text:p>'
    )
    assert isinstance(paragraph, Paragraph)
    return paragraph.pieces


ID = 'form:id="c1" form:name="n"'
FORM_CONTROLS = {
    "text": (f'<form:text {ID} form:current-value="neu" form:value="alt"/>', "neu", ControlKind.TEXT),
    "emptied": (f'<form:text {ID} form:current-value="" form:value="alt"/>', "", None),
    "preset": (f'<form:textarea {ID} form:value="a&#10;b"/>', "a\nb", ControlKind.TEXT),
    "paragraphs": (
        f"<form:textarea {ID}><text:p>a</text:p><text:p>b</text:p></form:textarea>",
        "a\nb",
        ControlKind.TEXT,
    ),
    "date": (f'<form:date {ID} form:current-value="2026-06-30"/>', "2026-06-30", ControlKind.DATE),
    "list": (
        f'<form:listbox {ID}><form:option form:label="a" form:selected="true"/>'
        '<form:option form:label="b" form:current-selected="true"/></form:listbox>',
        "b",
        ControlKind.LIST,
    ),
    "list as it was": (
        f'<form:listbox {ID}><form:option form:label="a" form:selected="true"/></form:listbox>',
        "a",
        ControlKind.LIST,
    ),
    "free list": (
        f'<form:combobox {ID} form:current-value="c"><form:item form:label="a"/></form:combobox>',
        "c",
        ControlKind.LIST,
    ),
}


@pytest.mark.parametrize(("element", "shown", "kind"), FORM_CONTROLS.values(), ids=FORM_CONTROLS)
def test_form_controls_stand_where_they_are_shown(element: str, shown: str, kind: ControlKind | None) -> None:
    expected = (Piece(shown, Control(1, kind, "n")),) if kind else ()
    assert form_control(element) == expected


def test_boxes_and_labels_of_forms_are_read() -> None:
    ticked = f'<form:checkbox {ID} form:label="Ja" form:current-state="checked"/>'
    assert form_control(ticked) == (Piece("☒", Control(1, ControlKind.BOX, "n", checked=True)), Piece(" Ja"))
    radio = f'<form:radio {ID} form:label="Ja" form:selected="true" form:current-selected="false"/>'
    assert form_control(radio) == (Piece("☐", Control(1, ControlKind.BOX, "n", checked=False)), Piece(" Ja"))
    assert form_control(f'<form:fixed-text {ID} form:label="Hinweis"/>') == (Piece("Hinweis"),)


def test_form_controls_without_a_place_in_the_text_are_not_lost() -> None:
    found = document(
        '<office:forms><form:form><form:text form:id="c1" form:value="a"/>'
        '<form:text form:id="c2" form:value="b"/><form:text form:id="c3"/></form:form></office:forms>'
        '<draw:control draw:control="c2"/><text:p/>'
    )
    assert found.drawing_texts == ("a", "b")


def region(name: str, *changes: str) -> str:
    return f'<text:changed-region text:id="{name}">{"".join(changes)}</text:changed-region>'


def change(kind: str, inner: str = "", author: str = "Meier") -> str:
    info = (
        f"<office:change-info><dc:creator>{author}</dc:creator><dc:date>2026</dc:date></office:change-info>"
    )
    return f"<text:{kind}>{info}{inner}</text:{kind}>"


def tracked(body: str, *regions: str) -> TextDocument:
    return document(
        f'<text:tracked-changes text:track-changes="false">{"".join(regions)}</text:tracked-changes>{body}'
    )


def piece(text: str, change: Change, author: str = "Meier") -> Piece:
    return Piece(text, None, change, author)


def test_deleted_text_returns_to_its_place() -> None:
    found = tracked(
        '<text:p>vor <text:change text:change-id="d"/>nach</text:p>',
        region("d", change("deletion", "<text:p>alt</text:p><text:p/><text:p> neu</text:p>")),
    )
    assert found.blocks == (p("vor ", piece("alt\n\nneu", Change.DELETED), "nach"),)
    assert not found.tracked


def test_deleted_tables_return_as_text() -> None:
    deletion = f"<text:p>a</text:p><table:table>{row(cell('b'))}</table:table>"
    found = tracked(
        '<text:p><text:change text:change-id="d"/></text:p>', region("d", change("deletion", deletion))
    )
    assert found.blocks == (p(piece("a\nb", Change.DELETED)),)


def test_insertions_reach_over_paragraphs_and_cells() -> None:
    found = tracked(
        '<text:p>a<text:change-start text:change-id="i"/>b</text:p><text:p>c<text:note><text:note-citation>1'
        "</text:note-citation><text:note-body><text:p>Fuß</text:p></text:note-body></text:note></text:p>"
        '<text:p>d<text:change text:change-id="d"/><text:change-end text:change-id="i"/>e</text:p>',
        region("i", change("insertion")),
        region("d", change("deletion", "<text:p>x</text:p>", "Schulz"), change("insertion")),
    )
    new = Change.INSERTED
    assert found.blocks == (
        p("a", piece("b", new)),
        p(piece("c", new)),
        p(piece("d", new), piece("x", Change.DELETED, "Schulz"), "e"),
    )
    assert found.notes == ("Fuß",)


def test_paragraphs_whose_end_was_deleted_in_a_flat_file_are_one() -> None:
    found = tracked(
        '<text:p>a<text:change-start text:change-id="d"/>b</text:p><text:p>c</text:p>'
        '<text:p>d<text:change-end text:change-id="d"/>e</text:p><text:p>f</text:p>',
        region("d", change("deletion")),
    )
    assert found.blocks == (p("a", piece("b\nc\nd", Change.DELETED), "e"), p("f"))


def test_changes_of_formats_and_unknown_ones_are_passed_over() -> None:
    marks = "".join(f'<text:change-start text:change-id="{name}"/>' for name in "fx")
    found = tracked(f"<text:p>{marks}a</text:p>", region("f", change("format-change")))
    assert found.blocks == (p("a"),)


def test_text_deleted_from_nowhere_is_named() -> None:
    found = tracked(
        "<text:p/>",
        region("d", change("deletion", "<text:p>alt</text:p>")),
        region("e", change("deletion", "<text:p/>")),
    )
    assert found.unknown_parts == ("text:changed-region d",)


def cell(inner: str = "", attributes: str = "") -> str:
    return f"<table:table-cell {attributes}><text:p>{inner}</text:p></table:table-cell>"


def table(*rows: str) -> tuple[DocumentRow, ...]:
    (found,) = blocks(f"<table:table>{''.join(map(row, rows))}</table:table>")
    assert isinstance(found, DocumentTable)
    return found.rows


def row(cells: str, attributes: str = "") -> str:
    return f"<table:table-row {attributes}>{cells}</table:table-row>"


def c(*told: str | Piece, span: int = 1) -> DocumentCell:
    return DocumentCell((p(*told),), span)


ROWS = 'table:number-rows-repeated="{}"'
COVERED = "<table:covered-table-cell/>"
ACROSS = 'table:number-columns-spanned="2"'
DOWN = 'table:number-rows-spanned="2"'
UNDER = DocumentCell(continues=True)


def test_merged_cells_are_told() -> None:
    assert table(
        cell("a", ACROSS) + COVERED + cell("b"),
        cell("c", DOWN) + cell("d", f"{ACROSS} {DOWN}") + COVERED,
        COVERED * 3,
        cell("e") + cell("f") + cell("g"),
    ) == (
        DocumentRow((c("a", span=2), c("b"))),
        DocumentRow((c("c"), c("d", span=2))),
        DocumentRow((UNDER, DocumentCell(span=2, continues=True))),
        DocumentRow((c("e"), c("f"), c("g"))),
    )


def test_covered_cells_that_a_program_left_out_change_nothing() -> None:
    assert table(cell("a", ACROSS) + cell("b", DOWN), cell("c") + cell("d"), cell("e")) == (
        DocumentRow((c("a", span=2), c("b"))),
        DocumentRow((c("c"), c("d"))),
        DocumentRow((c("e"),)),
    )
    assert table(cell("a", DOWN) + cell("b"), cell("c")) == (
        DocumentRow((c("a"), c("b"))),
        DocumentRow((UNDER, c("c"))),
    )


def test_text_in_covered_cells_is_kept_as_hidden() -> None:
    unseen = Piece("x", hidden=True)
    covered = "<table:covered-table-cell><text:p>x</text:p></table:covered-table-cell>"
    assert table(cell("a", f"{ACROSS} {DOWN}") + covered, covered + COVERED, covered) == (
        DocumentRow((DocumentCell((p("a"), p(unseen)), 2),)),
        DocumentRow((DocumentCell((p("x"),), 2, continues=True),)),
        DocumentRow((c("x"),)),
    )


def test_repeated_rows_and_cells_are_repeated() -> None:
    (found,) = blocks(
        "<table:table><table:table-header-rows>"
        + row(cell("a", 'table:number-columns-repeated="2"'))
        + "</table:table-header-rows>"
        + row(cell("b"), 'table:number-rows-repeated="2"')
        + "</table:table>"
    )
    body = DocumentRow((c("b"),))
    assert found == DocumentTable((DocumentRow((c("a"), c("a")), heads=True), body, body))


def test_tables_in_cells_are_read_in_their_place() -> None:
    inner = f'<table:table table:is-sub-table="true">{row(cell("b"))}</table:table>'
    (found,) = table(f"<table:table-cell><text:p>a</text:p>{inner}<text:p>c</text:p></table:table-cell>")
    nested = DocumentTable((DocumentRow((c("b"),)),))
    assert found.cells == (DocumentCell((p("a"), nested, p("c"))),)


def test_tracked_rows_are_told_from_tracked_texts() -> None:
    start, end = '<text:change-start text:change-id="i"/>', '<text:change-end text:change-id="i"/>'
    gone, style = '<text:change text:change-id="d"/>', 'table:style-name="Zeile"'
    found = tracked(
        "<table:table>"
        + row(cell(f"{start}a{end}") + cell("b"), style)
        + row(cell(f"{start}\u200d{end}") + cell(), style)
        + row(cell(f"{start}a{end}") + cell())
        + row(cell("\u200da"))
        + row(cell(gone) + cell(), style)
        + "</table:table>",
        region("i", change("insertion")),
        region("d", change("deletion", "<text:p>x</text:p>")),
    )
    new = piece("a", Change.INSERTED)
    assert found.blocks == (
        DocumentTable(
            (
                DocumentRow((c(new), c("b")), Change.INSERTED, "Meier"),
                DocumentRow((c(), c()), Change.INSERTED, "Meier"),
                DocumentRow((c(new), c())),
                DocumentRow((c("a"),)),
                DocumentRow((c(piece("x", Change.DELETED)), c()), Change.DELETED, "Meier"),
            )
        ),
    )


def frame(inner: str, name: str = "Rahmen") -> str:
    return f'<draw:frame draw:name="{name}">{inner}</draw:frame>'


def test_text_boxes_and_shapes_stand_beside_the_text() -> None:
    box = "<draw:text-box><text:p>a</text:p><text:p>b</text:p></draw:text-box>"
    found = document(
        f"{frame('<draw:text-box><text:p>an der Seite</text:p></draw:text-box>')}"
        f"<text:p>vor{frame(box)}nach<draw:g><draw:rect><text:p>c</text:p></draw:rect><draw:line/></draw:g></text:p>"
    )
    assert found.blocks == (replace(p("vornach"), drawn=True, pictures=1),)
    assert found.pictures == 1
    assert found.drawing_texts == ("an der Seite", "a\nb", "c")


def test_table_in_a_text_box_stands_in_the_text() -> None:
    box = f"<draw:text-box><table:table>{row(cell('a'))}</table:table></draw:text-box>"
    found = document(f"<text:p>vor{frame(box)}nach</text:p>")
    assert found.blocks == (DocumentTable((DocumentRow((c("a"),)),)), p("vornach"))
    assert found.drawing_texts == ()


def test_pictures_are_counted_and_embedded_documents_named() -> None:
    image = '<draw:image xlink:href="Pictures/a.png"/>'
    inline = (
        "<draw:object><office:document><office:body><office:text><text:p>innen</text:p></office:text>"
        "</office:body></office:document></draw:object>"
    )
    member = '<draw:object xlink:href="./Object 1"/>'
    parts: dict[str, str | bytes] = {
        **dict.fromkeys(("Pictures--a.png", "Pictures--b.png"), b"x"),
        **dict.fromkeys(("Object 1--content.xml", "Object 1--styles.xml"), "<x/>"),
    }
    found = document(
        f"<text:p>a{frame(image + image)}{frame(inline, 'Formel')}{frame(member + image)}b</text:p>", **parts
    )
    assert found.blocks == (replace(p("ab"), drawn=True, pictures=1),)
    assert found.pictures == 1
    assert found.unknown_parts == ("Formel", "Pictures/b.png", "Object 1/content.xml")


@pytest.mark.parametrize("shape", ["ellipse", "line", "path", "connector", "custom-shape"])
def test_shape_without_text_counts_as_a_picture_where_it_is_anchored(shape: str) -> None:
    found = document(f"<text:p>ja<draw:{shape}><text:p/></draw:{shape}></text:p><text:p>b</text:p>")
    assert (found.blocks, found.pictures) == ((replace(p("ja"), drawn=True, pictures=1), p("b")), 1)


def annotation(inner: str, name: str = "") -> str:
    return (
        f'<office:annotation office:name="{name}"><dc:creator>Otto</dc:creator><dc:date>2026</dc:date>'
        f"<text:p>{inner}</text:p></office:annotation>"
    )


def test_comments_have_their_passage_and_paragraph() -> None:
    end = '<office:annotation-end office:name="k"/>'
    box = frame("<draw:text-box><text:p>x</text:p></draw:text-box>")
    found = document(
        f"<text:p>a</text:p><table:table>{row(cell('b'), ROWS.format(2))}</table:table>"
        f"<text:p>c{annotation('eins', 'k')}d</text:p>"
        f"<text:p>e{box}{end}f{annotation('zwei')}</text:p>"
    )
    assert found.comments == (Comment("eins", "Otto", "d\ne", 4), Comment("zwei", "Otto", "", 5))


def test_comment_in_a_note_has_no_paragraph_of_the_body() -> None:
    note = f"<text:note><text:note-body><text:p>Fuß{annotation('x')}</text:p></text:note-body></text:note>"
    found = document(f"<text:p>a{note}</text:p>")
    assert (found.notes, found.comments) == (("Fuß",), (Comment("x", "Otto"),))


def styles(master: str) -> str:
    automatic = '<style:style style:name="Weg" style:family="text"/>'
    return (
        f"<office:document-styles {NAMESPACES}><office:automatic-styles>{automatic}</office:automatic-styles>"
        f"<office:master-styles>{master}</office:master-styles></office:document-styles>"
    )


def test_headers_and_footers_are_read_once_each() -> None:
    image = frame('<draw:image xlink:href="Pictures/wappen.png"/>')
    master = (
        f"<style:master-page><style:header><text:p>Kopf {image}</text:p>"
        f"<table:table>{row(cell('A') + cell())}</table:table></style:header>"
        '<style:footer><text:p>Seite <text:page-number>1</text:page-number><text:span text:style-name="Weg">!'
        "</text:span></text:p></style:footer><style:footer-left><text:p>Kopf "
        + image
        + "</text:p></style:footer-left>"
        "<style:header-first><text:p>Erste</text:p></style:header-first></style:master-page>"
    )
    found = document(
        '<text:p><text:span text:style-name="Weg">a</text:span></text:p>', styles_xml=styles(master)
    )
    assert found.page_texts == ("Kopf ", "A", "Seite 1!", "Erste")
    assert found.pictures == 1
    assert found.blocks == (p(Piece("a", struck=True)),)


PROTECTED = (
    '<office:settings><config:config-item config:name="ProtectForm">true</config:config-item>'
    "</office:settings>"
)


def part(name: str, inner: str) -> str:
    return f"<office:document-{name} {NAMESPACES}>{inner}</office:document-{name}>"


def test_properties_and_settings_are_read() -> None:
    meta = (
        "<dc:title>Formular</dc:title><meta:keyword>ABC-1</meta:keyword>"
        "<meta:generator>LibreOffice/7.4</meta:generator>"
        '<meta:user-defined meta:name="code">X</meta:user-defined>'
    )
    parts = {
        "meta_xml": part("meta", f"<office:meta>{meta}</office:meta>"),
        "settings_xml": part("settings", PROTECTED),
    }
    found = document("<text:tracked-changes/><text:p/>", **parts)
    assert (found.core, found.custom) == ({"title": "Formular", "keywords": "ABC-1"}, {"code": "X"})
    assert (found.program, found.protected, found.tracked) == ("LibreOffice/7.4", True, True)


@pytest.mark.parametrize("name", ["styles", "meta", "settings"])
def test_damaged_part_beside_the_text_is_named_and_the_rest_is_read(name: str) -> None:
    for damaged in (part(name, "<text:p>a</text:p>")[:-3], "<x/>", ""):
        found = document("<text:p>a</text:p>", **{f"{name}_xml": damaged})
        assert (found.blocks, found.unknown_parts) == ((p("a"),), (f"{name}.xml",))


def test_manifest_with_a_document_type_hinders_nothing() -> None:
    manifest = f"<!DOCTYPE manifest:manifest PUBLIC 'x' 'Manifest.dtd'><manifest:manifest {NAMESPACES}/>"
    found = document("<text:p>a</text:p>", **{"META-INF--manifest_xml": manifest})
    assert (found.blocks, found.unknown_parts) == ((p("a"),), ())


def test_addresses_that_links_lead_to_are_read_each_once() -> None:
    link = '<text:a xlink:href="https://plan.example">hier</text:a>'
    inside = '<text:a xlink:href="#oben">oben</text:a>'
    drawn = '<draw:a xlink:href="mailto:x@y.example"/>'
    found = document(f"<text:p>{link}{inside}{link}{drawn}</text:p>")
    assert found.links == ("https://plan.example", "mailto:x@y.example")


def test_flat_file_is_read_as_the_zipped_one() -> None:
    image = frame("<draw:image><office:binary-data>QUJD</office:binary-data></draw:image>")
    flat = content(f"<text:p>a{image}</text:p>", root="document", before=PROTECTED)
    for encoding in ("utf-8", "utf-16"):
        found = open_document(flat.encode(encoding))
        assert found.blocks == (replace(p("a"), drawn=True, pictures=1),)
        assert (found.pictures, found.protected) == (1, True)


def test_programs_in_a_file_are_told() -> None:
    assert not document("<text:p/>").macros
    assert document("<text:p>a<text:script>b</text:script></text:p>").macros
    assert document("<text:p/>", **{"Basic--Standard--x.xml": "<x/>"}).macros


ENCRYPTED = (
    f"<manifest:manifest {NAMESPACES}><manifest:file-entry><manifest:encryption-data/></manifest:file-entry>"
    "</manifest:manifest>"
)


def of_rows(rows: str) -> str:
    return f"<table:table>{rows}</table:table>"


HOSTILE = {
    "spaces": ('<text:p><text:s text:c="2000000000"/></text:p>', "too_large"),
    "rows": (of_rows(row(cell("a"), ROWS.format(2_000_000_000))), "too_large"),
    "cells": (of_rows(row(cell("a", 'table:number-columns-repeated="2000000000"'))), "too_large"),
    "columns covered": (of_rows(row(cell("a", 'table:number-columns-spanned="2000000000"'))), "too_large"),
    "long text repeated": (of_rows(row(cell("a" * 1_000), ROWS.format(9_000))), "too_large"),
    "paragraphs": ("<text:p/>" * 150_001, "too_large"),
    "pieces": (
        "<text:p>" + '<text:span text:style-name="Weg">a</text:span>b' * 150_001 + "</text:p>",
        "too_large",
    ),
    "comments": ("<text:p>" + "<office:annotation/>" * 50_001 + "</text:p>", "too_large"),
    "no number": ('<text:p><text:s text:c="viele"/></text:p>', "damaged_file"),
    "cell outside of a row": (of_rows(cell()), "damaged_file"),
    "row in a row": (of_rows(row(row(""))), "damaged_file"),
    "comment in a comment": (f"<text:p>{annotation(annotation('x'))}</text:p>", "damaged_file"),
    "deep": ("<text:span>" * 101 + "</text:span>" * 101, "hostile_file"),
}


@pytest.mark.parametrize(("body", "code"), HOSTILE.values(), ids=HOSTILE)
def test_what_multiplies_or_cannot_be_is_refused(body: str, code: str) -> None:
    assert refused(zipped({"mimetype": MIMETYPE, "content.xml": content(body)})) == code


def test_repeats_within_repeats_are_counted_out() -> None:
    again = 'table:number-rows-repeated="2"'
    body = "<table:table><table:table-row " + again + "><table:table-cell>"
    nested = body * 20 + "<text:p>a</text:p>" + "</table:table-cell></table:table-row></table:table>" * 20
    assert refused(zipped({"mimetype": MIMETYPE, "content.xml": content(nested)})) == "too_large"


def test_files_that_are_no_text_are_refused() -> None:
    assert refused(b"") == "not_a_workbook"
    assert refused(zipped({"mimetype": MIMETYPE})) == "damaged_file"
    assert (
        refused(zipped({"mimetype": MIMETYPE, "content.xml": content("").replace("office:text", "office:x")}))
        == "damaged_file"
    )
    assert (
        refused(
            zipped({"mimetype": MIMETYPE, "content.xml": content(""), "META-INF/manifest.xml": ENCRYPTED})
        )
        == "password"
    )
    assert refused(f"<!DOCTYPE x>{content('', root='document')}".encode()) == "hostile_file"
