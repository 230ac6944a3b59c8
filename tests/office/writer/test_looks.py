"""What sets OpenDocument text off, and the fonts whose letters are signs."""

from __future__ import annotations

import pytest

from office.packages import zipped
from office.writer.test_reader import MIMETYPE, NAMESPACES, URN
from ruecklauf.office.document import Paragraph, Piece
from ruecklauf.office.opening import open_document


def pieces(properties: str, text: str, parent: str = "") -> tuple[Piece, ...]:
    """The pieces of a paragraph of which the end has a style with these properties."""
    content = (
        f'<office:document-content {NAMESPACES} xmlns:svg="{URN}:svg-compatible:1.0"><office:font-face-decls>'
        '<style:font-face style:name="Wingdings1" svg:font-family="Wingdings" style:font-charset="x-symbol"/>'
        '<style:font-face style:name="Zeichen" svg:font-family="Hauszeichen" style:font-charset="x-symbol"/>'
        "</office:font-face-decls><office:automatic-styles>"
        '<style:style style:name="Fett" style:family="text">'
        '<style:text-properties fo:font-weight="bold"/></style:style>'
        f'<style:style style:name="T" style:family="text" style:parent-style-name="{parent}">'
        f"<style:text-properties {properties}/></style:style>"
        f"</office:automatic-styles><office:body><office:text><text:p>ja <text:span text:style-name='T'>"
        f"{text}</text:span></text:p></office:text></office:body></office:document-content>"
    )
    (paragraph,) = open_document(zipped({"mimetype": MIMETYPE, "content.xml": content})).blocks
    assert isinstance(paragraph, Paragraph)
    return paragraph.pieces


@pytest.mark.parametrize(
    "properties",
    [
        'fo:font-weight="bold"',
        'style:text-underline-style="solid"',
        'fo:background-color="#ffff00"',
        'fo:border="0.06pt solid #000000"',
        'style:text-emphasize="dot above"',
    ],
)
def test_text_is_set_off_by_its_look(properties: str) -> None:
    assert pieces(properties, "nein") == (Piece("ja "), Piece("nein", marked=True))


def test_text_is_set_off_by_what_its_style_is_based_on() -> None:
    assert pieces("", "nein", "Fett") == (Piece("ja "), Piece("nein", marked=True))
    assert pieces('fo:font-weight="normal"', "nein", "Fett") == (Piece("ja nein"),)


@pytest.mark.parametrize(
    "properties", ['fo:font-weight="normal"', 'fo:color="#000000"', 'style:font-name="Arial"']
)
def test_text_is_set_off_by_nothing_else(properties: str) -> None:
    assert pieces(properties, "nein") == (Piece("ja nein"),)


@pytest.mark.parametrize(
    ("properties", "text", "shown"),
    [
        ('style:font-name="Wingdings1"', "\uf0fe", "☑"),
        ('style:font-name="Wingdings1"', "nü", "■✓"),
        ('fo:font-family="Symbol"', "a\uf0b3", "α≥"),
        ('style:font-name="Zeichen"', "n", "\uf06e"),
        ('style:font-name="Arial"', "n", "n"),
    ],
)
def test_letters_of_symbol_fonts_are_shown_as_signs(properties: str, text: str, shown: str) -> None:
    assert pieces(properties, text) == (Piece(f"ja {shown}"),)
