"""The tables of messages, in the contacts database."""

from __future__ import annotations

from sqlalchemy import JSON, Boolean, Column, ForeignKey, Integer, String, Table, UniqueConstraint

from ruecklauf.store.columns import AnyText, UtcTime
from ruecklauf.store.schema import CONTACTS

message = Table(
    "message",
    CONTACTS,
    Column("id", Integer, primary_key=True),
    Column("message_id", AnyText, nullable=False, unique=True),
    Column("alliance", AnyText, nullable=False),
    Column("wave", AnyText, nullable=False),
    Column("occasion", AnyText, nullable=False),
    Column("topic", AnyText, nullable=False),
    Column("attempt", Integer, nullable=False),
    Column("way", AnyText, nullable=False),
    Column("to", JSON, nullable=False),
    Column("cc", JSON, nullable=False),
    Column("subject", AnyText, nullable=False),
    Column("text", AnyText, nullable=False),
    Column("attachments", JSON, nullable=False),
    Column("made_at", UtcTime, nullable=False),
    UniqueConstraint("alliance", "wave", "occasion", "topic", "attempt"),
    sqlite_autoincrement=True,
)
"""What is unique keeps two programs from sending the same at the same time."""

message_state = Table(
    "message_state",
    CONTACTS,
    Column("id", Integer, primary_key=True),
    Column("message_id", ForeignKey("message.message_id"), nullable=False, index=True),
    Column("state", AnyText, nullable=False),
    Column("detail", AnyText, nullable=False),
    Column("recorded_at", UtcTime, nullable=False),
    sqlite_autoincrement=True,
)
"""New rows only; the newest is the state."""

incoming = Table(
    "incoming",
    CONTACTS,
    Column("sha256", String(64), primary_key=True),
    Column("sent_at", UtcTime),
    Column("received_at", UtcTime, nullable=False),
    Column("subject", AnyText, nullable=False),
    Column("text", AnyText, nullable=False),
    Column("automatic", Boolean, nullable=False),
    Column("answers", JSON, nullable=False),
)
"""What messages say that came in; made by imports. Who sent them stands in `sender`."""

incoming_read = Table(
    "incoming_read",
    CONTACTS,
    Column("id", Integer, primary_key=True),
    Column("sha256", String(64), nullable=False, index=True),
    Column("done", Boolean, nullable=False),
    Column("person", AnyText, nullable=False),
    Column("recorded_at", UtcTime, nullable=False),
    sqlite_autoincrement=True,
)
"""New rows only; the newest says whether a message was read."""

alliance_note = Table(
    "alliance_note",
    CONTACTS,
    Column("id", Integer, primary_key=True),
    Column("alliance", AnyText, nullable=False),
    Column("wave", AnyText, nullable=False),
    Column("kind", String(20), nullable=False),
    Column("text", AnyText, nullable=False),
    Column("happened_on", String(10), nullable=False),
    Column("until", String(10)),
    Column("address", AnyText, nullable=False),
    Column("person", AnyText, nullable=False),
    Column("recorded_at", UtcTime, nullable=False),
    sqlite_autoincrement=True,
)
"""What the team notes of alliances; new rows only."""

LEDGER = (message, message_state, incoming_read, alliance_note)
"""Made by no import: `rebuild` keeps them as they are."""
