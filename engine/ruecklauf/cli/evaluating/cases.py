"""`ruecklauf cases`: the case studies as pages and Word documents."""

from __future__ import annotations

from pathlib import Path

import rich_click as click

from ruecklauf.cli.options import FOLDER, formats_option, json_option, opened, project_option
from ruecklauf.cli.terminal import print_json, say

LANGUAGES = ("de", "en")
FORMATS = ("html", "docx")


@click.command("cases")
@click.argument("folder", type=FOLDER)
@project_option
@click.option("--wave", required=True, help="The team's own wave with the worksheet fallstudie.")
@click.option(
    "--language", type=click.Choice(LANGUAGES), default="de", show_default=True, help="Of the texts."
)
@formats_option(FORMATS, default="html", text="html (a page) and docx (for Word), separated by commas.")
@json_option
def command(
    folder: Path, project: Path | None, wave: str, language: str, formats: tuple[str, ...], as_json: bool
) -> None:
    """Write a page or document for each case study: findings by codes, material, indicators over all waves.

    A municipality is named only where its case study says that this is released; else it is `Kommune A`, and
    its name is taken out of what the team wrote.

    Example: `ruecklauf cases faelle --wave fall-1 --format html,docx`
    """
    from ruecklauf.cases.writing import write_cases
    from ruecklauf.rounds.workspace import Workspace

    found = opened(project)
    with Workspace(found) as workspace:
        written = write_cases(workspace, found.wave(wave), folder, language, formats)
    if as_json:
        print_json([str(path) for path in written])
        return
    for path in written:
        say(str(path))
