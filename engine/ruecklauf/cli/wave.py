"""`ruecklauf wave`: close a wave, or open it again."""

from __future__ import annotations

from pathlib import Path

import rich_click as click

from ruecklauf.cli.options import now, opened, person_option, project_option, reason_option
from ruecklauf.cli.terminal import say


@click.command("wave")
@click.argument("wave")
@click.argument("state", type=click.Choice(["planned", "open", "closed"]))
@reason_option
@person_option
@project_option
def command(wave: str, state: str, reason: str, person: str, project: Path | None) -> None:
    """Close a wave, or open it again; a wave is planned until forms are made for it, and then open, unless
    `state` in ruecklauf.toml or this command say otherwise.

    A return that comes to a closed wave waits: `ruecklauf assign` lets it count, or it is handed in again
    after the wave was opened. Forms are not made for a closed wave. Every decision is recorded.

    Example: `ruecklauf wave 2026-1 closed --reason "evaluation begins"`
    """
    from ruecklauf.rounds.asking.waves import WaveState, decide_wave, wave_states
    from ruecklauf.rounds.workspace import Workspace

    found = opened(project)
    chosen = found.wave(wave)
    with Workspace(found) as workspace:
        before = wave_states(workspace)[chosen.id]
        decide_wave(workspace, chosen, WaveState(state), person=person, reason=reason, now=now())
        after = wave_states(workspace)[chosen.id]
    say(f"{chosen.id}: {before} → {after}")
