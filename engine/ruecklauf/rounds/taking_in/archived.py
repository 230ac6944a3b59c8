"""How files came that are in the archive."""

from __future__ import annotations

from ruecklauf.rounds.letters import Letter
from ruecklauf.store import Receipt, Snapshot


def letter_of(state: Snapshot, sha256: str) -> Letter:
    """How an archived file came the last time."""
    return letter_by(state, state.receipts(sha256)[-1])


def letter_by(state: Snapshot, receipt: Receipt) -> Letter:
    """How a file came that time."""
    sender = state.senders().get(receipt.container, "")
    return Letter(receipt.file_name, sender, receipt.sent_at, receipt.container)
