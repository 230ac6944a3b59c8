"""What LibreOffice shows of text besides its letters."""

from __future__ import annotations

import pytest

from office.writer.test_reader import document, pieces


@pytest.mark.parametrize(
    ("inner", "expected"),
    [
        pytest.param(
            "<text:ruby><text:ruby-base>12</text:ruby-base><text:ruby-text>3</text:ruby-text></text:ruby>",
            "12(3)",
            id="reading over the letters",
        ),
        pytest.param(
            '<text:variable-set text:name="a" text:display="none">99</text:variable-set>5',
            "5",
            id="variable that is not shown",
        ),
        pytest.param(
            '<text:variable-set text:name="a">99</text:variable-set>5', "995", id="variable that is shown"
        ),
    ],
)
def test_text_is_read_as_it_is_shown(inner: str, expected: str) -> None:
    assert "".join(piece.text for piece in pieces(inner)) == expected


STYLES = (
    '<style:style style:name="W" style:family="text">'
    '<style:text-properties fo:color="#ffffff"/></style:style>'
    '<style:style style:name="P" style:family="paragraph">'
    '<style:paragraph-properties fo:background-color="#1f3864"/></style:style>'
    '<style:style style:name="Z" style:family="table-cell">'
    '<style:table-cell-properties fo:background-color="#1f3864"/></style:style>'
)


def white(paragraph: str = "") -> str:
    return f'<text:p {paragraph}><text:span text:style-name="W">a</text:span></text:p>'


def in_cell(style: str) -> str:
    cell = f"<table:table-cell {style}>{white()}</table:table-cell>"
    return f"<table:table><table:table-row>{cell}</table:table-row></table:table>"


@pytest.mark.parametrize(
    ("body", "hidden"),
    [
        pytest.param(white(), True, id="white on paper"),
        pytest.param(white('text:style-name="P"'), False, id="white in a dark paragraph"),
        pytest.param(in_cell('table:style-name="Z"'), False, id="white in a dark cell"),
        pytest.param(in_cell(""), True, id="white in a cell"),
    ],
)
def test_white_text_is_hidden_where_nothing_is_behind_it(body: str, hidden: bool) -> None:
    (only,) = document(f"{STYLES}{body}").body_paragraphs()
    assert [(piece.text, piece.hidden) for piece in only.pieces] == [("a", hidden)]
