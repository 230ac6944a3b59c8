"""What is handed to the store, and what it answers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from ruecklauf.check.records import Record
from ruecklauf.findings import Finding
from ruecklauf.intake.submission import CellCounts, Confidence


class Outcome(StrEnum):
    """What became of a returned file."""

    ACCEPTED = "accepted"
    """Read and checked; its answers count. It may have findings."""
    QUARANTINED = "quarantined"
    """Read, but someone must decide whose it is or why totals differ. No answer counts."""
    REFUSED = "refused"
    """Not readable as a form at all; kept in the archive."""


@dataclass(frozen=True, slots=True)
class IssuedForm:
    """A form that was made for an alliance."""

    alliance: str
    wave: str
    form_code: str
    file_sha256: str
    file_name: str
    fingerprint: str
    declarations: tuple[str, ...]
    """Content hashes of its worksheets, in the form's order."""
    created_at: datetime


@dataclass(frozen=True, slots=True)
class StoredWorksheet:
    """A worksheet that a submission contains, and the declaration it was read by."""

    worksheet: str
    version: str
    declaration_hash: str
    rows: int
    """How many records it has."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SubmissionEntry:
    """One imported file with everything that is stored of it; times are aware."""

    sha256: str
    size: int
    file_name: str
    received_at: datetime
    """When the file was handed in; the newest return counts."""
    importer_version: str
    imported_at: datetime
    outcome: Outcome
    alliance: str = ""
    """Empty where unknown, as is `wave`; an accepted submission has both."""
    wave: str = ""
    confidence: Confidence = Confidence.UNCLEAR
    worksheets: tuple[StoredWorksheet, ...] = ()
    records: tuple[Record, ...] = ()
    findings: tuple[Finding, ...] = ()
    counts: CellCounts | None = None


@dataclass(frozen=True, slots=True)
class SavedSubmission:
    """Where a file was saved."""

    id: int
    duplicate: bool
    """The same bytes had been imported before by the same importer; only a receipt was added."""


@dataclass(frozen=True, slots=True)
class StoredOutcome:
    """What became of a file that was imported before."""

    submission_id: int
    outcome: Outcome
    alliance: str
    wave: str
    imported_at: datetime
