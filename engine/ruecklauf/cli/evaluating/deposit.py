"""`ruecklauf deposit`: what an archive takes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import rich_click as click

from ruecklauf.cli.evaluating.export import evaluated
from ruecklauf.cli.options import FOLDER, formats_option, json_option, opened, project_option
from ruecklauf.cli.terminal import print_json, say, talk
from ruecklauf.exports import EXPORTS

if TYPE_CHECKING:
    from ruecklauf.definition.models import Worksheet
    from ruecklauf.rounds.workspace import Workspace

FORMATS = tuple(name for name, export in EXPORTS.items() if not export.extra or find_spec("pyreadstat"))
"""All that can be written here."""


@click.command("deposit")
@click.argument("folder", type=FOLDER)
@project_option
@click.option("--wave", "waves", multiple=True, help="Only this wave; repeatable.")
@formats_option(EXPORTS, default=",".join(FORMATS), text=f"Formats, with commas: {', '.join(EXPORTS)}.")
@click.option("--pdf", "printing", is_flag=True, help="Print the blank forms as PDF too, by LibreOffice.")
@json_option
def command(
    folder: Path,
    project: Path | None,
    waves: tuple[str, ...],
    formats: tuple[str, ...],
    printing: bool,
    as_json: bool,
) -> None:
    """Write what an archive takes: a release (see `export --release`) and all that explains it.

    Beside the data stand the codebook, the instruments as blank forms, a method report with its figures
    filled in, checksums, the hashes of all inputs, the licence and CITATION.cff. Licence and authors are said
    under [release] in ruecklauf.toml. The same store gives the same bytes, but for PDFs.

    Example: `ruecklauf deposit hinterlegung --pdf`
    """
    from ruecklauf.release.deposit.writing import write_deposit
    from ruecklauf.rounds.evaluating.depositing import deposit
    from ruecklauf.rounds.evaluating.releasing import release
    from ruecklauf.rounds.issuing.printing import printer
    from ruecklauf.rounds.workspace import Workspace

    program = printer() if printing else None
    found = opened(project)
    with Workspace(found) as workspace:
        evaluation, dataset = evaluated(workspace, waves, is_release=True)
        released = release(workspace, evaluation, dataset)
        made = deposit(workspace, evaluation, released, blank=_blank(workspace, program))
    written = write_deposit(made, folder, formats)
    if as_json:
        print_json([str(path) for path in written])
    else:
        for path in written:
            say(str(path))
    if not made.licence:
        talk("No licence is given: say one under [release] in ruecklauf.toml.")


def _blank(workspace: Workspace, program: Path | None) -> Callable[[Worksheet], Mapping[str, bytes]]:
    from ruecklauf.rounds.issuing.previews import blank_forms

    day = max(wave.reference_date for wave in workspace.project.settings.waves)
    return partial(blank_forms, library=workspace.library, today=day, program=program)
