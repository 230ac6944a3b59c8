"""Database addresses: which ones are accepted, and what they mean for a project folder."""

from __future__ import annotations

from pathlib import Path

_SQLITE = "sqlite:///"
SQLITE_ENDINGS = ("", "-wal", "-shm", "-journal")
"""Behind the name of a database: the file itself, and those that SQLite may have beside it."""
_POSTGRES = ("postgresql://", "postgresql+psycopg://")


def check_url(declared: str) -> str:
    """The address as declared; ValueError if it is none of: SQLite file, sqlite:/// or postgresql:// address.

    The message does not repeat the address, which may hold a password.
    """
    if not declared.isprintable():
        raise ValueError("has characters that no address has, such as a line break")
    if declared.startswith(_POSTGRES) or (_is_file(declared) and _path(declared) not in ("", ":memory:")):
        return declared
    raise ValueError('must be a file such as "ruecklauf.sqlite", or begin with sqlite:/// or postgresql://')


def database_url(declared: str, root: Path) -> str:
    """The address for SQLAlchemy; a relative SQLite path counts from `root`, PostgreSQL goes by psycopg 3."""
    if _is_file(declared):
        return _SQLITE + (root / _path(declared)).resolve().as_posix()
    return _POSTGRES[1] + declared.partition("://")[2]


def database_file(url: str) -> Path | None:
    """The file that an address for SQLAlchemy means; None for a database on a server."""
    return Path(_path(url)) if _is_file(url) else None


def same_database(first: str, second: str) -> bool:
    """Whether two addresses of one project mean the same database."""
    return database_url(first, Path()) == database_url(second, Path())


def _is_file(declared: str) -> bool:
    return declared.startswith(_SQLITE) or "://" not in declared


def _path(declared: str) -> str:
    return declared.removeprefix(_SQLITE)
