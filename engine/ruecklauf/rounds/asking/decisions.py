"""What people decide about returns: whose a file is, and what an answer should say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from ruecklauf.cells import Raw, text_cell
from ruecklauf.errors import ProjectError
from ruecklauf.findings import Severity, Subject, make_finding
from ruecklauf.project import Alliance
from ruecklauf.project.settings import Wave
from ruecklauf.rounds.asking.questions import Asked
from ruecklauf.rounds.asking.traces import asked_in
from ruecklauf.rounds.desk import lay_out
from ruecklauf.rounds.letters import Letter
from ruecklauf.rounds.taking_in.archived import letter_by, letter_of
from ruecklauf.rounds.taking_in.receipts import Received
from ruecklauf.rounds.taking_in.reception import Receiver
from ruecklauf.rounds.taking_in.sources import UnreadableError, pieces_of
from ruecklauf.rounds.workers import Readers, Workers
from ruecklauf.rounds.workspace import Workspace
from ruecklauf.store import TAKEN_BACK, Assignment, Correction, Outcome, Receipt, Return, Snapshot
from ruecklauf.texts import load_texts
from ruecklauf.values import Missing, Value, canonical_text

SHORTEST_HASH = 6
"""Characters of a SHA-256 that an operator must give at least."""


def assign(
    workspace: Workspace,
    file: str,
    alliance: Alliance,
    wave: Wave,
    *,
    person: str,
    reason: str,
    now: datetime,
) -> tuple[Received, ...]:
    """Record whose return a file is, and take it in as that.

    `file` is a path, the name under which the file came, or the beginning of its SHA-256. ProjectError if no
    file, or more than one, is meant.
    """
    with workspace.store.snapshot() as state:
        letter, sha256 = find_handed_in(workspace, state, file)
        refuse_containers(state, sha256)
    decision = Assignment(
        sha256=sha256, alliance=alliance.id, wave=wave.id, person=person, reason=reason, recorded_at=now
    )
    with Workers(lay_out(workspace), jobs=1) as workers:
        return carry_out(workspace, decision, letter, workers)


def carry_out(
    workspace: Workspace, decision: Assignment, letter: Letter, readers: Readers
) -> tuple[Received, ...]:
    """Record a decision and take the file in accordingly, at the moment at which it was made."""
    sha256, now = decision.sha256, decision.recorded_at
    with workspace.store.snapshot() as state:
        completed = {other: letter_of(state, other) for other in state.completed_by(sha256)}
    workspace.store.record_assignment(decision)
    receiver = Receiver(workspace, readers=readers)
    found = list(receiver.receive_again(sha256, letter, now=now))
    # what took answers over from this file may have to do without them
    for other, its_letter in completed.items():
        found += receiver.receive_again(other, its_letter, now=now)
    return tuple(found)


def refuse_containers(state: Snapshot, sha256: str) -> None:
    """ProjectError for what only held returns."""
    if any(
        imported.sha256 == sha256 and imported.outcome is Outcome.UNPACKED for imported in state.submissions()
    ):
        inside = dict.fromkeys(
            receipt.file_name for receipt in state.receipts() if receipt.container == sha256
        )
        raise ProjectError(
            "a message or zip is no return itself",
            remedy=f"Name what was in it: {', '.join(inside) or 'nothing was'}.",
        )


def find_handed_in(workspace: Workspace, state: Snapshot, file: str) -> tuple[Letter, str]:
    """How the file came that is named by its path, its name, or the beginning of its hash; and its hash."""
    path = Path(file)
    if path.is_file():
        sha256 = _archived(workspace, path)
        known = state.receipts(sha256)
        return (letter_by(state, known[-1]) if known else Letter(path.name)), sha256
    receipt = _named(state.receipts(), file)
    return letter_by(state, receipt), receipt.sha256


def _archived(workspace: Workspace, path: Path) -> str:
    try:
        return workspace.archive.keep_pieces(pieces_of(path, load_texts())).sha256
    except UnreadableError as error:
        raise ProjectError(f"cannot be taken in: {error}", where=str(path)) from error


def _named(receipts: Sequence[Receipt], file: str) -> Receipt:
    """The receipt of the file of this name, or whose SHA-256 begins so."""
    given = file.lower() if len(file) >= SHORTEST_HASH else "-"
    by_hash = [receipt for receipt in receipts if receipt.sha256.startswith(given)]
    by_name = [receipt for receipt in receipts if receipt.file_name == file]
    found = {receipt.sha256: receipt for receipt in by_hash or by_name}
    if len(found) == 1:
        return next(iter(found.values()))
    if not found:
        raise ProjectError(
            "no such file was handed in", where=file, remedy="Give its path, its name or its SHA-256."
        )
    raise ProjectError(
        f"{len(found)} different files have this name: {', '.join(sha256[:12] for sha256 in found)}",
        where=file,
        remedy="Give the SHA-256 of one.",
    )


def correct(workspace: Workspace, alliance: Alliance, wave: Wave, field: str, **given: Any) -> Correction:
    """Record what an answer should say; the answer as it was returned stays readable. See `correction_of`.

    The return is judged anew with it, and so is what looks at it.
    """
    correction = correction_of(workspace, alliance, wave, field, **given)
    put_right(workspace, [correction])
    return correction


def put_right(workspace: Workspace, made: Sequence[Correction]) -> tuple[Received, ...]:
    """Record corrections of one moment, and judge anew what they change; gives what is judged otherwise."""
    workspace.store.record_corrections(made)
    now = max((each.recorded_at for each in made), default=None)
    return tuple(Receiver(workspace).check_put_right(made, now=now)) if now else ()


def undo(
    workspace: Workspace,
    alliance: Alliance,
    wave: Wave,
    field: str,
    *,
    row: str | None,
    whole_row: bool = False,
    person: str,
    reason: str,
    now: datetime,
) -> tuple[Correction, ...]:
    """Take back the correction of an answer, or those of its row: what was returned holds again.

    What was found in that is open again. ProjectError where no correction holds.
    """
    asked = asked_in(workspace, alliance, wave, field)
    with workspace.store.snapshot() as state:
        returned = returned_of(state, alliance, wave, asked)
        row_id = _row(state, returned, asked, row)
        about = Subject(asked.worksheet.id, asked.section.id, row_id)
        holding = _holding(state, alliance, wave, about, field="" if whole_row else asked.field.id)
    if not holding:
        what = f"row {row_id}" if whole_row else f"{asked}{f' in row {row_id}' if row else ''}"
        raise ProjectError(f"no correction of {what} holds", remedy="See `ruecklauf trace`.")
    taken_back = Correction(
        alliance=alliance.id,
        wave=wave.id,
        **about._asdict(),
        value=None,
        missing=TAKEN_BACK,
        replaced="",
        sha256=returned.sha256,
        person=person,
        reason=reason,
        recorded_at=now,
    )
    made = [
        replace(taken_back, field=each.field, replaced=each.replaced, personal=each.personal)
        for each in holding
    ]
    put_right(workspace, made)
    return tuple(made)


def _holding(
    state: Snapshot, alliance: Alliance, wave: Wave, row: Subject, *, field: str
) -> list[Correction]:
    """The corrections that hold in a row, of one field or of all."""
    return [
        correction
        for correction in state.corrections(alliance=alliance.id, wave=wave.id)
        if correction.applies and correction.subject.row == row and field in ("", correction.field)
    ]


def correction_of(
    workspace: Workspace,
    alliance: Alliance,
    wave: Wave,
    field: str,
    *,
    row: str | None,
    value: str | Raw | None,
    missing: Missing | None,
    person: str,
    reason: str,
    now: datetime,
) -> Correction:
    """What an answer should say, checked and not recorded yet.

    `value` is written as in a form, or a cell in which it stands; else `missing` says why there is
    none. ProjectError if there is no such field or row, if nothing was returned yet, or if the field does
    not take the value.
    """
    asked = asked_in(workspace, alliance, wave, field)
    if asked.field.computed is not None:
        raise ProjectError(
            f"{asked} is computed: {asked.field.computed}",
            remedy="Correct the answers that it is computed from.",
        )
    with workspace.store.snapshot() as state:
        returned = returned_of(state, alliance, wave, asked)
        row_id = _row(state, returned, asked, row)
        question = Subject(asked.worksheet.id, asked.section.id, row_id, asked.field.id)
        standing = _standing(state, returned, question)
    return Correction(
        alliance=alliance.id,
        wave=wave.id,
        **question._asdict(),
        value=None if value is None else canonical_text(_read(asked, value, wave)),
        missing=missing,
        replaced=standing,
        sha256=returned.sha256,
        person=person,
        reason=reason,
        recorded_at=now,
        personal=asked.field.personal,
    )


def returned_of(state: Snapshot, alliance: Alliance, wave: Wave, asked: Asked) -> Return:
    """The return of the worksheet that counts; ProjectError if there is none."""
    for returned in state.current(wave.id, alliance=alliance.id):
        if returned.worksheet == asked.worksheet.id:
            return returned
    raise ProjectError(
        f"{alliance.name} has not returned worksheet {asked.worksheet.id!r} in wave {wave.id}",
        remedy="See `ruecklauf status`.",
    )


def _row(state: Snapshot, returned: Return, asked: Asked, wanted: str | None) -> str:
    records = state.records_of(returned.submission_id, asked.worksheet.id)
    rows = [record.row_id for record in records if record.section == asked.section.id]
    if wanted is None and len(rows) == 1:
        return rows[0]
    if wanted in rows and wanted is not None:
        return wanted
    known = ", ".join(rows[:12]) + (" …" if len(rows) > 12 else "")
    what = f"there is no row {wanted!r} in {asked}" if wanted else f"{asked} has {len(rows)} rows"
    raise ProjectError(what, remedy=f"Give --row; there are: {known or 'none'}.")


def _read(asked: Asked, given: str | Raw, wave: Wave) -> Value:
    """The value that the field reads from a text or cell, as if it stood in a form."""
    texts = load_texts(wave.language)
    cell = text_cell(given) if isinstance(given, str) else given
    text = cell.text
    parsed = asked.field.parse(cell, asked.worksheet.lists, texts)
    found = [make_finding(noted, texts=texts, found=text) for noted in parsed.remarks]
    wrong = [finding for finding in found if finding.severity is Severity.ERROR]
    if wrong or isinstance(parsed.value, Missing):
        expected = asked.field.expectation(asked.worksheet.lists, texts)
        raise ProjectError(
            wrong[0].message if wrong else f"{text!r} is no value of {asked}",
            remedy=f"It takes: {expected}. For no value use --missing.",
        )
    return parsed.value


def _standing(state: Snapshot, returned: Return, question: Subject) -> str:
    """The text that stands in the return now; empty where the question was left blank."""
    answers = state.answers_of(returned.submission_id, question.worksheet)
    return next((answer.raw for answer in answers if answer.subject == question), "")
