"""Every question that was asked has an answer, or a row that says why there is none."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from ruecklauf.dataset.planning import TablePlan
from ruecklauf.dataset.relevance import Circumstances, RuleRecord, around, not_asked
from ruecklauf.dataset.sent import DueRow, Owner
from ruecklauf.dataset.stored import Stored
from ruecklauf.store import RecordRow, StoredAnswer
from ruecklauf.values import Missing

Place = tuple[int, str, str, str]
"""Submission, worksheet, section and row id: what identifies a record."""


class Filled(NamedTuple):
    """Records and answers, those that only say why there is nothing among them."""

    records: list[RecordRow]
    answers: list[StoredAnswer]
    printed: list[StoredAnswer]
    """What a form that did not come back has printed into its rows: no answers."""


def with_all_questions(
    stored: Stored, answers: Iterable[StoredAnswer], plans: Mapping[str, TablePlan]
) -> Filled:
    """The stored records and these answers, with a row for each question that has none.

    no_answer and not_asked of what came back; not_returned for the rows and records that stand in a form
    before anybody answers, of forms and sheets that did not come back.
    """
    given = answers_by_place(answers)
    due = list(stored.due())
    given_answers = (answer for row in given.values() for answer in row.values())
    return Filled(
        [*stored.records, *(row.record for row in due)],
        [*given_answers, *_blanks(stored, given, plans), *_lacking(stored, due, plans)],
        [answer for row in due for answer in _printed(row, plans)],
    )


def answers_by_place(answers: Iterable[StoredAnswer]) -> dict[Place, dict[str, StoredAnswer]]:
    """The answers of each record, by field."""
    given: dict[Place, dict[str, StoredAnswer]] = defaultdict(dict)
    for answer in answers:
        given[_place(answer)][answer.field] = answer
    return given


def _place(row: StoredAnswer | RecordRow) -> Place:
    return row.submission_id, row.worksheet, row.section, row.row_id


def _blanks(
    stored: Stored, given: Mapping[Place, Mapping[str, StoredAnswer]], plans: Mapping[str, TablePlan]
) -> Iterator[StoredAnswer]:
    """Questions without an answer in what came back."""
    files = {returned.submission_id: returned.sha256 for returned in stored.returns}
    for owner, rows in records_by_owner(stored):
        unasked = not_asked(rule_records(rows, given), circumstances(stored, owner))
        for number, record in enumerate(rows):
            answered = given.get(_place(record), {})
            for field in _fields(stored, record, plans):
                if field not in answered:
                    kind = Missing.NOT_ASKED if (number, field) in unasked else Missing.NO_ANSWER
                    yield without_value(record, field, kind, files[record.submission_id])


def records_by_owner(stored: Stored) -> Iterator[tuple[Owner, list[RecordRow]]]:
    """The records of each alliance in each wave, in the order of its forms."""
    by_owner: dict[Owner, list[RecordRow]] = defaultdict(list)
    for record in stored.records:
        by_owner[record.alliance, record.wave].append(record)
    for owner, records in by_owner.items():
        yield owner, sorted(records, key=lambda row: (row.worksheet, row.section, row.position, row.row_id))


def rule_records(
    records: Iterable[RecordRow], given: Mapping[Place, Mapping[str, StoredAnswer]]
) -> Iterator[RuleRecord]:
    """The records as rules look at them, numbered in their order."""
    for number, record in enumerate(records):
        answers = {
            field: (answer.value, answer.missing)
            for field, answer in given.get(_place(record), {}).items()
            if answer.missing != Missing.NO_ANSWER
        }
        yield RuleRecord(number, f"{record.worksheet}.{record.section}", record.row_id, answers)


def circumstances(stored: Stored, owner: Owner) -> Circumstances:
    """What is known of an alliance in a wave."""
    numbers = {(return_.submission_id, return_.worksheet) for return_ in stored.returned[owner]}
    returned = {return_.worksheet: return_.declaration_hash for return_ in stored.returned[owner]}
    worksheets = around(owner, returned, stored.beside, stored.newest, stored.declarations)
    absent = {f"{part[1]}.{part[2]}" for part in stored.absent if part[:2] in numbers}
    unknown = {
        f"{worksheet.id}.{section.id}"
        for worksheet in worksheets.values()
        for section in worksheet.sections
        if worksheet.id not in returned
    }
    return Circumstances(worksheets, frozenset(absent | unknown), stored.wave_dates.get(owner[1]))


def _fields(stored: Stored, record: RecordRow, plans: Mapping[str, TablePlan]) -> Iterator[str]:
    """The fields that the record was asked for, without personal ones."""
    declared = stored.hashes[record.submission_id, record.worksheet]
    for field in plans[f"{record.worksheet}.{record.section}"].fields:
        if declared in field.by_declaration and not field.newest.is_companion:
            yield field.id


def _lacking(stored: Stored, due: Iterable[DueRow], plans: Mapping[str, TablePlan]) -> Iterator[StoredAnswer]:
    for row in due:
        for field in _fields(stored, row.record, plans):
            if field not in row.printed:
                yield without_value(row.record, field, Missing.NOT_RETURNED, None)


def _printed(row: DueRow, plans: Mapping[str, TablePlan]) -> Iterator[StoredAnswer]:
    personal = plans[f"{row.record.worksheet}.{row.record.section}"].personal
    for field, code in row.printed.items():
        if field not in personal:
            yield without_value(row.record, field, Missing.NOT_RETURNED, None)._replace(
                value=code, missing=None
            )


def without_value(record: RecordRow, field: str, kind: Missing, sha256: str | None) -> StoredAnswer:
    """An answer that nobody gave."""
    nothing: str = None  # type: ignore[assignment]
    return StoredAnswer(
        submission_id=record.submission_id,
        alliance=record.alliance,
        wave=record.wave,
        worksheet=record.worksheet,
        version=record.version,
        section=record.section,
        row_id=record.row_id,
        field=field,
        value=None,
        missing=kind.value,
        raw=nothing,
        sha256=sha256 or nothing,
        sheet=nothing,
        cell=nothing,
    )
