"""`ruecklauf template`: a Word template to edit."""

from __future__ import annotations

from pathlib import Path

import rich_click as click

from ruecklauf.cli.options import opened, project_option
from ruecklauf.cli.terminal import say, talk


@click.command("template")
@project_option
@click.argument("worksheets", metavar="WORKSHEET...", nargs=-1, required=True)
@click.option("--force", is_flag=True, help="Replace templates that are there already.")
def command(project: Path | None, worksheets: tuple[str, ...], force: bool) -> None:
    """Put the general Word template beside a worksheet, to be edited in Word.

    From then on the worksheet's Word forms are made from worksheets/WORKSHEET/form.docx. Wording and look are
    yours; what stands in {{ }} and {% %} is filled in. `ruecklauf check` says what is missing or misspelt.

    Example: `ruecklauf template stammblatt`
    """
    from ruecklauf.rounds.issuing.templates import put_template
    from ruecklauf.rounds.workspace import Workspace

    with Workspace(opened(project)) as workspace:
        for worksheet_id in worksheets:
            say(str(put_template(workspace, worksheet_id, replace=force)))
    talk("Edit in Word, then run `ruecklauf check`.")
