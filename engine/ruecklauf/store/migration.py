"""Databases that an earlier ruecklauf made, brought up to date by the transaction that opens them."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Column, Connection, MetaData, Table, update
from sqlalchemy.schema import CreateColumn

from ruecklauf.store import schema
from ruecklauf.store.queries import stored_rows

_TABLES_OF_2: tuple[Table, ...] = (schema.assignment, schema.contact_correction, schema.sender)
_COLUMNS_OF_2: tuple[Column[Any], ...] = (
    schema.form.c.slots,
    schema.original.c.dated_at,
    schema.receipt.c.container,
    schema.receipt.c.sent_at,
    schema.submission.c.condition,
    schema.submission.c.dated_at,
    schema.submission_worksheet.c.combined_with,
    schema.record.c.origin,
    schema.value.c.origin,
    schema.correction.c.replaced,
    schema.contact.c.origin,
)
_COLUMNS_OF_4: tuple[Column[Any], ...] = (
    schema.submission_worksheet.c.answers,
    schema.submission_worksheet.c.contacts,
    schema.receipt.c.expected,
)
_COLUMNS_OF_3: tuple[Column[Any], ...] = (schema.form.c.worksheet, schema.form.c.wording)


def upgrade(connection: Connection, metadata: MetaData, version: int) -> None:
    """Bring a database with the tables of `metadata` from an earlier version to `SCHEMA_VERSION`."""
    if version < 2:
        _to_version_2(connection, metadata)
    if version < 3:
        _to_version_3(connection, metadata)
    if version < 4:
        _to_version_4(connection, metadata)
    if version < 11:
        # tables that are new since then are empty
        metadata.create_all(connection)
    if version < 7 and metadata is schema.ANSWERS:
        _add_column(connection, schema.submission.c.inquiry)
    if version < 9 and metadata is schema.ANSWERS:
        _add_column(connection, schema.form.c.folder)


def _to_version_2(connection: Connection, metadata: MetaData) -> None:
    tables = [table for table in _TABLES_OF_2 if table.metadata is metadata]
    metadata.create_all(connection, tables=tables, checkfirst=False)
    for column in _COLUMNS_OF_2:
        if column.table.metadata is metadata:
            _add_column(connection, column)
    if metadata is schema.ANSWERS:
        connection.execute(update(schema.original).values(dated_at=schema.original.c.first_seen))


def _to_version_3(connection: Connection, metadata: MetaData) -> None:
    if metadata is schema.ANSWERS:
        metadata.create_all(connection, tables=[schema.wording], checkfirst=False)
        for column in _COLUMNS_OF_3:
            _add_column(connection, column)


def _to_version_4(connection: Connection, metadata: MetaData) -> None:
    """Counts are those of the answers that are there; how many contacts there must be is not known."""
    if metadata is schema.ANSWERS:
        for column in _COLUMNS_OF_4:
            _add_column(connection, column)
        connection.execute(update(schema.submission_worksheet).values(answers=stored_rows(schema.value)))
    else:
        metadata.create_all(connection, tables=[schema.hidden_text], checkfirst=False)


def _add_column(connection: Connection, column: Column[Any]) -> None:
    declared = str(CreateColumn(column).compile(dialect=connection.dialect))
    table = connection.dialect.identifier_preparer.format_table(column.table)
    references = "".join(
        f" REFERENCES {key.column.table.name} ({key.column.name})" for key in column.foreign_keys
    )
    connection.exec_driver_sql(f"ALTER TABLE {table} ADD COLUMN {declared}{references}")
