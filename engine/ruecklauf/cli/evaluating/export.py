"""`ruecklauf export`: the datasets."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import rich_click as click

from ruecklauf.cli.options import (
    FOLDER,
    formats_option,
    json_option,
    now,
    opened,
    person_option,
    project_option,
)
from ruecklauf.cli.terminal import print_json, say, talk
from ruecklauf.exports import EXPORTS

if TYPE_CHECKING:
    from ruecklauf.dataset import Dataset
    from ruecklauf.rounds.evaluating.evaluation import Evaluation
    from ruecklauf.rounds.workspace import Workspace

DEFAULT = ",".join(name for name, export in EXPORTS.items() if export.is_default)
"""Those that need nothing besides."""


@click.command("export")
@click.argument("folder", type=FOLDER)
@project_option
@click.option("--wave", "waves", multiple=True, help="Only this wave; repeatable.")
@formats_option(EXPORTS, default=DEFAULT, text=f"Formats, with commas: {', '.join(EXPORTS)}.")
@click.option(
    "--release",
    "is_release",
    is_flag=True,
    help="For others: nobody can tell the alliances, no free text, small cells of tables withheld.",
)
@click.option("--unmasked", is_flag=True, help="Mask nothing in texts; needs --reason, and is recorded.")
@click.option("--reason", default="", metavar="TEXT", help="Why nothing is masked; README.txt says it.")
@person_option
@json_option
def command(
    folder: Path,
    project: Path | None,
    waves: tuple[str, ...],
    formats: tuple[str, ...],
    is_release: bool,
    unmasked: bool,
    reason: str,
    person: str,
    as_json: bool,
) -> None:
    """Write the datasets: all answers in long form, a wide table per table, indicators, and a panel.

    The panel has alliances by waves, every row over the waves in the newest terms with what was returned
    beside it, and every change.

    Personal fields are in none of them, and texts that seem to be personal are masked. The long form names
    file, sheet and cell of every answer.

    With --release alliances have random numbers, whose key stays in the project (release.key), areas and
    dates are coarse, free texts are left out, and tables to publish have no small cells; statement.txt says
    all that was done. [release] in ruecklauf.toml says how far it goes.

    Example: `ruecklauf export data --format csv,parquet`
    """
    from ruecklauf.exports import write_export
    from ruecklauf.release.writing import write_release
    from ruecklauf.rounds.evaluating.releasing import release
    from ruecklauf.rounds.workspace import Workspace

    if unmasked is not bool(reason.strip()):
        raise click.UsageError("--unmasked and --reason belong together: say why texts are not masked.")
    if unmasked and is_release:
        raise click.UsageError("A release is never unmasked.")
    found = opened(project)
    with Workspace(found) as workspace:
        evaluation, dataset = evaluated(workspace, waves, is_release=is_release, unmasked=reason.strip())
        if unmasked:
            _record(workspace, dataset, formats, person=person, reason=reason)
        released = release(workspace, evaluation, dataset) if is_release else None
    if released is None:
        _say(dataset, write_export(dataset, folder, formats), as_json=as_json)
    else:
        _say(released.dataset, write_release(released, folder, formats), as_json=as_json)


def _say(dataset: Dataset, written: list[Path], *, as_json: bool) -> None:
    if as_json:
        print_json([str(path) for path in written])
    else:
        for path in written:
            say(str(path))
    if dataset.unmasked:
        talk("Texts are UNMASKED and may name people; the reason is recorded in the project.")
    if dataset.masked:
        talk(
            f"{dataset.masked} texts that seem to be personal are masked; "
            "`ruecklauf privacy scan` lists them, `ruecklauf privacy decide` lets one hold."
        )
    talk(f"{dataset.answers} answers to {len(dataset.long)} questions in {len(dataset.tables)} tables.")


def _record(
    workspace: Workspace, dataset: Dataset, formats: tuple[str, ...], *, person: str, reason: str
) -> None:
    from ruecklauf.store import Act, ActKind

    details = {"formats": list(formats), "waves": list(dataset.waves)}
    workspace.store.record_act(
        Act(kind=ActKind.UNMASKED, details=details, person=person, reason=reason, recorded_at=now())
    )


def evaluated(
    workspace: Workspace, waves: tuple[str, ...], *, is_release: bool, unmasked: str = ""
) -> tuple[Evaluation, Dataset]:
    """The dataset with its panel; of a release every text that seems to be personal is masked."""
    from ruecklauf.dataset.build import known_names
    from ruecklauf.dataset.masking import masked_panel
    from ruecklauf.rounds.asking.kept_texts import kept_texts
    from ruecklauf.rounds.asking.same_rows import panel_of
    from ruecklauf.rounds.evaluating.evaluation import evaluate

    chosen = [workspace.project.wave(wave).id for wave in waves] or None
    kept = () if is_release else kept_texts(workspace.store)
    evaluation = evaluate(workspace, chosen, kept=kept, unmasked=unmasked)
    panel = panel_of(workspace, waves=chosen)
    with workspace.store.snapshot() as state:
        names = known_names(state)
    frames = panel.frames() if unmasked else masked_panel(panel.frames(), panel.newest, names)
    return evaluation, replace(evaluation.exported(), panel=frames)
