"""Open findings as rows of an inquiry, with what their answers can be."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from ruecklauf.definition.models import SectionBase, TableSection, Worksheet
from ruecklauf.fieldtypes.base import FieldBase, Kind
from ruecklauf.fieldtypes.reference import JOINT
from ruecklauf.findings import Subject
from ruecklauf.layout.geometry import referred
from ruecklauf.layout.inputs import shown_text
from ruecklauf.layout.inquiries import AskedRow
from ruecklauf.layout.inquiry_entries import Entry, entry_of
from ruecklauf.layout.row_ids import printed_codes, row_names
from ruecklauf.layout.wording import expected_in, header
from ruecklauf.project.settings import Wave
from ruecklauf.rounds.prints import filled_by_form, is_among
from ruecklauf.store import Return, Snapshot, StoredAnswer
from ruecklauf.texts import Texts
from ruecklauf.values import Missing

Row = Mapping[str, str]
"""A row of `finding_rows`."""


@dataclass(frozen=True, slots=True)
class AskedCell:
    """A row of an inquiry, what its cell takes, and the point it belongs to."""

    point: str
    row: AskedRow
    entry: Entry | None


@dataclass(frozen=True)
class _Worksheet:
    """A worksheet as the alliance has returned it."""

    declared: Worksheet
    returned: Return
    answers: Mapping[Subject, StoredAnswer]
    positions: Mapping[Subject, int]
    """Of the rows that have a record."""

    @cached_property
    def own(self) -> frozenset[Subject]:
        """What the form itself had filled in."""
        return frozenset(filled_by_form(self.declared))

    def field(self, subject: Subject) -> FieldBase | None:
        for section, field in self.declared.all_fields():
            if (section.id, field.id) == (subject.section, subject.field):
                return field
        return None

    def section(self, name: str) -> SectionBase | None:
        return next((section for section in self.declared.sections if section.id == name), None)


@dataclass(frozen=True)
class Returned:
    """What an alliance has returned in a wave."""

    state: Snapshot
    alliance: str
    wave: Wave
    texts: Texts

    @cached_property
    def _worksheets(self) -> dict[str, _Worksheet]:
        found = {}
        for returned in self.state.current(self.wave.id, alliance=self.alliance):
            declared = self.state.declaration(returned.declaration_hash)
            if declared is not None:
                number, name = returned.submission_id, returned.worksheet
                answers = {answer.subject: answer for answer in self.state.answers_of(number, name)}
                rows = {row.subject: row.position for row in self.state.records_of(number, name)}
                found[name] = _Worksheet(declared, returned, answers, rows)
        return found

    def cells(self, rows: Sequence[Row]) -> Iterator[AskedCell]:
        """The rows of an inquiry, those of one point together, as they come in the form.

        What several findings say of one answer is asked once.
        """
        by_subject: dict[Subject, list[Row]] = {}
        for row in sorted(rows, key=self._order):
            subject = Subject(row["worksheet"], row["table"], row["row_id"], row["field"])
            by_subject.setdefault(subject if subject.field else self._apart(subject, row), []).append(row)
        for subject, same in by_subject.items():
            yield from self._cells_about(subject._replace(field=subject.field.partition(":")[0]), same)

    def _apart(self, subject: Subject, row: Row) -> Subject:
        """What is about no single answer is asked point by point."""
        return subject._replace(field=f":{row['finding']}")

    def _order(self, row: Row) -> tuple[int, tuple[int, ...], int, str]:
        worksheets = [*self.wave.worksheets, row["worksheet"]]
        subject = Subject(row["worksheet"], row["table"], row["row_id"])
        held = self._worksheets.get(row["worksheet"])
        place = (0, 0)
        if held is not None:
            pairs = [(section.id, field.id) for section, field in held.declared.all_fields()]
            pair = (row["table"], row["field"])
            place = (1, pairs.index(pair) if pair in pairs else -1)
        position = held.positions.get(subject, 0) if held else 0
        return worksheets.index(row["worksheet"]), place, position, row["finding"]

    def _cells_about(self, subject: Subject, rows: Sequence[Row]) -> Iterator[AskedCell]:
        held = self._worksheets.get(subject.worksheet)
        field = held.field(subject) if held else None
        asked = self._asked(subject, rows)
        point = rows[0]["point"]
        if held is None or field is None:
            yield AskedCell(point, asked, None)
            return
        answer = held.answers.get(subject)
        asked = replace(
            asked,
            declaration=held.returned.declaration_hash,
            stands=self._stands(rows, field, answer, held.declared),
            file=answer.sha256 if answer else "",
            digest="" if answer is None or field.personal else _digest(answer.raw),
        )
        is_there = subject.row in held.positions and not is_among(subject, held.own)
        is_open = is_there and field.computed is None
        for part in field.parts or ("",):
            question = self._question(subject, held, field, part)
            entry = self._entry(held.declared, field, part) if is_open else None
            row = replace(asked, part=part, question=question, is_answerable=entry is not None)
            yield AskedCell(point, row, entry)

    def _asked(self, subject: Subject, rows: Sequence[Row]) -> AskedRow:
        """The row as far as the findings alone say."""
        wrong = (row["message"].removeprefix(f"{row['place']}: ") for row in rows)
        title = self.texts("inquiry.about_file")
        held = self._worksheets.get(subject.worksheet)
        if held is not None:
            title = held.declared.title(self.texts.language)
        found = next((row["found"] for row in rows if row["found"] and (subject.field or row["place"])), "")
        return AskedRow(
            id="",
            subject=subject,
            part="",
            declaration="",
            where=next((row["place"] for row in rows if row["place"]), title),
            question=title,
            stands=found or self.texts("inquiry.empty"),
            wrong="\n".join(dict.fromkeys(wrong)),
            is_answerable=False,
            file="",
            digest="",
            findings=tuple(dict.fromkeys(row["finding"] for row in rows)),
        )

    def _stands(
        self, rows: Sequence[Row], field: FieldBase, answer: StoredAnswer | None, declared: Worksheet
    ) -> str:
        """What stands there, without what is personal."""
        found = next((row["found"] for row in rows if row["found"]), "")
        if answer is None or answer.missing == Missing.NO_ANSWER or found:
            return found or self.texts("inquiry.empty")
        if field.personal:
            return self.texts("words.personal")
        if answer.value is None:
            return answer.raw
        try:
            return shown_text(
                field.render(field.from_text(answer.value), declared.lists, self.texts), field, self.texts
            )
        except (ValueError, ArithmeticError, KeyError):
            return answer.raw

    def _question(self, subject: Subject, held: _Worksheet, field: FieldBase, part: str) -> str:
        lists = held.declared.lists
        section = held.section(subject.section)
        label = header(field, lists, self.texts, part)
        if section is not None and section.has_rows:
            name = self._row_name(subject, held, section)
            label = self.texts("inquiry.one_row", row=name, label=label)
        if field.computed is not None:
            return f"{label}\n{self.texts('inquiry.computed')}"
        expected = self.texts.list("words.ticks") if part else ()
        what = " / ".join(expected) or expected_in(field, lists, self.texts)
        return f"{label}\n{self.texts('inquiry.please', what=what)}"

    def _row_name(self, subject: Subject, held: _Worksheet, section: SectionBase) -> str:
        label = _label(held.answers, subject.row, section, self.texts)
        label = label or self._printed(subject, held.declared, section)
        return f"{subject.row_id}{JOINT}{label}" if label else subject.row_id

    def _printed(self, subject: Subject, declared: Worksheet, section: SectionBase) -> str:
        """What the form prints into the row to say what it is."""
        given = printed_codes(declared, section).get(subject.row_id, {})
        lists = {field.id: declared.lists[field.list_id] for field in section.fields if field.list_id}
        words = (
            lists[name].label(code, self.texts.language) for name, code in given.items() if name in lists
        )
        return ", ".join(words)

    def _entry(self, declared: Worksheet, field: FieldBase, part: str) -> Entry:
        offered = tuple(self._rows_referred(declared, field)) if field.kind is Kind.REFERENCE else ()
        return entry_of(field, part, declared.lists, self.texts, offered=offered)

    def _rows_referred(self, declared: Worksheet, field: FieldBase) -> Iterator[str]:
        name, _, table = referred(declared, field).partition(".")
        held = self._worksheets.get(name)
        section = held.section(table) if held else None
        if held is None or section is None:
            return
        names = row_names(held.declared, section, self.texts.language)
        for row in sorted(held.positions, key=lambda row: held.positions[row]):
            label = names.get(row.row_id) or _label(held.answers, row, section, self.texts)
            label = label if row.section == table else ""
            if label:
                yield f"{row.row_id}{JOINT}{label}"


def _label(answers: Mapping[Subject, StoredAnswer], row: Subject, section: SectionBase, texts: Texts) -> str:
    """What names a row, as far as it may be shown."""
    name = section.label_field if isinstance(section, TableSection) else None
    answer = answers.get(row._replace(field=name)) if name else None
    if answer is None or answer.personal or texts("words.personal") in answer.raw:
        return ""
    return " ".join(answer.raw.split())


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "backslashreplace")).hexdigest()
