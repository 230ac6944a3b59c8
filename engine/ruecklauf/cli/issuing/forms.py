"""`ruecklauf forms`: a workbook per alliance, or Word documents."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import rich_click as click

from ruecklauf.cli.options import (
    FOLDER,
    chosen_wave,
    formats_option,
    json_option,
    now,
    opened,
    progress,
    project_option,
)
from ruecklauf.cli.terminal import print_json, say, talk
from ruecklauf.errors import bounded
from ruecklauf.rounds.issuing.formats import FormFormat

if TYPE_CHECKING:
    from ruecklauf.project import Project
    from ruecklauf.project.settings import Wave
    from ruecklauf.rounds.issuing.carried import Given
    from ruecklauf.rounds.issuing.forms import WrittenForm
    from ruecklauf.rounds.issuing.prefill import Prefills
    from ruecklauf.rounds.workspace import Workspace


@click.command("forms")
@project_option
@click.option("--wave", help="Wave; by default the last one declared.")
@click.option("--alliance", "wanted", multiple=True, help="Only this alliance (id, name or AGS); repeatable.")
@click.option("--worksheet", "only", multiple=True, help="Only this worksheet; repeatable.")
@formats_option(
    tuple(FormFormat),
    default=FormFormat.XLSX,
    text="; ".join(f"{name}: {name.gives}" for name in FormFormat) + "; or several, with commas.",
)
@click.option(
    "--prefill", type=FOLDER, help="CSV file with values to stand in the forms, like the long dataset."
)
@click.option("--prefill-from", metavar="WAVE", help="Carry on the current answers of an earlier wave.")
@click.option(
    "--rows",
    "free_rows",
    multiple=True,
    metavar="TABLE=NUMBER",
    callback=lambda _context, _parameter, values: dict(map(_rows, values)),
    help="So many free rows in a table (akteure=60), more than its worksheet declares; repeatable.",
)
@click.option("--pdf", "printing", is_flag=True, help="Print each form as PDF too, by LibreOffice.")
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
    free_rows: dict[str, int],
    printing: bool,
    out: Path | None,
    as_json: bool,
) -> None:
    """Write the forms of a wave, per alliance one Excel workbook, or a Word document for each worksheet.

    Word documents are made from worksheets/ID/form.docx if there is one; `ruecklauf template` makes one to
    edit.

    The declarations they are made from are kept with the project, so that returns are always read by them.

    Example: `ruecklauf forms --wave 2026-1 --alliance Kleve --out mail`
    """
    from ruecklauf.rounds.issuing.forms import issue_forms
    from ruecklauf.rounds.issuing.printing import printer
    from ruecklauf.rounds.workspace import Workspace

    if prefill and prefill_from:
        raise click.UsageError("give either --prefill or --prefill-from")
    found = opened(project, telling=True)
    program = printer() if printing else None
    chosen = _wave_before_deadline(found, wave)
    alliances = [found.alliance(name) for name in wanted] or list(found.alliances)
    folder = out or found.forms_dir / chosen.id
    with Workspace(found, makes=True) as workspace, progress("Writing forms", len(alliances)) as advance:
        ids = {alliance.id for alliance in alliances}
        prefills = _prefills(workspace, chosen, only, prefill, prefill_from, ids)
        issue = partial(issue_forms, workspace, chosen, alliances, folder=folder, now=now(), only=only)
        issue = partial(issue, formats=tuple(map(FormFormat, formats)), printed_later=printing)
        written = issue(prefills=prefills, free_rows=free_rows, progress=advance)
    if program:
        _print_out(written, program)
    _print(written, prefills, as_json=as_json)
    talk(f"{len(written)} forms of wave {chosen.id} in {folder}")


def _wave_before_deadline(project: Project, wanted: str | None) -> Wave:
    """The wave named; with a word where its forms would name a day that is over."""
    chosen = chosen_wave(project, wanted)
    if chosen.deadline < now().date():
        talk(f"The deadline of wave {chosen.id}, {chosen.deadline}, is over.")
    return chosen


def _print_out(written: Sequence[WrittenForm], program: Path) -> None:
    from ruecklauf.rounds.issuing.printing import print_forms

    with progress("Printing forms", len(written)) as advance:
        print_forms([form.path for form in written], program=program, progress=advance)


def _rows(text: str) -> tuple[str, int]:
    table, _, number = text.partition("=")
    if not table or not number.isdecimal():
        raise click.BadParameter(f"{text!r} is not like akteure=60.", param_hint="--rows")
    return table, int(number)


def _prefills(
    workspace: Workspace,
    chosen: Wave,
    only: tuple[str, ...],
    file: Path | None,
    wave: str | None,
    ids: Collection[str],
) -> Prefills:
    from ruecklauf.rounds.issuing.prefill import NOTHING, from_wave, read_prefill

    worksheets = workspace.worksheets(chosen, only)
    if file:
        return read_prefill(file, worksheets, workspace)
    if wave:
        earlier = workspace.project.wave(wave).id
        return from_wave(workspace, earlier, worksheets, into=chosen, alliances=ids)
    return NOTHING


def _print(written: Sequence[WrittenForm], prefills: Prefills, *, as_json: bool) -> None:
    left_out = [
        given for given in prefills.left_out if any(form.alliance.id == given.alliance for form in written)
    ]
    _list(left_out)
    if as_json:
        print_json([_as_json(form, left_out) for form in written])
    else:
        for form in written:
            say(str(form.path))


def _list(left_out: Sequence[Given]) -> None:
    """Each answer that is left out; of what is left out whatever it says, how many there are."""
    by_rule = Counter(
        (given.alliance, given.subject.worksheet, given.why) for given in left_out if given.by_rule
    )
    for given in left_out:
        if not given.by_rule:
            talk(bounded(f"left out: {given} ({given.why})"))
    for (alliance, worksheet, why), number in by_rule.items():
        talk(f"left out: {alliance} {worksheet}: {number} answers ({why})")


def _as_json(form: WrittenForm, left_out: Sequence[Given]) -> dict[str, object]:
    return {
        "alliance": form.alliance.id,
        "name": form.alliance.name,
        "form_code": form.form_code,
        "worksheet": form.worksheet,
        "file": str(form.path),
        "left_out": [_left_out(given) for given in left_out if given.alliance == form.alliance.id],
    }


def _left_out(given: Given) -> dict[str, str]:
    worksheet, section, row_id, field = given.subject
    return {
        "worksheet": worksheet,
        "table": section,
        "row_id": row_id,
        "field": field,
        "value": given.shown,
        "why": given.why,
    }
