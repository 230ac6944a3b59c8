"""All that stands in a Word document arrives, unchanged and in order."""

# ruff: noqa: E501 - raw XML is easier to read unbroken
from __future__ import annotations

import io
import subprocess
import zipfile
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import docx
import pytest
from lxml import etree

import installed
from office.packages import OFFICE, rels, workbook_of, zipped
from office.word.parts import (
    DOCX_TYPE,
    NEWER,
    WORD,
    cell,
    control,
    document_of,
    document_parts,
    paragraph,
    part,
    row,
    run,
    table,
)
from ruecklauf.office import limits
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


def blocks_of(body: str, **around: str) -> tuple[Block, ...]:
    return open_document(document_of(body, **around)).blocks


def pieces_of(body: str, **around: str) -> tuple[Piece, ...]:
    """The pieces of a document's only paragraph."""
    (only,) = blocks_of(body, **around)
    assert isinstance(only, Paragraph)
    return only.pieces


def text(content: str) -> Paragraph:
    return Paragraph((Piece(content),) if content else ())


def small(*rows: list[str]) -> DocumentTable:
    """A table whose cells hold one paragraph each."""
    return DocumentTable(
        tuple(DocumentRow(tuple(DocumentCell((text(content),)) for content in one)) for one in rows)
    )


# Text

TEXTS: dict[str, tuple[str, str]] = {
    "runs": (run("ein ") + run("Satz"), "ein Satz"),
    "outer spaces": (run(" a "), " a "),
    "outer spaces not marked as kept": ("<w:r><w:t>a </w:t></w:r>" + run("b"), "a b"),
    "indented XML": ("<w:r><w:t>\n      ein\n      Satz\n    </w:t></w:r>", "ein Satz"),
    "line break within kept spaces": (run("ein\nSatz"), "ein Satz"),
    "tabs and breaks": (
        "<w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t><w:cr/><w:t>d</w:t><w:ptab/></w:r>",
        "a\tb\nc\nd\t",
    ),
    "hyphens": (
        "<w:r><w:t>a</w:t><w:noBreakHyphen/><w:t>b</w:t><w:softHyphen/><w:t>c</w:t></w:r>",
        "a\u2011b\u00adc",
    ),
    "entities and other scripts": (run("A&amp;B &lt;Straße&gt; 😊 &#x2612;"), "A&B <Straße> 😊 ☒"),
    "CDATA that looks like an element": (
        '<w:r><w:t><![CDATA[a <w:lang w:val="de"/> b]]></w:t></w:r>',
        'a <w:lang w:val="de"/> b',
    ),
    "smart tag, link and custom XML": (
        f'<w:smartTag w:element="ort">{run("Essen")}</w:smartTag><w:hyperlink w:anchor="x">{run(" und")}</w:hyperlink><w:customXml>{run(" Köln")}</w:customXml>',
        "Essen und Köln",
    ),
    "simple field": (f'<w:fldSimple w:instr="PAGE">{run("3")}</w:fldSimple>', "3"),
    "math": (
        "<m:oMath><m:r><w:rPr><w:i/></w:rPr><m:t>x</m:t></m:r><m:sSup><m:e><m:r><m:t>y</m:t></m:r></m:e></m:sSup></m:oMath>",
        "xy",
    ),
    "fraction and root": (
        "<m:oMath><m:f><m:num><m:r><m:t>760</m:t></m:r></m:num><m:den><m:r><m:t>2</m:t></m:r></m:den></m:f>"
        "<m:rad><m:e><m:r><m:t>4</m:t></m:r></m:e></m:rad></m:oMath>",
        "760/2√4",
    ),
    "raised and lowered characters": (
        run("380")
        + run("1)", '<w:vertAlign w:val="superscript"/>')
        + run(" CO")
        + run("2", '<w:vertAlign w:val="subscript"/>')
        + run(" 3", '<w:vertAlign w:val="baseline"/>'),
        "380¹⁾ CO₂ 3",
    ),
    "ruby": (
        f"<w:r><w:ruby><w:rt>{run('kan')}</w:rt><w:rubyBase>{run('漢')}</w:rubyBase></w:ruby></w:r>",
        "漢(kan)",
    ),
    "no text": ("<w:r><w:t/></w:r><w:r/>", ""),
    "symbols": (
        '<w:r><w:sym w:font="Wingdings 2" w:char="F052"/><w:sym w:font="Wingdings 2" w:char="F0A3"/><w:sym w:font="Wingdings" w:char="F0A8"/><w:sym w:font="Wingdings" w:char="00FE"/></w:r>',
        "☑☐☐☑",
    ),
    "symbols without a better character": (
        '<w:r><w:sym w:font="Symbol" w:char="F0B7"/><w:sym w:font="Segoe UI Symbol" w:char="2612"/><w:sym w:font="x" w:char="D800"/><w:sym w:char="zz"/></w:r>',
        "•☒\ufffd\ufffd",
    ),
    "box as a letter in a symbol font": (
        run("þ", '<w:rFonts w:ascii="Wingdings" w:hAnsi="Wingdings"/>') + run(" þ"),
        "☑ þ",
    ),
    "private letters in a symbol font": (run("\uf0a3\uf052", '<w:rFonts w:ascii="Wingdings 2"/>'), "☐☑"),
    "words in a symbol font": (run("Büro", '<w:rFonts w:ascii="Wingdings"/>'), "🖏✓☐☐"),
    "letters of a symbol font that nobody knows": (
        run("ja", '<w:rFonts w:ascii="MT Extra"/>'),
        "\uf06a\uf061",
    ),
    "signs that Word makes of what is typed": (
        run("\uf0e0à\uf04aJ", '<w:rFonts w:ascii="Wingdings"/>')
        + run("\uf0b3a", '<w:rFonts w:ascii="Symbol"/>'),
        "→→☺☺≥α",
    ),
    "newer symbol with what older programs show": (
        '<w:r><mc:AlternateContent><mc:Choice Requires="w16se"><w16se:symEx w16se:char="1F60A"/></mc:Choice><mc:Fallback><w:t>😊</w:t></mc:Fallback></mc:AlternateContent></w:r>',
        "😊",
    ),
    "tab stops": ('<w:pPr><w:tabs><w:tab w:val="left" w:pos="9"/></w:tabs></w:pPr>' + run("a"), "a"),
    "numbering": (
        '<w:pPr><w:numPr><w:numId w:val="1"/><w:ins w:author="M"/></w:numPr></w:pPr>' + run("a"),
        "a",
    ),
    "page number": ("<w:r><w:t>a</w:t><w:pgNum/></w:r>", "a\ufffd"),
    "references": (
        "<w:r><w:t>a</w:t><w:footnoteReference w:id='2'/><w:annotationRef/></w:r>",
        "a",
    ),
}


@pytest.mark.parametrize("name", TEXTS)
def test_text_is_read(name: str) -> None:
    content, expected = TEXTS[name]
    assert blocks_of(f"<w:p>{content}</w:p>") == (text(expected),)


def test_empty_paragraphs_are_kept() -> None:
    assert blocks_of(paragraph("a") + "<w:p/><w:p><w:pPr/></w:p>" + paragraph("b")) == tuple(
        map(text, ("a", "", "", "b"))
    )


def test_text_outside_of_paragraphs_is_not_lost() -> None:
    body = run("a") + paragraph("b") + f"<w:p>{run('c')}<w:p>{run('d')}</w:p>{run('e')}</w:p>"
    assert blocks_of(body) == tuple(map(text, "abcde"))


def test_other_prefixes_and_text_between_the_elements_do_no_harm() -> None:
    xml = f'<x:document xmlns:x="{WORD}">\n <x:body>\n <x:p>\n <x:r>\n <x:t>a</x:t>\n </x:r>\n </x:p>\n </x:body>\n</x:document>'
    parts = document_parts() | {"word/document.xml": xml.encode("utf-16")}
    assert open_document(zipped(parts)).blocks == (text("a"),)


# Look


def styles(*declared: str) -> str:
    return "".join(declared)


def style(id_: str, inner: str, kind: str = "paragraph", **more: str) -> str:
    attributes = "".join(f' w:{name}="{value}"' for name, value in more.items())
    return f'<w:style w:type="{kind}" w:styleId="{id_}"{attributes}>{inner}</w:style>'


def test_struck_and_hidden_text_is_told_apart() -> None:
    content = "".join(
        [
            run("a"),
            run("b", "<w:strike/>"),
            run("c", "<w:dstrike/>"),
            run("d", '<w:strike w:val="0"/>'),
            run("e", "<w:vanish/>"),
            run("f", "<w:rPrChange><w:rPr><w:strike/></w:rPr></w:rPrChange>"),
        ]
    )
    assert pieces_of(f"<w:p><w:pPr><w:rPr><w:strike/></w:rPr></w:pPr>{content}</w:p>") == (
        Piece("a"),
        Piece("bc", struck=True),
        Piece("d"),
        Piece("e", hidden=True),
        Piece("f"),
    )


def test_styles_strike_and_hide_text() -> None:
    declared = styles(
        style("Weg", "<w:rPr><w:strike/></w:rPr>", "character"),
        style("Geerbt", '<w:basedOn w:val="Weg"/>', "character"),
        style("Verborgen", "<w:rPr><w:vanish/></w:rPr>"),
        style("Tab", "<w:tblStylePr><w:rPr><w:strike/></w:rPr></w:tblStylePr>", "table"),
    )
    content = (
        run("a", '<w:rStyle w:val="Geerbt"/>')
        + run("b", '<w:rStyle w:val="Weg"/><w:strike w:val="0"/>')
        + run("c", '<w:rStyle w:val="Tab"/>')
    )
    hidden = f'<w:p><w:pPr><w:pStyle w:val="Verborgen"/></w:pPr>{content}</w:p>'
    expected = (Piece("a", struck=True), Piece("bc"))
    assert pieces_of(f"<w:p>{content}</w:p>", styles=declared) == expected
    assert pieces_of(hidden, styles=declared) == tuple(piece._replace(hidden=True) for piece in expected)


def test_style_that_strikes_within_one_that_strikes_shows_plain_text() -> None:
    declared = styles(
        style("Absatz", "<w:rPr><w:strike/></w:rPr>", default="1"),
        style("Zeichen", "<w:rPr><w:strike/></w:rPr>", "character"),
    )
    content = run("a") + run("b", '<w:rStyle w:val="Zeichen"/>')
    assert pieces_of(f"<w:p>{content}</w:p>", styles=declared) == (Piece("a", struck=True), Piece("b"))


def test_headings_have_levels() -> None:
    declared = styles(
        style("berschrift1", '<w:name w:val="heading 1"/><w:pPr><w:outlineLvl w:val="0"/></w:pPr>'),
        style("Eigene", '<w:name w:val="Abschnitt"/><w:basedOn w:val="berschrift1"/>'),
        style("Keine", '<w:basedOn w:val="berschrift1"/><w:pPr><w:outlineLvl w:val="9"/></w:pPr>'),
        style("H3", '<w:name w:val="Überschrift 3"/>'),
        style("Kreis", '<w:name w:val="Kreis"/><w:basedOn w:val="Kreis"/>'),
    )
    properties = {
        '<w:pStyle w:val="berschrift1"/>': 1,
        '<w:pStyle w:val="Eigene"/>': 1,
        '<w:pStyle w:val="Keine"/>': 0,
        '<w:pStyle w:val="H3"/>': 3,
        '<w:pStyle w:val="Kreis"/>': 0,
        '<w:pStyle w:val="Heading2"/>': 2,
        '<w:outlineLvl w:val="4"/>': 5,
        '<w:pStyle w:val="berschrift1"/><w:outlineLvl w:val="9"/>': 0,
        '<w:pPrChange><w:pPr><w:pStyle w:val="berschrift1"/></w:pPr></w:pPrChange>': 0,
        "": 0,
    }
    read = blocks_of("".join(paragraph("a", one) for one in properties), styles=declared)
    assert [one.heading for one in read if isinstance(one, Paragraph)] == list(properties.values())


# Tracked changes


def test_tracked_changes_are_told_with_their_authors() -> None:
    content = (
        run("alt ")
        + f'<w:ins w:author="Meier">{run("neu")}<w:del w:author="Roth"><w:r><w:delText> doch nicht</w:delText></w:r></w:del></w:ins>'
        + '<w:del w:author="Meier"><w:r><w:delText xml:space="preserve"> weg</w:delText></w:r></w:del>'
        + f'<w:moveFrom w:author="Meier">{run(" her")}</w:moveFrom><w:moveTo w:author="Roth">{run(" hin")}</w:moveTo>'
        + "<w:r><w:delText>!</w:delText></w:r>"
    )
    (read,) = blocks_of(f"<w:p>{content}</w:p>")
    assert read == Paragraph(
        (
            Piece("alt "),
            Piece("neu", change=Change.INSERTED, author="Meier"),
            Piece(" doch nicht", change=Change.DELETED, author="Roth"),
            Piece(" weg her", change=Change.DELETED, author="Meier"),
            Piece(" hin", change=Change.INSERTED, author="Roth"),
            Piece("!", change=Change.DELETED),
        )
    )
    assert isinstance(read, Paragraph)
    assert read.text == "alt neu hin"


def test_paragraphs_whose_separation_was_deleted_are_one() -> None:
    gone = '<w:rPr><w:del w:author="Meier"/></w:rPr>'
    body = paragraph("a", gone) + paragraph("b") + paragraph("c", '<w:rPr><w:ins w:author="M"/></w:rPr>')
    assert blocks_of(body) == (
        Paragraph((Piece("a"), Piece("\n", change=Change.DELETED, author="Meier"), Piece("b"))),
        text("c"),
    )


def test_deleted_end_of_a_last_paragraph_is_no_change() -> None:
    gone = '<w:rPr><w:del w:author="M"/></w:rPr>'
    deleted = '<w:del w:author="M"><w:r><w:delText>b</w:delText></w:r></w:del>'
    body = (
        paragraph("a", gone) + table(row(cell(f"<w:p><w:pPr>{gone}</w:pPr>{deleted}</w:p>"))) + paragraph("")
    )
    assert blocks_of(body) == (
        text("a"),
        DocumentTable(
            (DocumentRow((DocumentCell((Paragraph((Piece("b", change=Change.DELETED, author="M"),)),)),)),)
        ),
        text(""),
    )


def test_rows_and_cells_are_told_as_inserted_and_deleted() -> None:
    body = table(
        row(cell(paragraph("a")), properties='<w:ins w:author="Meier"/>'),
        row(cell(paragraph("b")), properties='<w:ins w:author="Meier"/><w:del w:author="Roth"/>'),
        row(
            cell(paragraph("c"), '<w:cellDel w:author="Roth"/>'),
            cell(paragraph("d")),
            properties='<w:trPrChange w:author="X"><w:trPr><w:tblHeader/></w:trPr></w:trPrChange>',
        ),
    )
    deleted = Paragraph((Piece("c", change=Change.DELETED, author="Roth"),))
    (read,) = blocks_of(body)
    assert isinstance(read, DocumentTable)
    assert [(one.change, one.author, one.heads) for one in read.rows] == [
        (Change.INSERTED, "Meier", False),
        (Change.DELETED, "Roth", False),
        (Change.NONE, "", False),
    ]
    assert read.rows[2].cells == (DocumentCell((deleted,)), DocumentCell((text("d"),)))


# Fields


CODES = {"textInput": "FORMTEXT", "checkBox": "FORMCHECKBOX", "ddList": "FORMDROPDOWN"}


def field(begin: str, *results: str) -> str:
    code = next((code for element, code in CODES.items() if element in begin), 'QUOTE "x"')
    return coded(code, *results, begin=begin)


def coded(code: str, *results: str, begin: str = "") -> str:
    separated = f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{"".join(results)}' if results else ""
    return (
        f'<w:r><w:fldChar w:fldCharType="begin">{begin}</w:fldChar></w:r>'
        f'<w:r><w:instrText> {code} </w:instrText></w:r>{separated}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


DROPDOWN = '<w:listEntry w:val="Essen"/><w:listEntry w:val="Köln"/>'

FIELDS: dict[str, tuple[str, str]] = {
    "result without code": (field("", run("3")), "3"),
    "within another's result": (field("", run("a"), field("", run("b")), run("c")), "abc"),
    "form text": (field("<w:ffData><w:textInput/></w:ffData>", run("Antwort")), "Antwort"),
    "ticked box": (field("<w:ffData><w:checkBox><w:checked/></w:checkBox></w:ffData>"), "☒"),
    "box ticked from the start": (
        field('<w:ffData><w:checkBox><w:default w:val="1"/></w:checkBox></w:ffData>'),
        "☒",
    ),
    "box not ticked any more": (
        field(
            '<w:ffData><w:checkBox><w:default w:val="1"/><w:checked w:val="0"/></w:checkBox></w:ffData>', ""
        ),
        "☐",
    ),
    "chosen entry": (
        field(f'<w:ffData><w:ddList><w:result w:val="1"/>{DROPDOWN}</w:ddList></w:ffData>'),
        "Köln",
    ),
    "first entry": (field(f"<w:ffData><w:ddList>{DROPDOWN}</w:ddList></w:ffData>"), "Essen"),
    "entry shown already": (
        field(f"<w:ffData><w:ddList>{DROPDOWN}</w:ddList></w:ffData>", run("Essen")),
        "Essen",
    ),
    "entry that does not exist": (
        field(f'<w:ffData><w:ddList><w:result w:val="7"/>{DROPDOWN}</w:ddList></w:ffData>'),
        "",
    ),
    "marks that belong to nothing": (
        '<w:r><w:fldChar w:fldCharType="end"/><w:fldChar w:fldCharType="separate"/></w:r>' + run("a"),
        "a",
    ),
}


CODES_SHOWN: dict[str, tuple[str, str]] = {
    "symbol": (coded(' SYMBOL 168 \\f "Wingdings" \\s 12 '), "☐"),
    "symbol without a font": (coded(" SYMBOL 0x2612 "), "☒"),
    "no symbol": (coded(" SYMBOL x "), ""),
    "button": (coded(" MACROBUTTON NoMacro [Hier klicken] "), "[Hier klicken]"),
}


@pytest.mark.parametrize("name", [*FIELDS, *CODES_SHOWN])
def test_field_shows_its_result(name: str) -> None:
    content, expected = (FIELDS | CODES_SHOWN)[name]
    assert blocks_of(f"<w:p>{content}</w:p>") == (text(expected),)


def test_text_in_a_field_s_code_is_hidden() -> None:
    begin = '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
    content = (
        begin + field("", run("wenn")) + '<w:r><w:fldChar w:fldCharType="separate"/></w:r>' + run("dann")
    )
    assert pieces_of(f"<w:p>{content}</w:p>") == (Piece("wenn", hidden=True), Piece("dann"))


def test_field_without_an_end_does_not_hide_what_follows() -> None:
    begin = '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
    assert blocks_of(f"<w:p>{begin}{run('a')}</w:p>" + paragraph("b")) == (
        Paragraph((Piece("a", hidden=True),)),
        text("b"),
    )


# Content controls

KINDS: dict[str, tuple[str, Control]] = {
    "plain text": (
        '<w:alias w:val="Name"/><w:tag w:val="AK007.institution"/><w:text/>',
        Control(1, ControlKind.TEXT, "AK007.institution", "Name"),
    ),
    "rich text": ("<w:rPr><w:vanish/></w:rPr>", Control(1, ControlKind.TEXT)),
    "dropdown": (
        '<w:dropDownList><w:listItem w:displayText="Essen" w:value="1"/></w:dropDownList>',
        Control(1, ControlKind.LIST),
    ),
    "combo box with its prompt": (
        "<w:showingPlcHdr/><w:comboBox/>",
        Control(1, ControlKind.LIST, placeholder=True),
    ),
    "no prompt": ('<w:showingPlcHdr w:val="false"/>', Control(1, ControlKind.TEXT)),
    "date": (
        '<w:date w:fullDate="2026-06-30T00:00:00Z"><w:lid w:val="de-DE"/></w:date>',
        Control(1, ControlKind.DATE, day="2026-06-30"),
    ),
    "date of which no day is kept": ("<w:date/>", Control(1, ControlKind.DATE)),
    "ticked box": (
        '<w14:checkbox><w14:checked w14:val="1"/><w14:checkedState w14:val="2612"/></w14:checkbox>',
        Control(1, ControlKind.BOX, checked=True),
    ),
    "box": (
        '<w14:checkbox><w14:checked w14:val="0"/></w14:checkbox>',
        Control(1, ControlKind.BOX, checked=False),
    ),
    "box that says nothing": ("<w14:checkbox/>", Control(1, ControlKind.BOX, checked=False)),
}


@pytest.mark.parametrize("name", KINDS)
def test_control_of_each_kind_is_read(name: str) -> None:
    properties, expected = KINDS[name]
    assert pieces_of(f"<w:p>{run('a')}{control(run('b'), properties)}{run('c')}</w:p>") == (
        Piece("a"),
        Piece("b", expected),
        Piece("c"),
    )


@pytest.mark.parametrize("name", KINDS)
def test_control_is_the_same_in_strict_files(name: str) -> None:
    properties, expected = KINDS[name]
    body = f"<w:p>{control(run('b'), properties)}</w:p>"
    read = open_document(zipped(document_parts(body, strict=True)))
    assert (read.blocks, read.strict) == ((Paragraph((Piece("b", expected),)),), True)


def test_innermost_control_counts_and_equal_ones_stay_apart() -> None:
    inner = control(run("b"), '<w:tag w:val="innen"/>')
    outer = control(run("a") + inner + run("c"), '<w:tag w:val="außen"/>')
    around, within = Control(1, ControlKind.TEXT, "außen"), Control(2, ControlKind.TEXT, "innen")
    other = Control(3, ControlKind.TEXT)
    assert pieces_of(f"<w:p>{outer}{control(run('d'))}</w:p>") == (
        Piece("a", around),
        Piece("b", within),
        Piece("c", around),
        Piece("d", other),
    )


def test_control_around_blocks_rows_and_cells_is_read() -> None:
    body = control(paragraph("a") + table(row(cell(paragraph("b"))))) + table(
        control(row(cell(paragraph("c")), control(cell(paragraph("d")))))
    )
    controls = [Control(number, ControlKind.TEXT) for number in range(1, 4)]

    def held(content: str, number: int) -> Paragraph:
        return Paragraph((Piece(content, controls[number - 1]),))

    assert blocks_of(body) == (
        held("a", 1),
        DocumentTable((DocumentRow((DocumentCell((held("b", 1),)),)),)),
        DocumentTable((DocumentRow((DocumentCell((held("c", 2),)), DocumentCell((held("d", 3),)))),)),
    )


@pytest.mark.parametrize(
    "frame", ["<w:docPartObj/>", "<w:group/>", "<w15:repeatingSection/>", "<w:picture/>"]
)
def test_frame_of_a_program_is_no_control(frame: str) -> None:
    inner = control(run("b"), "<w:text/>")
    body = control(f"<w:p>{run('a')}{inner}</w:p>", frame)
    assert pieces_of(body) == (Piece("a"), Piece("b", Control(1, ControlKind.TEXT)))


def test_box_without_its_sign_says_what_it_is() -> None:
    ticked = '<w14:checkbox><w14:checked w14:val="true"/></w14:checkbox>'
    assert pieces_of(f"<w:p>{control('', ticked)}</w:p>") == (
        Piece("☒", Control(1, ControlKind.BOX, checked=True)),
    )


# Tables


def test_tables_are_read_with_tables_in_them() -> None:
    inner = table(row(cell(paragraph("b")), cell(paragraph("c"))))
    body = table(row(cell(paragraph("a") + inner + "<w:p/>"), cell(paragraph("d") + paragraph("e"))))
    first = DocumentCell((text("a"), small(["b", "c"]), text("")))
    second = DocumentCell((text("d"), text("e")))
    assert blocks_of(body) == (DocumentTable((DocumentRow((first, second)),)),)


def test_spans_merges_and_heads_are_read() -> None:
    body = table(
        row(
            cell(paragraph("a"), '<w:gridSpan w:val="2"/>'),
            cell(paragraph("b"), '<w:vMerge w:val="restart"/>'),
            cell(paragraph("c"), "<w:vMerge/>"),
            properties="<w:tblHeader/>",
        ),
        row(
            cell(paragraph("d")),
            cell(paragraph(""), "<w:vMerge/>"),
            cell(paragraph("e"), '<w:vMerge w:val="continue"/><w:gridSpan w:val="x"/>'),
            properties='<w:gridBefore w:val="1"/><w:tblHeader w:val="0"/>',
        ),
    )
    assert blocks_of(body) == (
        DocumentTable(
            (
                DocumentRow(
                    (
                        DocumentCell((text("a"),), span=2),
                        DocumentCell((text("b"),)),
                        DocumentCell((text("c"),)),
                    ),
                    heads=True,
                ),
                DocumentRow(
                    (
                        DocumentCell(),
                        DocumentCell((text("d"),)),
                        DocumentCell((text(""),), continues=True),
                        DocumentCell((text("e"),), continues=True),
                    )
                ),
            )
        ),
    )


# Text boxes, pictures


BOX = "<w:drawing><wps:txbx><w:txbxContent>{}</w:txbxContent></wps:txbx></w:drawing>"
OLD_BOX = "<w:pict><v:shape><v:textbox><w:txbxContent>{}</w:txbxContent></v:textbox></v:shape></w:pict>"


def two_versions(first: str, second: str) -> str:
    return (
        f'<mc:AlternateContent><mc:Choice Requires="wps">{first}</mc:Choice>'
        f"<mc:Fallback>{second}</mc:Fallback></mc:AlternateContent>"
    )


def test_text_box_is_read_once_and_beside_its_paragraph() -> None:
    content = paragraph("c") + table(row(cell(paragraph("d"))))
    versions = two_versions(BOX.format(content), OLD_BOX.format(content))
    read = open_document(document_of(f"<w:p>{run('a')}<w:r>{versions}<w:t>b</w:t></w:r></w:p>"))
    assert (read.blocks, read.drawing_texts) == ((replace(text("ab"), drawn=True),), ("c\nd",))
    assert read.pictures == 0


def test_second_version_is_read_if_the_first_holds_nothing() -> None:
    read = open_document(
        document_of(f"<w:p><w:r>{two_versions(BOX.format(''), OLD_BOX.format(paragraph('a')))}</w:r></w:p>")
    )
    assert read.drawing_texts == ("a",)


def test_versions_within_a_version_passed_over_are_passed_over() -> None:
    inner = two_versions("<w:p/>", paragraph("b"))
    body = two_versions(paragraph("a"), inner + paragraph("c")) + paragraph("d")
    assert blocks_of(body) == (text("a"), text("d"))


def test_old_shapes_word_art_and_drawn_text_are_read() -> None:
    drawn = "<w:drawing><a:txBody><a:p><a:r><a:t>b</a:t></a:r><a:br/><a:r><a:t>c</a:t></a:r></a:p><a:p/></a:txBody></w:drawing>"
    word_art = '<w:pict><v:shape><v:textpath string="ENTWURF"/></v:shape></w:pict>'
    read = open_document(
        document_of(f"<w:p><w:r>{OLD_BOX.format(paragraph('a'))}{drawn}{word_art}</w:r></w:p>")
    )
    assert (read.blocks, read.drawing_texts) == ((Paragraph(drawn=True),), ("a", "b\nc\n", "ENTWURF"))


def test_control_and_change_around_a_text_box_do_not_reach_into_it() -> None:
    box = f"<w:r>{BOX.format(paragraph('b') + paragraph('c'))}</w:r>"
    read = open_document(document_of(f"<w:p>{control(run('a') + box + run('d'))}</w:p>"))
    assert (read.blocks, read.drawing_texts) == (
        (Paragraph((Piece("ad", Control(1, ControlKind.TEXT)),), drawn=True),),
        ("b\nc",),
    )


@pytest.mark.parametrize(
    "shape",
    [
        '<w:drawing><a:prstGeom prst="ellipse"/></w:drawing>',
        "<w:drawing><a:custGeom/><wps:txbx><w:txbxContent><w:p/></w:txbxContent></wps:txbx></w:drawing>",
        '<w:pict><v:oval filled="f"/></w:pict>',
        '<w:pict><v:line from="0,0" to="10,10"/></w:pict>',
        two_versions('<w:drawing><a:prstGeom prst="line"/></w:drawing>', "<w:pict><v:line/></w:pict>"),
        two_versions("", "<w:pict><v:line/></w:pict>"),
        two_versions(two_versions("<w:drawing/>", "<w:pict/>"), "<w:pict/>"),
    ],
)
def test_shape_without_text_counts_as_a_picture_where_it_is_anchored(shape: str) -> None:
    body = f"<w:p><w:r><w:t>ja</w:t>{shape}</w:r></w:p>{paragraph('b')}"
    read = open_document(document_of(body))
    assert (read.blocks, read.pictures) == ((replace(text("ja"), drawn=True, pictures=1), text("b")), 1)


def test_addresses_that_links_lead_to_are_read_each_once() -> None:
    field = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> HYPERLINK "https://feld.example" '
        '\\o "Tipp"</w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>da</w:t></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    inside = '<w:fldSimple w:instr=" HYPERLINK \\l &quot;oben&quot;"><w:r><w:t>oben</w:t></w:r></w:fldSimple>'
    assert open_document(document_of(f"<w:p>{field}{inside}{field}</w:p>")).links == ("https://feld.example",)


def test_pictures_are_counted_those_of_pages_once() -> None:
    new = '<w:drawing><a:blip r:embed="rId7"/></w:drawing>'
    old = '<w:pict><v:shape><v:imagedata r:id="rId7"/></v:shape></w:pict>'
    body = f"<w:p><w:r>{two_versions(new, old)}</w:r><w:r>{old}</w:r></w:p>"
    parts = document_parts(
        body,
        around={f"header{number}": f"<w:p><w:r>{new}</w:r></w:p>" for number in (1, 2)},
        links=(("rId7", f"{OFFICE}/image", "media/image1.png"),),
        more={
            "word/media/image1.png": b"PNG",
            **{
                f"word/_rels/header{number}.xml.rels": rels(("rId7", f"{OFFICE}/image", "media/image1.png"))
                for number in (1, 2)
            },
        },
    )
    read = open_document(zipped(parts))
    assert (read.pictures, read.unknown_parts) == (3, ())


# Around the body


def test_headers_and_footers_are_read_each_text_once() -> None:
    number = field("", run("3"))
    read = open_document(
        document_of(
            paragraph("a"),
            header1=paragraph("AK-1234"),
            header2=paragraph("AK-1234") + "<w:p/>",
            footer=f"<w:p>{run('Seite ')}{number}</w:p>" + table(row(cell(paragraph("Stand 2026")))),
        )
    )
    assert (read.blocks, read.page_texts) == ((text("a"),), ("AK-1234", "Seite 3", "Stand 2026"))


def test_notes_are_read_without_separators() -> None:
    notes = '<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
    notes += f'<w:footnote w:id="1"><w:p><w:r><w:footnoteRef/></w:r>{run(" eins")}</w:p>{paragraph("zwei")}</w:footnote><w:footnote w:id="2"><w:p/></w:footnote>'
    read = open_document(
        document_of(footnotes=notes, endnotes=f'<w:endnote w:id="1">{paragraph("drei")}</w:endnote>')
    )
    assert read.notes == ("eins\nzwei", "drei")


def comment(id_: int, content: str, author: str = "Meier") -> str:
    return f'<w:comment w:id="{id_}" w:author="{author}">{content}</w:comment>'


def anchored(id_: int, content: str) -> str:
    return f'<w:commentRangeStart w:id="{id_}"/>{content}<w:commentRangeEnd w:id="{id_}"/><w:r><w:commentReference w:id="{id_}"/></w:r>'


def test_comments_are_read_with_what_they_are_about() -> None:
    body = (
        paragraph("eins")
        + table(row(cell(f"<w:p>{run('zwei ')}{anchored(0, run('drei'))}{run(' vier')}</w:p>"), cell()))
        + f'<w:p>{run("fünf ")}<w:commentRangeStart w:id="1"/>{run("sechs")}</w:p>'
        + f'<w:p>{run("sieben")}<w:commentRangeEnd w:id="1"/>{run("acht")}</w:p>'
        + f'<w:commentRangeStart w:id="3"/><w:p>{run("neun")}<w:r><w:commentReference w:id="2"/></w:r></w:p><w:commentRangeEnd w:id="3"/>'
    )
    comments = (
        comment(0, paragraph("a") + paragraph("b"))
        + comment(1, paragraph("c"), "Roth")
        + comment(2, paragraph("d"))
        + comment(3, paragraph("e"))
        + comment(4, paragraph("f"))
    )
    assert open_document(document_of(body, comments=comments)).comments == (
        Comment("a\nb", "Meier", "drei", 2),
        Comment("c", "Roth", "sechs\nsieben", 4),
        Comment("d", "Meier", "", 6),
        Comment("e", "Meier", "neun", 6),
        Comment("f", "Meier"),
    )


def test_anchor_leaves_out_what_was_deleted_and_is_cut_when_long() -> None:
    deleted = '<w:del w:author="M"><w:r><w:delText>alt</w:delText></w:r></w:del>'
    body = f"<w:p>{deleted}{run('a')}{anchored(0, run('b') + deleted + run('c'))}</w:p><w:p>{anchored(1, run('x' * 3_000))}</w:p>"
    body += f'<w:commentRangeStart w:id="2"/>{paragraph("y") * 60}<w:commentRangeEnd w:id="2"/>'
    comments = open_document(
        document_of(body, comments="".join(comment(one, "") for one in range(3)))
    ).comments
    assert [one.anchor for one in comments] == ["bc", "x" * 1_000 + "…", "\n".join("y" * 51) + "…"]


def test_answers_to_comments_are_about_the_same() -> None:
    def told(id_: int, paragraph_id: str, content: str) -> str:
        return comment(id_, f'<w:p w14:paraId="{paragraph_id}">{run(content)}</w:p>')

    answers = '<w15:commentEx w15:paraId="2" w15:paraIdParent="1"/><w15:commentEx w15:paraId="3" w15:paraIdParent="2"/><w15:commentEx w15:paraId="4" w15:paraIdParent="4"/>'
    extended = part("x", answers).replace("w:x", "w15:commentsEx")
    parts = document_parts(
        f"<w:p>{anchored(1, run('Essen'))}</w:p>",
        around={"comments": told(1, "1", "a") + told(2, "2", "b") + told(3, "3", "c") + told(4, "4", "d")},
        links=(("rId9", f"{NEWER}/commentsExtended", "commentsExtended.xml"),),
        more={"word/commentsExtended.xml": extended},
    )
    read = open_document(zipped(parts))
    assert read.comments == (*(Comment(one, "Meier", "Essen", 1) for one in "abc"), Comment("d", "Meier"))
    assert read.unknown_parts == ()


def test_settings_are_read() -> None:
    forms = '<w:documentProtection w:edit="forms" w:enforcement="1"/>'
    assert open_document(document_of(settings=forms)).protected
    assert not open_document(document_of(settings=forms.replace("1", "0"))).protected
    assert not open_document(document_of(settings=forms.replace("forms", "comments"))).protected
    assert open_document(document_of(settings="<w:trackRevisions/>")).tracked
    assert not open_document(document_of(settings='<w:trackRevisions w:val="0"/>')).tracked


def test_properties_and_program_are_read() -> None:
    written = docx.Document()
    written.core_properties.subject = "ABC-1"
    buffer = io.BytesIO()
    written.save(buffer)
    read = open_document(buffer.getvalue())
    assert (read.core["subject"], read.program) == ("ABC-1", "Microsoft Macintosh Word 14.0000")


# Members


def test_parts_that_hold_no_answers_are_accounted_for_and_others_are_named() -> None:
    kinds = [
        *("numbering", "glossaryDocument", "vbaProject", "oleObject", "aFChunk", "chart"),
        *("intelligence", "documenttasks", "extensibility", "origin"),
    ]
    links = [(f"rId{kind}", f"{OFFICE}/{kind}", f"{kind}.bin") for kind in kinds]
    data = {
        "item1": "<Sources xmlns='http://schemas.openxmlformats.org/officeDocument/2006/bibliography'/>",
        "item2": "<eigenes/>",
        "item3": "<",
    }
    links += [(name, f"{OFFICE}/customXml", f"../customXml/{name}.xml") for name in data]
    parts = document_parts(
        paragraph("a"),
        links=tuple(links),
        more={
            **{f"word/{kind}.bin": "x" for kind in kinds},
            **{f"customXml/{name}.xml": content for name, content in data.items()},
            "word/_rels/glossaryDocument.bin.rels": rels(
                ("rId1", f"{OFFICE}/header", "glossary/header1.xml")
            ),
            "word/glossary/header1.xml": "x",
            "word/nirgends.xml": "x",
        },
    )
    read = open_document(zipped(parts))
    assert read.macros
    assert sorted(read.unknown_parts) == [
        "customXml/item2.xml",
        "customXml/item3.xml",
        "word/aFChunk.bin",
        "word/chart.bin",
        "word/nirgends.xml",
        "word/numbering.bin",
        "word/oleObject.bin",
    ]


def test_documents_outside_the_file_are_named() -> None:
    parts = document_parts(paragraph("a"))
    inner = rels(
        ("rId1", f"{OFFICE}/subDocument", "file:///Teil2.docx"), ("rId2", f"{OFFICE}/hyperlink", "x")
    )
    parts["word/_rels/document.xml.rels"] = inner.replace("/>", ' TargetMode="External"/>')
    assert open_document(zipped(parts)).unknown_parts == ("file:///Teil2.docx",)


def test_main_part_is_found_by_its_relationship() -> None:
    parts = document_parts() | {
        "_rels/.rels": rels(("rId1", f"{OFFICE}/officeDocument", "/inhalt/haupt.xml")),
        "inhalt/haupt.xml": part("document", f"<w:body>{paragraph('a')}</w:body>"),
    }
    read = open_document(zipped(parts))
    assert read.blocks == (text("a"),)


@pytest.mark.parametrize(
    "kind",
    [
        *("styles", "settings", "numbering", "header1", "footer1", "footnotes", "endnotes", "comments"),
        *("commentsExtended", "core", "custom"),
    ],
)
def test_damaged_part_beside_the_text_is_named_and_the_rest_is_read(kind: str) -> None:
    body = f"{paragraph('a')}<w:p><w:r><w:t>b</w:t></w:r></w:p>"
    around = dict.fromkeys(("styles", "settings", "numbering", "comments", "footnotes", "endnotes"), "")
    parts = document_parts(body, around={**around, "header1": paragraph("Kopf"), "footer1": paragraph("Fuß")})
    name = f"word/{kind}.xml"
    links = "word/_rels/document.xml.rels"
    if kind == "commentsExtended":
        link = f'<Relationship Id="rIdE" Type="{NEWER}/{kind}" Target="{kind}.xml"/></Relationships>'
        parts[links] = str(parts[links]).replace("</Relationships>", link)
    if kind in ("core", "custom"):
        name = f"docProps/{kind}.xml"
        link = f'<Relationship Id="rIdE" Type="{OFFICE}/{kind}-properties" Target="{name}"/></Relationships>'
        parts["_rels/.rels"] = str(parts["_rels/.rels"]).replace("</Relationships>", link)
    pages = {"header1": ("Fuß",), "footer1": ("Kopf",)}
    for damaged in ("<", "<x>", ""):
        read = open_document(zipped({**parts, name: damaged}))
        assert read.blocks == (text("a"), text("b"))
        assert read.page_texts == pages.get(kind, ("Kopf", "Fuß"))
        assert read.unknown_parts == (name,)


def test_entities_beside_the_text_are_refused() -> None:
    parts = document_parts(paragraph("a"), around={"comments": ""})
    hostile = '<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'
    with pytest.raises(Refusal, match="hostile_file"):
        open_document(zipped({**parts, "word/comments.xml": hostile}))


def test_members_that_a_damaged_list_of_links_points_at_are_named() -> None:
    parts = document_parts(paragraph("a"), around={"header1": paragraph("Kopf")})
    more = {"word/_rels/header1.xml.rels": "<", "word/media/image1.png": b"x"}
    read = open_document(zipped({**parts, **more}))
    assert (read.page_texts, read.unknown_parts) == (("Kopf",), ("word/media/image1.png",))


# Refusals

REFUSED: dict[str, tuple[bytes, str]] = {
    "no Word document": (workbook_of(), "not_a_workbook"),
    "nothing": (b"", "not_a_workbook"),
    "cut off": (document_of(paragraph("a" * 5_000))[:-100], "damaged_file"),
    "no main part": (
        zipped({name: one for name, one in document_parts().items() if name != "word/document.xml"}),
        "damaged_file",
    ),
    "another root": (zipped(document_parts() | {"word/document.xml": part("styles", "")}), "damaged_file"),
    "broken XML": (zipped(document_parts() | {"word/document.xml": "<w:p>"}), "damaged_file"),
    "entities": (
        zipped(document_parts() | {"word/document.xml": '<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'}),
        "hostile_file",
    ),
    "row without a table": (document_of(row(cell())), "damaged_file"),
    "cell without a row": (document_of(table(cell())), "damaged_file"),
    "cell in a cell": (document_of(table(row(cell(cell())))), "damaged_file"),
    "row in a row": (document_of(table(row(row(cell())))), "damaged_file"),
    "row in a text box of a cell": (
        document_of(table(row(cell(f"<w:p><w:r>{BOX.format(row(cell()))}</w:r></w:p>")))),
        "damaged_file",
    ),
    "deep elements": (document_of("<w:customXml>" * 500 + "</w:customXml>" * 500), "hostile_file"),
    "wide cells": (document_of(table(row(cell("", '<w:gridSpan w:val="999999"/>') * 400))), "too_large"),
}


@pytest.mark.parametrize(
    "kind",
    [
        "openxmlformats-officedocument.wordprocessingml.template",
        "ms-word.document.macroEnabled",
        "ms-word.template.macroEnabledTemplate",
    ],
)
def test_templates_and_documents_with_macros_are_read(kind: str) -> None:
    parts = document_parts(paragraph("a"))
    types = str(parts["[Content_Types].xml"]).replace(DOCX_TYPE, f"application/vnd.{kind}.main+xml")
    assert open_document(zipped(parts | {"[Content_Types].xml": types})).blocks == (text("a"),)


@pytest.mark.parametrize("name", REFUSED)
def test_file_is_refused(name: str) -> None:
    data, code = REFUSED[name]
    with pytest.raises(Refusal) as refused:
        open_document(data)
    assert refused.value.code == code


def test_tables_in_tables_are_read_up_to_a_depth() -> None:
    def nested(depth: int) -> str:
        inner = ""
        for _ in range(depth):
            inner = table(row(cell(inner + "<w:p/>")))
        return inner

    (read,) = blocks_of(nested(20))
    assert isinstance(read, DocumentTable)
    with pytest.raises(Refusal) as refused:
        blocks_of(nested(21))
    assert refused.value.code == "too_large"


@pytest.mark.parametrize(
    ("limit", "body"),
    [
        ("MAX_CELLS", "<w:p/>" * 11),
        ("MAX_CELLS", f"<w:p>{(run('a') + run('b', '<w:strike/>')) * 6}</w:p>"),
        ("MAX_CELLS", table("<w:tr/>" * 11)),
        ("MAX_LETTERS", paragraph("a" * 11)),
    ],
)
def test_document_beyond_the_limits_is_refused(
    limit: str, body: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, limit, 10)
    with pytest.raises(Refusal) as refused:
        blocks_of(body)
    assert refused.value.code == "too_large"


# Conservation, judged by another parser


def text_by_lxml(data: bytes) -> str:
    """All text of the main part but what is deleted, in text boxes, or a version for older programs."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        root = etree.fromstring(archive.read("word/document.xml"))
    word = f"{{{root.nsmap['w']}}}"
    passed = {f"{word}{name}" for name in ("del", "moveFrom", "txbxContent", "rt")}
    passed.add("{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback")
    return "".join(
        one.text or ""
        for one in root.iter(f"{word}t")
        if not any(around.tag in passed for around in one.iterancestors())
    )


def text_of(document: TextDocument) -> str:
    return "".join(one.text for one in document.body_paragraphs())


def letters(content: str) -> str:
    """Without what stands as elements of its own."""
    return "".join(letter for letter in content if letter not in "\t\n\u2011\u00ad")


def by_python_docx() -> bytes:
    """Headings, lists, tables and a header as python-docx writes them."""
    written = docx.Document()
    written.add_heading("Arbeitshilfe", 1)
    written.add_paragraph("Erstens", style="List Number").add_run(" fett").bold = True
    cells = written.add_table(2, 3).rows[1].cells
    cells[0].merge(cells[1]).text = "a\tb\nc"
    cells[2].add_table(1, 2).rows[0].cells[1].text = "innen"
    written.sections[0].footer.paragraphs[0].text = "Fuß"
    written.add_page_break()
    buffer = io.BytesIO()
    written.save(buffer)
    return buffer.getvalue()


def test_document_of_python_docx_is_read() -> None:
    read = open_document(by_python_docx())
    heading, numbered, grid, last = read.blocks
    assert heading == Paragraph((Piece("Arbeitshilfe"),), heading=1)
    assert numbered == Paragraph((Piece("Erstens"), Piece(" fett", marked=True)), number="1.")
    assert isinstance(grid, DocumentTable)
    assert grid.rows[1].cells == (
        DocumentCell((text("a\tb\nc"),), span=2),
        DocumentCell((text(""), small(["", "innen"]), text(""))),
    )
    assert (last, read.page_texts, read.unknown_parts) == (text("\n"), ("Fuß",), ())


def rich(*, strict: bool = False) -> bytes:
    """A bit of everything that LibreOffice also knows."""
    tag = '<w:alias w:val="AK007.ort"/><w:tag w:val="AK007.ort"/>'
    ticks = control(run("☒"), tag + KINDS["ticked box"][0]) + run(" ja ") + control(run("☐"), KINDS["box"][0])
    inner = table(row(cell(paragraph("innen")), cell(paragraph("drin"))))
    changed = f'{run("bleibt ")}<w:ins w:author="Meier" w:date="2026-06-30T10:00:00Z">{run("neu")}</w:ins><w:del w:author="Roth" w:date="2026-06-30T10:00:00Z"><w:r><w:delText>alt</w:delText></w:r></w:del>'
    body = "".join(
        [
            paragraph("Arbeitshilfe", '<w:outlineLvl w:val="0"/>'),
            f"<w:p>{run('Straße & Söhne'.replace('&', '&amp;'))}<w:r><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t></w:r></w:p>",
            *(
                f"<w:p>{run('vor ')}{content}{run(' nach')}</w:p>"
                for content, shown in FIELDS.values()
                if shown
            ),
            *(
                f"<w:p>{run('vor ')}{control(run('12'), one)}{run(' nach')}</w:p>"
                for one, _ in list(KINDS.values())[:6]
            ),
            table(
                row(cell(paragraph("Zeile")), cell(paragraph("Ort")), properties="<w:tblHeader/>"),
                row(cell(paragraph("AK007")), cell(f"<w:p>{control(run('Essen'), tag)}</w:p>")),
                row(cell(paragraph("AK008")), cell(f"<w:p>{ticks}</w:p>")),
                row(cell(paragraph("AK009")), cell(f"<w:p>{changed}</w:p>{inner}<w:p/>")),
            ),
            f"<w:p>{run('gestrichen', '<w:strike/>')}{run('verborgen', '<w:vanish/>')}{anchored(0, run('Wort'))}</w:p>",
            paragraph("Schluss"),
        ]
    )
    parts = document_parts(body, around={"comments": comment(0, paragraph("Bitte prüfen"))}, strict=strict)
    return zipped(parts)


@pytest.mark.parametrize("made", [rich, by_python_docx])
def test_all_text_that_another_parser_finds_is_there(made: Callable[[], bytes]) -> None:
    data = made()
    found, expected = letters(text_of(open_document(data))), letters(text_by_lxml(data))
    # Old form fields say what is chosen without any text.
    chosen = "☒☒☐KölnEssen" if made is rich else ""
    assert Counter(found) == Counter(expected) + Counter(chosen)
    assert is_within(expected, found)


def is_within(shorter: str, longer: str) -> bool:
    """Whether all of its letters come in this order."""
    rest = iter(longer)
    return all(letter in rest for letter in shorter)


def test_strict_document_reads_like_the_transitional_one() -> None:
    assert replace(open_document(rich(strict=True)), strict=False) == open_document(rich())


def saved_by_writer(data: bytes, folder: Path) -> bytes:
    """The document opened and saved again by LibreOffice."""
    soffice = installed.program("soffice")
    source = folder / "form.docx"
    source.write_bytes(data)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [soffice, profile, "--headless", "--convert-to", "docx", "--outdir", str(folder / "out")]
    subprocess.run([*command, str(source)], check=True, capture_output=True, timeout=120)
    return (folder / "out" / "form.docx").read_bytes()


@pytest.mark.parametrize("strict", [False, True], ids=["transitional", "strict"])
def test_document_saved_by_libreoffice_says_the_same(strict: bool, tmp_path: Path) -> None:
    before = open_document(rich(strict=strict))
    saved = saved_by_writer(rich(strict=strict), tmp_path)
    after = open_document(saved)
    assert is_within(letters(text_by_lxml(saved)), letters(text_of(after)))
    assert [one.text for one in after.body_paragraphs()] == [one.text for one in before.body_paragraphs()]
    assert looks_of(after) == looks_of(before)
    assert [(one.text, one.author, one.paragraph) for one in after.comments] == [
        (one.text, one.author, one.paragraph) for one in before.comments
    ]
    assert (after.unknown_parts, after.program[:16]) == ((), "LibreOffice/7.4.")


def looks_of(document: TextDocument) -> list[tuple[str, Change, str, bool, bool]]:
    """All that is changed, struck or hidden."""
    pieces = [piece for one in document.body_paragraphs() for piece in one.pieces]
    looks = [(one.text, one.change, one.author, one.struck, one.hidden) for one in pieces]
    return [look for look in looks if any(look[1:])]
