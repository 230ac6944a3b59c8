"""`ruecklauf findings`: what to ask back."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import rich_click as click

from ruecklauf.cli.options import FOLDER, json_option, now, opened, project_option
from ruecklauf.cli.terminal import harmless, print_csv, print_json, print_table, say, talk


@click.command("findings")
@project_option
@click.option("--wave", help="Only this wave.")
@click.option("--alliance", "wanted", help="Only this alliance (id, name or AGS).")
@click.option("--severity", type=click.Choice(["error", "warning", "note"]), help="Only this severity.")
@click.option(
    "--state",
    "states",
    type=click.Choice(["open", "asked", "answered", "explained", "settled", "accepted", "mended"]),
    multiple=True,
    default=("open", "asked", "answered", "explained"),
    show_default="open, asked, answered, explained",
    help="Only in this state; repeatable.",
)
@click.option(
    "--kind",
    type=click.Choice(["question", "note"]),
    help="Only questions to the municipality, or only notes to the team.",
)
@click.option(
    "--older-than",
    type=click.IntRange(0),
    callback=lambda _context, _option, days: None if days is None else now() - timedelta(days=days),
    metavar="DAYS",
    help="Only what came up at least so many days ago.",
)
@click.option("--all", "everything", is_flag=True, help="In every state: also what was settled or mended.")
@click.option(
    "--personal",
    is_flag=True,
    help="Only those that leave out what seems to be personal, with that; for the team alone.",
)
@click.option("--distinct", is_flag=True, help="Equal wrong texts of one question once, with their number.")
@json_option
@click.option("--csv", "as_csv", is_flag=True, help="Print CSV.")
@click.option("--xlsx", type=FOLDER, metavar="FILE", help="Write an Excel file instead.")
@click.pass_context
def command(
    ctx: click.Context,
    /,
    project: Path | None,
    wave: str | None,
    wanted: str | None,
    severity: str | None,
    states: tuple[str, ...],
    kind: str | None,
    older_than: datetime | None,
    everything: bool,
    personal: bool,
    **put: Any,
) -> None:
    """List what is open in the current returns, each finding with its place and what to do.

    What was mended, settled or accepted is left out; explanations given in forms stand behind an arrow. Files
    that could not be read are listed with the wave in which they came.

    In the table and in Excel files findings that say the same are one point; JSON and CSV have each of them.
    In an Excel file values can be filled in for `ruecklauf correct --from`.

    Example: `ruecklauf findings --alliance Kleve --kind question --state asked --older-than 14`
    """
    from ruecklauf.rounds.asking.listing import finding_rows
    from ruecklauf.rounds.workspace import Workspace

    if personal and any(put.values()):
        raise click.UsageError("--personal is shown in the terminal only: it is not for files or programs.")
    found = opened(project)
    with Workspace(found) as workspace:
        rows = finding_rows(
            workspace,
            wave=found.wave(wave).id if wave else None,
            alliance=found.alliance(wanted).id if wanted else None,
            severity=severity,
            states=states,
            kind=kind,
            older_than=older_than,
            everything=everything,
            personal=personal,
        )
    _put_out(rows, personal=personal, **put)
    talk(f"{len(rows)} findings.")
    ctx.exit(1 if rows else 0)


def _put_out(
    rows: list[dict[str, str]],
    *,
    personal: bool,
    distinct: bool,
    as_json: bool,
    as_csv: bool,
    xlsx: Path | None,
) -> None:
    from ruecklauf.rounds.asking.listing import FINDING_COLUMNS, write_findings
    from ruecklauf.rounds.asking.lists_filled_in import DISTINCT_COLUMNS, distinct_rows, write_distinct

    columns = DISTINCT_COLUMNS if distinct else FINDING_COLUMNS
    shown = distinct_rows(rows) if distinct else rows
    if xlsx:
        (write_distinct if distinct else write_findings)(shown, xlsx)
        say(str(xlsx))
    elif as_json:
        print_json(shown)
    elif as_csv:
        print_csv(_csv(shown, columns))
    elif distinct:
        heads = ("Number", "Field", "Text", "Alliances")
        print_table(heads, [(row["count"], _asked(row), row["found"], row["alliances"]) for row in shown])
    else:
        _print(rows, personal=personal)


def _csv(rows: list[dict[str, str]], columns: Sequence[str]) -> str:
    from ruecklauf.exports.csv_files import harmless as no_formula
    from ruecklauf.exports.csv_files import write_rows

    target = io.StringIO(newline="")
    guarded = ([no_formula(harmless(row[name])) for name in columns] for row in rows)
    write_rows(target, columns, guarded)
    return target.getvalue()


def _print(rows: list[dict[str, str]], *, personal: bool) -> None:
    from ruecklauf.rounds.asking.together import said_once

    if personal:
        print_table(("Alliance or file", "Place", "What is left out"), [_left_out(row) for row in rows])
    else:
        heads = ("Point", "Alliance or file", "Severity", "State", "Field", "Finding")
        print_table(heads, [_table_row(row) for row in said_once(rows)])


def _table_row(row: dict[str, str]) -> tuple[str, ...]:
    who = row["alliance_name"] or row["file"]
    said = f"{row['message']}\n→ {row['explanation']}" if row["explanation"] else row["message"]
    return row["point"], who, row["severity"], row["state"], _asked(row), said


def _left_out(row: dict[str, str]) -> tuple[str, ...]:
    return row["alliance_name"] or row["file"], row["place"], row["found"]


def _asked(row: dict[str, str]) -> str:
    """Row and field as `trace` and `correct` take them."""
    field = f"{row['worksheet']}.{row['field']}" if row["field"] else row["worksheet"]
    return f"{field} {row.get('row_id', '')}".strip()
