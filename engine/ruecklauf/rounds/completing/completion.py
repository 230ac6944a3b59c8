"""A judged return beside what the alliance returned before: corrected, completed, or contradicted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from ruecklauf.check.check import check
from ruecklauf.check.records import Checked, Record
from ruecklauf.definition.models import Worksheet
from ruecklauf.errors import RuecklaufError, StoreError
from ruecklauf.findings import Finding, make_finding, remark
from ruecklauf.rounds.completing.combination import Lacking, combined, with_rows
from ruecklauf.rounds.completing.copies import Copies
from ruecklauf.rounds.completing.differences import both_formats, findings_about
from ruecklauf.rounds.completing.form_kinds import FormKind, form_kind
from ruecklauf.rounds.completing.known_rows import Rows, recognise_rows, renamed, rows_without_id
from ruecklauf.rounds.completing.neighbours import stored_tables
from ruecklauf.rounds.completing.renumbering import Numbers, clashing_rows, renumbered, renumbered_submission
from ruecklauf.rounds.completing.surroundings import Around
from ruecklauf.rounds.completing.taking_over import as_read_now, own_records, taken_over
from ruecklauf.rounds.completing.told import Answers, Compared, asked_by, difference, told_by, told_in
from ruecklauf.rounds.desk import Desk
from ruecklauf.rounds.judgement import KEPT_FINDINGS, about_answered
from ruecklauf.store import (
    Archive,
    CorrectionRow,
    Outcome,
    Return,
    Snapshot,
    StoredWorksheet,
    SubmissionEntry,
)

COPIED = "copy_of_other"
"""A finding that depends on when the other return came in, so it stays when a file is read again."""


@dataclass(frozen=True, slots=True)
class _Together:
    """What a file is read together with."""

    beside: tuple[Return, ...] = ()
    """Worksheets in other files that its own look at."""
    completing: tuple[Compared, ...] = ()
    rows: Mapping[str, Rows] = field(default_factory=dict)
    """Its rows without id that are kept under others than their provisional ones, by worksheet."""
    numbers: Numbers = field(default_factory=dict)


@dataclass(frozen=True)
class Completion:
    """Completes entries while they are being stored; see `Store.save_submission`."""

    desk: Desk
    copies: Copies

    def __call__(self, state: Snapshot, entry: SubmissionEntry) -> SubmissionEntry:
        """The entry with everything that other returns of its alliance say about it.

        A corrected copy supersedes, and its differences are told. A copy that completes an earlier one is
        read together with it: rules are checked over both. Rows that lost their id get back the one by which
        the alliance's earlier return knows them. Worksheets that came in other files are looked at by
        references and rules.
        """
        if entry.outcome is not Outcome.ACCEPTED:
            return entry
        completed = self._completed(Around(state, entry, self.desk))
        copied = self.copies.findings_about(state, completed)
        return replace(completed, findings=(*completed.findings, *copied))

    def again(self, state: Snapshot, entry: SubmissionEntry) -> SubmissionEntry:
        """The same of a file that was taken in before: its records are read from the file.

        The entry has the findings that were stored with it. Raises what reading the file raises.
        """
        return self._completed(Around(state, entry, self.desk, again=True))

    def _completed(self, around: Around) -> SubmissionEntry:
        entry = around.entry
        beside = around.beside(entry)
        if beside or around.again:
            entry = self._read_anew(around, entry, _Together(beside))
        rows = {stored.worksheet: self._rows(around, entry, stored) for stored in entry.worksheets}
        compared, numbers = self._compared(around, entry, rows)
        completing = tuple(one for one in compared if one.completes)
        if any(one.is_older for one in completing):
            later = {one.worksheet.id for one in compared if one.is_older and not one.completes}
            entry = _without(entry, later)
        if completing or any(rows.values()):
            beside = around.beside(entry, [one.worksheet.id for one in completing])
            entry = self._read_anew(around, entry, _Together(beside, completing, rows, numbers))
        corrections = _corrections(around.state, entry)
        formats = tuple(self._both_formats(entry, compared))
        both = {finding.subject.worksheet for finding in formats}
        found = findings_about(compared, corrections, self.desk, numbers=numbers, both=both)
        return replace(entry, findings=(*entry.findings, *found, *formats))

    def _rows(self, around: Around, entry: SubmissionEntry, stored: StoredWorksheet) -> Rows:
        """New ids for rows without id, by the newest return of this wave, or else of an earlier one."""
        worksheet = self.desk.declaration(stored.declaration_hash)
        new = rows_without_id(entry.findings, stored.worksheet)
        if worksheet is None or not new:
            return {}
        for wave in self._waves_until(entry.wave):
            one = around.earlier(wave, stored.worksheet)
            if one is not None:
                earlier = told_in(around.state, one, worksheet)
                return recognise_rows(worksheet, new, records=entry.records, earlier=earlier)
        return {}

    def _waves_until(self, wave_id: str) -> tuple[str, ...]:
        """The ids of the waves from this one backwards."""
        ids = [wave.id for wave in self.desk.waves]
        return tuple(reversed(ids[: ids.index(wave_id) + 1]))

    def _compared(
        self, around: Around, entry: SubmissionEntry, rows: dict[str, Rows]
    ) -> tuple[tuple[Compared, ...], dict[str, str]]:
        """Each worksheet beside the return that counted so far, and new numbers for that one's rows."""
        pairs = list(self._pairs(around, entry, rows))
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
            differing = difference(newer, earlier)
            is_older = around.is_later(one)
            found.append(Compared(worksheet, one, newer, earlier, differing, is_older, unasked))
        return tuple(found), numbers

    def _pairs(
        self, around: Around, entry: SubmissionEntry, rows: dict[str, Rows]
    ) -> Iterator[tuple[Worksheet, Return, Answers, Answers]]:
        for stored in entry.worksheets:
            worksheet = self.desk.declaration(stored.declaration_hash)
            one = around.earlier(entry.wave, stored.worksheet)
            if one is not None and worksheet is not None:
                newer = renamed(told_by(entry.records, worksheet, entry.sha256), rows[worksheet.id])
                yield worksheet, one, newer, _read_alike(told_in(around.state, one, worksheet), newer)

    def _read_anew(self, around: Around, entry: SubmissionEntry, together: _Together) -> SubmissionEntry:
        """The entry read once more from its file, with recognised rows, together with what it needs."""
        completing = together.completing
        taken = taken_over(around.state, completing, together.numbers)
        try:
            checked, worksheets = self._checked(around, entry, together)
        except RuecklaufError:
            raise
        except Exception as fault:
            if around.again:
                raise
            # whatever is wrong with an older file, or with this program: the new one counts by itself
            return self._not_combined(entry, fault)
        kept = tuple(one for one in entry.findings if one.code in KEPT_FINDINGS | {COPIED})
        names = {stored.worksheet for stored in entry.worksheets}
        records = [record for record in checked.records if record.worksheet in names]
        taken = as_read_now(taken, records, worksheets)
        dates = [one.one.dated_at for one in completing if one.is_older]
        return replace(
            entry,
            findings=kept + about_answered(checked.findings, worksheets, names),
            records=tuple(own_records(records, taken)),
            worksheets=tuple(_counted(stored, records, completing) for stored in entry.worksheets),
            taken_over=taken,
            dated_at=max(dates) if dates else entry.dated_at,
        )

    def _checked(
        self, around: Around, entry: SubmissionEntry, together: _Together
    ) -> tuple[Checked, tuple[Worksheet, ...]]:
        newer = with_rows(around.submission(entry.sha256), together.rows)
        lacking = tuple(_lacking(one) for one in together.completing)
        sources = {sha256 for one in lacking for sha256 in one.taken.values()} - {entry.sha256}
        older = {
            sha256: renumbered_submission(around.submission(sha256), together.numbers)
            for sha256 in sorted(sources)
        }
        declared = {worksheet.id: worksheet for worksheet in newer.worksheets}
        corrections = _corrections(around.state, entry) if together.beside else ()
        beside = tuple(
            table
            for one in together.beside
            if one.worksheet in declared
            for table in stored_tables(around.state, one, declared[one.worksheet], corrections)
        )
        wave = self.desk.known_wave(entry.wave)
        whole = combined(newer, older, lacking)
        checked = check(whole, wave_date=wave.reference_date, language=wave.language, beside=beside)
        return checked, tuple(one for one in newer.worksheets if one.id not in newer.elsewhere)

    def _not_combined(self, entry: SubmissionEntry, fault: Exception) -> SubmissionEntry:
        told = make_finding(remark("not_combined", why=type(fault).__name__), texts=self.desk.texts)
        others = (one for one in entry.findings if one.code != told.code)
        return replace(entry, findings=(*others, told))

    def _both_formats(self, entry: SubmissionEntry, compared: Iterable[Compared]) -> Iterator[Finding]:
        """What there is to say of worksheets that came as workbook and as text document."""
        for one in compared:
            kind, earlier = self._kind(entry.sha256), self._kind(one.one.sha256)
            if kind is not None and earlier is not None and kind is not earlier:
                yield both_formats(one, kind=kind, texts=self.desk.texts)

    def _kind(self, sha256: str) -> FormKind | None:
        try:
            return form_kind(Archive(self.desk.archive).read(sha256))
        except StoreError:
            # a file that the archive lost does not keep a new one from being taken in
            return None


def _read_alike(earlier: Answers, newer: Answers) -> Answers:
    """The earlier answers; of a text that only the newer return could read, what it says there.

    A reference by name is read once the worksheet it leads to is there: that is no change of the answer.
    """
    return {
        question: replace(told, value=now.value, missing=now.missing)
        if (now := newer.get(question))
        and told.raw == now.raw
        and (told.value is None) is not (now.value is None)
        else told
        for question, told in earlier.items()
    }


def _corrections(state: Snapshot, entry: SubmissionEntry) -> tuple[CorrectionRow, ...]:
    answers = state.corrections(alliance=entry.alliance, wave=entry.wave)
    return answers + state.contact_corrections(alliance=entry.alliance, wave=entry.wave)


def _lacking(one: Compared) -> Lacking:
    taken = {question: one.earlier[question].sha256 for question in one.taken}
    return Lacking(one.worksheet.id, taken)


def _without(entry: SubmissionEntry, worksheets: set[str]) -> SubmissionEntry:
    """The entry without worksheets of which a later return counts."""
    return replace(
        entry,
        worksheets=tuple(one for one in entry.worksheets if one.worksheet not in worksheets),
        records=tuple(one for one in entry.records if one.worksheet not in worksheets),
    )


def _counted(
    stored: StoredWorksheet, records: Iterable[Record], completing: Iterable[Compared]
) -> StoredWorksheet:
    source = next((one.one.submission_id for one in completing if one.worksheet.id == stored.worksheet), None)
    rows = sum(record.worksheet == stored.worksheet for record in records)
    return replace(stored, rows=rows, combined_with=source)
