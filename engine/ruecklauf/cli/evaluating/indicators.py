"""`ruecklauf indicators`: numbers about alliances and waves."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import rich_click as click

from ruecklauf.cli.options import json_option, opened, project_option
from ruecklauf.cli.terminal import print_json, print_table, talk

if TYPE_CHECKING:
    from ruecklauf.rounds.evaluating.evaluation import Evaluation


@click.command("indicators")
@project_option
@click.option("--wave", "waves", multiple=True, help="Only this wave; repeatable.")
@click.option("--alliance", help="Only this alliance, by id or name, and what is about waves.")
@json_option
def command(project: Path | None, waves: tuple[str, ...], alliance: str | None, as_json: bool) -> None:
    """Show the indicators: value, number of cases, change since the wave before, and the parts of the value.

    What was not answered makes an indicator missing, never 0. They are declared in indicators/*.yaml.

    Example: `ruecklauf indicators --wave 2026-2 --alliance Kleve`
    """
    from ruecklauf.rounds.evaluating.evaluation import evaluate
    from ruecklauf.rounds.workspace import Workspace

    found = opened(project)
    chosen = {found.wave(wave).id for wave in waves}
    wanted = found.alliance(alliance).id if alliance else None
    with Workspace(found) as workspace:
        evaluation = evaluate(workspace)
    rows = [
        row
        for row in _rows(evaluation)
        if (not chosen or row["wave"] in chosen) and (wanted is None or row["alliance"] in (None, wanted))
    ]
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


def _rows(evaluation: Evaluation) -> list[dict[str, Any]]:
    from ruecklauf.rounds.evaluating.evaluation import plain_rows

    rows = plain_rows(evaluation.measured)
    return [{**row, "components": json.loads(row["components"])} for row in rows]


def _number(value: float | None, *, signed: bool = False) -> str:
    if value is None:
        return "–"
    return f"{value:+.3g}" if signed else f"{value:.4g}"
