"""Rows that people added to a form and that are to count no longer."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from ruecklauf.errors import ProjectError
from ruecklauf.fieldtypes.companion import is_said_by_form
from ruecklauf.findings import Subject
from ruecklauf.project import Alliance
from ruecklauf.project.settings import Wave
from ruecklauf.rounds.asking.decisions import put_right, returned_of
from ruecklauf.rounds.asking.questions import Asked
from ruecklauf.rounds.asking.traces import asked_in
from ruecklauf.rounds.completing.renumbering import references_of
from ruecklauf.rounds.workspace import Workspace
from ruecklauf.store import Correction, Return, Snapshot
from ruecklauf.values import Missing


def remove_row(
    workspace: Workspace,
    alliance: Alliance,
    wave: Wave,
    field: str,
    *,
    row: str,
    person: str,
    reason: str,
    now: datetime,
) -> tuple[Correction, ...]:
    """Leave every answer of a row blank that an alliance has added; it counts nowhere then.

    `field` is any field of the table. What was returned stays readable, and each answer can be corrected
    again. ProjectError for a row that is not there, that the form prints, or to which others refer.
    """
    asked = asked_in(workspace, alliance, wave, field)
    with workspace.store.snapshot() as state:
        returned = returned_of(state, alliance, wave, asked)
        subject = Subject(asked.worksheet.id, asked.section.id, row)
        _refuse(state, returned, asked, subject)
        standing = dict(_standing(state, returned, subject))
    made = [
        Correction(
            alliance=alliance.id,
            wave=wave.id,
            **question._asdict(),
            value=None,
            missing=Missing.NO_ANSWER,
            replaced=raw,
            sha256=returned.sha256,
            person=person,
            reason=reason,
            recorded_at=now,
            personal=personal,
        )
        for question, (raw, personal) in standing.items()
    ]
    put_right(workspace, made)
    return tuple(made)


def _refuse(state: Snapshot, returned: Return, asked: Asked, subject: Subject) -> None:
    rows = state.records_of(returned.submission_id, asked.worksheet.id)
    known = {record.row_id: record for record in rows if record.section == asked.section.id}
    record = known.get(subject.row_id)
    if record is None or not asked.section.has_rows:
        there = ", ".join(name for name, each in known.items() if not each.printed)
        raise ProjectError(
            f"there is no row {subject.row_id!r} in {asked.worksheet.id}.{asked.section.id}",
            remedy=f"Give --row; rows that were added are: {there or 'none'}.",
        )
    if record.printed:
        raise ProjectError(
            f"the form prints row {subject.row_id}, so it is there in any case",
            remedy="Leave its answers blank one by one, with --missing no_answer.",
        )
    if referring := sorted(_referring(state, returned, subject.row_id)):
        raise ProjectError(
            f"other rows refer to {subject.row_id}: {', '.join(referring)}",
            remedy="Correct these first.",
        )


def _referring(state: Snapshot, returned: Return, row_id: str) -> Iterator[str]:
    current = state.current(returned.wave, alliance=returned.alliance)
    declared = filter(None, (state.declaration(each.declaration_hash) for each in current))
    references = {column for worksheet in declared for column in references_of(worksheet)}
    for answer in state.values(waves={returned.wave}):
        is_own = answer.alliance == returned.alliance and answer.value == row_id
        if is_own and answer.subject.column in references:
            yield f"{answer.worksheet}.{answer.section} {answer.row_id} {answer.field}"


def _standing(state: Snapshot, returned: Return, row: Subject) -> Iterator[tuple[Subject, tuple[str, bool]]]:
    """The questions of the row that have an answer, returned or put right: what stood there, and whether that
    is personal."""
    for made in state.corrections(alliance=returned.alliance, wave=returned.wave):
        if made.applies and made.subject.row == row and not made.leaves_blank:
            yield made.subject, (made.replaced, made.personal)
    for answer in state.answers_of(returned.submission_id, row.worksheet):
        is_said = answer.missing != Missing.NO_ANSWER and not is_said_by_form(answer.field)
        if answer.subject.row == row and is_said:
            yield answer.subject, (answer.raw, answer.personal)
