"""What an answer means once read: a value of its field's type, or the way in which it is missing."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from enum import StrEnum


class Missing(StrEnum):
    """Why there is no value. Statistics packages get one code for each (see `MISSING_CODES`)."""

    NO_ANSWER = "no_answer"
    """Nothing was entered (keine Angabe)."""
    NOT_APPLICABLE = "not_applicable"
    """The respondent said that it does not apply (trifft nicht zu)."""
    UNKNOWN = "unknown"
    """The respondent said that it is not known (unbekannt)."""
    UNREADABLE = "unreadable"
    """Something was entered that cannot be read as this field's type; the text is kept, with a finding."""
    NOT_ASKED = "not_asked"
    """The question was not put: its condition did not hold, or the form of that version did not have it.
    Only datasets say so."""
    NOT_RETURNED = "not_returned"
    """A form with the question was sent, and its sheet has not come back. Only datasets say so."""
    WITHHELD = "withheld"
    """It would tell what tables withhold, or why there is no value would. Only releases say so."""


MISSING_CODES = {
    Missing.NO_ANSWER: -99,
    Missing.NOT_APPLICABLE: -98,
    Missing.UNKNOWN: -97,
    Missing.UNREADABLE: -96,
    Missing.NOT_ASKED: -95,
    Missing.NOT_RETURNED: -94,
}
FEWEST_FOR_PERCENT = 10
"""Of fewer cases counts are told, and no percentages."""
WITHHELD_CODE = -93
"""Of `Missing.WITHHELD`; nothing else knows it where nothing is withheld."""

Value = str | int | Decimal | date | bool | tuple[str, ...] | Missing
"""bool for ticks, str for texts, codes and row ids, tuple of codes for several choices."""

SEPARATOR = "|"
"""Stands between the codes of several choices in canonical text."""


def canonical_text(value: Value) -> str | None:
    """The one text that stands for a value in the long dataset; None for a missing one.

    Dates are ISO, ticks `true`/`false`, decimals without exponent and trailing zeros, codes joined by `|`.
    """
    match value:
        case Missing():
            return None
        case bool():
            return "true" if value else "false"
        case Decimal():
            return decimal_text(value)
        case date():
            return value.isoformat()
        case tuple():
            return SEPARATOR.join(value)
        case _:
            return str(value)


def decimal_text(value: Decimal) -> str:
    """A decimal without exponent and without trailing zeros: 1E+1 → 10, 2.50 → 2.5."""
    text = format(value, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text
