"""`ruecklauf assign`: say whose return a file is."""

from __future__ import annotations

from pathlib import Path

import rich_click as click

from ruecklauf.cli.options import now, opened, person_option, project_option, reason_option
from ruecklauf.cli.taking_in.import_ import line_of
from ruecklauf.cli.terminal import print_json, say


@click.command("assign")
@click.argument("file")
@click.option("--alliance", required=True, help="Whose return it is: id, name or AGS.")
@click.option("--wave", required=True, help="The wave that it answers.")
@reason_option
@person_option
@project_option
@click.option("--json", "as_json", is_flag=True, help="Print JSON for programs.")
@click.pass_context
def command(
    ctx: click.Context,
    file: str,
    alliance: str,
    wave: str,
    reason: str,
    person: str,
    project: Path | None,
    as_json: bool,
) -> None:
    """Say whose return a file is, where the file itself leaves that unclear, and take it in.

    FILE is a path, the name under which it came, or the beginning of its SHA-256. Who decided, when and why
    is recorded. A file that was taken in for another alliance no longer counts there.

    Example: `ruecklauf assign Rueckgabe.xlsx --alliance Kleve --wave 2026-1 --reason "phone call, Ms Meier"`
    """
    from ruecklauf.rounds.asking.decisions import assign
    from ruecklauf.rounds.workspace import Workspace

    found = opened(project)
    whose, which = found.alliance(alliance), found.wave(wave)
    with Workspace(found) as workspace:
        results = assign(workspace, file, whose, which, person=person, reason=reason, now=now())
    if as_json:
        print_json([result.as_json() for result in results])
    else:
        for result in results:
            say(line_of(result, found))
    codes = {finding.code for result in results for finding in result.findings}
    ctx.exit(1 if codes - {"assigned"} else 0)
