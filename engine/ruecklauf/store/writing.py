"""Putting rows into the databases; every function works inside the transaction it is given."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from sqlalchemy import BigInteger, Connection, Table, func, literal, select
from sqlalchemy.dialects import postgresql, sqlite

from ruecklauf.definition.models import Worksheet
from ruecklauf.store import schema
from ruecklauf.store.entries import Assignment, Correction, IssuedForm, SubmissionEntry
from ruecklauf.store.outcome import Outcome
from ruecklauf.store.rows import RecordRow, StoredAnswer

Row = dict[str, Any]


def add_new(connection: Connection, table: Table, rows: list[Row]) -> None:
    """Insert the rows that are not there yet by any of the table's unique keys."""
    if rows:
        connection.execute(_insert(connection, table).on_conflict_do_nothing(), rows)


def add_all(connection: Connection, table: Table, rows: list[Row]) -> None:
    """Insert the rows; one that is there already is an error."""
    if rows:
        connection.execute(table.insert(), rows)


def _insert(connection: Connection, table: Table) -> sqlite.Insert | postgresql.Insert:
    return sqlite.insert(table) if connection.dialect.name == "sqlite" else postgresql.insert(table)


def declaration_rows(worksheets: Iterable[Worksheet]) -> list[Row]:
    return [
        {
            "content_hash": worksheet.content_hash,
            "worksheet": worksheet.id,
            "version": worksheet.version,
            "json": worksheet.canonical_json,
        }
        for worksheet in worksheets
    ]


def form_rows(forms: Iterable[IssuedForm]) -> list[Row]:
    unsaid = ("wording", "folder")
    return [{**asdict(form), **{name: getattr(form, name) or None for name in unsaid}} for form in forms]


def note_folders(connection: Connection, forms: Iterable[Row]) -> None:
    """Where forms that were noted before lie now."""
    key = ("alliance", "wave", "file_sha256")
    for form in forms:
        if form["folder"]:
            same = [schema.form.c[name] == form[name] for name in key]
            connection.execute(schema.form.update().where(*same).values(folder=form["folder"]))


def add_receipt(connection: Connection, entry: SubmissionEntry) -> None:
    """Note that a file was handed in, for the first time or again."""
    original = {
        "sha256": entry.sha256,
        "size": entry.size,
        "first_seen": entry.received_at,
        "dated_at": entry.dated_at or entry.received_at,
    }
    add_new(connection, schema.original, [original])
    receipt = {
        "sha256": entry.sha256,
        "file_name": entry.file_name,
        "received_at": entry.received_at,
        "container": entry.container or None,
        "sent_at": entry.sent_at,
        "expected": entry.expected or None,
    }
    add_all(connection, schema.receipt, [receipt])


def message(connection: Connection, entry: SubmissionEntry) -> str:
    """What a sender is noted for: the message that the file is, or else the one it came in."""
    columns = schema.submission.c
    unpacked = select(columns.id).where(columns.sha256 == entry.sha256, columns.outcome == Outcome.UNPACKED)
    is_message = not entry.container or connection.execute(unpacked).first()
    return entry.sha256 if is_message else entry.container


def add_sender(connection: Connection, container: str, address: str) -> None:
    """Note where a message came from, into the contacts."""
    add_new(connection, schema.sender, [{"container": container, "address": address}])


def add_assignment(connection: Connection, assignment: Assignment) -> None:
    add_all(connection, schema.assignment, [asdict(assignment)])


def add_correction(connection: Connection, correction: Correction) -> None:
    """A personal correction goes into the contacts."""
    table = schema.contact_correction if correction.personal else schema.correction
    add_all(connection, table, [_columns_of(asdict(correction), table)])


def _columns_of(row: Row, table: Table) -> Row:
    """What the table has columns for."""
    return {column: found for column, found in row.items() if column in table.c}


def wait_for_turn(connection: Connection, alliance: str, wave: str) -> None:
    """Let no other import for the alliance and wave pass until the transaction ends.

    Nothing to do on SQLite, where there is one writer at a time.
    """
    if connection.dialect.name == "postgresql":
        name = f"{alliance}\0{wave}".encode("utf-8", "backslashreplace")
        key = int.from_bytes(hashlib.sha256(name).digest()[:8], "big", signed=True)
        connection.execute(select(func.pg_advisory_xact_lock(literal(key, BigInteger))))


def add_submission(connection: Connection, entry: SubmissionEntry) -> int | None:
    """The id of the new submission; None if this importer imported the same bytes before.

    On PostgreSQL this waits for another transaction that is importing the same file.
    """
    statement = _insert(connection, schema.submission).on_conflict_do_nothing()
    added: int | None = connection.execute(
        statement.returning(schema.submission.c.id), _submission_row(entry)
    ).scalar_one_or_none()
    return added


def submission_id(connection: Connection, sha256: str, importer_version: str) -> int:
    """The id of a submission that is known to be there."""
    columns = schema.submission.c
    found: int = connection.execute(
        select(columns.id).where(columns.sha256 == sha256, columns.importer_version == importer_version)
    ).scalar_one()
    return found


def _submission_row(entry: SubmissionEntry) -> Row:
    counts = entry.counts
    return {
        "sha256": entry.sha256,
        "importer_version": entry.importer_version,
        "outcome": entry.outcome,
        "alliance": entry.alliance,
        "wave": entry.wave,
        "confidence": entry.confidence,
        "imported_at": entry.imported_at,
        "count_answers": counts.answers if counts else None,
        "count_template": counts.template if counts else None,
        "count_findings": counts.findings if counts else None,
        "condition": None if entry.condition is None else dict(entry.condition),
        "inquiry": entry.inquiry or None,
    }


def set_completed(connection: Connection, submission: int, entry: SubmissionEntry) -> None:
    """Let a new submission count by another date than its file's, or wait after all."""
    table = schema.submission
    completed = {"dated_at": entry.dated_at, "outcome": entry.outcome}
    connection.execute(table.update().where(table.c.id == submission).values(**completed))


def add_content(connection: Connection, entry: SubmissionEntry, *, submission: int) -> None:
    """Everything that a new submission contains, except its personal values.

    What is taken over keeps the origin that it has.
    """
    add_all(connection, schema.submission_worksheet, _worksheet_rows(entry, submission))
    for table, rows in ((schema.record, entry.rows()), (schema.value, entry.answers(personal=False))):
        names = frozenset(table.c.keys())
        add_all(connection, table, [_stored(row, names, submission) for row in rows])
    add_all(connection, schema.finding, _finding_rows(entry, submission))
    answered = [{**asdict(made), "submission_id": submission} for made in entry.answered]
    add_all(connection, schema.inquiry_answer, answered)


def _stored(row: RecordRow | StoredAnswer, names: frozenset[str], submission: int) -> Row:
    stored = {name: found for name, found in zip(row._fields, row, strict=True) if name in names}
    return {**stored, "submission_id": submission, "origin": row.origin or row.submission_id or None}


def _worksheet_rows(entry: SubmissionEntry, submission: int) -> list[Row]:
    answers = Counter(answer.worksheet for answer in entry.answers(personal=False))
    contacts = Counter(answer.worksheet for answer in entry.answers(personal=True))
    return [
        {
            **asdict(stored),
            "submission_id": submission,
            "answers": answers[stored.worksheet],
            "contacts": contacts[stored.worksheet],
        }
        for stored in entry.worksheets
    ]


def _finding_rows(entry: SubmissionEntry, submission: int) -> list[Row]:
    return [
        {
            "submission_id": submission,
            "seq": seq,
            "code": finding.code,
            "severity": finding.severity.value,
            **finding.subject._asdict(),
            "sheet": finding.place.sheet,
            "cell": finding.place.cell,
            "found": finding.found,
            "message": finding.message,
        }
        for seq, finding in enumerate(entry.findings, start=1)
    ]


def replace_contacts(connection: Connection, entry: SubmissionEntry) -> None:
    """The personal values of a submission, and what its findings leave out, in place of what an interrupted
    import may have left."""
    table = schema.contact
    key: Row = {"sha256": entry.sha256, "importer_version": entry.importer_version}
    for old in (table, schema.hidden_text):
        connection.execute(old.delete().where(*(old.c[column] == wanted for column, wanted in key.items())))
    hidden = [
        {**key, "seq": seq, "text": finding.hidden}
        for seq, finding in enumerate(entry.findings, start=1)
        if finding.hidden
    ]
    add_all(connection, schema.hidden_text, hidden)
    rows = [
        {
            **_columns_of(answer._asdict(), table),
            **key,
            "alliance": entry.alliance,
            "wave": entry.wave,
            # of what is taken over the file that it was read in
            "origin": answer.sha256 if answer.submission_id else None,
        }
        for answer in entry.answers(personal=True)
    ]
    add_all(connection, table, rows)
