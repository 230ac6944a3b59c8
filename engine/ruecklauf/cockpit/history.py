"""What happened with each alliance in a wave, day by day; nothing of what messages or notes say."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from ruecklauf.project import Alliance
from ruecklauf.rounds.asking.inbox import inbox
from ruecklauf.store import Outcome, Snapshot

Key = tuple[str, str]
"""Alliance and wave."""
FILE_SHOWN = 12
"""Characters of a file's hash, by which `ruecklauf` finds it."""
_TOLD = (Outcome.ACCEPTED, Outcome.QUARANTINED, Outcome.REFUSED, Outcome.WITHDRAWN)


@dataclass(frozen=True, slots=True, order=True)
class Event:
    """One line of a history: what happened is a text's key, with what stands in it."""

    day: date
    what: str
    params: Mapping[str, object] = field(compare=False, default_factory=dict)
    worksheets: tuple[str, ...] = ()


def histories(state: Snapshot, alliances: Sequence[Alliance]) -> dict[Key, list[Event]]:
    """Events by alliance and wave, the newest first."""
    found: dict[Key, list[Event]] = defaultdict(list)
    for key, event in (
        *_forms(state),
        *_messages(state),
        *_files(state),
        *_notes(state),
        *_incoming(state, alliances),
        *_decisions(state),
    ):
        found[key].append(event)
    return {key: sorted(events, reverse=True) for key, events in found.items()}


def _forms(state: Snapshot) -> Iterator[tuple[Key, Event]]:
    days = {(form.alliance, form.wave, form.created_at.date()) for form in state.issued()}
    for alliance, wave, day in days:
        yield (alliance, wave), Event(day, "form")


def _messages(state: Snapshot) -> Iterator[tuple[Key, Event]]:
    for posted in state.messages():
        made = posted.message
        yield (
            (made.alliance, made.wave),
            Event(posted.since.date(), f"message_{posted.state}", {"occasion": made.occasion}),
        )


def _files(state: Snapshot) -> Iterator[tuple[Key, Event]]:
    days: dict[str, date] = {}
    for receipt in state.receipts():
        day = (receipt.sent_at or receipt.received_at).date()
        days[receipt.sha256] = min(days.get(receipt.sha256, day), day)
    newest = {imported.sha256: imported for imported in state.submissions()}
    for sha256, imported in newest.items():
        if imported.outcome in _TOLD:
            what = f"file_{imported.outcome}"
            event = Event(days[sha256], what, {"file": sha256[:FILE_SHOWN]}, imported.worksheets)
            yield (imported.alliance, imported.wave), event


def _notes(state: Snapshot) -> Iterator[tuple[Key, Event]]:
    for note in state.notes():
        params = {"until": note.until} if note.until else {}
        yield (note.alliance, note.wave), Event(note.happened_on, f"note_{note.kind}", params)


def _incoming(state: Snapshot, alliances: Sequence[Alliance]) -> Iterator[tuple[Key, Event]]:
    for message in inbox(state, alliances):
        what = "incoming_read" if message.is_done else "incoming"
        yield (message.alliance, message.wave), Event(message.sent_at.date(), what, {"id": message.id})


def _decisions(state: Snapshot) -> Iterator[tuple[Key, Event]]:
    """Points of one day and state together."""
    counted = Counter(
        (made.alliance, made.wave, made.recorded_at.date(), str(made.state)) for made in state.settlements()
    )
    for (alliance, wave, day, reached), number in counted.items():
        yield (alliance, wave), Event(day, f"points_{reached}", {"number": number})
