"""`ruecklauf ask`: what is open, as a workbook for each alliance to answer in."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import rich_click as click

from ruecklauf.cli.options import (
    FOLDER,
    chosen_wave,
    formats_option,
    json_option,
    now,
    opened,
    project_option,
)
from ruecklauf.cli.terminal import print_json, say, talk
from ruecklauf.rounds.issuing.formats import FormFormat

if TYPE_CHECKING:
    from ruecklauf.rounds.asking.inquiring import WrittenInquiry


@click.command("ask")
@project_option
@click.option("--wave", help="Wave; by default the last one declared.")
@click.option("--alliance", "wanted", multiple=True, help="Only this alliance (id, name or AGS); repeatable.")
@click.option("--out", type=FOLDER, help="Folder for the files; by default inquiries/WAVE in the project.")
@formats_option(
    tuple(FormFormat), default="xlsx", text="xlsx for a workbook, docx for a Word document, or both."
)
@json_option
def command(
    project: Path | None,
    wave: str | None,
    wanted: tuple[str, ...],
    out: Path | None,
    formats: tuple[str, ...],
    as_json: bool,
) -> None:
    """Write an inquiry for every alliance with open questions: one workbook, or document, with these alone.

    Each question stands in a row of its own, with its place, what stands there and what is wrong; beside it
    the alliance enters what is to count, or says why it holds. `ruecklauf import` takes it in like any
    return: answers replace what stood there, explanations wait for `ruecklauf accept`. `ruecklauf mail
    questions` attaches the workbooks. Where an alliance has both kinds, either may come back, or both.

    Example: `ruecklauf ask --wave 2026-1 --alliance Kleve`
    """
    from ruecklauf.rounds.asking.inquiring import save_inquiries
    from ruecklauf.rounds.workspace import Workspace

    found = opened(project)
    chosen = chosen_wave(found, wave)
    alliances = tuple(map(found.alliance, wanted)) or found.alliances
    folder = out or found.root / "inquiries" / chosen.id
    with Workspace(found) as workspace:
        kinds = tuple(map(FormFormat, formats))
        saved = save_inquiries(workspace, chosen, alliances, folder=folder, now=now(), formats=kinds)
    if as_json:
        print_json([_as_json(written, path) for written, path in saved])
    else:
        for written, path in saved:
            say(f"{path} · {len(written.inquiry.points)} points, {len(written.inquiry.rows)} rows")
    talk(f"{len(saved)} inquiries of wave {chosen.id}.")


def _as_json(written: WrittenInquiry, path: Path) -> dict[str, object]:
    return {
        "alliance": written.alliance.id,
        "name": written.alliance.name,
        "number": written.inquiry.number,
        "code": written.inquiry.code,
        "points": len(written.inquiry.points),
        "rows": len(written.inquiry.rows),
        "file": str(path),
    }
