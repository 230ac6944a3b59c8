"""The entries that a validation offers: written out, in a range, or under a name."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from ruecklauf.cells import parse_a1

if TYPE_CHECKING:
    from openpyxl.workbook import Workbook

_RANGE = re.compile(
    r"(?:'(?P<quoted>(?:[^']|'')+)'!|(?P<sheet>[^\s'!]+)!)?"
    r"\$?(?P<first>[A-Z]{1,3}\$?\d+)(?::\$?(?P<last>[A-Z]{1,3}\$?\d+))?"
)
MOST = 500
"""Entries that are taken from one range."""


def entries_of(book: Workbook, sheet: str, formula: str) -> tuple[str, ...]:
    """The entries of a validation on a sheet; empty where they are calculated, or cannot be found."""
    text = formula.strip().removeprefix("=")
    if text.startswith('"') and text.endswith('"'):
        return _once(text[1:-1].replace('""', '"').split(","))
    if text in book.defined_names:
        text = str(book.defined_names[text].attr_text)
    found = _RANGE.fullmatch(text)
    return _in_range(book, sheet, found) if found else ()


def _in_range(book: Workbook, here: str, found: re.Match[str]) -> tuple[str, ...]:
    name = (found["quoted"] or "").replace("''", "'") or found["sheet"] or here
    if name not in book.sheetnames:
        return ()
    sheet = book[name]
    top, left = parse_a1(found["first"].replace("$", ""))
    bottom, right = parse_a1((found["last"] or found["first"]).replace("$", ""))
    if (bottom - top + 1) * (right - left + 1) > MOST:
        bottom = top + MOST // (right - left + 1) - 1
    cells = (
        sheet.cell(row, column).value for row in range(top, bottom + 1) for column in range(left, right + 1)
    )
    return _once(str(value) for value in cells if value is not None)


def _once(texts: Iterable[str]) -> tuple[str, ...]:
    stripped = (" ".join(text.split()) for text in texts)
    return tuple(dict.fromkeys(text for text in stripped if text))
