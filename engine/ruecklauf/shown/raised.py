"""Raised and lowered characters as what they look like: a mark behind a number is none of its digits."""

from __future__ import annotations

_RAISED = str.maketrans("0123456789+-=()", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾")
_LETTERS = str.maketrans("in", "ⁱⁿ")
"""Alone only: within a word they would be letters of two kinds."""
_LOWERED = str.maketrans("0123456789+-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎")


def raised(text: str) -> str:
    """The text of a superscript, in the characters that Unicode has for it."""
    return text.translate(_LETTERS) if len(text) == 1 and text.isalpha() else text.translate(_RAISED)


def lowered(text: str) -> str:
    """The text of a subscript."""
    return text.translate(_LOWERED)


def shifted(text: str, shift: int | None) -> str:
    """The text raised (1), lowered (-1), or as it is."""
    if not shift:
        return text
    return raised(text) if shift > 0 else lowered(text)
