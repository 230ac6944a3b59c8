"""`ruecklauf accept`: an answer holds as it is."""

from __future__ import annotations

from pathlib import Path

import rich_click as click

from ruecklauf.cli.asking.settle import say_settled
from ruecklauf.cli.options import now, opened, person_option, project_option, reason_option


@click.command("accept")
@click.argument("points", nargs=-1, required=True, metavar="POINT…")
@reason_option
@person_option
@project_option
def command(points: tuple[str, ...], reason: str, person: str, project: Path | None) -> None:
    """Accept points as they are: the answer holds, though it was asked about.

    POINT is an id that `ruecklauf findings` shows, or its beginning; all rows of the point are meant. The
    decision holds over further imports for as long as the same is found; another answer is asked about anew.

    Example: `ruecklauf accept 3f9c2ad1e0 --reason "confirmed by phone, Ms Meier"`
    """
    from ruecklauf.rounds.asking.listing import settle
    from ruecklauf.rounds.asking.points import State
    from ruecklauf.rounds.workspace import Workspace

    with Workspace(opened(project)) as workspace:
        rows = settle(workspace, points, State.ACCEPTED, person=person, reason=reason, now=now())
    say_settled(rows, State.ACCEPTED)
