"""What a submission must fulfil before it is stored; where it does not, the importing program is at fault."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields

from ruecklauf.check.records import Record
from ruecklauf.definition.models import SectionBase, Worksheet
from ruecklauf.errors import StoreError
from ruecklauf.findings import Finding
from ruecklauf.store.entries import Correction, SubmissionEntry, TakenOver
from ruecklauf.store.outcome import Outcome
from ruecklauf.store.rows import ContactRow, ValueRow

_REPORT = "This is a fault in ruecklauf; nothing was stored. Please report it."
_COMPLETED = {"worksheets", "records", "findings", "taken_over", "dated_at"}
"""What may still change once the submission has its turn."""

Declared = dict[tuple[str, str], SectionBase]


def refuse_unfit(entry: SubmissionEntry, declaration: Callable[[str], Worksheet | None]) -> None:
    """StoreError if an accepted submission has no owner, a declaration is not stored, what was taken over
    does not fit, or a personal value would get into the database of answers."""
    if entry.outcome is Outcome.ACCEPTED and not (entry.alliance and entry.wave):
        raise _unfit(entry, "is accepted without alliance and wave")
    if entry.outcome is Outcome.UNPACKED and (entry.alliance or entry.worksheets):
        raise _unfit(entry, "is unpacked, but somebody's return")
    declared = _declared(entry, declaration)
    for record in entry.records:
        _refuse_record(entry, record, declared)
    _refuse_taken_over(entry, declared)
    contacts = _contacts(entry)
    for finding in entry.findings:
        _refuse_finding(entry, finding, contacts)


def refuse_changed(entry: SubmissionEntry, completed: SubmissionEntry) -> None:
    """StoreError if completing a submission changed more than its contents and findings."""
    for field in fields(SubmissionEntry):
        if field.name not in _COMPLETED and getattr(entry, field.name) != getattr(completed, field.name):
            raise _unfit(entry, f"has another {field.name} after it was completed")


def _declared(entry: SubmissionEntry, declaration: Callable[[str], Worksheet | None]) -> Declared:
    sections: Declared = {}
    for stored in entry.worksheets:
        worksheet = declaration(stored.declaration_hash)
        if worksheet is None:
            raise _unfit(entry, f"was read by a declaration of {stored.worksheet!r} that is not stored")
        sections |= {(stored.worksheet, section.id): section for section in worksheet.sections}
    return sections


def _refuse_record(entry: SubmissionEntry, record: Record, declared: Declared) -> None:
    if (record.worksheet, record.section) not in declared:
        raise _unfit(entry, f"has records of {record.worksheet}.{record.section}, which it does not contain")
    for field in record.entries:
        if _is_personal(entry, (record.worksheet, record.section, field), declared):
            raise _unfit(entry, f"has the personal field {record.section}.{field} among its answers")


def _is_personal(entry: SubmissionEntry, asked: tuple[str, str, str], declared: Declared) -> bool:
    try:
        return declared[asked[:2]].field(asked[2]).personal
    except KeyError:
        raise _unfit(entry, f"answers {'.'.join(asked)}, which is not declared") from None


def _refuse_taken_over(entry: SubmissionEntry, declared: Declared) -> None:
    old = entry.taken_over
    if old == TakenOver():
        return
    rows = {(record.worksheet, record.section, record.row_id) for record in entry.records}
    for record in old.records:
        if (record.worksheet, record.section) not in declared:
            raise _unfit(entry, f"takes over a row of {record.section}, which it does not contain")
        if (row := (record.worksheet, record.section, record.row_id)) in rows:
            raise _unfit(entry, f"takes over the row {record.row_id}, which it has itself")
        rows.add(row)
    answered = {
        (record.worksheet, record.section, record.row_id, field)
        for record in entry.records
        for field in (*record.entries, *record.contacts)
    }
    taken: list[tuple[ValueRow | ContactRow, bool]] = [(one, False) for one in old.values]
    taken += [(one, True) for one in old.contacts]
    for found, personal in taken:
        what = _not_to_take_over(entry, found, rows=rows, answered=answered)
        asked = (found.worksheet, found.section, found.field)
        if not what and _is_personal(entry, asked, declared) is not personal:
            what = "as what it is not: personal or not"
        if what:
            raise _unfit(entry, f"takes over {found.section}.{found.row_id}.{found.field} {what}")


def _not_to_take_over(
    entry: SubmissionEntry,
    found: ValueRow | ContactRow,
    *,
    rows: set[tuple[str, str, str]],
    answered: set[tuple[str, str, str, str]],
) -> str:
    """Why an answer cannot be taken over; empty if it can."""
    row = (found.worksheet, found.section, found.row_id)
    if (found.alliance, found.wave) != (entry.alliance, entry.wave):
        return "of another alliance or wave"
    if found.corrected:
        return "as it was corrected, not as it was read"
    if row not in rows:
        return "without its row"
    return "beside its own answer" if (*row, found.field) in answered else ""


def _contacts(entry: SubmissionEntry) -> set[tuple[str, str, str, str, str]]:
    """Where the personal values stand, and what was entered."""
    own = {
        (record.worksheet, record.section, record.row_id, field, contact.raw)
        for record in entry.records
        for field, contact in record.contacts.items()
    }
    return own | {
        (row.worksheet, row.section, row.row_id, row.field, row.raw) for row in entry.taken_over.contacts
    }


def _refuse_finding(
    entry: SubmissionEntry, finding: Finding, contacts: set[tuple[str, str, str, str, str]]
) -> None:
    subject = finding.subject
    place = (subject.worksheet, subject.section, subject.row_id, subject.field)
    if finding.found and (*place, finding.found) in contacts:
        raise _unfit(entry, f"repeats a personal value in the finding {finding.code!r}")


def _unfit(entry: SubmissionEntry, what: str) -> StoreError:
    return StoreError(f"{what}.", where=entry.sha256, remedy=_REPORT)


def refuse_unfit_correction(correction: Correction, declared: Worksheet | None, *, personal: bool) -> None:
    """StoreError if there is no return to correct, the question is not asked, or a personal value would get
    into the database of answers; `declared` is what the current return was read by."""
    where = f"{correction.alliance}, {correction.wave}, {correction.worksheet}"
    if declared is None:
        raise StoreError("there is no current return to correct.", where=where)
    asked = {(section.id, field.id): field.personal for section, field in declared.all_fields()}
    name = f"{correction.section}.{correction.field}"
    is_personal = asked.get((correction.section, correction.field))
    if is_personal is None:
        raise StoreError(f"{name} is not asked in it.", where=where)
    if is_personal is not personal:
        kind = "personal" if is_personal else "not personal"
        raise StoreError(f"{name} is {kind}, but recorded as what it is not.", where=where, remedy=_REPORT)
    if (correction.value is None) is (correction.missing is None):
        raise StoreError(f"{name} needs a value or a reason why there is none.", where=where, remedy=_REPORT)
