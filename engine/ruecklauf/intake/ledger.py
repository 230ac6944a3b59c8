"""The ledger of a returned file: everything in it is entered once, as an answer, as the form's or in a note.

Sheets and pages fill it; what the file has in all is counted from the file itself, never from the entries.
"""

from __future__ import annotations

from dataclasses import dataclass

from ruecklauf.intake.submission import CellCounts, Noted, RawAnswer


@dataclass(frozen=True, slots=True)
class Entry:
    """A note, and how many of the file's cells, paragraphs, notes and texts it accounts for."""

    noted: Noted
    number: int = 1


@dataclass(frozen=True, slots=True)
class Ledger:
    """All entries of one file."""

    answers: tuple[RawAnswer, ...]
    own: int
    """What is the form's."""
    entries: tuple[Entry, ...]

    @property
    def noted(self) -> tuple[Noted, ...]:
        return tuple(entry.noted for entry in self.entries)

    def counts(self, total: int) -> CellCounts:
        """The entries beside `total`, all that the file has."""
        return CellCounts(
            answers=sum(not answer.raw.is_blank for answer in self.answers),
            template=self.own,
            findings=sum(entry.number for entry in self.entries),
            total=total,
        )
