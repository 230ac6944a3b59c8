"""Signs that are letters of a symbol font: ticks and boxes as the characters they look like."""

from __future__ import annotations

from ruecklauf.office.open_text import CHECKED, UNCHECKED

_TICK, _CROSS = "✓", "✗"

_SIGNS: dict[str, dict[int, str]] = {
    "wingdings": {
        **dict.fromkeys((0x6F, 0x71, 0x72, 0xA8), UNCHECKED),
        **dict.fromkeys((0x78, 0xFD, 0xFE), CHECKED),
        0xFB: _CROSS,
        0xFC: _TICK,
    },
    "wingdings 2": {
        0xA3: UNCHECKED,
        **dict.fromkeys((0x51, 0x52, 0x53, 0x54), CHECKED),
        0x4F: _CROSS,
        0x50: _TICK,
    },
}
"""By the letter's place in the font (https://www.unicode.org/L2/L2012/12368-n4384.pdf)."""

_PRIVATE = 0xF000
"""Where symbol fonts have their letters."""
_PRIVATE_SIGNS = {
    font: {_PRIVATE + letter: sign for letter, sign in signs.items()} for font, signs in _SIGNS.items()
}
_UNKNOWN = "\ufffd"


def symbol(font: str, code: str) -> str:
    """The character of a `w:sym`; of symbols with no better one, that of the private use area."""
    try:
        letter = int(code, 16)
    except ValueError:
        return _UNKNOWN
    sign = _SIGNS.get(font.casefold(), {}).get(letter - _PRIVATE if letter >= _PRIVATE else letter)
    if sign:
        return sign
    unusable = letter < 0x20 or 0xD800 <= letter < 0xE000 or letter > 0x10FFFF
    return _UNKNOWN if unusable else chr(letter)


def is_symbol_font(font: str) -> bool:
    return font.casefold() in _SIGNS


def in_font(font: str, text: str) -> str:
    """Text in a symbol font as it looks, where that is clear: a single letter, or letters of private use."""
    signs = _SIGNS[font.casefold()]
    letter = text.strip()
    if len(letter) == 1 and ord(letter) in signs:
        return text.replace(letter, signs[ord(letter)])
    return text.translate(_PRIVATE_SIGNS[font.casefold()])
