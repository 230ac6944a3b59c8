"""The store: two databases, answers in one and personal values in the other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from types import TracebackType

from pydantic import ValidationError
from sqlalchemy import make_url, select
from sqlalchemy.exc import ArgumentError

from ruecklauf.definition.models import Worksheet, read_canonical
from ruecklauf.errors import StoreError
from ruecklauf.store import schema, writing
from ruecklauf.store.acceptance import refuse_unfit
from ruecklauf.store.contacts import read_contacts
from ruecklauf.store.database import Database
from ruecklauf.store.entries import IssuedForm, SavedSubmission, StoredOutcome, SubmissionEntry
from ruecklauf.store.queries import Wanted
from ruecklauf.store.returns import Snapshot
from ruecklauf.store.rows import (
    Answer,
    ContactRow,
    FindingRow,
    Receipt,
    RecordRow,
    Return,
    StatusRow,
    StoredSubmission,
    ValueRow,
)


def open_store(url: str, contacts_url: str) -> Store:
    """The store at two SQLAlchemy addresses (see project.database); the tables are made if need be.

    StoreError where a place cannot be written, is no database, or was made by a newer ruecklauf.
    """
    if _same(url, contacts_url):
        raise StoreError(
            "Answers and contacts have the same database.",
            remedy="Give 'contacts_url' a database of its own in ruecklauf.toml.",
        )
    answers = Database(url, schema.ANSWERS, kind="answers")
    try:
        contacts = Database(contacts_url, schema.CONTACTS, kind="contacts")
    except BaseException:
        answers.close()
        raise
    return Store(answers, contacts)


def _same(url: str, contacts_url: str) -> bool:
    try:
        return make_url(url) == make_url(contacts_url)
    except ArgumentError:
        return url == contacts_url


class Store:
    """What is written is durable when the method returns; every reading method sees one state.

    To ask several questions of the same state, use `snapshot`.
    """

    def __init__(self, answers: Database, contacts: Database) -> None:
        self._answers = answers
        self._contacts = contacts
        self._declarations: dict[str, Worksheet] = {}

    def __enter__(self) -> Store:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        self._answers.close()
        self._contacts.close()

    def save_declarations(self, worksheets: Iterable[Worksheet]) -> None:
        """Keep the declarations that forms are made from; those that are kept already are left alone."""
        with self._answers.writing() as connection:
            writing.add_new(connection, schema.declaration, writing.declaration_rows(worksheets))

    def declaration(self, content_hash: str) -> Worksheet | None:
        """The declaration that was saved under a hash."""
        if content_hash not in self._declarations:
            columns = schema.declaration.c
            query = select(columns.json).where(columns.content_hash == content_hash)
            with self._answers.reading() as connection:
                text = connection.execute(query).scalar_one_or_none()
            if text is None:
                return None
            self._declarations[content_hash] = _read_declaration(content_hash, text)
        return self._declarations[content_hash]

    def declarations(self) -> dict[str, Worksheet]:
        """All declarations by their content hash."""
        with self._answers.reading() as connection:
            rows = connection.execute(select(schema.declaration.c.content_hash, schema.declaration.c.json))
            for content_hash, text in rows:
                if content_hash not in self._declarations:
                    self._declarations[content_hash] = _read_declaration(content_hash, text)
        return dict(self._declarations)

    def record_forms(self, forms: Iterable[IssuedForm]) -> None:
        """Note which forms were made; the same file for the same alliance and wave is noted once."""
        with self._answers.writing() as connection:
            writing.add_new(connection, schema.form, writing.form_rows(forms))

    def record_receipt(self, sha256: str, *, size: int, file_name: str, received_at: datetime) -> None:
        """Note that a file was handed in without importing it, because `knows` says that it was before."""
        with self._answers.writing() as connection:
            writing.add_receipt(connection, sha256, size=size, file_name=file_name, received_at=received_at)

    def save_submission(self, entry: SubmissionEntry) -> SavedSubmission:
        """Store an imported file, completely or not at all; its declarations must be saved before.

        The same bytes imported by the same importer version again, also at the same time, add a receipt only.
        Contacts are committed before everything else, under the file's hash: those of an import that was
        interrupted in between belong to no submission, are never read, and are replaced by the next attempt.
        """
        refuse_unfit(entry, self.declaration)
        with self._answers.writing() as connection:
            writing.add_receipt(
                connection,
                entry.sha256,
                size=entry.size,
                file_name=entry.file_name,
                received_at=entry.received_at,
            )
            added = writing.add_submission(connection, entry)
            if added is None:
                known = writing.submission_id(connection, entry.sha256, entry.importer_version)
                return SavedSubmission(known, duplicate=True)
            with self._contacts.writing() as contacts:
                writing.replace_contacts(contacts, entry)
            writing.add_content(connection, entry, submission=added)
        return SavedSubmission(added, duplicate=False)

    @contextmanager
    def snapshot(self) -> Iterator[Snapshot]:
        """One state of the database of answers, to ask several questions of."""
        with self._answers.reading() as connection:
            yield Snapshot(connection)

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

    def answers_of(self, submission_id: int, worksheet: str) -> tuple[Answer, ...]:
        """See `Snapshot.answers_of`."""
        with self.snapshot() as state:
            return state.answers_of(submission_id, worksheet)

    def values(
        self, *, current_only: bool = True, waves: Wanted = None, worksheets: Wanted = None
    ) -> Iterator[ValueRow]:
        """See `Snapshot.values`."""
        with self.snapshot() as state:
            yield from state.values(current_only=current_only, waves=waves, worksheets=worksheets)

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

    def contacts(self, *, current_only: bool = True, waves: Wanted = None) -> tuple[ContactRow, ...]:
        """Personal values of the current returns or of all submissions; never those of no submission."""
        with self._answers.reading() as answers, self._contacts.reading() as contacts:
            return read_contacts(answers, contacts, current_only=current_only, waves=waves)


def _read_declaration(content_hash: str, text: str) -> Worksheet:
    try:
        return read_canonical(text)
    except ValidationError as error:
        raise StoreError(
            f"The stored declaration {content_hash} cannot be read by this version.",
            remedy="Install the ruecklauf that stored it, or a newer one.",
        ) from error
