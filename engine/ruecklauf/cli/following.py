"""What follows every command that changes something: the cockpit is written anew."""

from __future__ import annotations

from typing import TYPE_CHECKING

import rich_click as click

from ruecklauf.cli.terminal import talk
from ruecklauf.errors import StoreError

if TYPE_CHECKING:
    from ruecklauf.project import Project

OPENED = "ruecklauf.project"
"""Under which the context knows the project that a command works on."""
CHANGING = (
    *("forms", "mail", "import", "assign", "withdraw", "ask", "accept", "settle", "correct", "note"),
    *("messages", "prefer", "privacy", "wave", "same-row", "rebuild"),
)
"""Commands after which the cockpit may say something else; `init` makes none, `demo` writes its own."""
MOST_ALLIANCES = 1_000
"""Of more only `ruecklauf cockpit` writes it: commands stay quick."""


def nothing_changed() -> None:
    """Say that the command only tried or showed something: what is in the project stays as it is."""
    if context := click.get_current_context(silent=True):
        context.meta.pop(OPENED, None)


def write_anew(ctx: click.Context) -> None:
    """Write cockpit.html, unless the settings say no; what goes wrong is told, and the command goes on."""
    project: Project | None = ctx.meta.get(OPENED)
    if project is None or ctx.invoked_subcommand not in CHANGING:
        return
    from ruecklauf.project.folder import COCKPIT_FILE

    if project.settings.cockpit.written and len(project.alliances) <= MOST_ALLIANCES:
        try:
            _write(project)
        except StoreError as error:
            # without a page and without databases nothing was begun, and the command has said so
            if (project.root / COCKPIT_FILE).exists():
                talk(f"cockpit.html is as it was before: {error}")
        # whatever it is, what the command did is done, and its own result counts
        except Exception as error:
            talk(f"cockpit.html is as it was before: {error}")


def _write(project: Project) -> None:
    from datetime import UTC, datetime

    from ruecklauf.cockpit.writing import write_cockpit
    from ruecklauf.rounds.workspace import Workspace

    with Workspace(project) as workspace:
        written = write_cockpit(workspace, now=datetime.now(UTC))
    if written.kept is not None:
        talk(written.said)
