"""How far an alliance is in a wave, in one word."""

from __future__ import annotations

from collections import Counter, defaultdict
from enum import StrEnum

from ruecklauf.project.settings import Wave
from ruecklauf.rounds.asking.points import Kind, Standings, State, asked_of
from ruecklauf.rounds.asking.reports import AllianceStatus
from ruecklauf.store import Snapshot


class Stage(StrEnum):
    """From the beginning of a round to its end."""

    PLANNED = "planned"
    MADE = "made"
    """A form was made, and not mailed."""
    SENT = "sent"
    PARTLY = "partly"
    """Worksheets are missing."""
    OPEN = "open"
    """All came back; questions were not asked yet."""
    ASKED = "asked"
    ANSWERED = "answered"
    SETTLED = "settled"
    DECLINED = "declined"


def stage_of(status: AllianceStatus, questions: Counter[State]) -> Stage:
    """The first of the stages that is not over; `questions` by their states."""
    if not status.worksheets:
        if status.declined:
            return Stage.DECLINED
        if status.mailed or status.reminders:
            return Stage.SENT
        return Stage.MADE if status.sent else Stage.PLANNED
    if status.is_awaited:
        return Stage.PARTLY
    if questions[State.OPEN]:
        return Stage.OPEN
    if questions[State.ASKED]:
        return Stage.ASKED
    return Stage.ANSWERED if questions[State.ANSWERED] + questions[State.EXPLAINED] else Stage.SETTLED


class Questions:
    """Questions to the alliances of a wave that are not settled."""

    def __init__(self, state: Snapshot, wave: Wave, standings: Standings) -> None:
        self.states: dict[str, Counter[State]] = defaultdict(Counter)
        self.texts: dict[str, list[tuple[State, str]]] = defaultdict(list)
        for stored in asked_of(state, wave.id):
            standing = standings.of(stored)
            if standing.kind is Kind.QUESTION:
                self.states[stored.alliance][standing.state] += 1
                self.texts[stored.alliance].append((standing.state, stored.finding.message))
