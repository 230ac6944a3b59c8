"""A made-up respondent: answers for a whole form that keep to its rules as far as chance allows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from ruecklauf.definition.models import CrossSection, SectionBase, Worksheet
from ruecklauf.definition.rulebook import FieldRules, RuleBook, SectionRules, bind_rules
from ruecklauf.fieldtypes.base import FieldBase, Kind
from ruecklauf.findings import Subject
from ruecklauf.layout.block import Block, RowPlan
from ruecklauf.layout.geometry import referred
from ruecklauf.layout.model import Layout
from ruecklauf.rules.rows import Env, TableRows
from ruecklauf.rules.terms import Matches, Rows, walk
from ruecklauf.values import Missing, Value

TRIES, DRAWS = 60, 12
"""Rows, and whole worksheets, drawn until one breaks no rule."""
OPTIONAL = 0.6
"""Share of the questions answered that need not be."""
FILLED_ROWS = 0.5
"""Share of the free rows used."""

_PHRASES = (
    "Runder Tisch Zuwanderung", "Netzwerk Schule–Beruf", "Arbeitskreis Sprache", "Fachgespräch Wohnen",
    "Steuerungskreis Integration", "Offene Sprechstunde", "Patenprojekt", "Werkstatt für Bewerbungen",
    "Lernwerkstatt", "Abendkurs", "Beratung vor Ort", "Sommerschule", "Vorbereitungsklasse", "Übungsfirma",
)  # fmt: skip
_SENTENCES = (
    "Das Thema ist im Arbeitskreis verankert.",
    "Hier fehlen Plätze & Zeiten, die zum Alltag passen.",
    "Die Absprachen „von Amt zu Amt“ laufen gut.",
    "Wir wollen bis zum Sommer ein gemeinsames Verfahren festlegen.",
)


@dataclass
class Respondent:
    """Fills in one form; the same seed gives the same answers."""

    layout: Layout
    place: str
    rng: Random
    wave_date: date
    values: dict[Subject, Value] = field(default_factory=dict)
    _tables: dict[str, TableRows] = field(default_factory=dict)

    def answer(self) -> dict[Subject, Value]:
        """Answers to every worksheet of the form, by subject; what the form prints is not among them."""
        rulebook = bind_rules(self.layout.worksheets)
        for worksheet in self.layout.worksheets:
            blocks = [block for block in self.layout.blocks if block.worksheet.id == worksheet.id]
            tables = self._best(worksheet, blocks, rulebook)
            for block, rows in zip(blocks, tables, strict=True):
                self._keep(block, rows)
        return self.values

    def _best(
        self, worksheet: Worksheet, blocks: list[Block], rulebook: RuleBook
    ) -> list[dict[str, dict[str, Value]]]:
        """The first of several draws that breaks no rule, or the one that breaks the fewest."""
        drawn = []
        for _ in range(DRAWS):
            tables = self._draw(blocks, rulebook)
            broken = self._broken(worksheet, rulebook, tables)
            if not broken:
                return tables
            drawn.append((broken, tables))
        return min(drawn, key=lambda each: each[0])[1]

    def _draw(self, blocks: list[Block], rulebook: RuleBook) -> list[dict[str, dict[str, Value]]]:
        for block in blocks:
            self._tables.pop(block.name, None)
        return [self._drafted(block, rulebook.sections[block.name]) for block in blocks]

    def _drafted(self, block: Block, rules: SectionRules) -> dict[str, dict[str, Value]]:
        """The rows of a table, which references of later ones may name."""
        rows = dict(self._rows(block, rules))
        self._tables[block.name] = TableRows(rows.items())
        return rows

    def _broken(
        self, worksheet: Worksheet, rulebook: RuleBook, drawn: list[dict[str, dict[str, Value]]]
    ) -> int:
        names = [f"{worksheet.id}.{section.id}" for section in worksheet.sections]
        new = {name: TableRows(rows.items()) for name, rows in zip(names, drawn, strict=True)}
        env = Env(self.wave_date, tables={**self._tables, **new})
        whole = sum(bound.constraint.test(env) is False for bound in rulebook.whole[worksheet.id])
        return whole + sum(
            bound.constraint.test(replace(env, row=row, position=number)) is False
            for name in names
            for bound in rulebook.sections[name].rules
            if any(isinstance(term, Rows) for term in walk(bound.constraint.resolved.condition))
            for number, row in enumerate(new[name].rows)
        )

    def _keep(self, block: Block, rows: Mapping[str, Mapping[str, Value]]) -> None:
        self._tables[block.name] = TableRows(rows.items())
        printed = {row.row_id: row.given for row in block.rows}
        for row_id, answers in rows.items():
            for field_id, value in answers.items():
                if field_id not in printed.get(row_id, {}) and field_id not in _ends(block.section):
                    subject = Subject(block.worksheet.id, block.section.id, row_id, field_id)
                    self.values[subject] = value

    def _rows(self, block: Block, rules: SectionRules) -> Iterator[tuple[str, dict[str, Value]]]:
        if isinstance(block.section, CrossSection):
            yield from self._crossings(block, block.section)
            return
        if block.section.is_remarks and self.rng.random() < 0.8:
            return
        free = [row for row in block.rows if not row.printed]
        drawn: dict[str, dict[str, Value]] = {}
        used = free[: round(len(free) * FILLED_ROWS * self.rng.random()) + 1] if free else []
        for row in (*(row for row in block.rows if row.printed), *used):
            answers, broken = self._row(block, row, rules, drawn)
            if not broken or row.printed or not block.section.has_rows:
                drawn[row.row_id] = answers
        yield from drawn.items()

    def _row(
        self, block: Block, row: RowPlan, rules: SectionRules, above: Mapping[str, dict[str, Value]]
    ) -> tuple[dict[str, Value], int]:
        """Answers to one row, and how many rules they break."""
        best: dict[str, Value] = {}
        least: int | None = None
        self._tables[block.name] = TableRows(above.items())
        for _ in range(TRIES):
            drawn = self._one_row(block, row, rules)
            rows = TableRows([*above.items(), (row.row_id, drawn)])
            env = Env(self.wave_date, drawn, {**self._tables, block.name: rows}, len(above))
            broken = sum(bound.constraint.test(env) is False for bound in rules.rules)
            if least is None or broken < least:
                best, least = drawn, broken
            if not broken:
                break
        return best, least or 0

    def _one_row(self, block: Block, row: RowPlan, rules: SectionRules) -> dict[str, Value]:
        answers: dict[str, Value] = dict(row.given)
        for field_rules in rules.fields:
            field = field_rules.field
            if field.id in answers or field.from_alliance is not None or field.is_companion or field.computed:
                continue
            env = Env(self.wave_date, answers, self._tables)
            if field_rules.relevant is not None and field_rules.relevant.test(env) is not True:
                continue
            if self._wants_answer(field_rules, env):
                value = self._patterned(field, rules) or self._value(block, row, field, answers)
                if value is not None:
                    answers[field.id] = value
        return answers

    def _patterned(self, field: FieldBase, rules: SectionRules) -> Value | None:
        """A text for a field of which a rule says how its texts look."""
        for bound in rules.rules:
            for term in walk(bound.constraint.resolved.condition):
                if isinstance(term, Matches) and term.item.symbol.field.id == field.id:
                    pattern = self.rng.choice(term.patterns)
                    return pattern.filled(lambda among, at: self.rng.choice(among))
        return None

    def _wants_answer(self, rules: FieldRules, env: Env) -> bool:
        required = rules.required is not None and rules.required.test(env) is True
        return rules.field.required or required or self.rng.random() < OPTIONAL

    def _value(
        self, block: Block, row: RowPlan, field: FieldBase, answers: Mapping[str, Value]
    ) -> Value | None:
        if field.kind is Kind.REFERENCE:
            return self._reference(block.worksheet, field)
        if field.kind is Kind.CHOICE:
            return self._choice(block.worksheet, field, answers)
        if field.kind is Kind.TEXT:
            return self._text(block, row, field, answers)
        if field.kind is Kind.DATE:
            return self._day(field)
        return self._any(block.worksheet, field)

    def _reference(self, worksheet: Worksheet, field: FieldBase) -> Value | None:
        name = referred(worksheet, field)
        labelled = self._labelled(name)
        return self.rng.choice(labelled) if labelled else None

    def _labelled(self, name: str) -> list[str]:
        block = self.layout.block(name)
        label = block.section.row_label or ""
        table = self._tables.get(name, TableRows())
        return [
            row.row_id
            for row in block.rows
            if row.name or ((found := table.get(row.row_id)) is not None and label in found)
        ]

    def _choice(self, worksheet: Worksheet, field: FieldBase, answers: Mapping[str, Value]) -> Value | None:
        codes = worksheet.lists[field.list_id or ""]
        above = answers.get(field.narrowed_by or "")
        fitting = [code.code for code in codes.values if code.parent in (None, above)]
        if not fitting:
            return None
        missing = [Missing(code.missing) for code in codes.codes if code.missing]
        if missing and self.rng.random() < 0.08:
            return self.rng.choice(missing)
        # the first entry is often the plain one: it comes up more often, as with people
        weights = [3] + [1] * (len(fitting) - 1)
        return self.rng.choices(fitting, weights)[0]

    def _text(self, block: Block, row: RowPlan, field: FieldBase, answers: Mapping[str, Value]) -> Value:
        if field.personal:
            return self._contact(block.worksheet, row, field)
        if field.entry_lines > 1:
            return _fitting(self.rng.choice(_SENTENCES), field)
        kinds = [self._label(block.worksheet, block.section, name, value) for name, value in answers.items()]
        named = [label for label in kinds if label and len(label) > 6]
        lead = named[0] if named and row.printed else self.rng.choice(_PHRASES)
        return _fitting(f"{lead} {self.place} {row.row_id[-2:]}", field)

    def _contact(self, worksheet: Worksheet, row: RowPlan, field: FieldBase) -> Value:
        if field.is_prose:
            return f"Kontakt {row.row_id} (erfunden)"
        return field.examples(worksheet.lists)[0]

    def _label(self, worksheet: Worksheet, section: SectionBase, name: str, value: Value) -> str | None:
        list_id = section.field(name).list_id
        if not list_id or isinstance(value, Missing) or not isinstance(value, str):
            return None
        return worksheet.lists[list_id].label(value, "de") if value in worksheet.lists[list_id] else None

    def _day(self, field: FieldBase) -> Value:
        first = getattr(field, "min", self.wave_date)
        last = getattr(field, "max", self.wave_date)
        day = self.wave_date + timedelta(days=self.rng.randint(-500, 700))
        return max(first, min(last, day))

    def _any(self, worksheet: Worksheet, field: FieldBase) -> Value:
        if field.kind is Kind.TICK:
            return self.rng.random() < 0.8
        value = self.rng.choice(field.examples(worksheet.lists))
        high = getattr(field, "max", None)
        if field.kind is Kind.NUMBER and (high is None or high > 100):
            return max(self.rng.randint(0, 90), int(getattr(field, "min", None) or 0))
        if isinstance(value, Decimal):
            return value.quantize(Decimal("0.1"))
        return value

    def _crossings(self, block: Block, section: CrossSection) -> Iterator[tuple[str, dict[str, Value]]]:
        down = self._labelled(referred(block.worksheet, section.field(section.down)))
        across = self._labelled(referred(block.worksheet, section.field(section.across)))
        cell = section.field(section.cell)
        for row_id in down:
            for other in across:
                if self.rng.random() < 0.15:
                    value = self._choice(block.worksheet, cell, {})
                    if value is not None:
                        yield (
                            f"{row_id}-{other}",
                            {section.down: row_id, section.across: other, cell.id: value},
                        )


def _fitting(text: str, field: FieldBase) -> str:
    return text[: getattr(field, "max_length", len(text))].strip()


def _ends(section: SectionBase) -> tuple[str, ...]:
    return (section.down, section.across) if isinstance(section, CrossSection) else ()
