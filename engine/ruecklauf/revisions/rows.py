"""Rows over versions: printed ones follow their codes, free ones keep their number."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from ruecklauf.definition.models import CrossSection, SectionBase, Worksheet
from ruecklauf.layout.row_ids import FIRST_FREE_NUMBER, printed_codes


@cache
def printed_by_row(worksheet: Worksheet, section_id: str) -> dict[str, tuple[tuple[str, str], ...]]:
    """List and code of each printed row, by its id."""
    section = worksheet.section(section_id)
    return {
        row_id: tuple((rows.list, given[rows.into]) for rows in section.printed_rows)
        for row_id, given in printed_codes(worksheet, section).items()
    }


@cache
def rows_by_codes(worksheet: Worksheet, section_id: str) -> dict[tuple[str, ...], str]:
    """The id of each printed row, by its codes."""
    return {
        tuple(code for _, code in codes): row_id
        for row_id, codes in printed_by_row(worksheet, section_id).items()
    }


def free_number(section: SectionBase, row_id: str) -> str:
    """The number of a free row, or nothing."""
    prefix, number = row_id[:2], row_id[2:]
    is_free = prefix == section.prefix and number.isdecimal() and int(number) >= FIRST_FREE_NUMBER
    return number if is_free else ""


def same_rows(old: Worksheet, old_id: str, new: Worksheet, new_id: str) -> bool:
    """Whether rows of both sections can be told to be the same: both are one record, or both have printed
    rows alone."""
    before, after = old.section(old_id), new.section(new_id)
    if not before.has_rows or not after.has_rows:
        return before.has_rows == after.has_rows
    return not any(
        section.has_free_rows or isinstance(section, CrossSection) for section in (before, after)
    ) and len(before.printed_rows) == len(after.printed_rows)


@dataclass(frozen=True, slots=True)
class RowTarget:
    """What became of a row."""

    row_id: str = ""
    asked: str = ""
    """Why people must say which row it is now."""
    gone: str = ""
    """Why there is no such row any more."""
    undeclared: bool = False
    """Nobody said what became of it."""
    recoded: bool = False
