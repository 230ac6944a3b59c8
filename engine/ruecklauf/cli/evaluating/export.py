"""`ruecklauf export`: the datasets."""

from __future__ import annotations

from dataclasses import replace
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
    """Write the datasets: all answers in long form, a wide table per table, indicators, and a panel.

    The panel has alliances by waves, every row over the waves in the newest terms with what was returned
    beside it, and every change.

    Personal fields are in none of them, and texts that seem to be personal are masked. The long form names
    file, sheet and cell of every answer.

    Example: `ruecklauf export data --format csv,parquet`
    """
    from ruecklauf.dataset.masking import masked_panel
    from ruecklauf.exports import write_export
    from ruecklauf.rounds.asking.kept_texts import kept_texts
    from ruecklauf.rounds.asking.same_rows import panel_of
    from ruecklauf.rounds.evaluating.evaluation import evaluate
    from ruecklauf.rounds.workspace import Workspace

    found = opened(project)
    with Workspace(found) as workspace:
        chosen = [found.wave(wave).id for wave in waves] or None
        kept = kept_texts(workspace.store)
        dataset = evaluate(workspace, chosen, kept=kept).exported()
        panel = panel_of(workspace, waves=chosen)
        dataset = replace(dataset, panel=masked_panel(panel.frames(), panel.newest))
    written = write_export(dataset, folder, formats)
    if as_json:
        print_json([str(path) for path in written])
    else:
        for path in written:
            say(str(path))
    if dataset.masked:
        talk(f"{dataset.masked} texts that seem to be personal are masked; `ruecklauf accept` lets one hold.")
    talk(f"{dataset.answers} answers to {len(dataset.long)} questions in {len(dataset.tables)} tables.")
