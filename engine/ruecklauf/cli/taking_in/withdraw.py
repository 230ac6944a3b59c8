"""`ruecklauf withdraw`: take a return back."""

from __future__ import annotations

from pathlib import Path

import rich_click as click

from ruecklauf.cli.options import json_option, now, opened, person_option, project_option, reason_option
from ruecklauf.cli.taking_in.import_ import line_of
from ruecklauf.cli.terminal import print_json, say


@click.command("withdraw")
@click.argument("file")
@reason_option
@person_option
@project_option
@json_option
def command(file: str, reason: str, person: str, project: Path | None, as_json: bool) -> None:
    """Take a return back with all that it caused; what it had superseded counts again.

    FILE is a path, the name under which it came, or the beginning of its SHA-256. It stays in the archive;
    who took it back, when and why is recorded; the same file handed in again does not count either, unless
    `ruecklauf assign` says so.

    Example: `ruecklauf withdraw Entwurf.xlsx --reason "sent by mistake, mail of 3 July"`
    """
    from ruecklauf.rounds.asking.withdrawing import withdraw
    from ruecklauf.rounds.workspace import Workspace

    found = opened(project)
    with Workspace(found) as workspace:
        results = withdraw(workspace, file, person=person, reason=reason, now=now())
    if as_json:
        print_json([result.as_json() for result in results])
    else:
        for result in results:
            say(line_of(result, found))
