"""Texts in which a person saw what seems to be personal, and said that they hold as they are."""

from __future__ import annotations

from ruecklauf.findings import Subject
from ruecklauf.rounds.asking.points import State
from ruecklauf.rounds.finding_keys import key_of
from ruecklauf.store import Store

_CODE = "personal_in_text"


def kept_texts(store: Store) -> frozenset[tuple[str, str, Subject]]:
    """Alliance, wave and question of every such text: the finding on it was accepted, with a reason."""
    with store.snapshot() as state:
        settled = {made.finding_key: made.state for made in state.settlements()}
        if State.ACCEPTED not in settled.values():
            return frozenset()
        found = [stored for stored in state.findings() if stored.finding.code == _CODE]
    return frozenset(
        (stored.alliance, stored.wave, stored.finding.subject)
        for stored in found
        if settled.get(key_of(stored)) == State.ACCEPTED
    )
