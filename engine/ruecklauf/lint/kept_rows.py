"""Free rows that were filled in, beside those that tables have today."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from ruecklauf.definition.models import SectionBase, TableSection, Worksheet
from ruecklauf.definition.source import At
from ruecklauf.errors import Problem
from ruecklauf.findings import Subject
from ruecklauf.layout.row_ids import FIRST_FREE_NUMBER
from ruecklauf.library import Library
from ruecklauf.lint.declared import DeclaredSection, declarations
from ruecklauf.revisions.steps import route

Filled = Callable[[], Mapping[tuple[str, str], int]]
"""Gives by worksheet and section the highest number of a free row that came back; asked if it matters."""
_Fewer = tuple[Worksheet, TableSection, DeclaredSection]
"""A table of a kept declaration, and today's with fewer free rows."""


def check_rows(library: Library, kept: Iterable[Worksheet], filled: Filled) -> tuple[Problem, ...]:
    """Tables with fewer free rows than before, in which those that came back filled in have no place; as long
    as none came back, those that forms had. An error where there are none any more."""
    fewer = list(_with_fewer(library, kept))
    if not fewer:
        return ()
    highest = filled()
    problems: dict[At, tuple[int, Problem]] = {}
    for old, section, now in fewer:
        needed, because = _needed(old, section, highest)
        if needed > max(_free(now.section), problems.get(now.at(), (0,))[0]):
            problems[now.at()] = needed, _problem(now, needed, because)
    return tuple(sorted(problem for _, problem in problems.values()))


def _with_fewer(library: Library, kept: Iterable[Worksheet]) -> Iterator[_Fewer]:
    today = {
        (entry.worksheet.id, section.section.id): section
        for entry, section in declarations(library).sections()
    }
    for old in kept:
        for section in old.sections:
            if isinstance(section, TableSection) and section.has_free_rows:
                way = route(Subject(old.id, section.id), old.version, library.worksheets)
                now = today.get((way.place.worksheet, way.place.section))
                # one that is gone is dropped with a reason, or told as such
                if not way.gone and now is not None and _free(now.section) < section.free_rows:
                    yield old, section, now


def _free(section: SectionBase) -> int:
    return section.free_rows if isinstance(section, TableSection) else 0


def _needed(old: Worksheet, section: TableSection, highest: Mapping[tuple[str, str], int]) -> tuple[int, str]:
    """How many free rows there should be, and by what."""
    number = highest.get((old.id, section.id), 0)
    if number >= FIRST_FREE_NUMBER:
        return number - FIRST_FREE_NUMBER + 1, f"rows up to {section.prefix}{number} came back"
    return section.free_rows, f"forms of version {old.version} had {section.free_rows} free rows"


def _problem(now: DeclaredSection, needed: int, because: str) -> Problem:
    number = _free(now.section)
    if not number:
        return now.at("free_rows").problem(
            f"{because}, and the table has no free rows any more, so what stands in them is carried on "
            "nowhere; keep some, or drop the section with a reason"
        )
    return now.at("free_rows").problem(
        f"{because}, and the table has {number} now: forms that carry answers on get as many as that takes; "
        f"free_rows: {needed} keeps all",
        severity="warning",
    )
