"""Numbers and bullets of lists as Word shows them, without anybody having typed them."""

# ruff: noqa: E501 - raw XML is easier to read unbroken
from __future__ import annotations

import pytest

from office.packages import zipped
from office.word.parts import cell, document_of, document_parts, paragraph, row, table
from ruecklauf.office.opening import open_document


def level(at: int, text: str, kind: str = "decimal", more: str = "", start: int = 1) -> str:
    return f'<w:lvl w:ilvl="{at}"><w:start w:val="{start}"/><w:numFmt w:val="{kind}"/>{more}<w:lvlText w:val="{text}"/></w:lvl>'


def numbering(*levels: str, numbers: str = '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>') -> str:
    return f'<w:abstractNum w:abstractNumId="0">{"".join(levels)}</w:abstractNum>{numbers}'


def item(at: int = 0, of: str = "1", text: str = "x") -> str:
    return paragraph(text, f'<w:numPr><w:ilvl w:val="{at}"/><w:numId w:val="{of}"/></w:numPr>')


def shown(body: str, **around: str) -> list[str]:
    found = open_document(document_of(body, **around)).body_paragraphs()
    return [each.number or each.bullet for each in found]


TWO = (level(0, "%1."), level(1, "%1.%2)"))
AGAIN = '<w:num w:numId="2"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="7"/></w:lvlOverride></w:num>'
ONE = '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'


@pytest.mark.parametrize(
    ("levels", "body", "expected"),
    [
        pytest.param(TWO, item() + item() + item(), ["1.", "2.", "3."], id="decimal"),
        pytest.param((level(0, "%1.", start=14),), item() + item(), ["14.", "15."], id="begins later"),
        pytest.param(
            TWO,
            item() + item(1) + item(1) + item() + item(1),
            ["1.", "1.1)", "1.2)", "2.", "2.1)"],
            id="levels",
        ),
        pytest.param(TWO, item(1), ["1.1)"], id="deeper level alone"),
        pytest.param(
            (level(0, "%1"), level(1, "%2", more='<w:lvlRestart w:val="0"/>')),
            item() + item(1) + item() + item(1),
            ["1", "1", "2", "2"],
            id="never restarts",
        ),
        pytest.param(
            (level(0, "%1", "upperRoman"), level(1, "%1.%2", more="<w:isLgl/>")),
            item() + item(1),
            ["I", "1.1"],
            id="legal",
        ),
        pytest.param(TWO, item() + paragraph("ohne") + item(), ["1.", "", "2."], id="text between"),
        pytest.param(TWO, item() + item(of="0") + item(), ["1.", "", "2."], id="taken out of the list"),
        pytest.param(TWO, item(of="99"), [""], id="unknown list"),
        pytest.param((level(0, "§", "bullet"),), item(), ["§"], id="bullet"),
        pytest.param(
            (level(0, "\uf0b7", "bullet", '<w:rPr><w:rFonts w:ascii="Symbol"/></w:rPr>'),),
            item(),
            ["•"],
            id="bullet of Symbol",
        ),
        pytest.param(
            (level(0, "\uf0fe", "bullet", '<w:rPr><w:rFonts w:ascii="Wingdings"/></w:rPr>'),),
            item(),
            ["☑"],
            id="box as bullet",
        ),
        pytest.param((level(0, "", "none"),), item(), [""], id="neither"),
        pytest.param(
            TWO, table(row(cell(item(text="a")), cell(item(text="b")))), ["1.", "2."], id="over cells"
        ),
    ],
)
def test_numbers_of_lists_are_shown(levels: tuple[str, ...], body: str, expected: list[str]) -> None:
    assert shown(body, numbering=numbering(*levels)) == expected


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("decimal", "12"),
        ("decimalZero", "12"),
        ("lowerRoman", "xii"),
        ("upperRoman", "XII"),
        ("lowerLetter", "l"),
        ("upperLetter", "L"),
        ("ordinal", "12."),
    ],
)
def test_formats_of_numbers(kind: str, expected: str) -> None:
    assert shown(item(), numbering=numbering(level(0, "%1", kind, start=12))) == [expected]


def test_letters_are_repeated_behind_z() -> None:
    assert shown(item() + item(), numbering=numbering(level(0, "%1)", "lowerLetter", start=26))) == [
        "z)",
        "aa)",
    ]


def test_lists_of_one_kind_go_on_unless_they_begin_anew() -> None:
    declared = numbering(
        *TWO, numbers=ONE + AGAIN + '<w:num w:numId="3"><w:abstractNumId w:val="0"/></w:num>'
    )
    assert shown(item() + item(of="3") + item(of="2") + item(of="2"), numbering=declared) == [
        "1.",
        "2.",
        "7.",
        "8.",
    ]


def test_style_of_a_paragraph_puts_it_into_a_list() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="Nummer"><w:pPr><w:numPr><w:ilvl w:val="1"/><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="Rang"><w:basedOn w:val="Nummer"/></w:style>'
    )
    body = paragraph("a", '<w:pStyle w:val="Rang"/>')
    assert shown(body, numbering=numbering(*TWO), styles=styles) == ["1.1)"]


def test_style_of_lists_has_the_levels() -> None:
    linked = (
        '<w:abstractNum w:abstractNumId="1"><w:numStyleLink w:val="Liste"/></w:abstractNum>'
        f'<w:abstractNum w:abstractNumId="2"><w:styleLink w:val="Liste"/>{level(0, "%1)")}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>'
    )
    assert shown(item() + item(), numbering=linked) == ["1)", "2)"]


def test_damaged_numbering_leaves_the_text_readable() -> None:
    parts = document_parts(item(), around={"numbering": ""})
    parts["word/numbering.xml"] = b"<w:numbering"
    (only,) = open_document(zipped(parts)).body_paragraphs()
    assert (only.text, only.number) == ("x", "")
