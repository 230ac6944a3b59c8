"""Answers that break one rule of a form and nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from random import Random

from ruecklauf.definition.models import CrossSection, SectionBase
from ruecklauf.definition.rulebook import BoundRule, RuleBook, bind_rules
from ruecklauf.demo.respondent import Respondent
from ruecklauf.fieldtypes.base import FieldBase, Kind
from ruecklauf.findings import Subject
from ruecklauf.layout.block import Block
from ruecklauf.layout.geometry import referred
from ruecklauf.layout.model import Layout
from ruecklauf.rules.candidates import candidates
from ruecklauf.rules.rows import Env, TableRows
from ruecklauf.rules.terms import Item, Rows, Unique, walk
from ruecklauf.values import Missing, Value

Row = dict[str, Value]
Tables = dict[str, dict[str, Row]]
"""Values by field, by row id, by `worksheet.section`."""
SEEDS, ATTEMPTS = 4, 500
"""Sets of answers that are changed, and how often each."""


@dataclass
class Breaker:
    """Changes answers that keep all rules until one rule, and only that one, is broken."""

    layout: Layout
    wave_date: date
    _sound: dict[int, Tables] = field(default_factory=dict)

    @property
    def book(self) -> RuleBook:
        return bind_rules(self.layout.worksheets)

    def broken(self, worksheet_id: str, rule_id: str) -> dict[Subject, Value] | None:
        """Answers to a whole form, without what it prints; None if none were found."""
        bound, section = self._bound(worksheet_id, rule_id)
        for seed in range(SEEDS):
            chance, sound = Random(seed), self._answers(seed)
            for _ in range(ATTEMPTS):
                tables, changed = self._changed(sound, bound, section, chance)
                if self._is_broken(tables, bound, section):
                    worksheets = {worksheet_id, *(name.partition(".")[0] for name in changed)}
                    everything = {one.id for one in self.layout.worksheets}
                    wanted = {f"{worksheet_id}.{rule_id}"}
                    if all(self._findings(tables, some) == wanted for some in (worksheets, everything)):
                        return self._as_answers(tables)
        return None

    def _bound(self, worksheet_id: str, rule_id: str) -> tuple[BoundRule, str]:
        """The rule, and the section over whose rows it is; empty for one over whole sections."""
        over_rows = [
            (bound, name)
            for name, rules in self.book.sections.items()
            if name.startswith(f"{worksheet_id}.")
            for bound in rules.rules
        ]
        found = [*over_rows, *((bound, "") for bound in self.book.whole[worksheet_id])]
        return next(each for each in found if each[0].rule.id == rule_id)

    def _answers(self, seed: int) -> Tables:
        if seed not in self._sound:
            answers = Respondent(self.layout, "Ahornstadt", Random(seed), self.wave_date).answer()
            tables: Tables = {
                block.name: {row.row_id: dict(row.given) for row in block.rows if row.given}
                for block in self.layout.blocks
            }
            for subject, value in answers.items():
                rows = tables[f"{subject.worksheet}.{subject.section}"]
                rows.setdefault(subject.row_id, {})[subject.field] = value
            self._sound[seed] = tables
        return self._sound[seed]

    def _changed(
        self, sound: Tables, bound: BoundRule, section: str, chance: Random
    ) -> tuple[Tables, set[str]]:
        """The answers with some fields of the rule set to values that matter to it; and what was changed."""
        resolved = bound.constraint.resolved
        items = [term for term in walk(resolved.condition) if isinstance(term, Item)]
        items += [term for item in items for term in self._relevance(item)]
        tried = candidates(resolved, self.wave_date)
        is_unique = any(isinstance(term, Unique) for term in walk(resolved.condition))
        changed = {section} - {""}
        tables = dict(sound)
        one = chance.choice([*sound[section], ""]) if section else ""
        for term in walk(resolved.condition):
            if isinstance(term, Rows) and chance.random() < 0.1 and not self._given(term.table.name):
                tables[term.table.name] = {}
                changed.add(term.table.name)
        for item in chance.sample(items, chance.randint(1, min(4, len(items)))):
            name, field = item.table.name, item.symbol.field
            rows = {row_id: dict(row) for row_id, row in tables[name].items()}
            is_end = _is_end(self.layout.block(name).section, field.id)
            if not rows or is_end or field.id in self._given(name):
                continue
            target = resolved.scope.target(item.symbol)
            values = tried.of(item.symbol, tuple(tables[target.name]) if target else ())
            if is_unique:
                values = tuple(row[field.id] for row in rows.values() if field.id in row) or values
            # what cannot be read is a finding of its own
            value = chance.choice([each for each in values if each is not Missing.UNREADABLE])
            for row_id in [one] if name == section and one in rows else self._some(rows, name, chance):
                rows[row_id][field.id] = value
            tables[name] = rows
            changed.add(name)
        for name in changed:
            tables[name] = {
                row_id: self._repaired(name, row, tables, chance) for row_id, row in tables[name].items()
            }
        return tables, changed

    def _relevance(self, item: Item) -> Iterator[Item]:
        """The fields on which it hangs whether a field of the rule is asked."""
        relevant = self.book.sections[item.table.name].of(item.symbol.field.id).relevant
        if relevant is not None:
            yield from (term for term in walk(relevant.resolved.condition) if isinstance(term, Item))

    def _given(self, name: str) -> set[str]:
        return {field for row in self.layout.block(name).rows for field in row.given}

    def _some(self, rows: dict[str, Row], name: str, chance: Random) -> list[str]:
        """One row, several, those that are printed alike, or all."""
        given = sorted(self._given(name))
        way = chance.randrange(4)
        if way == 0 and given:
            same = chance.choice(given)
            like = chance.choice(list(rows.values())).get(same)
            return [row_id for row_id, row in rows.items() if row.get(same) == like]
        if way == 1:
            return list(rows)
        return chance.sample(list(rows), 1 if way == 2 else chance.randint(1, len(rows)))

    def _repaired(self, name: str, row: Row, tables: Tables, chance: Random) -> Row:
        """The row without answers that are not asked, and with those that must be given."""
        block, whole = self.layout.block(name), self._env(tables)
        answers: Row = {}
        for rules in self.book.sections[name].fields:
            field = rules.field
            env = Env(self.wave_date, {**row, **answers}, whole.tables)
            if rules.relevant is not None and rules.relevant.test(env) is not True:
                row = {key: value for key, value in row.items() if key != field.id}
                continue
            if field.id in row and row[field.id] is not Missing.NO_ANSWER:
                answers[field.id] = row[field.id]
                continue
            must = field.required or (rules.required is not None and rules.required.test(env) is True)
            if must and field.from_alliance is None:
                answers[field.id] = self._value(block, field, answers, tables, chance)
        return answers

    def _value(self, block: Block, field: FieldBase, answers: Row, tables: Tables, chance: Random) -> Value:
        if field.kind is Kind.REFERENCE:
            return chance.choice(list(tables[referred(block.worksheet, field)]))
        if field.kind is Kind.DATE:
            return self.wave_date
        if field.kind is Kind.CHOICE:
            codes = block.worksheet.lists[field.list_id or ""].values
            above = answers.get(field.narrowed_by or "")
            return next(code.code for code in codes if code.parent in (None, above))
        if field.kind is Kind.TEXT:
            return f"Text {chance.randrange(10**6)}"
        return field.examples(block.worksheet.lists)[0]

    def _env(self, tables: Tables) -> Env:
        return Env(self.wave_date, tables={name: TableRows(rows.items()) for name, rows in tables.items()})

    def _is_broken(self, tables: Tables, bound: BoundRule, section: str) -> bool:
        whole = self._env(tables)
        rows = enumerate(tables[section].values()) if section else [(None, {})]
        return any(
            bound.constraint.test(Env(self.wave_date, row, whole.tables, number)) is False
            for number, row in rows
        )

    def _findings(self, tables: Tables, worksheets: set[str]) -> set[str]:
        """The rules that are broken in some worksheets."""
        rules: Iterator[tuple[str, BoundRule, str]] = (
            (name.partition(".")[0], bound, name)
            for name, of_section in self.book.sections.items()
            for bound in of_section.rules
        )
        whole = ((name, bound, "") for name, of_all in self.book.whole.items() for bound in of_all)
        return {
            f"{name}.{bound.rule.id}"
            for name, bound, section in (*rules, *whole)
            if name in worksheets and self._is_broken(tables, bound, section)
        }

    def _as_answers(self, tables: Tables) -> dict[Subject, Value]:
        return {
            Subject(*name.split("."), row_id, field): value
            for name, rows in tables.items()
            for row_id, row in rows.items()
            for field, value in row.items()
            if field not in self._printed(name, row_id)
            and not _is_end(self.layout.block(name).section, field)
        }

    def _printed(self, name: str, row_id: str) -> set[str]:
        return {field for row in self.layout.block(name).rows if row.row_id == row_id for field in row.given}


def _is_end(section: SectionBase, field: str) -> bool:
    """Whether a field of a cross table is answered by the place of the cell."""
    return isinstance(section, CrossSection) and field in (section.down, section.across)
