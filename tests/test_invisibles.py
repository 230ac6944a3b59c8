"""Characters that nobody sees are those that Unicode says so of."""

from __future__ import annotations

import re
import sys
import unicodedata

import pytest

from ruecklauf.invisibles import (
    INVISIBLE,
    shows_nothing,
    unclosed_direction,
    without_invisible,
    without_outer,
)

SEEN_FORMATS = (
    *range(0x600, 0x606), 0x6DD, 0x70F, 0x890, 0x891, 0x8E2, 0xFFF9, 0xFFFA, 0xFFFB, 0x110BD, 0x110CD,
    *range(0x13430, 0x13460),
)  # fmt: skip
"""https://www.unicode.org/Public/UCD/latest/ucd/PropList.txt: Prepended_Concatenation_Mark and others."""


def test_every_format_character_without_a_look_is_invisible() -> None:
    formats = {code for code in range(sys.maxunicode + 1) if unicodedata.category(chr(code)) == "Cf"}
    missing = {code for code in formats if not re.match(f"[{INVISIBLE}]", chr(code))}
    assert missing == formats & set(SEEN_FORMATS)


def test_no_letter_digit_or_sign_is_invisible() -> None:
    unseen = (chr(code) for code in range(sys.maxunicode + 1) if re.match(f"[{INVISIBLE}]", chr(code)))
    letters = {one for one in unseen if unicodedata.category(one) not in ("Cf", "Mn", "Cn")}
    assert letters == set("\u115f\u1160\u3164\uffa0\u2800\U0001d159")


@pytest.mark.parametrize(
    ("text", "outer", "bare"),
    [
        ("ja\u200b", "ja", "ja"),
        ("\u200e 12\u2009000 \u200f", "12 000", " 12\u2009000 "),
        (
            "Bildungs\u00adbüro und\u200b Amt\u00a0",
            "Bildungs\u00adbüro und\u200b Amt",
            "Bildungsbüro und Amt\u00a0",
        ),
        ("gut ❤\ufe0f", "gut ❤\ufe0f", "gut ❤"),
        ("\U0001f3f4\U000e0067\U000e007f ", "\U0001f3f4\U000e0067\U000e007f", "\U0001f3f4 "),
        ("\u202e12", "\u202e12", "\u202e12"),
        ("a\r\nb\u2028c\rd\u0085e", "a\nb\nc\nd\ne", "a\r\nb\u2028c\rd\u0085e"),
        ("\ue0fe", "\ue0fe", "\ue0fe"),
    ],
)
def test_what_nobody_sees_is_left_out(text: str, outer: str, bare: str) -> None:
    assert (without_outer(text), without_invisible(text)) == (outer, bare)
    assert not shows_nothing(text)


@pytest.mark.parametrize(
    "text", ["", " ", "\u00a0\n", "\u200b", "\u3164\u115f", "\u2800", "\u202e", "\u200b \ufe0f"]
)
def test_spaces_and_invisible_characters_show_nothing(text: str) -> None:
    assert shows_nothing(text)


@pytest.mark.parametrize(
    ("text", "turning"),
    [
        ("Plätze", ""),
        ("\u2067שלום\u2069 und mehr", ""),
        ("\u202aA\u202bB\u202c\u202c", ""),
        ("\u2067A\u202aB\u2069", "\u2067"),
        ("\u2067A\nB\u2069", "\u2067"),
        ("A\u202eB\u202c", "\u202e"),
        ("A\u202b", "\u202b"),
        ("A\u202c\u2069", ""),
    ],
)
def test_direction_is_turned_for_its_own_text_alone(text: str, turning: str) -> None:
    assert unclosed_direction(text) == turning
