"""Opening a database: connections, transactions, the schema and its version."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine, MetaData, create_engine, event, inspect, make_url, select, text
from sqlalchemy.exc import ArgumentError, OperationalError, SQLAlchemyError
from sqlalchemy.pool import ConnectionPoolEntry

from ruecklauf.errors import StoreError
from ruecklauf.store.schema import SCHEMA_VERSION

_BUSY_SECONDS = 30
_SCHEMA_LOCK = 7_283_625
"""Any number that no other program uses: PostgreSQL's advisory lock while the tables are made."""


class Database:
    """One database with the tables of `metadata`, made if they are not there yet.

    `kind` is written into it, so that answers and contacts are never mixed up.
    """

    def __init__(self, url: str, metadata: MetaData, *, kind: str) -> None:
        self.engine = _make_engine(url)
        self.place = self.engine.url.render_as_string(hide_password=True)
        try:
            self._create(metadata, kind)
        except BaseException:
            self.engine.dispose()
            raise

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction that is committed at the end, or rolled back; SQLite takes its write lock at once."""
        with self._explained(), self.engine.connect() as connection:
            connection = connection.execution_options(writes=True)
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

    def _create(self, metadata: MetaData, kind: str) -> None:
        meta = metadata.tables["ruecklauf_meta"]
        with self.writing() as connection:
            if not _is_sqlite(self.engine):
                connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _SCHEMA_LOCK})
            present = set(inspect(connection).get_table_names())
            if meta.name in present:
                rows = connection.execute(select(meta.c.key, meta.c.value)).all()
                self._check({str(key): str(fact) for key, fact in rows}, kind)
                return
            if foreign := sorted(present & set(metadata.tables)):
                raise self._error(
                    f"has a table {foreign[0]!r} that ruecklauf did not make", "Use another one."
                )
            metadata.create_all(connection, checkfirst=False)
            facts = {"kind": kind, "schema_version": str(SCHEMA_VERSION)}
            connection.execute(meta.insert(), [{"key": key, "value": fact} for key, fact in facts.items()])

    def _check(self, facts: dict[str, str], kind: str) -> None:
        if facts.get("kind") != kind:
            raise self._error(
                f"is the database for {facts.get('kind')}, not for {kind}",
                "Check 'url' and 'contacts_url' in ruecklauf.toml: they must be two different databases.",
            )
        if (version := int(facts["schema_version"])) != SCHEMA_VERSION:
            raise self._error(
                f"has schema version {version}, but this ruecklauf knows version {SCHEMA_VERSION}",
                "Install the newest ruecklauf.",
            )

    def _error(self, what: str, remedy: str) -> StoreError:
        return StoreError(f"{what}.", where=self.place, remedy=remedy)

    @contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except SQLAlchemyError as error:
            # only the first line: PostgreSQL's details repeat the values of the row
            cause = str(getattr(error, "orig", None) or error).partition("\n")[0]
            raise self._error(f"cannot be used ({cause})", _remedy(error)) from error


def _remedy(error: SQLAlchemyError) -> str:
    if isinstance(error, OperationalError) and "locked" in str(error.orig):
        return "Another import is writing; try again when it has ended."
    return "Check that the place exists, can be written to, and is a database made by ruecklauf."


def _is_sqlite(engine: Engine) -> bool:
    return engine.dialect.name == "sqlite"


def _make_engine(url: str) -> Engine:
    try:
        sqlite = make_url(url).get_backend_name() == "sqlite"
        options = {"timeout": _BUSY_SECONDS} if sqlite else {}
        # values stay out of error messages: they may be personal
        engine = create_engine(url, connect_args=options, hide_parameters=True)
    except ArgumentError as error:
        raise StoreError(
            "The database address cannot be read.", remedy="Check it in ruecklauf.toml."
        ) from error
    except ModuleNotFoundError as error:
        raise StoreError(
            f"The database driver {error.name} is not installed.",
            remedy='Run pip install "ruecklauf[postgres]".',
        ) from error
    if sqlite:
        _prepare_sqlite(engine)
    return engine


def _prepare_sqlite(engine: Engine) -> None:
    """Durable, and with transactions that begin where we say.

    https://docs.sqlalchemy.org/en/20/dialects/sqlite.html#serializable-isolation-savepoints-transactional-ddl
    """

    @event.listens_for(engine, "connect")
    def set_up(connection: sqlite3.Connection, _: ConnectionPoolEntry) -> None:
        connection.isolation_level = None
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON"):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        mode = "IMMEDIATE" if connection.get_execution_options().get("writes") else "DEFERRED"
        connection.exec_driver_sql(f"BEGIN {mode}")
