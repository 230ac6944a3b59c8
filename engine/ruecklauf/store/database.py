"""Opening a database: connections, transactions, the schema and its version."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import (
    URL,
    Connection,
    Engine,
    MetaData,
    Table,
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

DURABLE = ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON")
"""How SQLite keeps what is written to it, whatever happens to the machine."""
_BUSY_SECONDS = 30
_META = "ruecklauf_meta"
_CONNECT_SECONDS = 30
_LOCK_SECONDS = 300
"""An import holds its locks for the time that one file takes."""
_SCHEMA_LOCK = 7_283_625
"""Any number that no other program uses: PostgreSQL's advisory lock while the tables are made."""


class MissingError(StoreError):
    """There is no database at this place, or an empty one."""


class Database:
    """One database with the tables of `metadata`, brought up to date if need be, or made if `make` says so.

    `kind` is written into it, so that answers and contacts are never mixed up; and `pair`, which both
    databases of a project share.
    """

    def __init__(
        self,
        url: str,
        metadata: MetaData,
        *,
        kind: str,
        read_only: bool = False,
        make: bool = False,
        pair: str = "",
    ) -> None:
        self._address = read_address(url)
        self.place = shown_address(self._address)
        self.engine = _make_engine(self._address, mode="ro" if read_only else "rwc" if make else "rw")
        self.pair = pair
        self._kind = kind
        self._make = make
        self._read_only = read_only
        file = None if read_only else _file_of(self._address)
        try:
            self._refuse_absent()
            if file is not None and make:
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

    def forget(self) -> None:
        """Leave nothing of deleted rows in SQLite's journal; what PostgreSQL keeps goes by its own vacuum."""
        if _is_sqlite(self.engine):
            with self._explained(), self.engine.connect() as connection:
                connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")

    def holds(self, table: Table) -> bool:
        """Whether there is any row in a table."""
        with self.reading() as connection:
            return connection.execute(select(table).limit(1)).first() is not None

    def faults(self, metadata: MetaData) -> tuple[str, ...]:
        """What is damaged in it, as far as the database knows; reads all of it."""
        try:
            with self.reading() as connection:
                return (*_said_by_sqlite(connection), *_unreadable(connection, metadata))
        except StoreError as error:
            return (error.what,)

    def _refuse_absent(self) -> None:
        """MissingError for a file that is not there; asking SQLite would make one."""
        file = _file_of(self._address)
        if file is not None and not self._make and not file.exists():
            raise self._missing("is not there")

    def _missing(self, what: str) -> MissingError:
        return MissingError(
            f"the database of {self._kind} {what}.",
            where=self.place,
            remedy="Restore it from a backup. For a new project `ruecklauf forms` makes one; "
            "lost contacts come back with `ruecklauf rebuild`.",
        )

    def _prepare(self, metadata: MetaData, kind: str) -> None:
        with self.reading() as connection:
            version = self._version(connection, metadata, kind)
            if version is None and not self._make:
                self._refuse_foreign(connection, metadata)
                raise self._missing("holds nothing")
        if version == SCHEMA_VERSION:
            return
        if self._read_only:
            what = f"still has schema version {version}"
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
        self._refuse_foreign(connection, metadata)
        metadata.create_all(connection, checkfirst=False)
        facts = {"kind": kind, "schema_version": str(SCHEMA_VERSION), "pair": self.pair}
        rows = [{"key": key, "value": fact} for key, fact in facts.items()]
        connection.execute(metadata.tables[_META].insert(), rows)

    def _refuse_foreign(self, connection: Connection, metadata: MetaData) -> None:
        """StoreError for tables of other programs: any in a file, those with our names on a server."""
        present = set(inspect(connection).get_table_names())
        foreign = present if _is_sqlite(self.engine) else present & set(metadata.tables)
        if foreign:
            raise self._error(f"has a table {min(foreign)!r} that ruecklauf did not make", "Use another one.")

    def _version(self, connection: Connection, metadata: MetaData, kind: str) -> int | None:
        """The schema version; None if there are no tables of ours. StoreError if it cannot be used."""
        meta = metadata.tables[_META]
        if not inspect(connection).has_table(meta.name):
            return None
        rows = connection.execute(select(meta.c.key, meta.c.value))
        facts = {str(key): str(fact) for key, fact in rows}
        self.pair = facts.get("pair", "")
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
    if isinstance(error, OperationalError) and re.search("locked|lock timeout", str(error.orig)):
        return "Another import is writing; try again when it has ended."
    if read_only:
        return (
            "Check that the place exists and is a database made by ruecklauf. "
            "SQLite needs write permission for its folder even to read."
        )
    return "Check that the place exists, can be written to, and is a database made by ruecklauf."


def _said_by_sqlite(connection: Connection) -> Iterator[str]:
    """What SQLite's own checks say; PostgreSQL has none that every installation offers."""
    if connection.dialect.name != "sqlite":
        return
    said = [str(row[0]) for row in connection.exec_driver_sql("PRAGMA integrity_check")]
    yield from (line for line in said if line != "ok")
    for table, row, other, _ in connection.exec_driver_sql("PRAGMA foreign_key_check"):
        yield f"row {row} of {table} refers to nothing in {other}"


def _unreadable(connection: Connection, metadata: MetaData) -> Iterator[str]:
    for table in metadata.sorted_tables:
        try:
            for _ in connection.execute(select(table), execution_options={"yield_per": 10_000}):
                pass
        except (ValueError, TypeError) as error:
            yield f"{table.name} holds what cannot be there ({type(error).__name__})"


def _is_sqlite(engine: Engine) -> bool:
    return engine.dialect.name == "sqlite"


def _make_engine(address: URL, *, mode: str) -> Engine:
    sqlite = is_sqlite(address)
    options = {"timeout": _BUSY_SECONDS} if sqlite else {"connect_timeout": _CONNECT_SECONDS}
    engine = make_engine(_with_mode(address, mode) if sqlite and mode != "rwc" else address, options)
    if sqlite:
        _prepare_sqlite(engine, read_only=mode == "ro")
    else:
        _prepare_postgres(engine)
    return engine


def _file_of(address: URL) -> Path | None:
    """The file of a SQLite database; None for others."""
    file = address.database or ""
    return Path(file) if is_sqlite(address) and file and not file.startswith("file:") else None


def _with_mode(address: URL, mode: str) -> URL:
    """The address of a file that is there already, to be read or written.

    Not `immutable`, which would serve folders without write permission: it passes over what others have
    just written. https://www.sqlite.org/wal.html#read_only_databases
    """
    file = address.database or ""
    if not file.startswith("file:"):
        file = Path(file).absolute().as_uri()
    return address.set(database=file, query={**address.query, "mode": mode, "uri": "true"})


def _prepare_postgres(engine: Engine) -> None:
    """Nobody waits for ever for what another process, or one on a computer that has gone, holds."""

    @event.listens_for(engine, "connect")
    def set_up(connection: Any, _: ConnectionPoolEntry) -> None:
        connection.execute(f"SET lock_timeout = '{_LOCK_SECONDS}s'")
        connection.commit()


def _prepare_sqlite(engine: Engine, *, read_only: bool) -> None:
    """Durable, and with transactions that begin where we say.

    https://docs.sqlalchemy.org/en/20/dialects/sqlite.html#serializable-isolation-savepoints-transactional-ddl
    """

    @event.listens_for(engine, "connect")
    def set_up(connection: sqlite3.Connection, _: ConnectionPoolEntry) -> None:
        connection.isolation_level = None
        for pragma in () if read_only else DURABLE:
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        mode = "IMMEDIATE" if connection.get_execution_options().get("writes") else "DEFERRED"
        connection.exec_driver_sql(f"BEGIN {mode}")
