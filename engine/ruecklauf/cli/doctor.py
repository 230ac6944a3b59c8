"""`ruecklauf doctor`: is everything in order?"""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import rich_click as click

from ruecklauf.cli.options import json_option, project_option
from ruecklauf.cli.terminal import print_json, say


@click.command("doctor")
@project_option
@json_option
@click.pass_context
def command(ctx: click.Context, project: Path | None, as_json: bool) -> None:
    """Look at the installation and the project: versions, declarations, databases, archive.

    Nothing is changed. Exit status 1 where something is not in order.

    Example: `ruecklauf doctor --project welle-2026`
    """
    from ruecklauf.rounds.asking.examination import examine

    results = tuple(examine(project))
    if as_json:
        print_json([asdict(result) for result in results])
    else:
        for result in results:
            say(f"{'ok ' if result.ok else 'BAD'}  {result.what}: {result.found}")
            if result.remedy:
                say(f"     {result.remedy}")
    ctx.exit(0 if all(result.ok for result in results) else 1)
