"""`ruecklauf note`: what was agreed with an alliance."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import rich_click as click

from ruecklauf.cli.options import chosen_wave, json_option, now, opened, person_option, project_option
from ruecklauf.cli.terminal import print_json, say

if TYPE_CHECKING:
    from ruecklauf.store import AllianceNote

KINDS = ("declined", "takes-part", "extended", "contact", "called")
DAY = click.DateTime(["%Y-%m-%d", "%d.%m.%Y"])


@click.command("note")
@click.argument("alliance")
@click.argument("kind", type=click.Choice(KINDS), required=False)
@click.option("--text", default="", help="What was said.")
@click.option("--until", type=DAY, help="With `extended`: the alliance's own deadline.")
@click.option("--address", default="", metavar="ADDRESS", help="With `contact`: where it is reached now.")
@click.option("--on", "happened", type=DAY, help="When it was said; by default today.")
@person_option
@click.option("--wave", help="By default the last one declared.")
@project_option
@json_option
def command(
    alliance: str,
    kind: str | None,
    text: str,
    until: datetime | None,
    address: str,
    happened: datetime | None,
    person: str,
    wave: str | None,
    project: Path | None,
    as_json: bool,
) -> None:
    """Note what was agreed with an alliance, or show what was noted.

    Who `declined` gets no form and no reminder any more, until it `takes-part` after all. Who was `extended`
    has a deadline of its own, in status, today and messages. A changed `contact` is to be entered in
    alliances.csv, too: `ruecklauf today` says so until it is. `called` only keeps what was said.

    Example: `ruecklauf note Kleve extended --until 2026-07-15 --text "new colleague, phone call"`
    """
    from ruecklauf.fieldwork.notes import note_of
    from ruecklauf.rounds.workspace import Workspace

    found = opened(project)
    whose, which = found.alliance(alliance), chosen_wave(found, wave)
    with Workspace(found) as workspace:
        if kind is not None:
            day = happened.date() if happened else now().astimezone().date()
            own = until.date() if until else None
            made = note_of(
                whose, which, kind, text=text, until=own, address=address, on=day, person=person, now=now()
            )
            workspace.store.record_note(made)
        elif text or until or address or happened:
            raise click.UsageError(f"Say what is noted: {', '.join(KINDS)}.")
        with workspace.store.snapshot() as state:
            notes = [note for note in state.notes(which.id) if note.alliance == whose.id]
    if as_json:
        print_json([_as_json(note) for note in notes])
    else:
        for note in notes if kind is None else notes[-1:]:
            say(f"{whose.name} ({which.id}): {_line(note)}")


def _line(note: AllianceNote) -> str:
    until = f"until {_german_day(note.until)}" if note.until else ""
    said = (f"{note.kind} {until}".strip(), note.address, note.text, note.person)
    return f"{_german_day(note.happened_on)} · " + " · ".join(filter(None, said))


def _german_day(day: date) -> str:
    return f"{day:%d.%m.%Y}"


def _as_json(note: AllianceNote) -> dict[str, str | None]:
    return {
        "alliance": note.alliance,
        "wave": note.wave,
        "kind": note.kind,
        "text": note.text,
        "on": note.happened_on.isoformat(),
        "until": note.until.isoformat() if note.until else None,
        "address": note.address,
        "person": note.person,
        "recorded_at": note.recorded_at.isoformat(),
    }
