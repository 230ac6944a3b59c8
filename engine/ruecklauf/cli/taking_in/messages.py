"""`ruecklauf messages`: what people wrote besides their returns."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import rich_click as click

from ruecklauf.cli.options import json_option, now, opened, person_option, project_option
from ruecklauf.cli.terminal import print_json, say, talk

if TYPE_CHECKING:
    from ruecklauf.project import Project
    from ruecklauf.rounds.asking.inbox import InboxMessage


@click.command("messages")
@click.option("--alliance", help="Only of this alliance (id, name or AGS).")
@click.option("--all", "everything", is_flag=True, help="Also what was read.")
@click.option("--done", multiple=True, metavar="ID", help="Tick this message off as read; repeatable.")
@click.option("--undone", multiple=True, metavar="ID", help="It is to be read again; repeatable.")
@person_option
@project_option
@json_option
def command(
    alliance: str | None,
    everything: bool,
    done: tuple[str, ...],
    undone: tuple[str, ...],
    person: str,
    project: Path | None,
    as_json: bool,
) -> None:
    """Show what people wrote in the messages that were taken in, and tick off what was read.

    The texts are personal: they are kept with the contacts, and shown here alone.

    Example: `ruecklauf messages --done 3f9c2ad1e0`
    """
    from ruecklauf.rounds.asking.inbox import inbox, tick
    from ruecklauf.rounds.workspace import Workspace

    found = opened(project)
    whose = found.alliance(alliance).id if alliance else None
    with Workspace(found) as workspace:
        for ids, is_done in ((done, True), (undone, False)):
            for message in tick(workspace, ids, done=is_done, person=person, now=now()):
                talk(f"{message.id}: {'read' if is_done else 'to be read'}")
        with workspace.store.snapshot() as state:
            messages = inbox(state, found.alliances)
    chosen = [
        message
        for message in messages
        if whose in (None, message.alliance) and (everything or not message.is_done)
    ]
    if as_json:
        print_json([message.as_json() for message in chosen])
        return
    for message in chosen:
        _say(message, found)
    talk(f"{len(chosen)} messages, {sum(not message.is_done for message in chosen)} to be read.")


def _say(message: InboxMessage, project: Project) -> None:
    names = {alliance.id: alliance.name for alliance in project.alliances}
    who = names.get(message.alliance, message.alliance) or "–"
    marks = [mark for mark, holds in (("automatic", message.automatic), ("read", message.is_done)) if holds]
    head = (message.id, f"{message.sent_at:%d.%m.%Y %H:%M}", who, message.sender, message.subject, *marks)
    say(" · ".join(head))
    if message.files:
        say(f"  with {', '.join(message.files)}")
    for text in message.text.splitlines():
        say(f"  | {text}")
