"""Marks by which is seen what changed since: of each alliance one, and one of what concerns all."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from sqlalchemy import Select, func, select

from ruecklauf.store import schema
from ruecklauf.store.privacy.acts import ActKind, act
from ruecklauf.store.reader import Reader


class MarkReader(Reader):
    """Questions about changes. What an import stored changes by a deletion only, so that numbers tell."""

    def marks(self) -> dict[str, str]:
        """By alliance a text that is another one after each form, import, withdrawal and correction, and
        after each decision whose a file is; nothing personal is in it."""
        changes: dict[str, list[str]] = defaultdict(list)
        for name, query, contacts in _queries():
            source = self._open_contacts() if contacts else self._connection
            for alliance, *rest in source.execute(query):
                changes[alliance].append(f"{name} {rest}")
        return {alliance: _digest(sorted(said)) for alliance, said in changes.items() if alliance}

    def common_mark(self) -> str:
        """Another one after each deletion of personal data, which may take something out of any text, and
        for other declarations."""
        erased = select(func.count()).where(act.c.kind == ActKind.ERASED)
        hashes = select(schema.declaration.c.content_hash).order_by(schema.declaration.c.content_hash)
        said = [str(self._connection.execute(erased).scalar_one())]
        return _digest([*said, *self._connection.execute(hashes).scalars()])


def _queries() -> Iterable[tuple[str, Select[Any], bool]]:
    yield "import", _imports(), False
    # a file that is another alliance's now is no longer the one's whose it was
    yield "moved", _moved(), False
    for table, contacts in (
        (schema.form, False),
        (schema.correction, False),
        (schema.contact_correction, True),
    ):
        whose = table.c.alliance
        yield table.name, select(whose, func.max(table.c.id), func.count()).group_by(whose), contacts
    whose = schema.contact.c.alliance
    yield "contact", select(whose, func.count()).group_by(whose), True


def _imports() -> Select[Any]:
    came, receipt = schema.submission.c, schema.receipt.c
    handed_in = (
        select(receipt.sha256, func.max(receipt.id).label("last"), func.count().label("often"))
        .group_by(receipt.sha256)
        .cte("handed_in")
    )
    return (
        select(
            came.alliance, came.id, came.sha256, came.importer_version, came.outcome, came.wave,
            came.imported_at, came.dated_at, handed_in.c.last, handed_in.c.often,
        )
        .join_from(schema.submission, handed_in, handed_in.c.sha256 == came.sha256, isouter=True)
        .where(came.alliance != "")
    )  # fmt: skip


def _moved() -> Select[Any]:
    """Files by alliance with the last import of each that is not of the alliance."""
    mine, other = schema.submission, schema.submission.alias("other")
    return (
        select(mine.c.alliance, mine.c.sha256, func.max(other.c.id))
        .join_from(mine, other, other.c.sha256 == mine.c.sha256)
        .where(other.c.id > mine.c.id, other.c.alliance != mine.c.alliance, mine.c.alliance != "")
        .group_by(mine.c.alliance, mine.c.sha256)
    )


def _digest(said: Iterable[str]) -> str:
    return hashlib.sha256("\n".join(said).encode()).hexdigest()[:32]
