"""Reading answers in bulk, as rows that data frames take as they are."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, Select, and_, or_, select

from ruecklauf.store.queries import Wanted, among, returns
from ruecklauf.store.rows import Answer, FindingRow, RecordRow, ValueRow
from ruecklauf.store.schema import finding, record, submission, value
from ruecklauf.values import Missing

_AT_ONCE = 20_000


class AnswerReader:
    """Questions about records, answers and findings. Rows come in no particular order unless said."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def values(
        self, *, current_only: bool = True, waves: Wanted = None, worksheets: Wanted = None
    ) -> Iterator[ValueRow]:
        """Every answer of the current returns, or of all submissions whatever their outcome."""
        one = returns(current_only=current_only)
        query = (
            select(
                one.c.submission_id,
                one.c.alliance,
                one.c.wave,
                one.c.worksheet,
                one.c.version,
                value.c.section,
                value.c.row_id,
                value.c.field,
                value.c.value,
                value.c.missing,
                value.c.raw,
                one.c.sha256,
                value.c.sheet,
                value.c.cell,
            )
            .join_from(one, value, _same_worksheet(one, value))
            .where(*among(one.c.wave, waves), *among(one.c.worksheet, worksheets))
        )
        yield from map(ValueRow._make, self._stream(query))

    def records(
        self, *, current_only: bool = True, waves: Wanted = None, worksheets: Wanted = None
    ) -> Iterator[RecordRow]:
        """Every record of the current returns, or of all submissions whatever their outcome."""
        one = returns(current_only=current_only)
        query = (
            select(
                one.c.submission_id,
                one.c.alliance,
                one.c.wave,
                one.c.worksheet,
                one.c.version,
                record.c.section,
                record.c.row_id,
                record.c.position,
                record.c.printed,
            )
            .join_from(one, record, _same_worksheet(one, record))
            .where(*among(one.c.wave, waves), *among(one.c.worksheet, worksheets))
        )
        yield from map(RecordRow._make, self._stream(query))

    def answers_of(self, submission_id: int, worksheet: str) -> tuple[Answer, ...]:
        """The answers of one submission to one worksheet, for comparing returns."""
        query = select(value).where(
            value.c.submission_id == submission_id,
            value.c.worksheet == worksheet,
            or_(value.c.missing.is_(None), value.c.missing != Missing.NO_ANSWER.value),
        )
        return tuple(
            Answer(row.worksheet, row.section, row.row_id, row.field, row.value or row.raw)
            for row in self._connection.execute(query)
        )

    def findings(
        self, *, current_only: bool = True, waves: Wanted = None, worksheets: Wanted = None
    ) -> tuple[FindingRow, ...]:
        """Findings in the order in which they were stored, of the current returns or of all submissions.

        A superseded worksheet's findings are not current. Findings about the file as a whole are current
        as long as any of its worksheets is; with `worksheets` they are left out.
        """
        query = (
            select(
                submission.c.id,
                submission.c.alliance,
                submission.c.wave,
                submission.c.sha256,
                *(column for column in finding.c if column.name != "submission_id"),
            )
            .join_from(submission, finding)
            .where(*among(submission.c.wave, waves), *among(finding.c.worksheet, worksheets))
            .order_by(submission.c.id, finding.c.seq)
        )
        if current_only:
            query = query.where(_is_current())
        return tuple(map(FindingRow._make, self._connection.execute(query)))

    def _stream(self, query: Select[Any]) -> Iterator[Any]:
        return iter(self._connection.execute(query, execution_options={"yield_per": _AT_ONCE}))


def _same_worksheet(one: Any, table: Any) -> Any:
    return and_(table.c.submission_id == one.c.submission_id, table.c.worksheet == one.c.worksheet)


def _is_current() -> Any:
    """The condition that the worksheet a finding is about, or any worksheet of its file, is current."""
    one = returns(current_only=True)
    found = select(one.c.submission_id).where(
        one.c.submission_id == finding.c.submission_id,
        or_(finding.c.worksheet == "", one.c.worksheet == finding.c.worksheet),
    )
    return found.exists()
