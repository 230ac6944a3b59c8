"""Texts in which a person saw what seems to be personal, and said that they hold as they are."""

from __future__ import annotations

from ruecklauf.findings import Subject
from ruecklauf.rounds.asking.passages import kept_questions, passages
from ruecklauf.rounds.asking.points import State
from ruecklauf.store import Store


def kept_texts(store: Store) -> frozenset[tuple[str, str, Subject]]:
    """Alliance, wave and question of every such text: the point or passage was accepted, with a reason."""
    with store.snapshot() as state:
        if State.ACCEPTED not in {made.state for made in state.settlements()}:
            return frozenset()
        return frozenset(kept_questions(passages(state)))
