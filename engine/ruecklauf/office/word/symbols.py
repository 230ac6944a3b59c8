"""Signs of a Word document that the file names by a font and a number."""

from __future__ import annotations

from ruecklauf.shown.symbol_fonts import UNKNOWN, is_symbol_font, shown_in, sign_of

__all__ = ["in_font", "is_symbol_font", "symbol"]

in_font = shown_in


def symbol(font: str, code: str) -> str:
    """The character of a `w:sym`; see `symbol_fonts.shown_in` for those that are not known."""
    try:
        return sign_of(font, int(code, 16))
    except ValueError:
        return UNKNOWN
