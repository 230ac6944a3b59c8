"""Reading which return counts, which it superseded, and how far everybody is."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import Any, TypeVar

from sqlalchemy import Row, select

from ruecklauf.findings import Severity
from ruecklauf.store.answers import AnswerReader
from ruecklauf.store.contacts import ContactReader
from ruecklauf.store.entries import IssuedForm
from ruecklauf.store.files import FileReader
from ruecklauf.store.outcome import Outcome
from ruecklauf.store.queries import accepted_returns, equal
from ruecklauf.store.rows import Return, StatusRow, StoredSubmission
from ruecklauf.store.schema import submission, submission_worksheet

_Owned = TypeVar("_Owned", IssuedForm, StoredSubmission, Return)


class Snapshot(FileReader, AnswerReader, ContactReader):
    """Everything that can be asked, in one transaction on each database: one state of each."""

    def current(self, wave: str | None = None, *, alliance: str | None = None) -> tuple[Return, ...]:
        """Per alliance, wave and worksheet the newest accepted return that contains this worksheet.

        A newer return supersedes, worksheet by worksheet; the older stays readable.
        """
        wanted = (*equal(submission.c.wave, wave), *equal(submission.c.alliance, alliance))
        ranked = accepted_returns().where(*wanted).cte("ranked")
        rows = self._connection.execute(select(ranked).where(ranked.c.rank == 1)).all()
        return tuple(sorted(map(_return, rows), key=lambda one: (one.wave, one.alliance, one.worksheet)))

    def history(self, alliance: str, wave: str, worksheet: str) -> tuple[Return, ...]:
        """Every accepted return of one worksheet, newest first; of a file its newest import."""
        query = accepted_returns().where(
            submission.c.alliance == alliance,
            submission.c.wave == wave,
            submission_worksheet.c.worksheet == worksheet,
        )
        rows = sorted(self._connection.execute(query).all(), key=lambda row: int(row.rank))
        return tuple(map(_return, rows))

    def returned_in(self, submission_id: int) -> tuple[Return, ...]:
        """The worksheets of one submission, if it is the newest import of its file and accepted."""
        query = accepted_returns().where(submission.c.id == submission_id)
        return tuple(map(_return, self._connection.execute(query)))

    def previous(self, alliance: str, wave: str, worksheet: str) -> Return | None:
        """The return that the current one superseded; None if there is no other file."""
        found = self.history(alliance, wave, worksheet)
        return found[1] if len(found) > 1 else None

    def superseded_by(self, submission_id: int) -> tuple[Return, ...]:
        """The current returns of those worksheets of a submission that another submission supersedes."""
        owner = select(submission.c.alliance, submission.c.wave).where(submission.c.id == submission_id)
        alliance, wave = self._connection.execute(owner).one()
        mine = self.worksheets_by_submission().get(submission_id, ())
        return tuple(
            newest
            for newest in self.current(wave)
            if newest.alliance == alliance
            and newest.worksheet in mine
            and newest.submission_id != submission_id
        )

    def status_rows(self, wave: str | None = None) -> tuple[StatusRow, ...]:
        """How far everybody is who was sent a form or sent a file back, sorted by wave and alliance.

        Files whose wave is not known are in no wave: they are counted where all waves are asked for. Of a
        message or zip not itself is counted, but what it contained. Of a file its newest import counts.
        """
        forms = _grouped(self.issued(wave))
        newest = {one.sha256: one for one in self.submissions()}
        returned = _grouped(
            one for one in newest.values() if wave in (None, one.wave) and one.outcome is not Outcome.UNPACKED
        )
        current = _grouped(self.current(wave))
        severities: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
        for finding in self.findings(waves=None if wave is None else {wave}):
            severities[finding.wave, finding.alliance][finding.severity] += 1
        return tuple(
            _status_row(
                key,
                forms=forms.get(key, []),
                submissions=returned.get(key, []),
                current=current.get(key, []),
                severities=severities[key],
            )
            for key in sorted({*forms, *returned})
        )


def _return(row: Row[Any]) -> Return:
    return Return(*tuple(row)[:-1])


def _grouped(rows: Iterable[_Owned]) -> dict[tuple[str, str], list[_Owned]]:
    groups: dict[tuple[str, str], list[_Owned]] = defaultdict(list)
    for row in rows:
        groups[row.wave, row.alliance].append(row)
    return dict(groups)


def _status_row(
    key: tuple[str, str],
    *,
    forms: Sequence[IssuedForm],
    submissions: Sequence[StoredSubmission],
    current: Sequence[Return],
    severities: Counter[str],
) -> StatusRow:
    wave, alliance = key
    outcomes = Counter({one.sha256: one.outcome for one in submissions}.values())
    return StatusRow(
        alliance=alliance,
        wave=wave,
        forms=len({form.file_sha256 for form in forms}),
        first_issued=min((form.created_at for form in forms), default=None),
        accepted=outcomes[Outcome.ACCEPTED],
        quarantined=outcomes[Outcome.QUARANTINED],
        refused=outcomes[Outcome.REFUSED],
        last_received=max((one.received_at for one in submissions), default=None),
        worksheets=tuple(one.worksheet for one in current),
        errors=severities[Severity.ERROR],
        warnings=severities[Severity.WARNING],
        notes=severities[Severity.NOTE],
    )
