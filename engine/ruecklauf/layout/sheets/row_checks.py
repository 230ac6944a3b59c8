"""What can be open in each row of a form: answers that are required, rules, contents of the wrong form."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from ruecklauf.cells import a1, parse_a1
from ruecklauf.definition.companions import explained_as_whole, explanation_of
from ruecklauf.definition.rulebook import BoundRule, FieldRules, RuleBook
from ruecklauf.fieldtypes.base import FieldBase, Kind
from ruecklauf.findings import Severity
from ruecklauf.layout.block import Block, ColumnPlan, RowPlan
from ruecklauf.layout.geometry import FIRST_FIELD_COLUMN, WHOLE_SINCE, PlacedSheet, question_code
from ruecklauf.layout.sheets.check_places import shortest_that_fits
from ruecklauf.layout.sheets.check_strips import JOINT, Strips
from ruecklauf.layout.sheets.places import BlockPlaces, FormPlaces
from ruecklauf.layout.state import REQUIRED, Check
from ruecklauf.layout.wording import expected_in, header
from ruecklauf.rules.excel import holds, violated
from ruecklauf.texts import Texts

FORM = "form"
"""Begins the keys of checks of contents."""


@dataclass(frozen=True, slots=True)
class CheckedForm:
    """What the checks of a whole form need."""

    rulebook: RuleBook
    places: FormPlaces
    strips: Strips
    texts: Texts


def sheet_checks(sheet: PlacedSheet, form: CheckedForm) -> Iterator[Check]:
    """Every check of one sheet, row by row, and of a worksheet's first sheet those over all of it."""
    for block in sheet.blocks:
        for row in block.rows:
            checks = list(_row_checks(block, row, form))
            # the checks of a question must stand together, and so must those of a column
            checks.sort(key=place_of)
            yield from checks
    if sheet.worksheet.sections[0].id == sheet.blocks[0].section.id:
        for bound in form.rulebook.whole[sheet.worksheet.id]:
            yield _whole_check(sheet, bound, form)


def place_of(check: Check) -> int:
    """Along a block's questions or columns, the number of the one that a check is about."""
    row, column = parse_a1(check.target)
    return row if check.block is None or check.block.is_record else column


def _row_checks(block: Block, row: RowPlan, form: CheckedForm) -> Iterator[Check]:
    if block.is_cross:
        yield _cross_check(block, row, form.places, form.texts)
        return
    of_row = _RowChecks(block, row, form)
    rules = form.rulebook.sections[block.name]
    for field_rules in rules.fields:
        must = field_rules.field.required or field_rules.required is not None
        if must and not row.locks(field_rules.field):
            yield of_row.required(field_rules)
    for bound in rules.rules:
        yield of_row.rule(bound)
    for column in block.columns:
        if not column.part and column.field.computed is None and is_checked(column.field):
            yield of_row.content(column)


def is_checked(field: FieldBase) -> bool:
    """Whether a cell of the field can hold what is not of its form."""
    return field.kind not in (Kind.TEXT, Kind.MULTI, Kind.TICK)


def strange_formula(field: FieldBase, here: BlockPlaces) -> str:
    """Formula: the cell is filled, but not with a value or a word that the field takes."""
    return f"AND(NOT({here.blank(field)}),NOT({here.acceptable(field)}))"


def all_of(conditions: list[str]) -> str:
    """Formula: all conditions hold."""
    if not conditions:
        return "TRUE"
    return conditions[0] if len(conditions) == 1 else f"AND({','.join(conditions)})"


@dataclass(frozen=True)
class _RowChecks:
    """The checks of one row of a table, or of a record."""

    block: Block
    row: RowPlan
    form: CheckedForm

    def required(self, rules: FieldRules) -> Check:
        field = rules.field
        required = None if field.required else rules.required
        conditions = tuple(condition for condition in (rules.relevant, required) if condition is not None)

        def applicable(here: BlockPlaces) -> str:
            return all_of(
                [*here.started_conditions(), *(holds(condition.resolved, here) for condition in conditions)]
            )

        return replace(
            self._about(f"{REQUIRED}:{field.id}", field.id),
            kind=REQUIRED,
            message=self.form.texts("checks.required"),
            applicable=self._formula(applicable),
            open=self._formula(lambda here: here.blank(field)),
            only_started=self._only_started,
            conditions=conditions,
        )

    def rule(self, bound: BoundRule) -> Check:
        def violation(here: BlockPlaces) -> str:
            return all_of([*here.started_conditions(), violated(bound.constraint.resolved, here)])

        at = bound.rule.at or self.block.columns[0].field.id
        can_be_so = bound.rule.severity is not Severity.ERROR
        beside = explanation_of(self.block.section, at) if can_be_so else None
        return replace(
            self._about(f"rule:{bound.rule.id}", at),
            kind=bound.rule.severity.value,
            message=bound.rule.message(self.form.texts.language),
            open=self._formula(violation),
            only_started=self._only_started,
            constraint=bound.constraint,
            explained_in=beside.id if beside else "",
            unexplained=self._formula(lambda here: here.blank(beside)) if beside else "",
        )

    def content(self, column: ColumnPlan) -> Check:
        """Content that is not of its field's form, as pasting can leave it."""
        field, texts = column.field, self.form.texts
        expected = expected_in(field, self.block.worksheet.lists, texts)
        return replace(
            self._about(f"{FORM}:{field.id}", field.id),
            message=texts("checks.form", what=expected),
            open=self._formula(lambda here: strange_formula(field, here)),
            watched=field.id,
        )

    @property
    def _only_started(self) -> bool:
        return bool(self._plain.started_conditions())

    @property
    def _plain(self) -> BlockPlaces:
        return self.form.places.in_row(self.block, self.row)

    def _formula(self, make: Callable[[BlockPlaces], str]) -> str:
        return shortest_that_fits(make, self.form.strips.in_row(self._plain), self._plain)

    def _about(self, key: str, field_id: str) -> Check:
        """A check of an error in a field that still has to be said."""
        block, row = self.block, self.row
        column = next(column for column in block.columns if column.field.id == field_id)
        code = question_code(block, column) if block.is_record else row.row_id
        label = header(column.field, block.worksheet.lists, self.form.texts, column.part)
        return Check(
            kind=Severity.ERROR.value,
            key=key,
            sheet=block.sheet,
            where="" if block.is_record else code,
            label=f"{code}{JOINT}{label}" if block.is_record else label,
            message="",
            target=a1(*block.position(row, column)),
            slot=code,
            open="",
            block=block,
            row=row,
            field_id=field_id,
        )


def cross_formula(block: Block, row: RowPlan, places: FormPlaces) -> str:
    """Formula: something is entered where the row of a cross table, or the column, has no name."""
    cells = places.cross_row(block, row)
    heads = places.cross_heads(block)
    head = places.cross_label(block, row)
    orphan = f'SUMPRODUCT((1-ISBLANK({cells}))*({heads}=""))>0'
    return f'OR({orphan},AND({head}="",COUNTA({cells})>0))'


def _cross_check(block: Block, row: RowPlan, places: FormPlaces, texts: Texts) -> Check:
    """A role entered where the row or the column has no head yet."""
    return Check(
        kind=Severity.ERROR.value,
        key="cross",
        sheet=block.sheet,
        where=row.row_id,
        label="",
        message=texts("checks.cross"),
        target=a1(row.row, FIRST_FIELD_COLUMN),
        slot=row.row_id,
        open=cross_formula(block, row, places),
        block=block,
        row=row,
    )


def _whole_check(sheet: PlacedSheet, bound: BoundRule, form: CheckedForm) -> Check:
    beside = _explained_beside(sheet, bound, form.places)
    here = form.places.in_row(*beside[0]) if beside else None
    return Check(
        kind=bound.rule.severity.value,
        key=f"rule:{bound.rule.id}",
        sheet=sheet.name,
        where="",
        label="",
        message=bound.rule.message(form.texts.language),
        target="A1",
        slot="*",
        open=violated(bound.constraint.resolved, form.places.whole()),
        constraint=bound.constraint,
        explained_in=beside[1].id if beside else "",
        explained_at=beside[0] if beside else None,
        unexplained=here.blank(beside[1]) if beside and here else "",
    )


def _explained_beside(
    sheet: PlacedSheet, bound: BoundRule, places: FormPlaces
) -> tuple[tuple[Block, RowPlan], FieldBase] | None:
    """Where people say why it is so that a rule over the whole worksheet warns of; None where they cannot."""
    place = explained_as_whole(sheet.worksheet, bound.rule.at or "")
    if place is None or bound.rule.severity is Severity.ERROR or sheet.version < WHOLE_SINCE:
        return None
    block = places.block(f"{place.worksheet}.{place.section}")
    field = next((field for field in block.section.companions if field.id == place.field), None)
    return ((block, block.rows[0]), field) if field else None
