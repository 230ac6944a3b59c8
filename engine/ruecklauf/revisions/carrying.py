"""Answers to an earlier version of a worksheet in the terms of the newest one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import NamedTuple

from ruecklauf.cells import text_cell
from ruecklauf.definition.changes import CodeChange
from ruecklauf.definition.models import CrossSection, Worksheet
from ruecklauf.definition.rulebook import bind, scope_of
from ruecklauf.fieldtypes.base import FieldBase
from ruecklauf.fieldtypes.companion import beside, companion_kind, explained_question
from ruecklauf.findings import Subject
from ruecklauf.layout.geometry import referred
from ruecklauf.revisions.fates import NOWHERE, WORST_FIRST, Carried, Fate
from ruecklauf.revisions.rows import RowTarget, free_number, printed_by_row, rows_by_codes, same_rows
from ruecklauf.revisions.steps import Route, route
from ruecklauf.rules.errors import RuleError
from ruecklauf.rules.rows import Env
from ruecklauf.texts import load_texts
from ruecklauf.values import Missing, Value, canonical_text


@dataclass(frozen=True, slots=True)
class Coded:
    """What became of one code."""

    fate: Fate
    code: str
    why: str = ""


class RowBefore(NamedTuple):
    """The row in which a code stood, for the rules of its split."""

    section: str
    answers: Mapping[str, Value]


class _Answer(NamedTuple):
    subject: Subject
    value: str | None
    missing: str | None
    row: Mapping[str, Value]


@dataclass(frozen=True)
class Carrier:
    """Carries answers to one declaration into those of today."""

    old: Worksheet
    library: Mapping[str, Worksheet]
    """All worksheets of today, with all their codes, by id."""
    day: date | None = None
    """The day on which codes must be valid; None takes all."""
    beside: Mapping[str, Worksheet] = field(default_factory=dict)
    """The worksheets that were declared beside the old one, for its references."""

    def carry(
        self, subject: Subject, value: str | None, missing: str | None, row: Mapping[str, Value] | None = None
    ) -> Carried:
        """One answer; `row` are the answers beside it as they were given, for the rules of split codes."""
        question = explained_question(subject.field)
        if question is not None:
            return self._explanation(subject, question, value)
        way = self._route(subject.column)
        if way.gone:
            return Carried(Fate.DROPPED, subject, why=way.gone)
        found = self._field(way.place)
        if found is None:
            return Carried(Fate.UNDECLARED, subject, why="the field is gone, and no change says why")
        target = self._row_in(subject, way)
        if target.undeclared or target.gone or target.asked:
            fate = Fate.DROPPED if target.gone else Fate.ASKED if target.asked else Fate.UNDECLARED
            return Carried(fate, subject, why=target.gone or target.asked or NOWHERE)
        made = self._value(_Answer(subject, value, missing, row or {}), way, found)
        made = replace(made, subject=way.place._replace(row_id=target.row_id) if made.stands else subject)
        return replace(made, fate=Fate.RECODED) if target.recoded and made.fate is Fate.CARRIED else made

    def _explanation(self, subject: Subject, question: str, value: str | None) -> Carried:
        """What was said of a row or question goes where that goes."""
        way = self._route(subject.column._replace(field=question))
        target = self._row_in(subject, way)
        if why := way.gone or target.gone or target.asked:
            return Carried(Fate.DROPPED, subject, why=why)
        if target.undeclared:
            return Carried(Fate.UNDECLARED, subject, why=NOWHERE)
        field = beside(companion_kind(subject.field), way.place.field if question else "")
        place = way.place._replace(row_id=target.row_id, field=field)
        return Carried(Fate.CARRIED, place, value)

    def row(self, section: str, row_id: str) -> RowTarget:
        """What became of a row of a section, wherever that is now."""
        return self._row_in(Subject(self.old.id, section, row_id), self._route(Subject(self.old.id, section)))

    def place_of(self, section: str) -> Subject:
        """Where the section is now."""
        return self._route(Subject(self.old.id, section)).place

    def field_of(self, column: Subject) -> Subject | None:
        """Where a field is now; None if it is asked no longer."""
        way = self._route(column)
        return None if way.gone or self._field(way.place) is None else way.place

    def lists(self) -> dict[tuple[str, str], Route]:
        """The code lists of fields that are asked still, by their names before and now."""
        found: dict[tuple[str, str], Route] = {}
        for section, asked in self.old.all_fields():
            way = self._route(Subject(self.old.id, section.id, "", asked.id))
            new = None if way.gone else self._field(way.place)
            if asked.list_id and new is not None and new.list_id:
                found.setdefault((asked.list_id, new.list_id), way)
        return found

    def images(self, way: Route, names: tuple[str, str], code: str) -> set[str]:
        """All codes that a code may have become; itself where nothing is said of it."""
        found = {code}
        for step in way.steps:
            changes = {name: step.code(names, name) for name in found}
            found = {
                into
                for name, change in changes.items()
                for into in (
                    [name] if change is None else [change.now, *(part.into for part in change.split)]
                )
                if into
            }
        return found

    @cached_property
    def _newest(self) -> dict[str, Worksheet]:
        return {name: self._valid(worksheet) for name, worksheet in self.library.items()}

    def _valid(self, worksheet: Worksheet) -> Worksheet:
        return worksheet.as_of(self.day) if self.day else worksheet

    @cached_property
    def _routes(self) -> dict[Subject, Route]:
        return {}

    def _route(self, place: Subject) -> Route:
        if place not in self._routes:
            self._routes[place] = route(place, self.old.version, self.library)
        return self._routes[place]

    def _field(self, place: Subject) -> FieldBase | None:
        try:
            return self._newest[place.worksheet].section(place.section).field(place.field)
        except KeyError:
            return None

    def _row_in(self, subject: Subject, way: Route) -> RowTarget:
        old = self.old.section(subject.section)
        if way.gone:
            return RowTarget(gone=way.gone)
        try:
            worksheet = self._newest[way.place.worksheet]
            new = worksheet.section(way.place.section)
        except KeyError:
            return RowTarget(undeclared=True)
        by_section = self._route(Subject(self.old.id, subject.section)).place.section
        if by_section != new.id and not same_rows(self.old, old.id, worksheet, new.id):
            return RowTarget(undeclared=True)
        if not old.has_rows:
            return RowTarget(new.prefix if subject.row_id else "", undeclared=new.has_rows)
        if isinstance(old, CrossSection):
            return self._crossing(old, subject.row_id)
        number = free_number(old, subject.row_id)
        if number:
            return RowTarget(new.prefix + number) if new.has_free_rows else RowTarget(undeclared=True)
        return self._printed_row(subject, way, worksheet)

    def _crossing(self, section: CrossSection, row_id: str) -> RowTarget:
        ends = zip((section.down, section.across), row_id.split("-"), strict=False)
        targets = [self._reference(section.field(end), part) for end, part in ends]
        wrong = next((target for target in targets if not target.row_id), None)
        joined = "-".join(target.row_id for target in targets)
        return wrong or RowTarget(joined, recoded=any(target.recoded for target in targets))

    def _printed_row(self, subject: Subject, way: Route, worksheet: Worksheet) -> RowTarget:
        codes = printed_by_row(self.old, subject.section).get(subject.row_id)
        rows = worksheet.section(way.place.section).printed_rows
        if codes is None or len(codes) != len(rows):
            return RowTarget(undeclared=True)
        coded = [
            self._code(way, (name, new.list), code, None)
            for (name, code), new in zip(codes, rows, strict=True)
        ]
        worst = min(coded, key=lambda found: WORST_FIRST.index(found.fate))
        if not worst.code:
            gone, asked = worst.fate is Fate.DROPPED, worst.fate is Fate.ASKED
            return RowTarget(
                gone=worst.why if gone else "",
                asked=worst.why if asked else "",
                undeclared=not (gone or asked),
            )
        row_id = rows_by_codes(worksheet, way.place.section).get(tuple(found.code for found in coded))
        recoded = any(found.fate is Fate.RECODED for found in coded)
        return RowTarget(row_id, recoded=recoded) if row_id else RowTarget(undeclared=True)

    def _reference(self, asked: FieldBase, row_id: str) -> RowTarget:
        """What became of a row that another one refers to."""
        worksheet, _, section = referred(self.old, asked).partition(".")
        old = (
            self.old if worksheet == self.old.id else self.beside.get(worksheet, self.library.get(worksheet))
        )
        if old is None:
            return RowTarget(undeclared=True)
        carrier = self if old is self.old else replace(self, old=old, beside={self.old.id: self.old})
        try:
            return carrier.row(section, row_id)
        except KeyError:
            return RowTarget(undeclared=True)

    def _value(self, answer: _Answer, way: Route, new: FieldBase) -> Carried:
        subject, value = answer.subject, answer.value
        asked = self.old.section(subject.section).field(subject.field)
        if way.answers == "ask":
            return Carried(Fate.ASKED, subject, why="the question is another now")
        if value is None:
            return Carried(Fate.CARRIED, subject, missing=answer.missing)
        if column_of(asked) != column_of(new):
            return self._converted(subject, value, way, asked, new)
        if asked.refers_to:
            return _referring(subject, value, self._reference(asked, value))
        if asked.list_id and new.list_id:
            row = RowBefore(subject.section, answer.row)
            coded = {
                code: self._code(way, (asked.list_id, new.list_id), code, row)
                for code in codes_in(asked, value)
            }
            return _recoded(answer, coded, new) if asked.parts else _one_code(answer, coded[value])
        return Carried(Fate.CARRIED, subject, value)

    def _converted(
        self, subject: Subject, value: str, way: Route, asked: FieldBase, new: FieldBase
    ) -> Carried:
        """An answer as the new field would read it if it was typed into it."""
        if way.answers != "kept":
            return Carried(Fate.UNDECLARED, subject, why="the type is another, and no change says so")
        texts = load_texts()
        shown = asked.render(asked.from_text(value), self.old.lists, texts)
        typed = shown if isinstance(shown, str) else value
        read = new.parse(text_cell(typed), self._newest[way.place.worksheet].lists, texts).value
        if isinstance(read, Missing):
            return Carried(Fate.ASKED, subject, why="the new field does not take the answer")
        return Carried(Fate.RECODED, subject, canonical_text(read))

    def _code(self, way: Route, names: tuple[str, str], code: str, row: RowBefore | None) -> Coded:
        """What became of a code; `names` are those of the list before and now."""
        now = code
        for step in way.steps:
            change = step.code(names, now)
            if change is None:
                continue
            if change.dropped:
                return Coded(Fate.DROPPED, "", change.dropped)
            chosen = change.now or self._part(change, row)
            if chosen is None:
                return Coded(
                    Fate.ASKED, "", f"{change.was} was split: {', '.join(p.into for p in change.split)}"
                )
            now = chosen
        worksheet = way.place.worksheet
        if now in self._newest[worksheet].lists[names[1]]:
            return Coded(Fate.CARRIED if now == code else Fate.RECODED, now)
        if now in self.library[worksheet].lists[names[1]]:
            return Coded(Fate.DROPPED, "", f"{now} is not valid any more")
        return Coded(Fate.UNDECLARED, "", f"code {now} is gone, and no change says why")

    def _part(self, change: CodeChange, row: RowBefore | None) -> str | None:
        """The code that the rules of a split choose, if one does."""
        for part in change.split:
            if part.when and row and self._holds(part.when, row):
                return part.into
        return None

    def _holds(self, rule: str, row: RowBefore) -> bool:
        try:
            condition = bind(rule, scope_of(self.old, self.old.section(row.section), (self.old,)))
        except RuleError:
            # of another section, or of a version in between
            return False
        return condition.test(Env(self.day or date.min, dict(row.answers))) is True


def codes_in(asked: FieldBase, value: str) -> tuple[str, ...]:
    """The codes of an answer that chooses among codes."""
    given = asked.from_text(value)
    return given if isinstance(given, tuple) else (value,)


def _one_code(answer: _Answer, made: Coded) -> Carried:
    return Carried(made.fate, answer.subject, made.code or None, why=made.why)


def _recoded(answer: _Answer, coded: Mapping[str, Coded], new: FieldBase) -> Carried:
    """Several codes in one answer: each goes its own way, and what is left of them is the answer."""
    subject = answer.subject
    kept = {made.code for made in coded.values() if made.code}
    lost = tuple((code, made.fate, made.why) for code, made in coded.items() if not made.code)
    worst = min(coded.values(), key=lambda made: WORST_FIRST.index(made.fate), default=None)
    if worst is not None and (not kept or worst.fate is Fate.UNDECLARED):
        return Carried(worst.fate, subject, why=worst.why, lost=lost)
    text = canonical_text(tuple(code for code in new.parts if code in kept))
    same = kept == set(coded) and not lost
    return Carried(Fate.CARRIED if same else Fate.RECODED, subject, text, lost=lost)


def _referring(subject: Subject, value: str, target: RowTarget) -> Carried:
    if target.row_id:
        return Carried(Fate.CARRIED if target.row_id == value else Fate.RECODED, subject, target.row_id)
    fate = Fate.DROPPED if target.gone else Fate.ASKED if target.asked else Fate.UNDECLARED
    return Carried(fate, subject, why=target.gone or target.asked or f"nobody said what row {value} is now")


def column_of(asked: FieldBase) -> tuple[object, ...]:
    """What must be equal for answers to be carried as they are; whole and decimal numbers are."""
    dtype = "Float64" if asked.dtype == "Int64" else asked.dtype
    return dtype, bool(asked.parts), bool(asked.list_id), bool(asked.refers_to)
