"""Answers that name a row which the form does not show: whatever took its number would be taken for it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from ruecklauf.definition.models import CrossSection, Worksheet
from ruecklauf.findings import Subject
from ruecklauf.layout.geometry import referred
from ruecklauf.layout.row_ids import printed_codes
from ruecklauf.values import Missing, Value

Answers = Mapping[Subject, Value]


def naming_nothing(answers: Answers, worksheets: Mapping[str, Worksheet]) -> dict[Subject, str]:
    """The answers of one alliance that refer to, or cross, a row that is neither printed nor among them, with
    that row's id. Of tables that are in none of the worksheets nothing is known."""
    found: dict[Subject, str] = {}
    while more := dict(_naming_nothing(answers, worksheets)):
        # a row of which such an answer was all may be named by others
        found |= more
        answers = {subject: value for subject, value in answers.items() if subject not in more}
    return found


def _naming_nothing(answers: Answers, worksheets: Mapping[str, Worksheet]) -> Iterator[tuple[Subject, str]]:
    there: dict[str, set[str]] = defaultdict(set)
    for subject in answers:
        there[f"{subject.worksheet}.{subject.section}"].add(subject.row_id)
    for subject, value in answers.items():
        for table, row_id in _named(subject, value, worksheets[subject.worksheet]):
            owner = worksheets.get(table.partition(".")[0])
            if owner is not None and row_id not in there[table] and row_id not in _printed(owner, table):
                yield subject, row_id
                break


def _named(subject: Subject, value: Value, worksheet: Worksheet) -> Iterator[tuple[str, str]]:
    """The rows that an answer names, and those that it stands between, with their tables."""
    section = worksheet.section(subject.section)
    field = section.field(subject.field)
    if field.refers_to and not isinstance(value, Missing):
        yield referred(worksheet, field), str(value)
    if isinstance(section, CrossSection):
        ends = (referred(worksheet, section.field(end)) for end in (section.down, section.across))
        yield from zip(ends, subject.row_id.split("-"), strict=False)


def _printed(worksheet: Worksheet, table: str) -> Mapping[str, object]:
    return printed_codes(worksheet, worksheet.section(table.partition(".")[2]))
