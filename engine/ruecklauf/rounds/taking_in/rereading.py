"""Returns read again because a worksheet that they look at came in, or was corrected, after them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from ruecklauf.check.knowing import worksheets_named
from ruecklauf.errors import RuecklaufError
from ruecklauf.findings import Finding, Subject, make_finding, remark
from ruecklauf.rounds.completing.completion import COPIED, Completion
from ruecklauf.rounds.completing.inquiries import stored_again
from ruecklauf.rounds.completing.renumbering import references_of
from ruecklauf.rounds.completing.surroundings import Around, worksheet_ids
from ruecklauf.rounds.desk import Desk
from ruecklauf.rounds.judged import KEPT_FINDINGS
from ruecklauf.store import (
    AnsweredFinding,
    ErasedError,
    Outcome,
    RecordRow,
    Return,
    Snapshot,
    Store,
    StoredAnswer,
    StoredSubmission,
    StoredWorksheet,
    SubmissionEntry,
    TakenOver,
)
from ruecklauf.texts import load_texts

MOST = 100
"""Readings for one alliance at a time; worksheets that look at each other could change each other forever."""

NOT_CHECKED = "not_checked_again"
"""A finding about a return that has yet to be read again."""

_Looks = frozenset[tuple[str, int]]
"""The worksheets that a return looks at in other files, each with the submission that counts."""


class _UnchangedError(Exception):
    """Reading the file again gives what is stored, or must not be stored."""


@dataclass(frozen=True)
class Rereading:
    """Reads archived returns of an alliance again until each has seen what the others say."""

    store: Store
    desk: Desk
    completion: Completion
    next_version: Callable[[str], str]
    """The version under which a file is stored once more."""

    def settle(
        self,
        alliance: str,
        wave: str,
        *,
        now: datetime,
        everything: bool = False,
        put_right: Collection[str] = (),
    ) -> Iterator[tuple[str, SubmissionEntry]]:
        """File name and entry of every return that says, or is found to be, something else than before.

        A return is read again if a worksheet that it looks at counts from a later submission, or if that
        failed before; with `everything` also where one counts no longer. So are files in which something
        was `put_right`.
        """
        seen: dict[str, _Looks] = {}
        for _ in range(MOST):
            found = self._next(alliance, wave, seen, everything=everything, put_right=put_right)
            if found is None:
                return
            number, sha256, looks = found
            seen[sha256] = looks
            entry = self._read(number, sha256, now)
            if entry is not None:
                with self.store.snapshot() as state:
                    names = [receipt.file_name for receipt in state.receipts(sha256)]
                yield next(iter(names), sha256), entry

    def _next(
        self,
        alliance: str,
        wave: str,
        seen: Mapping[str, _Looks],
        *,
        everything: bool,
        put_right: Collection[str],
    ) -> tuple[int, str, _Looks] | None:
        """The next return to read again: submission, file, and what it looks at."""
        with self.store.snapshot() as state:
            current = state.current(wave, alliance=alliance)
            own = sorted({returned.sha256: returned.submission_id for returned in current}.items())
            failed = {number for _, number in own if _has_failed(state, number)}
        for sha256, number in own:
            looks = self._looks(current, number)
            due = sha256 in put_right or number in failed or any(other > number for _, other in looks)
            if (due or (everything and looks)) and seen.get(sha256) != looks:
                return number, sha256, looks
        return None

    def _looks(self, current: Iterable[Return], number: int) -> _Looks:
        """What the worksheets for which a submission counts look at in others; 0 for what nobody returned."""
        counting = {returned.worksheet: returned for returned in current}
        own = [returned for returned in counting.values() if returned.submission_id == number]
        named: set[str] = set()
        for returned in own:
            worksheet = self.desk.declaration(returned.declaration_hash)
            named |= worksheets_named(worksheet, worksheet_ids(self.desk)) if worksheet else set()
        outside = named - {returned.worksheet for returned in own}
        return frozenset((name, counting[name].submission_id if name in counting else 0) for name in outside)

    def _read(self, number: int, sha256: str, now: datetime) -> SubmissionEntry | None:
        """The entry as it was stored anew; None if there was no reason to."""
        # before looking: an import of the file that comes in between takes this version, and is what counts
        version = self.next_version(sha256)
        with self.store.snapshot() as state:
            stored = state.submission(number)
            worksheets = tuple(map(_plain, state.returned_in(number)))
            answered = state.answered_in(number)
        if not worksheets:
            return None
        entry = _entry_of(stored, worksheets, answered, version=version, now=now)
        try:
            saved = self.store.save_submission(entry, _Again(self.completion, stored), handed_in=False)
        except _UnchangedError:
            return None
        return None if saved.duplicate else saved.entry


def _has_failed(state: Snapshot, number: int) -> bool:
    """Whether a submission was stored without being checked again."""
    return any(found.code == NOT_CHECKED for found in state.findings_of(number))


def _plain(returned: Return) -> StoredWorksheet:
    return StoredWorksheet(
        returned.worksheet,
        returned.version,
        returned.declaration_hash,
        returned.rows,
        returned.combined_with,
    )


def _entry_of(
    stored: StoredSubmission,
    worksheets: tuple[StoredWorksheet, ...],
    answered: tuple[AnsweredFinding, ...],
    *,
    version: str,
    now: datetime,
) -> SubmissionEntry:
    return SubmissionEntry(
        sha256=stored.sha256,
        size=0,
        file_name="",
        received_at=stored.received_at,
        importer_version=version,
        imported_at=now,
        outcome=Outcome.ACCEPTED,
        alliance=stored.alliance,
        wave=stored.wave,
        confidence=stored.confidence,
        worksheets=worksheets,
        counts=stored.counts,
        condition=stored.condition,
        inquiry=stored.inquiry,
        answered=answered,
    )


@dataclass(frozen=True, slots=True)
class _Again:
    """Completes the entry of a stored return; raises where the return had better stay as it is."""

    completion: Completion
    stored: StoredSubmission

    def __call__(self, state: Snapshot, entry: SubmissionEntry) -> SubmissionEntry:
        decided = state.assignment_of(entry.sha256)
        if decided is not None and (decided.alliance, decided.wave) != (entry.alliance, entry.wave):
            # it has just been assigned elsewhere
            raise _UnchangedError
        said = state.findings_of(self.stored.id)
        kept = tuple(finding for finding in said if finding.code in KEPT_FINDINGS | {COPIED})
        try:
            completed = self._judged_again(state, entry, said, kept)
        except ErasedError:
            # what is stored of a file that was deleted is all that there is
            raise _UnchangedError from None
        except RuecklaufError:
            raise
        except Exception as fault:
            # whatever is wrong with the file, or with this program: what is stored of it holds
            completed = self._as_stored(state, entry, said, fault)
        before = _content(self._stored_content(state, entry))
        after = _content(TakenOver(tuple(completed.answers()), tuple(completed.rows())))
        unchanged = before == after and Counter(said) == Counter(completed.findings)
        if unchanged or not _same_but(_references(state, entry), before, after):
            raise _UnchangedError
        return completed

    def _judged_again(
        self, state: Snapshot, entry: SubmissionEntry, said: tuple[Finding, ...], kept: tuple[Finding, ...]
    ) -> SubmissionEntry:
        """The entry as it is found now; answers to inquiries are judged again as they are stored."""
        if not entry.inquiry:
            return self.completion.again(state, replace(entry, findings=kept))
        around = Around(state, entry, self.completion.desk, again=True)
        return stored_again(around, self.stored.id, self._stored_content(state, entry), said)

    def _stored_content(self, state: Snapshot, entry: SubmissionEntry) -> TakenOver:
        """Everything that is stored of the return."""
        number, names = self.stored.id, [stored.worksheet for stored in entry.worksheets]
        return TakenOver(
            answers=tuple(row for name in names for row in state.answers_of(number, name)),
            records=tuple(row for name in names for row in state.records_of(number, name)),
        )

    def _as_stored(
        self, state: Snapshot, entry: SubmissionEntry, said: tuple[Finding, ...], fault: Exception
    ) -> SubmissionEntry:
        """The entry with what is stored of the return, and that it was not checked again."""
        texts = load_texts(self.completion.desk.language(entry.alliance, entry.wave))
        failed = make_finding(remark(NOT_CHECKED, why=type(fault).__name__), texts=texts)
        own_date = state.dated_at(entry.sha256)
        dates = {returned.dated_at for returned in state.returned_in(self.stored.id)} - {own_date}
        return replace(
            entry,
            findings=(*(finding for finding in said if finding.code != failed.code), failed),
            taken_over=self._stored_content(state, entry),
            dated_at=max(dates, default=None),
        )


def _references(state: Snapshot, entry: SubmissionEntry) -> set[Subject]:
    declared = (state.declaration(stored.declaration_hash) for stored in entry.worksheets)
    return {column for worksheet in declared if worksheet for column in references_of(worksheet)}


_Content = Mapping[Subject, StoredAnswer | RecordRow]


def _content(held: TakenOver) -> _Content:
    """Answers and rows, whatever submission they are stored with."""
    rows = {row.subject: row._replace(submission_id=0, origin=None) for row in held.records}
    answers = {answer.subject: answer._replace(submission_id=0, origin=None) for answer in held.answers}
    return {**rows, **answers}


def _same_but(references: Collection[Subject], before: _Content, after: _Content) -> bool:
    """Whether nothing was lost or gained, and only references lead elsewhere than before."""
    return before.keys() == after.keys() and all(
        row == after[subject] or (subject.column in references and _source(row) == _source(after[subject]))
        for subject, row in before.items()
    )


def _source(row: StoredAnswer | RecordRow) -> StoredAnswer | RecordRow:
    """What stands where in which file, however it is read."""
    return row._replace(value=None, missing=None) if isinstance(row, StoredAnswer) else row
