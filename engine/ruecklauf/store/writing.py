"""Putting rows into the databases; every function works inside the transaction it is given."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Table, select
from sqlalchemy.dialects import postgresql, sqlite

from ruecklauf.check.records import Entry, Record
from ruecklauf.definition.models import Worksheet
from ruecklauf.store import schema
from ruecklauf.store.entries import IssuedForm, SubmissionEntry
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
        }
        for form in forms
    ]


def add_receipt(
    connection: Connection, sha256: str, *, size: int, file_name: str, received_at: datetime
) -> None:
    """Note that a file was handed in, for the first time or again."""
    add_new(connection, schema.original, [{"sha256": sha256, "size": size, "first_seen": received_at}])
    row = {"sha256": sha256, "file_name": file_name, "received_at": received_at}
    add_all(connection, schema.receipt, [row])


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
    }


def add_content(connection: Connection, entry: SubmissionEntry, *, submission: int) -> None:
    """Everything that a new submission contains, except its personal values."""
    add_all(connection, schema.submission_worksheet, _worksheet_rows(entry, submission))
    add_all(connection, schema.record, [_record_row(record, submission) for record in entry.records])
    add_all(connection, schema.value, _value_rows(entry.records, submission))
    add_all(connection, schema.finding, _finding_rows(entry, submission))


def _worksheet_rows(entry: SubmissionEntry, submission: int) -> list[Row]:
    return [
        {
            "submission_id": submission,
            "worksheet": stored.worksheet,
            "version": stored.version,
            "declaration_hash": stored.declaration_hash,
            "rows": stored.rows,
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
    }


def _value_rows(records: Iterable[Record], submission: int) -> list[Row]:
    return [
        {
            "submission_id": submission,
            **_answer(record, field, entry),
            "missing": entry.value.value if isinstance(entry.value, Missing) else None,
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
        {**common, **_answer(record, field, contact)}
        for record in entry.records
        for field, contact in record.contacts.items()
    ]
    add_all(connection, table, rows)
