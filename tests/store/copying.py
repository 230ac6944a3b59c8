"""Databases as copies of others: filling them anew would take longer than most tests."""

from __future__ import annotations

import shutil
from pathlib import Path

from sqlalchemy import MetaData, create_engine, func, insert, select, text

from ruecklauf.store import open_store, schema

Urls = tuple[str, str]
_FILE = "sqlite:///"
_BOTH = (schema.ANSWERS, schema.CONTACTS)


def copy_databases(source: Urls, target: Urls) -> None:
    """Give empty databases what stands in two others; into files only from files."""
    if target[0].startswith(_FILE):
        for old, new in zip(source, target, strict=True):
            shutil.copyfile(_path(old), _path(new))
        return
    open_store(*target).close()
    for old, new, metadata in zip(source, target, _BOTH, strict=True):
        _copy_rows(old, new, metadata)


def _path(url: str) -> Path:
    return Path(url.removeprefix(_FILE))


def _copy_rows(source: str, target: str, metadata: MetaData) -> None:
    read, write = create_engine(source), create_engine(target)
    with read.connect() as old, write.begin() as new:
        for table in reversed(metadata.sorted_tables):
            new.execute(table.delete())
        for table in metadata.sorted_tables:
            rows = [dict(row) for row in old.execute(select(table)).mappings()]
            if rows:
                new.execute(insert(table), rows)
            if "id" in table.columns and rows:
                last = select(func.max(table.c.id)).scalar_subquery()
                place = text(f"pg_get_serial_sequence('{table.name}', 'id')")
                new.execute(select(func.setval(place, last)))
    read.dispose()
    write.dispose()
