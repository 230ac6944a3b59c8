"""What a submission must fulfil before it is stored; where it does not, the importing program is at fault."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields

from ruecklauf.definition.models import SectionBase, Worksheet
from ruecklauf.errors import StoreError
from ruecklauf.findings import Subject
from ruecklauf.store.entries import Correction, SubmissionEntry
from ruecklauf.store.outcome import Outcome
from ruecklauf.store.rows import StoredAnswer

_REPORT = "This is a fault in ruecklauf; nothing was stored. Please report it."
_COMPLETED = {"worksheets", "records", "findings", "taken_over", "dated_at", "answered"}
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
        if (record.worksheet, record.section) not in declared:
            what = f"has records of {record.worksheet}.{record.section}, which it does not contain"
            raise _unfit(entry, what)
        for name in record.entries:
            if _is_personal(entry, (record.worksheet, record.section, name), declared):
                raise _unfit(entry, f"has the personal field {record.section}.{name} among its answers")
    _refuse_taken_over(entry, declared)
    contacts = {(answer.subject, answer.raw) for answer in entry.answers(personal=True)}
    for finding in entry.findings:
        if finding.found and (finding.subject, finding.found) in contacts:
            raise _unfit(entry, f"repeats a personal value in the finding {finding.code!r}")


def refuse_changed(entry: SubmissionEntry, completed: SubmissionEntry) -> None:
    """StoreError if completing a submission changed more than its contents and findings."""
    waits = (entry.outcome, completed.outcome) == (Outcome.ACCEPTED, Outcome.QUARANTINED)
    allowed = _COMPLETED | ({"outcome"} if waits else set())
    for field in fields(SubmissionEntry):
        if field.name not in allowed and getattr(entry, field.name) != getattr(completed, field.name):
            raise _unfit(entry, f"has another {field.name} after it was completed")


def _declared(entry: SubmissionEntry, declaration: Callable[[str], Worksheet | None]) -> Declared:
    sections: Declared = {}
    for stored in entry.worksheets:
        worksheet = declaration(stored.declaration_hash)
        if worksheet is None:
            raise _unfit(entry, f"was read by a declaration of {stored.worksheet!r} that is not stored")
        sections |= {(stored.worksheet, section.id): section for section in worksheet.sections}
    return sections


def _is_personal(entry: SubmissionEntry, asked: tuple[str, str, str], declared: Declared) -> bool:
    """Whether the field of this worksheet and section is one."""
    worksheet, section, field = asked
    try:
        return declared[worksheet, section].field(field).personal
    except KeyError:
        raise _unfit(entry, f"answers {'.'.join(asked)}, which is not declared") from None


def _refuse_taken_over(entry: SubmissionEntry, declared: Declared) -> None:
    rows = {Subject(record.worksheet, record.section, record.row_id) for record in entry.records}
    for record in entry.taken_over.records:
        if (record.worksheet, record.section) not in declared:
            raise _unfit(entry, f"takes over a row of {record.section}, which it does not contain")
        if record.subject in rows:
            raise _unfit(entry, f"takes over the row {record.row_id}, which it has itself")
        rows.add(record.subject)
    answered = {answer.subject for answer in entry.own_answers()} if entry.taken_over.answers else set()
    for answer in entry.taken_over.answers:
        what = _not_to_take_over(entry, answer, rows=rows, answered=answered)
        asked = (answer.worksheet, answer.section, answer.field)
        if not what and _is_personal(entry, asked, declared) is not answer.personal:
            what = "as what it is not: personal or not"
        if what:
            raise _unfit(entry, f"takes over {answer.section}.{answer.row_id}.{answer.field} {what}")


def _not_to_take_over(
    entry: SubmissionEntry, answer: StoredAnswer, *, rows: set[Subject], answered: set[Subject]
) -> str:
    """Why an answer cannot be taken over; empty if it can."""
    if (answer.alliance, answer.wave) != (entry.alliance, entry.wave):
        return "of another alliance or wave"
    if answer.corrected:
        return "as it was corrected, not as it was read"
    if answer.subject.row not in rows:
        return "without its row"
    return "beside its own answer" if answer.subject in answered else ""


def _unfit(entry: SubmissionEntry, what: str) -> StoreError:
    return StoreError(f"{what}.", where=entry.sha256, remedy=_REPORT)


def refuse_unfit_correction(correction: Correction, declared: Worksheet | None) -> None:
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
    if is_personal is not correction.personal:
        kind = "personal" if is_personal else "not personal"
        raise StoreError(f"{name} is {kind}, but recorded as what it is not.", where=where, remedy=_REPORT)
    if (correction.value is None) is (correction.missing is None):
        raise StoreError(f"{name} needs a value or a reason why there is none.", where=where, remedy=_REPORT)
