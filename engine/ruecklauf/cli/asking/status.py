"""`ruecklauf status`: who has returned what."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import rich_click as click

from ruecklauf.cli.options import FOLDER, chosen_wave, json_option, now, opened, project_option
from ruecklauf.cli.terminal import print_json, print_table, say


@click.command("status")
@project_option
@click.option("--wave", help="Wave; by default the last one declared.")
@click.option(
    "--open", "only_open", is_flag=True, help="Only those with missing worksheets or open questions."
)
@click.option("--overdue", is_flag=True, help="Only alliances that miss worksheets after the deadline.")
@click.option("--addresses", is_flag=True, help="Print only their addresses, one in each line.")
@click.option("--xlsx", type=FOLDER, metavar="FILE", help="Write an Excel file instead, with the addresses.")
@json_option
def command(
    project: Path | None,
    wave: str | None,
    only_open: bool,
    overdue: bool,
    addresses: bool,
    xlsx: Path | None,
    as_json: bool,
) -> None:
    """Show what was mailed to whom, who has returned what, and the response to a wave over the days.

    Example: `ruecklauf status --wave 2026-1 --overdue --addresses`
    """
    from ruecklauf.rounds.asking.reports import HEADS, status_row, wave_status, write_status
    from ruecklauf.rounds.workspace import Workspace

    found = opened(project)
    asked = chosen_wave(found, wave)
    with Workspace(found) as workspace:
        status = wave_status(workspace, asked)
    today = now().astimezone().date()
    chosen = status.chosen(only_open=only_open, overdue_at=today if overdue else None)
    beside: Any = {"of": status.asked_for, "deadline": asked.deadline}
    if as_json:
        print_json(status.as_json(chosen))
    elif xlsx:
        write_status(chosen, xlsx, **beside)
        say(str(xlsx))
    elif addresses:
        for address in dict.fromkeys(address for each in chosen for address in each.addresses):
            say(address)
    else:
        title = f"{asked.title} ({asked.id}), due {asked.deadline:%d.%m.%Y}"
        print_table(HEADS, [status_row(each, **beside) for each in chosen], title=title)
        for line in (*status.curve_lines(), status.rate_text):
            say(line)
