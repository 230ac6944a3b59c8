"""Which numbers a text can stand for that a number format shows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

_NUMBER = r"[+-]?(?:[0-9]+|[1-9][0-9]{{0,2}}(?:{group}[0-9]{{3}})+)?(?:{point}[0-9]*)?"
_GERMAN = re.compile(_NUMBER.format(group=r"(?:\.| )", point=","))
_ENGLISH = re.compile(_NUMBER.format(group=r"(?:,| )", point=r"\."))
_EITHER = re.compile(r"[+-]?[1-9][0-9]{0,2}[.,][0-9]{3}")
"""To a German a thousand and more with a point, a few and three decimals with a comma; an Englishman sees the
other."""


def numbers_shown(text: str) -> Iterator[Decimal]:
    """The numbers that a text shown by a program stands for: in German, and in English where it is no German.

    Unlike a typed 1.000 a shown one is a thousand to begin with: that is what German editions show.
    """
    text = "".join(text.replace("\u2212", "-").split("\u00a0")).strip()
    if not any(map(str.isdigit, text)):
        return
    if _GERMAN.fullmatch(text):
        yield Decimal(re.sub(r"[. ]", "", text).replace(",", "."))
    if _ENGLISH.fullmatch(text) and not _EITHER.fullmatch(text):
        yield Decimal(re.sub(r"[, ]", "", text))


def is_rounded(number: Decimal, shown: Decimal) -> bool:
    """Whether a format that leaves decimals out shows the number so."""
    step = Decimal(1).scaleb(min(int(shown.as_tuple().exponent), 0))
    return abs(number - shown) * 2 <= step
