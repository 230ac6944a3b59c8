"""`ruecklauf correct`: put a value in place of an answer."""

from __future__ import annotations

from pathlib import Path

import rich_click as click

from ruecklauf.cli.options import chosen_wave, now, opened, person_option, project_option, reason_option
from ruecklauf.cli.terminal import say


@click.command("correct")
@click.argument("alliance")
@click.argument("field")
@click.option("--row", help="Row of a table, as it stands in the form: AK007.")
@click.option("--value", help="What the answer should say, written as in the form.")
@click.option(
    "--missing",
    type=click.Choice(["no_answer", "unknown", "not_applicable"]),
    help="There is no value, and this is why.",
)
@reason_option
@person_option
@click.option("--wave", help="By default the last one declared.")
@project_option
def command(
    alliance: str,
    field: str,
    row: str | None,
    value: str | None,
    missing: str | None,
    reason: str,
    person: str,
    wave: str | None,
    project: Path | None,
) -> None:
    """Put a value in place of an answer, with a reason. The answer as it was returned is kept beside it.

    A later correction takes the place of an earlier one. A newer return that says something else at this
    place wins over both, with a finding.

    Example: `ruecklauf correct Kleve akteure.koop --row AK007 --value ja --reason "confirmed by phone"`
    """
    from ruecklauf.rounds.asking.decisions import correct
    from ruecklauf.rounds.workspace import Workspace
    from ruecklauf.values import Missing

    if (value is None) == (missing is None):
        raise click.UsageError("Give either --value or --missing.")
    found = opened(project)
    with Workspace(found) as workspace:
        made = correct(
            workspace,
            found.alliance(alliance),
            chosen_wave(found, wave),
            field,
            row=row,
            value=value,
            missing=Missing(missing) if missing else None,
            person=person,
            reason=reason,
            now=now(),
        )
    now_says = made.value if made.value is not None else f"({made.missing})"
    place = f"{made.worksheet}.{made.section} {made.row_id} {made.field}"
    say(f"{place}: {made.replaced or '(blank)'} → {now_says}")
