"""What becomes of answers when a worksheet is revised."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from ruecklauf.findings import Subject


class Fate(StrEnum):
    """What becomes of an answer."""

    CARRIED = "carried"
    """It says the same, perhaps in another place."""
    RECODED = "recoded"
    """It is said by another code, type or row."""
    ASKED = "asked"
    """Only people can say what it is now."""
    DROPPED = "dropped"
    """It is asked no longer, for the reason declared."""
    UNDECLARED = "undeclared"
    """Nobody said what becomes of it: a fault."""


NOWHERE = "no change says what the row is now"
WORST_FIRST = (Fate.UNDECLARED, Fate.ASKED, Fate.DROPPED, Fate.RECODED, Fate.CARRIED)


@dataclass(frozen=True, slots=True)
class Carried:
    """An answer in the newest terms."""

    fate: Fate
    subject: Subject
    """Where it is now; where it was, if it is nowhere."""
    value: str | None = None
    missing: str | None = None
    why: str = ""
    lost: tuple[tuple[str, Fate, str], ...] = ()
    """Of several codes in one answer those that are not carried, with what became of them and why."""

    @property
    def stands(self) -> bool:
        return self.fate in (Fate.CARRIED, Fate.RECODED)
