"""What the store hands out: tuples where there are many, so that data frames take them as they are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from ruecklauf.intake.submission import CellCounts, Confidence
from ruecklauf.store.outcome import Outcome


class ValueRow(NamedTuple):
    """One answer with its provenance."""

    submission_id: int
    alliance: str
    wave: str
    worksheet: str
    version: str
    section: str
    row_id: str
    field: str
    value: str | None
    """Canonical text; None where `missing` says why."""
    missing: str | None
    raw: str
    """As it was entered, also where `value` was corrected."""
    sha256: str
    """The file in which it was read: for an answer that was taken over the earlier one."""
    sheet: str
    cell: str
    corrected: bool
    """A person put `value` in place of what was entered."""
    origin: int
    """The submission in which it was read; the row's own unless it was taken over."""


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
    origin: int
    """The submission in which it was read; the row's own unless it was taken over."""


class FindingRow(NamedTuple):
    """One finding; `worksheet` and what follows are empty where it is about the file as a whole."""

    submission_id: int
    alliance: str
    wave: str
    sha256: str
    seq: int
    code: str
    severity: str
    worksheet: str
    section: str
    row_id: str
    field: str
    sheet: str
    cell: str
    found: str
    message: str


class ContactRow(NamedTuple):
    """One personal value; only for the alliance's own form and for asking back."""

    sha256: str
    """The file in which it was read: for a value that was taken over the earlier one."""
    alliance: str
    wave: str
    worksheet: str
    section: str
    row_id: str
    field: str
    value: str | None
    raw: str
    sheet: str
    cell: str
    corrected: bool = False


class CorrectionRow(NamedTuple):
    """One correction, see `Correction` for its fields."""

    id: int
    alliance: str
    wave: str
    worksheet: str
    section: str
    row_id: str
    field: str
    value: str | None
    missing: str | None
    replaced: str
    sha256: str
    person: str
    reason: str
    recorded_at: datetime
    applies: bool
    """It is the newest of its answer, and the current return still says what it replaced."""


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


@dataclass(frozen=True, slots=True)
class Receipt:
    """One time that a file was handed in."""

    sha256: str
    file_name: str
    received_at: datetime
    container: str = ""
    """SHA-256 of the message or zip that it came in."""
    sent_at: datetime | None = None


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
