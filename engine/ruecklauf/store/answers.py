"""Reading answers in bulk, as rows that data frames take as they are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import CTE, Row, Select, and_, case, false, func, select

from ruecklauf.store.corrections import CorrectionReader, Judged
from ruecklauf.store.queries import Wanted, accepted_imports, among, returns
from ruecklauf.store.rows import CorrectionRow, FindingRow, RecordRow, ValueRow
from ruecklauf.store.schema import finding, record, submission, value

_AT_ONCE = 20_000


class AnswerReader(CorrectionReader):
    """Questions about records, answers and findings. Rows come in no particular order unless said."""

    def values(
        self,
        *,
        current_only: bool = True,
        corrected: bool = True,
        waves: Wanted = None,
        worksheets: Wanted = None,
    ) -> Iterator[ValueRow]:
        """Every answer of the current returns, or of all submissions whatever their outcome.

        Current answers are the corrected ones unless that is not wanted: an answer that was corrected to
        none is left out, and a blank that was corrected has a row without raw text and place.
        """
        one = returns(current_only=current_only)
        query = _values(one).where(*among(one.c.wave, waves), *among(one.c.worksheet, worksheets))
        corrections = self._applying(waves=waves, worksheets=worksheets) if current_only and corrected else []
        rows = map(ValueRow._make, self._stream(query))
        yield from _correct(rows, corrections) if corrections else rows

    def values_of(self, submission_id: int, worksheet: str) -> tuple[ValueRow, ...]:
        """Every answer of one submission to one worksheet, as it was read."""
        one = returns(current_only=False)
        query = _values(one).where(one.c.submission_id == submission_id, one.c.worksheet == worksheet)
        return tuple(map(ValueRow._make, self._connection.execute(query)))

    def records(
        self, *, current_only: bool = True, waves: Wanted = None, worksheets: Wanted = None
    ) -> Iterator[RecordRow]:
        """Every record of the current returns, or of all submissions whatever their outcome."""
        one = returns(current_only=current_only)
        query = _records(one).where(*among(one.c.wave, waves), *among(one.c.worksheet, worksheets))
        yield from map(RecordRow._make, self._stream(query))

    def records_of(self, submission_id: int, worksheet: str) -> tuple[RecordRow, ...]:
        """Every record of one submission in one worksheet."""
        one = returns(current_only=False)
        query = _records(one).where(one.c.submission_id == submission_id, one.c.worksheet == worksheet)
        return tuple(map(RecordRow._make, self._connection.execute(query)))

    def long_texts(self, wave: str, *, at_least: int) -> Iterator[tuple[str, str]]:
        """Alliance and text of every answer of the current returns of a wave with so many characters."""
        one = returns(current_only=True)
        query = (
            select(one.c.alliance, value.c.value)
            .join_from(one, value, _same_worksheet(one, value))
            .where(one.c.wave == wave, func.length(value.c.value) >= at_least)
        )
        yield from map(tuple, self._stream(query))

    def findings(
        self, *, current_only: bool = True, waves: Wanted = None, worksheets: Wanted = None
    ) -> tuple[FindingRow, ...]:
        """Findings in the order in which they were stored, of the current returns or of all submissions.

        Findings about a worksheet are current until another return of it counts, also where the file had no
        answers to it. Findings about the file as a whole are current as long as any of its worksheets counts,
        by itself or taken over, or no later return came in; with `worksheets` they are left out.
        """
        wanted = (*among(submission.c.wave, waves), *among(finding.c.worksheet, worksheets))
        query = _findings().where(*wanted)
        found = map(FindingRow._make, self._connection.execute(query))
        return tuple(filter(self._still_counts(), found)) if current_only else tuple(found)

    def findings_of(self, submission_id: int) -> tuple[FindingRow, ...]:
        """The findings about one submission, in the order in which they were stored."""
        query = _findings().where(submission.c.id == submission_id)
        return tuple(map(FindingRow._make, self._connection.execute(query)))

    def _still_counts(self) -> Callable[[FindingRow], bool]:
        """Whether a finding is current, as `findings` says."""
        current = self._connection.execute(select(returns(current_only=True))).all()
        counting = {(row.submission_id, row.worksheet) for row in current}
        answered = {(row.alliance, row.wave, row.worksheet) for row in current}
        files = {row.submission_id for row in current}
        files |= self._newest_imports({row.combined_with for row in current if row.combined_with})
        latest = {(row.alliance, row.wave): row.id for row in self._connection.execute(accepted_imports())}

        def counts(row: FindingRow) -> bool:
            is_latest = latest.get((row.alliance, row.wave)) == row.submission_id
            if not row.worksheet:
                return row.submission_id in files or is_latest
            if (row.alliance, row.wave, row.worksheet) in answered:
                return (row.submission_id, row.worksheet) in counting
            return is_latest

        return counts

    def _newest_imports(self, numbers: set[int]) -> set[int]:
        """The newest imports of the files of which these submissions are imports."""
        newest = submission.alias("newest")
        query = (
            select(func.max(newest.c.id))
            .join_from(submission, newest, newest.c.sha256 == submission.c.sha256)
            .where(submission.c.id.in_(numbers))
            .group_by(newest.c.sha256)
        )
        return set(self._connection.execute(query).scalars()) if numbers else set()

    def _stream(self, query: Select[Any]) -> Iterator[Any]:
        return iter(self._connection.execute(query, execution_options={"yield_per": _AT_ONCE}))


def _findings() -> Select[Any]:
    """Findings with the submission that they are about, in the order in which they were stored."""
    return (
        select(
            submission.c.id,
            submission.c.alliance,
            submission.c.wave,
            submission.c.sha256,
            *(column for column in finding.c if column.name != "submission_id"),
        )
        .join_from(submission, finding)
        .order_by(submission.c.id, finding.c.seq)
    )


def _values(one: CTE) -> Select[Any]:
    """The answers of these returns, with the columns of a ValueRow."""
    older = submission.alias("older")
    read_in = select(older.c.sha256).where(older.c.id == value.c.origin).scalar_subquery()
    return select(
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
        case((value.c.origin.is_(None), one.c.sha256), else_=read_in).label("sha256"),
        value.c.sheet,
        value.c.cell,
        false().label("corrected"),
        func.coalesce(value.c.origin, one.c.submission_id).label("origin"),
    ).join_from(one, value, _same_worksheet(one, value))


def _records(one: CTE) -> Select[Any]:
    """The records of these returns, with the columns of a RecordRow."""
    return select(
        one.c.submission_id,
        one.c.alliance,
        one.c.wave,
        one.c.worksheet,
        one.c.version,
        record.c.section,
        record.c.row_id,
        record.c.position,
        record.c.printed,
        func.coalesce(record.c.origin, one.c.submission_id).label("origin"),
    ).join_from(one, record, _same_worksheet(one, record))


def _correct(rows: Iterable[ValueRow], corrections: Sequence[Judged]) -> Iterator[ValueRow]:
    by_submission: dict[int, dict[tuple[str, ...], Judged]] = defaultdict(dict)
    for one in corrections:
        if not one.blank and one.current:
            by_submission[one.current.submission_id][one.row[3:7]] = one
    for row in rows:
        # this is asked of every answer there is: those of other submissions cost one look-up
        mine = by_submission.get(row[0])
        found = mine.get((row[3], *row[5:8])) if mine else None
        if found is None:
            yield row
        elif not found.leaves_blank:
            yield row._replace(value=found.row.value, missing=found.row.missing, corrected=True)
    for one in corrections:
        if one.blank and one.current and not one.leaves_blank:
            yield _in_blank(one.row, one.current)


def _in_blank(made: CorrectionRow, there: Row[Any]) -> ValueRow:
    """An answer where the return `there` leaves the question blank."""
    return ValueRow(
        submission_id=there.submission_id,
        alliance=made.alliance,
        wave=made.wave,
        worksheet=made.worksheet,
        version=there.version,
        section=made.section,
        row_id=made.row_id,
        field=made.field,
        value=made.value,
        missing=made.missing,
        raw="",
        sha256=there.sha256,
        sheet="",
        cell="",
        corrected=True,
        origin=there.submission_id,
    )


def _same_worksheet(one: Any, table: Any) -> Any:
    return and_(table.c.submission_id == one.c.submission_id, table.c.worksheet == one.c.worksheet)
