"""`ruecklauf export`: the datasets."""

from __future__ import annotations

from pathlib import Path

import rich_click as click

from ruecklauf.cli.options import FOLDER, formats_option, json_option, opened, project_option
from ruecklauf.cli.terminal import print_json, say, talk
from ruecklauf.exports import EXPORTS

DEFAULT = ",".join(name for name, export in EXPORTS.items() if not export.extra)
"""Those that need nothing besides."""


@click.command("export")
@click.argument("folder", type=FOLDER)
@project_option
@click.option("--wave", "waves", multiple=True, help="Only this wave; repeatable.")
@formats_option(EXPORTS, default=DEFAULT, text=f"Formats, with commas: {', '.join(EXPORTS)}.")
@json_option
def command(
    folder: Path, project: Path | None, waves: tuple[str, ...], formats: tuple[str, ...], as_json: bool
) -> None:
    """Write the datasets: all answers in long form, one wide table per worksheet table, and the indicators.

    Personal fields are in none of them. The long form names file, sheet and cell of every answer.

    Example: `ruecklauf export data --format csv,parquet`
    """
    from ruecklauf.exports import write_export
    from ruecklauf.rounds.evaluating.evaluation import evaluate
    from ruecklauf.rounds.workspace import Workspace

    found = opened(project)
    with Workspace(found) as workspace:
        dataset = evaluate(workspace, [found.wave(wave).id for wave in waves] or None).exported()
    written = write_export(dataset, folder, formats)
    if as_json:
        print_json([str(path) for path in written])
    else:
        for path in written:
            say(str(path))
    talk(f"{dataset.answers} answers to {len(dataset.long)} questions in {len(dataset.tables)} tables.")
