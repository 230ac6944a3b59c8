"""Lengths and positions as OpenDocument styles write them."""

from __future__ import annotations

import re

is_tiny = re.compile(r"[012](?:\.[0-4][0-9]*)?pt").fullmatch
"""Of letters: those of this size are dots."""
is_zero = re.compile(r"0+(?:\.0*)?[a-z%]*").fullmatch
_INCH = {"in": 1.0, "cm": 2.54, "mm": 25.4, "pt": 72.0, "pc": 6.0}
_LENGTH = re.compile(rf"([0-9]{{1,6}}(?:\.[0-9]{{1,20}})?)({'|'.join(_INCH)})")
_DIGIT, _PADDING = 7, 5
"""Pixels, of which an inch has 96: of a digit of 11 points, and beside what stands in a cell."""


def digits_in(length: str) -> float | None:
    """How many digits fit side by side into a column of that width; None if it is no length."""
    match = _LENGTH.fullmatch(length)
    return None if match is None else (float(match[1]) / _INCH[match[2]] * 96 - _PADDING) / _DIGIT


def shift(position: str) -> int:
    """What a position such as `super 58%` or `-33% 100%` does to text: raise (1), lower (-1), nothing (0)."""
    where = position.split()[0] if position.split() else ""
    if where in ("super", "sub"):
        return 1 if where == "super" else -1
    height = where.removesuffix("%")
    return 0 if not height.strip("+-0.") else -1 if height.startswith("-") else 1
