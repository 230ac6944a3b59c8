"""A value's whole way: the file, the cell, the text that stood there, the value, and who corrected it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from ruecklauf.definition.models import Worksheet
from ruecklauf.project import Alliance
from ruecklauf.project.settings import Wave
from ruecklauf.rounds.asking.questions import Asked, find_question
from ruecklauf.rounds.workspace import Workspace
from ruecklauf.store import ContactRow, Return, Snapshot, ValueRow


@dataclass(frozen=True, slots=True)
class Step:
    """One file's answer to a question, or one correction of it."""

    kind: str
    """current, taken over, superseded, or for a correction: corrected, corrected (void)."""
    row_id: str
    file: str
    """The name under which the file came; of a correction who made it."""
    sha256: str
    moment: datetime
    """When the file was handed in; of a correction when it was made."""
    place: str
    raw: str
    """The text in the cell; of a correction the reason."""
    value: str

    def as_json(self) -> dict[str, str]:
        return {
            "kind": self.kind,
            "row_id": self.row_id,
            "file": self.file,
            "sha256": self.sha256,
            "moment": self.moment.isoformat(),
            "place": self.place,
            "raw": self.raw,
            "value": self.value,
        }


@dataclass(frozen=True, slots=True)
class Trace:
    """All steps of one field in one wave, row by row, each row from the oldest file to the newest."""

    alliance: Alliance
    wave: Wave
    asked: Asked
    steps: tuple[Step, ...]


def asked_in(workspace: Workspace, alliance: Alliance, wave: Wave, field: str) -> Asked:
    """The field that an operator names, as declared in the alliance's return, else in the wave's forms."""
    return find_question(field, _declared(workspace, alliance, wave))


def _declared(workspace: Workspace, alliance: Alliance, wave: Wave) -> tuple[Worksheet, ...]:
    returned = [one for one in workspace.store.current(wave.id) if one.alliance == alliance.id]
    kept = {one.worksheet: workspace.store.declaration(one.declaration_hash) for one in returned}
    others = {one.id: one for one in workspace.worksheets(wave)}
    return tuple({**others, **{name: one for name, one in kept.items() if one is not None}}.values())


def trace(
    workspace: Workspace, alliance: Alliance, wave: Wave, field: str, *, row: str | None = None
) -> Trace:
    """Where the values of a field come from; with `row` those of one row alone.

    ProjectError if there is no such field. Personal values are shown: they are the operator's to see.
    """
    asked = asked_in(workspace, alliance, wave, field)
    with workspace.store.snapshot() as state:
        history = state.history(alliance.id, wave.id, asked.worksheet.id)
        steps = [
            step
            for number, one in enumerate(reversed(history), start=1)
            for step in _steps(state, one, asked, current=number == len(history))
        ]
        steps += _corrections(workspace, state, alliance, wave, asked)
    wanted = [step for step in steps if row is None or step.row_id == row]
    return Trace(alliance, wave, asked, tuple(sorted(wanted, key=lambda step: step.row_id)))


def _steps(state: Snapshot, one: Return, asked: Asked, *, current: bool) -> list[Step]:
    rows: tuple[ValueRow | ContactRow, ...]
    if asked.field.personal:
        rows = state.contacts_of(one.sha256, one.importer_version, asked.worksheet.id)
    else:
        rows = state.values_of(one.submission_id, asked.worksheet.id)
    receipts = {receipt.sha256: receipt for receipt in reversed(state.receipts())}
    return [
        Step(
            _kind(row, one, current=current),
            row.row_id,
            receipts[row.sha256].file_name,
            row.sha256,
            receipts[row.sha256].received_at,
            f"{row.sheet}!{row.cell}",
            row.raw,
            _value(row),
        )
        for row in rows
        if (row.section, row.field) == (asked.section.id, asked.field.id)
    ]


def _kind(row: ValueRow | ContactRow, one: Return, *, current: bool) -> str:
    if not current:
        return "superseded"
    return "current" if row.sha256 == one.sha256 else "taken over"


def _value(row: ValueRow | ContactRow) -> str:
    if row.value is not None:
        return row.value
    return f"({row.missing})" if isinstance(row, ValueRow) and row.missing else "(unreadable)"


def _corrections(
    workspace: Workspace, state: Snapshot, alliance: Alliance, wave: Wave, asked: Asked
) -> list[Step]:
    read = workspace.store.contact_corrections if asked.field.personal else state.corrections
    return [
        Step(
            "corrected" if one.applies else "corrected (void)",
            one.row_id,
            one.person,
            one.sha256,
            one.recorded_at,
            "",
            one.reason,
            one.value if one.value is not None else f"({one.missing})",
        )
        for one in read(alliance=alliance.id, wave=wave.id)
        if (one.worksheet, one.section, one.field) == (asked.worksheet.id, asked.section.id, asked.field.id)
    ]
