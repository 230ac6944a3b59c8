"""Letters in the colour that is behind them."""

from __future__ import annotations

import re
from functools import lru_cache

LEAST_CONTRAST = 1.1
"""Of letters that are seen at all: white on the pale yellow of entry cells has 1.04, on light grey 1.2."""
PAPER = "FFFFFF"
NOWHERE_SEEN = "nowhere"
"""Stands for the colour of letters that are not seen on any ground, as they are too small."""
_is_rgb = re.compile(r"[0-9A-F]{6}").fullmatch


@lru_cache(maxsize=2_000)
def is_lost(letters: str, ground: str) -> bool:
    """Whether letters of one colour are not seen on the other.

    Empty stands for what nobody chose: letters that are seen on any ground, and white paper.

    Colours are six hexadecimal digits; such as are not known so (`theme 4`) are lost on themselves alone.
    """
    if not letters:
        return False
    if letters == NOWHERE_SEEN:
        return True
    ours, theirs = letters.upper(), (ground or PAPER).upper()
    if not (_is_rgb(ours) and _is_rgb(theirs)):
        return ours == theirs
    darker, lighter = sorted((_luminance(ours), _luminance(theirs)))
    return (lighter + 0.05) / (darker + 0.05) < LEAST_CONTRAST


def _luminance(rgb: str) -> float:
    """https://www.w3.org/TR/WCAG21/#dfn-relative-luminance"""
    red, green, blue = (_linear(int(rgb[at : at + 2], 16) / 255) for at in (0, 2, 4))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(share: float) -> float:
    return share / 12.92 if share <= 0.03928 else ((share + 0.055) / 1.055) ** 2.4
