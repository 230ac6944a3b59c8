"""Opening the two databases of a project, which belong together."""

from __future__ import annotations

from contextlib import ExitStack
from uuid import uuid4

from sqlalchemy import Table

from ruecklauf.errors import StoreError
from ruecklauf.store import schema
from ruecklauf.store.address import read_address
from ruecklauf.store.database import Database, MissingError
from ruecklauf.store.store import Store

_REMEDY = "Check 'url' and 'contacts_url' in ruecklauf.toml, or restore both from the same backup."


def open_store(url: str, contacts_url: str, *, read_only: bool = False, make: bool = True) -> Store:
    """The store at two SQLAlchemy addresses (see project.database); tables are upgraded if need be.

    StoreError where a place cannot be written, is no database, was made by a newer ruecklauf, or where the
    databases belong to different projects. Databases that are not there are made if `make` says so, but never
    one beside another that holds returns: what was in it is lost. With `read_only` nothing is written.
    """
    if _same(url, contacts_url):
        raise StoreError(
            "Answers and contacts have the same database.",
            remedy="Give 'contacts_url' a database of its own in ruecklauf.toml.",
        )
    with ExitStack() as opened:
        answers, contacts = _open(url, contacts_url, read_only=read_only, make=make, opened=opened)
        if answers.pair and contacts.pair and answers.pair != contacts.pair:
            raise StoreError(
                "the databases belong to different projects.", where=contacts.place, remedy=_REMEDY
            )
        opened.pop_all()
        return Store(answers, contacts)


def _open(
    url: str, contacts_url: str, *, read_only: bool, make: bool, opened: ExitStack
) -> tuple[Database, Database]:
    def there(url: str, kind: str) -> Database | MissingError:
        try:
            found = Database(url, schema.BY_KIND[kind], kind=kind, read_only=read_only)
        except MissingError as missing:
            return missing
        opened.callback(found.close)
        return found

    def made(url: str, kind: str, pair: str) -> Database:
        database = Database(url, schema.BY_KIND[kind], kind=kind, make=True, pair=pair)
        opened.callback(database.close)
        return database

    answers, contacts = there(url, "answers"), there(contacts_url, "contacts")
    for found, other, returns in (
        (answers, contacts, schema.contact),
        (contacts, answers, schema.submission),
    ):
        if isinstance(found, MissingError) and (read_only or not make or _holds(other, returns)):
            raise found
    if isinstance(answers, MissingError):
        answers = made(url, "answers", contacts.pair if isinstance(contacts, Database) else uuid4().hex)
    if isinstance(contacts, MissingError):
        contacts = made(contacts_url, "contacts", answers.pair)
    return answers, contacts


def _holds(database: Database | MissingError, table: Table) -> bool:
    return isinstance(database, Database) and database.holds(table)


def _same(url: str, contacts_url: str) -> bool:
    return read_address(url) == read_address(contacts_url)
