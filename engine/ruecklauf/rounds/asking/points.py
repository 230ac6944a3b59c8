"""What is to be asked and settled: findings with a state that outlasts imports."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from ruecklauf.errors import ProjectError
from ruecklauf.findings import Severity
from ruecklauf.rounds.asking.explanations import Explanations
from ruecklauf.rounds.asking.inbox import ReadMessages
from ruecklauf.rounds.finding_keys import key_of
from ruecklauf.rounds.known_same import SameRows
from ruecklauf.store import GivenAnswer, Settlement, Snapshot, StoredFinding
from ruecklauf.texts import load_texts

SHORTEST_POINT = 6
"""Characters of a point's id that an operator must give at least."""
_ID = 10
"""Characters of a point's id that are shown."""


class State(StrEnum):
    """How far a finding is. Without a decision it is open while it is current, and else mended."""

    OPEN = "open"
    ASKED = "asked"
    ANSWERED = "answered"
    EXPLAINED = "explained"
    """The municipality says in its form, or in an inquiry, why it is so; the team has not said yet whether
    that will do."""
    SETTLED = "settled"
    ACCEPTED = "accepted"
    MENDED = "mended"
    """A newer return, or a correction, has put it right; nobody sets this state, nor `explained`."""


UNSETTLED = frozenset({State.OPEN, State.ASKED, State.ANSWERED, State.EXPLAINED})

_WAITING = frozenset({State.OPEN, State.ASKED})
"""States in which an answer or explanation that comes in makes a finding an answered or explained one."""


_DONE = frozenset({State.SETTLED, State.ACCEPTED})


class Kind(StrEnum):
    """Whom a finding concerns."""

    QUESTION = "question"
    """The municipality is to be asked."""
    NOTE = "note"
    """The team is to know, or to decide."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What is known of a finding besides itself."""

    key: str
    kind: Kind
    state: State
    since: datetime
    """When it came up first, in whichever import of whichever return."""
    settled: Settlement | None
    """The decision that gave it its state."""
    explanation: str = ""
    """What the municipality says of it, in its form or in an inquiry."""
    answered_at: str = ""
    """The cell of an inquiry in which it is answered or explained."""

    @property
    def reason(self) -> str:
        """Who gave it its state and why, or what answered it."""
        if self.answered_at and self.state in (State.ANSWERED, State.EXPLAINED):
            return self.answered_at
        return f"{self.settled.person}: {self.settled.reason}" if self.settled else ""


class PutRight:
    """Which findings people have put right, by corrections that hold."""

    def __init__(self, state: Snapshot) -> None:
        self._corrected = {
            (made.alliance, made.wave, made.subject): made.recorded_at
            for made in state.corrections()
            if made.applies
        }
        self._imported = (
            {made.id: made.imported_at for made in state.submissions()} if self._corrected else {}
        )

    def has(self, stored: StoredFinding) -> bool:
        """Whether it is about an answer that was put right, and no rule found it in what was put there."""
        finding = stored.finding
        at = self._corrected.get((stored.alliance, stored.wave, finding.subject))
        if at is None:
            return False
        by_rule = finding.code.partition(".")[0] in ("rule", "required_missing", "not_asked")
        return not by_rule or self._imported[stored.submission_id] < at


def asked_of(state: Snapshot, wave: str) -> Iterator[StoredFinding]:
    """The current findings of a wave that nobody put right."""
    mended = PutRight(state)
    return (stored for stored in state.findings(waves={wave}) if not mended.has(stored))


class Standings:
    """Keys, states and ages of all findings, as one snapshot has them."""

    def __init__(self, state: Snapshot, *, mended: Iterable[StoredFinding] = ()) -> None:
        self._given = {made.finding_key: made for made in state.settlements()}
        self._answered = {given.finding_key: given for given in state.given_answers()}
        self._explains: dict[tuple[int, str], list[str]] = {}
        for given in state.given_answers():
            self._explains.setdefault((given.submission_id, given.place), []).append(given.finding_key)
        self._mended = {key_of(stored) for stored in mended}
        self._explanations = Explanations(state)
        self._same_rows = SameRows(state)
        self._messages = ReadMessages(state)
        received = {imported.id: imported.received_at for imported in state.submissions()}
        self._since: dict[str, datetime] = {}
        self._said: dict[tuple[int, str], str] = {}
        for stored in state.findings(current_only=False):
            key, moment = key_of(stored), received[stored.submission_id]
            self._since[key] = min(self._since.get(key, moment), moment)
            if stored.finding.code == "inquiry_explained":
                self._said[stored.submission_id, str(stored.finding.place)] = stored.finding.found

    def of(self, stored: StoredFinding) -> Standing:
        key = key_of(stored)
        made = self._given.get(key)
        given = State(made.state) if made else State.OPEN
        answered, said = self._answered.get(key), self._explanations.of(stored)
        if answered and given in _WAITING and (made is None or made.recorded_at <= answered.received_at):
            given = State.EXPLAINED if answered.explained else State.ANSWERED
        if said and given in _WAITING and (made is None or made.recorded_at <= said.received_at):
            given = State.EXPLAINED
        decided = self._decided_elsewhere(stored, key)
        if decided is not None and given in _WAITING:
            made, given = decided, State(decided.state)
        state = State.MENDED if key in self._mended else given
        explained = self._explained_by(answered) or (said.text if said else "")
        at = answered.place if answered else ""
        kind = Kind.QUESTION if _is_asked_of_text(stored, made) else kind_of(stored)
        return Standing(key, kind, state, self._since[key], made, explained, at)

    def _decided_elsewhere(self, stored: StoredFinding, key: str) -> Settlement | None:
        """The decision about something else that settles it."""
        same_rows, messages = self._same_rows.settled, self._messages.settled
        return self._decided_of(stored) or same_rows(stored, key) or messages(stored, key)

    def _decided_of(self, stored: StoredFinding) -> Settlement | None:
        """Of an explanation the decision about what it explains, once that is no matter any more."""
        keys = self._explains.get((stored.submission_id, str(stored.finding.place)), [])
        if stored.finding.code != "inquiry_explained" or not keys:
            return None
        made = [self._given.get(key) for key in keys]
        done = [each for each in made if each is not None and each.state in _DONE]
        return done[0] if len(done) == len(keys) else None

    def _explained_by(self, given: GivenAnswer | None) -> str:
        """What an inquiry says of it."""
        if given is None or not given.explained:
            return ""
        return self._said.get((given.submission_id, given.place), "")


def _is_asked_of_text(stored: StoredFinding, made: Settlement | None) -> bool:
    """Whether the team wants the municipality to be asked about a text that seems to be personal."""
    return stored.finding.code == "personal_in_text" and made is not None and made.state == State.ASKED


def kind_of(stored: StoredFinding) -> Kind:
    """Whom it concerns; nobody can be asked about a file that is nobody's."""
    finding = stored.finding
    for_team = load_texts().finding(finding.code.partition(".")[0]).for_team
    is_note = finding.severity is Severity.NOTE or for_team or not stored.alliance
    return Kind.NOTE if is_note else Kind.QUESTION


def point_id(about: object) -> str:
    """The id of a point, which holds all findings that say the same."""
    return hashlib.sha256(json.dumps(about, ensure_ascii=False).encode()).hexdigest()[:_ID]


def chosen(rows: Iterable[dict[str, str]], wanted: Iterable[str]) -> list[dict[str, str]]:
    """The rows of the points, or of the single findings, of which the beginnings of ids are given.

    ProjectError for one that is too short, that there is not, or that stands for several points.
    """
    known = list(rows)
    found: dict[str, dict[str, str]] = {}
    for given in wanted:
        mine = [row for row in known if _is_meant(row, given.strip().lower())]
        points = sorted({row["point"] for row in mine})
        if len(points) != 1:
            what = f"there is no point {given!r}" if not points else f"{given!r} stands for {points}"
            remedy = "`ruecklauf findings` shows the ids of points; give all of one."
            raise ProjectError(what, remedy=remedy)
        found |= {row["finding"]: row for row in mine}
    return list(found.values())


def _is_meant(row: dict[str, str], given: str) -> bool:
    return len(given) >= SHORTEST_POINT and (
        row["point"].startswith(given) or row["finding"].startswith(given)
    )
