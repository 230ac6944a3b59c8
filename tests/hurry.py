"""What tests need not wait for: databases and files are not written down against a loss of power."""

from __future__ import annotations

import os

from ruecklauf.store import database

SHIPPED = database.DURABLE


def hurry() -> None:
    """For this process; commands that tests start, and kill, do as users' do."""
    database.DURABLE = tuple(
        "synchronous=OFF" if pragma.startswith("synchronous") else pragma for pragma in SHIPPED
    )
    os.fsync = _at_once


def _at_once(_: object) -> None:
    """The system writes it down when it likes."""
