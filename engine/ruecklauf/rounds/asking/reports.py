"""Who has returned what."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from ruecklauf.exports.workbook import write_list
from ruecklauf.project import Alliance, Project
from ruecklauf.project.settings import Wave
from ruecklauf.rounds.asking.points import UNSETTLED, Kind, Standings, asked_of
from ruecklauf.rounds.asking.voluntary import voluntary_worksheets
from ruecklauf.rounds.workspace import Workspace
from ruecklauf.store import NOTHING_AGREED, Snapshot, StatusRow
from ruecklauf.store.correspondence.ledger import MessageState, Posted
from ruecklauf.values import FEWEST_FOR_PERCENT

_CURVE_WIDTH = 40
"""Characters for all alliances that a form was made for."""


@dataclass(frozen=True, slots=True)
class AllianceStatus:
    """How far one alliance is in a wave."""

    id: str
    name: str
    sent: datetime | None = None
    """When its form was made."""
    mailed: datetime | None = None
    """When it was mailed, as far as the ledger of messages knows."""
    arrives: bool = True
    """Whether, of the messages to it, the newest is not known to have come back."""
    deadline: date = date.max
    """Its own where it was given more time."""
    declined: bool = False
    reminders: int = 0
    addresses: tuple[str, ...] = ()
    received: datetime | None = None
    worksheets: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    """Worksheets that are asked for and have not come back."""
    voluntary: tuple[str, ...] = ()
    """Worksheets that came back though they could have stayed; they are in `worksheets` as well."""
    questions: int = 0
    """Findings to ask the alliance about that are not settled."""
    errors: int = 0
    warnings: int = 0
    notes: int = 0

    @property
    def is_awaited(self) -> bool:
        """Whether worksheets are still to come."""
        return bool(self.missing) and not self.declined


@dataclass(frozen=True, slots=True)
class WaveStatus:
    wave: str
    deadline: date
    alliances: tuple[AllianceStatus, ...]
    unreadable: int
    """Files that could not be read as a form of any alliance; they are in no wave."""
    asked_for: int = 0
    """Worksheets, voluntary ones left out."""
    waiting: int = 0
    """Files of which a person must say whose they are."""
    curve: tuple[tuple[date, int], ...] = ()
    """How many alliances had returned something by the end of a day, for days on which that grew."""

    @property
    def sent(self) -> int:
        return sum(alliance.sent is not None for alliance in self.alliances)

    @property
    def returned(self) -> int:
        return sum(alliance.sent is not None and bool(alliance.worksheets) for alliance in self.alliances)

    @property
    def rate(self) -> float | None:
        """Valid returns by alliances that a form was made for; None where none was."""
        return self.returned / self.sent if self.sent else None

    @property
    def rate_text(self) -> str:
        if self.rate is None:
            return "No forms have been made for this wave."
        percent = f" ({self.rate:.0%})" if self.sent >= FEWEST_FOR_PERCENT else ""
        text = f"Response rate: {self.returned} of {self.sent}{percent}."
        if self.unreadable:
            text += f" {self.unreadable} files could not be read."
        if self.waiting:
            text += f" {self.waiting} files wait for `ruecklauf assign`."
        return text

    def chosen(self, *, only_open: bool, overdue_at: date | None) -> tuple[AllianceStatus, ...]:
        """Those that have not returned all, or of which something is to be asked; at a day those that have
        not returned all though their deadline is over. Of whom declined nothing is missing.
        """
        return tuple(
            each
            for each in self.alliances
            if (not only_open or (each.sent and (each.is_awaited or each.questions)))
            and (overdue_at is None or (each.sent and each.is_awaited and overdue_at > each.deadline))
        )

    def curve_lines(self) -> tuple[str, ...]:
        """The response over the days, as lines of text, with the deadline among them."""
        lines = [(day, f"{day:%d.%m.%Y} {self._bar(number)} {number}") for day, number in self.curve]
        if lines:
            lines.append((self.deadline, f"{self.deadline:%d.%m.%Y} deadline"))
        return tuple(line for _, line in sorted(lines, key=lambda each: each[0]))

    def _bar(self, number: int) -> str:
        return "#" * max(1, round(number / max(self.sent, number) * _CURVE_WIDTH))

    def as_json(self, chosen: tuple[AllianceStatus, ...]) -> dict[str, object]:
        """With these alliances."""
        return {
            "wave": self.wave,
            "deadline": self.deadline.isoformat(),
            "sent": self.sent,
            "returned": self.returned,
            "response_rate": self.rate,
            "unreadable_files": self.unreadable,
            "waiting_files": self.waiting,
            "alliances": [
                {
                    "id": alliance.id,
                    "name": alliance.name,
                    "addresses": list(alliance.addresses),
                    "sent": alliance.sent.isoformat() if alliance.sent else None,
                    "mailed": alliance.mailed.isoformat() if alliance.mailed else None,
                    "arrives": alliance.arrives,
                    "reminders": alliance.reminders,
                    "deadline": alliance.deadline.isoformat(),
                    "declined": alliance.declined,
                    "received": alliance.received.isoformat() if alliance.received else None,
                    "worksheets": list(alliance.worksheets),
                    "missing": list(alliance.missing),
                    "voluntary": list(alliance.voluntary),
                    "questions": alliance.questions,
                    "findings": {
                        "error": alliance.errors,
                        "warning": alliance.warnings,
                        "note": alliance.notes,
                    },
                }
                for alliance in chosen
            ],
            "curve": [{"day": day.isoformat(), "returned": number} for day, number in self.curve],
        }


def wave_status(workspace: Workspace, wave: Wave) -> WaveStatus:
    """Every alliance of the project with what it has returned in a wave."""
    with workspace.store.snapshot() as state:
        return status_in(state, workspace.project, wave, Standings(state))


def status_in(state: Snapshot, project: Project, wave: Wave, standings: Standings) -> WaveStatus:
    """The same in a snapshot that is open already."""
    rows = state.status_rows()
    mails = _Mails.of(state, wave)
    questions = _questions(state, wave, standings)
    agreed = state.agreements(wave.id)
    voluntary = voluntary_worksheets(state, wave.id)
    stored = {row.alliance: row for row in rows if row.wave == wave.id}
    return WaveStatus(
        wave.id,
        wave.deadline,
        tuple(
            _apart(
                _alliance_status(alliance, wave, stored.get(alliance.id), mails, questions[alliance.id]),
                voluntary,
                declined=agreed.get(alliance.id, NOTHING_AGREED).declined,
                deadline=agreed.get(alliance.id, NOTHING_AGREED).until or wave.deadline,
            )
            for alliance in project.alliances
        ),
        unreadable=sum(row.refused for row in rows if not row.alliance),
        asked_for=sum(name not in voluntary for name in wave.worksheets),
        waiting=sum(row.quarantined for row in rows),
        curve=_curve(state, wave),
    )


def _apart(status: AllianceStatus, voluntary: Collection[str], **agreed: Any) -> AllianceStatus:
    """The status with what was agreed, and voluntary worksheets apart."""
    missing = tuple(name for name in status.missing if name not in voluntary)
    came = tuple(name for name in status.worksheets if name in voluntary)
    return replace(status, missing=missing, voluntary=came, **agreed)


@dataclass(frozen=True, slots=True)
class _Mails:
    """What the ledger says of a wave's messages, by alliance."""

    launched: dict[str, datetime]
    reminders: Counter[str]
    bounced: frozenset[str]
    """Alliances of which the newest message came back."""

    @classmethod
    def of(cls, state: Snapshot, wave: Wave) -> _Mails:
        posted = [posted for posted in state.messages() if posted.message.wave == wave.id]
        newest = {each.message.alliance: each.state for each in posted}
        sent = [each for each in posted if _has_gone(each)]
        launches = [posted for posted in sent if posted.message.occasion == "launch"]
        return cls(
            {posted.message.alliance: posted.since for posted in launches},
            Counter(alliance for alliance, _ in _reminders(sent)),
            frozenset(name for name, reached in newest.items() if reached is MessageState.BOUNCED),
        )


def _reminders(sent: Sequence[Posted]) -> set[tuple[str, str]]:
    """Alliance and number of each; one that was made anew is still the same."""
    reminders = (posted.message for posted in sent if posted.message.occasion == "reminder")
    return {(message.alliance, message.topic) for message in reminders}


def _has_gone(posted: Posted) -> bool:
    """A draft counts: a person sends it."""
    return posted.state in (MessageState.DRAFT, MessageState.SENT)


def _questions(state: Snapshot, wave: Wave, standings: Standings) -> Counter[str]:
    """Unsettled questions by alliance."""
    found = ((stored.alliance, standings.of(stored)) for stored in asked_of(state, wave.id))
    return Counter(
        alliance
        for alliance, standing in found
        if standing.kind is Kind.QUESTION and standing.state in UNSETTLED
    )


def _curve(state: Snapshot, wave: Wave) -> tuple[tuple[date, int], ...]:
    first: dict[str, date] = {}
    days_of: dict[str, list[date]] = defaultdict(list)
    for receipt in state.receipts():
        days_of[receipt.sha256].append((receipt.sent_at or receipt.received_at).date())
    for each in state.current(wave.id):
        for day in days_of[each.sha256]:
            first[each.alliance] = min(first.get(each.alliance, day), day)
    days = Counter(first.values())
    return tuple((day, sum(number for other, number in days.items() if other <= day)) for day in sorted(days))


def _alliance_status(
    alliance: Alliance, wave: Wave, row: StatusRow | None, mails: _Mails, questions: int
) -> AllianceStatus:
    worksheets = row.worksheets if row else ()
    return AllianceStatus(
        alliance.id,
        alliance.name,
        sent=row.first_issued if row else None,
        mailed=mails.launched.get(alliance.id),
        arrives=alliance.id not in mails.bounced,
        reminders=mails.reminders[alliance.id],
        addresses=alliance.addresses,
        received=row.last_received if row else None,
        worksheets=worksheets,
        missing=tuple(name for name in wave.worksheets if name not in worksheets),
        questions=questions,
        errors=row.errors if row else 0,
        warnings=row.warnings if row else 0,
        notes=row.notes if row else 0,
    )


HEADS = (
    *("Alliance", "Form made", "Mailed", "Agreed", "Reminders", "Last return", "Worksheets"),
    *("Voluntary", "Questions", "Errors", "Warnings", "Notes"),
)


def _mailed(each: AllianceStatus) -> str:
    if not each.arrives:
        return "came back"
    return f"{each.mailed:%d.%m.%Y}" if each.mailed else "–"


def _agreed(each: AllianceStatus, deadline: date) -> str:
    if each.declined:
        return "declined"
    return f"until {each.deadline:%d.%m.%Y}" if each.deadline > deadline else "–"


def status_row(each: AllianceStatus, *, of: int, deadline: date) -> tuple[str, ...]:
    """What people read of an alliance, as HEADS says; `of` worksheets are asked for by the deadline."""
    return (
        each.name,
        f"{each.sent:%d.%m.%Y}" if each.sent else "–",
        _mailed(each),
        _agreed(each, deadline),
        str(each.reminders),
        f"{each.received:%d.%m.%Y %H:%M}" if each.received else "–",
        f"{len(each.worksheets) - len(each.voluntary)}/{of}",
        str(len(each.voluntary) or "–"),
        *map(str, (each.questions, each.errors, each.warnings, each.notes)),
    )


def write_status(chosen: tuple[AllianceStatus, ...], path: Path, *, of: int, deadline: date) -> None:
    """The same as an Excel file, with missing worksheets and addresses."""
    lists = ((each, ", ".join(each.missing), ", ".join(each.addresses)) for each in chosen)
    rows = [(*status_row(each, of=of, deadline=deadline), *further) for each, *further in lists]
    write_list(path, title="Status", heads=(*HEADS, "Missing", "Addresses"), rows=rows)
