"""Reading personal values; which of them count is decided by the database of answers."""

from __future__ import annotations

from sqlalchemy import Connection, select

from ruecklauf.store.queries import Wanted, among, returns
from ruecklauf.store.rows import ContactRow
from ruecklauf.store.schema import contact, submission


def read_contacts(
    answers: Connection, contacts: Connection, *, current_only: bool, waves: Wanted
) -> tuple[ContactRow, ...]:
    """Sorted by wave, alliance, worksheet, section, row and field."""
    one = returns(current_only=current_only)
    query = select(one.c.sha256, submission.c.importer_version, one.c.worksheet).join_from(
        one, submission, submission.c.id == one.c.submission_id
    )
    wanted = {tuple(row) for row in answers.execute(query)}
    columns = [contact.c[name] for name in ContactRow._fields]
    rows = contacts.execute(select(contact.c.importer_version, *columns).where(*among(contact.c.wave, waves)))
    found = [
        ContactRow._make(row[1:])
        for row in rows
        if (row.sha256, row.importer_version, row.worksheet) in wanted
    ]
    return tuple(sorted(found, key=lambda row: (row.wave, row.alliance, *row[3:7])))
