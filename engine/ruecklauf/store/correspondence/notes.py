"""What the team notes of alliances: who declined, has more time, can be reached elsewhere, was called."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date
from datetime import datetime as moment
from enum import StrEnum

from sqlalchemy import Connection, select

from ruecklauf.store.correspondence.tables import alliance_note
from ruecklauf.store.reader import Reader


class NoteKind(StrEnum):
    """What is noted."""

    DECLINED = "declined"
    TAKES_PART = "takes-part"
    """After all: what was declined, or extended, holds no longer."""
    EXTENDED = "extended"
    CONTACT = "contact"
    CALLED = "called"


@dataclass(frozen=True, slots=True, kw_only=True)
class AllianceNote:
    """One note about an alliance in a wave."""

    alliance: str
    wave: str
    kind: NoteKind
    text: str
    happened_on: date
    until: date | None = None
    """Until when it has time, of an extension."""
    address: str = ""
    """Where it can be reached from now on."""
    person: str
    """Who noted it."""
    recorded_at: moment


@dataclass(frozen=True, slots=True)
class Agreement:
    """What holds for an alliance in a wave."""

    declined: bool = False
    until: date | None = None
    """Its own deadline; None where that of the wave holds."""
    address: str = ""
    """The newest address that was noted."""


NOTHING_AGREED = Agreement()


class NoteReader(Reader):
    """Questions about notes, which come in the order in which they were recorded."""

    def notes(self, wave: str | None = None) -> tuple[AllianceNote, ...]:
        columns = [column for column in alliance_note.c if column.name != "id"]
        query = select(*columns).order_by(alliance_note.c.id)
        if wave is not None:
            query = query.where(alliance_note.c.wave == wave)
        return tuple(_note(dict(row)) for row in self._open_contacts().execute(query).mappings())

    def agreements(self, wave: str) -> dict[str, Agreement]:
        """What holds for each alliance of which anything was noted."""
        found: dict[str, list[AllianceNote]] = {}
        for note in self.notes(wave):
            found.setdefault(note.alliance, []).append(note)
        return {alliance: _agreed(notes) for alliance, notes in found.items()}


def _agreed(notes: Iterable[AllianceNote]) -> Agreement:
    declined, until, address = False, None, ""
    for note in notes:
        declined = note.kind is NoteKind.DECLINED or (declined and note.kind in _WHATEVER)
        if note.kind in (NoteKind.EXTENDED, NoteKind.TAKES_PART):
            until = note.until
        address = note.address or address
    return Agreement(declined, until, address)


_WHATEVER = (NoteKind.CONTACT, NoteKind.CALLED)
"""Notes that change nothing of what was agreed; who has more time takes part."""


def _note(row: dict[str, object]) -> AllianceNote:
    days = {name: date.fromisoformat(str(row[name])) for name in ("happened_on", "until") if row[name]}
    return AllianceNote(**{**row, "until": None, **days, "kind": NoteKind(str(row["kind"]))})  # type: ignore[arg-type]


def add_note(contacts: Connection, note: AllianceNote) -> None:
    until = note.until.isoformat() if note.until else None
    row = {**asdict(note), "happened_on": note.happened_on.isoformat(), "until": until}
    contacts.execute(alliance_note.insert(), row)
