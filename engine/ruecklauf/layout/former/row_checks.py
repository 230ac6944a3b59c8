"""What forms of layout 1 checked in each row, in their order, with the formulas and words that they had."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ruecklauf.cells import a1, parse_a1
from ruecklauf.definition.rulebook import BoundRule, FieldRules, RuleBook
from ruecklauf.findings import Severity
from ruecklauf.layout.block import Block, RowPlan
from ruecklauf.layout.geometry import FIRST_FIELD_COLUMN, PlacedSheet
from ruecklauf.layout.sheets.places import BlockPlaces, FormPlaces
from ruecklauf.layout.sheets.row_checks import all_of, cross_formula, is_checked, strange_formula
from ruecklauf.layout.state import REQUIRED
from ruecklauf.rules.excel import holds, violated
from ruecklauf.texts import Texts

ROOM = 8_000
"""Of the 8,192 characters of a formula in Excel, for the tests of a row."""


@dataclass(frozen=True, slots=True)
class FormerCheck:
    """One row of the sheet of checks."""

    kind: str
    sheet: str
    where: str
    message: str
    target: str
    open: str
    applicable: str = ""


def former_checks(
    placed: tuple[PlacedSheet, ...], rulebook: RuleBook, places: FormPlaces, texts: Texts
) -> Iterator[FormerCheck]:
    """Every check of a form, row by row, and for a worksheet's first sheet those over all of it."""
    for sheet in placed:
        for block in sheet.blocks:
            for row in block.rows:
                checks = list(_row_checks(block, row, rulebook, places, texts))
                if block.is_record:
                    checks.sort(key=lambda check: parse_a1(check.target))
                yield from checks
        if sheet.worksheet.sections[0].id == sheet.blocks[0].section.id:
            for bound in rulebook.whole[sheet.worksheet.id]:
                formula = violated(bound.constraint.resolved, places.whole())
                message = bound.rule.message(texts.language)
                yield FormerCheck(bound.rule.severity.value, sheet.name, sheet.name, message, "A1", formula)


def _row_checks(
    block: Block, row: RowPlan, rulebook: RuleBook, places: FormPlaces, texts: Texts
) -> Iterator[FormerCheck]:
    where = block.sheet if block.is_record else texts("former.where_row", sheet=block.sheet, row=row.row_id)
    if block.is_cross:
        target, formula = a1(row.row, FIRST_FIELD_COLUMN), cross_formula(block, row, places)
        yield FormerCheck(Severity.ERROR.value, block.sheet, where, texts("former.cross"), target, formula)
        return
    of_row = _FormerRow(block, row, places.in_row(block, row), where, texts)
    rules = rulebook.sections[block.name]
    for field_rules in rules.fields:
        must = field_rules.field.required or field_rules.required is not None
        if must and not row.locks(field_rules.field):
            yield of_row.required(field_rules)
    for bound in rules.rules:
        yield of_row.rule(bound)
    yield from of_row.contents()


@dataclass(frozen=True, slots=True)
class _FormerRow:
    block: Block
    row: RowPlan
    here: BlockPlaces
    where: str
    texts: Texts

    def required(self, rules: FieldRules) -> FormerCheck:
        field = rules.field
        required = None if field.required else rules.required
        conditions = [condition for condition in (rules.relevant, required) if condition is not None]
        holding = [holds(condition.resolved, self.here) for condition in conditions]
        message = self.texts("former.required", label=field.label(self.texts.language))
        applicable = all_of([*self.here.started_conditions(), *holding])
        return self._check(REQUIRED, message, field.id, self.here.blank(field), applicable)

    def rule(self, bound: BoundRule) -> FormerCheck:
        violation = violated(bound.constraint.resolved, self.here)
        formula = all_of([*self.here.started_conditions(), violation])
        at = bound.rule.at or self.block.columns[0].field.id
        return self._check(bound.rule.severity.value, bound.rule.message(self.texts.language), at, formula)

    def contents(self) -> Iterator[FormerCheck]:
        """Per question, or per table row in as few formulas as hold its fields."""
        tests = {
            column.field.id: strange_formula(column.field, self.here)
            for column in self.block.columns
            if not column.part and is_checked(column.field)
        }
        if self.block.is_record:
            for field_id, test in tests.items():
                label = self.block.section.field(field_id).label(self.texts.language)
                yield self._check(Severity.ERROR.value, self.texts("former.form", what=label), field_id, test)
            return
        first = self.block.columns[0].field.id
        for watched in _in_formulas(tests):
            test = f"OR({','.join(tests[field] for field in watched)})"
            yield self._check(Severity.ERROR.value, self.texts("former.form_row"), first, test)

    def _check(
        self, kind: str, message: str, field_id: str, formula: str, applicable: str = ""
    ) -> FormerCheck:
        block = self.block
        column = next(column for column in block.columns if column.field.id == field_id)
        target = a1(*block.position(self.row, column))
        return FormerCheck(kind, block.sheet, self.where, message, target, formula, applicable)


def _in_formulas(tests: Mapping[str, str]) -> Iterator[tuple[str, ...]]:
    """The fields in groups whose tests together fit into one formula; nearly always a single group."""
    group: list[str] = []
    for field in tests:
        if group and sum(len(tests[name]) + 1 for name in (*group, field)) > ROOM:
            yield tuple(group)
            group = []
        group.append(field)
    if group:
        yield tuple(group)
