"""Free rows that two departments each began under the same number, told apart."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from ruecklauf.definition.models import TableSection, Worksheet
from ruecklauf.fieldtypes.base import FieldBase, Kind
from ruecklauf.fieldtypes.folding import fold
from ruecklauf.intake.submission import RawAnswer, Submission
from ruecklauf.layout.geometry import FIRST_FREE_NUMBER, printed_codes
from ruecklauf.rounds.completing.told import Answers, Question, Told

Numbers = Mapping[str, str]
"""By row id in the earlier return, the row id under which it is kept beside the new one's rows."""


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
            names = [_name(answers, section.id, row_id, section.label_field) for answers in (newer, earlier)]
            if all(names) and names[0] != names[1]:
                found[row_id] = f"{section.prefix}{number:03}"
                number += 1
    return found


def _number(row_id: str) -> int:
    digits = row_id[2:]
    return int(digits) if digits.isdecimal() else 0


def _name(answers: Answers, section: str, row_id: str, label_field: str) -> str:
    told = answers.get(Question(section, row_id, label_field))
    return fold(told.text) if told is not None else ""


def renumbered_id(row_id: str, numbers: Numbers) -> str:
    """The row id with its parts, which in a cross table are two, under their new numbers."""
    return "-".join(numbers.get(part, part) for part in row_id.split("-"))


def renumbered(answers: Answers, worksheet: Worksheet, numbers: Numbers) -> Answers:
    """The earlier return's answers with its rows, and what refers to them, under their new numbers."""
    if not numbers:
        return answers
    fields = _fields(worksheet)
    return {
        question._replace(row_id=renumbered_id(question.row_id, numbers)): _told(
            told, fields[question.section, question.field], numbers
        )
        for question, told in answers.items()
    }


def _told(told: Told, field: FieldBase, numbers: Numbers) -> Told:
    if field.kind is not Kind.REFERENCE or told.value is None:
        return told
    return replace(told, value=numbers.get(told.value, told.value))


def _fields(worksheet: Worksheet) -> dict[tuple[str, str], FieldBase]:
    return {(section.id, field.id): field for section, field in worksheet.all_fields()}


def renumbered_submission(submission: Submission, numbers: Numbers) -> Submission:
    """The same of a file's raw answers; only for checking, as the file says something else."""
    if not numbers:
        return submission
    fields = {
        (worksheet.id, section.id, field.id): field
        for worksheet in submission.worksheets
        for section, field in worksheet.all_fields()
    }
    return replace(
        submission, answers=tuple(_answer(answer, fields, numbers) for answer in submission.answers)
    )


def _answer(
    answer: RawAnswer, fields: Mapping[tuple[str, str, str], FieldBase], numbers: Numbers
) -> RawAnswer:
    subject = answer.subject
    row_id = renumbered_id(subject.row_id, numbers)
    text = answer.raw.text
    field = fields.get((subject.worksheet, subject.section, subject.field))
    if field is not None and field.kind is Kind.REFERENCE:
        text = next((text.replace(old, new, 1) for old, new in numbers.items() if text.startswith(old)), text)
    if row_id == subject.row_id and text == answer.raw.text:
        return answer
    return replace(answer, subject=replace(subject, row_id=row_id), raw=replace(answer.raw, text=text))
