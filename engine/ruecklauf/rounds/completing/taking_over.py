"""The stored answers of an earlier return that count again with the return that completes it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from ruecklauf.check.records import Record
from ruecklauf.definition.models import Worksheet
from ruecklauf.findings import Subject
from ruecklauf.rounds.completing.comparison import Compared
from ruecklauf.rounds.completing.renumbering import (
    Numbers,
    references_of,
    renumbered_answer,
    renumbered_id,
)
from ruecklauf.store import RecordRow, Snapshot, StoredAnswer, TakenOver


def taken_over(state: Snapshot, completing: Iterable[Compared], numbers: Numbers) -> TakenOver:
    """The stored answers that count again, and the rows that only the earlier return has."""
    answers: list[StoredAnswer] = []
    records: list[RecordRow] = []
    for compared in completing:
        worksheet, number = compared.worksheet, compared.previous.submission_id
        wanted = set(compared.taken)
        only_earlier = {question.row for question in wanted} - {question.row for question in compared.newer}
        rows = [
            row._replace(row_id=renumbered_id(row.row_id, numbers))
            for row in state.records_of(number, worksheet.id)
        ]
        rows = [row for row in rows if row.subject in only_earlier and not row.printed]
        whole = {row.subject for row in rows}
        references = references_of(worksheet)
        asked = {(section.id, field.id) for section, field in worksheet.all_fields()}
        stored = (
            renumbered_answer(answer, references, numbers)
            for answer in state.answers_of(number, worksheet.id)
        )
        records += rows
        answers += [
            answer
            for answer in stored
            if (answer.section, answer.field) in asked
            and (answer.subject in wanted or answer.subject.row in whole)
        ]
    return TakenOver(answers=tuple(answers), records=tuple(records))


def as_read_now(
    taken: TakenOver, answers: Iterable[StoredAnswer], worksheets: Iterable[Worksheet]
) -> TakenOver:
    """What is taken over, with its references as they lead now: their table may have come in since."""
    references = {column for worksheet in worksheets for column in references_of(worksheet)}
    read_now = {answer.subject: answer for answer in answers if answer.subject.column in references}

    def led(answer: StoredAnswer) -> StoredAnswer:
        now = read_now.get(answer.subject)
        if now is None or now.raw != answer.raw or now.personal:
            return answer
        return answer._replace(value=now.value, missing=now.missing)

    return replace(taken, answers=tuple(map(led, taken.answers)))


def own_records(records: Iterable[Record], taken: TakenOver) -> Iterator[Record]:
    """The records without what is stored as taken over."""
    rows = {row.subject for row in taken.records}
    questions = {answer.subject for answer in taken.answers}
    for record in records:
        row = Subject(record.worksheet, record.section, record.row_id)
        if row not in rows:
            others = (
                {name: answer for name, answer in kept.items() if row._replace(field=name) not in questions}
                for kept in (record.entries, record.contacts)
            )
            entries, contacts = others
            yield replace(record, entries=entries, contacts=contacts)
