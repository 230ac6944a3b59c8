"""Who sees what is personal in a trace: whoever says why, and that is recorded."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from ruecklauf.check.contact_names import knowing, names_among
from ruecklauf.check.privacy import marks_of_a_person_in, personal_data_in
from ruecklauf.fieldtypes import FieldBase
from ruecklauf.rounds.asking.traces import Step, Trace
from ruecklauf.rounds.workspace import Workspace
from ruecklauf.store import Act, ActKind
from ruecklauf.texts import load_texts


def without_personal(workspace: Workspace, traced: Trace) -> Trace:
    """The trace with a word in place of personal answers and of texts that seem to be personal."""
    with workspace.store.snapshot() as state:
        said = state.contact_texts(traced.alliance.id).get(traced.alliance.id, [])
    with knowing(names_among(said)):
        return replace(traced, steps=tuple(_masked_step(step, traced.asked.field) for step in traced.steps))


def record_reading(workspace: Workspace, traced: Trace, *, person: str, reason: str, now: datetime) -> None:
    """Note who read what of whom, and why; nothing of what was read."""
    asked = traced.asked
    details = {
        "alliance": traced.alliance.id,
        "wave": traced.wave.id,
        "question": f"{asked.worksheet.id}.{asked.section.id}.{asked.field.id}",
        "rows": sorted({step.row_id for step in traced.steps}),
    }
    workspace.store.record_act(
        Act(kind=ActKind.READ, details=details, person=person, reason=reason, recorded_at=now)
    )


def _masked_step(step: Step, field: FieldBase) -> Step:
    word = load_texts()("words.personal")
    raw, value = (word if _is_hidden(text, field) else text for text in (step.raw, step.value))
    return replace(step, raw=raw, value=value)


def _is_hidden(text: str, field: FieldBase) -> bool:
    if not text or field.is_address:
        return bool(text) and field.personal
    seems = marks_of_a_person_in if field.tells_a_case else personal_data_in
    return field.personal or bool(seems(text))
