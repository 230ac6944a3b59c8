"""Everything personal of waves whose time has come."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping

from sqlalchemy import ColumnElement, Connection, Table, and_, func, select

from ruecklauf.store.correspondence.tables import (
    alliance_note,
    incoming,
    incoming_read,
    message,
    message_state,
)
from ruecklauf.store.privacy.parts import parts_of
from ruecklauf.store.privacy.texts import Redacts
from ruecklauf.store.schema import (
    contact,
    contact_correction,
    correction,
    finding,
    hidden_text,
    sender,
    submission,
    submission_worksheet,
    value,
)


def erase_contacts_of(
    contacts: Connection, waves: Collection[str], files: Collection[str], *, really: bool
) -> Counter[str]:
    """Delete personal answers and their corrections in these waves, and what findings left out and who sent
    what of these files; without `really` count them only."""
    done: Counter[str] = Counter()
    for table in (contact, contact_correction):
        done += _erase(contacts, table, table.c.wave.in_(list(waves)), really=really)
    for some in parts_of(files):
        done += _erase(contacts, hidden_text, hidden_text.c.sha256.in_(some), really=really)
        done += _erase(contacts, sender, sender.c.container.in_(some), really=really)
    return done


def erase_messages_of(
    contacts: Connection, waves: Collection[str], files: Collection[str], *, really: bool
) -> Counter[str]:
    """Delete what was written to alliances of these waves and noted of them, and the texts of these files."""
    done: Counter[str] = Counter()
    mine = select(message.c.message_id).where(message.c.wave.in_(list(waves)))
    done += _erase(contacts, message_state, message_state.c.message_id.in_(mine), really=really)
    for table in (message, alliance_note):
        done += _erase(contacts, table, table.c.wave.in_(list(waves)), really=really)
    for some in parts_of(files):
        for table in (incoming_read, incoming):
            done += _erase(contacts, table, table.c.sha256.in_(some), really=really)
    return done


def _erase(contacts: Connection, table: Table, mine: ColumnElement[bool], *, really: bool) -> Counter[str]:
    held = int(contacts.execute(select(func.count()).select_from(table).where(mine)).scalar_one())
    if really and held:
        contacts.execute(table.delete().where(mine))
    return Counter({table.name: held})


def take_names_out(answers: Connection, without: Mapping[str, Redacts]) -> Counter[str]:
    """Redact answers, findings and corrections of alliances; gives the rows that changed, by table."""
    owners = {row.id: row.alliance for row in answers.execute(select(submission.c.id, submission.c.alliance))}
    done: Counter[str] = Counter()
    for table, columns in _TEXTS.items():
        keys = list(table.primary_key.columns)
        for row in answers.execute(select(table)).mappings().all():
            redacts = without.get(row["alliance"] if "alliance" in row else owners[row["submission_id"]])
            if redacts is None:
                continue
            changed = {name: redacts(row[name]) for name in columns if row[name]}
            changed = {name: text for name, text in changed.items() if text != row[name]}
            if changed:
                here = and_(*(key == row[key.name] for key in keys))
                answers.execute(table.update().where(here).values(changed))
                done[table.name] += 1
    return done


_TEXTS = {
    value: ("value", "raw"),
    finding: ("found", "message"),
    correction: ("value", "replaced", "reason"),
}
"""Columns in which the name of a contact may stand among other things."""


def count_contacts(answers: Connection, contacts: Connection) -> None:
    """Note beside each return how many contacts there must be from now on, where that was noted before."""
    key = (contact.c.sha256, contact.c.importer_version, contact.c.worksheet)
    held = {tuple(row[:3]): row[3] for row in contacts.execute(select(*key, func.count()).group_by(*key))}
    table = submission_worksheet
    noted = answers.execute(
        select(
            submission.c.sha256, submission.c.importer_version, table.c.worksheet, table.c.submission_id,
            table.c.contacts,
        )
        .join_from(submission, table, submission.c.id == table.c.submission_id)
        .where(table.c.contacts.is_not(None))
    ).all()  # fmt: skip
    for sha256, version, worksheet, number, before in noted:
        now = held.get((sha256, version, worksheet), 0)
        if now != before:
            mine = (table.c.submission_id == number, table.c.worksheet == worksheet)
            answers.execute(table.update().where(*mine).values(contacts=now))
