"""What tests need not wait for: databases of theirs are not written down against a loss of power."""

from __future__ import annotations

from ruecklauf.store import database

SHIPPED = database.DURABLE


def hurry() -> None:
    """For this process; commands that tests start, and kill, do as users' do."""
    database.DURABLE = tuple(
        "synchronous=OFF" if pragma.startswith("synchronous") else pragma for pragma in SHIPPED
    )
