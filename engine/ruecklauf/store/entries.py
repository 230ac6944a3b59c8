"""What is handed to the store, and what it answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from ruecklauf.check.records import Record
from ruecklauf.findings import Finding
from ruecklauf.intake.submission import CellCounts, Confidence
from ruecklauf.store.outcome import Outcome
from ruecklauf.store.rows import ContactRow, RecordRow, ValueRow
from ruecklauf.values import Missing


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
    slots: Mapping[str, str] = field(default_factory=dict)
    """What the form says besides its worksheets, by slot; empty where an earlier ruecklauf made it."""
    worksheet: str = ""
    """The one worksheet of a text document; empty for a workbook with all of them."""
    wording: str = ""
    """Hash of what a text document says besides; see `Store.save_wording`."""


@dataclass(frozen=True, slots=True)
class StoredWorksheet:
    """A worksheet that a submission contains, and the declaration it was read by."""

    worksheet: str
    version: str
    declaration_hash: str
    rows: int
    """How many records it has, those taken over included."""
    combined_with: int | None = None
    """The earlier submission from which answers were taken over."""


@dataclass(frozen=True, slots=True)
class TakenOver:
    """What an earlier return of the alliance says and the new one leaves open, as read from a `Snapshot`.

    It is stored with the new submission and keeps its origin. Only what was read, never a corrected value:
    the corrections apply to the new submission by themselves.
    """

    values: tuple[ValueRow, ...] = ()
    records: tuple[RecordRow, ...] = ()
    """Rows that the new return does not have at all."""
    contacts: tuple[ContactRow, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SubmissionEntry:
    """One imported file with everything that is stored of it; times are aware."""

    sha256: str
    size: int
    file_name: str
    received_at: datetime
    """When the file was handed in."""
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
    container: str = ""
    """SHA-256 of the message or zip that the file came in."""
    sent_at: datetime | None = None
    sender: str = ""
    """Address that the message, or the message that the file came in, was sent from; it is personal and
    stands with the contacts alone."""
    dated_at: datetime | None = None
    """The newest return counts by this date; None where only `received_at` is known. A file handed in again
    keeps its first one."""
    condition: Mapping[str, object] | None = None
    """What was done to the form, as JSON takes it."""
    taken_over: TakenOver = TakenOver()


@dataclass(frozen=True, slots=True)
class SavedSubmission:
    """Where a file was saved."""

    id: int
    duplicate: bool
    """The same bytes had been imported before by the same importer; only a receipt was added."""
    entry: SubmissionEntry
    """As it was stored; of a duplicate as it was handed over."""


@dataclass(frozen=True, slots=True)
class StoredOutcome:
    """What became of a file that was imported before."""

    submission_id: int
    outcome: Outcome
    alliance: str
    wave: str
    imported_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """What a person put in place of an answer, and why; either `value` or `missing` is given."""

    alliance: str
    wave: str
    worksheet: str
    section: str
    row_id: str
    field: str
    value: str | None
    """Canonical text."""
    missing: Missing | None
    """NO_ANSWER leaves the question blank."""
    replaced: str
    """The raw text that stood there, empty for a blank. Where another one stands, the correction is void."""
    sha256: str
    """The file in which it stood."""
    person: str
    reason: str
    recorded_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Assignment:
    """Whose return a file is, as a person decided; it may be recorded before the file is imported."""

    sha256: str
    alliance: str
    wave: str
    person: str
    reason: str
    recorded_at: datetime
