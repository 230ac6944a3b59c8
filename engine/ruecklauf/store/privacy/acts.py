"""What people did with personal data: who, when and why. Nothing of those whom it is about stands there."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, Column, Connection, Integer, String, Table, select

from ruecklauf.store.columns import AnyText, UtcTime
from ruecklauf.store.reader import Reader
from ruecklauf.store.schema import ANSWERS


class ActKind(StrEnum):
    """What was done."""

    READ = "read"
    """A passage that is hidden elsewhere was shown."""
    UNMASKED = "unmasked"
    """A dataset was exported with all its texts."""
    ERASED = "erased"
    """Personal data was deleted: the proof of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """One thing that was done with personal data."""

    kind: ActKind
    details: dict[str, Any] = field(default_factory=dict)
    """Counts, hashes and ids of questions alone."""
    person: str
    reason: str
    recorded_at: datetime


act = Table(
    "privacy_act",
    ANSWERS,
    Column("id", Integer, primary_key=True),
    Column("kind", String(20), nullable=False),
    Column("details", JSON, nullable=False),
    Column("person", AnyText, nullable=False),
    Column("reason", AnyText, nullable=False),
    Column("recorded_at", UtcTime, nullable=False),
    sqlite_autoincrement=True,
)
"""New rows only; made by no import, so that `rebuild` keeps them as they are."""


class ActReader(Reader):
    """Questions about what was done with personal data."""

    def acts(self) -> tuple[Act, ...]:
        """Everything that was recorded, in that order."""
        columns = [column for column in act.c if column.name != "id"]
        rows = self._connection.execute(select(*columns).order_by(act.c.id)).mappings()
        return tuple(Act(**{**row, "kind": ActKind(row["kind"])}) for row in rows)


def add_act(connection: Connection, done: Act) -> None:
    connection.execute(act.insert(), asdict(done))
