"""The XML namespaces of Word documents, transitional and Strict, and the small types of their attributes."""

from __future__ import annotations

import re
from functools import lru_cache

from ruecklauf.shown.colours import PAPER
from ruecklauf.shown.symbol_fonts import is_symbol_font

TRANSITIONAL = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
WORD = (TRANSITIONAL, STRICT)
WORD_2010 = ("http://schemas.microsoft.com/office/word/2010/wordml",)
WORD_2012 = ("http://schemas.microsoft.com/office/word/2012/wordml",)
MATH = (
    "http://schemas.openxmlformats.org/officeDocument/2006/math",
    "http://purl.oclc.org/ooxml/officeDocument/math",
)
OFFICE_VML = ("urn:schemas-microsoft-com:office:office",)

_SHORT = 200
_is_colour = re.compile(r"[0-9A-Fa-f]{6}").fullmatch
_HIGHLIGHTS = {
    "black": "000000",
    "white": PAPER,
    "blue": "0000FF",
    "cyan": "00FFFF",
    "green": "00FF00",
    "magenta": "FF00FF",
    "red": "FF0000",
    "yellow": "FFFF00",
    "darkblue": "000080",
    "darkcyan": "008080",
    "darkgreen": "008000",
    "darkmagenta": "800080",
    "darkred": "800000",
    "darkyellow": "808000",
    "darkgray": "808080",
    "lightgray": "C0C0C0",
}
"""ECMA-376 part 1, 17.18.40."""
_OFF = frozenset({"0", "false", "off"})
_VALUE, _STRICT_VALUE = (f"{namespace} val" for namespace in WORD)


def value(attributes: dict[str, str]) -> str:
    """The attribute `val`, empty if there is none."""
    found = attributes.get(_VALUE)
    return attributes.get(_STRICT_VALUE, "") if found is None else found


def attribute(attributes: dict[str, str], local: str) -> str:
    """Any other attribute, empty if there is none."""
    found = attributes.get(f"{TRANSITIONAL} {local}")
    return attributes.get(f"{STRICT} {local}", "") if found is None else found


def font_of(attributes: dict[str, str]) -> str:
    """The font that `w:rFonts` names for what Germans write.

    One of signs that is named for other letters alone (`hAnsi`) shows no sign for those of ASCII.
    """
    own, other = attribute(attributes, "ascii"), attribute(attributes, "hAnsi")
    return own or ("" if is_symbol_font(other) else other)


def ground_of(attributes: dict[str, str]) -> str:
    """The colour that `w:shd` or `w:highlight` puts behind letters, as six digits; empty for none."""
    fill, kind = attribute(attributes, "fill"), value(attributes).strip()
    if not fill:
        return _HIGHLIGHTS.get(kind.lower(), "")
    # A pattern of its colour alone
    return colour_of_digits(attribute(attributes, "color") if kind == "solid" else fill)


def is_shade(ground: str) -> bool:
    """Whether a ground is another one than paper."""
    return ground not in ("", PAPER)


def colour_of(attributes: dict[str, str]) -> str:
    """The colour that `w:color` gives letters, as six digits; empty for one that is seen on any ground."""
    colour = colour_of_digits(value(attributes))
    if colour:
        return colour
    theme = attribute(attributes, "themeColor") in ("background1", "light1")
    return PAPER if theme else ""


@lru_cache(maxsize=2_000)
def colour_of_digits(text: str) -> str:
    """Six hexadecimal digits; empty for anything else."""
    return text.upper() if _is_colour(text) else ""


def is_on(attributes: dict[str, str]) -> bool:
    """Whether a property is switched on, as its mere presence does."""
    return value(attributes).strip().lower() not in _OFF


def number(text: str, *, most: int) -> int:
    """A number from 0 to `most`, 0 for what is none; no answer hangs on it."""
    try:
        return min(max(int(text), 0), most)
    except ValueError:
        return 0


def shortened(name: str) -> str:
    """Somebody's or something's name without what no name has: findings quote it again and again."""
    return name[:_SHORT]
