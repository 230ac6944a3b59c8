"""`ruecklauf indicators`: numbers about alliances and waves."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import rich_click as click

from ruecklauf.cli.evaluating.snapshot import measured, snapshot_option
from ruecklauf.cli.options import json_option, opened, project_option
from ruecklauf.cli.terminal import print_json, print_table, talk

if TYPE_CHECKING:
    from ruecklauf.rounds.evaluating.evaluation import Measurement


@click.command("indicators")
@project_option
@click.option("--wave", "waves", multiple=True, help="Only this wave; repeatable.")
@click.option("--alliance", help="Only this alliance, by id or name, and what is about waves.")
@snapshot_option
@json_option
def command(
    project: Path | None,
    waves: tuple[str, ...],
    alliance: str | None,
    from_snapshot: bool | None,
    as_json: bool,
) -> None:
    """Show the indicators: value, number of cases, change since the wave before, and the parts of the value.

    What was not answered makes an indicator missing, never 0. They are declared in indicators/*.yaml.

    Example: `ruecklauf indicators --wave 2026-2 --alliance Kleve`
    """
    from ruecklauf.rounds.workspace import Workspace

    found = opened(project)
    chosen = {found.wave(wave).id for wave in waves}
    wanted = found.alliance(alliance).id if alliance else None
    with Workspace(found) as workspace:
        evaluation = measured(workspace, from_snapshot=from_snapshot)
    rows = _rows(evaluation, chosen, wanted)
    if as_json:
        print_json(rows)
        return
    names = {each.id: each.name for each in found.alliances}
    labels = {each.indicator.id: each.indicator.label.told("en") for each in evaluation.indicators}
    table = [
        (
            row["wave"],
            names.get(row["alliance"], row["alliance"] or "(all)"),
            labels[row["indicator"]],
            _number(row["value"]),
            str(row["n"]),
            _number(row["change"], signed=True),
        )
        for row in rows
    ]
    print_table(("Wave", "Alliance", "Indicator", "Value", "n", "Change"), table)
    if not rows:
        talk("There are no returns yet.")


def _rows(evaluation: Measurement, waves: set[str], alliance: str | None) -> list[dict[str, Any]]:
    from ruecklauf.rounds.evaluating.evaluation import plain_rows

    table = evaluation.measured
    if waves:
        table = table[table["wave"].isin(waves)]
    if alliance is not None:
        table = table[table["alliance"].isna() | (table["alliance"] == alliance)]
    rows = plain_rows(table)
    return [{**row, "components": json.loads(row["components"])} for row in rows]


def _number(value: float | None, *, signed: bool = False) -> str:
    if value is None:
        return "–"
    return f"{value:+.3g}" if signed else f"{value:.4g}"
