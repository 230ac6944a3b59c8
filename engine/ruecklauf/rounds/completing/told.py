"""What returns answer, by question: the form in which two of them are compared."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from ruecklauf.check.records import Entry, Record
from ruecklauf.definition.models import CrossSection, Worksheet
from ruecklauf.findings import Place
from ruecklauf.layout.geometry import printed_codes
from ruecklauf.store import ContactRow, Return, Snapshot, ValueRow
from ruecklauf.values import Missing, canonical_text


class Question(NamedTuple):
    """One question of a worksheet."""

    section: str
    row_id: str
    field: str


@dataclass(frozen=True, slots=True)
class Told:
    """An answer to it, and the file that gives it."""

    value: str | None
    """Canonical text; None for missing kinds and what cannot be read."""
    missing: str | None
    raw: str
    place: Place
    sha256: str
    personal: bool

    def says_the_same(self, other: Told) -> bool:
        if self.value is None and other.value is None:
            return (self.missing, self.raw) == (other.missing, other.raw)
        return self.value == other.value

    @property
    def text(self) -> str:
        return self.value if self.value is not None else self.raw


Answers = Mapping[Question, Told]


def told_by(records: Iterable[Record], worksheet: Worksheet, sha256: str) -> dict[Question, Told]:
    """The answers to a worksheet in records that are not stored yet, without what the form printed."""
    of_worksheet = [record for record in records if record.worksheet == worksheet.id]
    told = {
        question: told
        for record in of_worksheet
        for entries, personal in ((record.entries, False), (record.contacts, True))
        for question, told in _entries(record, entries, sha256, personal=personal)
    }
    return _own(told, worksheet)


def _entries(
    record: Record, entries: Mapping[str, Entry], sha256: str, *, personal: bool
) -> Iterator[tuple[Question, Told]]:
    for field, entry in entries.items():
        missing = entry.value.value if isinstance(entry.value, Missing) else None
        told = Told(canonical_text(entry.value), missing, entry.raw, entry.place, sha256, personal)
        yield Question(record.section, record.row_id, field), told


def told_in(state: Snapshot, one: Return, worksheet: Worksheet) -> dict[Question, Told]:
    """The answers to a worksheet in a stored return, as they were read; without what the form printed."""
    values = state.values_of(one.submission_id, worksheet.id)
    contacts = state.contacts_of(one.sha256, one.importer_version, worksheet.id)
    told = {
        **{_question(row): _told(row, row.missing, personal=False) for row in values},
        **{_question(row): _told(row, None, personal=True) for row in contacts},
    }
    return _own(told, worksheet)


def _question(row: ValueRow | ContactRow) -> Question:
    return Question(row.section, row.row_id, row.field)


def _told(row: ValueRow | ContactRow, missing: str | None, *, personal: bool) -> Told:
    return Told(row.value, missing, row.raw, Place(row.sheet, row.cell), row.sha256, personal)


def asked_by(answers: Answers, worksheet: Worksheet) -> Answers:
    """Those answers to questions that a declaration asks, personal ones as such."""
    asked = {(section.id, field.id): field.personal for section, field in worksheet.all_fields()}
    return {
        question: told
        for question, told in answers.items()
        if asked.get((question.section, question.field)) is told.personal
    }


def _own(told: dict[Question, Told], worksheet: Worksheet) -> dict[Question, Told]:
    """Without the cells that the form itself had filled."""
    printed = {
        Question(section.id, row_id, field)
        for section in worksheet.sections
        for row_id, given in printed_codes(worksheet, section).items()
        for field in given
    }
    given = {
        (section.id, field.id) for section, field in worksheet.all_fields() if field.from_alliance is not None
    }
    ends = {
        (section.id, field)
        for section in worksheet.sections
        if isinstance(section, CrossSection)
        for field in (section.down, section.across)
    }
    return {
        question: one
        for question, one in told.items()
        if question not in printed
        and (question.section, question.field) not in ends | given
        and one.missing != Missing.NO_ANSWER
    }


@dataclass(frozen=True, slots=True)
class Difference:
    """What a newer return says differently from an earlier one."""

    gone: tuple[Question, ...]
    """Answered earlier, blank now."""
    added: tuple[Question, ...]
    changed: tuple[Question, ...]
    kept: int

    @property
    def is_other_half(self) -> bool:
        """Whether the newer return completes the earlier one rather than correcting it.

        A corrected copy repeats what it corrects: it lacks few of the earlier answers. Two departments that
        each filled their part lack each other's. Taken for the other half is a return that repeats none of
        the earlier answers, that lacks three or more and more than a fifth of them, or that lacks five or
        more and adds five or more.
        """
        gone, both = len(self.gone), len(self.changed) + self.kept
        if not gone or not both:
            return bool(gone)
        return (gone >= 3 and gone * 5 > gone + both) or (gone >= 5 and len(self.added) >= 5)


def difference(newer: Answers, earlier: Answers) -> Difference:
    """The questions on which two returns differ, in the order of the answers."""
    both = [question for question in newer if question in earlier]
    changed = tuple(question for question in both if not newer[question].says_the_same(earlier[question]))
    return Difference(
        gone=tuple(question for question in earlier if question not in newer),
        added=tuple(question for question in newer if question not in earlier),
        changed=changed,
        kept=len(both) - len(changed),
    )


@dataclass(frozen=True, slots=True)
class Compared:
    """One worksheet of a new return beside the return that counted so far."""

    worksheet: Worksheet
    one: Return
    """The return that counted so far."""
    newer: Answers
    earlier: Answers
    difference: Difference
    is_older: bool
    """The new return was sent before the one that counted so far: where they differ, the latter counts."""
    unasked: tuple[str, ...] = ()
    """Answers of the earlier return, as they are shown, to what the new one's declaration does not ask so."""

    @property
    def completes(self) -> bool:
        """Whether both are to be read together."""
        if self.is_older:
            return difference(self.earlier, self.newer).is_other_half
        return self.difference.is_other_half

    @property
    def taken(self) -> tuple[Question, ...]:
        """The questions whose answers are taken from the earlier return where both are read together."""
        return self.difference.gone + (self.difference.changed if self.is_older else ())
