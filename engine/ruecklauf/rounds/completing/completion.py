"""A judged return beside what the alliance returned before: corrected, completed, or contradicted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime

from ruecklauf.check.check import check
from ruecklauf.check.contact_names import knowing
from ruecklauf.check.records import Checked, Record
from ruecklauf.definition.models import Worksheet
from ruecklauf.errors import RuecklaufError, StoreError
from ruecklauf.findings import Finding, Subject, make_finding, remark
from ruecklauf.project.settings import Wave
from ruecklauf.rounds.blanks import about_answered
from ruecklauf.rounds.completing.combination import combined, with_rows
from ruecklauf.rounds.completing.comparison import Answers, Compared, asked_by, by_question
from ruecklauf.rounds.completing.copies import Copies
from ruecklauf.rounds.completing.differences import both_formats, findings_about, order_unclear
from ruecklauf.rounds.completing.form_kinds import FormKind, form_kind
from ruecklauf.rounds.completing.hiding import hiding_sheet_names
from ruecklauf.rounds.completing.inquiries import InquiryAnswers
from ruecklauf.rounds.completing.known_contacts import known_contacts, names_a_contact
from ruecklauf.rounds.completing.known_rows import NewId, Rows, recognise_rows, renamed, rows_without_id
from ruecklauf.rounds.completing.neighbours import put_right, stored_tables
from ruecklauf.rounds.completing.renumbering import (
    Numbers,
    clashing_rows,
    renumbered,
    renumbered_submission,
    shares_no_rows,
)
from ruecklauf.rounds.completing.senders import other_senders
from ruecklauf.rounds.completing.surroundings import Around
from ruecklauf.rounds.completing.taking_over import as_read_now, own_records, taken_over
from ruecklauf.rounds.desk import Desk
from ruecklauf.rounds.judged import KEPT_FINDINGS
from ruecklauf.rounds.moments import Order
from ruecklauf.store import (
    Archive,
    ErasedError,
    Outcome,
    Return,
    Snapshot,
    StoredWorksheet,
    SubmissionEntry,
    TakenOver,
)
from ruecklauf.texts import Texts, load_texts

COPIED = "copy_of_other"
"""A finding that depends on when the other return came in, so it stays when a file is read again."""


@dataclass(frozen=True, slots=True)
class _Together:
    """What a file is read together with."""

    beside: tuple[Return, ...] = ()
    """Worksheets in other files that its own look at."""
    completing: tuple[Compared, ...] = ()
    rows: Rows = field(default_factory=dict)
    """Its rows without id that are kept under others than their provisional ones."""
    numbers: Numbers = field(default_factory=dict)


@dataclass(frozen=True)
class Completion:
    """Completes entries while they are being stored; see `Store.save_submission`."""

    desk: Desk
    copies: Copies

    def __call__(self, state: Snapshot, entry: SubmissionEntry) -> SubmissionEntry:
        """The entry with everything that other returns of its alliance say about it.

        A corrected copy supersedes, and its differences are reported. A copy that completes an earlier one is
        read together with it: rules are checked over both. Rows that lost their id get back the one by which
        the alliance's earlier return knows them. Worksheets that came in other files are looked at by
        references and rules.
        """
        if entry.outcome is not Outcome.ACCEPTED:
            return entry
        with knowing(known_contacts(state, entry)):
            return hiding_sheet_names(self._beside_others(state, entry), self._texts(entry))

    def _beside_others(self, state: Snapshot, entry: SubmissionEntry) -> SubmissionEntry:
        if _is_late(state, entry, self.desk.known_wave(entry.wave)):
            closed = make_finding(remark("wave_closed", wave=entry.wave), texts=self._texts(entry))
            return _waiting(entry, [closed])
        if entry.inquiry:
            inquiry = self.desk.inquiry(entry.inquiry)
            assert inquiry is not None, "it was judged by it"
            return InquiryAnswers(Around(state, entry, self.desk), inquiry).completed()
        completed = self._completed(Around(state, entry, self.desk))
        if completed.outcome is not Outcome.ACCEPTED:
            return completed
        copied = self.copies.findings_about(state, completed)
        return replace(completed, findings=(*completed.findings, *copied))

    def again(self, state: Snapshot, entry: SubmissionEntry) -> SubmissionEntry:
        """The same of a file that was taken in before: its records are read from the file.

        The entry has the findings that were stored with it. Raises what reading the file raises.
        """
        with knowing(known_contacts(state, entry)):
            completed = self._completed(Around(state, entry, self.desk, again=True))
            return hiding_sheet_names(completed, self._texts(entry))

    def _completed(self, around: Around) -> SubmissionEntry:
        entry = around.entry
        beside = around.beside(entry)
        if beside or around.again or around.is_put_right(entry) or names_a_contact(entry):
            entry = self._read_anew(around, entry, _Together(beside))
        rows = self._rows(around, entry)
        compared, numbers = self._compared(around, entry, rows)
        completing = tuple(pair for pair in compared if pair.completes)
        unclear = [pair for pair in compared if pair.is_unclear and not pair.completes]
        if unclear:
            return _waiting(entry, [order_unclear(pair, self._texts(entry)) for pair in unclear])
        strange = other_senders(around, compared)
        if strange and self.desk.strict_senders and not around.again and not around.is_assigned:
            return _waiting(entry, [change.finding(self._texts(entry), waits=True) for change in strange])
        if any(pair.is_older for pair in completing):
            later = {pair.worksheet.id for pair in compared if pair.is_older and not pair.completes}
            entry = _without(entry, later)
        if completing or rows:
            beside = around.beside(entry, [pair.worksheet.id for pair in completing])
            entry = self._read_anew(around, entry, _Together(beside, completing, rows, numbers))
        formats = tuple(self._both_formats(entry, compared))
        both = {finding.subject.worksheet for finding in formats}
        texts, known = self._texts(entry), entry.findings
        found = findings_about(compared, around.corrections, texts, numbers=numbers, both=both, known=known)
        findings = (*found, *formats, *(change.finding(texts) for change in strange))
        return replace(entry, findings=findings, dated_at=_date(around, entry, compared))

    def _rows(self, around: Around, entry: SubmissionEntry) -> dict[Subject, NewId]:
        """New ids for rows without id, by the newest return of this wave, or else of an earlier one."""
        found: dict[Subject, NewId] = {}
        for stored in entry.worksheets:
            worksheet = self.desk.declaration(stored.declaration_hash)
            new = rows_without_id(entry.findings, stored.worksheet)
            earlier = self._earlier_answers(around, worksheet) if worksheet and new else None
            if worksheet is not None and earlier is not None:
                newer = by_question(entry.own_answers(), worksheet)
                found |= recognise_rows(worksheet, new, records=entry.records, newer=newer, earlier=earlier)
        return found

    def _earlier_answers(self, around: Around, worksheet: Worksheet) -> Answers | None:
        """What the newest return of this wave, or else of an earlier one, answers; None if there is none."""
        waves = [wave.id for wave in self.desk.waves]
        for wave in reversed(waves[: waves.index(around.entry.wave) + 1]):
            previous = around.earlier(wave, worksheet.id)
            if previous is not None:
                return around.answers(previous, worksheet)
        return None

    def _compared(
        self, around: Around, entry: SubmissionEntry, rows: Rows
    ) -> tuple[tuple[Compared, ...], dict[str, str]]:
        """Each worksheet beside the return that counted so far, and new numbers for that one's rows."""
        pairs = list(self._pairs(around, entry, rows))
        numbers: dict[str, str] = {}
        for pair in pairs:
            if pair.difference.is_other_half or pair.are_apart:
                numbers |= clashing_rows(pair.worksheet, pair.newer, pair.earlier)
        return tuple(self._as_asked(pair, numbers) for pair in pairs), numbers

    def _as_asked(self, pair: Compared, numbers: Numbers) -> Compared:
        """The comparison with what the newer return's declaration asks, the earlier one's rows renumbered."""
        asked = asked_by(pair.earlier, pair.worksheet)
        unasked = tuple(
            answer
            for question, answer in pair.earlier.items()
            if question not in asked and not answer.personal
        )
        return replace(
            pair,
            earlier=renumbered(asked, pair.worksheet, numbers),
            unasked=unasked,
            asked_before=self.desk.declaration(pair.previous.declaration_hash),
        )

    def _pairs(self, around: Around, entry: SubmissionEntry, rows: Rows) -> Iterator[Compared]:
        for stored in entry.worksheets:
            worksheet = self.desk.declaration(stored.declaration_hash)
            previous = around.earlier(entry.wave, stored.worksheet)
            if previous is not None and worksheet is not None:
                newer = renamed(by_question(entry.own_answers(), worksheet), rows)
                earlier = _read_alike(around.answers(previous, worksheet), newer)
                apart = shares_no_rows(worksheet, newer, earlier)
                pair = Compared(worksheet, previous, newer, earlier, around.is_later(previous), apart)
                yield _in_order(pair, around.order(previous)) if pair.difference.any else pair

    def _read_anew(self, around: Around, entry: SubmissionEntry, together: _Together) -> SubmissionEntry:
        """The entry read once more from its file, with recognised rows, together with what it needs."""
        completing = together.completing
        try:
            checked, worksheets = self._checked(around, entry, together)
        except ErasedError as gone:
            if around.again:
                raise
            return self._not_combined(entry, gone)
        except RuecklaufError:
            raise
        except Exception as fault:
            if around.again:
                raise
            # whatever is wrong with an older file, or with this program: the new one counts by itself
            return self._not_combined(entry, fault)
        kept = (finding for finding in entry.findings if finding.code in KEPT_FINDINGS | {COPIED})
        names = {stored.worksheet for stored in entry.worksheets}
        records = tuple(record for record in checked.records if record.worksheet in names)
        read = replace(entry, records=records, taken_over=TakenOver())
        taken = taken_over(around.state, completing, together.numbers)
        taken = as_read_now(taken, read.own_answers(), worksheets)
        dates = (pair.previous.dated_at for pair in completing if pair.is_older)
        texts = self._texts(entry)
        found = around.each_once((*kept, *checked.findings), texts)
        return replace(
            read,
            findings=about_answered(found, worksheets, names, texts),
            records=tuple(own_records(records, taken)),
            worksheets=tuple(_counted(stored, records, completing) for stored in entry.worksheets),
            taken_over=taken,
            dated_at=max(dates, default=entry.dated_at),
        )

    def _checked(
        self, around: Around, entry: SubmissionEntry, together: _Together
    ) -> tuple[Checked, tuple[Worksheet, ...]]:
        newer = with_rows(around.submission(entry.sha256), together.rows)
        completing = together.completing
        taken = {question: pair.earlier[question].sha256 for pair in completing for question in pair.taken}
        older = {
            sha256: renumbered_submission(around.submission(sha256), together.numbers)
            for sha256 in sorted(set(taken.values()) - {entry.sha256})
        }
        declared = {worksheet.id: worksheet for worksheet in newer.worksheets}
        beside = tuple(
            table
            for other in together.beside
            if other.worksheet in declared
            for table in stored_tables(around.state, other, declared[other.worksheet], around.corrections)
        )
        checked = check(
            combined(newer, older, taken, {pair.worksheet.id for pair in completing}),
            wave_date=self.desk.known_wave(entry.wave).reference_date,
            beside=beside,
            printed=self.desk.printed_for(entry.alliance),
            put_right=put_right(around.corrections, newer.worksheets),
            carried=self.desk.carried_for(entry.alliance, entry.wave),
        )
        return checked, tuple(sheet for sheet in newer.worksheets if sheet.id not in newer.elsewhere)

    def _not_combined(self, entry: SubmissionEntry, fault: Exception) -> SubmissionEntry:
        failed = make_finding(remark("not_combined", why=type(fault).__name__), texts=self._texts(entry))
        others = (finding for finding in entry.findings if finding.code != failed.code)
        return replace(entry, findings=(*others, failed))

    def _both_formats(self, entry: SubmissionEntry, compared: Iterable[Compared]) -> Iterator[Finding]:
        """What there is to say of worksheets that came as workbook and as text document."""
        for pair in compared:
            kind, earlier = self._kind(entry.sha256), self._kind(pair.previous.sha256)
            if kind is not None and earlier is not None and kind is not earlier:
                yield both_formats(pair, kind=kind, texts=self._texts(entry))

    def _texts(self, entry: SubmissionEntry) -> Texts:
        """The texts for what is found between returns, in the alliance's language."""
        return load_texts(self.desk.language(entry.alliance, entry.wave))

    def _kind(self, sha256: str) -> FormKind | None:
        try:
            return form_kind(Archive(self.desk.archive).read(sha256))
        except StoreError:
            # a file that the archive lost does not keep a new one from being taken in
            return None


def _is_late(state: Snapshot, entry: SubmissionEntry, wave: Wave) -> bool:
    """Whether a file comes to a closed wave, was not taken in for it before, and nobody let it count."""
    if not state.is_closed(wave.id, wave.state) or state.assignment_of(entry.sha256) is not None:
        return False
    own = state.knows(entry.sha256, entry.importer_version)
    first = state.taken_in(entry.sha256, entry.alliance, entry.wave)
    return own is None or first is None or first == own.submission_id


def _read_alike(earlier: Answers, newer: Answers) -> Answers:
    """The earlier answers; of a text that only the newer return could read, what it says there.

    A reference by name is read once the worksheet it leads to is there: that is no change of the answer.
    """
    return {
        question: before._replace(value=now.value, missing=now.missing)
        if (now := newer.get(question))
        and before.raw == now.raw
        and (before.value is None) is not (now.value is None)
        else before
        for question, before in earlier.items()
    }


def _in_order(pair: Compared, order: Order) -> Compared:
    return replace(pair, is_older=order is Order.EARLIER, is_unclear=order is Order.UNCLEAR)


def _date(around: Around, entry: SubmissionEntry, compared: Iterable[Compared]) -> datetime | None:
    """The date by which the entry counts, moved where the stored ones would rank it wrongly."""
    if entry.dated_at is not None and entry.dated_at != around.entry.dated_at:
        around.sent = max(around.sent, entry.dated_at)
    before = around.sent
    for pair in compared:
        if pair.completes or not pair.is_older:
            around.count_before(pair.previous)
        else:
            around.count_after(pair.previous)
    return entry.dated_at if around.sent == before else around.sent


def _waiting(entry: SubmissionEntry, found: Iterable[Finding]) -> SubmissionEntry:
    """The entry without answers: a person must say whether it is to count."""
    kept = (finding for finding in entry.findings if finding.code in KEPT_FINDINGS)
    return replace(
        entry,
        outcome=Outcome.QUARANTINED,
        worksheets=(),
        records=(),
        findings=(*kept, *found),
        taken_over=TakenOver(),
    )


def _without(entry: SubmissionEntry, worksheets: set[str]) -> SubmissionEntry:
    """The entry without worksheets of which a later return counts."""
    return replace(
        entry,
        worksheets=tuple(stored for stored in entry.worksheets if stored.worksheet not in worksheets),
        records=tuple(record for record in entry.records if record.worksheet not in worksheets),
    )


def _counted(
    stored: StoredWorksheet, records: Iterable[Record], completing: Iterable[Compared]
) -> StoredWorksheet:
    sources = (pair.previous for pair in completing if pair.worksheet.id == stored.worksheet)
    source = next((previous.submission_id for previous in sources), None)
    rows = sum(record.worksheet == stored.worksheet for record in records)
    return replace(stored, rows=rows, combined_with=source)
