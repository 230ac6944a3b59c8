"""Messages that were made and that came in, and what the team notes; addresses and texts are personal."""

from ruecklauf.store.correspondence.incoming import Incoming, IncomingReader, ReadBy
from ruecklauf.store.correspondence.ledger import Message, MessageReader, MessageState, Noted, Posted
from ruecklauf.store.correspondence.notes import (
    NOTHING_AGREED,
    Agreement,
    AllianceNote,
    NoteKind,
    NoteReader,
)

__all__ = [
    "NOTHING_AGREED",
    "Agreement",
    "AllianceNote",
    "Incoming",
    "IncomingReader",
    "Message",
    "MessageReader",
    "MessageState",
    "NoteKind",
    "NoteReader",
    "Noted",
    "Posted",
    "ReadBy",
]
