"""`ruecklauf settle`: how far a point is."""

from __future__ import annotations

from pathlib import Path

import rich_click as click

from ruecklauf.cli.options import now, opened, person_option, project_option, reason_option
from ruecklauf.cli.terminal import say


@click.command("settle")
@click.argument("points", nargs=-1, required=True, metavar="POINT…")
@click.option(
    "--as",
    "state",
    type=click.Choice(["settled", "asked", "answered", "open"]),
    default="settled",
    show_default=True,
    help="The state: `open` takes back what was decided before.",
)
@reason_option
@person_option
@project_option
def command(points: tuple[str, ...], state: str, reason: str, person: str, project: Path | None) -> None:
    """Say how far points are: asked, answered, settled, or open again.

    POINT is an id that `ruecklauf findings` shows, or its beginning; all rows of the point are meant. What
    was settled is left out of the findings for as long as the same is found. A point that a newer return
    mends closes by itself, and is in its old state again should that return be taken back.

    Example: `ruecklauf settle 3f9c2ad1e0 --as asked --reason "mail of 3 July"`
    """
    from ruecklauf.rounds.asking.listing import settle
    from ruecklauf.rounds.asking.points import State
    from ruecklauf.rounds.workspace import Workspace

    with Workspace(opened(project)) as workspace:
        rows = settle(workspace, points, State(state), person=person, reason=reason, now=now())
    say_settled(rows, State(state))


def say_settled(rows: list[dict[str, str]], state: str) -> None:
    """Each point with its state before and now."""
    from ruecklauf.rounds.asking.together import said_once

    for row in said_once(rows):
        say(f"{row['point']}: {row['state']} → {state} · {row['alliance_name'] or row['file']}")
        say(f"  {row['message']}")
