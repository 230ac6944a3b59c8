"""What forms that carry a wave on hold beside its answers: where they come from, and what was said last."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ruecklauf.check.privacy import marks_of_a_person_in
from ruecklauf.definition.companions import shows_last, with_companions
from ruecklauf.definition.models import SectionBase, Worksheet
from ruecklauf.fieldtypes.base import FieldBase
from ruecklauf.fieldtypes.companion import LAST, ORIGIN, beside
from ruecklauf.findings import Subject
from ruecklauf.forms.defaults import default_answers
from ruecklauf.layout.inputs import shown_text
from ruecklauf.layout.model import Layout
from ruecklauf.rounds.issuing.prefill import Prefills
from ruecklauf.rounds.prints import printed_in
from ruecklauf.texts import Texts, load_texts
from ruecklauf.values import Missing, Value

LONGEST_ANSWER, LONGEST_ROW = 120, 400
"""Characters of one answer, and of all answers of a row, that are told."""
_CUT = "…"


def filled_in(prefills: Prefills, alliance: str, layout: Layout) -> dict[Subject, Value]:
    """What stands in an alliance's form: in its first one defaults, later the answers carried on, the wave
    each row comes from, and beside what is left empty in each wave the last answer. Personal answers, and
    such as seem so, are not told."""
    own = prefills.of(alliance)
    if not own:
        return default_answers(layout)
    texts, emptied = load_texts(layout.language), prefills.emptied.get(alliance, {})
    found = dict(own) if prefills.wave else {**default_answers(layout), **own}
    for worksheet in layout.worksheets:
        said = _Said(with_companions(worksheet), prefills.wave_of(alliance), own, emptied, texts)
        found.update(said.of_rows())
        found.update(said.of_questions())
    return found


@dataclass(frozen=True, slots=True)
class _Said:
    """What one worksheet's form says of the last wave."""

    worksheet: Worksheet
    wave: str
    """Empty where the values come from a file that names none."""
    own: Mapping[Subject, Value]
    """The answers that are carried on, of all worksheets."""
    emptied: Mapping[Subject, Value]
    """The last answers in fields that are left empty."""
    texts: Texts

    def of_rows(self) -> Iterator[tuple[Subject, Value]]:
        tables = {section.id: section for section in self.worksheet.sections if section.has_rows}
        carried = {subject._replace(field=ORIGIN) for subject in self._mine(self.own, tables, ORIGIN)}
        source = self.wave or self.texts("carried.given")
        yield from ((origin, source) for origin in sorted(carried))
        rows: dict[Subject, list[str]] = defaultdict(list)
        printed = {subject.row for subject in printed_in(self.worksheet)}
        for subject in sorted(self._mine(self.emptied, tables, LAST), key=self._in_order):
            field = tables[subject.section].field(subject.field)
            answer = self._answer(field, self.emptied[subject])
            if answer and (subject._replace(field=ORIGIN) in carried or subject.row in printed):
                rows[subject._replace(field=LAST)].append(f"{field.label(self.texts.language)}: {answer}")
        for row, answers in rows.items():
            yield row, _cut(f"{self.wave}: {' · '.join(answers)}", LONGEST_ROW)

    def of_questions(self) -> Iterator[tuple[Subject, Value]]:
        records = {section.id: section for section in self.worksheet.sections if not section.has_rows}
        for subject in self._mine(self.own, records):
            yield self._last(subject), self._please_check()
        for subject in self._mine(self.emptied, records):
            answer = self._answer(records[subject.section].field(subject.field), self.emptied[subject])
            if answer:
                yield self._last(subject), f"{self.wave}: {answer}"

    def _please_check(self) -> str:
        if not self.wave:
            return self.texts("carried.please_check_given")
        return self.texts("carried.please_check", wave=self.wave)

    def _mine(
        self, answers: Mapping[Subject, Value], sections: Mapping[str, SectionBase], companion: str = ""
    ) -> Iterator[Subject]:
        """The answers of this worksheet in these sections, where they have a place for the companion."""
        for subject in answers:
            section = sections.get(subject.section) if subject.worksheet == self.worksheet.id else None
            wanted = companion or beside(LAST, subject.field)
            if section and any(field.id == wanted for field in section.companions):
                yield subject

    def _in_order(self, subject: Subject) -> tuple[str, str, int]:
        asked = self.worksheet.section(subject.section).fields
        return *subject[1:3], next(n for n, field in enumerate(asked) if field.id == subject.field)

    @staticmethod
    def _last(subject: Subject) -> Subject:
        return subject._replace(field=beside(LAST, subject.field))

    def _answer(self, field: FieldBase, value: Value) -> str:
        """An answer as the form shows it; empty for none that may be told."""
        if not shows_last(field) or value is Missing.NO_ANSWER:
            return ""
        shown = self._value_text(field, value)
        return "" if marks_of_a_person_in(shown) else _cut(shown, LONGEST_ANSWER)

    def _value_text(self, field: FieldBase, value: Value) -> str:
        lists = self.worksheet.lists
        if isinstance(value, tuple) and field.list_id:
            return ", ".join(lists[field.list_id].label(code, self.texts.language) for code in value)
        return " ".join(shown_text(field.render(value, lists, self.texts), field, self.texts).split())


def _cut(text: str, longest: int) -> str:
    return text if len(text) <= longest else text[: longest - len(_CUT)].rstrip() + _CUT
