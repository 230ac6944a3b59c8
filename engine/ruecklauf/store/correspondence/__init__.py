"""Messages that were made, and what became of each; addresses and texts are personal."""

from ruecklauf.store.correspondence.ledger import Message, MessageReader, MessageState, Noted, Posted

__all__ = ["Message", "MessageReader", "MessageState", "Noted", "Posted"]
