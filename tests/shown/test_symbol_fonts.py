"""Signs of symbol fonts as people see them; what is not known is no letter."""

from __future__ import annotations

import pytest

from ruecklauf.shown.symbol_fonts import has_unknown_sign, is_symbol_font, shown_in, sign_of

SHOWN = [
    ("Wingdings", "\uf0fe\uf0a8\uf06e\uf0fc\uf0fb\uf078", "☑☐■✓✗☒"),
    ("WINGDINGS", "þ¨nüûx", "☑☐■✓✗☒"),
    ("Wingdings", "\uf0e0 \uf0df \uf0e8 J", "→ ← ➡ ☺"),
    ("Wingdings", "✓ ☒ – →", "✓ ☒ – →"),
    ("Wingdings 2", "PRTO£", "✓☑☒✗☐"),
    ("Wingdings 3", '"!', "→←"),
    ("Webdings", "anr", "✓●✗"),
    ("Symbol", "a b\uf0b3 12 £ \uf0b7", "α β≥ 12 ≤ •"),
    ("SymbolMT", "W", "Ω"),
    ("Marlett", "ah", "✓●"),
    ("Marlett", "Z", "\uf05a"),
    ("MT Extra", "nein", "\uf06e\uf065\uf069\uf06e"),
]


@pytest.mark.parametrize(("font", "text", "shown"), SHOWN)
def test_letters_of_a_symbol_font_are_what_they_look_like(font: str, text: str, shown: str) -> None:
    assert is_symbol_font(font)
    assert shown_in(font, text) == shown


@pytest.mark.parametrize(
    "font", ["Wingdings", "Wingdings 2", "Wingdings 3", "Webdings", "Marlett", "MT Extra"]
)
def test_no_letter_of_a_font_of_signs_stays_one(font: str) -> None:
    letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZäöüß"
    assert not any(one.isalpha() and one.isascii() for one in shown_in(font, letters))


def test_font_of_letters_is_left_alone() -> None:
    assert not is_symbol_font("Arial")
    assert is_symbol_font("Hausschrift Zeichen", symbols=True)
    assert (sign_of("Arial", 0x2612), sign_of("Wingdings", 0xFE), sign_of("Arial", 7)) == ("☒", "☑", "\ufffd")


@pytest.mark.parametrize(
    ("text", "unknown"), [("Schule → Beruf", False), ("a\uf05a", True), ("\ufffd", True)]
)
def test_sign_that_nobody_knows_is_seen(text: str, unknown: bool) -> None:
    assert has_unknown_sign(text) is unknown
