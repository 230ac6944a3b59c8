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
    """Write the datasets: all answers in long form, and one wide table per worksheet table.

    Personal fields are in none of them. The long form names file, sheet and cell of every answer.

    Example: `ruecklauf export data --format csv,parquet`
    """
    from ruecklauf.dataset import build_dataset
    from ruecklauf.exports import write_export
    from ruecklauf.rounds.workspace import Workspace

    found = opened(project)
    with Workspace(found) as workspace:
        dataset = build_dataset(workspace.store, waves=[found.wave(wave).id for wave in waves] or None)
    written = write_export(dataset, folder, formats)
    if as_json:
        print_json([str(path) for path in written])
    else:
        for path in written:
            say(str(path))
    talk(f"{dataset.answers} answers to {len(dataset.long)} questions in {len(dataset.tables)} tables.")
