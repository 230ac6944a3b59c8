"""`ruecklauf snapshot`: the answers as Parquet, for figures about many alliances."""

from __future__ import annotations

import os
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import rich_click as click

from ruecklauf.cli.options import json_option, opened, project_option
from ruecklauf.cli.terminal import print_json, say, talk
from ruecklauf.errors import RuecklaufError

if TYPE_CHECKING:
    from ruecklauf.rounds.evaluating.evaluation import Measurement
    from ruecklauf.rounds.workspace import Workspace

snapshot_option = click.option(
    "--snapshot/--no-snapshot",
    "from_snapshot",
    default=None,
    help="From the snapshot, brought up to date before, or from the database; the figures are the same. "
    "By default from the snapshot where there is one.",
)


@click.command("snapshot")
@project_option
@click.option("--anew", is_flag=True, help="Build everything again, whatever is there.")
@click.option("--remove", is_flag=True, help="Delete the snapshot.")
@json_option
def command(project: Path | None, anew: bool, remove: bool, as_json: bool) -> None:
    """Write the answers as Parquet into snapshot/, or of those that are there what changed since.

    Once it is there, `indicators` and `report` bring it up to date and compute from it, unless told
    `--no-snapshot`. It holds what a dataset holds, without personal fields and with masked texts; it may be
    deleted at any time, and is with personal data.

    Example: `ruecklauf snapshot`
    """
    from ruecklauf.rounds.evaluating.snapshots.removing import remove_snapshot
    from ruecklauf.rounds.workspace import Workspace

    found = opened(project)
    if remove:
        remove_snapshot(found)
        said = {"alliances": 0, "built": 0, "removed": 0}
    else:
        refuse_without_polars()
        from ruecklauf.rounds.evaluating.snapshots.updating import bring_up_to_date

        with Workspace(found) as workspace:
            made = bring_up_to_date(workspace, anew=anew)
        said = {"alliances": len(made.manifest.alliances), "built": made.built, "removed": made.removed}
    if as_json:
        print_json({"folder": str(found.snapshot_dir), **said})
        return
    counts = f"{said['alliances']} alliances, {said['built']} built, {said['removed']} removed"
    say(f"{found.snapshot_dir}: " + ("deleted" if remove else counts))


def measured(workspace: Workspace, *, from_snapshot: bool | None) -> Measurement:
    """All indicators, from the store or the snapshot; where it is not said (None), from the snapshot if there
    is one that can be brought up to date."""
    if from_snapshot:
        refuse_without_polars()
        return _from_snapshot(workspace)
    from ruecklauf.rounds.evaluating.evaluation import evaluate

    if from_snapshot is None and _is_usable(workspace.project.snapshot_dir):
        try:
            return _from_snapshot(workspace)
        except RuecklaufError as error:
            talk(f"The snapshot is not used: {error}")
    return evaluate(workspace)


def _from_snapshot(workspace: Workspace) -> Measurement:
    from ruecklauf.rounds.evaluating.snapshots.reading import measure_from_snapshot

    return measure_from_snapshot(workspace)


def _is_usable(folder: Path) -> bool:
    """Whether there is a snapshot that this user may write to, and what it takes to read it."""
    is_there = any(folder.glob("*.parquet")) if folder.is_dir() else False
    return is_there and os.access(folder, os.W_OK) and find_spec("polars") is not None


def refuse_without_polars() -> None:
    """RuecklaufError where the library that snapshots need is not there."""
    if find_spec("polars") is None:
        raise RuecklaufError(
            "polars must be installed for snapshots.",
            remedy="Install it with: pip install 'ruecklauf[scale]'",
        )
