"""Texts made comparable: labels are the same whatever case, white space, dashes or umlauts were typed."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache


def clean(text: str) -> str:
    """Text without outer white space; no-break spaces count as spaces, line ends are `\\n`."""
    return (
        text.replace("\u00a0", " ").replace("\u202f", " ").replace("\r\n", "\n").replace("\r", "\n").strip()
    )


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
    composed = unicodedata.normalize("NFC", clean(text)).casefold()
    return re.sub(r"[\s‐-―-]+", " ", composed.translate(_UMLAUTS)).strip()
