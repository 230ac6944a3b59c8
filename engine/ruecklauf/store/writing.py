"""Putting rows into the databases; every function works inside the transaction it is given."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Connection, Table, func, literal, select
from sqlalchemy.dialects import postgresql, sqlite

from ruecklauf.check.records import Entry, Record
from ruecklauf.definition.models import Worksheet
from ruecklauf.store import schema
from ruecklauf.store.entries import Assignment, Correction, IssuedForm, SubmissionEntry
from ruecklauf.store.outcome import Outcome
from ruecklauf.store.rows import ContactRow, RecordRow, ValueRow
from ruecklauf.values import Missing, canonical_text

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
    return [
        {
            "alliance": form.alliance,
            "wave": form.wave,
            "form_code": form.form_code,
            "file_sha256": form.file_sha256,
            "file_name": form.file_name,
            "fingerprint": form.fingerprint,
            "declarations": list(form.declarations),
            "created_at": form.created_at,
            "slots": dict(form.slots),
            "worksheet": form.worksheet,
            "wording": form.wording or None,
        }
        for form in forms
    ]


def add_receipt(
    connection: Connection,
    sha256: str,
    *,
    size: int,
    file_name: str,
    received_at: datetime,
    container: str,
    sent_at: datetime | None,
    dated_at: datetime | None = None,
) -> None:
    """Note that a file was handed in, for the first time or again."""
    seen = {"sha256": sha256, "size": size, "first_seen": received_at, "dated_at": dated_at or received_at}
    add_new(connection, schema.original, [seen])
    row = {
        "sha256": sha256,
        "file_name": file_name,
        "received_at": received_at,
        "container": container or None,
        "sent_at": sent_at,
    }
    add_all(connection, schema.receipt, [row])


def message(connection: Connection, sha256: str, container: str) -> str:
    """What a sender is noted for: the message that the file is, or else the one it came in."""
    columns = schema.submission.c
    unpacked = select(columns.id).where(columns.sha256 == sha256, columns.outcome == Outcome.UNPACKED)
    return sha256 if not container or connection.execute(unpacked).first() else container


def add_sender(connection: Connection, container: str, address: str) -> None:
    """Note where a message came from, into the contacts."""
    add_new(connection, schema.sender, [{"container": container, "address": address}])


def add_assignment(connection: Connection, assignment: Assignment) -> None:
    add_all(connection, schema.assignment, [asdict(assignment)])


def add_correction(connection: Connection, correction: Correction, *, personal: bool) -> None:
    """A personal correction goes into the contacts."""
    table = schema.contact_correction if personal else schema.correction
    add_all(connection, table, [asdict(correction)])


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
    }


def set_date(connection: Connection, submission: int, dated_at: datetime | None) -> None:
    """Let a new submission count by another date than its file's."""
    table = schema.submission
    connection.execute(table.update().where(table.c.id == submission).values(dated_at=dated_at))


def add_content(connection: Connection, entry: SubmissionEntry, *, submission: int) -> None:
    """Everything that a new submission contains, except its personal values."""
    add_all(connection, schema.submission_worksheet, _worksheet_rows(entry, submission))
    records = [_record_row(record, submission) for record in entry.records]
    add_all(
        connection, schema.record, records + _taken_over(entry.taken_over.records, schema.record, submission)
    )
    values = _value_rows(entry.records, submission)
    add_all(connection, schema.value, values + _taken_over(entry.taken_over.values, schema.value, submission))
    add_all(connection, schema.finding, _finding_rows(entry, submission))


def _worksheet_rows(entry: SubmissionEntry, submission: int) -> list[Row]:
    return [
        {
            "submission_id": submission,
            "worksheet": stored.worksheet,
            "version": stored.version,
            "declaration_hash": stored.declaration_hash,
            "rows": stored.rows,
            "combined_with": stored.combined_with,
        }
        for stored in entry.worksheets
    ]


def _record_row(record: Record, submission: int) -> Row:
    return {
        "submission_id": submission,
        "worksheet": record.worksheet,
        "section": record.section,
        "row_id": record.row_id,
        "position": record.position,
        "printed": record.printed,
        "origin": None,
    }


def _taken_over(rows: Iterable[RecordRow | ValueRow], table: Table, submission: int) -> list[Row]:
    """Rows of an earlier submission under the new one; they keep the origin they have."""
    return [{**_shared(row, table), "submission_id": submission} for row in rows]


def _shared(row: RecordRow | ValueRow | ContactRow, table: Table) -> Row:
    """What a row has columns for."""
    return {column: found for column, found in row._asdict().items() if column in table.c}


def _value_rows(records: Iterable[Record], submission: int) -> list[Row]:
    return [
        {
            "submission_id": submission,
            **_answer(record, field, entry),
            "missing": entry.value.value if isinstance(entry.value, Missing) else None,
            "origin": None,
        }
        for record in records
        for field, entry in record.entries.items()
    ]


def _answer(record: Record, field: str, entry: Entry) -> Row:
    return {
        "worksheet": record.worksheet,
        "section": record.section,
        "row_id": record.row_id,
        "field": field,
        "value": canonical_text(entry.value),
        "raw": entry.raw,
        "sheet": entry.place.sheet,
        "cell": entry.place.cell,
    }


def _finding_rows(entry: SubmissionEntry, submission: int) -> list[Row]:
    return [
        {
            "submission_id": submission,
            "seq": seq,
            "code": finding.code,
            "severity": finding.severity.value,
            "worksheet": finding.subject.worksheet,
            "section": finding.subject.section,
            "row_id": finding.subject.row_id,
            "field": finding.subject.field,
            "sheet": finding.place.sheet,
            "cell": finding.place.cell,
            "found": finding.found,
            "message": finding.message,
        }
        for seq, finding in enumerate(entry.findings, start=1)
    ]


def replace_contacts(connection: Connection, entry: SubmissionEntry) -> None:
    """The personal values of a submission in place of what an interrupted import may have left."""
    table = schema.contact
    key: Mapping[str, str] = {"sha256": entry.sha256, "importer_version": entry.importer_version}
    connection.execute(table.delete().where(*(table.c[column] == wanted for column, wanted in key.items())))
    common = {**key, "alliance": entry.alliance, "wave": entry.wave}
    rows = [
        {**common, **_answer(record, field, contact), "origin": None}
        for record in entry.records
        for field, contact in record.contacts.items()
    ]
    older = [{**_shared(row, table), **common, "origin": row.sha256} for row in entry.taken_over.contacts]
    add_all(connection, table, rows + older)
