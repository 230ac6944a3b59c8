"""Deleting personal data from both databases, each in one transaction, with a record that names nobody."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass, replace
from types import MappingProxyType

from sqlalchemy import Connection

from ruecklauf.store import schema
from ruecklauf.store.database import Database
from ruecklauf.store.privacy.acts import Act, add_act
from ruecklauf.store.privacy.texts import (
    Names,
    Redacts,
    counted,
    erase_in_answers,
    erase_in_contacts,
    hits_in,
)
from ruecklauf.store.privacy.waves import (
    count_contacts,
    erase_contacts_of,
    erase_messages_of,
    take_names_out,
)


@dataclass(frozen=True, slots=True)
class Expired:
    """What is kept no longer: waves, and the files that came in them."""

    contacts: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    messages: tuple[str, ...] = ()
    message_files: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Databases:
    """Both databases of a store."""

    answers: Database
    contacts: Database

    def named(self, names: Names) -> Counter[str]:
        """In how many rows of each table somebody is named."""
        with self.answers.reading() as answers, self.contacts.reading() as contacts:
            return counted(hits_in(answers, schema.ANSWERS, names)) + counted(
                hits_in(contacts, schema.CONTACTS, names)
            )

    def named_surely(self, names: Names, surely: Names) -> tuple[Counter[str], Counter[str]]:
        """The same of those that surely are among them, and of all others; the tables are read once."""
        with self.answers.reading() as answers, self.contacts.reading() as contacts:
            found = [
                (hit.table.name, hit.says(surely))
                for connection, metadata in ((answers, schema.ANSWERS), (contacts, schema.CONTACTS))
                for hit in hits_in(connection, metadata, names)
            ]
        return (
            Counter(table for table, is_sure in found if is_sure),
            Counter(table for table, is_sure in found if not is_sure),
        )

    def erase_person(
        self, names: Names, redacts: Redacts, keys: Mapping[str, str], done: Act
    ) -> Counter[str]:
        """Delete a person, and give the rows by table, which the record has, too.

        `keys` are those of findings that have another one once they name nobody.
        """
        with ExitStack() as stack:
            answers, contacts = self._writing(stack)
            rows = erase_in_contacts(contacts, names, redacts)
            rows += erase_in_answers(answers, schema.ANSWERS, names, redacts)
            _rename_keys(answers, keys)
            self._end(answers, contacts, rows, done)
        self._forget()
        return +rows

    def erase_expired(
        self,
        expired: Expired,
        done: Act | None,
        without: Mapping[str, Redacts] = MappingProxyType({}),
        keys: Mapping[str, str] = MappingProxyType({}),
    ) -> Counter[str]:
        """Delete what is kept no longer, and give the rows by table; without a record only count them.

        `without` takes out of an alliance's texts whom only the deleted contacts named: nothing would tell
        any more that somebody is named there. `keys` are those of findings that have another one then.
        """
        with ExitStack() as stack:
            answers, contacts = self._writing(stack)
            really = done is not None
            rows = erase_contacts_of(contacts, expired.contacts, expired.files, really=really)
            rows += erase_messages_of(contacts, expired.messages, expired.message_files, really=really)
            if done is not None:
                rows += take_names_out(answers, without)
                _rename_keys(answers, keys)
                self._end(answers, contacts, rows, done)
        if done is not None:
            self._forget()
        return +rows

    def _writing(self, stack: ExitStack) -> tuple[Connection, Connection]:
        return stack.enter_context(self.answers.writing()), stack.enter_context(self.contacts.writing())

    def _end(self, answers: Connection, contacts: Connection, rows: Counter[str], done: Act) -> None:
        count_contacts(answers, contacts)
        add_act(answers, replace(done, details={**done.details, "rows": dict(sorted((+rows).items()))}))

    def _forget(self) -> None:
        for database in (self.answers, self.contacts):
            database.forget()


def _rename_keys(answers: Connection, keys: Mapping[str, str]) -> None:
    for table in (schema.settlement, schema.inquiry_answer):
        for before, after in keys.items():
            here = table.c.finding_key == before
            answers.execute(table.update().where(here).values(finding_key=after))
