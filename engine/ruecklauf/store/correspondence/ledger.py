"""The ledger of messages: what is intended is noted before, the result after."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Connection, select

from ruecklauf.store.correspondence.tables import message, message_state
from ruecklauf.store.reader import Reader, once


class MessageState(StrEnum):
    """What became of a message."""

    SENDING = "sending"
    """Intended; if nothing follows, nobody knows whether it went out."""
    DRAFT = "draft"
    """A person sends it, or does not."""
    SENT = "sent"
    FAILED = "failed"
    """The server did not take it: it went to nobody."""
    BOUNCED = "bounced"


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One message to one alliance."""

    message_id: str
    alliance: str
    wave: str
    occasion: str
    topic: str
    """What distinguishes messages of one occasion: the number of a reminder, the return of a receipt."""
    attempt: int
    """From 1: made again on a person's word, or because it had failed."""
    way: str
    """`eml`, `list`, `imap` or `smtp`."""
    to: tuple[str, ...]
    cc: tuple[str, ...]
    subject: str
    text: str
    attachments: dict[str, str]
    """Hashes by file name."""
    made_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Noted:
    """A state of a message."""

    message_id: str
    state: MessageState
    recorded_at: datetime
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Posted:
    """A message with its newest state."""

    message: Message
    state: MessageState
    since: datetime
    detail: str


class MessageReader(Reader):
    """Questions about messages, which come in the order in which they were made."""

    @once
    def messages(self) -> tuple[Posted, ...]:
        contacts = self._open_contacts()
        columns = [column for column in message.c if column.name != "id"]
        made = {
            str(row["message_id"]): Message(**{str(name): found for name, found in row.items()})
            for row in contacts.execute(select(*columns).order_by(message.c.id)).mappings()
        }
        newest = {
            str(row.message_id): row
            for row in contacts.execute(select(message_state).order_by(message_state.c.id))
        }
        return tuple(
            Posted(_with_tuples(made[key]), MessageState(row.state), row.recorded_at, row.detail)
            for key, row in newest.items()
        )


def add_message(contacts: Connection, made: Message) -> None:
    """Note a message; one that another program noted meanwhile is an error."""
    contacts.execute(message.insert(), asdict(made))


def add_state(contacts: Connection, noted: Noted) -> None:
    contacts.execute(message_state.insert(), asdict(noted))


def _with_tuples(found: Message) -> Message:
    """As it was noted: JSON knows lists only."""
    return replace(found, to=tuple(found.to), cc=tuple(found.cc))
