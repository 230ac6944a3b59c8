"""What earlier declarations of the worksheets asked and the new forms ask no longer."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from ruecklauf.definition.models import CrossSection, Worksheet
from ruecklauf.findings import Subject
from ruecklauf.layout.row_ids import FIRST_FREE_NUMBER, printed_codes
from ruecklauf.rounds.prints import filled_by_form, is_among, printed_in
from ruecklauf.rounds.workspace import Workspace

CARRIED = ("F", "U", "X")
"""The kinds of fields (`wave:`) whose answers a later wave's form shows."""


@dataclass(frozen=True, slots=True)
class Former:
    """By what a value is known that has no place any more."""

    rows: frozenset[str]
    """Ids of rows that were printed."""
    fields: frozenset[Subject]
    """Fields, without rows, that people answered and that were not left empty in each wave."""
    printed: frozenset[Subject]
    """Questions that the form answered itself."""
    emptied: frozenset[Subject]
    """Fields, without rows, that were left empty in each wave."""
    personal: frozenset[Subject]
    """Fields, without rows, whose answers any declaration calls personal; those asked still, too."""

    def has_row(self, subject: Subject) -> bool:
        """Whether the question's row, or one of the two it combines, was printed."""
        return not self.rows.isdisjoint(subject.row_id.split("-"))

    def has_field(self, subject: Subject) -> bool:
        return subject.column in self.fields or subject.column in self.emptied


NOTHING_GONE = Former(frozenset(), frozenset(), frozenset(), frozenset(), frozenset())


def former(workspace: Workspace, worksheets: tuple[Worksheet, ...]) -> Former:
    """What any declaration kept in the store, or the library with all codes, asks and `worksheets` do not."""
    ids = {worksheet.id for worksheet in worksheets}
    with workspace.store.snapshot() as state:
        others = [other for other in state.declarations().values() if other.id in ids]
    others += [workspace.library.worksheet(worksheet_id) for worksheet_id in sorted(ids)]
    asked = {
        Subject(worksheet.id, section.id, "", field.id)
        for worksheet in worksheets
        for section, field in worksheet.all_fields()
    }
    gone = {column: wave for other in others for column, wave in columns(other).items()}
    gone = {column: wave for column, wave in gone.items() if column not in asked}
    return Former(
        _printed_rows(others) - _printed_rows(worksheets),
        frozenset(column for column, wave in gone.items() if wave in CARRIED),
        frozenset[Subject]().union(*map(printed_in, others)),
        frozenset(column for column, wave in gone.items() if wave not in CARRIED),
        frozenset[Subject]().union(*map(_personal, (*others, *worksheets))),
    )


def _personal(worksheet: Worksheet) -> frozenset[Subject]:
    return frozenset(
        Subject(worksheet.id, section.id, "", field.id)
        for section, field in worksheet.all_fields()
        if field.personal
    )


def columns(worksheet: Worksheet) -> dict[Subject, str]:
    """The fields that people answer, as questions without rows, with their kind (`wave:`)."""
    by_form = filled_by_form(worksheet)
    questions = {
        Subject(worksheet.id, section.id, "", field.id): str(field.wave)
        for section, field in worksheet.all_fields()
    }
    return {question: wave for question, wave in questions.items() if not is_among(question, by_form)}


def has_place(worksheet: Worksheet, subject: Subject) -> bool:
    """Whether the form has, or can be given, the question's row; of cross tables that is not looked at."""
    section = worksheet.section(subject.section)
    if isinstance(section, CrossSection):
        return True
    if not section.has_rows:
        return subject.row_id in ("", section.prefix)
    if subject.row_id in _rows_of(worksheet, subject.section):
        return True
    prefix, number = subject.row_id[:2], subject.row_id[2:]
    is_free = number.isdecimal() and int(number) >= FIRST_FREE_NUMBER
    return section.has_free_rows and prefix == section.prefix and is_free


@cache
def _rows_of(worksheet: Worksheet, section_id: str) -> frozenset[str]:
    return frozenset(printed_codes(worksheet, worksheet.section(section_id)))


def _printed_rows(worksheets: Iterable[Worksheet]) -> frozenset[str]:
    return frozenset(
        row_id
        for worksheet in worksheets
        for section in worksheet.sections
        for row_id in _rows_of(worksheet, section.id)
    )
