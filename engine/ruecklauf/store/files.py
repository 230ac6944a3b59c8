"""Reading what was issued and what came in."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, RowMapping, Select, func, select

from ruecklauf.intake.submission import CellCounts, Confidence
from ruecklauf.store import schema
from ruecklauf.store.entries import Assignment, IssuedForm, StoredOutcome
from ruecklauf.store.outcome import Outcome
from ruecklauf.store.queries import equal
from ruecklauf.store.reader import Reader, once
from ruecklauf.store.rows import Receipt, StoredSubmission


class FileReader(Reader):
    """Questions about forms, files handed in and their imports."""

    @once
    def issued(self, wave: str | None = None) -> tuple[IssuedForm, ...]:
        """The forms made, of one wave or all, in the order in which they were recorded."""
        table = schema.form
        wanted = [*equal(table.c.wave, wave), *self._own(table.c.alliance)]
        query = select(table).where(*wanted).order_by(table.c.id)
        return tuple(_issued_form(row) for row in self._connection.execute(query).mappings())

    def knows(self, sha256: str, importer_version: str) -> StoredOutcome | None:
        """What became of these bytes when this importer version imported them; None if it never did."""
        table = schema.submission
        query = select(
            table.c.id, table.c.outcome, table.c.alliance, table.c.wave, table.c.imported_at
        ).where(table.c.sha256 == sha256, table.c.importer_version == importer_version)
        row = self._connection.execute(query).one_or_none()
        if row is None:
            return None
        number, outcome, alliance, wave, imported_at = row
        return StoredOutcome(number, Outcome(outcome), alliance, wave, imported_at)

    @once
    def receipts(self, sha256: str | None = None) -> tuple[Receipt, ...]:
        """Every time that a file, or this file, was handed in, in the order in which that was noted."""
        table = schema.receipt
        wanted = [*equal(table.c.sha256, sha256), *self._own_files(table.c.sha256)]
        query = select(table).where(*wanted).order_by(table.c.id)
        return tuple(
            Receipt(
                row.sha256,
                row.file_name,
                row.received_at,
                row.container or "",
                row.sent_at,
                row.expected or "",
            )
            for row in self._connection.execute(query)
        )

    def senders(self) -> dict[str, str]:
        """Addresses by the hash of the message that came from them; personal."""
        table = schema.sender
        rows = self._open_contacts().execute(select(table.c.container, table.c.address))
        return {row.container: row.address for row in rows}

    def assignments(self) -> tuple[Assignment, ...]:
        """Every decision whose return a file is, in the order in which they were made."""
        table = schema.assignment
        columns = [column for column in table.c if column.name != "id"]
        rows = self._connection.execute(select(*columns).order_by(table.c.id)).mappings()
        return tuple(Assignment(**row) for row in rows)

    def assignment_of(self, sha256: str) -> Assignment | None:
        """The newest decision whose return a file is; None if nobody decided."""
        table = schema.assignment
        columns = [column for column in table.c if column.name != "id"]
        query = select(*columns).where(table.c.sha256 == sha256).order_by(table.c.id.desc()).limit(1)
        row = self._connection.execute(query).mappings().first()
        return Assignment(**row) if row else None

    def dated_at(self, sha256: str) -> datetime | None:
        """The date by which a file counts; None if it was never handed in."""
        table = schema.original
        query = select(table.c.dated_at, table.c.first_seen).where(table.c.sha256 == sha256)
        row = self._connection.execute(query).one_or_none()
        return None if row is None else row.dated_at or row.first_seen

    def taken_in(self, sha256: str, alliance: str, wave: str) -> int | None:
        """The submission by which a file was accepted first for an alliance and wave; None if it never was.

        Of returns of the same date the one that was taken in last counts.
        """
        table = schema.submission
        query = select(func.min(table.c.id)).where(
            table.c.sha256 == sha256,
            table.c.alliance == alliance,
            table.c.wave == wave,
            table.c.outcome == Outcome.ACCEPTED,
        )
        found: int | None = self._connection.execute(query).scalar_one()
        return found

    def completed_by(self, sha256: str) -> tuple[str, ...]:
        """The files whose newest import has answers that were taken over from this file."""
        table = schema.submission
        mine = select(table.c.id).where(table.c.sha256 == sha256)
        newest = select(func.max(table.c.id)).group_by(table.c.sha256)
        query = (
            select(table.c.sha256)
            .distinct()
            .join_from(table, schema.value, schema.value.c.submission_id == table.c.id)
            .where(schema.value.c.origin.in_(mine), table.c.id.in_(newest), table.c.sha256 != sha256)
        )
        return tuple(sorted(self._connection.execute(query).scalars()))

    @once
    def submissions(self, wave: str | None = None) -> tuple[StoredSubmission, ...]:
        """Every import, refused and quarantined ones included, in the order in which they were stored."""
        table = schema.submission
        wanted = [*equal(table.c.wave, wave), *self._own_files(table.c.sha256)]
        query = _imports().where(*wanted).order_by(table.c.id)
        names: dict[str, dict[str, None]] = defaultdict(dict)
        for receipt in self.receipts():
            names[receipt.sha256][receipt.file_name] = None
        worksheets = self.worksheets_by_submission()
        return tuple(
            _stored_submission(row, tuple(names[row["sha256"]]), worksheets.get(row["id"], ()))
            for row in self._connection.execute(query).mappings()
        )

    def submission(self, number: int) -> StoredSubmission:
        """One import of one file; KeyError if there is none of that number."""
        row = self._connection.execute(_imports().where(schema.submission.c.id == number)).mappings().first()
        if row is None:
            raise KeyError(number)
        names = tuple(dict.fromkeys(receipt.file_name for receipt in self.receipts(row["sha256"])))
        table = schema.submission_worksheet
        query = select(table.c.worksheet).where(table.c.submission_id == number).order_by(table.c.worksheet)
        return _stored_submission(row, names, tuple(self._connection.execute(query).scalars()))

    def _own_files(self, column: ColumnElement[str]) -> list[ColumnElement[bool]]:
        """The condition that a file was ever one of an alliance that this reader sees: its newest import may
        be another's."""
        own = self._own(schema.submission.c.alliance)
        return [column.in_(select(schema.submission.c.sha256).where(*own))] if own else []

    def worksheets_by_submission(self) -> dict[int, tuple[str, ...]]:
        """The ids of the worksheets that each submission contains, sorted."""
        found: dict[int, list[str]] = defaultdict(list)
        table = schema.submission_worksheet
        query = select(table.c.submission_id, table.c.worksheet)
        if own := self._own(schema.submission.c.alliance):
            query = query.where(table.c.submission_id.in_(select(schema.submission.c.id).where(*own)))
        for number, worksheet in self._connection.execute(query):
            found[number].append(worksheet)
        return {number: tuple(sorted(names)) for number, names in found.items()}


def _imports() -> Select[Any]:
    original = schema.original
    return select(schema.submission, original.c.first_seen).join_from(schema.submission, original)


def _issued_form(row: RowMapping) -> IssuedForm:
    kept = {name: row[name] for name in row if name != "id"}
    declarations, slots, wording = tuple(row["declarations"]), row["slots"] or {}, row["wording"] or ""
    said = {"declarations": declarations, "slots": slots, "wording": wording, "folder": row["folder"] or ""}
    return IssuedForm(**{**kept, **said})


def _stored_submission(
    row: RowMapping, file_names: tuple[str, ...], worksheets: tuple[str, ...]
) -> StoredSubmission:
    return StoredSubmission(
        id=row["id"],
        sha256=row["sha256"],
        importer_version=row["importer_version"],
        outcome=Outcome(row["outcome"]),
        alliance=row["alliance"],
        wave=row["wave"],
        confidence=Confidence(row["confidence"]),
        imported_at=row["imported_at"],
        received_at=row["first_seen"],
        file_names=file_names,
        worksheets=worksheets,
        counts=_counts(row),
        condition=row["condition"],
        inquiry=row["inquiry"] or "",
    )


def _counts(row: RowMapping) -> CellCounts | None:
    if row["count_answers"] is None:
        return None
    counts = (row["count_answers"], row["count_template"], row["count_findings"])
    return CellCounts(*counts, total=sum(counts))
