"""Numbers as German texts have them; what can be read in two ways is none."""

from __future__ import annotations

import re
from decimal import Decimal

from babel.numbers import NumberFormatError, parse_decimal

from ruecklauf.fieldtypes.folding import bare
from ruecklauf.values import decimal_text

_GERMAN = re.compile(
    r"[+-]? ?(?:[0-9]+|[0-9]{1,3}(?:\.[0-9]{3})+|[0-9]{1,3}(?: [0-9]{3})+|(?=,[0-9]))(?:,[0-9]+)?"
)
_MINUS_SIGNS = str.maketrans("\u2212\uff0d\u2011", "---")
"""What is a minus before a number, and nothing else: the sign itself, and Word's hyphen that does not break.

A dash is none of them: it may begin an item of a list.
"""
_LIST_DASH = re.compile("[-\uff0d\u2011] ")
"""Before a number it is a minus or the beginning of an item; the sign itself (U+2212) is always a minus."""
_GROUPED_BY_COMMA = re.compile(r"[+-]? ?[1-9][0-9]{0,2},[0-9]{3}")
"""Two thousand in English, and two with three decimals in German."""


def german_decimal(text: str) -> Decimal | None:
    """The number a German text stands for, or None; "1.234" and "- 5" are ambiguous and None too."""
    text = bare(text)
    if _LIST_DASH.match(text):
        return None
    text = text.translate(_MINUS_SIGNS)
    # the pattern comes first: Decimal, which babel calls, also takes NaN, 1e5, 1_000 and any script's digits
    if not _GERMAN.fullmatch(text) or ("," not in text and text.count(".") == 1):
        return None
    text = text.replace(" ", "")
    try:
        return parse_decimal(text, locale="de", strict=True)
    except (NumberFormatError, ValueError, ArithmeticError):
        return None


def read_as_group(text: str) -> Decimal | None:
    """What a text means if its comma groups the thousands: 2,000 as 2000; None if it cannot."""
    text = bare(text).translate(_MINUS_SIGNS)
    return Decimal(text.replace(",", "").replace(" ", "")) if _GROUPED_BY_COMMA.fullmatch(text) else None


def typed_number(value: Decimal) -> str:
    """A number as a German text has it, with one decimal more where the comma might group thousands."""
    text = german_number(value)
    return text if read_as_group(text) is None else f"{text}0"


def german_number(value: Decimal | int) -> str:
    """A number as Germans write it, without grouping: 12.5 → 12,5."""
    return decimal_text(Decimal(value)).replace(".", ",")


def digits_of(number: Decimal) -> int:
    """How many digits a number takes, without zeros before and behind."""
    return len("".join(map(str, number.as_tuple().digits)).strip("0"))
