"""Worksheets that came in other files, as they are stored: what references and rules of this one look at."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from ruecklauf.cells import text_cell
from ruecklauf.check.rows import Answer, ReadRow, ReadTable
from ruecklauf.definition.models import SectionBase, Worksheet
from ruecklauf.fieldtypes.base import FieldBase
from ruecklauf.findings import Place
from ruecklauf.store import ContactRow, CorrectionRow, RecordRow, Return, Snapshot, ValueRow
from ruecklauf.texts import load_texts
from ruecklauf.values import Missing, Value

_Cell = tuple[str, str, str]
"""Section, row id and field."""
_NOWHERE = Place()
_ABSENT = frozenset({"section_missing", "section_missing_local"})


@dataclass(frozen=True, slots=True)
class _Stated:
    """What counts as the answer to a question."""

    value: str | None
    missing: str | None
    raw: str = ""
    place: Place = _NOWHERE


def stored_tables(
    state: Snapshot, one: Return, worksheet: Worksheet, corrections: Iterable[CorrectionRow]
) -> Iterator[ReadTable]:
    """The sections of a worksheet as a current return has them, with the corrections that apply.

    `worksheet` is the declaration by which the file is read beside which they stand. A section whose sheet
    was missing in the return is left out: what it would say is not known.
    """
    answers = _answers(state, one, worksheet, corrections)
    rows: dict[str, list[RecordRow]] = defaultdict(list)
    for record in state.records_of(one.submission_id, worksheet.id):
        rows[record.section].append(record)
    absent = {
        found.section
        for found in state.findings_of(one.submission_id)
        if found.code in _ABSENT and found.worksheet == worksheet.id
    }
    for section in worksheet.sections:
        if rows[section.id] or section.id not in absent:
            yield ReadTable(worksheet, section, tuple(_rows(section, rows[section.id], answers)))


def _rows(
    section: SectionBase, records: list[RecordRow], answers: Mapping[tuple[str, str], Mapping[str, Answer]]
) -> Iterator[ReadRow]:
    for record in sorted(records, key=lambda one: (one.position, one.row_id)):
        given = answers.get((section.id, record.row_id), {})
        # what has a record counts as a row, whether or not it was begun
        yield ReadRow(record.row_id, record.position, record.printed, given, started=True)


def _answers(
    state: Snapshot, one: Return, worksheet: Worksheet, corrections: Iterable[CorrectionRow]
) -> dict[tuple[str, str], dict[str, Answer]]:
    """By section and row id, the answers to what the declaration asks."""
    asked = {(section.id, field.id): field for section, field in worksheet.all_fields()}
    found: dict[tuple[str, str], dict[str, Answer]] = defaultdict(dict)
    for (section, row_id, name), told in _stated(state, one, worksheet, corrections).items():
        field = asked.get((section, name))
        if field is not None:
            value = _value(field, told, worksheet)
            found[section, row_id][name] = Answer(field, value, (), told.raw, told.place)
    return found


def _stated(
    state: Snapshot, one: Return, worksheet: Worksheet, corrections: Iterable[CorrectionRow]
) -> dict[_Cell, _Stated]:
    found: dict[_Cell, _Stated] = {}
    for row in state.values_of(one.submission_id, worksheet.id):
        found[_cell(row)] = _Stated(row.value, row.missing, row.raw, Place(row.sheet, row.cell))
    for contact in state.contacts_of(one.sha256, one.importer_version, worksheet.id):
        found[_cell(contact)] = _Stated(contact.value, None, contact.raw, Place(contact.sheet, contact.cell))
    for correction in corrections:
        if correction.applies and correction.worksheet == worksheet.id:
            if correction.missing == Missing.NO_ANSWER:
                found.pop(_cell(correction), None)
            else:
                found[_cell(correction)] = _Stated(correction.value, correction.missing)
    return found


def _cell(row: ValueRow | ContactRow | CorrectionRow) -> _Cell:
    return row.section, row.row_id, row.field


def _value(field: FieldBase, told: _Stated, worksheet: Worksheet) -> Value:
    if told.missing is not None:
        return Missing(told.missing)
    if told.value is None:
        # of personal answers the kind of missing is not stored
        value = field.parse(text_cell(told.raw), worksheet.lists, load_texts()).value
        return value if isinstance(value, Missing) else Missing.UNREADABLE
    try:
        return field.from_text(told.value)
    except (ValueError, ArithmeticError):
        # it was read by a declaration in which the field took something else
        return Missing.UNREADABLE
