"""`ruecklauf cockpit`: how far the project is, as a page."""

from __future__ import annotations

from pathlib import Path

import rich_click as click

from ruecklauf.cli.options import now, opened, project_option
from ruecklauf.cli.terminal import say, talk


@click.command("cockpit")
@project_option
def command(project: Path | None) -> None:
    """Write cockpit.html into the project: what is to be done, how far everybody is, what happened.

    One file without scripts that any browser opens, also from a network drive. Commands that change something
    write it by themselves, unless [cockpit] in ruecklauf.toml says `written = false`, or the project has more
    than 1,000 alliances. It names alliances and can be read by its owner alone; personal data is not in it.

    Example: `ruecklauf cockpit`
    """
    from ruecklauf.cockpit.writing import write_cockpit
    from ruecklauf.errors import RuecklaufError
    from ruecklauf.rounds.workspace import Workspace

    with Workspace(opened(project)) as workspace:
        try:
            written = write_cockpit(workspace, now=now())
        except OSError as error:
            raise RuecklaufError(f"cockpit.html cannot be written ({error.strerror}).") from error
    if written.kept is not None:
        talk(written.said)
    say(str(written.path))
