"""The XML namespaces of Word documents, transitional and Strict, and the small types of their attributes."""

from __future__ import annotations

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
    """The font that `w:rFonts` names for what Germans write."""
    return attribute(attributes, "ascii") or attribute(attributes, "hAnsi")


def is_shade(attributes: dict[str, str]) -> bool:
    """Whether `w:shd` or `w:highlight` gives a ground on which white letters are seen."""
    fill = attribute(attributes, "fill") or value(attributes)
    return fill.strip().lower() not in ("", "auto", "ffffff", "none", "clear", "nil", "white")


def is_white(attributes: dict[str, str]) -> bool:
    """Whether `w:color` makes letters as white as paper."""
    return value(attributes).strip().lower() == "ffffff"


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
