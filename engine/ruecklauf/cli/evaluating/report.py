"""`ruecklauf report`: what the returns say, as page, workbook and document."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import rich_click as click

from ruecklauf.cli.evaluating.snapshot import measured, snapshot_option
from ruecklauf.cli.options import FOLDER, chosen_wave, formats_option, json_option, opened, project_option
from ruecklauf.cli.terminal import print_json, say
from ruecklauf.errors import RuecklaufError

LANGUAGES = ("de", "en")
FORMATS = ("html", "xlsx", "docx")
LIBRARIES = ("altair", "vl_convert")


@click.command("report")
@click.argument("folder", type=FOLDER)
@project_option
@click.option("--wave", help="The wave reported on; by default the last one declared.")
@click.option(
    "--language", type=click.Choice(LANGUAGES), default="de", show_default=True, help="Of the texts."
)
@formats_option(FORMATS, default=",".join(FORMATS), text=f"Formats, with commas: {', '.join(FORMATS)}.")
@click.option(
    "--map",
    "shapes",
    type=FOLDER,
    help="GeoJSON with shapes of districts (property AGS), for a map in place of tiles.",
)
@snapshot_option
@json_option
def command(
    folder: Path,
    project: Path | None,
    wave: str | None,
    language: str,
    formats: tuple[str, ...],
    shapes: Path | None,
    from_snapshot: bool | None,
    as_json: bool,
) -> None:
    """Write the report on a wave: a page that needs no network, a workbook with charts, and a Word document.

    All three have the same figures, each with its data table. Small numbers are protected: no percentages
    under ten cases, and small cells are withheld with what would tell them. Alliances are not named; the map
    names districts and shows who took part.

    Example: `ruecklauf report bericht --wave 2026-2`
    """
    _refuse_without_libraries()
    from ruecklauf.report.writing import Chosen, write_report
    from ruecklauf.rounds.workspace import Workspace

    found = opened(project)
    with Workspace(found) as workspace:
        chosen = Chosen(language, formats, shapes)
        measurement = measured(workspace, from_snapshot=from_snapshot)
        written = write_report(workspace, chosen_wave(found, wave), folder, chosen, evaluation=measurement)
    if as_json:
        print_json([str(path) for path in written])
        return
    for path in written:
        say(str(path))


def _refuse_without_libraries() -> None:
    if missing := [name for name in LIBRARIES if find_spec(name) is None]:
        raise RuecklaufError(
            f"{' and '.join(missing)} must be installed to draw figures.",
            remedy="Install them with: pip install 'ruecklauf[report]'",
        )
