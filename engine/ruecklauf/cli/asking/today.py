"""`ruecklauf today`: what is to be done now."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import rich_click as click

from ruecklauf.cli.options import json_option, now, opened, project_option
from ruecklauf.cli.terminal import print_json, say

NAMES_SHOWN = 4


@click.command("today")
@project_option
@click.option("--wave", help="Only this wave; by default all that are not closed.")
@json_option
def command(project: Path | None, wave: str | None, as_json: bool) -> None:
    """List what is to be done now, first things first, each with the command that does it.

    Files that wait for a decision, forms to make and to mail, messages that did not arrive, and those to be
    read, returns to acknowledge, questions to ask and to settle, whom to remind, waves to close.

    Example: `ruecklauf today`
    """
    from ruecklauf.fieldwork.today import to_do
    from ruecklauf.rounds.workspace import Workspace

    found = opened(project)
    waves = (found.wave(wave),) if wave else found.settings.surveys
    with Workspace(found) as workspace, workspace.store.snapshot() as state:
        things = to_do(state, waves, found.alliances, now().astimezone().date())
    if as_json:
        print_json([asdict(thing) for thing in things])
        return
    for number, thing in enumerate(things, start=1):
        say(f"{number}. {_named(thing.about)}{thing.text}{f' ({thing.wave})' if thing.wave else ''}")
        say(f"   {thing.command}")
    if not things:
        say("Nothing is to be done.")


def _named(about: tuple[str, ...]) -> str:
    if not about:
        return ""
    more = len(about) - NAMES_SHOWN
    return ", ".join(about[:NAMES_SHOWN]) + (f" and {more} more" if more > 0 else "") + ": "
