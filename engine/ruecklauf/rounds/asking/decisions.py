"""What people decide about returns: whose a file is, and what an answer should say."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from ruecklauf.cells import text_cell
from ruecklauf.errors import ProjectError
from ruecklauf.findings import Severity, make_finding
from ruecklauf.project import Alliance
from ruecklauf.project.settings import Wave
from ruecklauf.rounds.asking.questions import Asked
from ruecklauf.rounds.asking.traces import asked_in
from ruecklauf.rounds.desk import lay_out
from ruecklauf.rounds.letters import Letter
from ruecklauf.rounds.taking_in.receipts import Received
from ruecklauf.rounds.taking_in.reception import Receiver
from ruecklauf.rounds.workers import Workers
from ruecklauf.rounds.workspace import Workspace
from ruecklauf.store import Assignment, Correction, Outcome, Receipt, Return, Snapshot
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
    letter, sha256 = _handed_in(workspace, file)
    with workspace.store.snapshot() as state:
        _refuse_containers(state, sha256)
        completed = {one: state.receipts(one)[-1] for one in state.completed_by(sha256)}
    workspace.store.record_assignment(
        Assignment(
            sha256=sha256,
            alliance=alliance.id,
            wave=wave.id,
            person=person,
            reason=reason,
            recorded_at=now,
        )
    )
    with Workers(lay_out(workspace), jobs=1) as workers:
        receiver = Receiver(workspace, readers=workers)
        found = list(receiver.receive_again(sha256, letter, now=now))
        # what took answers over from this file may have to do without them
        for other, receipt in completed.items():
            found += receiver.receive_again(other, _letter(workspace, receipt), now=now)
        return tuple(found)


def _refuse_containers(state: Snapshot, sha256: str) -> None:
    if any(one.sha256 == sha256 and one.outcome is Outcome.UNPACKED for one in state.submissions()):
        inside = dict.fromkeys(one.file_name for one in state.receipts() if one.container == sha256)
        raise ProjectError(
            "a message or zip cannot be assigned",
            remedy=f"Assign what was in it: {', '.join(inside) or 'nothing was'}.",
        )


def _handed_in(workspace: Workspace, file: str) -> tuple[Letter, str]:
    path = Path(file)
    if path.is_file():
        data = path.read_bytes()
        sha256 = workspace.archive.keep(data)
        known = [one for one in workspace.store.receipts() if one.sha256 == sha256]
        return (_letter(workspace, known[-1]), sha256) if known else (Letter(path.name), sha256)
    receipt = _named(workspace, file)
    return _letter(workspace, receipt), receipt.sha256


def _named(workspace: Workspace, file: str) -> Receipt:
    receipts = workspace.store.receipts()
    by_hash = [one for one in receipts if len(file) >= SHORTEST_HASH and one.sha256.startswith(file.lower())]
    found = {one.sha256: one for one in by_hash or [one for one in receipts if one.file_name == file]}
    if len(found) == 1:
        return next(iter(found.values()))
    if not found:
        raise ProjectError(
            "no such file was handed in", where=file, remedy="Give its path, its name or its SHA-256."
        )
    raise ProjectError(
        f"{len(found)} different files have this name: {', '.join(one[:12] for one in found)}",
        where=file,
        remedy="Give the SHA-256 of one.",
    )


def _letter(workspace: Workspace, receipt: Receipt) -> Letter:
    container = receipt.container or ""
    sender = workspace.store.senders().get(container, "")
    return Letter(receipt.file_name, sender, receipt.sent_at, container)


def correct(
    workspace: Workspace,
    alliance: Alliance,
    wave: Wave,
    field: str,
    *,
    row: str | None,
    value: str | None,
    missing: Missing | None,
    person: str,
    reason: str,
    now: datetime,
) -> Correction:
    """Record what an answer should say; the answer as it was returned stays readable.

    `value` is written as in a form; else `missing` says why there is none. ProjectError if there is no such
    field or row, if nothing was returned yet, or if the field does not take the value.
    """
    asked = asked_in(workspace, alliance, wave, field)
    returned = _returned(workspace, alliance, wave, asked)
    row_id = _row(workspace, returned, asked, row)
    correction = Correction(
        alliance=alliance.id,
        wave=wave.id,
        worksheet=asked.worksheet.id,
        section=asked.section.id,
        row_id=row_id,
        field=asked.field.id,
        value=None if value is None else canonical_text(_read(asked, value, wave)),
        missing=missing,
        replaced=_standing(workspace, returned, asked, row_id),
        sha256=returned.sha256,
        person=person,
        reason=reason,
        recorded_at=now,
    )
    workspace.store.record_correction(correction, personal=asked.field.personal)
    return correction


def _returned(workspace: Workspace, alliance: Alliance, wave: Wave, asked: Asked) -> Return:
    for one in workspace.store.current(wave.id):
        if (one.alliance, one.worksheet) == (alliance.id, asked.worksheet.id):
            return one
    raise ProjectError(
        f"{alliance.name} has not returned worksheet {asked.worksheet.id!r} in wave {wave.id}",
        remedy="See `ruecklauf status`.",
    )


def _row(workspace: Workspace, returned: Return, asked: Asked, wanted: str | None) -> str:
    with workspace.store.snapshot() as state:
        records = state.records_of(returned.submission_id, asked.worksheet.id)
    rows = [one.row_id for one in records if one.section == asked.section.id]
    if wanted is None and len(rows) == 1:
        return rows[0]
    if wanted in rows and wanted is not None:
        return wanted
    known = ", ".join(rows[:12]) + (" …" if len(rows) > 12 else "")
    what = f"there is no row {wanted!r} in {asked}" if wanted else f"{asked} has {len(rows)} rows"
    raise ProjectError(what, remedy=f"Give --row; there are: {known or 'none'}.")


def _read(asked: Asked, text: str, wave: Wave) -> Value:
    """The value that the field reads from the text, as if it stood in a form."""
    texts = load_texts(wave.language)
    parsed = asked.field.parse(text_cell(text), asked.worksheet.lists, texts)
    told = [make_finding(one, texts=texts, found=text) for one in parsed.remarks]
    wrong = [one for one in told if one.severity is Severity.ERROR]
    if wrong or isinstance(parsed.value, Missing):
        expected = asked.field.expectation(asked.worksheet.lists, texts)
        raise ProjectError(
            wrong[0].message if wrong else f"{text!r} is no value of {asked}",
            remedy=f"It takes: {expected}. For no value use --missing.",
        )
    return parsed.value


def _standing(workspace: Workspace, returned: Return, asked: Asked, row_id: str) -> str:
    """The text that stands in the return now; empty where the question was left blank."""
    wanted = (asked.section.id, row_id, asked.field.id)
    with workspace.store.snapshot() as state:
        if asked.field.personal:
            rows = state.contacts_of(returned.sha256, returned.importer_version, asked.worksheet.id)
            return next((r.raw for r in rows if (r.section, r.row_id, r.field) == wanted), "")
        values = state.values_of(returned.submission_id, asked.worksheet.id)
        return next((v.raw for v in values if (v.section, v.row_id, v.field) == wanted), "")
