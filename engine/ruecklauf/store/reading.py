"""One question to the store at a time."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import cache

from ruecklauf.definition.models import Worksheet
from ruecklauf.store.database import Database
from ruecklauf.store.entries import Assignment, IssuedForm, StoredOutcome
from ruecklauf.store.queries import Wanted
from ruecklauf.store.returns import Snapshot
from ruecklauf.store.rows import (
    ContactRow,
    CorrectionRow,
    FindingRow,
    Receipt,
    RecordRow,
    Return,
    StatusRow,
    StoredSubmission,
    ValueRow,
)


class ReadableStore:
    """Every method sees one state; to ask several questions of the same one, use `snapshot`."""

    def __init__(self, answers: Database, contacts: Database) -> None:
        self._answers = answers
        self._contacts = contacts
        self._declarations: dict[str, Worksheet] = {}

    @contextmanager
    def snapshot(self) -> Iterator[Snapshot]:
        """One state of the databases, to ask several questions of."""
        with self._answers.reading() as answers, ExitStack() as stack:
            contacts = cache(lambda: stack.enter_context(self._contacts.reading()))
            yield Snapshot(answers, contacts=contacts, declarations=self._declarations)

    def declaration(self, content_hash: str) -> Worksheet | None:
        """See `Snapshot.declaration`."""
        if content_hash in self._declarations:
            return self._declarations[content_hash]
        with self.snapshot() as state:
            return state.declaration(content_hash)

    def declarations(self) -> dict[str, Worksheet]:
        """See `Snapshot.declarations`."""
        with self.snapshot() as state:
            return state.declarations()

    def wordings(self) -> dict[str, tuple[str, ...]]:
        """See `Snapshot.wordings`."""
        with self.snapshot() as state:
            return state.wordings()

    def issued(self, wave: str | None = None) -> tuple[IssuedForm, ...]:
        """See `Snapshot.issued`."""
        with self.snapshot() as state:
            return state.issued(wave)

    def knows(self, sha256: str, importer_version: str) -> StoredOutcome | None:
        """See `Snapshot.knows`."""
        with self.snapshot() as state:
            return state.knows(sha256, importer_version)

    def receipts(self, sha256: str | None = None) -> tuple[Receipt, ...]:
        """See `Snapshot.receipts`."""
        with self.snapshot() as state:
            return state.receipts(sha256)

    def submissions(self, wave: str | None = None) -> tuple[StoredSubmission, ...]:
        """See `Snapshot.submissions`."""
        with self.snapshot() as state:
            return state.submissions(wave)

    def current(self, wave: str | None = None) -> tuple[Return, ...]:
        """See `Snapshot.current`."""
        with self.snapshot() as state:
            return state.current(wave)

    def history(self, alliance: str, wave: str, worksheet: str) -> tuple[Return, ...]:
        """See `Snapshot.history`."""
        with self.snapshot() as state:
            return state.history(alliance, wave, worksheet)

    def previous(self, alliance: str, wave: str, worksheet: str) -> Return | None:
        """See `Snapshot.previous`."""
        with self.snapshot() as state:
            return state.previous(alliance, wave, worksheet)

    def superseded_by(self, submission_id: int) -> tuple[Return, ...]:
        """See `Snapshot.superseded_by`."""
        with self.snapshot() as state:
            return state.superseded_by(submission_id)

    def status_rows(self, wave: str | None = None) -> tuple[StatusRow, ...]:
        """See `Snapshot.status_rows`."""
        with self.snapshot() as state:
            return state.status_rows(wave)

    def values(
        self,
        *,
        current_only: bool = True,
        corrected: bool = True,
        waves: Wanted = None,
        worksheets: Wanted = None,
    ) -> Iterator[ValueRow]:
        """See `Snapshot.values`."""
        with self.snapshot() as state:
            yield from state.values(
                current_only=current_only, corrected=corrected, waves=waves, worksheets=worksheets
            )

    def records(
        self, *, current_only: bool = True, waves: Wanted = None, worksheets: Wanted = None
    ) -> Iterator[RecordRow]:
        """See `Snapshot.records`."""
        with self.snapshot() as state:
            yield from state.records(current_only=current_only, waves=waves, worksheets=worksheets)

    def findings(
        self, *, current_only: bool = True, waves: Wanted = None, worksheets: Wanted = None
    ) -> tuple[FindingRow, ...]:
        """See `Snapshot.findings`."""
        with self.snapshot() as state:
            return state.findings(current_only=current_only, waves=waves, worksheets=worksheets)

    def contacts(
        self, *, current_only: bool = True, corrected: bool = True, waves: Wanted = None
    ) -> tuple[ContactRow, ...]:
        """See `Snapshot.contacts`."""
        with self.snapshot() as state:
            return state.contacts(current_only=current_only, corrected=corrected, waves=waves)

    def corrections(
        self, *, alliance: str | None = None, wave: str | None = None
    ) -> tuple[CorrectionRow, ...]:
        """See `Snapshot.corrections`."""
        with self.snapshot() as state:
            return state.corrections(alliance=alliance, wave=wave)

    def contact_corrections(
        self, *, alliance: str | None = None, wave: str | None = None
    ) -> tuple[CorrectionRow, ...]:
        """See `Snapshot.contact_corrections`."""
        with self.snapshot() as state:
            return state.contact_corrections(alliance=alliance, wave=wave)

    def senders(self) -> dict[str, str]:
        """See `Snapshot.senders`."""
        with self.snapshot() as state:
            return state.senders()

    def assignment_of(self, sha256: str) -> Assignment | None:
        """See `Snapshot.assignment_of`."""
        with self.snapshot() as state:
            return state.assignment_of(sha256)
