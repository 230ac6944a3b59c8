"""Which of two returns is newer: what was saved and sent later, by what messages and files say themselves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

OLDEST = timedelta(days=400)
"""What claims to be older was sent or saved with a wrong clock."""
FAST_CLOCK = timedelta(hours=3)
"""How far ahead of ours a clock may be; OpenDocument says local time without a zone."""


class Order(Enum):
    """How a return stands to another one."""

    LATER = "later"
    EARLIER = "earlier"
    UNCLEAR = "unclear"
    """What they say contradicts itself, or at least one of them says nothing."""


@dataclass(frozen=True, slots=True)
class Moments:
    """When a return was sent and saved; None where nothing says so that can be true.

    The time of a file on this disk and the order of import say nothing: attachments are saved in any order.
    """

    sent: datetime | None = None
    saved: datetime | None = None

    @property
    def best(self) -> datetime | None:
        """The date by which the return counts."""
        return self.sent or self.saved

    def beside(self, other: Moments) -> Order:
        """How this return stands to another one."""
        pairs = ((self.sent, other.sent), (self.saved, other.saved))
        known = [(_whole(mine), _whole(theirs)) for mine, theirs in pairs if mine and theirs]
        signs = {mine > theirs for mine, theirs in known if mine != theirs}
        if not signs and self.best and other.best and _whole(self.best) != _whole(other.best):
            signs = {self.best > other.best}
        if len(signs) != 1:
            return Order.UNCLEAR
        return Order.LATER if signs.pop() else Order.EARLIER


def _whole(moment: datetime) -> datetime:
    """The second: some formats say no more, and then it is no order."""
    return moment.replace(microsecond=0)


def possible(moment: datetime | None, received_at: datetime) -> datetime | None:
    """The moment if a file that was received then can have been sent or saved at it."""
    if moment is not None and received_at - OLDEST <= moment <= received_at + FAST_CLOCK:
        return moment
    return None


def saved_at(core: Mapping[str, str]) -> datetime | None:
    """When a program last saved the file, by its properties; None for a form that none has saved."""
    modified = _moment(core.get("modified", ""))
    return None if modified == _moment(core.get("created", "")) else modified


def _moment(text: str) -> datetime | None:
    try:
        # what has no zone is local time
        return datetime.fromisoformat(text.strip()).astimezone()
    except (ValueError, OverflowError, OSError):
        return None
