"""`ruecklauf handbook`: what every worksheet asks and why, as pages to read."""

from __future__ import annotations

from pathlib import Path

import rich_click as click

from ruecklauf.cli.options import FOLDER, opened, project_option
from ruecklauf.cli.terminal import say, talk


@click.command("handbook")
@click.argument("folder", type=FOLDER)
@project_option
@click.option("--worksheet", "only", multiple=True, help="Only this worksheet; repeatable.")
@click.option("--language", default="de", show_default=True, help="Language of the texts.")
def command(folder: Path, project: Path | None, only: tuple[str, ...], language: str) -> None:
    """Write a page for each worksheet into FOLDER, as HTML and as Word document.

    Purpose, questions, code lists, rules as sentences, and what changed between versions.

    Example: `ruecklauf handbook handbuch --language en`
    """
    from ruecklauf.authoring.handbook import write_handbook
    from ruecklauf.rounds.workspace import Workspace

    with Workspace(opened(project)) as workspace:
        library = workspace.library
    chosen = {name: library.worksheet(name) for name in only} or library.worksheets
    written = write_handbook(library.worksheets.values(), folder, language=language, only=chosen)
    for path in written:
        say(str(path))
    talk(f"{len(chosen)} worksheets.")
