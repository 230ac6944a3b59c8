"""A number in a cell without format, as Excel shows it."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Context, Decimal

from ruecklauf.shown.number_formats.languages import Language

PLACES = 11
"""Characters that a number without format takes at most, its point included."""
DIGITS = 15
"""Significant digits that Excel keeps and shows."""
_WITH_EXPONENT = 6
_WIDE = Context(prec=4_000)
"""Wide enough for all digits of the greatest double behind the longest format."""


def significant(number: Decimal, digits: int = DIGITS) -> Decimal:
    """The number rounded to so many significant digits, halves away from zero."""
    return Context(prec=digits, rounding=ROUND_HALF_UP).plus(number)


def rounded(number: Decimal, decimals: int) -> Decimal:
    """The number rounded to so many decimals, halves away from zero, however many digits that takes."""
    return number.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP, _WIDE)


def general_text(number: Decimal, language: Language) -> str:
    """0.1 + 0.2 is 0,3; 434.99999999999994 is 435; what is too long gets an exponent (1,23457E+12)."""
    sign = "-" if number < 0 else ""
    number = significant(abs(number))
    if not number:
        return "0"
    text = _decimal(number)
    if len(text) > PLACES and -5 < number.adjusted() < PLACES:
        whole = max(number.adjusted(), 0) + 1
        text = _decimal(rounded(number, PLACES - whole - 1))
    if len(text) > PLACES or text == "0":
        text = _scientific(number)
    return sign + text.replace(".", language.point)


def _decimal(number: Decimal) -> str:
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _scientific(number: Decimal) -> str:
    rounded = significant(number, _WITH_EXPONENT)
    exponent = rounded.adjusted()
    return f"{_decimal(rounded.scaleb(-exponent))}E{'-' if exponent < 0 else '+'}{abs(exponent):02d}"
