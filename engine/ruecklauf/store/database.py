"""Opening a database: connections, transactions, the schema and its version."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import (
    URL,
    Connection,
    Engine,
    MetaData,
    event,
    inspect,
    select,
    text,
)
from sqlalchemy.exc import OperationalError, SQLAlchemyError
from sqlalchemy.pool import ConnectionPoolEntry

from ruecklauf.errors import StoreError
from ruecklauf.store.address import is_sqlite, make_engine, read_address, shown_address, without_secrets
from ruecklauf.store.migration import upgrade
from ruecklauf.store.private import keep_private, make_private
from ruecklauf.store.schema import SCHEMA_VERSION

_BUSY_SECONDS = 30
_META = "ruecklauf_meta"
_SCHEMA_LOCK = 7_283_625
"""Any number that no other program uses: PostgreSQL's advisory lock while the tables are made."""


class Database:
    """One database with the tables of `metadata`, made or brought up to date if need be.

    `kind` is written into it, so that answers and contacts are never mixed up.
    """

    def __init__(self, url: str, metadata: MetaData, *, kind: str, read_only: bool = False) -> None:
        self._address = read_address(url)
        self.place = shown_address(self._address)
        self.engine = _make_engine(self._address, read_only=read_only)
        self._read_only = read_only
        file = None if read_only else _file_of(self._address)
        try:
            if file is not None:
                make_private(file)
            self._prepare(metadata, kind)
            if file is not None:
                keep_private(file)
        except BaseException:
            self.engine.dispose()
            raise

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction that is committed at the end, or rolled back; SQLite takes its write lock at once.

        On PostgreSQL every statement sees what others have committed by then.
        """
        if self._read_only:
            raise self._error("was opened for reading only", "This is a fault in ruecklauf.")
        with self._explained(), self.engine.connect() as connection:
            connection = connection.execution_options(writes=True)
            if not _is_sqlite(self.engine):
                connection = connection.execution_options(isolation_level="READ COMMITTED")
            with connection.begin():
                yield connection

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A transaction that sees one state of the database however long it lasts; blocks no writer."""
        with self._explained(), self.engine.connect() as connection:
            if not _is_sqlite(self.engine):
                connection = connection.execution_options(isolation_level="REPEATABLE READ")
            with connection.begin():
                yield connection

    def close(self) -> None:
        self.engine.dispose()

    def _prepare(self, metadata: MetaData, kind: str) -> None:
        with self.reading() as connection:
            version = self._version(connection, metadata, kind)
        if version == SCHEMA_VERSION:
            return
        if self._read_only:
            what = "holds nothing yet" if version is None else f"still has schema version {version}"
            raise self._error(what, "Run a command that writes to it first, for example an import.")
        with self.writing() as connection:
            if not _is_sqlite(self.engine):
                connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _SCHEMA_LOCK})
            # another process may have made or upgraded it in the meantime
            version = self._version(connection, metadata, kind)
            if version is None:
                self._create(connection, metadata, kind)
            elif version < SCHEMA_VERSION:
                upgrade(connection, metadata, version)
                meta = metadata.tables[_META]
                current = meta.update().where(meta.c.key == "schema_version")
                connection.execute(current.values(value=str(SCHEMA_VERSION)))

    def _create(self, connection: Connection, metadata: MetaData, kind: str) -> None:
        present = set(inspect(connection).get_table_names())
        if foreign := sorted(present & set(metadata.tables)):
            raise self._error(f"has a table {foreign[0]!r} that ruecklauf did not make", "Use another one.")
        metadata.create_all(connection, checkfirst=False)
        facts = {"kind": kind, "schema_version": str(SCHEMA_VERSION)}
        rows = [{"key": key, "value": fact} for key, fact in facts.items()]
        connection.execute(metadata.tables[_META].insert(), rows)

    def _version(self, connection: Connection, metadata: MetaData, kind: str) -> int | None:
        """The schema version; None if there are no tables of ours. StoreError if it cannot be used."""
        meta = metadata.tables[_META]
        if not inspect(connection).has_table(meta.name):
            return None
        rows = connection.execute(select(meta.c.key, meta.c.value))
        facts = {str(key): str(fact) for key, fact in rows}
        if facts.get("kind") != kind:
            raise self._error(
                f"is the database for {facts.get('kind')}, not for {kind}",
                "Check 'url' and 'contacts_url' in ruecklauf.toml: they must be two different databases.",
            )
        if (version := int(facts["schema_version"])) > SCHEMA_VERSION:
            raise self._error(
                f"has schema version {version}, but this ruecklauf knows version {SCHEMA_VERSION}",
                "Install the newest ruecklauf.",
            )
        return version

    def _error(self, what: str, remedy: str) -> StoreError:
        return StoreError(f"{what}.", where=self.place, remedy=remedy)

    @contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except (SQLAlchemyError, UnicodeError) as error:
            # only the first line: PostgreSQL's details repeat the values of the row
            cause = str(getattr(error, "orig", None) or error).partition("\n")[0]
            remedy = _remedy(error, read_only=self._read_only)
            cause = without_secrets(cause, self._address)
            raise self._error(f"cannot be used ({cause})", remedy) from error


def _remedy(error: Exception, *, read_only: bool) -> str:
    if isinstance(error, OperationalError) and "locked" in str(error.orig):
        return "Another import is writing; try again when it has ended."
    if read_only:
        return (
            "Check that the place exists and is a database made by ruecklauf. "
            "SQLite needs write permission for its folder even to read."
        )
    return "Check that the place exists, can be written to, and is a database made by ruecklauf."


def _is_sqlite(engine: Engine) -> bool:
    return engine.dialect.name == "sqlite"


def _make_engine(address: URL, *, read_only: bool) -> Engine:
    sqlite = is_sqlite(address)
    options = {"timeout": _BUSY_SECONDS} if sqlite else {}
    engine = make_engine(_read_only(address) if sqlite and read_only else address, options)
    if sqlite:
        _prepare_sqlite(engine, read_only=read_only)
    return engine


def _file_of(address: URL) -> Path | None:
    """The file of a SQLite database; None for others."""
    file = address.database or ""
    return Path(file) if is_sqlite(address) and file and not file.startswith("file:") else None


def _read_only(address: URL) -> URL:
    """The address of a file that is there already.

    Not `immutable`, which would serve folders without write permission: it passes over what others have
    just written. https://www.sqlite.org/wal.html#read_only_databases
    """
    file = address.database or ""
    if not file.startswith("file:"):
        file = Path(file).absolute().as_uri()
    return address.set(database=file, query={**address.query, "mode": "ro", "uri": "true"})


def _prepare_sqlite(engine: Engine, *, read_only: bool) -> None:
    """Durable, and with transactions that begin where we say.

    https://docs.sqlalchemy.org/en/20/dialects/sqlite.html#serializable-isolation-savepoints-transactional-ddl
    """
    durable = ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON")

    @event.listens_for(engine, "connect")
    def set_up(connection: sqlite3.Connection, _: ConnectionPoolEntry) -> None:
        connection.isolation_level = None
        for pragma in () if read_only else durable:
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        mode = "IMMEDIATE" if connection.get_execution_options().get("writes") else "DEFERRED"
        connection.exec_driver_sql(f"BEGIN {mode}")
