"""The store: two databases, answers in one and personal values in the other."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from functools import cache
from types import TracebackType

from sqlalchemy import Connection

from ruecklauf.definition.models import Worksheet
from ruecklauf.store import schema, writing
from ruecklauf.store.acceptance import refuse_changed, refuse_unfit, refuse_unfit_correction
from ruecklauf.store.correspondence.incoming import Incoming, ReadBy, add_incoming, add_read
from ruecklauf.store.correspondence.ledger import Message, Noted, add_message, add_state
from ruecklauf.store.correspondence.notes import AllianceNote, add_note
from ruecklauf.store.correspondence.tables import LEDGER
from ruecklauf.store.database import Database
from ruecklauf.store.decisions import Decision, decision_rows
from ruecklauf.store.entries import Assignment, Correction, IssuedForm, SavedSubmission, SubmissionEntry
from ruecklauf.store.inquiries.reader import IssuedInquiry, add_inquiry
from ruecklauf.store.privacy.acts import Act, act, add_act
from ruecklauf.store.privacy.carrying import carry_answers, carry_contacts
from ruecklauf.store.privacy.erasing import Databases
from ruecklauf.store.rebuilding import all_rows, replace_rows
from ruecklauf.store.returns import Snapshot

_KEPT = (schema.declaration, schema.wording, schema.inquiry, act)
"""Tables of answers that no import makes."""
Complete = Callable[[Snapshot, SubmissionEntry], SubmissionEntry]
"""Gives the submission as it is to be stored, after a look at what is stored already."""


class Store:
    """Asked through a `snapshot`; what is written is durable when the method returns."""

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

    def faults(self) -> tuple[str, ...]:
        """What is damaged in the databases, with the place; reads all of them."""
        checked = ((self._answers, schema.ANSWERS), (self._contacts, schema.CONTACTS))
        return tuple(
            f"{database.place}: {fault}"
            for database, metadata in checked
            for fault in database.faults(metadata)
        )

    @property
    def pair(self) -> str:
        """What both databases say of which project they are."""
        return self._answers.pair

    def copy_declared(self, target: Store) -> None:
        """Copy what no import makes into a new store: declarations, what documents say besides, inquiries,
        messages."""
        # one after the other, so that an error names the database in which it is
        with self._answers.reading() as source:
            held = [(table, all_rows(source, table)) for table in _KEPT]
        with target._answers.writing() as connection:
            for table, rows in held:
                writing.add_all(connection, table, rows)
        with self._contacts.reading() as personal:
            ledger = [(table, all_rows(personal, table)) for table in LEDGER]
        with target._contacts.writing() as contacts:
            for table, rows in ledger:
                writing.add_all(contacts, table, rows)

    def carry(self, files: Collection[str], target: Store) -> None:
        """Copy all that is stored of files that cannot be read again into a new store."""
        with self._answers.reading() as source, target._answers.writing() as connection:
            carry_answers(source, connection, files)
        with self._contacts.reading() as personal, target._contacts.writing() as contacts:
            carry_contacts(personal, contacts, files)

    @property
    def personal(self) -> Databases:
        """For finding and deleting people."""
        return Databases(self._answers, self._contacts)

    def take_content(self, other: Store) -> None:
        """Hold what the other store holds in place of everything that is held."""
        with (
            other._answers.reading() as answers,
            other._contacts.reading() as contacts,
            self._answers.writing() as connection,
            self._contacts.writing() as personal,
        ):
            replace_rows(contacts, personal, schema.CONTACTS)
            replace_rows(answers, connection, schema.ANSWERS)

    @contextmanager
    def snapshot(self) -> Iterator[Snapshot]:
        """One state of the databases, to ask questions of."""
        with self._answers.reading() as answers, ExitStack() as stack:
            contacts = cache(lambda: stack.enter_context(self._contacts.reading()))
            yield Snapshot(answers, contacts=contacts, declarations=self._declarations, changing=False)

    def save_declarations(self, worksheets: Iterable[Worksheet]) -> None:
        """Keep the declarations that forms are made from; those that are kept already are left alone."""
        with self._answers.writing() as connection:
            writing.add_new(connection, schema.declaration, writing.declaration_rows(worksheets))

    def save_wording(self, texts: Iterable[str]) -> str:
        """Keep the paragraphs of a text document that are not its worksheet's, in which `{alliance.name}` and
        the like stand for slots; gives the hash under which they are kept."""
        said = list(texts)
        hashed = hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()
        with self._answers.writing() as connection:
            writing.add_new(connection, schema.wording, [{"hash": hashed, "texts": said}])
        return hashed

    def record_forms(self, forms: Iterable[IssuedForm]) -> None:
        """Note which forms were made; the same file for an alliance and wave once, where it lies now."""
        rows = writing.form_rows(forms)
        with self._answers.writing() as connection:
            writing.add_new(connection, schema.form, rows)
            writing.note_folders(connection, rows)

    def record_inquiries(self, inquiries: Iterable[IssuedInquiry]) -> None:
        """Note what is asked back; what was noted already is left alone."""
        with self._answers.writing() as connection:
            for made in inquiries:
                add_inquiry(connection, made)

    def record_receipt(self, entry: SubmissionEntry) -> None:
        """Note that a file was handed in without importing it, because `knows` says that it was before."""
        with self._answers.writing() as connection:
            writing.add_receipt(connection, entry)
            self._note_sender(connection, entry)

    def record_assignment(self, assignment: Assignment) -> None:
        """Note whose return a file is, as a person decided; a later decision takes its place."""
        with self._answers.writing() as connection:
            writing.add_assignment(connection, assignment)

    def record_decisions(self, decisions: Iterable[Decision]) -> None:
        """Note what people decided, all of it or nothing; of decisions about the same the newest counts."""
        with self._answers.writing() as connection:
            _note(connection, decisions)

    def record_corrections(self, corrections: Sequence[Correction]) -> None:
        """Note several at once: those of one database all or none."""
        for correction in corrections:
            self._refuse_unfit_correction(correction)
        for database, personal in ((self._answers, False), (self._contacts, True)):
            chosen = [correction for correction in corrections if correction.personal is personal]
            if chosen:
                with database.writing() as connection:
                    for correction in chosen:
                        writing.add_correction(connection, correction)

    def record_message(self, message: Message, state: Noted) -> None:
        """Note a message with its first state. StoreError where another program noted the same meanwhile."""
        with self._contacts.writing() as contacts:
            add_message(contacts, message)
            add_state(contacts, state)

    def record_state(self, state: Noted) -> None:
        """Note what became of a message."""
        with self._contacts.writing() as contacts:
            add_state(contacts, state)

    def record_incoming(self, came: Incoming) -> None:
        """Note what a message says that came in; once, however often it is handed in."""
        with self._contacts.writing() as contacts:
            add_incoming(contacts, came)

    def record_read(self, ticks: Iterable[ReadBy]) -> None:
        """Note who read messages, all or none."""
        with self._contacts.writing() as contacts:
            for tick in ticks:
                add_read(contacts, tick)

    def record_act(self, done: Act) -> None:
        """Note what was done with personal data."""
        with self._answers.writing() as connection:
            add_act(connection, done)

    def record_note(self, note: AllianceNote) -> None:
        """Note something about an alliance."""
        with self._contacts.writing() as contacts:
            add_note(contacts, note)

    def record_correction(self, correction: Correction) -> None:
        """Note what is to count in place of an answer; a later correction of it takes its place.

        StoreError if the alliance has no current return of the worksheet, or that does not ask the question.
        """
        self.record_corrections([correction])

    def _refuse_unfit_correction(self, correction: Correction) -> None:
        with self.snapshot() as state:
            hashes = {
                returned.declaration_hash
                for returned in state.current(correction.wave, alliance=correction.alliance)
                if returned.worksheet == correction.worksheet
            }
            declared = state.declaration(hashes.pop()) if hashes else None
        refuse_unfit_correction(correction, declared)

    def save_submission(
        self,
        entry: SubmissionEntry,
        complete: Complete | None = None,
        *,
        handed_in: bool = True,
        decisions: Iterable[Decision] = (),
    ) -> SavedSubmission:
        """Store an imported file, completely or not at all; its declarations must be saved before.

        The same bytes imported by the same importer version again, also at the same time, add a receipt only.
        `complete` is called once no other import for the alliance and wave can come in between: its snapshot
        has what earlier ones stored, and this submission without its contents. It may change worksheets,
        records, findings and what is taken over; what it raises undoes everything. A file that was read again
        and not `handed_in` gets no receipt. `decisions` are recorded with it.

        Contacts are committed before everything else, under the file's hash: those of an import that was
        interrupted in between belong to no submission, are never read, and are replaced by the next attempt.
        """
        with self.snapshot() as state:
            refuse_unfit(entry, state.declaration)
        with self._answers.writing() as connection:
            _note(connection, decisions)
            if handed_in:
                writing.add_receipt(connection, entry)
            added = writing.add_submission(connection, entry)
            if added is None:
                self._note_sender(connection, entry)
                known = writing.submission_id(connection, entry.sha256, entry.importer_version)
                return SavedSubmission(known, duplicate=True, entry=entry)
            if entry.alliance:
                writing.wait_for_turn(connection, entry.alliance, entry.wave)
            with self._contacts.writing() as contacts:
                state = Snapshot(connection, contacts=lambda: contacts, declarations=self._declarations)
                completed = _completed(entry, complete, state)
                if entry.sender:
                    writing.add_sender(contacts, writing.message(connection, entry), entry.sender)
                writing.replace_contacts(contacts, completed)
            writing.add_content(connection, completed, submission=added)
            if (completed.dated_at, completed.outcome) != (entry.dated_at, entry.outcome):
                writing.set_completed(connection, added, completed)
        return SavedSubmission(added, duplicate=False, entry=completed)

    def _note_sender(self, connection: Connection, entry: SubmissionEntry) -> None:
        if entry.sender:
            with self._contacts.writing() as contacts:
                writing.add_sender(contacts, writing.message(connection, entry), entry.sender)


def _note(connection: Connection, decisions: Iterable[Decision]) -> None:
    for table, rows in decision_rows(decisions):
        writing.add_all(connection, table, rows)


def _completed(entry: SubmissionEntry, complete: Complete | None, state: Snapshot) -> SubmissionEntry:
    if complete is None:
        return entry
    completed = complete(state, entry)
    refuse_changed(entry, completed)
    refuse_unfit(completed, state.declaration)
    return completed
