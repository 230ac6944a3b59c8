"""On which occasions messages are sent, and to whom on each."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum

from ruecklauf.project import Alliance
from ruecklauf.project.settings import Wave
from ruecklauf.rounds.asking.points import Kind, Standings, State, asked_of
from ruecklauf.rounds.asking.together import said_once
from ruecklauf.rounds.asking.voluntary import voluntary_worksheets
from ruecklauf.store import NOTHING_AGREED, Receipt, Return, Snapshot, StoredFinding
from ruecklauf.texts import load_texts


class Occasion(StrEnum):
    """Why a message is sent."""

    LAUNCH = "launch"
    REMINDER = "reminder"
    QUESTIONS = "questions"
    RECEIPT = "receipt"
    CLOSING = "closing"
    FEEDBACK = "feedback"
    FREE = "free"

    @property
    def has_forms(self) -> bool:
        """Whether the forms are attached."""
        return self in (Occasion.LAUNCH, Occasion.REMINDER)


@dataclass(frozen=True, slots=True, order=True)
class Arrived:
    """A file that came back."""

    day: str
    name: str
    sha256: str
    worksheets: tuple[str, ...]
    """Ids of those for which it counts."""


@dataclass(frozen=True, slots=True)
class Concern:
    """An alliance that is to get a message, and what is said to it alone."""

    alliance: Alliance
    topic: str
    """What distinguishes the message from others of the occasion; the same topic is sent once."""
    deadline: date
    """Its own where it was given more time."""
    open_worksheets: tuple[str, ...] = ()
    """Ids of those that have not come back, voluntary ones left out."""
    arrived: tuple[Arrived, ...] = ()
    """Every file of which something counts."""
    questions: tuple[str, ...] = field(default=())
    """What is to be asked, each with its place."""
    findings: tuple[tuple[str, str], ...] = ()
    """Key and code of every finding that is asked about."""


def concerned(
    state: Snapshot, wave: Wave, occasion: Occasion, alliances: Iterable[Alliance], *, number: int
) -> tuple[Concern, ...]:
    """The alliances that an occasion concerns, in their order.

    Launch, reminder and closing go to whom a form was made; reminders only where worksheets are missing,
    closing only where one came back; feedback to who returned anything; a receipt to who returned something
    that was not acknowledged. Who declined gets neither form nor reminder.
    """
    issued = {form.alliance for form in state.issued(wave.id)}
    asked = _questions(state, wave) if occasion is Occasion.QUESTIONS else {}
    nothing = _Questions([], {})
    agreed = state.agreements(wave.id)
    returned = _Returned(state, wave)
    voluntary = voluntary_worksheets(state, wave.id)
    found = []
    for alliance in alliances:
        agreement = agreed.get(alliance.id, NOTHING_AGREED)
        if agreement.declined and occasion.has_forms:
            continue
        concern = _concern(returned, wave, alliance, asked.get(alliance.id, nothing))
        open_worksheets = tuple(name for name in concern.open_worksheets if name not in voluntary)
        deadline = agreement.until or wave.deadline
        concern = replace(concern, deadline=deadline, open_worksheets=open_worksheets)
        is_concerned = {
            Occasion.LAUNCH: alliance.id in issued,
            Occasion.REMINDER: alliance.id in issued and bool(concern.open_worksheets),
            Occasion.QUESTIONS: bool(concern.questions),
            Occasion.RECEIPT: bool(concern.arrived),
            Occasion.CLOSING: alliance.id in issued and bool(concern.arrived),
            Occasion.FEEDBACK: bool(concern.arrived),
            Occasion.FREE: True,
        }
        if is_concerned[occasion]:
            topic = _receipt_topic(concern) if occasion is Occasion.RECEIPT else str(number)
            found.append(replace(concern, topic=topic))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class _Questions:
    """What is to be asked of an alliance; the keys are in their order."""

    rows: list[dict[str, str]]
    """One for each finding; those that say the same are one question."""
    findings: dict[str, str]
    """Codes by keys."""


class _Returned:
    """What counts of each alliance, and when its files came."""

    def __init__(self, state: Snapshot, wave: Wave) -> None:
        self.current: dict[str, list[Return]] = defaultdict(list)
        for each in state.current(wave.id):
            self.current[each.alliance].append(each)
        self.newest: dict[str, Receipt] = {}
        for receipt in state.receipts():
            known = self.newest.setdefault(receipt.sha256, receipt)
            if receipt.received_at > known.received_at:
                self.newest[receipt.sha256] = receipt


def _concern(came_in: _Returned, wave: Wave, alliance: Alliance, asked: _Questions) -> Concern:
    current = came_in.current[alliance.id]
    returned = {each.worksheet for each in current}
    held: dict[str, list[str]] = {}
    for each in current:
        held.setdefault(each.sha256, []).append(each.worksheet)
    arrived = []
    for sha256, worksheets in held.items():
        newest = came_in.newest[sha256]
        day = (newest.sent_at or newest.received_at).date().isoformat()
        arrived.append(Arrived(day, newest.file_name, sha256, tuple(worksheets)))
    missing = tuple(name for name in wave.worksheets if name not in returned)
    findings = tuple(asked.findings.items())
    said = said_once(asked.rows, load_texts(alliance.language_in(wave)))
    questions = tuple(dict.fromkeys(row["message"] for row in said))
    return Concern(alliance, "", wave.deadline, missing, tuple(sorted(arrived)), questions, findings)


def _receipt_topic(concern: Concern) -> str:
    """The files that are acknowledged: another file is another receipt."""
    return hashlib.sha256("".join(sorted(each.sha256 for each in concern.arrived)).encode()).hexdigest()


def _questions(state: Snapshot, wave: Wave) -> dict[str, _Questions]:
    """Open questions of every alliance."""
    standings = Standings(state)
    found: dict[str, _Questions] = {}
    for stored in asked_of(state, wave.id):
        standing = standings.of(stored)
        if standing.kind is Kind.QUESTION and standing.state in (State.OPEN, State.ASKED):
            asked = found.setdefault(stored.alliance, _Questions([], {}))
            asked.rows.append(_row(stored))
            asked.findings[standing.key] = stored.finding.code
    return found


def _row(stored: StoredFinding) -> dict[str, str]:
    """A finding as `said_once` takes it."""
    finding, subject = stored.finding, stored.finding.subject
    return {
        "alliance": stored.alliance,
        "wave": stored.wave,
        "sha256": "",
        "state": "",
        "severity": finding.severity.value,
        "code": finding.code,
        "worksheet": subject.worksheet,
        "table": subject.section,
        "row_id": subject.row_id,
        "field": subject.field,
        "place": str(finding.place),
        "found": finding.found,
        "message": finding.message,
    }
