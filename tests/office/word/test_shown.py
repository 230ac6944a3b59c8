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


def r(text: str) -> str:
    return f"<m:r><m:t>{text}</m:t></m:r>"


def e(text: str) -> str:
    return f"<m:e>{r(text)}</m:e>"


def field(code: str) -> str:
    marks = [f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "end")]
    return f"{marks[0]}<w:r><w:instrText>{code}</w:instrText></w:r>{marks[1]}"


def dropdown(result: str) -> str:
    """A form field that has chosen its second entry."""
    entries = "".join(f'<w:listEntry w:val="{entry}"/>' for entry in ("ja", "nein"))
    data = f'<w:ffData><w:ddList><w:result w:val="1"/>{entries}</w:ddList></w:ffData>'
    begin = f'<w:r><w:fldChar w:fldCharType="begin">{data}</w:fldChar></w:r>'
    marks = [f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("separate", "end")]
    return f"{begin}<w:r><w:instrText>FORMDROPDOWN</w:instrText></w:r>{marks[0]}{run(result)}{marks[1]}"


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
        pytest.param(math(f"<m:rad><m:deg>{r('3')}</m:deg>{e('9')}</m:rad>"), "√3(9)", id="root of a degree"),
        pytest.param(math(f"<m:f><m:num>{r('3')}</m:num><m:den>{r('4')}</m:den></m:f>"), "3/4", id="fraction"),
        pytest.param(math(f"{r('1')}<m:f><m:num>{r('3')}</m:num><m:den>{r('4')}</m:den></m:f>"), "1 3/4", id="number and fraction"),
        pytest.param(math(f"<m:sSub>{e('1')}<m:sub>{r('2')}</m:sub></m:sSub>"), "1_2", id="index"),
        pytest.param(math(f"<m:sPre><m:sub>{r('1')}</m:sub><m:sup>{r('2')}</m:sup>{e('3')}</m:sPre>"), "_1^2 3", id="index before"),
        pytest.param(math(f"<m:func><m:fName>{r('2')}</m:fName>{e('1')}</m:func>"), "2(1)", id="function"),
        pytest.param(math(f"<m:limLow>{e('1')}<m:lim>{r('2')}</m:lim></m:limLow>"), "1_2", id="limit below"),
        pytest.param(math(f"<m:limUpp>{e('1')}<m:lim>{r('2')}</m:lim></m:limUpp>"), "1^2", id="limit above"),
        pytest.param(math(f'<m:acc><m:accPr><m:chr m:val="\u0338"/></m:accPr>{e("1")}</m:acc>'), "1\u0338", id="number struck by its accent"),
        pytest.param(math(f'<m:bar><m:barPr><m:pos m:val="top"/></m:barPr>{e("1")}</m:bar>'), "1\u0305", id="bar above"),
        pytest.param(math(f"<m:bar>{e('1')}</m:bar>"), "1\u0332", id="bar below"),
        pytest.param(math(f'<m:borderBox><m:borderBoxPr><m:strikeH m:val="1"/></m:borderBoxPr>{e("1")}</m:borderBox>'), "1\u0336", id="number struck in its box"),
        pytest.param(math(f"<m:borderBox>{e('1')}</m:borderBox>"), "1", id="number in a box"),
        pytest.param(math(f"<m:groupChr>{e('1')}</m:groupChr>"), "1\u23df", id="brace"),
        pytest.param(math(f'<m:nary><m:naryPr><m:chr m:val="∑"/></m:naryPr><m:sub>{r("1")}</m:sub><m:sup>{r("2")}</m:sup>{e("3")}</m:nary>'), "∑_1^23", id="sum"),
        pytest.param(f"<m:oMathPara>{math(r('1'))}{math(r('2'))}</m:oMathPara>", "1\n2", id="two equations in two lines"),
        pytest.param('<w:bdo w:val="rtl">' + run("57,1") + "</w:bdo>", "\u202e57,1\u202c", id="shown from behind"),
        pytest.param(dropdown("ja"), "ja\nnein", id="dropdown with the result of another entry"),
        pytest.param(dropdown("nein"), "nein", id="dropdown with its result"),
        pytest.param(field(' QUOTE "105" '), "105", id="quoted"),
        pytest.param(field(" =SUM(ABOVE) "), "{ =SUM(ABOVE) }\ufffd", id="sum without result"),
        pytest.param(field(" EQ \\f(3;4) "), "{ EQ \\f(3;4) }\ufffd", id="fraction of a field"),
        pytest.param(field(' XE "Amt" '), "", id="field that shows nothing"),
        pytest.param('<w:fldSimple w:instr=" LISTNUM "/>', "{ LISTNUM }\ufffd", id="simple field without result"),
        pytest.param(f'<w:fldSimple w:instr=" =1 ">{run("1")}</w:fldSimple>', "1", id="simple field with result"),
        pytest.param(RUBY, "12(3)", id="reading over the letters"),
    ],
)  # fmt: skip
def test_text_is_read_as_it_is_shown(inner: str, expected: str) -> None:
    (only,) = open_document(document_of(f"<w:p>{inner}</w:p>", styles=STYLES)).body_paragraphs()
    assert only.text == expected


@pytest.mark.parametrize("code", ['SET n "99"', ' ASK n "Wie viele?" ', "set n 99"])
@pytest.mark.parametrize("simple", [True, False])
def test_text_of_a_bookmark_that_a_field_sets_is_not_seen(code: str, *, simple: bool) -> None:
    begin, separate, end = (
        f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end")
    )
    parts = (begin, f"<w:r><w:instrText>{code}</w:instrText></w:r>", separate, run("99"), end)
    quoted = code.replace('"', "&quot;")
    inner = f'<w:fldSimple w:instr="{quoted}">{run("99")}</w:fldSimple>' if simple else "".join(parts)
    (only,) = open_document(document_of(f"<w:p>{inner}{run('5')}</w:p>")).body_paragraphs()
    assert [(piece.text, piece.hidden) for piece in only.pieces] == [("99", True), ("5", False)]


@pytest.mark.parametrize(
    "code", ["PAGE", "NUMPAGES", "MERGEFIELD Anzahl", "IF 1=1 5 6", "AUTHOR", "DOCPROPERTY Zahl"]
)
def test_field_without_result_is_asked_about(code: str) -> None:
    (only,) = open_document(document_of(f"<w:p>{field(code)}</w:p>")).body_paragraphs()
    assert only.text == f"{{{code}}}\ufffd"


def test_phantom_of_an_equation_is_hidden() -> None:
    inner = f'{r("1")}<m:phant><m:phantPr><m:show m:val="0"/></m:phantPr>{e("2")}</m:phant>{r("3")}'
    (only,) = open_document(document_of(f"<w:p>{math(inner)}</w:p>")).body_paragraphs()
    assert [(piece.text, piece.hidden) for piece in only.pieces] == [("1", False), ("2", True), ("3", False)]


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


W14 = "http://schemas.microsoft.com/office/word/2010/wordml"
BLACK = '<w14:srgbClr w14:val="000000"/>'
PLAIN = '<w14:srgbClr w14:val="FFFFFF"/>'


def filled(inner: str, *, name: str = "textFill") -> str:
    return f'<w14:{name} xmlns:w14="{W14}">{inner}</w14:{name}>'


def gradient(*colours: str) -> str:
    return f"<w14:gradFill><w14:gsLst>{''.join(f'<w14:gs>{each}</w14:gs>' for each in colours)}</w14:gsLst></w14:gradFill>"


def clear(parts: int) -> str:
    return f'<w14:srgbClr w14:val="000000"><w14:alpha w14:val="{parts}"/></w14:srgbClr>'


def theme(name: str, more: str = "") -> str:
    return f'<w14:solidFill><w14:schemeClr w14:val="{name}">{more}</w14:schemeClr></w14:solidFill>'


@pytest.mark.parametrize(
    ("properties", "hidden"),
    [
        pytest.param(filled(f"<w14:solidFill>{PLAIN}</w14:solidFill>"), True, id="white"),
        pytest.param(WHITE + filled(f"<w14:solidFill>{BLACK}</w14:solidFill>"), False, id="black over white"),
        pytest.param(filled("<w14:noFill/>"), True, id="nothing"),
        pytest.param(filled(f"<w14:solidFill>{clear(100000)}</w14:solidFill>"), True, id="clear"),
        pytest.param(filled(f"<w14:solidFill>{clear(50000)}</w14:solidFill>"), False, id="half clear"),
        pytest.param(filled(theme("bg1")), True, id="white of the theme"),
        pytest.param(filled(theme("tx1")), False, id="black of the theme"),
        pytest.param(filled(theme("bg1", '<w14:lumMod w14:val="50000"/>')), False, id="white of the theme made grey"),
        pytest.param(filled(gradient(PLAIN, clear(100000))), True, id="from white to clear"),
        pytest.param(filled(gradient(PLAIN, BLACK)), False, id="from white to black"),
        pytest.param(filled(PLAIN, name="shadow"), False, id="white shadow"),
        pytest.param(filled(""), False, id="of nothing that is known"),
        pytest.param(DARK + filled(f"<w14:solidFill>{PLAIN}</w14:solidFill>"), False, id="white on a dark ground"),
        pytest.param('<w:rStyle w:val="Weiß"/>', True, id="by style"),
    ],
)  # fmt: skip
def test_the_newer_colour_of_letters_counts(properties: str, hidden: bool) -> None:
    white = filled(f"<w14:solidFill>{PLAIN}</w14:solidFill>")
    styles = f'<w:style w:type="character" w:styleId="Weiß"><w:rPr>{white}</w:rPr></w:style>'
    (only,) = open_document(
        document_of(f"<w:p>{run('a', properties)}</w:p>", styles=styles)
    ).body_paragraphs()
    assert [(piece.text, piece.hidden) for piece in only.pieces] == [("a", hidden)]
