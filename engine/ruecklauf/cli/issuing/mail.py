"""`ruecklauf mail`: a message to every alliance that an occasion concerns."""

from __future__ import annotations

from collections.abc import Sequence
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
    progress,
    project_option,
)
from ruecklauf.cli.terminal import print_csv, print_json, print_table, say, talk
from ruecklauf.rounds.issuing.formats import FormFormat

if TYPE_CHECKING:
    from ruecklauf.fieldwork.mailing import Delivered, Plan, Wanted
    from ruecklauf.fieldwork.ways import Way
    from ruecklauf.project import Project
    from ruecklauf.project.settings import Wave

OCCASIONS = ("launch", "reminder", "questions", "receipt", "closing", "feedback", "free")


@click.command("mail")
@click.argument("occasion", type=click.Choice(OCCASIONS))
@project_option
@click.option("--wave", help="Wave; by default the last one declared.")
@click.option("--alliance", "wanted", multiple=True, help="Only this alliance (id, name or AGS); repeatable.")
@click.option("--number", type=click.IntRange(1), default=1, help="Which reminder, which round of questions.")
@formats_option(
    tuple(FormFormat),
    default="xlsx,docx",
    text="Which files are attached: of the forms those that were made.",
)
@click.option("--imap", "way", flag_value="imap", help="Put drafts into the folder of the mail server.")
@click.option("--smtp", "way", flag_value="smtp", help="Send, after showing what goes to whom.")
@click.option(
    "--list",
    "way",
    flag_value="list",
    help="Print a merge list as CSV; who stands in it counts as written to.",
)
@click.option("--yes", is_flag=True, help="Send without asking, for scripts.")
@click.option("--again", multiple=True, help="Also to this alliance, whatever it got before; repeatable.")
@click.option("--late", is_flag=True, help="Launch or remind though the deadline is over.")
@click.option("--drafts-unsent", is_flag=True, help="No draft made earlier was sent: they hold nothing back.")
@click.option("--out", type=FOLDER, help="Folder for drafts; by default drafts/WAVE in the project.")
@json_option
@click.pass_context
def command(
    ctx: click.Context,
    occasion: str,
    project: Path | None,
    wave: str | None,
    wanted: tuple[str, ...],
    number: int,
    formats: tuple[str, ...],
    way: str | None,
    yes: bool,
    again: tuple[str, ...],
    late: bool,
    drafts_unsent: bool,
    out: Path | None,
    as_json: bool,
) -> None:
    """Make a message for every alliance that OCCASION concerns: launch, reminder, questions, receipt, …

    Drafts (.eml) that mail programs open to be sent, unless --imap or --smtp. Texts are the project's own, in
    mails/OCCASION.txt, or those that are shipped. Every form is opened before, and must be the alliance's.
    Of each number an alliance gets one reminder; what may have been sent is sent again with --again only.
    Once a deadline is over, forms go out with --late only.

    Example: `ruecklauf mail reminder --number 2 --late --smtp`
    """
    from ruecklauf.fieldwork.mailing import Wanted
    from ruecklauf.fieldwork.occasions import Occasion

    found = opened(project, telling=True)
    asked = Wanted(
        wave=chosen_wave(found, wave),
        occasion=Occasion(occasion),
        alliances=tuple(map(found.alliance, wanted)) or found.alliances,
        number=number,
        formats=formats,
        again=frozenset(found.alliance(name).id for name in again),
        late=late,
        drafts_unsent=drafts_unsent,
    )
    ctx.exit(_mail(found, asked, way=way, unseen=yes, out=out, as_json=as_json))


def _mail(
    project: Project, asked: Wanted, *, way: str | None, unseen: bool, out: Path | None, as_json: bool
) -> int:
    """Plan, show and deliver; the exit status."""
    from ruecklauf.fieldwork.mailing import deliver, plan
    from ruecklauf.rounds.workspace import Workspace

    with Workspace(project) as workspace:
        planned = plan(workspace, asked, way=way or "eml", now=now())
        if way == "smtp" and not _confirmed(planned, unseen=unseen):
            return 1
        pause = project.settings.mail.pause_seconds if way in ("imap", "smtp") else 0
        taken = _way(way, project, asked.wave, out)
        with progress("Mailing", len(planned.written)) as advance:
            done = deliver(workspace, planned.written, taken, now=now, pause=pause, progress=advance)
    if way == "list":
        _tell_left_out(planned)
        print_csv(planned.merge_list())
    else:
        _print(done, planned, as_json=as_json)
    return int(any(each.state != taken.result for each in done))


def _way(way: str | None, project: Project, wave: Wave, out: Path | None) -> Way:
    from ruecklauf.fieldwork.ways import AsFiles, AsList, IntoDrafts, Sending

    if way == "smtp":
        return Sending(project.settings.mail)
    if way == "imap":
        return IntoDrafts(project.settings.mail)
    if way == "list":
        return AsList()
    return AsFiles(out or project.root / "drafts" / wave.id, wave)


def _confirmed(planned: Plan, *, unseen: bool) -> bool:
    """Whether the person says yes to what goes to whom; nothing is sent unseen unless a script says so."""
    from ruecklauf.fieldwork.mailing import shown

    if unseen or not planned.written:
        return True
    print_table(("Alliance", "To", "Subject", "Attachments"), shown(planned.written))
    return click.confirm(f"Send these {len(planned.written)} messages?", default=False, err=True)


def _tell_left_out(planned: Plan) -> None:
    for left in planned.left_out:
        talk(str(left))


def _print(done: Sequence[Delivered], planned: Plan, *, as_json: bool) -> None:
    _tell_left_out(planned)
    if as_json:
        print_json([_as_json(each) for each in done])
    else:
        for each in done:
            detail = f" · {each.detail}" if each.detail else ""
            say(f"{each.written.concern.alliance.name}: {each.state}{detail}")
    talk(f"{len(done)} messages, {len(planned.left_out)} left out.")


def _as_json(each: Delivered) -> dict[str, object]:
    noted = each.written.noted
    return {
        "alliance": noted.alliance,
        "name": each.written.concern.alliance.name,
        "state": each.state,
        "detail": each.detail,
        "message_id": noted.message_id,
        "to": list(noted.to),
        "cc": list(noted.cc),
        "attachments": noted.attachments,
    }
