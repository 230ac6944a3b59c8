"""`ruecklauf damage`: what was done to the forms."""

from __future__ import annotations

from pathlib import Path

import rich_click as click

from ruecklauf.cli.options import json_option, opened, project_option
from ruecklauf.cli.terminal import print_json, say, talk


@click.command("damage")
@click.argument("file", required=False)
@click.option("--wave", help="Only this wave.")
@click.option("--alliance", "wanted", help="Only this alliance (id, name or AGS).")
@click.option("--all", "everything", is_flag=True, help="Undamaged forms too.")
@project_option
@json_option
@click.pass_context
def command(
    ctx: click.Context,
    file: str | None,
    wave: str | None,
    wanted: str | None,
    everything: bool,
    project: Path | None,
    as_json: bool,
) -> None:
    """Tell what people and programs did to each returned form, and by what its answers were found again.

    FILE is the name under which a file came, or the beginning of its SHA-256; by default all files that were
    damaged are told.

    Example: `ruecklauf damage "Rückgabe Kleve.xlsx"`
    """
    from ruecklauf.rounds.asking.damages import damage_reports
    from ruecklauf.rounds.workspace import Workspace

    found = opened(project)
    with Workspace(found) as workspace:
        reports = damage_reports(
            workspace,
            wave=found.wave(wave).id if wave else None,
            alliance=found.alliance(wanted).id if wanted else None,
            file=file,
        )
    shown = [report for report in reports if everything or file or report.lines]
    if as_json:
        print_json([report.as_json() for report in shown])
    else:
        names = {alliance.id: alliance.name for alliance in found.alliances}
        for report in shown:
            saved = f", saved by {report.condition.program}" if report.condition.program else ""
            say(f"{report.file} · {names.get(report.alliance, report.alliance)} ({report.wave}){saved}")
            for line in report.lines or ("as it was made",):
                say(f"  {line}")
            say(f"  {report.recovered}")
    talk(f"{len(shown)} of {len(reports)} files.")
    ctx.exit(1 if any(report.lines for report in shown) else 0)
