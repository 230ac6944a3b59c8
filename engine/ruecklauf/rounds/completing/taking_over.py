"""The stored answers of an earlier return that count again with the return that completes it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from ruecklauf.check.records import Record
from ruecklauf.definition.models import Worksheet
from ruecklauf.fieldtypes.base import Kind
from ruecklauf.rounds.completing.renumbering import Numbers, renumbered_id
from ruecklauf.rounds.completing.told import Compared, Question
from ruecklauf.store import ContactRow, RecordRow, Snapshot, TakenOver, ValueRow
from ruecklauf.values import Missing, canonical_text


def taken_over(state: Snapshot, completing: Iterable[Compared], numbers: Numbers) -> TakenOver:
    """The stored rows of the answers that count again, and of the rows that only the earlier return has."""
    values: list[ValueRow] = []
    records: list[RecordRow] = []
    contacts: list[ContactRow] = []
    for one in completing:
        wanted = set(one.taken)
        number, worksheet = one.one.submission_id, one.worksheet.id
        own = {question[:2] for question in one.newer}
        whole = {question[:2] for question in wanted} - own
        asked = {(section.id, field.id) for section, field in one.worksheet.all_fields()}
        stored = [_renumbered_record(row, numbers) for row in state.records_of(number, worksheet)]
        taken = [row for row in stored if (row.section, row.row_id) in whole and not row.printed]
        whole = {(row.section, row.row_id) for row in taken}
        records += taken
        told = (_renumbered_value(row, one.worksheet, numbers) for row in state.values_of(number, worksheet))
        values += [row for row in told if _is_taken(row, wanted, whole, asked)]
        personal = state.contacts_of(one.one.sha256, one.one.importer_version, worksheet)
        moved = (row._replace(row_id=renumbered_id(row.row_id, numbers)) for row in personal)
        contacts += [row for row in moved if _is_taken(row, wanted, whole, asked)]
    return TakenOver(values=tuple(values), records=tuple(records), contacts=tuple(contacts))


def _renumbered_record(row: RecordRow, numbers: Numbers) -> RecordRow:
    return row._replace(row_id=renumbered_id(row.row_id, numbers))


def _renumbered_value(row: ValueRow, worksheet: Worksheet, numbers: Numbers) -> ValueRow:
    value = row.value
    if value is not None and (row.section, row.field) in references_of(worksheet):
        value = numbers.get(value, value)
    return row._replace(row_id=renumbered_id(row.row_id, numbers), value=value)


def references_of(worksheet: Worksheet) -> set[tuple[str, str]]:
    """Section and field of every reference that a worksheet asks for."""
    return {
        (section.id, field.id) for section, field in worksheet.all_fields() if field.kind is Kind.REFERENCE
    }


def _is_taken(
    row: ValueRow | ContactRow,
    wanted: set[Question],
    whole: set[tuple[str, str]],
    asked: set[tuple[str, str]],
) -> bool:
    if (row.section, row.field) not in asked:
        return False
    return (row.section, row.row_id, row.field) in wanted or (row.section, row.row_id) in whole


def as_read_now(taken: TakenOver, records: Iterable[Record], worksheets: Iterable[Worksheet]) -> TakenOver:
    """What is taken over, with its references as they lead now: their table may have come in since."""
    entries = {
        (record.worksheet, record.section, record.row_id, field): entry
        for record in records
        for field, entry in record.entries.items()
    }
    references = {(one.id, *name) for one in worksheets for name in references_of(one)}

    def read_now(row: ValueRow) -> ValueRow:
        entry = entries.get((row.worksheet, row.section, row.row_id, row.field))
        if (row.worksheet, row.section, row.field) not in references or entry is None or entry.raw != row.raw:
            return row
        missing = entry.value.value if isinstance(entry.value, Missing) else None
        return row._replace(value=canonical_text(entry.value), missing=missing)

    return replace(taken, values=tuple(map(read_now, taken.values)))


def own_records(records: Iterable[Record], taken: TakenOver) -> Iterator[Record]:
    """The records without what is stored as taken over."""
    rows = {(row.worksheet, row.section, row.row_id) for row in taken.records}
    answers: tuple[ValueRow | ContactRow, ...] = (*taken.values, *taken.contacts)
    cells = {(row.worksheet, row.section, row.row_id, row.field) for row in answers}
    for record in records:
        place = (record.worksheet, record.section, record.row_id)
        if place not in rows:
            yield replace(
                record,
                entries={name: one for name, one in record.entries.items() if (*place, name) not in cells},
                contacts={name: one for name, one in record.contacts.items() if (*place, name) not in cells},
            )
