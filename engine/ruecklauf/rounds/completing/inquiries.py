"""Answers to an inquiry put into the return that they are about, while they are being stored.

A file with answers to an inquiry counts as a return of the worksheets that it answers: it has its own
answers, and takes all others over from the return that counted so far. Rules are judged over both.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from ruecklauf.check.records import Entry, Record
from ruecklauf.check.rows import ReadTable
from ruecklauf.definition.models import Worksheet
from ruecklauf.findings import Finding, Subject, make_finding, remark
from ruecklauf.layout.inquiries import AskedRow, Inquiry
from ruecklauf.rounds.completing.judging_again import Again
from ruecklauf.rounds.completing.neighbours import absent_in, stored_tables, tables_of
from ruecklauf.rounds.completing.surroundings import Around
from ruecklauf.rounds.finding_keys import key_of
from ruecklauf.rounds.moments import Order
from ruecklauf.store import (
    RecordRow,
    Return,
    StoredAnswer,
    StoredWorksheet,
    SubmissionEntry,
    TakenOver,
)
from ruecklauf.values import Missing

_DONE = frozenset({"settled", "accepted"})
"""States in which nobody waits for an answer."""


@dataclass(frozen=True, slots=True)
class _Held:
    """A worksheet as it counted so far."""

    returned: Return
    declared: Worksheet
    answers: Mapping[Subject, StoredAnswer]
    rows: Mapping[Subject, RecordRow]

    def asks(self, answer: StoredAnswer) -> bool:
        """Whether the return's own declaration has the question, in a row that is there."""
        asked = {(section.id, field.id): field.personal for section, field in self.declared.all_fields()}
        return asked.get((answer.section, answer.field)) is answer.personal and (
            answer.subject.row in self.rows
        )


@dataclass(frozen=True)
class InquiryAnswers:
    """Puts the answers of one file in their places."""

    around: Around
    inquiry: Inquiry

    def completed(self) -> SubmissionEntry:
        """The entry with what counts besides its answers, and without those that have no place any more."""
        entry = self.around.entry
        given = {answer.subject: answer for answer in entry.own_answers()}
        refused = {subject: code for subject, answer in given.items() if (code := self._against(answer))}
        taken = {subject: answer for subject, answer in given.items() if subject not in refused}
        names = {subject.worksheet for subject in taken}
        held = {name: self._held[name] for name in names}
        records = tuple(self._records(entry.records, taken))
        tables, judged = self._judged(held, records, taken)
        records = tuple(_as_led(records, tables))
        left = set(refused)
        own = [finding for finding in entry.findings if finding.subject not in left]
        findings = (*own, *self._own_findings(given, refused), *judged)
        for name in names:
            self.around.count_before(held[name].returned)
        later = self.around.sent
        return replace(
            entry,
            worksheets=tuple(_stored(each) for each in held.values()),
            records=records,
            findings=findings,
            taken_over=self._taken_over(held.values(), taken),
            answered=tuple(
                made
                for made in entry.answered
                if made.explained or self._rows_by_id[made.row].subject in taken
            ),
            dated_at=max(filter(None, (entry.dated_at, later))),
        )

    @cached_property
    def _held(self) -> dict[str, _Held]:
        found = {}
        entry, state = self.around.entry, self.around.state
        for name in dict.fromkeys(stored.worksheet for stored in entry.worksheets):
            returned = self.around.earlier(entry.wave, name)
            declared = state.declaration(returned.declaration_hash) if returned else None
            if returned is not None and declared is not None:
                number = returned.submission_id
                answers = {answer.subject: answer for answer in state.answers_of(number, name)}
                rows = {row.subject: row for row in state.records_of(number, name)}
                found[name] = _Held(returned, declared, answers, rows)
        return found

    @cached_property
    def _rows_by_id(self) -> dict[str, AskedRow]:
        return {row.id: row for row in self.inquiry.rows}

    @cached_property
    def _rows(self) -> dict[Subject, AskedRow]:
        return {row.subject: row for row in self.inquiry.rows}

    @cached_property
    def _open(self) -> frozenset[str]:
        """The keys of findings that are still to be answered."""
        entry, state = self.around.entry, self.around.state
        done: dict[str, str] = {made.finding_key: made.state for made in state.settlements()}
        return frozenset(
            key
            for stored in state.findings(waves={entry.wave})
            if stored.alliance == entry.alliance and done.get(key := key_of(stored), "") not in _DONE
        )

    @cached_property
    def _same_inquiry(self) -> frozenset[str]:
        """The files that answered this inquiry before."""
        return frozenset(
            imported.sha256
            for imported in self.around.state.submissions()
            if imported.inquiry == self.inquiry.code and imported.sha256 != self.around.entry.sha256
        )

    @cached_property
    def _answered_later(self) -> frozenset[str]:
        """Findings that a later inquiry's file answers."""
        numbers = {made.inquiry.code: made.inquiry.number for made in self.around.state.inquiries()}
        return frozenset(
            given.finding_key
            for given in self.around.state.given_answers()
            if numbers.get(given.inquiry, 0) > self.inquiry.number
            and given.sha256 != self.around.entry.sha256
        )

    def _against(self, answer: StoredAnswer) -> str:
        """Why an answer is not taken; empty if it is."""
        held, row = self._held.get(answer.worksheet), self._rows[answer.subject]
        if held is None or not held.asks(answer):
            return "inquiry_outdated"
        before = held.answers.get(answer.subject)
        if before is not None and before.sha256 in self._same_inquiry:
            is_later = self.around.order(held.returned) is Order.LATER
            return "" if is_later or before.says_the_same(answer) else "inquiry_outdated"
        if _differs(before, row) or self._answered_later & set(row.findings):
            return "inquiry_outdated"
        return "" if self._open & set(row.findings) else "inquiry_closed"

    def _own_findings(
        self, given: Mapping[Subject, StoredAnswer], refused: Mapping[Subject, str]
    ) -> Iterator[Finding]:
        """What is to be said of answers that were not taken, that changed, and of an inquiry that is not
        the newest."""
        entry = self.around.entry
        texts = self.around.desk.texts_for(entry.alliance, entry.wave)
        for subject, answer in given.items():
            row, held = self._rows[subject], self._held.get(subject.worksheet)
            before = held.answers.get(subject) if held else None
            is_again = before is not None and before.sha256 in self._same_inquiry
            changed = is_again and before is not None and not before.says_the_same(answer)
            code = refused.get(subject) or ("inquiry_changed" if changed else "")
            if code:
                hide = answer.personal
                yield make_finding(
                    remark(code, row=row.id),
                    texts=texts,
                    place=answer.place,
                    found=texts("words.personal") if hide else answer.raw,
                    hidden=answer.raw if hide else "",
                )
        alliance, wave = self.inquiry.alliance, self.inquiry.wave
        received = self.around.entry.received_at
        made = self.around.state.inquiries(alliance=alliance, wave=wave)
        newest = max(
            (inquiry.inquiry.number for inquiry in made if inquiry.created_at <= received), default=0
        )
        if newest > self.inquiry.number:
            yield make_finding(
                remark("inquiry_older", number=self.inquiry.number, newest=newest), texts=texts
            )

    def _records(self, records: Iterable[Record], taken: Mapping[Subject, StoredAnswer]) -> Iterator[Record]:
        """The records with what is taken of them, where they stand in the return."""
        for record in records:
            row = Subject(record.worksheet, record.section, record.row_id)
            entries, contacts = (
                {name: entry for name, entry in kept.items() if row._replace(field=name) in taken}
                for kept in (record.entries, record.contacts)
            )
            if entries or contacts:
                held = self._held[record.worksheet]
                at = held.rows[row]
                yield replace(
                    record,
                    version=held.declared.version,
                    position=at.position,
                    printed=at.printed,
                    entries=entries,
                    contacts=contacts,
                    answered=True,
                )

    def _judged(
        self, held: Mapping[str, _Held], records: tuple[Record, ...], taken: Mapping[Subject, StoredAnswer]
    ) -> tuple[tuple[ReadTable, ...], tuple[Finding, ...]]:
        """What all answers of the worksheets come to with those taken."""
        if not held:
            return (), ()
        state = self.around.state
        tables: list[ReadTable] = []
        before: list[Finding] = []
        for name, each in held.items():
            stated = {**each.answers, **{s: answer for s, answer in taken.items() if s.worksheet == name}}
            absent = absent_in(state, each.returned.submission_id)
            tables += tables_of(each.declared, stated.values(), each.rows.values(), absent)
            said = state.findings_of(each.returned.submission_id)
            before += [finding for finding in said if finding.subject.worksheet == name]
        beside, worksheets = beside_of(self.around, held)
        again = Again(
            tuple(tables),
            beside,
            worksheets,
            tuple(before),
            self.around.desk.known_wave(self.around.entry.wave),
            _language(self.around),
            self.around.corrections,
        )
        return again.judged(frozenset(taken))

    def _taken_over(self, held: Iterable[_Held], taken: Mapping[Subject, StoredAnswer]) -> TakenOver:
        own = {subject.row for subject in taken}
        answers = [
            answer for each in held for subject, answer in each.answers.items() if subject not in taken
        ]
        rows = [row for each in held for subject, row in each.rows.items() if subject not in own]
        return TakenOver(tuple(answers), tuple(rows))


def beside_of(around: Around, held: Iterable[str]) -> tuple[tuple[ReadTable, ...], tuple[Worksheet, ...]]:
    """The tables of all other worksheets that count, with corrections; and all worksheets of the form."""
    entry, own = around.entry, set(held)
    declared: dict[str, Worksheet] = {}
    for content_hash in around.desk.issued_with(alliance=entry.alliance, wave=entry.wave):
        worksheet = around.desk.declaration(content_hash)
        if worksheet is not None:
            declared[worksheet.id] = worksheet
    tables: list[ReadTable] = []
    for returned in around.state.current(entry.wave, alliance=entry.alliance):
        worksheet = around.desk.declaration(returned.declaration_hash)
        if worksheet is not None:
            declared[worksheet.id] = worksheet
            if worksheet.id not in own:
                tables += stored_tables(around.state, returned, worksheet, around.corrections)
    return tuple(tables), tuple(declared.values())


def stored_again(
    around: Around, number: int, content: TakenOver, said: tuple[Finding, ...]
) -> SubmissionEntry:
    """An entry that is stored as a submission of this number, judged again beside what counts now."""
    entry, state = around.entry, around.state
    tables: list[ReadTable] = []
    for stored in entry.worksheets:
        declared = state.declaration(stored.declaration_hash)
        if declared is not None:
            answers = [answer for answer in content.answers if answer.worksheet == stored.worksheet]
            rows = [row for row in content.records if row.worksheet == stored.worksheet]
            absent = [finding.subject for finding in said if finding.code.startswith("section_missing")]
            tables += tables_of(declared, answers, rows, absent)
    names = {stored.worksheet for stored in entry.worksheets}
    beside, worksheets = beside_of(around, names)
    about = tuple(finding for finding in said if finding.subject.worksheet in names)
    wave = around.desk.known_wave(entry.wave)
    language = _language(around)
    again = Again(tuple(tables), beside, worksheets, about, wave, language, around.corrections)
    _, judged = again.judged()
    others = (finding for finding in said if finding.subject.worksheet not in names)
    own_date = state.dated_at(entry.sha256)
    dates = {
        entered.dated_at
        for entered in state.history(entry.alliance, entry.wave, min(names))
        if entered.sha256 == entry.sha256
    }
    return replace(
        entry,
        findings=(*others, *judged),
        taken_over=content,
        dated_at=max(dates - {own_date}, default=None),
    )


def _stored(held: _Held) -> StoredWorksheet:
    before = held.returned
    return StoredWorksheet(
        before.worksheet, before.version, before.declaration_hash, before.rows, before.submission_id
    )


def _differs(before: StoredAnswer | None, row: AskedRow) -> bool:
    """Whether another answer stands there than when the question was asked."""
    if before is None:
        return bool(row.file)
    if before.sha256 == row.file:
        return False
    digest = hashlib.sha256(before.raw.encode("utf-8", "backslashreplace")).hexdigest()
    return before.personal or digest != row.digest


def _as_led(records: Iterable[Record], tables: Iterable[ReadTable]) -> Iterator[Record]:
    """The records with references by name as they lead."""
    values = {
        Subject(table.worksheet.id, table.section.id, row.row_id, name): answer.value
        for table in tables
        for row in table.rows
        for name, answer in row.answers.items()
        if answer.field.refers_to
    }
    for record in records:
        row = Subject(record.worksheet, record.section, record.row_id)
        entries: dict[str, Entry] = {}
        for name, entry in record.entries.items():
            value = values.get(row._replace(field=name), entry.value)
            is_led = entry.value is Missing.UNREADABLE and not isinstance(value, Missing)
            entries[name] = replace(entry, value=value) if is_led else entry
        yield replace(record, entries=entries)


def _language(around: Around) -> str:
    return around.desk.language(around.entry.alliance, around.entry.wave)
