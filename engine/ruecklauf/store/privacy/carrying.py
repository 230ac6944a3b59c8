"""What is stored of files that were deleted, carried into databases that are made anew."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import Connection, Table, select

from ruecklauf.store import schema
from ruecklauf.store.correspondence.tables import incoming
from ruecklauf.store.privacy.parts import parts_of
from ruecklauf.store.writing import Row, add_all, add_new

_BY_FILE = (schema.receipt, schema.assignment, schema.withdrawal, schema.preference, schema.correction)
"""Tables of answers whose rows name a file and have numbers of their own."""
_OF_SUBMISSION = (
    schema.submission_worksheet,
    schema.record,
    schema.value,
    schema.finding,
    schema.inquiry_answer,
)
_POINTERS = ("submission_id", "origin", "combined_with")
_CONTACTS = {
    schema.contact: "sha256",
    schema.hidden_text: "sha256",
    schema.contact_correction: "sha256",
    schema.sender: "container",
    incoming: "sha256",
}


def carry_answers(source: Connection, target: Connection, files: Collection[str]) -> None:
    """Copy everything about these files into a database that has none of it, under new numbers."""
    add_new(target, schema.original, _rows(source, schema.original, "sha256", files))
    for table in _BY_FILE:
        add_all(target, table, [_unnumbered(row) for row in _rows(source, table, "sha256", files)])
    numbers: dict[int, int] = {}
    for row in _rows(source, schema.submission, "sha256", files):
        made = schema.submission.insert().returning(schema.submission.c.id)
        numbers[row["id"]] = target.execute(made, _unnumbered(row)).scalar_one()
    for table in _OF_SUBMISSION:
        rows = _rows(source, table, "submission_id", numbers)
        add_all(target, table, [_pointing(row, numbers) for row in rows])


def carry_contacts(source: Connection, target: Connection, files: Collection[str]) -> None:
    """The same of the contacts."""
    for table, name in _CONTACTS.items():
        add_all(target, table, [_unnumbered(row) for row in _rows(source, table, name, files)])


def _rows(source: Connection, table: Table, name: str, wanted: Collection[Any]) -> list[Row]:
    found = []
    for some in parts_of(wanted):
        rows = source.execute(select(table).where(table.c[name].in_(some))).mappings()
        found += [dict(row) for row in rows]
    return sorted(found, key=lambda row: row["id"]) if "id" in table.c else found


def _unnumbered(row: Row) -> Row:
    return {name: found for name, found in row.items() if name != "id"}


def _pointing(row: Row, numbers: Mapping[int, int]) -> Row:
    return {name: numbers.get(found, found) if name in _POINTERS else found for name, found in row.items()}
