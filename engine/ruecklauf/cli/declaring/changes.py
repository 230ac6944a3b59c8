"""`ruecklauf changes`: what became of a worksheet's questions over its versions."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import rich_click as click

from ruecklauf.cli.options import json_option, opened, project_option
from ruecklauf.cli.terminal import print_json, print_table, say, talk

if TYPE_CHECKING:
    from ruecklauf.rounds.asking.proof import Proof


@click.command("changes")
@click.argument("worksheet")
@click.option(
    "--prove", is_flag=True, help="Run all stored answers through the changes, and show that none is lost."
)
@project_option
@json_option
@click.pass_context
def command(ctx: click.Context, worksheet: str, prove: bool, project: Path | None, as_json: bool) -> None:
    """Show what became of sections, fields and codes since earlier versions of a worksheet.

    It stands in the worksheet under `changes:`. With --prove every answer that is stored is carried,
    recoded, asked again or dropped with its reason, and the sums must balance; exit status 1 where they do
    not.

    Example: `ruecklauf changes akteure --prove`
    """
    from ruecklauf.revisions.showing import HEADS, change_rows
    from ruecklauf.rounds.asking.proof import prove as proved
    from ruecklauf.rounds.workspace import Workspace

    with Workspace(opened(project)) as workspace:
        rows = list(change_rows(workspace.library.worksheet(worksheet)))
        proof = proved(workspace, worksheet) if prove else None
    if as_json:
        made = {"answers": proof.rows(), "reasons": proof.reason_rows()} if proof else {}
        print_json({"changes": rows, **made})
    else:
        if rows:
            print_table(HEADS, [tuple(row[head] for head in HEADS) for row in rows])
        talk(f"{len(rows)} changes of worksheet {worksheet}.")
        if proof:
            _show(proof)
    if proof and proof.faults:
        ctx.exit(1)


def _show(proof: Proof) -> None:
    from ruecklauf.rounds.asking.proof import HEADS

    print_table(HEADS, [tuple(str(row[head]) for head in HEADS) for row in proof.rows()])
    for row in proof.reason_rows():
        say("{version} {field}: {answers} {fate}: {why}".format_map(row))
    total = sum(proof.stored.values())
    if proof.faults:
        talk(f"{proof.faults} of {total} answers are lost: say under changes what became of them.")
    else:
        talk(f"The sums balance: {total} answers, none is lost.")
