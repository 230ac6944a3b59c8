"""`ruecklauf findings`: what to ask back."""

from __future__ import annotations

import io
from pathlib import Path

import rich_click as click

from ruecklauf.cli.options import FOLDER, json_option, opened, project_option
from ruecklauf.cli.terminal import harmless, print_csv, print_json, print_table, say, talk


@click.command("findings")
@project_option
@click.option("--wave", help="Only this wave.")
@click.option("--alliance", "wanted", help="Only this alliance (id, name or AGS).")
@click.option("--severity", type=click.Choice(["error", "warning", "note"]), help="Only this severity.")
@click.option("--all", "everything", is_flag=True, help="Those of superseded returns too.")
@click.option(
    "--personal",
    is_flag=True,
    help="Only those that leave out what seems to be personal, with that; for the team alone.",
)
@json_option
@click.option("--csv", "as_csv", is_flag=True, help="Print CSV.")
@click.option("--xlsx", type=FOLDER, metavar="FILE", help="Write an Excel file instead.")
@click.pass_context
def command(
    ctx: click.Context,
    project: Path | None,
    wave: str | None,
    wanted: str | None,
    severity: str | None,
    everything: bool,
    personal: bool,
    as_json: bool,
    as_csv: bool,
    xlsx: Path | None,
) -> None:
    """List the findings of the current returns, each with its place and what to do.

    In the table and in Excel files findings that say the same are one, with all their rows and places; JSON
    and CSV have each for itself.

    Example: `ruecklauf findings --alliance Kleve --severity error`
    """
    from ruecklauf.rounds.asking.reports import finding_rows, write_findings
    from ruecklauf.rounds.workspace import Workspace

    if personal and (as_json or as_csv or xlsx):
        raise click.UsageError("--personal is shown in the terminal only: it is not for files or programs.")
    found = opened(project)
    with Workspace(found) as workspace:
        rows = finding_rows(
            workspace,
            wave=found.wave(wave).id if wave else None,
            alliance=found.alliance(wanted).id if wanted else None,
            severity=severity,
            everything=everything,
            personal=personal,
        )
    if xlsx:
        write_findings(rows, xlsx)
        say(str(xlsx))
    elif as_json:
        print_json(rows)
    elif as_csv:
        print_csv(_csv(rows))
    else:
        _print(rows, personal=personal)
    talk(f"{len(rows)} findings.")
    ctx.exit(1 if rows else 0)


def _csv(rows: list[dict[str, str]]) -> str:
    from ruecklauf.exports.csv_files import harmless as no_formula
    from ruecklauf.exports.csv_files import write_rows
    from ruecklauf.rounds.asking.reports import FINDING_COLUMNS

    target = io.StringIO(newline="")
    guarded = ([no_formula(harmless(row[name])) for name in FINDING_COLUMNS] for row in rows)
    write_rows(target, FINDING_COLUMNS, guarded)
    return target.getvalue()


def _print(rows: list[dict[str, str]], *, personal: bool) -> None:
    from ruecklauf.rounds.asking.together import said_once

    if personal:
        print_table(("Alliance or file", "Place", "What is left out"), [_left_out(row) for row in rows])
    else:
        heads = ("Alliance or file", "Severity", "Field", "Finding")
        print_table(heads, [_shown(row) for row in said_once(rows)])


def _shown(row: dict[str, str]) -> tuple[str, ...]:
    return row["alliance_name"] or row["file"], row["severity"], _asked(row), row["message"]


def _left_out(row: dict[str, str]) -> tuple[str, ...]:
    return row["alliance_name"] or row["file"], row["place"], row["found"]


def _asked(row: dict[str, str]) -> str:
    """Row and field as `trace` and `correct` take them."""
    field = f"{row['worksheet']}.{row['field']}" if row["field"] else row["worksheet"]
    return f"{field} {row['row_id']}".strip()
