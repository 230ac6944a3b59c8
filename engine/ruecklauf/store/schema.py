"""The tables of the two databases; personal values stand in the contacts database alone."""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    UniqueConstraint,
)

from ruecklauf.store.columns import AnyText, UtcTime

SCHEMA_VERSION = 11
"""A database of an earlier version is upgraded when it is opened, see `migration`."""

ANSWERS = MetaData()
"""Everything but personal values."""
CONTACTS = MetaData()
"""Personal values alone."""
BY_KIND = {"answers": ANSWERS, "contacts": CONTACTS}


def _meta(metadata: MetaData) -> Table:
    return Table(
        "ruecklauf_meta",
        metadata,
        Column("key", String(40), primary_key=True),
        Column("value", String(40), nullable=False),
    )


answers_meta = _meta(ANSWERS)
contacts_meta = _meta(CONTACTS)

declaration = Table(
    "declaration",
    ANSWERS,
    Column("content_hash", String(64), primary_key=True),
    Column("worksheet", AnyText, nullable=False),
    Column("version", AnyText, nullable=False),
    Column("json", AnyText, nullable=False),
)

form = Table(
    "form",
    ANSWERS,
    Column("id", Integer, primary_key=True),
    Column("alliance", AnyText, nullable=False),
    Column("wave", AnyText, nullable=False),
    Column("form_code", AnyText, nullable=False),
    Column("file_sha256", String(64), nullable=False),
    Column("file_name", AnyText, nullable=False),
    Column("fingerprint", AnyText, nullable=False),
    Column("declarations", JSON, nullable=False),
    Column("created_at", UtcTime, nullable=False),
    Column("slots", JSON),
    Column("worksheet", AnyText, nullable=False, server_default=""),
    Column("wording", String(64)),
    Column("folder", AnyText),
    UniqueConstraint("alliance", "wave", "file_sha256"),
    Index("form_by_wave", "wave"),
    sqlite_autoincrement=True,
)

wording = Table(
    "wording",
    ANSWERS,
    Column("hash", String(64), primary_key=True),
    Column("texts", JSON, nullable=False),
)
"""What text documents say besides their worksheets; the same for nearly all forms of a round."""

original = Table(
    "original",
    ANSWERS,
    Column("sha256", String(64), primary_key=True),
    Column("size", Integer, nullable=False),
    Column("first_seen", UtcTime, nullable=False),
    Column("dated_at", UtcTime),
)

receipt = Table(
    "receipt",
    ANSWERS,
    Column("id", Integer, primary_key=True),
    Column("sha256", ForeignKey("original.sha256"), nullable=False, index=True),
    Column("file_name", AnyText, nullable=False),
    Column("received_at", UtcTime, nullable=False),
    Column("container", String(64)),
    Column("sent_at", UtcTime),
    Column("expected", AnyText),
    sqlite_autoincrement=True,
)

submission = Table(
    "submission",
    ANSWERS,
    Column("id", Integer, primary_key=True),
    Column("sha256", ForeignKey("original.sha256"), nullable=False),
    Column("importer_version", AnyText, nullable=False),
    Column("outcome", String(20), nullable=False),
    Column("alliance", AnyText, nullable=False),
    Column("wave", AnyText, nullable=False),
    Column("confidence", String(20), nullable=False),
    Column("imported_at", UtcTime, nullable=False),
    Column("count_answers", Integer),
    Column("count_template", Integer),
    Column("count_findings", Integer),
    Column("dated_at", UtcTime),
    Column("condition", JSON(none_as_null=True)),
    Column("inquiry", AnyText),
    UniqueConstraint("sha256", "importer_version"),
    Index("submission_by_alliance", "alliance", "wave"),
    sqlite_autoincrement=True,
)


def _of_submission() -> Column[int]:
    return Column("submission_id", ForeignKey("submission.id"), primary_key=True)


def _origin() -> Column[int | None]:
    """The submission from which the row was taken over; NULL for what the submission itself says."""
    return Column("origin", ForeignKey("submission.id"))


submission_worksheet = Table(
    "submission_worksheet",
    ANSWERS,
    _of_submission(),
    Column("worksheet", AnyText, primary_key=True),
    Column("version", AnyText, nullable=False),
    Column("declaration_hash", ForeignKey("declaration.content_hash"), nullable=False),
    Column("rows", Integer, nullable=False),
    Column("combined_with", ForeignKey("submission.id")),
    Column("answers", Integer),
    Column("contacts", Integer),
    sqlite_with_rowid=False,
)
"""`rows`, `answers` and `contacts` say how many records, values and contacts there must be; NULL where an
earlier ruecklauf did not say it."""

record = Table(
    "record",
    ANSWERS,
    _of_submission(),
    Column("worksheet", AnyText, primary_key=True),
    Column("section", AnyText, primary_key=True),
    Column("row_id", AnyText, primary_key=True),
    Column("position", Integer, nullable=False),
    Column("printed", Boolean, nullable=False),
    _origin(),
    sqlite_with_rowid=False,
)

value = Table(
    "value",
    ANSWERS,
    _of_submission(),
    Column("worksheet", AnyText, primary_key=True),
    Column("section", AnyText, primary_key=True),
    Column("row_id", AnyText, primary_key=True),
    Column("field", AnyText, primary_key=True),
    Column("value", AnyText),
    Column("missing", String(20)),
    Column("raw", AnyText, nullable=False),
    Column("sheet", AnyText, nullable=False),
    Column("cell", AnyText, nullable=False),
    _origin(),
    sqlite_with_rowid=False,
)

finding = Table(
    "finding",
    ANSWERS,
    _of_submission(),
    Column("seq", Integer, primary_key=True),
    Column("code", AnyText, nullable=False),
    Column("severity", String(20), nullable=False),
    Column("worksheet", AnyText, nullable=False),
    Column("section", AnyText, nullable=False),
    Column("row_id", AnyText, nullable=False),
    Column("field", AnyText, nullable=False),
    Column("sheet", AnyText, nullable=False),
    Column("cell", AnyText, nullable=False),
    Column("found", AnyText, nullable=False),
    Column("message", AnyText, nullable=False),
    sqlite_with_rowid=False,
)


def _correction(name: str, metadata: MetaData, file: Column[str]) -> Table:
    """New rows only: a correction is never updated, a later one takes its place."""
    return Table(
        name,
        metadata,
        Column("id", Integer, primary_key=True),
        file,
        Column("alliance", AnyText, nullable=False),
        Column("wave", AnyText, nullable=False),
        Column("worksheet", AnyText, nullable=False),
        Column("section", AnyText, nullable=False),
        Column("row_id", AnyText, nullable=False),
        Column("field", AnyText, nullable=False),
        Column("recorded_at", UtcTime, nullable=False),
        Column("person", AnyText, nullable=False),
        Column("reason", AnyText, nullable=False),
        Column("value", AnyText),
        Column("missing", String(20)),
        Column("replaced", AnyText, nullable=False, server_default=""),
        Index(f"{name}_by_alliance", "alliance", "wave", "worksheet"),
        sqlite_autoincrement=True,
    )


correction = _correction(
    "correction", ANSWERS, Column("sha256", ForeignKey("original.sha256"), nullable=False)
)

assignment = Table(
    "assignment",
    ANSWERS,
    Column("id", Integer, primary_key=True),
    Column("sha256", String(64), nullable=False, index=True),
    Column("alliance", AnyText, nullable=False),
    Column("wave", AnyText, nullable=False),
    Column("person", AnyText, nullable=False),
    Column("reason", AnyText, nullable=False),
    Column("recorded_at", UtcTime, nullable=False),
    sqlite_autoincrement=True,
)
"""New rows only, as corrections."""


def _decided(name: str, *what: Column[Any]) -> Table:
    """What a person decided, when and why: new rows only, the newest counts."""
    return Table(
        name,
        ANSWERS,
        Column("id", Integer, primary_key=True),
        *what,
        Column("person", AnyText, nullable=False),
        Column("reason", AnyText, nullable=False),
        Column("recorded_at", UtcTime, nullable=False),
        sqlite_autoincrement=True,
    )


settlement = _decided(
    "settlement",
    Column("alliance", AnyText, nullable=False, index=True),
    Column("wave", AnyText, nullable=False),
    Column("finding_key", String(64), nullable=False),
    Column("code", AnyText, nullable=False),
    Column("state", String(20), nullable=False),
)
"""States of findings, which are known by a key that outlasts imports."""

withdrawal = _decided("withdrawal", Column("sha256", String(64), nullable=False, index=True))
"""Returns that were taken back."""

_FILE_STATE = (Column("sha256", String(64), nullable=False), Column("state", String(20), nullable=False))
preference = _decided("preference", *_FILE_STATE)
"""Returns that are to count rather than newer ones."""

wave_state = _decided(
    "wave_state", Column("wave", AnyText, nullable=False), Column("state", String(20), nullable=False)
)
"""Waves that were closed or opened."""

_PAIR = ("alliance", "worksheet", "version", "section", "row_id", "same_as", "state")
same_row = _decided("same_row", *(Column(name, AnyText, nullable=False) for name in _PAIR))
"""Rows of different waves that are, or are not, the same thing under two ids."""

inquiry = Table(
    "inquiry",
    ANSWERS,
    Column("id", Integer, primary_key=True),
    Column("code", AnyText, nullable=False, unique=True),
    Column("alliance", AnyText, nullable=False),
    Column("wave", AnyText, nullable=False),
    Column("number", Integer, nullable=False),
    Column("content", JSON, nullable=False),
    Column("created_at", UtcTime, nullable=False),
    UniqueConstraint("alliance", "wave", "number"),
    sqlite_autoincrement=True,
)
"""What was asked back in workbooks or documents of their own; nothing personal stands there."""

inquiry_answer = Table(
    "inquiry_answer",
    ANSWERS,
    _of_submission(),
    Column("finding_key", String(64), primary_key=True),
    Column("row", AnyText, nullable=False),
    Column("explained", Boolean, nullable=False),
    Column("place", AnyText, nullable=False),
    sqlite_with_rowid=False,
)
"""Which findings a submission answers, or explains: then a finding at `place` says how."""

contact = Table(
    "contact",
    CONTACTS,
    Column("sha256", String(64), primary_key=True),
    Column("importer_version", AnyText, primary_key=True),
    Column("worksheet", AnyText, primary_key=True),
    Column("section", AnyText, primary_key=True),
    Column("row_id", AnyText, primary_key=True),
    Column("field", AnyText, primary_key=True),
    Column("alliance", AnyText, nullable=False),
    Column("wave", AnyText, nullable=False),
    Column("value", AnyText),
    Column("raw", AnyText, nullable=False),
    Column("sheet", AnyText, nullable=False),
    Column("cell", AnyText, nullable=False),
    Column("origin", String(64)),
    Index("contact_by_alliance", "alliance", "wave"),
    sqlite_with_rowid=False,
)
"""`origin` is the file from which a value was taken over."""

contact_correction = _correction("contact_correction", CONTACTS, Column("sha256", String(64), nullable=False))

hidden_text = Table(
    "hidden_text",
    CONTACTS,
    Column("sha256", String(64), primary_key=True),
    Column("importer_version", AnyText, primary_key=True),
    Column("seq", Integer, primary_key=True),
    Column("text", AnyText, nullable=False),
    sqlite_with_rowid=False,
)
"""What findings leave out because it seems to be personal; `seq` is the finding's."""

sender = Table(
    "sender",
    CONTACTS,
    Column("container", String(64), primary_key=True),
    Column("address", AnyText, nullable=False),
)
