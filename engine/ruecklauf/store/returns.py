"""Reading which return counts, which it superseded, and how far everybody is."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from typing import Any, TypeVar

from sqlalchemy import Row, select

from ruecklauf.findings import Severity
from ruecklauf.store.answers import AnswerReader
from ruecklauf.store.completeness import CompletenessReader
from ruecklauf.store.correspondence import IncomingReader, MessageReader, NoteReader
from ruecklauf.store.decisions import DecisionReader
from ruecklauf.store.entries import IssuedForm
from ruecklauf.store.files import FileReader
from ruecklauf.store.findings import FindingReader
from ruecklauf.store.inquiries.reader import InquiryReader
from ruecklauf.store.marks.reader import MarkReader
from ruecklauf.store.outcome import Outcome
from ruecklauf.store.privacy.acts import ActReader
from ruecklauf.store.queries import accepted_returns, equal
from ruecklauf.store.reader import once
from ruecklauf.store.rows import Return, StatusRow, StoredSubmission
from ruecklauf.store.schema import submission, submission_worksheet

_Owned = TypeVar("_Owned", IssuedForm, StoredSubmission, Return)


class Snapshot(
    FileReader,
    FindingReader,
    AnswerReader,
    CompletenessReader,
    DecisionReader,
    InquiryReader,
    MessageReader,
    IncomingReader,
    NoteReader,
    ActReader,
    MarkReader,
):
    """Everything that can be asked, in one transaction on each database: one state of each."""

    def only(self, alliances: Collection[str]) -> Snapshot:
        """The same state as if there were these alliances alone, for what a dataset and the tables about the
        round are made of. What is asked by hash or number is found all the same."""
        return Snapshot(
            self._connection,
            contacts=self._open_contacts,
            declarations=self._declarations,
            changing=False,
            only=alliances,
        )

    @once
    def current(self, wave: str | None = None, *, alliance: str | None = None) -> tuple[Return, ...]:
        """Per alliance, wave and worksheet the newest accepted return that contains this worksheet.

        A newer return supersedes, worksheet by worksheet; the older stays readable.
        """
        whose = submission.c.alliance
        wanted = (*equal(submission.c.wave, wave), *equal(whose, alliance), *self._own(whose))
        ranked = accepted_returns().where(*wanted).cte("ranked")
        rows = self._connection.execute(select(ranked).where(ranked.c.rank == 1)).all()
        return tuple(
            sorted(
                map(_return, rows),
                key=lambda returned: (returned.wave, returned.alliance, returned.worksheet),
            )
        )

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

    def declared_by(self) -> dict[tuple[int, str], str]:
        """The content hash of the declaration that each submission's worksheet was read by."""
        asked = submission_worksheet.c
        query = select(asked.submission_id, asked.worksheet, asked.declaration_hash)
        rows = self._connection.execute(query)
        return {(int(row[0]), str(row[1])): str(row[2]) for row in rows}

    @once
    def status_rows(self, wave: str | None = None) -> tuple[StatusRow, ...]:
        """How far everybody is who was sent a form or sent a file back, sorted by wave and alliance.

        Files whose wave is not known are in no wave: they are counted where all waves are asked for. Of a
        message or zip not itself is counted, but what it contained. Of a file its newest import counts.
        """
        forms = _grouped(self.issued(wave))
        newest = {imported.sha256: imported for imported in self.submissions()}
        returned = _grouped(
            imported
            for imported in newest.values()
            if wave in (None, imported.wave) and imported.outcome not in _NO_RETURNS
        )
        current = _grouped(self.current(wave))
        severities: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
        for stored in self.findings(waves=None if wave is None else {wave}):
            severities[stored.wave, stored.alliance][stored.finding.severity] += 1
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


_NO_RETURNS = {Outcome.UNPACKED, Outcome.WITHDRAWN}


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
    outcomes = Counter({imported.sha256: imported.outcome for imported in submissions}.values())
    return StatusRow(
        alliance=alliance,
        wave=wave,
        forms=len({form.file_sha256 for form in forms}),
        first_issued=min((form.created_at for form in forms), default=None),
        accepted=outcomes[Outcome.ACCEPTED],
        quarantined=outcomes[Outcome.QUARANTINED],
        refused=outcomes[Outcome.REFUSED],
        last_received=max((imported.received_at for imported in submissions), default=None),
        worksheets=tuple(returned.worksheet for returned in current),
        errors=severities[Severity.ERROR],
        warnings=severities[Severity.WARNING],
        notes=severities[Severity.NOTE],
    )
