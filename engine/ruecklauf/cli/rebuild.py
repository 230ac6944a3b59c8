"""`ruecklauf rebuild`: answers and contacts made anew from the archive."""

from __future__ import annotations

from pathlib import Path

import rich_click as click

from ruecklauf.cli.options import opened, project_option
from ruecklauf.cli.terminal import say, talk


@click.command("rebuild")
@project_option
def command(project: Path | None) -> None:
    """Make answers and contacts anew from the archive and from what was decided, and replace the databases.

    For databases that `doctor` finds damaged or short, or whose contacts are lost. The database of answers
    must still tell which forms were made, what was handed in and what people decided; returns are judged by
    the settings and the alliances of today. Databases in files are kept beside the new ones.

    Example: `ruecklauf rebuild --project welle-2026`
    """
    from ruecklauf.rounds.asking.rebuilding import rebuild

    made = rebuild(opened(project))
    for path in made.kept:
        say(f"{path}: as it was before")
    talk(f"{made.files} files read again, {made.decisions} decisions repeated.")
