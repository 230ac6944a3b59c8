"""Forms with more free rows than their worksheets declare."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ruecklauf.definition.models import TableSection, Worksheet
from ruecklauf.errors import ProjectError

MOST = 899
"""Free rows that a table may have: their numbers, which begin at 101, have three digits."""


def more_rows(
    asked: Mapping[str, int], worksheets: Iterable[Worksheet], *, needed: Mapping[str, int]
) -> dict[str, int]:
    """The rows to add by `worksheet.section`: those asked for, or those needed anyway where these are more.

    What is asked for are numbers of free rows, by worksheet or `worksheet.section`.

    ProjectError for what is no table with free rows, and for a number that the table has already, or cannot
    have.
    """
    tables = {
        f"{worksheet.id}.{section.id}": section
        for worksheet in worksheets
        for section in worksheet.sections
        if isinstance(section, TableSection) and section.has_free_rows
    }
    added = dict(_added(name, number, tables) for name, number in asked.items())
    return {table: max(added.get(table, 0), needed.get(table, 0)) for table in {**added, **needed}}


def _added(name: str, number: int, tables: Mapping[str, TableSection]) -> tuple[str, int]:
    meant = [table for table in tables if name in (table, table.partition(".")[0])]
    if len(meant) != 1:
        raise ProjectError(
            f"{name!r} is no table with free rows of these forms"
            if not meant
            else f"{name!r} has several tables",
            remedy=f"Name one of: {', '.join(meant or tables) or 'none has any'}.",
        )
    [table] = meant
    declared = tables[table].free_rows
    if not declared < number <= MOST:
        raise ProjectError(
            f"{name!r} cannot have {number} free rows: it has {declared} anyway, and {MOST} at most",
            remedy="Give a number between these, or leave --rows out.",
        )
    return table, number - declared
