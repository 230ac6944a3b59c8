"""What the store hands out: tuples where there are many, so that data frames take them as they are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from ruecklauf.findings import Finding, Place, Subject
from ruecklauf.intake.submission import CellCounts, Confidence
from ruecklauf.store.outcome import Outcome


class StoredAnswer(NamedTuple):
    """One answer with its provenance, as it is stored or is going to be."""

    submission_id: int
    """0 for an answer that is not stored yet."""
    alliance: str
    wave: str
    worksheet: str
    version: str
    section: str
    row_id: str
    field: str
    value: str | None
    """Canonical text; None for what is missing or cannot be read."""
    missing: str | None
    """Why there is no value; of personal answers that is not kept."""
    raw: str
    """As it was entered, also where `value` was corrected."""
    sha256: str
    """The file in which it was read: for an answer that was taken over the earlier one."""
    sheet: str
    cell: str
    corrected: bool = False
    """A person put `value` in place of what was entered."""
    origin: int | None = None
    """The earlier submission in which it was read; None for the row's own and for personal answers."""
    personal: bool = False

    @property
    def subject(self) -> Subject:
        return Subject(self.worksheet, self.section, self.row_id, self.field)

    @property
    def place(self) -> Place:
        return Place(self.sheet, self.cell)

    @property
    def text(self) -> str:
        return self.value if self.value is not None else self.raw

    def says_the_same(self, other: StoredAnswer) -> bool:
        """Whether both mean the same, wherever they stand."""
        if self.value is None and other.value is None:
            return (self.missing, self.raw) == (other.missing, other.raw)
        return self.value == other.value


class RecordRow(NamedTuple):
    """One row of a table, or the one record of a section, also where all its cells are blank."""

    submission_id: int
    alliance: str
    wave: str
    worksheet: str
    version: str
    section: str
    row_id: str
    position: int
    printed: bool
    origin: int | None = None
    """The earlier submission in which it was read; None for the row's own."""

    @property
    def subject(self) -> Subject:
        return Subject(self.worksheet, self.section, self.row_id)


class StoredFinding(NamedTuple):
    """One finding with the submission that it is about."""

    submission_id: int
    alliance: str
    wave: str
    sha256: str
    seq: int
    finding: Finding


@dataclass(frozen=True, slots=True)
class Return:
    """One worksheet of one accepted submission."""

    alliance: str
    wave: str
    worksheet: str
    version: str
    declaration_hash: str
    rows: int
    submission_id: int
    sha256: str
    importer_version: str
    received_at: datetime
    """When these bytes were handed in for the first time."""
    dated_at: datetime
    """The newest return counts by this date; `received_at` where the file came with none."""
    combined_with: int | None = None
    """The earlier submission from which answers were taken over."""


@dataclass(frozen=True, slots=True)
class StoredSubmission:
    """One import of one file, refused and quarantined ones included."""

    id: int
    sha256: str
    importer_version: str
    outcome: Outcome
    alliance: str
    wave: str
    confidence: Confidence
    imported_at: datetime
    received_at: datetime
    """When these bytes were handed in for the first time."""
    file_names: tuple[str, ...]
    """The names it was handed in under, in order of receipt."""
    worksheets: tuple[str, ...]
    counts: CellCounts | None
    condition: Mapping[str, object] | None = None
    """What was done to the form."""
    inquiry: str = ""
    """Code of the inquiry that the file answers; empty for a form."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """One time that a file was handed in."""

    sha256: str
    file_name: str
    received_at: datetime
    container: str = ""
    """SHA-256 of the message or zip that it came in."""
    sent_at: datetime | None = None
    expected: str = ""
    """The wave that returns were expected of, if one was named."""


@dataclass(frozen=True, slots=True)
class StatusRow:
    """How far one alliance is in one wave; both are empty for files whose sender is not known."""

    alliance: str
    wave: str
    forms: int
    """Different files issued."""
    first_issued: datetime | None
    accepted: int
    """Different files, as are `quarantined` and `refused`; by the outcome of their newest import."""
    quarantined: int
    refused: int
    last_received: datetime | None
    worksheets: tuple[str, ...]
    """Worksheets with a current return."""
    errors: int
    """Findings of the current returns, as are `warnings` and `notes`."""
    warnings: int
    notes: int
