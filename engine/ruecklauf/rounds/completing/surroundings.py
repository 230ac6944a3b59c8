"""What is stored around an entry while it is being stored."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property, lru_cache
from pathlib import Path

from ruecklauf.check.knowing import worksheets_named
from ruecklauf.check.said_once import said_once
from ruecklauf.definition.models import Worksheet
from ruecklauf.errors import StoreError
from ruecklauf.findings import Finding
from ruecklauf.intake.submission import Submission
from ruecklauf.rounds.completing.comparison import Answers, by_question
from ruecklauf.rounds.completing.neighbours import put_right
from ruecklauf.rounds.desk import Desk
from ruecklauf.rounds.judged import owner_of
from ruecklauf.rounds.judgement import believed, read_again, saved_in
from ruecklauf.rounds.moments import Moments, Order, possible
from ruecklauf.store import Archive, Correction, Return, Snapshot, SubmissionEntry
from ruecklauf.texts import Texts

_STEP = timedelta(seconds=1)


def worksheet_ids(desk: Desk) -> frozenset[str]:
    """The ids of all worksheets of the project's waves."""
    return frozenset(name for wave in desk.waves for name in wave.worksheets)


@dataclass
class Around:
    """Looks things up once for one entry.

    Of an entry that is read `again` because of what came after it, only those returns are earlier ones that
    were taken in before it: it is to be completed from the same files as the first time.
    """

    state: Snapshot
    entry: SubmissionEntry
    desk: Desk
    again: bool = False
    _returns: dict[tuple[str, str], tuple[Return, ...]] = field(default_factory=dict)
    _read: dict[str, Submission] = field(default_factory=dict)

    @cached_property
    def sent(self) -> datetime:
        """The date by which the entry's file counts."""
        return self.state.dated_at(self.entry.sha256) or self.entry.received_at

    @cached_property
    def _taken_in(self) -> int:
        return self.state.taken_in(self.entry.sha256, self.entry.alliance, self.entry.wave) or 0

    @property
    def _rank(self) -> tuple[datetime, int]:
        return self.sent, self._taken_in

    def earlier(self, wave: str, worksheet: str) -> Return | None:
        """The newest return of a worksheet, in another file, that the entry is compared with."""
        others = self._others(wave, worksheet)
        if self.again:
            others = [other for other in others if self._rank_of(other)[1] < self._rank[1]]
        return others[0] if others else None

    def current(self, worksheet: str) -> Return | None:
        """The newest return of a worksheet of the entry's wave in another file."""
        return next(iter(self._others(self.entry.wave, worksheet)), None)

    @cached_property
    def is_assigned(self) -> bool:
        """Whether a person has decided whose the entry is, and that it counts."""
        return self.state.assignment_of(self.entry.sha256) is not None

    @cached_property
    def _senders(self) -> dict[str, str]:
        return self.state.senders()

    def senders_of(self, sha256: str) -> frozenset[str]:
        """The addresses that a file came from; none where it came without a message."""
        containers = {receipt.container for receipt in self.state.receipts(sha256)}
        return frozenset(self._senders[container] for container in containers & self._senders.keys())

    def order(self, other: Return) -> Order:
        """How the entry stands to another return: by what both say themselves, or as a person decided.

        Of a return that is read again the order is known already.
        """
        if (decided := self._preferred(other.sha256)) is not None:
            return decided
        order = self._by_moments(other)
        if order is Order.UNCLEAR and self._is_assigned_after(other.sha256):
            return Order.LATER
        if order is Order.UNCLEAR and self.again:
            return Order.EARLIER if self.is_later(other) else Order.LATER
        return order

    def _preferred(self, other: str) -> Order | None:
        """How the entry stands to another file by what people preferred to all that had come by then."""
        ranks = {made.sha256: (number, made) for number, made in enumerate(self.state.preferred())}
        mine, theirs = ranks.get(self.entry.sha256), ranks.get(other)
        if mine and (theirs is None or mine[0] > theirs[0]):
            return Order.LATER if self._came(other) <= mine[1].recorded_at else None
        if theirs and self._came(self.entry.sha256) <= theirs[1].recorded_at:
            return Order.EARLIER
        return None

    def _by_moments(self, other: Return) -> Order:
        """By what both say themselves; where the other is preferred, what it was preferred to counts too."""
        compared = {other.sha256}
        for made in self.state.preferred():
            if made.sha256 == other.sha256:
                beaten = (each.sha256 for each in self._others(other.wave, other.worksheet))
                compared |= {each for each in beaten if self._came(each) <= made.recorded_at}
        mine = self._moments(self.entry.sha256)
        orders = {mine.beside(self._moments(sha256)) for sha256 in compared}
        return orders.pop() if len(orders) == 1 else Order.UNCLEAR

    def _is_assigned_after(self, other: str) -> bool:
        """Whether a person said whose the entry is, and of the other file not after that."""
        decided = [
            made.sha256 for made in self.state.assignments() if made.sha256 in (self.entry.sha256, other)
        ]
        return bool(decided) and decided[-1] == self.entry.sha256

    def _came(self, sha256: str) -> datetime:
        """When a file was handed in first."""
        return self.state.receipts(sha256)[0].received_at

    def count_before(self, other: Return) -> None:
        """Let the entry's date be such that it counts rather than another return."""
        if self.is_later(other):
            self.sent = other.dated_at + _STEP

    def count_after(self, other: Return) -> None:
        """Let the entry's date be such that another return counts rather than it."""
        if not self.is_later(other):
            self.sent = other.dated_at - _STEP

    def _moments(self, sha256: str) -> Moments:
        """When a file was sent and saved, by the message that brought it first."""
        receipt = self.state.receipts(sha256)[0]
        whose = {"alliance": self.entry.alliance, "wave": self.entry.wave}
        try:
            saved = believed(_saved_in(self.desk.archive, sha256), self.desk, **whose)
        except StoreError:
            # a file that the archive lost does not keep a new one from being taken in
            saved = None
        received = receipt.received_at
        return Moments(possible(receipt.sent_at, received), possible(saved, received))

    def is_later(self, other: Return) -> bool:
        """Whether a return counts rather than the entry."""
        return self._rank_of(other) > self._rank

    def beside(self, entry: SubmissionEntry, joined: Iterable[str] = ()) -> tuple[Return, ...]:
        """The returns in other files that count for worksheets which those of the entry look at.

        `joined` are worksheets that the entry is read together with.
        """
        found: dict[str, Return] = {}
        looked_at = set(joined)
        looking = list(self._counting(entry, looked_at))
        known = worksheet_ids(self.desk)
        held = {stored.worksheet for stored in entry.worksheets}
        while looking:
            for name in sorted(worksheets_named(looking.pop(), known) - looked_at):
                looked_at.add(name)
                other = self.current(name)
                if other is None or (name in held and not self.is_later(other)):
                    continue
                found[name] = other
                # what a referred row refers to must be there too
                looking += filter(None, [self.desk.declaration(other.declaration_hash)])
        return tuple(found.values())

    @cached_property
    def corrections(self) -> tuple[Correction, ...]:
        """The corrections of the alliance's answers in the wave, personal ones too."""
        return self.state.corrections(alliance=self.entry.alliance, wave=self.entry.wave)

    def is_put_right(self, entry: SubmissionEntry) -> bool:
        """Whether people put answers right to worksheets that the entry has."""
        held = {stored.worksheet for stored in entry.worksheets}
        return any(made.worksheet in held for made in self.corrections)

    def answers(self, returned: Return, worksheet: Worksheet) -> Answers:
        """What a stored return answers to a worksheet, as it was read."""
        return by_question(self.state.answers_of(returned.submission_id, worksheet.id), worksheet)

    def each_once(self, findings: Iterable[Finding], texts: Texts) -> tuple[Finding, ...]:
        """Findings about the entry, each thing once."""
        declared = self.submission(self.entry.sha256).worksheets
        return said_once(findings, declared, texts, put_right=put_right(self.corrections, declared))

    def submission(self, sha256: str) -> Submission:
        """The raw answers of an archived file. Raises Refusal if it is no longer accepted."""
        if sha256 not in self._read:
            owner = owner_of(self.state.assignment_of(sha256))
            data = Archive(self.desk.archive).read(sha256)
            self._read[sha256] = read_again(data, self.desk, owner=owner)
        return self._read[sha256]

    def _counting(self, entry: SubmissionEntry, joined: Collection[str]) -> Iterator[Worksheet]:
        """The entry's worksheets that look at others, and of which no later return counts."""
        for stored in entry.worksheets:
            worksheet = self.desk.declaration(stored.declaration_hash)
            if worksheet is None or not worksheets_named(worksheet, worksheet_ids(self.desk)):
                continue
            other = self.current(worksheet.id)
            if other is None or worksheet.id in joined or not self.is_later(other):
                yield worksheet

    def _others(self, wave: str, worksheet: str) -> list[Return]:
        if (wave, worksheet) not in self._returns:
            history = self.state.history(self.entry.alliance, wave, worksheet)
            self._returns[wave, worksheet] = history
        return [other for other in self._returns[wave, worksheet] if other.sha256 != self.entry.sha256]

    def _rank_of(self, other: Return) -> tuple[datetime, int]:
        return other.dated_at, self.state.taken_in(other.sha256, other.alliance, other.wave) or 0


@lru_cache(maxsize=1024)
def _saved_in(archive: Path, sha256: str) -> datetime | None:
    """What a file of the archive says itself: it is read once, and never changes under its name."""
    return saved_in(Archive(archive).read(sha256))
