"""Reading findings, and which of them are current."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Row, func, select

from ruecklauf.findings import Finding, Place, Severity, Subject
from ruecklauf.store.outcome import Outcome
from ruecklauf.store.queries import Wanted, accepted_imports, among
from ruecklauf.store.reader import Reader, once
from ruecklauf.store.rows import StoredFinding
from ruecklauf.store.schema import finding, hidden_text, submission, submission_worksheet

NOTHING_ENTERED = "form_untouched"
"""A form that came as it was sent: nobody is asked about it where answers came, too."""


class FindingReader(Reader):
    """Questions about findings, which come in the order in which they were stored."""

    def findings(
        self, *, current_only: bool = True, waves: Wanted = None, worksheets: Wanted = None
    ) -> tuple[StoredFinding, ...]:
        """The findings of the current returns, or of all submissions.

        Findings about a worksheet are current until another return of it counts, also where the file had no
        answers to it. Findings about the file as a whole are current as long as any of its worksheets counts,
        by itself or taken over, or no later return came in; those about what answers an inquiry always. With
        `worksheets` they are left out.
        """
        among(submission.c.wave, waves)  # refuses a text
        return self._found(current_only, _frozen(waves), _frozen(worksheets))

    @once
    def _found(
        self, current_only: bool, waves: frozenset[str] | None, worksheets: frozenset[str] | None
    ) -> tuple[StoredFinding, ...]:
        found = self._findings(*among(submission.c.wave, waves), *among(finding.c.worksheet, worksheets))
        return tuple(filter(self._counting(), found)) if current_only else found

    @once
    def _counting(self) -> Callable[[StoredFinding], bool]:
        return self._still_counts()

    def findings_of(self, submission_id: int) -> tuple[Finding, ...]:
        """The findings about one submission."""
        return tuple(stored.finding for stored in self._findings(submission.c.id == submission_id))

    def hidden_texts(self) -> dict[tuple[int, int], str]:
        """What findings leave out because it seems to be personal, by submission and `seq`."""
        imports = select(submission.c.sha256, submission.c.importer_version, submission.c.id)
        numbers = {(row.sha256, row.importer_version): row.id for row in self._connection.execute(imports)}
        rows = self._open_contacts().execute(select(hidden_text))
        return {
            (numbers[row.sha256, row.importer_version], row.seq): row.text
            for row in rows
            if (row.sha256, row.importer_version) in numbers
        }

    def _findings(self, *wanted: ColumnElement[bool]) -> tuple[StoredFinding, ...]:
        columns = (submission.c.id, submission.c.alliance, submission.c.wave, submission.c.sha256, finding)
        own = self._own(submission.c.alliance)
        query = select(*columns).join_from(submission, finding).where(*wanted, *own)
        rows = self._connection.execute(query.order_by(submission.c.id, finding.c.seq))
        return tuple(map(_stored_finding, rows))

    def _still_counts(self) -> Callable[[StoredFinding], bool]:
        """Whether a finding is current, as `findings` says."""
        current = self._connection.execute(select(self._returns(current_only=True))).all()
        counting = {(row.submission_id, row.worksheet) for row in current}
        answered = {(row.alliance, row.wave, row.worksheet) for row in current}
        returned = {(row.alliance, row.wave) for row in current}
        files = {row.submission_id for row in current} | self._inquiries()
        files |= self._newest_imports(self._combined(current))
        imports = accepted_imports().where(*self._own(submission.c.alliance))
        latest = {(row.alliance, row.wave): row.id for row in self._connection.execute(imports)}

        def counts(stored: StoredFinding) -> bool:
            key = (stored.alliance, stored.wave)
            is_latest = latest.get(key) == stored.submission_id
            worksheet = stored.finding.subject.worksheet
            if not worksheet:
                says_nothing = stored.finding.code == NOTHING_ENTERED and key in returned
                return stored.submission_id in files or (is_latest and not says_nothing)
            if (stored.alliance, stored.wave, worksheet) in answered:
                return (stored.submission_id, worksheet) in counting
            return is_latest

        return counts

    def _inquiries(self) -> set[int]:
        """What answers inquiries and was not taken back: what is said in it besides is told until settled."""
        newest = select(func.max(submission.c.id)).group_by(submission.c.sha256)
        query = select(submission.c.id).where(
            submission.c.inquiry.is_not(None),
            submission.c.outcome == Outcome.ACCEPTED,
            submission.c.id.in_(newest),
        )
        return set(self._connection.execute(query).scalars())

    def _combined(self, current: Sequence[Row[Any]]) -> set[int]:
        """What current returns took answers over from, through inquiries to the forms before them."""
        found = {row.combined_with for row in current if row.combined_with}
        of_inquiries = (
            select(submission_worksheet.c.submission_id, submission_worksheet.c.combined_with)
            .join_from(
                submission_worksheet,
                submission,
                submission.c.id == submission_worksheet.c.submission_id,
            )
            .where(submission.c.inquiry.is_not(None), submission_worksheet.c.combined_with.is_not(None))
            .order_by(submission_worksheet.c.submission_id.desc())
        )
        for number, before in self._connection.execute(of_inquiries):
            found |= {before} if number in found else set()
        return found

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


def _frozen(wanted: Wanted) -> frozenset[str] | None:
    return None if wanted is None else frozenset(wanted)


def _stored_finding(row: Any) -> StoredFinding:
    subject = Subject(row.worksheet, row.section, row.row_id, row.field)
    place = Place(row.sheet, row.cell)
    found = Finding(row.code, Severity(row.severity), place, subject, row.found, row.message)
    return StoredFinding(row.submission_id, row.alliance, row.wave, row.sha256, row.seq, found)
