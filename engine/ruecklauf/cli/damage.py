"""`ruecklauf damage`: what was done to the forms."""

from __future__ import annotations

from pathlib import Path

import rich_click as click

from ruecklauf.cli.options import json_option, opened, print_json, project_option, talk


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
    shown = [one for one in reports if everything or file or one.lines]
    if as_json:
        print_json([one.as_json() for one in shown])
    else:
        names = {alliance.id: alliance.name for alliance in found.alliances}
        for one in shown:
            saved = f", saved by {one.condition.program}" if one.condition.program else ""
            click.echo(f"{one.file} · {names.get(one.alliance, one.alliance)} ({one.wave}){saved}")
            for line in one.lines or ("as it was made",):
                click.echo(f"  {line}")
            click.echo(f"  {one.recovered}")
    talk(f"{len(shown)} of {len(reports)} files.")
    ctx.exit(1 if any(one.lines for one in shown) else 0)
