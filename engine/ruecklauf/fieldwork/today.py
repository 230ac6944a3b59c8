"""What a round needs next: whom to write to, what to decide and to ask; each with its command."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cached_property

from ruecklauf.fieldwork.occasions import Concern, Occasion, concerned
from ruecklauf.project import Alliance
from ruecklauf.project.settings import Wave
from ruecklauf.rounds.asking.inbox import inbox
from ruecklauf.rounds.asking.points import Kind, Standings, State, asked_of
from ruecklauf.store import NOTHING_AGREED, Outcome, Snapshot
from ruecklauf.store.correspondence.ledger import MessageState, Posted
from ruecklauf.store.decisions import CLOSED, PLANNED

BETWEEN_REMINDERS = timedelta(days=7)
GONE_OUT = frozenset({MessageState.DRAFT, MessageState.SENT, MessageState.SENDING})
"""Messages that an alliance has, or may have."""


class Task(StrEnum):
    """What is to be done, in the order in which it is to be done."""

    DECIDE = "decide"
    MAKE = "make"
    SEND = "send"
    LOOK = "look"
    READ = "read"
    ACKNOWLEDGE = "acknowledge"
    ASK = "ask"
    SETTLE = "settle"
    REMIND = "remind"
    CLOSE = "close"


@dataclass(frozen=True, slots=True)
class ToDo:
    """One thing to do."""

    task: Task
    wave: str
    """Empty for files of which nobody knows the wave."""
    text: str
    about: tuple[str, ...]
    """Names of alliances, or of files."""
    command: str
    case: str
    """What is said in `text`, for those who say it in another language."""
    number: int = 0
    """How many, where `text` counts."""


def to_do(
    state: Snapshot, waves: Sequence[Wave], alliances: Sequence[Alliance], today: date
) -> tuple[ToDo, ...]:
    """All that is to be done now, first things first; nothing of waves that are closed, or only planned."""
    standings = Standings(state)
    found = [*_to_decide(state), *_to_read(state, alliances)]
    for wave in waves:
        if state.wave_decided(wave.id, wave.state) not in (CLOSED, PLANNED):
            found += _Round(state, wave, tuple(alliances), today, standings).to_do()
    order = list(Task)
    return tuple(sorted(found, key=lambda thing: order.index(thing.task)))


def _to_decide(state: Snapshot) -> Iterator[ToDo]:
    newest = {imported.sha256: imported for imported in state.submissions()}
    waiting = [made for made in newest.values() if made.outcome is Outcome.QUARANTINED]
    for file in waiting:
        name = file.file_names[-1] if file.file_names else file.sha256[:12]
        text = "a file waits: a person must say whether and whose return it is"
        yield ToDo(Task.DECIDE, file.wave, text, (name,), f"ruecklauf assign {file.sha256[:12]} …", "decide")


def _to_read(state: Snapshot, alliances: Sequence[Alliance]) -> Iterator[ToDo]:
    unread = [message for message in inbox(state, alliances) if not message.is_done]
    if unread:
        names = {alliance.id: alliance.name for alliance in alliances}
        about = dict.fromkeys(names[each.alliance] for each in unread if each.alliance in names)
        text = f"{len(unread)} messages with a text to be read"
        yield ToDo(Task.READ, "", text, tuple(about), "ruecklauf messages", "read", len(unread))


def _next(sent: Sequence[Posted]) -> int:
    """The number of the next reminder; one that was made anew is still the same."""
    return max((int(posted.message.topic) for posted in sent), default=0) + 1


class _Round:
    """One wave, as it stands today."""

    def __init__(
        self,
        state: Snapshot,
        wave: Wave,
        alliances: tuple[Alliance, ...],
        today: date,
        standings: Standings,
    ) -> None:
        self._state = state
        self._wave = wave
        self._today = today
        self._standings = standings
        self._messages: dict[tuple[str, str], list[Posted]] = defaultdict(list)
        for posted in state.messages():
            if posted.message.wave == wave.id:
                self._messages[posted.message.alliance, posted.message.occasion].append(posted)
        self._agreed = state.agreements(wave.id)
        declined = {alliance for alliance, agreed in self._agreed.items() if agreed.declined}
        self._alliances = tuple(each for each in alliances if each.id not in declined)
        self._issued = {form.alliance for form in state.issued(wave.id)} - declined
        self._returned = {each.alliance for each in state.current(wave.id)}

    def to_do(self) -> Iterator[ToDo]:
        yield from self._forms()
        yield from self._doubtful_messages()
        yield from self._changed_addresses()
        yield from self._receipts()
        yield from self._points()
        yield from self._reminders()
        yield from self._closing()

    @property
    def _is_over(self) -> bool:
        return self._today > self._wave.deadline

    def _forms(self) -> Iterator[ToDo]:
        """No form is wanted any more of a wave whose deadline is over, unless some were made."""
        if self._is_over and not self._issued:
            return
        without = [alliance for alliance in self._alliances if alliance.id not in self._issued]
        yield from self._thing(
            Task.MAKE, "no form was made", without, "forms", "not_made", chosen=bool(self._issued)
        )
        unsent = [
            alliance
            for alliance in self._alliances
            if alliance.id in self._issued
            and alliance.id not in self._returned
            and not self._has_gone_out(alliance, Occasion.LAUNCH)
        ]
        yield from self._thing(
            Task.SEND, "the form was made, and not mailed", unsent, "mail launch", "not_mailed"
        )

    def _doubtful_messages(self) -> Iterator[ToDo]:
        said = {
            MessageState.SENDING: "nobody knows whether the message went out",
            MessageState.FAILED: "the server did not take the message",
            MessageState.BOUNCED: "the message did not arrive",
        }
        for alliance in self._alliances:
            for occasion in Occasion:
                for posted in self._messages[alliance.id, occasion][-1:]:
                    if posted.state in said:
                        again = f"mail {occasion} --again {alliance.id}"
                        yield from self._thing(
                            Task.LOOK,
                            f"{said[posted.state]} ({occasion})",
                            [alliance],
                            again,
                            f"message_{posted.state}",
                            chosen=True,
                        )

    def _changed_addresses(self) -> Iterator[ToDo]:
        """Addresses that were noted and do not stand in the list of alliances."""
        for alliance in self._alliances:
            noted = self._agreed.get(alliance.id, NOTHING_AGREED).address
            known = {address.casefold() for address in (*alliance.addresses, *alliance.cc)}
            if noted and noted.casefold() not in known:
                text = f"enter the new address {noted} in alliances.csv"
                command = f"ruecklauf note {alliance.id} --wave {self._wave.id}"
                yield ToDo(Task.LOOK, self._wave.id, text, (alliance.name,), command, "new_address")

    def _receipts(self) -> Iterator[ToDo]:
        due = [
            concern.alliance
            for concern in self._concerned(Occasion.RECEIPT)
            if concern.topic not in self._topics(concern.alliance, Occasion.RECEIPT)
        ]
        text = "returned files that were not acknowledged"
        yield from self._thing(Task.ACKNOWLEDGE, text, due, "mail receipt", "receipts")

    def _points(self) -> Iterator[ToDo]:
        """Questions to the municipality by their states."""
        counted: dict[State, Counter[str]] = defaultdict(Counter)
        for stored in asked_of(self._state, self._wave.id):
            standing = self._standings.of(stored)
            if standing.kind is Kind.QUESTION:
                counted[standing.state][stored.alliance] += 1
        for state, task, text, command in (
            (State.OPEN, Task.ASK, "open questions", "mail questions"),
            (State.ANSWERED, Task.SETTLE, "answered questions", "findings --state answered"),
            (State.EXPLAINED, Task.SETTLE, "explained warnings", "findings --state explained"),
        ):
            for alliance in self._alliances:
                if number := counted[state][alliance.id]:
                    said = f"{number} {text}"
                    case = f"points_{state}"
                    yield from self._thing(task, said, [alliance], command, case, chosen=True, number=number)

    def _reminders(self) -> Iterator[ToDo]:
        due: dict[int, list[Alliance]] = defaultdict(list)
        for concern in self._to_remind:
            if self._today <= concern.deadline:
                continue
            sent = [
                posted
                for posted in self._messages[concern.alliance.id, Occasion.REMINDER]
                if posted.state in GONE_OUT
            ]
            if not sent or self._today - sent[-1].message.made_at.date() >= BETWEEN_REMINDERS:
                due[_next(sent)].append(concern.alliance)
        for number, alliances in sorted(due.items()):
            text = f"worksheets are missing since {self._wave.deadline:%d.%m.%Y}"
            command = f"mail reminder --late --number {number}"
            yield from self._thing(Task.REMIND, text, alliances, command, "missing", chosen=len(due) > 1)

    def _closing(self) -> Iterator[ToDo]:
        if self._is_over and self._returned and not self._to_remind and not [*self._points()]:
            command = f'ruecklauf wave {self._wave.id} closed --reason "complete"'
            yield ToDo(Task.CLOSE, self._wave.id, "all is returned and settled", (), command, "done")

    @cached_property
    def _to_remind(self) -> tuple[Concern, ...]:
        return self._concerned(Occasion.REMINDER)

    def _concerned(self, occasion: Occasion) -> tuple[Concern, ...]:
        return concerned(self._state, self._wave, occasion, self._alliances, number=1)

    def _topics(self, alliance: Alliance, occasion: Occasion) -> set[str]:
        sent = self._messages[alliance.id, occasion]
        return {posted.message.topic for posted in sent if posted.state in GONE_OUT}

    def _has_gone_out(self, alliance: Alliance, occasion: Occasion) -> bool:
        return bool(self._topics(alliance, occasion))

    def _thing(
        self,
        task: Task,
        text: str,
        alliances: Sequence[Alliance],
        command: str,
        case: str,
        *,
        chosen: bool = False,
        number: int = 0,
    ) -> Iterator[ToDo]:
        """Nothing where it is about nobody; the alliances are named in the command if `chosen`."""
        if not alliances:
            return
        named = "".join(f" --alliance {alliance.id}" for alliance in alliances if chosen)
        names = tuple(alliance.name for alliance in alliances)
        whole = f"ruecklauf {command} --wave {self._wave.id}{named}"
        yield ToDo(task, self._wave.id, text, names, whole, case, number)
