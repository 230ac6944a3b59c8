"""A judged return beside what the alliance returned before: corrected, completed, or contradicted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from ruecklauf.check.check import check
from ruecklauf.check.records import Record
from ruecklauf.intake.submission import Submission
from ruecklauf.rounds.combining import Lacking, combined, with_rows
from ruecklauf.rounds.copies import Copies
from ruecklauf.rounds.desk import Desk
from ruecklauf.rounds.differing import findings_about
from ruecklauf.rounds.judging import KEPT_FINDINGS, Owner, read_again
from ruecklauf.rounds.known_rows import Rows, recognise_rows, renamed, rows_without_id
from ruecklauf.rounds.told import Compared, Question, difference, told_by, told_in
from ruecklauf.store import (
    Archive,
    ContactRow,
    Outcome,
    RecordRow,
    Return,
    Snapshot,
    StoredWorksheet,
    SubmissionEntry,
    TakenOver,
    ValueRow,
)


@dataclass(frozen=True)
class Completion:
    """Completes entries while they are being stored; see `Store.save_submission`."""

    desk: Desk
    copies: Copies

    def __call__(self, state: Snapshot, entry: SubmissionEntry) -> SubmissionEntry:
        """The entry with everything that earlier returns of its alliance say about it.

        A corrected copy supersedes, and its differences are told. A copy that completes an earlier one is
        read together with it: rules are checked over both. Rows that lost their id get back the one by which
        the alliance's earlier return knows them.
        """
        if entry.outcome is not Outcome.ACCEPTED:
            return entry
        rows = {stored.worksheet: self._rows(state, entry, stored) for stored in entry.worksheets}
        compared = tuple(self._compared(state, entry, rows))
        completing = tuple(one for one in compared if one.completes)
        if completing or any(rows.values()):
            entry = self._read_anew(state, entry, rows, completing)
        found = findings_about(
            compared, state.corrections(alliance=entry.alliance, wave=entry.wave), self.desk
        )
        copied = self.copies.findings_about(state, entry)
        return replace(entry, findings=(*entry.findings, *found, *copied))

    def _rows(self, state: Snapshot, entry: SubmissionEntry, stored: StoredWorksheet) -> Rows:
        """The rows without id that the newest return of this wave, or else of an earlier one, knows."""
        worksheet = self.desk.declaration(stored.declaration_hash)
        new = rows_without_id(entry.findings, stored.worksheet)
        if worksheet is None or not new:
            return {}
        newer = told_by(entry.records, worksheet, entry.sha256)
        for wave in self._waves_until(entry.wave):
            one = _current(state, entry, wave, stored.worksheet)
            if one is not None:
                return recognise_rows(worksheet, new, newer, told_in(state, one, worksheet))
        return {}

    def _waves_until(self, wave_id: str) -> tuple[str, ...]:
        """The ids of the waves from this one backwards."""
        ids = [wave.id for wave in self.desk.waves]
        return tuple(reversed(ids[: ids.index(wave_id) + 1]))

    def _compared(self, state: Snapshot, entry: SubmissionEntry, rows: dict[str, Rows]) -> Iterator[Compared]:
        for stored in entry.worksheets:
            worksheet = self.desk.declaration(stored.declaration_hash)
            one = _current(state, entry, entry.wave, stored.worksheet)
            if one is None or worksheet is None:
                continue
            newer = renamed(told_by(entry.records, worksheet, entry.sha256), rows[worksheet.id])
            earlier = told_in(state, one, worksheet)
            is_older = (entry.dated_at or entry.received_at) < one.dated_at
            yield Compared(worksheet, one, newer, earlier, difference(newer, earlier), is_older)

    def _read_anew(
        self,
        state: Snapshot,
        entry: SubmissionEntry,
        rows: dict[str, Rows],
        completing: tuple[Compared, ...],
    ) -> SubmissionEntry:
        """The entry read once more from its file, with recognised rows, together with what completes it."""
        lacking = tuple(_lacking(one) for one in completing)
        sources = sorted({sha256 for one in lacking for sha256 in one.taken.values()})
        older = {sha256: self._submission(state, sha256) for sha256 in sources}
        newer = with_rows(self._submission(state, entry.sha256), rows)
        wave = self.desk.known_wave(entry.wave)
        checked = check(
            combined(newer, older, lacking), wave_date=wave.reference_date, language=wave.language
        )
        kept = tuple(finding for finding in entry.findings if finding.code in KEPT_FINDINGS)
        names = {stored.worksheet for stored in entry.worksheets}
        records = [record for record in checked.records if record.worksheet in names]
        taken = _taken_over(state, completing)
        return replace(
            entry,
            findings=kept + checked.findings,
            records=tuple(_own_records(records, taken)),
            worksheets=tuple(_counted(stored, records, completing) for stored in entry.worksheets),
            taken_over=taken,
        )

    def _submission(self, state: Snapshot, sha256: str) -> Submission:
        decided = state.assignment_of(sha256)
        owner = Owner(decided.alliance, decided.wave) if decided else None
        return read_again(Archive(self.desk.archive).read(sha256), self.desk, owner=owner)


def _current(state: Snapshot, entry: SubmissionEntry, wave: str, worksheet: str) -> Return | None:
    """The return of the entry's alliance that counts for a worksheet, if it is another file."""
    for one in state.history(entry.alliance, wave, worksheet)[:1]:
        return one if one.sha256 != entry.sha256 else None
    return None


def _lacking(one: Compared) -> Lacking:
    taken = {question: one.earlier[question].sha256 for question in one.difference.gone}
    return Lacking(one.worksheet.id, taken)


def _taken_over(state: Snapshot, completing: Iterable[Compared]) -> TakenOver:
    """The stored rows of the answers that count again, and of the rows that only the earlier return has."""
    values: list[ValueRow] = []
    records: list[RecordRow] = []
    contacts: list[ContactRow] = []
    for one in completing:
        gone = set(one.difference.gone)
        number, worksheet = one.one.submission_id, one.worksheet.id
        own = {question[:2] for question in one.newer}
        whole = {question[:2] for question in gone} - own
        taken = [
            row
            for row in state.records_of(number, worksheet)
            if (row.section, row.row_id) in whole and not row.printed
        ]
        whole = {(row.section, row.row_id) for row in taken}
        records += taken
        values += [row for row in state.values_of(number, worksheet) if _is_taken(row, gone, whole)]
        personal = state.contacts_of(one.one.sha256, one.one.importer_version, worksheet)
        contacts += [row for row in personal if _is_taken(row, gone, whole)]
    return TakenOver(values=tuple(values), records=tuple(records), contacts=tuple(contacts))


def _is_taken(row: ValueRow | ContactRow, gone: set[Question], whole: set[tuple[str, str]]) -> bool:
    return (row.section, row.row_id, row.field) in gone or (row.section, row.row_id) in whole


def _own_records(records: Iterable[Record], taken: TakenOver) -> Iterator[Record]:
    """The records without what is stored as taken over."""
    rows = {(row.worksheet, row.section, row.row_id) for row in taken.records}
    answers: tuple[ValueRow | ContactRow, ...] = (*taken.values, *taken.contacts)
    cells = {(row.worksheet, row.section, row.row_id, row.field) for row in answers}
    for record in records:
        place = (record.worksheet, record.section, record.row_id)
        if place not in rows:
            yield replace(
                record,
                entries={name: one for name, one in record.entries.items() if (*place, name) not in cells},
                contacts={name: one for name, one in record.contacts.items() if (*place, name) not in cells},
            )


def _counted(
    stored: StoredWorksheet, records: Iterable[Record], completing: Iterable[Compared]
) -> StoredWorksheet:
    source = next((one.one.submission_id for one in completing if one.worksheet.id == stored.worksheet), None)
    rows = sum(record.worksheet == stored.worksheet for record in records)
    return replace(stored, rows=rows, combined_with=source)
