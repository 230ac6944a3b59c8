"""From every cell taken from a file to its record: what has not arrived is reported, whatever the cause."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from ruecklauf.check.privacy import personal_data_in
from ruecklauf.check.records import Checked, Entry, Record
from ruecklauf.check.rows import BETWEEN_PARTS, raw_text
from ruecklauf.check.unticked import BETWEEN_CELLS, quoted
from ruecklauf.definition.models import Worksheet
from ruecklauf.fieldtypes.base import FieldBase
from ruecklauf.fieldtypes.seen import seen_text
from ruecklauf.fieldtypes.tick import UNTICKED, is_unticked
from ruecklauf.findings import Finding, Place, Remark, Subject, make_finding, remark
from ruecklauf.intake.submission import RawAnswer, Submission
from ruecklauf.invisibles import shows_nothing
from ruecklauf.layout.row_ids import printed_codes
from ruecklauf.texts import Texts, load_texts


def unaccounted(submission: Submission, checked: Checked) -> tuple[Finding, ...]:
    """A finding for each cell taken that is neither in a record nor reported, for each one taken twice, and
    for a file whose cells do not add up. Of a file that gives any of them nothing is to be trusted.

    Blank cells, and such as look blank, have nothing to arrive with. So has what the form itself had put into
    a row that does not count because nobody began it.
    """
    balance = _Balance(submission, checked, load_texts(submission.language))
    return (*balance.not_arrived(), *balance.taken_twice(), *balance.not_adding_up())


@dataclass(frozen=True)
class _Balance:
    submission: Submission
    checked: Checked
    texts: Texts

    def not_arrived(self) -> Iterator[Finding]:
        for subject, answers in self._filled.items():
            if subject in self.checked.computed:
                continue
            for answer in _missing_from(self._entry(subject), answers):
                seen = not shows_nothing(raw_text(answer.raw))
                if seen and not self._is_reported(answer) and not self._is_untouched_print(answer):
                    yield self._finding(remark("cell_unaccounted"), answer)

    def taken_twice(self) -> Iterator[Finding]:
        filled = [answer.place for answers in self._filled.values() for answer in answers]
        # Tuples are compared faster than places, and nearly always that is all.
        if len({(place.sheet, place.cell) for place in filled}) == len(filled):
            return
        takers: dict[Place, list[RawAnswer]] = {}
        for answers in self._filled.values():
            for answer in answers:
                takers.setdefault(answer.place, []).append(answer)
        for several in takers.values():
            if len(several) > 1:
                named = " / ".join(dict.fromkeys(self._named(answer) for answer in several))
                yield self._finding(remark("cell_taken_twice", answers=named), several[0])

    def not_adding_up(self) -> Iterator[Finding]:
        counts = self.submission.counts
        taken = sum(not answer.raw.is_blank for answer in self.submission.answers)
        if not counts.balanced or taken != counts.answers:
            wording = remark(
                "cells_unbalanced",
                total=counts.total,
                answers=taken,
                template=counts.template,
                findings=counts.findings,
            )
            yield make_finding(wording, texts=self.texts)

    @cached_property
    def _filled(self) -> dict[Subject, list[RawAnswer]]:
        """The answers in which something stands; the parts of a multiple choice together."""
        found: dict[Subject, list[RawAnswer]] = {}
        for answer in self.submission.answers:
            if not answer.raw.is_blank:
                found.setdefault(answer.subject, []).append(answer)
        return found

    def _entry(self, subject: Subject) -> Entry | None:
        record = self._rows.get((subject.worksheet, subject.section, subject.row_id))
        if record is None:
            return None
        return record.contacts.get(subject.field) or record.entries.get(subject.field)

    @cached_property
    def _reported(self) -> frozenset[tuple[Place, str]]:
        findings = self.checked.findings
        return frozenset(
            (finding.place, said) for finding in findings for said in (finding.found, finding.hidden)
        )

    def _is_reported(self, answer: RawAnswer) -> bool:
        """Whether a finding at the cell quotes it, or would if it were not personal.

        That something personal was found there is not enough: it may be a comment on the answer.
        """
        if is_unticked(answer.raw) and quoted(answer.place) in self._unticked:
            return True
        quotes = {raw_text(answer.raw), seen_text(answer.raw)}
        return any((answer.place, quote) in self._reported for quote in quotes)

    @cached_property
    def _unticked(self) -> frozenset[str]:
        """The boxes that are asked about together, as their finding names them."""
        found = (
            finding.found.split(BETWEEN_CELLS)
            for finding in self.checked.findings
            if finding.code == UNTICKED
        )
        return frozenset(place for places in found for place in places)

    def _is_untouched_print(self, answer: RawAnswer) -> bool:
        """Whether the cell is locked, its row has no record, and it shows what the form had put there."""
        subject = answer.subject
        if not answer.locked or (subject.worksheet, subject.section, subject.row_id) in self._rows:
            return False
        worksheet, field = self._declared[subject.worksheet, subject.section, subject.field]
        if field.from_alliance is not None or field.is_locked:
            return True
        section = next(section for section in worksheet.sections if section.id == subject.section)
        code = printed_codes(worksheet, section).get(subject.row_id, {}).get(subject.field)
        return code is not None and field.parse(answer.raw, worksheet.lists, self.texts).value == code

    @cached_property
    def _rows(self) -> dict[tuple[str, str, str], Record]:
        return {(record.worksheet, record.section, record.row_id): record for record in self.checked.records}

    @cached_property
    def _declared(self) -> Mapping[tuple[str, str, str], tuple[Worksheet, FieldBase]]:
        return {
            (worksheet.id, section.id, field.id): (worksheet, field)
            for worksheet in self.submission.worksheets
            for section, field in worksheet.all_fields()
        }

    def _named(self, answer: RawAnswer) -> str:
        subject = answer.subject
        known = self._declared.get((subject.worksheet, subject.section, subject.field))
        label = known[1].label(self.texts.language) if known else subject.field
        return " ".join(filter(None, (subject.row_id, self.texts.quoted(label), answer.part)))

    def _finding(self, noted: Remark, answer: RawAnswer) -> Finding:
        subject, text = answer.subject, seen_text(answer.raw)
        known = self._declared.get((subject.worksheet, subject.section, subject.field))
        # A field that is not declared may be a personal one.
        hide = known is None or known[1].personal or bool(personal_data_in(text))
        shown = self.texts("words.personal") if hide else text
        return make_finding(noted, texts=self.texts, place=answer.place, subject=subject, found=shown)


def _missing_from(entry: Entry | None, answers: list[RawAnswer]) -> list[RawAnswer]:
    """The answers whose text is not in the entry; of a text that occurs more often, all but as many."""
    if entry is None:
        return answers
    pieces = [raw_text(answer.raw) for answer in answers]
    place = answers[0].place
    if entry.raw == BETWEEN_PARTS.join(pieces) and (entry.place is place or entry.place == place):
        return []
    arrived = Counter([entry.raw]) | Counter(entry.raw.split(BETWEEN_PARTS))
    missing: list[RawAnswer] = []
    for answer, piece in zip(answers, pieces, strict=True):
        # Of an answer that cannot be read the entry has what the cell shows.
        found = piece if arrived[piece] else seen_text(answer.raw)
        if arrived[found] and (len(answers) > 1 or entry.place == answer.place):
            arrived[found] -= 1
        else:
            missing.append(answer)
    return missing
