"""Free rows that two departments each began under the same number, told apart."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace

from ruecklauf.definition.models import TableSection, Worksheet
from ruecklauf.fieldtypes.base import Kind
from ruecklauf.fieldtypes.folding import fold
from ruecklauf.findings import Subject
from ruecklauf.intake.submission import RawAnswer, Submission
from ruecklauf.layout.row_ids import FIRST_FREE_NUMBER, printed_codes
from ruecklauf.rounds.completing.comparison import Answers
from ruecklauf.store import StoredAnswer

Numbers = Mapping[str, str]
"""By row id in the earlier return, the row id under which it is kept beside the new one's rows."""


SEVERAL = 2
"""Free rows with other names that are another list; a single one may have been renamed."""


def clashing_rows(worksheet: Worksheet, newer: Answers, earlier: Answers) -> dict[str, str]:
    """New ids for the earlier return's free rows whose name the new return gives to something else."""
    found: dict[str, str] = {}
    for section in worksheet.sections:
        if not isinstance(section, TableSection) or section.label_field is None:
            continue
        printed = printed_codes(worksheet, section)
        rows = {question.row_id for question in (*newer, *earlier) if question.section == section.id}
        number = max([FIRST_FREE_NUMBER + section.free_rows - 1, *map(_number, rows)]) + 1
        for row_id in sorted(rows - printed.keys()):
            label = Subject(worksheet.id, section.id, row_id, section.label_field)
            names = [fold(answers[label].text) if label in answers else "" for answers in (newer, earlier)]
            if all(names) and names[0] != names[1]:
                found[row_id] = f"{section.prefix}{number:03}"
                number += 1
    return found


def shares_no_rows(worksheet: Worksheet, newer: Answers, earlier: Answers) -> bool:
    """Whether both list several free rows in one table, of which not one has the same name.

    Nobody corrects all of a list at once: these are two departments' lists.
    """
    for section in worksheet.sections:
        if isinstance(section, TableSection) and section.label_field is not None:
            printed = printed_codes(worksheet, section)
            names = [
                {
                    fold(answer.text)
                    for question, answer in answers.items()
                    if (question.section, question.field) == (section.id, section.label_field)
                    and question.row_id not in printed
                }
                for answers in (newer, earlier)
            ]
            if min(map(len, names)) >= SEVERAL and names[0].isdisjoint(names[1]):
                return True
    return False


def _number(row_id: str) -> int:
    digits = row_id[2:]
    return int(digits) if digits.isdecimal() else 0


def renumbered_id(row_id: str, numbers: Numbers) -> str:
    """The row id with its parts, which in a cross table are two, under their new numbers."""
    return "-".join(numbers.get(part, part) for part in row_id.split("-"))


def renumbered(answers: Answers, worksheet: Worksheet, numbers: Numbers) -> Answers:
    """The earlier return's answers with its rows, and what refers to them, under their new numbers."""
    if not numbers:
        return answers
    moved = (renumbered_answer(answer, references_of(worksheet), numbers) for answer in answers.values())
    return {answer.subject: answer for answer in moved}


def renumbered_answer(
    answer: StoredAnswer, references: Collection[Subject], numbers: Numbers
) -> StoredAnswer:
    """The answer under its row's new number; a reference leads to the row under its new number."""
    value = answer.value
    if value is not None and answer.subject.column in references:
        value = numbers.get(value, value)
    return answer._replace(row_id=renumbered_id(answer.row_id, numbers), value=value)


def references_of(worksheet: Worksheet) -> set[Subject]:
    """Every reference that a worksheet asks for, whatever the row."""
    return {
        Subject(worksheet.id, section.id, "", field.id)
        for section, field in worksheet.all_fields()
        if field.kind is Kind.REFERENCE
    }


def renumbered_submission(submission: Submission, numbers: Numbers) -> Submission:
    """The same of a file's raw answers; only for checking, as the file says something else."""
    if not numbers:
        return submission
    references = {column for worksheet in submission.worksheets for column in references_of(worksheet)}
    answers = tuple(_answer(answer, references, numbers) for answer in submission.answers)
    return replace(submission, answers=answers)


def _answer(answer: RawAnswer, references: Collection[Subject], numbers: Numbers) -> RawAnswer:
    subject = answer.subject
    row_id = renumbered_id(subject.row_id, numbers)
    text = answer.raw.text
    if subject.column in references:
        text = next((text.replace(old, new, 1) for old, new in numbers.items() if text.startswith(old)), text)
    if row_id == subject.row_id and text == answer.raw.text:
        return answer
    return replace(answer, subject=subject._replace(row_id=row_id), raw=replace(answer.raw, text=text))
