"""Worksheets that came in other files, as they are stored: what references and rules of this one look at."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping

from ruecklauf.cells import text_cell
from ruecklauf.check.put_right import PutRight
from ruecklauf.check.rows import Answer, ReadRow, ReadTable
from ruecklauf.definition.languages import speaks
from ruecklauf.definition.models import SectionBase, Worksheet
from ruecklauf.fieldtypes.base import FieldBase
from ruecklauf.findings import Subject
from ruecklauf.store import Correction, RecordRow, Return, Snapshot, StoredAnswer
from ruecklauf.texts import languages, load_texts
from ruecklauf.values import Missing, Value

_ABSENT = frozenset({"section_missing", "section_missing_local"})


def stored_tables(
    state: Snapshot, returned: Return, worksheet: Worksheet, corrections: Iterable[Correction]
) -> Iterator[ReadTable]:
    """The sections of a worksheet as a current return has them, with the corrections that apply.

    `worksheet` is the declaration by which the file is read beside which they stand. A section whose sheet
    was missing in the return is left out: what it would say is not known.
    """
    stated = _stated(state, returned, worksheet, corrections).values()
    records = state.records_of(returned.submission_id, worksheet.id)
    yield from tables_of(worksheet, stated, records, absent_in(state, returned.submission_id))


def absent_in(state: Snapshot, submission_id: int) -> frozenset[Subject]:
    """The sections whose sheets were missing in a return."""
    return frozenset(
        finding.subject for finding in state.findings_of(submission_id) if finding.code in _ABSENT
    )


def tables_of(
    worksheet: Worksheet,
    stated: Iterable[StoredAnswer],
    records: Iterable[RecordRow],
    absent: Container[Subject],
) -> Iterator[ReadTable]:
    """The sections of a worksheet with these answers to what it asks, without those that are `absent`."""
    answers = _answers(stated, worksheet)
    rows: dict[str, list[RecordRow]] = defaultdict(list)
    for record in records:
        rows[record.section].append(record)
    for section in worksheet.sections:
        if rows[section.id] or Subject(worksheet.id, section.id) not in absent:
            yield ReadTable(worksheet, section, tuple(_rows(section, rows[section.id], answers)))


def _rows(
    section: SectionBase, records: list[RecordRow], answers: Mapping[tuple[str, str], Mapping[str, Answer]]
) -> Iterator[ReadRow]:
    for record in sorted(records, key=lambda row: (row.position, row.row_id)):
        given = answers.get((section.id, record.row_id), {})
        # what has a record counts as a row, whether or not it was begun
        yield ReadRow(record.row_id, record.position, record.printed, given, started=True)


def _answers(given: Iterable[StoredAnswer], worksheet: Worksheet) -> dict[tuple[str, str], dict[str, Answer]]:
    """By section and row id, the answers to what the declaration asks."""
    asked = {(section.id, field.id): field for section, field in worksheet.all_fields()}
    found: dict[tuple[str, str], dict[str, Answer]] = defaultdict(dict)
    for stated in given:
        field = asked.get((stated.section, stated.field))
        if field is not None:
            value = _value(field, stated, worksheet)
            found[stated.section, stated.row_id][stated.field] = Answer(
                field, value, (), stated.raw, stated.place, stated.raw
            )
    return found


def put_right(corrections: Iterable[Correction], worksheets: Iterable[Worksheet]) -> dict[Subject, PutRight]:
    """What people put in place of answers to these worksheets, the newest of each."""
    asked = {
        (worksheet.id, section.id, field.id): field
        for worksheet in worksheets
        for section, field in worksheet.all_fields()
    }
    found: dict[Subject, PutRight] = {}
    for made in corrections:
        field = asked.get((made.worksheet, made.section, made.field))
        if made.takes_back:
            found.pop(made.subject, None)
        elif field is not None:
            found[made.subject] = PutRight(made.replaced, _given(field, made))
    return found


def _given(field: FieldBase, made: Correction) -> Value:
    if made.value is None:
        return Missing(made.missing or Missing.NO_ANSWER)
    try:
        return field.from_text(made.value)
    except (ValueError, ArithmeticError):
        # the field took something else when that was put right
        return Missing.UNREADABLE


def _stated(
    state: Snapshot, returned: Return, worksheet: Worksheet, corrections: Iterable[Correction]
) -> dict[Subject, StoredAnswer]:
    """What counts as the answer to each question."""
    answers = state.answers_of(returned.submission_id, worksheet.id)
    found = {answer.subject: answer for answer in answers}
    for correction in corrections:
        if correction.applies and correction.worksheet == worksheet.id:
            found.pop(correction.subject, None)
            if not correction.leaves_blank:
                found[correction.subject] = correction.answer_in(returned)
    return found


def _value(field: FieldBase, stated: StoredAnswer, worksheet: Worksheet) -> Value:
    if stated.missing is not None:
        return Missing(stated.missing)
    if stated.value is None:
        # of personal answers the kind of missing is not stored
        return _missing_in(field, stated.raw, worksheet)
    try:
        return field.from_text(stated.value)
    except (ValueError, ArithmeticError):
        # it was read by a declaration in which the field took something else
        return Missing.UNREADABLE


def _missing_in(field: FieldBase, text: str, worksheet: Worksheet) -> Missing:
    """The kind of missing that a text names, in any language that the worksheet is written in."""
    said = (
        field.parse(text_cell(text), worksheet.lists, load_texts(language)).value
        for language in languages()
        if speaks(worksheet, language)
    )
    kinds = (value for value in said if isinstance(value, Missing) and value is not Missing.UNREADABLE)
    return next(kinds, Missing.UNREADABLE)
