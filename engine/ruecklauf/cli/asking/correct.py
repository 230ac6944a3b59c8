"""`ruecklauf correct`: put a value in place of an answer."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import rich_click as click

from ruecklauf.cli.options import (
    FOLDER,
    chosen_wave,
    now,
    opened,
    person_option,
    project_option,
    reason_option,
)
from ruecklauf.cli.terminal import say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ruecklauf.project import Project
    from ruecklauf.rounds.workspace import Workspace
    from ruecklauf.store import Correction


@click.command("correct")
@click.argument("alliance", required=False)
@click.argument("field", required=False)
@click.option("--row", help="Row of a table, as it stands in the form: AK007.")
@click.option("--value", help="What the answer should say, written as in the form.")
@click.option(
    "--missing",
    type=click.Choice(["no_answer", "unknown", "not_applicable"]),
    help="There is no value, and this is why.",
)
@click.option(
    "--from", "filled_in", type=FOLDER, metavar="FILE", help="Excel file of `ruecklauf findings`, filled in."
)
@click.option(
    "--remove-row", is_flag=True, help="Leave all answers of a row blank that the alliance has added."
)
@click.option("--undo", is_flag=True, help="Take the correction back; with --remove-row, those of the row.")
@reason_option
@person_option
@click.option("--wave", help="By default the last one declared.")
@project_option
def command(
    alliance: str | None,
    field: str | None,
    row: str | None,
    value: str | None,
    missing: str | None,
    filled_in: Path | None,
    remove_row: bool,
    undo: bool,
    reason: str,
    person: str,
    wave: str | None,
    project: Path | None,
) -> None:
    """Put a value in place of an answer, with a reason. The answer as it was returned is kept beside it.

    A later correction takes the place of an earlier one. A newer return that says something else at this
    place wins over both, with a finding.

    With --from many at once: `ruecklauf findings --xlsx FILE`, or with --distinct, writes a list in which
    columns `value` and `missing` can be filled in. All of it is recorded, or nothing.

    With --remove-row all answers of a row that the alliance has added are left blank at once, and the row
    counts nowhere any more; FIELD is any field of its table. With --undo what was returned holds again.

    Example: `ruecklauf correct Kleve akteure.koop --row AK007 --value ja --reason "confirmed by phone"`
    """
    from ruecklauf.rounds.workspace import Workspace

    by_whom: dict[str, Any] = {"person": person, "reason": reason, "now": now()}
    found = opened(project)
    with Workspace(found) as workspace:
        if filled_in is not None:
            if any((alliance, field, row, value, missing, wave, remove_row, undo)):
                raise click.UsageError("--from says by itself what is corrected.")
            made = _from(workspace, filled_in, by_whom)
        elif alliance is None or field is None:
            raise click.UsageError("Give alliance, field, and either --value or --missing; or --from.")
        else:
            given = {"row": row, "value": value, "missing": missing, "remove_row": remove_row, "undo": undo}
            made = _one(workspace, found, (alliance, wave, field), given | by_whom)
    for correction in made:
        say(_line(correction, found if filled_in else None))


def _from(workspace: Workspace, filled_in: Path, by_whom: dict[str, Any]) -> Sequence[Correction]:
    from ruecklauf.rounds.asking.lists_filled_in import correct_from

    return correct_from(workspace, filled_in, **by_whom)


def _one(
    workspace: Workspace, found: Project, asked: tuple[str, str | None, str], given: dict[str, Any]
) -> Sequence[Correction]:
    """What is corrected of one row; `asked` are alliance, wave and field as they are named."""
    from ruecklauf.rounds.asking.decisions import correct, undo
    from ruecklauf.rounds.asking.removing import remove_row
    from ruecklauf.values import Missing

    alliance, wave, field = asked
    whose = (found.alliance(alliance), chosen_wave(found, wave), field)
    value, missing = given.pop("value"), given.pop("missing")
    is_whole_row = given.pop("remove_row")
    if given.pop("undo"):
        if value is not None or missing is not None:
            raise click.UsageError("--undo gives no value: what was returned holds again.")
        return undo(workspace, *whose, whole_row=is_whole_row, **given)
    if is_whole_row:
        if given["row"] is None or value is not None or missing is not None:
            raise click.UsageError("With --remove-row give alliance, a field of the table, and --row.")
        return remove_row(workspace, *whose, **given)
    if (value is None) == (missing is None):
        raise click.UsageError("Give alliance, field, and either --value or --missing; or --from.")
    why = Missing(missing) if missing else None
    return (correct(workspace, *whose, value=value, missing=why, **given),)


def _line(made: Correction, project: Project | None) -> str:
    """What was corrected; of several also whose."""
    whose = f"{project.alliance(made.alliance).name} {made.wave} " if project else ""
    place = f"{whose}{made.worksheet}.{made.section} {made.row_id} {made.field}"
    if made.takes_back:
        return f"{place}: {made.replaced or '(blank)'} holds again"
    return f"{place}: {made.replaced or '(blank)'} → {made.value or f'({made.missing})'}"
