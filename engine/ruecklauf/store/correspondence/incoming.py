"""Messages that came in: what was written besides what was attached. All of it is personal."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from datetime import datetime

from sqlalchemy import Connection, select

from ruecklauf.store.correspondence.tables import incoming, incoming_read
from ruecklauf.store.reader import Reader


@dataclass(frozen=True, slots=True, kw_only=True)
class Incoming:
    """The text of one message."""

    sha256: str
    """Of the message as a file."""
    sent_at: datetime | None
    received_at: datetime
    subject: str
    text: str
    automatic: bool
    """A program wrote it: somebody is away, or a message was registered."""
    answers: tuple[str, ...]
    """Ids of the messages to which it is an answer, the nearest last."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadBy:
    """Who ticked a message off, or, with `done` false, took that back."""

    sha256: str
    done: bool
    person: str
    recorded_at: datetime


class IncomingReader(Reader):
    """Questions about what was written to us."""

    def incoming(self) -> tuple[tuple[Incoming, ReadBy | None], ...]:
        """Every message with its newest tick, in the order in which they came in."""
        contacts = self._open_contacts()
        columns = [column for column in incoming_read.c if column.name != "id"]
        ticks = contacts.execute(select(*columns).order_by(incoming_read.c.id)).mappings()
        newest = {str(row["sha256"]): ReadBy(**row) for row in ticks}
        query = select(incoming).order_by(incoming.c.received_at, incoming.c.sha256)
        found = (Incoming(**row) for row in contacts.execute(query).mappings())
        return tuple(
            (replace(message, answers=tuple(message.answers)), newest.get(message.sha256))
            for message in found
        )


def add_incoming(contacts: Connection, came: Incoming) -> None:
    """Note a message once, however often it is handed in."""
    known = select(incoming.c.sha256).where(incoming.c.sha256 == came.sha256)
    if contacts.execute(known).first() is None:
        contacts.execute(incoming.insert(), asdict(came))


def add_read(contacts: Connection, made: ReadBy) -> None:
    contacts.execute(incoming_read.insert(), asdict(made))
