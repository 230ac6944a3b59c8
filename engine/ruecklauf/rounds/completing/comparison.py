"""What two returns answer, question by question, and how they differ."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from ruecklauf.definition.models import TableSection, Worksheet
from ruecklauf.findings import Subject
from ruecklauf.layout.row_ids import printed_codes
from ruecklauf.rounds.prints import filled_by_form, is_among
from ruecklauf.store import Return, StoredAnswer
from ruecklauf.values import Missing

Answers = Mapping[Subject, StoredAnswer]


def by_question(answers: Iterable[StoredAnswer], worksheet: Worksheet) -> dict[Subject, StoredAnswer]:
    """The answers to a worksheet, without the cells that the form itself had filled."""
    own = filled_by_form(worksheet)
    return {
        answer.subject: answer
        for answer in answers
        if answer.worksheet == worksheet.id
        and not is_among(answer.subject, own)
        and answer.missing != Missing.NO_ANSWER
    }


def asked_by(answers: Answers, worksheet: Worksheet) -> Answers:
    """Those answers to questions that a declaration asks, personal ones as such."""
    asked = {(section.id, field.id): field.personal for section, field in worksheet.all_fields()}
    return {
        question: answer
        for question, answer in answers.items()
        if asked.get((question.section, question.field)) is answer.personal
    }


@dataclass(frozen=True, slots=True)
class Difference:
    """What a newer return says differently from an earlier one."""

    gone: tuple[Subject, ...]
    """Answered earlier, blank now."""
    added: tuple[Subject, ...]
    changed: tuple[Subject, ...]
    kept: int

    @property
    def any(self) -> bool:
        """Whether they differ at all."""
        return bool(self.gone or self.added or self.changed)

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


@dataclass(frozen=True)
class Compared:
    """One worksheet of a new return beside the return that counted so far."""

    worksheet: Worksheet
    previous: Return
    """The return that counted so far."""
    newer: Answers
    earlier: Answers
    is_older: bool
    """The new return was sent before the one that counted so far: where they differ, the latter counts."""
    are_apart: bool = False
    """Both list several rows, and none is in both lists: they are of two departments."""
    is_unclear: bool = False
    """Neither says of itself that it was sent later, and they differ."""
    unasked: tuple[StoredAnswer, ...] = ()
    """Answers of the earlier return to what the new one's declaration does not ask so."""
    asked_before: Worksheet | None = None
    """The declaration of the earlier return."""

    @cached_property
    def difference(self) -> Difference:
        return difference(self.newer, self.earlier)

    @cached_property
    def completes(self) -> bool:
        """Whether both are to be read together."""
        if self.are_apart:
            return True
        if self.is_older:
            return difference(self.earlier, self.newer).is_other_half
        return self.difference.is_other_half

    def names_a_free_row(self, question: Subject) -> bool:
        """Whether the answer says what a row is that the form has not printed: another one, another row."""
        section = self.worksheet.section(question.section)
        is_label = isinstance(section, TableSection) and section.label_field == question.field
        return is_label and question.row_id not in printed_codes(self.worksheet, section)

    @property
    def taken(self) -> tuple[Subject, ...]:
        """The questions whose answers are taken from the earlier return where both are read together."""
        return self.difference.gone + (self.difference.changed if self.is_older else ())
