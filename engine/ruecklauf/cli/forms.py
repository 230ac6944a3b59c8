"""`ruecklauf forms`: a workbook per alliance, or Word documents."""

from __future__ import annotations

from pathlib import Path

import rich_click as click

from ruecklauf.cli.options import (
    FOLDER,
    chosen_wave,
    json_option,
    now,
    opened,
    print_json,
    progress,
    project_option,
    talk,
)

FORMATS = ("xlsx", "docx")


def _formats(_context: click.Context, _parameter: click.Parameter, value: str) -> tuple[str, ...]:
    """The formats named, each once; a wrong one is wrong use."""
    named = tuple(dict.fromkeys(filter(None, (name.strip().lower() for name in value.split(",")))))
    wrong = [name for name in named if name not in FORMATS]
    if wrong or not named:
        raise click.BadParameter(f"{value!r} is none of xlsx, docx and xlsx,docx")
    return named


@click.command("forms")
@project_option
@click.option("--wave", help="Wave; by default the last one declared.")
@click.option("--alliance", "wanted", multiple=True, help="Only this alliance (id, name or AGS); repeatable.")
@click.option("--worksheet", "only", multiple=True, help="Only this worksheet; repeatable.")
@click.option(
    "--format",
    "formats",
    default="xlsx",
    show_default=True,
    callback=_formats,
    help="xlsx: a workbook with all worksheets; docx: a Word document for each; or both: xlsx,docx.",
)
@click.option(
    "--prefill", type=FOLDER, help="CSV file with values to stand in the forms, like the long dataset."
)
@click.option("--prefill-from", metavar="WAVE", help="Carry on the current answers of an earlier wave.")
@click.option("--out", type=FOLDER, help="Folder for the forms; by default forms/WAVE in the project.")
@json_option
def command(
    project: Path | None,
    wave: str | None,
    wanted: tuple[str, ...],
    only: tuple[str, ...],
    formats: tuple[str, ...],
    prefill: Path | None,
    prefill_from: str | None,
    out: Path | None,
    as_json: bool,
) -> None:
    """Write the forms of a wave, per alliance one Excel workbook, or a Word document for each worksheet.

    Word documents are made from worksheets/ID/form.docx if there is one; `ruecklauf template` makes one to
    edit.

    The declarations they are made from are kept with the project, so that returns are always read by them.

    Example: `ruecklauf forms --wave 2026-1 --alliance Kleve --out mail`
    """
    from ruecklauf.rounds.issuing.forms import FormFormat, issue_forms
    from ruecklauf.rounds.issuing.prefill import NOTHING, from_wave, read_prefill
    from ruecklauf.rounds.workspace import Workspace

    if prefill and prefill_from:
        raise click.UsageError("give either --prefill or --prefill-from")
    found = opened(project, telling=True)
    chosen = chosen_wave(found, wave)
    alliances = [found.alliance(name) for name in wanted] or list(found.alliances)
    folder = out or found.forms_dir / chosen.id
    with Workspace(found) as workspace, progress("Writing forms", len(alliances)) as advance:
        worksheets = workspace.worksheets(chosen, only)
        prefills = NOTHING
        if prefill:
            prefills = read_prefill(prefill, worksheets, found)
        elif prefill_from:
            prefills = from_wave(workspace, found.wave(prefill_from).id, worksheets)
        written = issue_forms(
            workspace,
            chosen,
            alliances,
            folder=folder,
            now=now(),
            only=only,
            formats=tuple(FormFormat(name) for name in formats),
            prefills=prefills,
            progress=advance,
        )
    if as_json:
        print_json(
            [
                {
                    "alliance": form.alliance.id,
                    "name": form.alliance.name,
                    "form_code": form.form_code,
                    "worksheet": form.worksheet,
                    "file": str(form.path),
                }
                for form in written
            ]
        )
    else:
        for form in written:
            click.echo(str(form.path))
    talk(f"{len(written)} forms of wave {chosen.id} in {folder}")
