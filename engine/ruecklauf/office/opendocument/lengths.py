"""Lengths and positions as OpenDocument styles write them."""

from __future__ import annotations

import re

is_zero = re.compile(r"0+(?:\.0*)?[a-z%]*").fullmatch
_INCH = {"in": 1.0, "cm": 2.54, "mm": 25.4, "pt": 72.0, "pc": 6.0}
_LENGTH = re.compile(rf"([+-]?[0-9]{{0,6}}(?:\.[0-9]{{1,20}})?)({'|'.join(_INCH)})")
_SHARE = re.compile(r"([+-]?[0-9]{1,6}(?:\.[0-9]{1,20})?)%")
_POINTS = 72
_SEEN = 3
"""Pixels of a column, of which less shows nothing."""
_DIGIT, _PADDING = 7, 5
"""Pixels, of which an inch has 96: of a digit of 11 points, and beside what stands in a cell."""


def inches(length: str) -> float | None:
    """None if it is no length."""
    match = _LENGTH.fullmatch(length)
    return float(match[1]) / _INCH[match[2]] if match and match[1].strip("+-") else None


def points(length: str) -> float | None:
    """None if it is no length."""
    found = inches(length)
    return None if found is None else found * _POINTS


def per_cent(text: str) -> float | None:
    """None if it is no percentage."""
    match = _SHARE.fullmatch(text)
    return float(match[1]) if match else None


def digits_wide(length: str) -> float:
    """How many digits are as wide as a length; 0 if it is none."""
    return (inches(length) or 0) * 96 / _DIGIT


def is_slim(width: str) -> bool:
    """Whether a column of this width shows nothing."""
    found = inches(width)
    return found is not None and found * 96 < _SEEN


def digits_in(length: str) -> float | None:
    """How many digits fit side by side into a column of that width; None if it is no length."""
    width = inches(length)
    return None if width is None else (width * 96 - _PADDING) / _DIGIT


def shift(position: str) -> int:
    """What a position such as `super 58%` or `-33% 100%` does to text: raise (1), lower (-1), nothing (0)."""
    where = position.split()[0] if position.split() else ""
    if where in ("super", "sub"):
        return 1 if where == "super" else -1
    height = where.removesuffix("%")
    return 0 if not height.strip("+-0.") else -1 if height.startswith("-") else 1
