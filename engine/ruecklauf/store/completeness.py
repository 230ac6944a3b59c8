"""Whether all is there that was stored: rows are counted again and compared with what was noted of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Row, and_, func, select

from ruecklauf.store.queries import Wanted, accepted_returns, among, counting_worksheets, stored_rows
from ruecklauf.store.reader import Reader
from ruecklauf.store.schema import contact, record, submission, submission_worksheet, value


class Lacking(NamedTuple):
    """A worksheet of a return of which rows are lost, or were added."""

    alliance: str
    wave: str
    worksheet: str
    sha256: str
    what: str
    """rows, answers, contacts or returns"""
    found: int
    noted: int

    def __str__(self) -> str:
        whose = f"{self.alliance} {self.wave} {self.worksheet}"
        return f"{whose}: {self.found} {self.what} instead of {self.noted}"


class CompletenessReader(Reader):
    """Compares what is stored with the counts kept beside the returns."""

    def lacking(self, *, waves: Wanted = None) -> tuple[Lacking, ...]:
        """Every worksheet of a submission that does not have what it was stored with, current or not."""
        found = self._connection.execute(_counts().where(*self._wanted(waves))).all()
        return (
            *self._lost(waves),
            *(lacking for row in found for lacking in _compared(row)),
            *self._contacts(found),
        )

    def _wanted(self, waves: Wanted) -> list[ColumnElement[bool]]:
        return [*among(submission.c.wave, waves), *self._own(submission.c.alliance)]

    def _lost(self, waves: Wanted) -> Iterator[Lacking]:
        """Returns that must count, but are not found where the others are."""
        wanted = self._wanted(waves)
        counted = {tuple(row[:3]) for row in self._connection.execute(accepted_returns().where(*wanted))}
        for row in self._connection.execute(counting_worksheets().where(*wanted)):
            if tuple(row) not in counted:
                yield Lacking(row.alliance, row.wave, row.worksheet, "", "returns", 0, 1)
        for row in self._connection.execute(_orphans().where(*wanted)):
            yield Lacking(row.alliance, row.wave, row.worksheet, row.sha256, "returns", 0, 1)

    def _contacts(self, noted: Sequence[Row[Any]]) -> Iterator[Lacking]:
        key = (contact.c.sha256, contact.c.importer_version, contact.c.worksheet)
        query = select(*key, func.count()).where(*self._own(contact.c.alliance)).group_by(*key)
        found = {tuple(row[:3]): row[3] for row in self._open_contacts().execute(query)}
        for row in noted:
            there = found.get((row.sha256, row.importer_version, row.worksheet), 0)
            if row.contacts not in (None, there):
                yield _lacking(row, "contacts", there, row.contacts)


def _counts() -> Any:
    noted = submission_worksheet.c
    return select(
        submission.c.alliance,
        submission.c.wave,
        noted.worksheet,
        submission.c.sha256,
        submission.c.importer_version,
        noted.rows,
        noted.answers,
        noted.contacts,
        stored_rows(record).label("found_rows"),
        stored_rows(value).label("found_answers"),
    ).join_from(submission, submission_worksheet, submission.c.id == noted.submission_id)


def _orphans() -> Any:
    """Worksheets of which there are records, and nothing that says so."""
    noted = submission_worksheet.c
    same = and_(noted.submission_id == record.c.submission_id, noted.worksheet == record.c.worksheet)
    return (
        select(submission.c.alliance, submission.c.wave, record.c.worksheet, submission.c.sha256)
        .join_from(record, submission, submission.c.id == record.c.submission_id)
        .join(submission_worksheet, same, isouter=True)
        .where(noted.worksheet.is_(None))
        .distinct()
    )


def _compared(row: Row[Any]) -> Iterator[Lacking]:
    if row.found_rows != row.rows:
        yield _lacking(row, "rows", row.found_rows, row.rows)
    if row.answers not in (None, row.found_answers):
        yield _lacking(row, "answers", row.found_answers, row.answers)


def _lacking(row: Row[Any], what: str, found: int, noted: int) -> Lacking:
    return Lacking(row.alliance, row.wave, row.worksheet, row.sha256, what, found, noted)
