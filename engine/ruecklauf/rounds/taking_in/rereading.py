"""Returns read again because a worksheet that they look at came in, or was corrected, after them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import NamedTuple

from ruecklauf.check.knowing import worksheets_named
from ruecklauf.check.records import Entry, Record
from ruecklauf.errors import RuecklaufError
from ruecklauf.findings import Finding, Place, Severity, Subject, make_finding, remark
from ruecklauf.rounds.completing.completion import COPIED, Completion
from ruecklauf.rounds.completing.surroundings import worksheet_ids
from ruecklauf.rounds.completing.taking_over import references_of
from ruecklauf.rounds.desk import Desk
from ruecklauf.rounds.judgement import KEPT_FINDINGS
from ruecklauf.store import (
    ContactRow,
    FindingRow,
    Outcome,
    RecordRow,
    Return,
    Snapshot,
    Store,
    StoredSubmission,
    StoredWorksheet,
    SubmissionEntry,
    TakenOver,
    ValueRow,
)
from ruecklauf.values import Missing, canonical_text

MOST = 100
"""Readings for one alliance at a time; worksheets that look at each other could change each other forever."""

NOT_CHECKED = "not_checked_again"
"""A finding about a return that has yet to be read again."""

_Looks = frozenset[tuple[str, int]]
"""The worksheets that a return looks at in other files, each with the submission that counts."""
_Cell = tuple[str, str, str, str]
"""Worksheet, section, row id and field."""


class _Answer(NamedTuple):
    value: str | None
    missing: str | None
    source: tuple[object, ...]
    """What stands where in which file."""


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
        self, alliance: str, wave: str, *, now: datetime, everything: bool = False
    ) -> Iterator[tuple[str, SubmissionEntry]]:
        """File name and entry of every return that says, or is found to be, something else than before.

        A return is read again if a worksheet that it looks at counts from a later submission, or if that
        failed before; with `everything` also where one counts no longer.
        """
        seen: dict[str, _Looks] = {}
        for _ in range(MOST):
            found = self._next(alliance, wave, seen, everything=everything)
            if found is None:
                return
            number, sha256, looks = found
            seen[sha256] = looks
            entry = self._read(number, sha256, now)
            if entry is not None:
                with self.store.snapshot() as state:
                    names = [one.file_name for one in state.receipts(sha256)]
                yield next(iter(names), sha256), entry

    def _next(
        self, alliance: str, wave: str, seen: Mapping[str, _Looks], *, everything: bool
    ) -> tuple[int, str, _Looks] | None:
        """The next return to read again: submission, file, and what it looks at."""
        with self.store.snapshot() as state:
            current = state.current(wave, alliance=alliance)
            own = sorted({one.sha256: one.submission_id for one in current}.items())
            failed = {number for _, number in own if _has_failed(state, number)}
        for sha256, number in own:
            looks = self._looks(current, number)
            due = number in failed or any(other > number for _, other in looks)
            if (due or (everything and looks)) and seen.get(sha256) != looks:
                return number, sha256, looks
        return None

    def _looks(self, current: Iterable[Return], number: int) -> _Looks:
        """What the worksheets for which a submission counts look at in others; 0 for what nobody returned."""
        counting = {one.worksheet: one for one in current}
        own = [one for one in counting.values() if one.submission_id == number]
        named: set[str] = set()
        for one in own:
            worksheet = self.desk.declaration(one.declaration_hash)
            named |= worksheets_named(worksheet, worksheet_ids(self.desk)) if worksheet else set()
        outside = named - {one.worksheet for one in own}
        return frozenset((name, counting[name].submission_id if name in counting else 0) for name in outside)

    def _read(self, number: int, sha256: str, now: datetime) -> SubmissionEntry | None:
        """The entry as it was stored anew; None if there was no reason to."""
        # before looking: an import of the file that comes in between takes this version, and is what counts
        version = self.next_version(sha256)
        with self.store.snapshot() as state:
            stored = state.submission(number)
            worksheets = tuple(_plain(one) for one in state.returned_in(number))
        if not worksheets:
            return None
        entry = _entry_of(stored, worksheets, version=version, now=now)
        try:
            saved = self.store.save_submission(entry, _Again(self.completion, stored), handed_in=False)
        except _UnchangedError:
            return None
        return None if saved.duplicate else saved.entry


def _has_failed(state: Snapshot, number: int) -> bool:
    """Whether a submission was stored without being checked again."""
    return any(found.code == NOT_CHECKED for found in state.findings_of(number))


def _plain(one: Return) -> StoredWorksheet:
    return StoredWorksheet(one.worksheet, one.version, one.declaration_hash, one.rows, one.combined_with)


def _entry_of(
    stored: StoredSubmission, worksheets: tuple[StoredWorksheet, ...], *, version: str, now: datetime
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
        said = tuple(map(_finding, state.findings_of(self.stored.id)))
        kept = tuple(one for one in said if one.code in KEPT_FINDINGS | {COPIED})
        try:
            completed = self.completion.again(state, replace(entry, findings=kept))
        except RuecklaufError:
            raise
        except Exception as fault:
            # whatever is wrong with the file, or with this program: what is stored of it holds
            completed = self._as_stored(state, entry, said, fault)
        before, after = _answers_stored(state, self.stored, entry), _answers_in(completed)
        unchanged = before == after and Counter(said) == Counter(completed.findings)
        if unchanged or not _same_but(_references(state, entry), before, after):
            raise _UnchangedError
        return completed

    def _as_stored(
        self, state: Snapshot, entry: SubmissionEntry, said: tuple[Finding, ...], fault: Exception
    ) -> SubmissionEntry:
        """The entry with what is stored of the return, and that it was not checked again."""
        texts = self.completion.desk.texts
        told = make_finding(remark(NOT_CHECKED, why=type(fault).__name__), texts=texts)
        number, names = self.stored.id, [one.worksheet for one in entry.worksheets]
        key = self.stored.sha256, self.stored.importer_version
        dates = {one.dated_at for one in state.returned_in(number)} - {state.dated_at(entry.sha256)}
        return replace(
            entry,
            findings=(*(one for one in said if one.code != told.code), told),
            taken_over=TakenOver(
                values=tuple(row for name in names for row in state.values_of(number, name)),
                records=tuple(row for name in names for row in state.records_of(number, name)),
                contacts=tuple(row for name in names for row in state.contacts_of(*key, name)),
            ),
            dated_at=max(dates, default=None),
        )


def _references(state: Snapshot, entry: SubmissionEntry) -> set[tuple[str, str, str]]:
    declared = (state.declaration(one.declaration_hash) for one in entry.worksheets)
    return {(one.id, *name) for one in declared if one for name in references_of(one)}


def _same_but(
    references: set[tuple[str, str, str]], before: Mapping[_Cell, _Answer], after: Mapping[_Cell, _Answer]
) -> bool:
    """Whether nothing was lost or gained, and only references lead elsewhere than before."""
    return before.keys() == after.keys() and all(
        told.source == after[cell].source
        and (told == after[cell] or (cell[0], cell[1], cell[3]) in references)
        for cell, told in before.items()
    )


def _answers_stored(
    state: Snapshot, stored: StoredSubmission, entry: SubmissionEntry
) -> dict[_Cell, _Answer]:
    """Every answer that is stored of a submission; a record without its fields is one too."""
    found: dict[_Cell, _Answer] = {}
    for one in entry.worksheets:
        found |= {_cell_of(row): _row(row) for row in state.records_of(stored.id, one.worksheet)}
        values = state.values_of(stored.id, one.worksheet)
        contacts = state.contacts_of(stored.sha256, stored.importer_version, one.worksheet)
        found |= {_cell_of(row, row.field): _told(row, row.missing) for row in values}
        found |= {_cell_of(row, row.field): _told(row, None) for row in contacts}
    return found


def _answers_in(entry: SubmissionEntry) -> dict[_Cell, _Answer]:
    """The same of an entry that is to be stored."""
    found: dict[_Cell, _Answer] = {}
    for record in entry.records:
        found[_cell_of(record)] = _row(record)
        for entries, personal in ((record.entries, False), (record.contacts, True)):
            found |= {
                _cell_of(record, name): _entered(one, entry.sha256, personal=personal)
                for name, one in entries.items()
            }
    taken = entry.taken_over
    found |= {_cell_of(row): _row(row) for row in taken.records}
    found |= {_cell_of(row, row.field): _told(row, row.missing) for row in taken.values}
    return found | {_cell_of(row, row.field): _told(row, None) for row in taken.contacts}


def _cell_of(row: Record | RecordRow | ValueRow | ContactRow, field: str = "") -> _Cell:
    return row.worksheet, row.section, row.row_id, field


def _row(row: Record | RecordRow) -> _Answer:
    return _Answer(None, None, (row.position, row.printed))


def _told(row: ValueRow | ContactRow, missing: str | None) -> _Answer:
    return _Answer(row.value, missing, (row.raw, row.sheet, row.cell, row.sha256))


def _entered(one: Entry, sha256: str, *, personal: bool) -> _Answer:
    missing = one.value.value if isinstance(one.value, Missing) and not personal else None
    return _Answer(canonical_text(one.value), missing, (one.raw, one.place.sheet, one.place.cell, sha256))


def _finding(row: FindingRow) -> Finding:
    subject = Subject(row.worksheet, row.section, row.row_id, row.field)
    place = Place(row.sheet, row.cell)
    return Finding(row.code, Severity(row.severity), place, subject, row.found, row.message)
