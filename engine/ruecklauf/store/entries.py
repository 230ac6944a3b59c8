"""What is handed to the store, and what it answers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from ruecklauf.check.records import Record
from ruecklauf.findings import Finding, Subject
from ruecklauf.intake.submission import CellCounts, Confidence
from ruecklauf.store.outcome import Outcome
from ruecklauf.store.rows import RecordRow, StoredAnswer
from ruecklauf.values import Missing, canonical_text


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
    folder: str = ""
    """Where it was put, from the project's folder on if it lies in there; empty where that is not known."""


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

    answers: tuple[StoredAnswer, ...] = ()
    records: tuple[RecordRow, ...] = ()
    """Rows that the new return does not have at all."""


@dataclass(frozen=True, slots=True)
class AnsweredFinding:
    """A finding that an inquiry asked about, and that a submission answers."""

    finding_key: str
    row: str
    """Id of the inquiry's row."""
    explained: bool
    """It holds as it is, they say; what they say stands in a finding at `place`."""
    place: str


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
    expected: str = ""
    """The wave that returns were expected of when the file was handed in; empty if none was named."""
    sender: str = ""
    """Address that the message, or the message that the file came in, was sent from; it is personal and
    stands with the contacts alone."""
    dated_at: datetime | None = None
    """The newest return counts by this date; None where only `received_at` is known. A file handed in again
    keeps its first one."""
    condition: Mapping[str, object] | None = None
    """What was done to the form, as JSON takes it."""
    taken_over: TakenOver = TakenOver()
    inquiry: str = ""
    """Code of the inquiry that the file answers; empty for a form."""
    answered: tuple[AnsweredFinding, ...] = ()

    def own_answers(self, *, personal: bool | None = None) -> Iterator[StoredAnswer]:
        """What the file itself answers, or of that only what is personal, or is not."""
        for record in self.records:
            for entries, is_personal in ((record.entries, False), (record.contacts, True)):
                if personal not in (None, is_personal):
                    continue
                for name, answer in entries.items():
                    is_missing = isinstance(answer.value, Missing) and not is_personal
                    yield StoredAnswer(
                        submission_id=0,
                        alliance=self.alliance,
                        wave=self.wave,
                        worksheet=record.worksheet,
                        version=record.version,
                        section=record.section,
                        row_id=record.row_id,
                        field=name,
                        value=canonical_text(answer.value),
                        missing=str(answer.value) if is_missing else None,
                        raw=answer.raw,
                        sha256=self.sha256,
                        sheet=answer.place.sheet,
                        cell=answer.place.cell,
                        personal=is_personal,
                    )

    def answers(self, *, personal: bool | None = None) -> Iterator[StoredAnswer]:
        """Everything that is stored as its answers, with what is taken over; chosen as `own_answers`."""
        yield from self.own_answers(personal=personal)
        yield from (answer for answer in self.taken_over.answers if personal in (None, answer.personal))

    def rows(self) -> Iterator[RecordRow]:
        """Everything that is stored as its records, with what is taken over."""
        for record in self.records:
            yield RecordRow(
                0,
                self.alliance,
                self.wave,
                record.worksheet,
                record.version,
                record.section,
                record.row_id,
                record.position,
                record.printed,
            )
        yield from self.taken_over.records


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


class OfReturn(Protocol):
    """What of a return stands with each of its answers."""

    @property
    def submission_id(self) -> int: ...
    @property
    def version(self) -> str: ...
    @property
    def sha256(self) -> str: ...


TAKEN_BACK = "taken_back"
"""In place of why there is no value: a correction is taken back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """What a person put in place of an answer, and why; either `value` or `missing` is given.

    Where `missing` is TAKEN_BACK, what was returned holds again, and no earlier correction does.
    """

    alliance: str
    wave: str
    worksheet: str
    section: str
    row_id: str
    field: str
    value: str | None
    """Canonical text."""
    missing: str | None
    """One of `Missing`, or TAKEN_BACK; NO_ANSWER leaves the question blank."""
    replaced: str
    """The raw text that stood there, empty for a blank. Where another one stands, the correction is void."""
    sha256: str
    """The file in which it stood."""
    person: str
    reason: str
    recorded_at: datetime
    personal: bool = False
    applies: bool = False
    """It is the newest of its answer, and the current return still says what it replaced."""

    @property
    def subject(self) -> Subject:
        return Subject(self.worksheet, self.section, self.row_id, self.field)

    @property
    def leaves_blank(self) -> bool:
        return self.missing == Missing.NO_ANSWER

    @property
    def takes_back(self) -> bool:
        return self.missing == TAKEN_BACK

    def answer_in(self, returned: OfReturn) -> StoredAnswer:
        """The corrected answer as one that stands nowhere in the return."""
        return StoredAnswer(
            submission_id=returned.submission_id,
            alliance=self.alliance,
            wave=self.wave,
            worksheet=self.worksheet,
            version=returned.version,
            section=self.section,
            row_id=self.row_id,
            field=self.field,
            value=self.value,
            missing=self.missing,
            raw="",
            sha256=returned.sha256,
            sheet="",
            cell="",
            corrected=True,
            personal=self.personal,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Assignment:
    """Whose return a file is, as a person decided; it may be recorded before the file is imported."""

    sha256: str
    alliance: str
    wave: str
    person: str
    reason: str
    recorded_at: datetime
