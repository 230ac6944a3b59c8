"""`ruecklauf init`: a new project folder."""

from __future__ import annotations

from pathlib import Path

import rich_click as click

from ruecklauf.cli.options import FOLDER
from ruecklauf.cli.terminal import say, talk


@click.command("init")
@click.argument("folder", type=FOLDER)
@click.option("--title", default="Lokale Bündnisse", show_default=True, help="Title of the survey.")
@click.option(
    "--nrw", is_flag=True, help="List the 53 Kreise and kreisfreie Städte of North Rhine-Westphalia."
)
def command(folder: Path, title: str, nrw: bool) -> None:
    """Make a new project folder: settings, list of alliances, and what to do next.

    The folder must be new or empty; nothing is overwritten.

    Example: `ruecklauf init welle-2026 --nrw`
    """
    from ruecklauf.authoring.start import prepare_editors
    from ruecklauf.project import create_project
    from ruecklauf.project.nrw import alliances_for_nrw
    from ruecklauf.rounds.workspace import Workspace

    alliances = alliances_for_nrw() if nrw else ()
    project = create_project(folder, title=title, alliances=alliances)
    prepare_editors(project.root)
    with Workspace(project, makes=True) as workspace, workspace.store.snapshot():
        pass
    say(str(project.root))
    for note in project.notes:
        talk(str(note))
    talk(f"Next: fill in {project.root / 'ruecklauf.toml'} and {project.root / 'alliances.csv'},")
    talk(f"then run: ruecklauf forms --project {folder}")
