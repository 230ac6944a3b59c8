"""`ruecklauf trace`: a value's whole way."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import rich_click as click

from ruecklauf.cli.options import (
    chosen_wave,
    json_option,
    now,
    opened,
    person_option,
    project_option,
)
from ruecklauf.cli.terminal import print_json, print_table, say, talk

if TYPE_CHECKING:
    from ruecklauf.project import Alliance
    from ruecklauf.project.settings import Wave
    from ruecklauf.rounds.asking.traces import Trace
    from ruecklauf.rounds.workspace import Workspace


@click.command("trace")
@click.argument("alliance")
@click.argument("field")
@click.option("--row", help="Only this row of a table: AK007.")
@click.option("--wave", help="By default the last one declared.")
@click.option("--private", is_flag=True, help="Show what is personal, too; needs --reason, and is recorded.")
@click.option("--reason", default="", metavar="TEXT", help="Why it is looked at.")
@person_option
@project_option
@json_option
def command(
    alliance: str,
    field: str,
    row: str | None,
    wave: str | None,
    private: bool,
    reason: str,
    person: str,
    project: Path | None,
    as_json: bool,
) -> None:
    """Show where the values of a field come from: file, cell, the text that stood there, value, corrections.

    Older returns and answers taken over from them are shown too. FIELD is the field's id, with the worksheet
    before it where several worksheets have one of that name. Of an indicator all answers that it is computed
    from are shown. Personal answers, and texts that seem to be personal, are hidden without --private.

    Example: `ruecklauf trace Kleve akteure.koop --row AK007`
    """
    from ruecklauf.rounds.asking.private_traces import record_reading, without_personal
    from ruecklauf.rounds.asking.traces import trace
    from ruecklauf.rounds.workspace import Workspace

    if private is not bool(reason.strip()):
        raise click.UsageError("--private and --reason belong together: say why it is looked at.")
    found = opened(project)
    with Workspace(found) as workspace:
        if field in _indicators(workspace):
            _show_indicator(
                workspace, found.alliance(alliance), chosen_wave(found, wave), field, row, as_json
            )
            return
        traced = trace(workspace, found.alliance(alliance), chosen_wave(found, wave), field, row=row)
        if private:
            record_reading(workspace, traced, person=person, reason=reason, now=now())
        else:
            traced = without_personal(workspace, traced)
    _show(traced, as_json=as_json)


def _show(traced: Trace, *, as_json: bool) -> None:
    if as_json:
        print_json([step.as_json() for step in traced.steps])
        return
    heads = ("Row", "State", "File or person", "SHA-256", "Date", "Place", "Text or reason", "Value")
    rows = [
        (
            step.row_id,
            step.kind,
            " › ".join(filter(None, (step.message, step.file))),
            step.sha256[:12],
            f"{step.moment:%Y-%m-%d %H:%M}",
            step.place,
            step.raw,
            step.value,
        )
        for step in traced.steps
    ]
    print_table(heads, rows, title=f"{traced.alliance.name}, {traced.wave.id}: {traced.asked}")
    if formula := traced.asked.field.computed:
        talk(f"It is computed: {formula}. Trace the fields that it is computed from.")
    elif not rows:
        talk("Nothing was answered there.")


def _indicators(workspace: Workspace) -> set[str]:
    from ruecklauf.indicators.declared import declared_indicators

    return {source.id for source in declared_indicators(workspace.project.root)}


def _show_indicator(
    workspace: Workspace, alliance: Alliance, wave: Wave, indicator: str, row: str | None, as_json: bool
) -> None:
    from ruecklauf.rounds.evaluating.sources import indicator_sources

    traced = indicator_sources(workspace, alliance, wave, indicator)
    answers = [answer for answer in traced.answers if row is None or answer["row_id"] == row]
    if as_json:
        print_json({**traced.result, "answers": answers})
        return
    heads = ("Wave", "Table", "Row", "Field", "Value", "Text", "SHA-256", "Place")
    rows = [
        (
            str(answer["wave"]),
            f"{answer['worksheet']}.{answer['table']}",
            str(answer["row_id"]),
            str(answer["field"]),
            str(answer["value"] or f"({answer['missing']})"),
            str(answer["raw"] or ""),
            str(answer["sha256"] or "")[:12],
            f"{answer['sheet']}!{answer['cell']}" if answer["cell"] else "",
        )
        for answer in answers
    ]
    print_table(heads, rows, title=f"{alliance.name}, {wave.id}: {indicator}")
    for key in ("value", "n", "change", "components"):
        say(f"{key}: {traced.result[key]}")
