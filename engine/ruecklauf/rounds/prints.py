"""What a form answers itself, so that nobody can be asked for it."""

from __future__ import annotations

from collections.abc import Container

from ruecklauf.definition.models import CrossSection, Worksheet
from ruecklauf.findings import Subject
from ruecklauf.layout.row_ids import printed_codes


def printed_in(worksheet: Worksheet) -> frozenset[Subject]:
    """The questions whose cells the form prints or computes; without a row where it does so in every row."""
    printed = {
        Subject(worksheet.id, section.id, row_id, field)
        for section in worksheet.sections
        for row_id, codes in printed_codes(worksheet, section).items()
        for field in codes
    }
    ends = {
        Subject(worksheet.id, section.id, "", field)
        for section in worksheet.sections
        if isinstance(section, CrossSection)
        for field in (section.down, section.across)
    }
    computed = {
        Subject(worksheet.id, section.id, "", field.id)
        for section, field in worksheet.all_fields()
        if field.computed is not None
    }
    return frozenset(printed | ends | computed)


def filled_by_form(worksheet: Worksheet) -> frozenset[Subject]:
    """Those and the questions that the form answers with what the project knows of the alliance."""
    return printed_in(worksheet) | {
        Subject(worksheet.id, section.id, "", field.id)
        for section, field in worksheet.all_fields()
        if field.from_alliance is not None or field.is_locked
    }


def is_among(question: Subject, printed: Container[Subject]) -> bool:
    """Whether the question is one of those, in its row or in every row."""
    return question in printed or question.column in printed
