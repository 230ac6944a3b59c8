"""What a submission must fulfil before it is stored; where it does not, the importing program is at fault."""

from __future__ import annotations

from collections.abc import Callable

from ruecklauf.check.records import Record
from ruecklauf.definition.models import SectionBase, Worksheet
from ruecklauf.errors import StoreError
from ruecklauf.findings import Finding
from ruecklauf.store.entries import Outcome, SubmissionEntry

_REPORT = "This is a fault in ruecklauf; nothing was stored. Please report it."


def refuse_unfit(entry: SubmissionEntry, declaration: Callable[[str], Worksheet | None]) -> None:
    """StoreError if an accepted submission has no owner, a declaration is not stored, or a personal value
    would get into the database of answers."""
    if entry.outcome is Outcome.ACCEPTED and not (entry.alliance and entry.wave):
        raise _unfit(entry, "is accepted without alliance and wave")
    declared = _declared(entry, declaration)
    for record in entry.records:
        _refuse_record(entry, record, declared)
    contacts = {
        (record.worksheet, record.section, record.row_id, field): contact.raw
        for record in entry.records
        for field, contact in record.contacts.items()
    }
    for finding in entry.findings:
        _refuse_finding(entry, finding, contacts)


def _declared(
    entry: SubmissionEntry, declaration: Callable[[str], Worksheet | None]
) -> dict[tuple[str, str], SectionBase]:
    sections: dict[tuple[str, str], SectionBase] = {}
    for stored in entry.worksheets:
        worksheet = declaration(stored.declaration_hash)
        if worksheet is None:
            raise _unfit(entry, f"was read by a declaration of {stored.worksheet!r} that is not stored")
        sections |= {(stored.worksheet, section.id): section for section in worksheet.sections}
    return sections


def _refuse_record(
    entry: SubmissionEntry, record: Record, declared: dict[tuple[str, str], SectionBase]
) -> None:
    section = declared.get((record.worksheet, record.section))
    if section is None:
        raise _unfit(entry, f"has records of {record.worksheet}.{record.section}, which it does not contain")
    fields = {field.id: field for field in section.fields}
    for field in record.entries:
        if field not in fields:
            raise _unfit(entry, f"answers {record.worksheet}.{record.section}.{field}, which is not declared")
        if fields[field].personal:
            raise _unfit(entry, f"has the personal field {record.section}.{field} among its answers")


def _refuse_finding(
    entry: SubmissionEntry, finding: Finding, contacts: dict[tuple[str, str, str, str], str]
) -> None:
    subject = finding.subject
    raw = contacts.get((subject.worksheet, subject.section, subject.row_id, subject.field))
    if raw and finding.found == raw:
        raise _unfit(entry, f"repeats a personal value in the finding {finding.code!r}")


def _unfit(entry: SubmissionEntry, what: str) -> StoreError:
    return StoreError(f"{what}.", where=entry.sha256, remedy=_REPORT)
