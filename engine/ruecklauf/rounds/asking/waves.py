"""How far the waves are, and who closed them."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from ruecklauf.project.settings import Wave
from ruecklauf.rounds.workspace import Workspace
from ruecklauf.store import WaveDecision


class WaveState(StrEnum):
    """A wave is planned until forms are made for it; it is closed and opened by decisions."""

    PLANNED = "planned"
    OPEN = "open"
    CLOSED = "closed"


def wave_states(workspace: Workspace) -> dict[str, WaveState]:
    """The state of every wave, in the order of the settings."""
    with workspace.store.snapshot() as state:
        begun = {form.wave for form in state.issued()}
        closed = {wave.id for wave in workspace.project.settings.waves if state.is_closed(wave.id)}
    return {
        wave.id: WaveState.CLOSED
        if wave.id in closed
        else WaveState.OPEN
        if wave.id in begun
        else WaveState.PLANNED
        for wave in workspace.project.settings.waves
    }


def decide_wave(
    workspace: Workspace, wave: Wave, state: WaveState, *, person: str, reason: str, now: datetime
) -> None:
    """Close a wave, or open it again."""
    made = WaveDecision(wave=wave.id, state=state, person=person, reason=reason, recorded_at=now)
    workspace.store.record_decisions([made])
