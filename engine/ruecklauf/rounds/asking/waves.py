"""How far the waves are, and who closed them."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from ruecklauf.project.settings import Wave
from ruecklauf.rounds.workspace import Workspace
from ruecklauf.store import WaveDecision


class WaveState(StrEnum):
    """By decisions, else as the settings say; else planned until forms are made for it."""

    PLANNED = "planned"
    OPEN = "open"
    CLOSED = "closed"


def wave_states(workspace: Workspace) -> dict[str, WaveState]:
    """The state of every wave, in the order of the settings."""
    with workspace.store.snapshot() as state:
        begun = {form.wave for form in state.issued()}
        said = {wave.id: state.wave_decided(wave.id, wave.state) for wave in workspace.project.settings.waves}
    return {
        wave: WaveState(decided or (WaveState.OPEN if wave in begun else WaveState.PLANNED))
        for wave, decided in said.items()
    }


def decide_wave(
    workspace: Workspace, wave: Wave, state: WaveState, *, person: str, reason: str, now: datetime
) -> None:
    """Close a wave, open it (again), or say that it is only planned."""
    made = WaveDecision(wave=wave.id, state=state, person=person, reason=reason, recorded_at=now)
    workspace.store.record_decisions([made])
