"""Alliances × waves: who was invited, and what came back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from datetime import datetime
from typing import NamedTuple

from ruecklauf.findings import Severity
from ruecklauf.store import Outcome, Snapshot


class Participation(NamedTuple):
    """One alliance in one wave."""

    alliance: str
    wave: str
    invited: bool
    """A form was made for it."""
    form_made: datetime | None
    sent: datetime | None
    """When the first message of the wave went to it, as far as the program sent it."""
    returned: datetime | None
    """When the first return that counts was handed in, or that it follows; `last_returned` for the last."""
    last_returned: datetime | None
    worksheets: tuple[str, ...]
    """Those returned; `lacking` those that its forms have besides."""
    lacking: tuple[str, ...]
    first_pass: bool | None
    """The first return had no error, and no other followed; None without a return."""
    state: str
    """complete, partial, waiting, refused, open, or not_invited."""


def participations(state: Snapshot, waves: Collection[str] | None) -> Iterator[Participation]:
    """By wave and alliance, for every alliance that any wave knows."""
    known = _Known(state)
    asked = sorted(wave for wave in known.waves if waves is None or wave in waves)
    for wave in asked:
        for alliance in sorted(known.alliances):
            yield known.participation(alliance, wave)


Key = tuple[str, str]


class _Known:
    def __init__(self, state: Snapshot) -> None:
        kept = state.declarations()
        self._forms: dict[Key, list[datetime]] = defaultdict(list)
        self._asked: dict[Key, set[str]] = defaultdict(set)
        for form in state.issued():
            self._forms[form.alliance, form.wave].append(form.created_at)
            named = [kept[hashed].id for hashed in form.declarations if hashed in kept]
            self._asked[form.alliance, form.wave].update([form.worksheet] if form.worksheet else named)
        self._current: dict[Key, set[str]] = defaultdict(set)
        for returned in state.current():
            self._current[returned.alliance, returned.wave].add(returned.worksheet)
        self._files(state)
        self._sent: dict[Key, list[datetime]] = defaultdict(list)
        for posted in state.messages():
            if posted.state == "sent":
                self._sent[posted.message.alliance, posted.message.wave].append(posted.since)

    def _files(self, state: Snapshot) -> None:
        """Of each file its newest import, and which of these had errors."""
        newest = {imported.sha256: imported for imported in state.submissions()}
        self._accepted: dict[Key, list[tuple[datetime, int]]] = defaultdict(list)
        self._others: dict[Key, set[Outcome]] = defaultdict(set)
        for imported in newest.values():
            key = imported.alliance, imported.wave
            if imported.outcome is Outcome.ACCEPTED:
                self._accepted[key].append((imported.received_at, imported.id))
            else:
                self._others[key].add(imported.outcome)
        self._wrong = {
            found.submission_id
            for found in state.findings(current_only=False)
            if found.finding.severity is Severity.ERROR
        }

    @property
    def _keys(self) -> set[Key]:
        return {key for key in (*self._forms, *self._accepted, *self._others) if all(key)}

    @property
    def alliances(self) -> set[str]:
        return {alliance for alliance, _ in self._keys}

    @property
    def waves(self) -> set[str]:
        return {wave for _, wave in self._keys}

    def participation(self, alliance: str, wave: str) -> Participation:
        key = alliance, wave
        accepted = sorted(self._accepted.get(key, []))
        returned, asked = self._current.get(key, set()), self._asked.get(key, set())
        first_pass = len(accepted) == 1 and accepted[0][1] not in self._wrong if accepted else None
        return Participation(
            alliance, wave,
            invited=key in self._forms,
            form_made=min(self._forms.get(key, []), default=None),
            sent=min(self._sent.get(key, []), default=None),
            returned=accepted[0][0] if accepted else None,
            last_returned=accepted[-1][0] if accepted else None,
            worksheets=tuple(sorted(returned)),
            lacking=tuple(sorted(asked - returned)),
            first_pass=first_pass,
            state=self._state(key, returned, asked),
        )  # fmt: skip

    def _state(self, key: Key, returned: set[str], asked: set[str]) -> str:
        if returned:
            return "partial" if asked - returned else "complete"
        if Outcome.QUARANTINED in self._others.get(key, ()):
            return "waiting"
        if Outcome.REFUSED in self._others.get(key, ()):
            return "refused"
        return "open" if key in self._forms else "not_invited"
