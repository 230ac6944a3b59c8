"""What stood in one spreadsheet cell, uninterpreted, and how cells are addressed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import lru_cache

from ruecklauf.invisibles import shows_nothing


class CellKind(StrEnum):
    """What a file says a cell holds; a number shown as a date is DATE."""

    BLANK = "blank"
    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    BOOL = "bool"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Raw:
    """The content of one cell exactly as the file has it; nothing stripped, nothing converted."""

    kind: CellKind
    text: str = ""
    """TEXT: the characters. NUMBER, DATE: the literal in the file (`380`, `45108.5`).
    BOOL: `1` or `0`. ERROR: `#DIV/0!` and its like. Empty for BLANK."""
    number_format: str = "General"
    moment: datetime | None = None
    """For DATE: the date and time the number stands for, in the workbook's own epoch (1900 or 1904)."""
    formula: str | None = None
    """The formula's text without `=` if there is one; `text` is then its cached value.
    A formula without cached value is BLANK with `formula` set."""
    shown: str | None = None
    """What a person saw, where the file says so (OpenDocument) or more than `number_format` decides it."""

    @property
    def is_blank(self) -> bool:
        """Whether nobody sees anything in the cell: spaces and invisible characters are nothing."""
        if self.formula is not None:
            return False
        return self.kind is CellKind.BLANK or (self.kind is CellKind.TEXT and shows_nothing(self.text))


BLANK = Raw(CellKind.BLANK)


def text_cell(text: str) -> Raw:
    """A TEXT cell, or a blank one for the empty string."""
    return Raw(CellKind.TEXT, text) if text else BLANK


@lru_cache(maxsize=20_000)
def column_letters(column: int) -> str:
    """The letters of a column counted from 1: 1 → A, 27 → AA."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def a1(row: int, column: int, *, absolute: bool = False) -> str:
    """The A1 address of a cell; row and column count from 1."""
    if absolute:
        return f"${column_letters(column)}${row}"
    return f"{column_letters(column)}{row}"


_A1 = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})")


@lru_cache(maxsize=200)
def column_number(letters: str) -> int:
    """The number of a column, counted from 1: A → 1, AA → 27."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number


def parse_a1(address: str) -> tuple[int, int]:
    """(row, column), counted from 1, of an address such as `C14` or `$C$14`; ValueError if it is none."""
    match = _A1.fullmatch(address)
    if match is None:
        raise ValueError(f"{address!r} is no cell address")
    return int(match[2]), column_number(match[1])


def quote_sheet(name: str) -> str:
    """A sheet name as it stands in a formula, always quoted: `'Akteure'`."""
    return "'" + name.replace("'", "''") + "'"
