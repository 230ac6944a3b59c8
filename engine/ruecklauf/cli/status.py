"""`ruecklauf status`: who has returned what."""

from __future__ import annotations

from pathlib import Path

import rich_click as click

from ruecklauf.cli.options import chosen_wave, json_option, opened, project_option
from ruecklauf.cli.terminal import print_json, print_table, say


@click.command("status")
@project_option
@click.option("--wave", help="Wave; by default the last one declared.")
@json_option
def command(project: Path | None, wave: str | None, as_json: bool) -> None:
    """Show who has returned what, and the response rate of a wave.

    Example: `ruecklauf status --wave 2026-1`
    """
    from ruecklauf.rounds.asking.reports import wave_status
    from ruecklauf.rounds.workspace import Workspace

    found = opened(project)
    chosen = chosen_wave(found, wave)
    with Workspace(found) as workspace:
        status = wave_status(workspace, chosen)
    if as_json:
        print_json(status.as_json())
        return
    rows = [
        (
            alliance.name,
            alliance.sent.strftime("%d.%m.%Y") if alliance.sent else "–",
            alliance.received.strftime("%d.%m.%Y %H:%M") if alliance.received else "–",
            f"{len(alliance.worksheets)}/{len(chosen.worksheets)}",
            str(alliance.errors),
            str(alliance.warnings),
            str(alliance.notes),
        )
        for alliance in status.alliances
    ]
    heads = ("Alliance", "Form made", "Last return", "Worksheets", "Errors", "Warnings", "Notes")
    print_table(heads, rows, title=f"{chosen.title} ({chosen.id}), due {chosen.deadline:%d.%m.%Y}")
    say(status.rate_text)
