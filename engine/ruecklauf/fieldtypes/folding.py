"""Texts made comparable: labels are the same whatever case, white space, dashes or umlauts were typed."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from ruecklauf.invisibles import without_invisible, without_outer


def clean(text: str) -> str:
    """Text as it is shown, without outer white space: every space is one, line ends are `\\n`."""
    return without_outer(text)


def bare(text: str) -> str:
    """Text as it is read, if not what is written counts but what it says: without invisible characters."""
    return without_outer(without_invisible(text))


_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})


def fold(text: str) -> str:
    """Text for comparing labels: case, white space, dashes and spelt-out umlauts make no difference."""
    return _fold_short(text) if len(text) <= _REMEMBERED else _fold(text)


_REMEMBERED = 200
"""Longest text whose folded form is remembered: labels come back in every file."""


@lru_cache(maxsize=20_000)
def _fold_short(text: str) -> str:
    return _fold(text)


def _fold(text: str) -> str:
    composed = unicodedata.normalize("NFC", bare(text)).casefold()
    return re.sub(r"[\s‐-―-]+", " ", composed.translate(_UMLAUTS)).strip()
