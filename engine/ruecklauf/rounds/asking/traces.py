"""A value's whole way: the file, the cell, the text that stood there, the value, and who corrected it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from ruecklauf.definition.models import Worksheet
from ruecklauf.project import Alliance
from ruecklauf.project.settings import Wave
from ruecklauf.rounds.asking.questions import Asked, find_question
from ruecklauf.rounds.workspace import Workspace
from ruecklauf.store import Correction, Receipt, Return, Snapshot, StoredAnswer


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
    message: str
    """The name of the message or zip that the file came in; empty if it came by itself."""
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
            "message": self.message,
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
    with workspace.store.snapshot() as state:
        returned = state.current(wave.id, alliance=alliance.id)
        kept = {counted.worksheet: state.declaration(counted.declaration_hash) for counted in returned}
    others = {worksheet.id: worksheet for worksheet in workspace.worksheets(wave)}
    known = {name: worksheet for name, worksheet in kept.items() if worksheet is not None}
    return tuple({**others, **known}.values())


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
            for number, returned in enumerate(reversed(history), start=1)
            for step in _steps(state, returned, asked, current=number == len(history))
        ]
        steps += _corrections(state, alliance, wave, asked)
    wanted = [step for step in steps if row is None or step.row_id == row]
    return Trace(alliance, wave, asked, tuple(sorted(wanted, key=lambda step: step.row_id)))


def _steps(state: Snapshot, returned: Return, asked: Asked, *, current: bool) -> list[Step]:
    receipts = {receipt.sha256: receipt for receipt in reversed(state.receipts())}
    return [
        Step(
            _kind(answer, returned, current=current),
            answer.row_id,
            receipts[answer.sha256].file_name,
            answer.sha256,
            receipts[answer.sha256].received_at,
            f"{answer.sheet}!{answer.cell}",
            _message(receipts[answer.sha256], receipts),
            answer.raw,
            _value(answer),
        )
        for answer in state.answers_of(returned.submission_id, asked.worksheet.id)
        if (answer.section, answer.field) == (asked.section.id, asked.field.id)
        and answer.personal is asked.field.personal
    ]


def _message(receipt: Receipt, receipts: Mapping[str, Receipt]) -> str:
    container = receipts.get(receipt.container)
    return container.file_name if container else ""


def _kind(answer: StoredAnswer, returned: Return, *, current: bool) -> str:
    if not current:
        return "superseded"
    return "current" if answer.sha256 == returned.sha256 else "taken over"


def _value(answer: StoredAnswer) -> str:
    if answer.value is not None:
        return answer.value
    return f"({answer.missing})" if answer.missing else "(unreadable)"


def _kind_of_correction(correction: Correction) -> str:
    if correction.takes_back:
        return "taken back"
    return "corrected" if correction.applies else "corrected (void)"


def _corrections(state: Snapshot, alliance: Alliance, wave: Wave, asked: Asked) -> list[Step]:
    return [
        Step(
            _kind_of_correction(correction),
            correction.row_id,
            correction.person,
            correction.sha256,
            correction.recorded_at,
            "",
            "",
            correction.reason,
            "" if correction.takes_back else correction.value or f"({correction.missing})",
        )
        for correction in state.corrections(alliance=alliance.id, wave=wave.id)
        if (correction.worksheet, correction.section) == (asked.worksheet.id, asked.section.id)
        and (correction.field, correction.personal) == (asked.field.id, asked.field.personal)
    ]
