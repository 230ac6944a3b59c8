"""`ruecklauf feedback`: what each alliance gets back."""

from __future__ import annotations

from pathlib import Path

import rich_click as click

from ruecklauf.cli.options import FOLDER, chosen_wave, json_option, opened, project_option
from ruecklauf.cli.terminal import print_json, say, talk


@click.command("feedback")
@click.argument("folder", type=FOLDER, required=False)
@project_option
@click.option("--wave", help="The wave; by default the last one declared.")
@click.option("--alliance", "wanted", multiple=True, help="Only this alliance (id, name or AGS); repeatable.")
@click.option("--template", is_flag=True, help="Put the letter's Word template into the project instead.")
@click.option("--force", is_flag=True, help="Replace what is there already and may have been edited.")
@json_option
def command(
    folder: Path | None,
    project: Path | None,
    wave: str | None,
    wanted: tuple[str, ...],
    template: bool,
    force: bool,
    as_json: bool,
) -> None:
    """Write a letter (Word) and a workbook for every alliance that returned anything.

    Its own values stand in them beside those of the others, none of which is named; of fewer than five others
    nothing is told, of fewer than eight no quartiles. Indicators that declare `feedback: true` are told. They
    go into FOLDER, or feedback/WAVE in the project, from where `mail feedback` sends them;
    letters may be edited before.

    Example: `ruecklauf feedback --wave 2026-1`
    """
    from ruecklauf.feedback.places import folder_of
    from ruecklauf.feedback.writing import put_template, write_feedback
    from ruecklauf.rounds.workspace import Workspace

    found = opened(project)
    chosen = chosen_wave(found, wave)
    if template:
        written = [put_template(found, chosen, replace=force)]
    else:
        alliances = tuple(map(found.alliance, wanted)) or found.alliances
        place = folder or folder_of(found, chosen)
        with Workspace(found) as workspace:
            written = write_feedback(workspace, chosen, alliances, place, replace=force)
    if as_json:
        print_json([str(path) for path in written])
        return
    for path in written:
        say(str(path))
    talk("Edit it in Word." if template else "Look at them, then: ruecklauf mail feedback")
