"""A store on SQLite always, and on PostgreSQL where RUECKLAUF_TEST_POSTGRES names a database to use."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import create_engine
from sqlalchemy.schema import CreateSchema, DropSchema

import installed
from ruecklauf.store import Store, open_store

Urls = tuple[str, str]


@pytest.fixture
def sqlite_urls(tmp_path: Path) -> Urls:
    return f"sqlite:///{tmp_path / 'answers.sqlite'}", f"sqlite:///{tmp_path / 'contacts.sqlite'}"


@pytest.fixture(params=["sqlite", "postgres"])
def urls(request: pytest.FixtureRequest, sqlite_urls: Urls) -> Iterator[Urls]:
    """Addresses of two empty databases: files, or schemas of their own that are dropped afterwards."""
    if request.param == "sqlite":
        yield sqlite_urls
        return
    base = installed.postgres()
    schemas = [f"{kind}_{uuid4().hex}" for kind in ("answers", "contacts")]
    engine = create_engine(base)
    with engine.begin() as connection:
        for schema in schemas:
            connection.execute(CreateSchema(schema))
    yield tuple(f"{base}?options=-csearch_path%3D{schema}" for schema in schemas)  # type: ignore[misc]
    with engine.begin() as connection:
        for schema in schemas:
            connection.execute(DropSchema(schema, cascade=True))
    engine.dispose()


@pytest.fixture
def store(urls: Urls) -> Iterator[Store]:
    with open_store(*urls) as opened:
        yield opened
