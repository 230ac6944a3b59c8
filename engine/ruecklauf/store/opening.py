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


def open_store(
    url: str,
    contacts_url: str,
    *,
    read_only: bool = False,
    make: bool = True,
    pair: str = "",
    contacts_anew: bool = False,
) -> Store:
    """The store at two SQLAlchemy addresses (see project.database); tables are upgraded if need be.

    StoreError where a place cannot be written, is no database, was made by a newer ruecklauf, or where the
    databases belong to different projects. Databases that are not there are made if `make` says so, but never
    one beside another that holds returns: what was in it is lost. With `read_only` nothing is written. `pair`
    is what new ones belong to; with `contacts_anew` contacts that are lost are begun anew all the same.
    """
    if _same(url, contacts_url):
        raise StoreError(
            "Answers and contacts have the same database.",
            remedy="Give 'contacts_url' a database of its own in ruecklauf.toml.",
        )
    with ExitStack() as opened:
        found = _Found(url, contacts_url, read_only, opened)
        if not (contacts_anew and isinstance(found.answers, Database)):
            found.refuse_lost(make=make and not read_only)
        answers, contacts = found.complete(pair or uuid4().hex)
        if answers.pair and contacts.pair and answers.pair != contacts.pair:
            raise StoreError(
                "the databases belong to different projects.", where=contacts.place, remedy=_REMEDY
            )
        opened.pop_all()
        return Store(answers, contacts)


class _Found:
    """The databases as they are found; what was opened is closed with `opened`."""

    def __init__(self, url: str, contacts_url: str, read_only: bool, opened: ExitStack) -> None:
        self._urls = {"answers": url, "contacts": contacts_url}
        self._opened = opened
        self.answers = self._look("answers", read_only)
        self.contacts = self._look("contacts", read_only)

    def _look(self, kind: str, read_only: bool) -> Database | MissingError:
        try:
            found = Database(self._urls[kind], schema.BY_KIND[kind], kind=kind, read_only=read_only)
        except MissingError as missing:
            return missing
        self._opened.callback(found.close)
        return found

    def refuse_lost(self, *, make: bool) -> None:
        """MissingError for one that is not there, unless both may be new."""
        if isinstance(self.answers, MissingError) and not (
            make and not _holds(self.contacts, schema.contact)
        ):
            raise self.answers
        if isinstance(self.contacts, MissingError) and not (
            make and not _holds(self.answers, schema.submission)
        ):
            raise self.contacts

    def complete(self, pair: str) -> tuple[Database, Database]:
        """Both databases, made where they are not there."""
        if isinstance(self.answers, MissingError):
            self.answers = self._make("answers", getattr(self.contacts, "pair", "") or pair)
        if isinstance(self.contacts, MissingError):
            self.contacts = self._make("contacts", self.answers.pair)
        return self.answers, self.contacts

    def _make(self, kind: str, pair: str) -> Database:
        made = Database(self._urls[kind], schema.BY_KIND[kind], kind=kind, make=True, pair=pair)
        self._opened.callback(made.close)
        return made


def _holds(database: Database | MissingError, table: Table) -> bool:
    return isinstance(database, Database) and database.holds(table)


def _same(url: str, contacts_url: str) -> bool:
    return read_address(url) == read_address(contacts_url)
