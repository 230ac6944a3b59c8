"""What the store hands out: tuples where there are many, so that data frames take them as they are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from ruecklauf.intake.submission import CellCounts, Confidence
from ruecklauf.store.entries import Outcome


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
    sha256: str
    sheet: str
    cell: str


class Answer(NamedTuple):
    """One answer as returns are compared by."""

    worksheet: str
    section: str
    row_id: str
    field: str
    value: str
    """Canonical text; what was entered where that is a missing kind or cannot be read."""


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


@dataclass(frozen=True, slots=True)
class Receipt:
    """One time that a file was handed in."""

    sha256: str
    file_name: str
    received_at: datetime


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
