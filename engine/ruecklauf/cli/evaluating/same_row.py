"""`ruecklauf same-row`: rows that are the same over waves under two ids."""

from __future__ import annotations

from pathlib import Path

import rich_click as click

from ruecklauf.cli.options import json_option, now, opened, person_option, project_option
from ruecklauf.cli.terminal import print_json, say, talk


@click.command("same-row")
@click.argument("alliance", required=False)
@click.argument("table", required=False)
@click.argument("before", required=False, metavar="[ROW_BEFORE]")
@click.argument("later", required=False, metavar="[ROW]")
@click.option(
    "--as",
    "state",
    type=click.Choice(["same", "different", "open"]),
    default="same",
    show_default=True,
    help="What is decided: `open` takes back what was decided before.",
)
@click.option("--reason", default="", metavar="TEXT", help="Why; it is recorded with the decision.")
@person_option
@project_option
@json_option
@click.pass_context
def command(
    ctx: click.Context,
    alliance: str | None,
    table: str | None,
    before: str | None,
    later: str | None,
    state: str,
    reason: str,
    person: str,
    project: Path | None,
    as_json: bool,
) -> None:
    """Say that a row which was deleted and typed anew is the same, so that the panel knows it again.

    Without arguments the rows are listed that may be the same, with exit status 1 if there are any: nothing
    is decided by likeness. TABLE is `worksheet.section`. A row that was only renamed needs no decision. What
    took a free number, or one in a form that showed nothing of the last wave, and shares nothing with what
    had it, is another row, `GR104@WAVE`. Crossings and references follow the rows that they name.

    Example: `ruecklauf same-row Kleve gremien.gremien GR104 GR109 --reason "mail of 3 July"`
    """
    from ruecklauf.rounds.asking.same_rows import as_rows, decide_same, suggestions
    from ruecklauf.rounds.workspace import Workspace

    found = opened(project)
    if alliance is None:
        with Workspace(found) as workspace:
            likely = suggestions(workspace)
        if as_json:
            print_json(as_rows(likely))
        for pair in () if as_json else likely:
            rows = f"{pair.alliance} {pair.table} {pair.same_as} {pair.row_id}"
            say(f"{rows}: {pair.before} → {pair.now} ({pair.wave})")
        talk(f"{len(likely)} rows may be the same as one before.")
        ctx.exit(1 if likely else 0)
    if not (table and before and later):
        raise click.UsageError("give alliance, table, the row before and the row that it is now")
    if not reason.strip():
        raise click.UsageError("say why: --reason TEXT")
    with Workspace(found) as workspace:
        made = decide_same(
            workspace, found.alliance(alliance), table, (before, later),
            state=state, person=person, reason=reason, now=now(),
        )  # fmt: skip
    say(f"{made.alliance} {table}: {before} and {later}: {state}")
