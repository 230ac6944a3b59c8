"""The rows of tables and grids, and their ids."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product

from ruecklauf.definition.models import GridSection, SectionBase, TableSection, Worksheet
from ruecklauf.fieldtypes.codelist import Code, CodeList

FIRST_FREE_NUMBER = 101
"""Free rows are numbered from here, so that printed rows keep numbers of their own."""


@dataclass(frozen=True, slots=True)
class PlannedRow:
    """A row before it has a place."""

    row_id: str
    printed: bool
    given: dict[str, str]


def row_ids(worksheet: Worksheet, section: SectionBase, more_rows: Mapping[str, int]) -> list[PlannedRow]:
    """The rows of a section, printed ones first; `more_rows` adds free ones by `worksheet.section`."""
    rows = list(_printed(worksheet, section))
    if isinstance(section, TableSection):
        free = section.free_rows + more_rows.get(f"{worksheet.id}.{section.id}", 0)
        rows += [
            PlannedRow(f"{section.prefix}{FIRST_FREE_NUMBER + number:03}", False, {})
            for number in range(free)
        ]
    return rows


def _printed(worksheet: Worksheet, section: SectionBase) -> Iterator[PlannedRow]:
    lists = worksheet.lists
    printed = section.printed_rows
    if not printed:
        return
    digits = 3 if len(printed) == 1 else 2
    for codes in product(*(_numbered(lists[rows.list]) for rows in printed)):
        given: dict[str, str] = {}
        for rows, code in zip(printed, codes, strict=True):
            given[rows.into] = code.code
            if rows.parent_into and code.parent:
                given[rows.parent_into] = code.parent
        number = "".join(f"{code.nr or 0:0{digits}}" for code in codes)
        yield PlannedRow(section.prefix + number, True, given)


NAME_JOINT = " – "
"""Stands between the labels that name a row of a grid: `BE0103 · Sprache – Duldung`."""


def row_names(worksheet: Worksheet, section: SectionBase, language: str) -> dict[str, str]:
    """What rows of a grid are called where others refer to them, by id; empty for other sections.

    These names are printed, so that such rows are there whether or not anything is entered in them.
    """
    if not isinstance(section, GridSection):
        return {}
    lists = {printed.into: worksheet.lists[printed.list] for printed in section.rows}
    return {
        row.row_id: NAME_JOINT.join(lists[into].label(row.given[into], language) for into in section.named_by)
        for row in _printed(worksheet, section)
    }


def row_names_read(worksheet: Worksheet, section: GridSection) -> dict[str, tuple[str, ...]]:
    """What rows of a grid are called in forms of any language in which all of a name is declared, by id."""
    found: dict[str, tuple[str, ...]] = {}
    lists = {printed.into: worksheet.lists[printed.list] for printed in section.rows}
    for row in _printed(worksheet, section):
        codes = [lists[into].get(row.given[into]) for into in section.named_by]
        texts = [dict(code.label.items()) for code in codes if code is not None]
        languages = [language for language in texts[0] if all(language in text for text in texts)]
        found[row.row_id] = tuple(NAME_JOINT.join(text[language] for text in texts) for language in languages)
    return found


def _numbered(codelist: CodeList) -> tuple[Code, ...]:
    """The codes that rows are printed from; codes without a number can only be chosen."""
    return tuple(code for code in codelist.codes if code.nr is not None)


def printed_codes(worksheet: Worksheet, section: SectionBase) -> dict[str, dict[str, str]]:
    """What the form prints into each printed row: codes by field, by row id."""
    return {row.row_id: row.given for row in _printed(worksheet, section)}
