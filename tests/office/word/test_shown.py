"""What Word shows of text besides its letters: raised digits, equations, fields, readings, hidden rows."""

# ruff: noqa: E501 - raw XML is easier to read unbroken
from __future__ import annotations

import pytest

from office.word.parts import cell, document_of, paragraph, row, run, table
from ruecklauf.office.opening import open_document

STYLES = (
    '<w:style w:type="character" w:styleId="Hoch"><w:rPr><w:vertAlign w:val="superscript"/></w:rPr></w:style>'
    '<w:style w:type="character" w:styleId="Zeichen"><w:basedOn w:val="Hoch"/></w:style>'
    '<w:style w:type="character" w:styleId="Tief"><w:rPr><w:position w:val="-6"/></w:rPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="Absatz"><w:rPr><w:vertAlign w:val="superscript"/></w:rPr></w:style>'
)
MARK = '<w:r><w:footnoteReference w:customMarkFollows="1" w:id="1"/><w:t>1</w:t></w:r>'


def math(inner: str) -> str:
    return f"<m:oMath>{inner}</m:oMath>"


def e(text: str) -> str:
    return f"<m:e><m:r><m:t>{text}</m:t></m:r></m:e>"


def field(code: str) -> str:
    marks = [f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "end")]
    return f"{marks[0]}<w:r><w:instrText>{code}</w:instrText></w:r>{marks[1]}"


RUBY = f"<w:r><w:ruby><w:rubyPr/><w:rt>{run('3')}</w:rt><w:rubyBase>{run('12')}</w:rubyBase></w:ruby></w:r>"


@pytest.mark.parametrize(
    ("inner", "expected"),
    [
        pytest.param(run("380") + run("1", '<w:rStyle w:val="Hoch"/>'), "380¹", id="raised by style"),
        pytest.param(run("380") + run("1", '<w:rStyle w:val="Zeichen"/>'), "380¹", id="raised by a style's base"),
        pytest.param(run("380") + run("1", '<w:rStyle w:val="Tief"/>'), "380₁", id="lowered by style"),
        pytest.param(run("380") + run("1", '<w:position w:val="12"/>'), "380¹", id="raised by points"),
        pytest.param(run("380", '<w:position w:val="-2"/>'), "380", id="lowered so that nobody sees it"),
        pytest.param(run("380", '<w:position w:val="hoch"/>'), "380", id="raised by no number"),
        pytest.param(run("380") + MARK + run("2"), "380¹2", id="mark of a note"),
        pytest.param(run("1", '<w:rStyle w:val="Hoch"/><w:vertAlign w:val="baseline"/>'), "1", id="not raised after all"),
        pytest.param(math(f"<m:eqArr>{e('12')}{e('34')}</m:eqArr>"), "12\n34", id="equation of two lines"),
        pytest.param(math(f"<m:m><m:mr>{e('1')}{e('2')}</m:mr><m:mr>{e('3')}{e('4')}</m:mr></m:m>"), "1 2\n3 4", id="matrix"),
        pytest.param(math(f"<m:d>{e('1')}{e('2')}</m:d>"), "(1|2)", id="brackets"),
        pytest.param(math(f'<m:d><m:dPr><m:begChr m:val="["/><m:endChr m:val=""/></m:dPr>{e("1")}</m:d>'), "[1", id="other brackets"),
        pytest.param(math(f"<m:rad>{e('9')}</m:rad>"), "√9", id="root"),
        pytest.param(field(' QUOTE "105" '), "105", id="quoted"),
        pytest.param(field(" =SUM(ABOVE) "), "{ =SUM(ABOVE) }", id="sum without result"),
        pytest.param(field(" EQ \\f(3;4) "), "{ EQ \\f(3;4) }", id="fraction of a field"),
        pytest.param(field(' XE "Amt" '), "", id="field that shows nothing"),
        pytest.param('<w:fldSimple w:instr=" LISTNUM "/>', "{ LISTNUM }", id="simple field without result"),
        pytest.param(f'<w:fldSimple w:instr=" =1 ">{run("1")}</w:fldSimple>', "1", id="simple field with result"),
        pytest.param(RUBY, "12(3)", id="reading over the letters"),
    ],
)  # fmt: skip
def test_text_is_read_as_it_is_shown(inner: str, expected: str) -> None:
    (only,) = open_document(document_of(f"<w:p>{inner}</w:p>", styles=STYLES)).body_paragraphs()
    assert only.text == expected


def test_style_of_a_paragraph_raises_its_text() -> None:
    body = paragraph("12", '<w:pStyle w:val="Absatz"/>')
    (only,) = open_document(document_of(body, styles=STYLES)).body_paragraphs()
    assert only.text == "¹²"


def test_font_of_a_run_counts_against_the_symbols_of_its_style() -> None:
    style = '<w:style w:type="character" w:styleId="Zeichen"><w:rPr><w:rFonts w:ascii="Wingdings"/></w:rPr></w:style>'
    of_style, own = '<w:rStyle w:val="Zeichen"/>', '<w:rFonts w:ascii="Arial"/>'
    body = f"<w:p>{run('J', of_style)}{run('J', of_style + own)}</w:p>"
    (only,) = open_document(document_of(body, styles=style)).body_paragraphs()
    assert only.text == "☺J"


@pytest.mark.parametrize(
    ("own", "marked"),
    [
        ("<w:rPr><w:b/></w:rPr>", True),
        ('<w:rPr><w:u w:val="single"/></w:rPr>', True),
        ('<w:rPr><w:shd w:val="clear" w:fill="FFFF00"/></w:rPr>', True),
        ('<w:basedOn w:val="Fett"/>', True),
        ('<w:basedOn w:val="Fett"/><w:rPr><w:b w:val="0"/></w:rPr>', False),
        ('<w:rPr><w:u w:val="none"/><w:i/></w:rPr>', False),
    ],
)
def test_style_of_characters_sets_text_off(own: str, marked: bool) -> None:
    styles = (
        '<w:style w:type="character" w:styleId="Fett"><w:rPr><w:b/></w:rPr></w:style>'
        f'<w:style w:type="character" w:styleId="Wort">{own}</w:style>'
    )
    style = '<w:rStyle w:val="Wort"/>'
    body = f"<w:p>{run('ja')}{run('nein', style)}</w:p>"
    (only,) = open_document(document_of(body, styles=styles)).body_paragraphs()
    assert [piece.text for piece in only.pieces if piece.marked] == ["nein"] * marked


def test_text_in_hidden_rows_is_hidden() -> None:
    rows = (row(cell(paragraph("a")), properties="<w:hidden/>"), row(cell(paragraph("b"))))
    found = open_document(document_of(table(*rows))).body_paragraphs()
    assert [(piece.text, piece.hidden) for each in found for piece in each.pieces] == [
        ("a", True),
        ("b", False),
    ]


WHITE = '<w:color w:val="FFFFFF"/>'
MARKED, OF_STYLE = '<w:highlight w:val="red"/>', '<w:rStyle w:val="Weiß"/>'
DARK = '<w:shd w:val="clear" w:color="auto" w:fill="1F3864"/>'


@pytest.mark.parametrize(
    ("body", "hidden"),
    [
        pytest.param(f"<w:p>{run('a', WHITE)}</w:p>", True, id="white on paper"),
        pytest.param(f"<w:p>{run('a', WHITE + DARK)}</w:p>", False, id="white on a ground of its own"),
        pytest.param(f"<w:p>{run('a', WHITE + MARKED)}</w:p>", False, id="white and marked"),
        pytest.param(f"<w:p><w:pPr>{DARK}</w:pPr>{run('a', WHITE)}</w:p>", False, id="white in a dark paragraph"),
        pytest.param(table(row(cell(f"<w:p>{run('a', WHITE)}</w:p>", DARK))), False, id="white in a dark cell"),
        pytest.param(table(row(cell(f"<w:p>{run('a', WHITE)}</w:p>"))), True, id="white in a cell"),
        pytest.param(f"<w:p>{run('a', OF_STYLE)}</w:p>", True, id="white by style"),
        pytest.param(f"<w:p>{run('b', WHITE)}{run('a')}</w:p>", False, id="behind white"),
    ],
)  # fmt: skip
def test_white_text_is_hidden_where_nothing_is_behind_it(body: str, hidden: bool) -> None:
    styles = f'<w:style w:type="character" w:styleId="Weiß"><w:rPr>{WHITE}</w:rPr></w:style>'
    (only,) = open_document(document_of(body, styles=styles)).body_paragraphs()
    assert (only.pieces[-1].text, only.pieces[-1].hidden) == ("a", hidden)
