"""Every text of the databases that may name somebody, wherever it stands."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import JSON, Column, Connection, MetaData, Table, and_, select

from ruecklauf.store.columns import AnyText
from ruecklauf.store.schema import CONTACTS, contact, hidden_text

Names = Callable[[str], bool]
"""Whether a text names somebody."""
Redacts = Callable[[str], str]
"""The text without whom it names."""
DELETED = "[gelöscht]"
_DECLARED = {"ruecklauf_meta", "declaration", "wording", "privacy_act"}
"""Tables in which nothing stands that came in or that people wrote."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A row in which somebody is named."""

    table: Table
    row: dict[str, Any]
    columns: tuple[str, ...]
    """Those in which the name stands."""

    def says(self, names: Names) -> bool:
        """Whether these find anybody in it."""
        return any(_says(self.row[name], names) for name in self.columns)

    @property
    def here(self) -> Any:
        """The condition that finds the row."""
        keys = self.table.primary_key.columns
        return and_(*(column == self.row[column.name] for column in keys))


def hits_in(connection: Connection, metadata: MetaData, names: Names) -> Iterator[Hit]:
    """Rows of all tables in whose texts somebody is named; keys are no texts."""
    for table in metadata.sorted_tables:
        columns = [(place, column.name) for place, column in enumerate(table.c) if _is_text(column)]
        if table.name in _DECLARED or not columns:
            continue
        # most rows name nobody: a mapping is made of those alone that do
        for row in connection.execute(select(table)):
            found = tuple(name for place, name in columns if _says(row[place], names))
            if found:
                yield Hit(table, dict(row._mapping), found)


def counted(hits: Iterator[Hit]) -> Counter[str]:
    """How many rows of each table."""
    return Counter(hit.table.name for hit in hits)


def _is_text(column: Column[Any]) -> bool:
    return isinstance(column.type, AnyText | JSON) and not column.primary_key


def _says(held: Any, names: Names) -> bool:
    match held:
        case str():
            return names(held)
        case list():
            return any(_says(item, names) for item in held)
        case dict():
            return any(_says(item, names) for pair in held.items() for item in pair)
    return False


def redacted(held: Any, redacts: Redacts) -> Any:
    """The same with every text redacted, also in lists and keys."""
    match held:
        case str():
            return redacts(held)
        case list():
            return [redacted(item, redacts) for item in held]
        case dict():
            return {redacted(key, redacts): redacted(item, redacts) for key, item in held.items()}
    return held


_WHOLE = {"contact_correction", "sender"}
"""Rows of which nothing remains; of `contact` and `hidden_text` see below."""


def erase_in_contacts(connection: Connection, names: Names, redacts: Redacts) -> Counter[str]:
    """Delete personal answers of the person's records, what findings left out, and addresses; of messages and
    notes only the name goes, of what came in the whole text. Gives the rows by table."""
    done: Counter[str] = Counter()
    for hit in list(hits_in(connection, CONTACTS, names)):
        if hit.table is contact:
            done[contact.name] += connection.execute(contact.delete().where(_record(hit))).rowcount
        elif hit.table is hidden_text or hit.table.name in _WHOLE:
            done[hit.table.name] += connection.execute(hit.table.delete().where(hit.here)).rowcount
        elif hit.table.name == "incoming":
            gone = {"subject": DELETED, "text": DELETED}
            done["incoming"] += connection.execute(hit.table.update().where(hit.here).values(**gone)).rowcount
        else:
            done[hit.table.name] += _redact(connection, hit, redacts)
    return done


def _record(hit: Hit) -> Any:
    """All personal answers of the record in which the name stands."""
    keys = ("sha256", "importer_version", "worksheet", "section", "row_id")
    return and_(*(contact.c[name] == hit.row[name] for name in keys))


def erase_in_answers(
    connection: Connection, metadata: MetaData, names: Names, redacts: Redacts
) -> Counter[str]:
    """Take the name out of every text; what else stands there stays. Gives the rows by table."""
    done: Counter[str] = Counter()
    for hit in list(hits_in(connection, metadata, names)):
        done[hit.table.name] += _redact(connection, hit, redacts)
    return done


def _redact(connection: Connection, hit: Hit, redacts: Redacts) -> int:
    texts = {name: redacted(hit.row[name], redacts) for name in hit.columns}
    # by their names, as one is called `to`
    values = {hit.table.c[name]: text for name, text in texts.items()}
    return connection.execute(hit.table.update().where(hit.here).values(values)).rowcount
