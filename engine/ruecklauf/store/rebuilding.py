"""Rows copied from one database into another, as they are."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection, MetaData, Table, func, select

from ruecklauf.store import schema
from ruecklauf.store.writing import Row, add_all

_AT_ONCE = 5_000
_META = {schema.answers_meta.name, schema.contacts_meta.name}


def all_rows(source: Connection, table: Table) -> list[Row]:
    """The rows of a small table."""
    return [dict(row) for row in source.execute(select(table)).mappings()]


def copy_rows(source: Connection, target: Connection, tables: Iterable[Table]) -> None:
    """Copy whole tables into empty ones."""
    for table in tables:
        rows = source.execute(select(table), execution_options={"yield_per": _AT_ONCE}).mappings()
        for some in rows.partitions():
            add_all(target, table, [dict(row) for row in some])


def replace_rows(source: Connection, target: Connection, metadata: MetaData) -> None:
    """Let the target hold what the source holds, and nothing else, with the same ids."""
    tables = [table for table in metadata.sorted_tables if table.name not in _META]
    for table in reversed(tables):
        target.execute(table.delete())
    copy_rows(source, target, tables)
    if target.dialect.name == "postgresql":
        for table in tables:
            if "id" in table.c:
                sequence = func.pg_get_serial_sequence(table.name, "id")
                last = select(func.max(table.c.id)).scalar_subquery()
                target.execute(select(func.setval(sequence, func.coalesce(last, 1), last.is_not(None))))
