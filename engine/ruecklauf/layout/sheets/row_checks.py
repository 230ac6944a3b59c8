"""What can be open in each row of a form: answers that are required, rules, contents of the wrong form."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ruecklauf.cells import a1, parse_a1
from ruecklauf.definition.rulebook import BoundRule, FieldRules, RuleBook
from ruecklauf.fieldtypes.base import FieldBase, Kind
from ruecklauf.findings import Severity
from ruecklauf.layout.block import Block, RowPlan
from ruecklauf.layout.geometry import FIRST_FIELD_COLUMN, PlacedSheet, question_code
from ruecklauf.layout.sheets.places import BlockPlaces, FormPlaces
from ruecklauf.layout.state import REQUIRED, Check
from ruecklauf.rules.excel import holds, violated
from ruecklauf.texts import Texts


def sheet_checks(sheet: PlacedSheet, rulebook: RuleBook, places: FormPlaces, texts: Texts) -> Iterator[Check]:
    """Every check of one sheet, row by row, and of a worksheet's first sheet those over all of it."""
    for block in sheet.blocks:
        for row in block.rows:
            checks = list(_row_checks(block, row, rulebook, places, texts))
            if block.is_record:  # the checks of a question must stand together
                checks.sort(key=lambda check: parse_a1(check.target))
            yield from checks
    if sheet.worksheet.sections[0].id == sheet.blocks[0].section.id:
        for bound in rulebook.whole[sheet.worksheet.id]:
            yield _whole_check(sheet, bound, places, texts)


def _row_checks(
    block: Block, row: RowPlan, rulebook: RuleBook, places: FormPlaces, texts: Texts
) -> Iterator[Check]:
    if block.is_cross:
        yield _cross_check(block, row, places, texts)
        return
    rules = rulebook.sections[block.name]
    here = places.in_row(block, row)
    for field_rules in rules.fields:
        must = field_rules.field.required or field_rules.required is not None
        if must and not row.locks(field_rules.field):
            yield _required_check(block, row, field_rules, here, texts)
    for bound in rules.rules:
        yield _rule_check(block, row, bound, here, texts)
    yield from _form_checks(block, row, here, texts)


def _where(block: Block, row: RowPlan, texts: Texts) -> str:
    if block.is_record:
        return block.sheet
    return texts("checks.where_row", sheet=block.sheet, row=row.row_id)


def _target(block: Block, row: RowPlan, field_id: str) -> str:
    line, column = block.position(row, next(c for c in block.columns if c.field.id == field_id))
    return a1(line, column)


def _counted_with(block: Block, row: RowPlan, field_id: str) -> str:
    if not block.is_record:
        return row.row_id
    return question_code(block, next(c for c in block.columns if c.field.id == field_id))


def _required_check(block: Block, row: RowPlan, rules: FieldRules, here: BlockPlaces, texts: Texts) -> Check:
    field = rules.field
    required = None if field.required else rules.required
    conditions = tuple(condition for condition in (rules.relevant, required) if condition is not None)
    return Check(
        kind=REQUIRED,
        sheet=block.sheet,
        where=_where(block, row, texts),
        message=texts("checks.required", label=field.label(texts.language)),
        target=_target(block, row, field.id),
        slot=_counted_with(block, row, field.id),
        applicable=_all([*here.started_conditions(), *(holds(c.resolved, here) for c in conditions)]),
        open=here.blank(field),
        block=block,
        row=row,
        field_id=field.id,
        only_started=bool(here.started_conditions()),
        conditions=conditions,
    )


def _all(conditions: list[str]) -> str:
    if not conditions:
        return "TRUE"
    return conditions[0] if len(conditions) == 1 else f"AND({','.join(conditions)})"


def _rule_check(block: Block, row: RowPlan, bound: BoundRule, here: BlockPlaces, texts: Texts) -> Check:
    at = bound.rule.at or block.columns[0].field.id
    return Check(
        kind=bound.rule.severity.value,
        sheet=block.sheet,
        where=_where(block, row, texts),
        message=bound.rule.message(texts.language),
        target=_target(block, row, at),
        slot=_counted_with(block, row, at),
        open=_all([*here.started_conditions(), violated(bound.constraint.resolved, here)]),
        block=block,
        row=row,
        only_started=bool(here.started_conditions()),
        constraint=bound.constraint,
    )


_ROOM = 8_000
"""Of the 8,192 characters of a formula in Excel, for the tests of a row."""


def _form_checks(block: Block, row: RowPlan, here: BlockPlaces, texts: Texts) -> Iterator[Check]:
    """Content that is not of its field's form, as pasting can leave it: per question, or per table row."""
    if block.is_record:
        for column in block.columns:
            test = _strange(column.field, here)
            if test:
                yield _form_check(
                    block, row, (column.field.id,), test, column.field.label(texts.language), texts
                )
        return
    tests = {
        column.field.id: test
        for column in block.columns
        if not column.part and (test := _strange(column.field, here))
    }
    for watched in _in_formulas(tests):
        test = f"OR({','.join(tests[field] for field in watched)})"
        yield _form_check(block, row, watched, test, row.row_id, texts)


def _in_formulas(tests: Mapping[str, str]) -> Iterator[tuple[str, ...]]:
    """The fields in groups whose tests together fit into one formula; nearly always a single group."""
    group: list[str] = []
    for field in tests:
        if group and sum(len(tests[name]) + 1 for name in (*group, field)) > _ROOM:
            yield tuple(group)
            group = []
        group.append(field)
    if group:
        yield tuple(group)


def _strange(field: FieldBase, here: BlockPlaces) -> str:
    """Formula: the cell is filled, but not with a value or a word that the field takes."""
    if field.kind in (Kind.TEXT, Kind.MULTI, Kind.TICK):
        return ""
    return f"AND(NOT({here.blank(field)}),NOT({here.acceptable(field)}))"


def _form_check(
    block: Block, row: RowPlan, watched: tuple[str, ...], test: str, what: str, texts: Texts
) -> Check:
    at = watched[0] if block.is_record else block.columns[0].field.id
    return Check(
        kind=Severity.ERROR.value,
        sheet=block.sheet,
        where=_where(block, row, texts),
        message=texts("checks.form", what=what) if block.is_record else texts("checks.form_row"),
        target=_target(block, row, at),
        slot=_counted_with(block, row, at),
        open=test,
        block=block,
        row=row,
        watched=watched,
    )


def _cross_check(block: Block, row: RowPlan, places: FormPlaces, texts: Texts) -> Check:
    """A role entered where the row or the column has no head yet."""
    cells = places.cross_row(block, row)
    heads = places.cross_heads(block)
    head = places.cross_label(block, row)
    orphan = f'SUMPRODUCT((1-ISBLANK({cells}))*({heads}=""))>0'
    return Check(
        kind=Severity.ERROR.value,
        sheet=block.sheet,
        where=_where(block, row, texts),
        message=texts("checks.cross"),
        target=a1(row.row, FIRST_FIELD_COLUMN),
        slot=row.row_id,
        open=f'OR({orphan},AND({head}="",COUNTA({cells})>0))',
        block=block,
        row=row,
    )


def _whole_check(sheet: PlacedSheet, bound: BoundRule, places: FormPlaces, texts: Texts) -> Check:
    return Check(
        kind=bound.rule.severity.value,
        sheet=sheet.name,
        where=sheet.name,
        message=bound.rule.message(texts.language),
        target="A1",
        slot="*",
        open=violated(bound.constraint.resolved, places.whole()),
        constraint=bound.constraint,
    )
