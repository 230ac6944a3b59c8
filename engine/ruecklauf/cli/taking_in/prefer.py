"""`ruecklauf prefer`: let an older return count."""

from __future__ import annotations

from pathlib import Path

import rich_click as click

from ruecklauf.cli.options import json_option, now, opened, person_option, project_option, reason_option
from ruecklauf.cli.taking_in.import_ import line_of
from ruecklauf.cli.terminal import print_json, say


@click.command("prefer")
@click.argument("file")
@click.option("--undo", is_flag=True, help="Take the decision back: dates decide again which return counts.")
@reason_option
@person_option
@project_option
@json_option
@click.pass_context
def command(
    ctx: click.Context,
    file: str,
    undo: bool,
    reason: str,
    person: str,
    project: Path | None,
    as_json: bool,
) -> None:
    """Let a return count rather than all others that its alliance has sent in the wave, also newer ones.

    FILE is a path, the name under which it came, or the beginning of its SHA-256. The other returns stay
    readable, and nothing is withdrawn; who decided, when and why is recorded. A return that comes after this
    counts if it is newer than all that were there, and waits otherwise.

    Example: `ruecklauf prefer Stand-Juni.xlsx --reason "the later file was a draft, phone call, Ms Meier"`
    """
    from ruecklauf.rounds.asking.preferring import prefer
    from ruecklauf.rounds.workspace import Workspace

    found = opened(project)
    with Workspace(found) as workspace:
        results = prefer(workspace, file, undo=undo, person=person, reason=reason, now=now())
    if as_json:
        print_json([result.as_json() for result in results])
    else:
        for result in results:
            say(line_of(result, found))
    ctx.exit(1 if any(result.findings for result in results) else 0)
