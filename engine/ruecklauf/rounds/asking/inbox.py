"""What people wrote in their messages: to be read, and ticked off."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from ruecklauf.errors import ProjectError
from ruecklauf.project import Alliance
from ruecklauf.rounds.letters import Letter, sent_by
from ruecklauf.rounds.workspace import Workspace
from ruecklauf.store import Incoming, ReadBy, Settlement, Snapshot, StoredFinding

SHORTEST_ID = 6
_ID = 10
"""Characters of a message's id that are shown."""
SAYS_TEXT = "message_text"
"""The finding that a message has a text of its own, which is done once that was read."""


@dataclass(frozen=True, slots=True)
class InboxMessage:
    """One message that came in; whatever it says is personal."""

    sha256: str
    alliance: str
    """Id; empty where nothing tells whose message it is."""
    wave: str
    sent_at: datetime
    sender: str
    subject: str
    text: str
    automatic: bool
    files: tuple[str, ...]
    """Names of the files that it brought."""
    read: ReadBy | None

    @property
    def id(self) -> str:
        return self.sha256[:_ID]

    @property
    def is_done(self) -> bool:
        return self.read is not None and self.read.done

    def as_json(self) -> dict[str, object]:
        return {
            "id": self.id,
            "sha256": self.sha256,
            "alliance": self.alliance,
            "wave": self.wave,
            "sent": self.sent_at.isoformat(),
            "sender": self.sender,
            "subject": self.subject,
            "text": self.text,
            "automatic": self.automatic,
            "files": list(self.files),
            "read": self.is_done,
            "read_by": self.read.person if self.read and self.is_done else None,
        }


def inbox(state: Snapshot, alliances: Sequence[Alliance]) -> tuple[InboxMessage, ...]:
    """Every message with a text of its own, oldest first.

    It is that of the alliance whose return came in it, or whose message it answers, or whose address it is.
    """
    known = _Known(state, tuple(alliances))
    found = [known.message(came, read) for came, read in state.incoming()]
    return tuple(sorted(found, key=lambda message: (message.sent_at, message.sha256)))


class _Known:
    """What else is known of messages."""

    def __init__(self, state: Snapshot, alliances: tuple[Alliance, ...]) -> None:
        self._files: dict[str, dict[str, str]] = defaultdict(dict)
        for receipt in state.receipts():
            self._files[receipt.container][receipt.sha256] = receipt.file_name
        imports = state.submissions()
        self._owners = {
            submission.sha256: (submission.alliance, submission.wave)
            for submission in imports
            if submission.alliance
        }
        self._ours = {posted.message.message_id: posted.message for posted in state.messages()}
        self._senders = state.senders()
        self._alliances = alliances

    def message(self, came: Incoming, read: ReadBy | None) -> InboxMessage:
        sender = self._senders.get(came.sha256, "")
        alliance, wave = self._whose(came, sender)
        return InboxMessage(
            came.sha256,
            alliance,
            wave,
            came.sent_at or came.received_at,
            sender,
            came.subject,
            came.text,
            came.automatic,
            tuple(self._files[came.sha256].values()),
            read,
        )

    def _whose(self, came: Incoming, sender: str) -> tuple[str, str]:
        own = {self._owners[sha256] for sha256 in self._files[came.sha256] if sha256 in self._owners}
        if len(own) == 1:
            return own.pop()
        if answered := [self._ours[key] for key in came.answers if key in self._ours]:
            return answered[-1].alliance, answered[-1].wave
        by = sent_by(Letter("", sender), self._alliances)
        return (by.id if by else "", "")


class ReadMessages:
    """Which findings about the texts of messages are settled, as these were ticked off."""

    def __init__(self, state: Snapshot) -> None:
        self._read = {came.sha256: read for came, read in state.incoming() if read is not None and read.done}

    def settled(self, stored: StoredFinding, key: str) -> Settlement | None:
        """The tick as a settlement of this finding; None where there is none, or it was taken back."""
        read = self._read.get(stored.sha256) if stored.finding.code == SAYS_TEXT else None
        if read is None:
            return None
        return Settlement(
            alliance=stored.alliance, wave=stored.wave, finding_key=key, code=SAYS_TEXT, state="settled",
            person=read.person, reason="messages --done", recorded_at=read.recorded_at,
        )  # fmt: skip


def tick(
    workspace: Workspace, wanted: Iterable[str], *, done: bool, person: str, now: datetime
) -> tuple[InboxMessage, ...]:
    """Say that messages were read, or are to be read again; ids are named by their beginnings.

    ProjectError, and nothing is noted, for one that there is not or that stands for several.
    """
    with workspace.store.snapshot() as state:
        known = inbox(state, workspace.project.alliances)
    meant = tuple(_one(known, given) for given in wanted)
    workspace.store.record_read(
        ReadBy(sha256=message.sha256, done=done, person=person, recorded_at=now) for message in meant
    )
    return meant


def _one(known: Iterable[InboxMessage], given: str) -> InboxMessage:
    wanted = given.strip().lower()
    found = [message for message in known if len(wanted) >= SHORTEST_ID and message.sha256.startswith(wanted)]
    if len(found) != 1:
        what = f"there is no message {given!r}" if not found else f"{given!r} stands for several messages"
        raise ProjectError(what, remedy="`ruecklauf messages --all` shows the ids; give all of one.")
    return found[0]
