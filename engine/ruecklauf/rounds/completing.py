"""A judged return beside what the alliance returned before: corrected, completed, or contradicted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from ruecklauf.check.check import check
from ruecklauf.check.records import Checked, Record
from ruecklauf.definition.models import Worksheet
from ruecklauf.errors import RuecklaufError
from ruecklauf.fieldtypes.base import Kind
from ruecklauf.findings import Finding, make_finding, remark
from ruecklauf.intake.submission import Submission
from ruecklauf.rounds.combining import Lacking, combined, with_rows
from ruecklauf.rounds.copies import Copies
from ruecklauf.rounds.desk import Desk
from ruecklauf.rounds.differing import findings_about
from ruecklauf.rounds.judging import KEPT_FINDINGS, Owner, about_answered, read_again
from ruecklauf.rounds.known_rows import Rows, recognise_rows, renamed, rows_without_id
from ruecklauf.rounds.renumbering import (
    Numbers,
    clashing_rows,
    renumbered,
    renumbered_id,
    renumbered_submission,
)
from ruecklauf.rounds.told import Answers, Compared, Question, asked_by, difference, told_by, told_in
from ruecklauf.store import (
    Archive,
    ContactRow,
    CorrectionRow,
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
        compared, numbers = self._compared(state, entry, rows)
        completing = tuple(one for one in compared if one.completes)
        if any(one.is_older for one in completing):
            later = {one.worksheet.id for one in compared if one.is_older and not one.completes}
            entry = _without(entry, later)
        if completing or any(rows.values()):
            entry = self._read_anew(state, entry, rows, completing, numbers)
        found = findings_about(compared, _corrections(state, entry), self.desk, numbers=numbers)
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

    def _compared(
        self, state: Snapshot, entry: SubmissionEntry, rows: dict[str, Rows]
    ) -> tuple[tuple[Compared, ...], dict[str, str]]:
        """Each worksheet beside the return that counted so far, and new numbers for that one's rows."""
        sent = state.dated_at(entry.sha256) or entry.received_at
        pairs = list(self._pairs(state, entry, rows))
        numbers: dict[str, str] = {}
        for worksheet, _, newer, earlier in pairs:
            if difference(newer, earlier).is_other_half:
                numbers |= clashing_rows(worksheet, newer, earlier)
        found = []
        for worksheet, one, newer, told in pairs:
            asked = asked_by(told, worksheet)
            earlier = renumbered(asked, worksheet, numbers)
            unasked = tuple(
                f"{q.row_id} {q.field} = {told[q].text}"
                for q in told
                if q not in asked and not told[q].personal
            )
            is_older = sent < one.dated_at
            differing = difference(newer, earlier)
            found.append(Compared(worksheet, one, newer, earlier, differing, is_older, unasked))
        return tuple(found), numbers

    def _pairs(
        self, state: Snapshot, entry: SubmissionEntry, rows: dict[str, Rows]
    ) -> Iterator[tuple[Worksheet, Return, Answers, Answers]]:
        for stored in entry.worksheets:
            worksheet = self.desk.declaration(stored.declaration_hash)
            one = _current(state, entry, entry.wave, stored.worksheet)
            if one is not None and worksheet is not None:
                newer = renamed(told_by(entry.records, worksheet, entry.sha256), rows[worksheet.id])
                yield worksheet, one, newer, told_in(state, one, worksheet)

    def _read_anew(
        self,
        state: Snapshot,
        entry: SubmissionEntry,
        rows: dict[str, Rows],
        completing: tuple[Compared, ...],
        numbers: Numbers,
    ) -> SubmissionEntry:
        """The entry read once more from its file, with recognised rows, together with what completes it."""
        lacking = tuple(_lacking(one) for one in completing)
        sources = {sha256 for one in lacking for sha256 in one.taken.values()} | {entry.sha256}
        owners = {sha256: _owner(state, sha256) for sha256 in sources}
        taken = _taken_over(state, completing, numbers)
        try:
            checked, worksheets = self._checked_together(entry, rows, lacking, numbers, owners)
        except RuecklaufError:
            raise
        except Exception as fault:
            # whatever is wrong with an older file, or with this program: the new one counts by itself
            return replace(entry, findings=(*entry.findings, self._not_combined(fault)))
        kept = tuple(finding for finding in entry.findings if finding.code in KEPT_FINDINGS)
        names = {stored.worksheet for stored in entry.worksheets}
        records = [record for record in checked.records if record.worksheet in names]
        dates = [one.one.dated_at for one in completing if one.is_older]
        return replace(
            entry,
            findings=kept + about_answered(checked.findings, worksheets, names),
            records=tuple(_own_records(records, taken)),
            worksheets=tuple(_counted(stored, records, completing) for stored in entry.worksheets),
            taken_over=taken,
            dated_at=max(dates) if dates else entry.dated_at,
        )

    def _checked_together(
        self,
        entry: SubmissionEntry,
        rows: dict[str, Rows],
        lacking: tuple[Lacking, ...],
        numbers: Numbers,
        owners: Mapping[str, Owner | None],
    ) -> tuple[Checked, tuple[Worksheet, ...]]:
        read = {sha256: self._submission(sha256, owner) for sha256, owner in sorted(owners.items())}
        newer = with_rows(read.pop(entry.sha256), rows)
        older = {sha256: renumbered_submission(one, numbers) for sha256, one in read.items()}
        wave = self.desk.known_wave(entry.wave)
        whole = combined(newer, older, lacking)
        checked = check(whole, wave_date=wave.reference_date, language=wave.language)
        return checked, newer.worksheets

    def _not_combined(self, fault: Exception) -> Finding:
        return make_finding(remark("not_combined", why=type(fault).__name__), texts=self.desk.texts)

    def _submission(self, sha256: str, owner: Owner | None) -> Submission:
        return read_again(Archive(self.desk.archive).read(sha256), self.desk, owner=owner)


def _corrections(state: Snapshot, entry: SubmissionEntry) -> tuple[CorrectionRow, ...]:
    answers = state.corrections(alliance=entry.alliance, wave=entry.wave)
    return answers + state.contact_corrections(alliance=entry.alliance, wave=entry.wave)


def _owner(state: Snapshot, sha256: str) -> Owner | None:
    decided = state.assignment_of(sha256)
    return Owner(decided.alliance, decided.wave) if decided else None


def _current(state: Snapshot, entry: SubmissionEntry, wave: str, worksheet: str) -> Return | None:
    """The return of the entry's alliance that counts for a worksheet, if it is another file."""
    for one in state.history(entry.alliance, wave, worksheet)[:1]:
        return one if one.sha256 != entry.sha256 else None
    return None


def _lacking(one: Compared) -> Lacking:
    taken = {question: one.earlier[question].sha256 for question in one.taken}
    return Lacking(one.worksheet.id, taken)


def _taken_over(state: Snapshot, completing: Iterable[Compared], numbers: Numbers) -> TakenOver:
    """The stored rows of the answers that count again, and of the rows that only the earlier return has."""
    values: list[ValueRow] = []
    records: list[RecordRow] = []
    contacts: list[ContactRow] = []
    for one in completing:
        wanted = set(one.taken)
        number, worksheet = one.one.submission_id, one.worksheet.id
        own = {question[:2] for question in one.newer}
        whole = {question[:2] for question in wanted} - own
        asked = {(section.id, field.id) for section, field in one.worksheet.all_fields()}
        stored = [_renumbered_record(row, numbers) for row in state.records_of(number, worksheet)]
        taken = [row for row in stored if (row.section, row.row_id) in whole and not row.printed]
        whole = {(row.section, row.row_id) for row in taken}
        records += taken
        told = (_renumbered_value(row, one.worksheet, numbers) for row in state.values_of(number, worksheet))
        values += [row for row in told if _is_taken(row, wanted, whole, asked)]
        personal = state.contacts_of(one.one.sha256, one.one.importer_version, worksheet)
        moved = (row._replace(row_id=renumbered_id(row.row_id, numbers)) for row in personal)
        contacts += [row for row in moved if _is_taken(row, wanted, whole, asked)]
    return TakenOver(values=tuple(values), records=tuple(records), contacts=tuple(contacts))


def _renumbered_record(row: RecordRow, numbers: Numbers) -> RecordRow:
    return row._replace(row_id=renumbered_id(row.row_id, numbers))


def _renumbered_value(row: ValueRow, worksheet: Worksheet, numbers: Numbers) -> ValueRow:
    value = row.value
    asked = {(section.id, field.id): field for section, field in worksheet.all_fields()}
    field = asked.get((row.section, row.field))
    if field is not None and field.kind is Kind.REFERENCE and value is not None:
        value = numbers.get(value, value)
    return row._replace(row_id=renumbered_id(row.row_id, numbers), value=value)


def _without(entry: SubmissionEntry, worksheets: set[str]) -> SubmissionEntry:
    """The entry without worksheets of which a later return counts."""
    return replace(
        entry,
        worksheets=tuple(one for one in entry.worksheets if one.worksheet not in worksheets),
        records=tuple(one for one in entry.records if one.worksheet not in worksheets),
    )


def _is_taken(
    row: ValueRow | ContactRow,
    wanted: set[Question],
    whole: set[tuple[str, str]],
    asked: set[tuple[str, str]],
) -> bool:
    if (row.section, row.field) not in asked:
        return False
    return (row.section, row.row_id, row.field) in wanted or (row.section, row.row_id) in whole


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
