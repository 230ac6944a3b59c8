"""What a form's live formulas show for given answers, worked out without a spreadsheet program.

A file that is only looked at (mail preview, Excel's protected view) is not calculated: it shows the values
stored beside the formulas, so these have to be right in every form that is sent.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property
from itertools import accumulate

from ruecklauf.definition.computing import with_computed
from ruecklauf.definition.models import CrossSection
from ruecklauf.definition.rulebook import Condition, bind_rules
from ruecklauf.fieldtypes.base import FieldBase, Kind
from ruecklauf.fieldtypes.companion import LAST, ORIGIN, companion_kind
from ruecklauf.findings import Subject
from ruecklauf.layout.block import Block, RowPlan
from ruecklauf.layout.geometry import referred
from ruecklauf.rules.readings import squeeze
from ruecklauf.rules.rows import Env, TableRows
from ruecklauf.texts import load_texts
from ruecklauf.values import Missing, Value

REQUIRED = "required"
EXCEL_EPOCH = date(1899, 12, 30)
"""Excel counts days from here."""


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that can be open, as formulas and as what they follow from."""

    kind: str
    """required, or a severity."""
    key: str
    """What is checked; the same in all rows of a block in which it is checked."""
    sheet: str
    where: str
    """The row's id; empty where there are no rows."""
    label: str
    """What the column or question is called, with the question's code; empty if it is about no single one."""
    message: str
    target: str
    """A1 address on the sheet."""
    slot: str
    """The table row, or the question of a record, that it is counted with."""
    open: str
    """Formula: is it open?"""
    applicable: str = ""
    """Formula, for required ones: does it have to be answered at all?"""
    block: Block | None = None
    row: RowPlan | None = None
    field_id: str = ""
    only_started: bool = False
    conditions: tuple[Condition, ...] = ()
    """Must all be true for it to apply."""
    constraint: Condition | None = None
    """Must not be false."""
    watched: str = ""
    """A field whose content must be of its form."""
    explained_in: str = ""
    """The field beside it whose content makes it an explained one; empty where nothing can explain it."""
    explained_at: tuple[Block, RowPlan] | None = None
    """The block and row of that field, where the check is in none itself."""
    unexplained: str = ""
    """Formula: is that field empty?"""
    group: int = 0
    """Number of what is checked, from 0: a group is one check over the rows of its block."""
    position: int = 1
    """Number of the row in its block, from 1."""


@dataclass(frozen=True, slots=True)
class OpenGroup:
    """One check over the rows of its block, as far as it is open: at least in one row."""

    number: int
    checks: tuple[Check, ...]
    """The open ones, in the order of the rows."""


@dataclass(frozen=True)
class FormState:
    """The answers in a form, and everything that its formulas say of them."""

    blocks: tuple[Block, ...]
    checks: tuple[Check, ...]
    spans: Mapping[tuple[str, str], tuple[int, int]]
    """Indices of the first and last check of (sheet, slot); of a whole sheet under slot ''."""
    wave_date: date
    values: Mapping[Subject, Value] = field(default_factory=dict)
    filled: frozenset[Subject] = frozenset()
    """Cells that hold something whose value is not known yet."""
    unread: Mapping[Subject, str] = field(default_factory=dict)
    """What stands in cells whose value cannot be read."""

    def value(self, block: Block, row: RowPlan, field_id: str) -> Value:
        """The answer in a row's field, printed ones included."""
        given = row.given.get(field_id)
        if given is not None:
            return given
        return self.values.get(block.about(row.row_id, field_id), Missing.NO_ANSWER)

    def result(self, block: Block, row: RowPlan, field: FieldBase) -> str | int | Decimal:
        """What the formula of a computed field shows in a row; "" for nothing."""
        value = self._env_of(block, row).row.get(field.id, Missing.NO_ANSWER)
        if isinstance(value, Missing):
            return ""
        content = field.render(value, block.worksheet.lists, load_texts())
        return (content - EXCEL_EPOCH).days if isinstance(content, date) else content or 0

    def label(self, block: Block, row: RowPlan) -> str:
        """What names a row where another table refers to it; empty while nothing is entered."""
        if row.name:
            return squeeze(row.name)
        value = self.value(block, row, block.section.row_label or "")
        return "" if isinstance(value, Missing) else squeeze(str(value))

    def labels(self, block: Block) -> tuple[str, ...]:
        """The labels of all rows of a table, worked out once."""
        if block.name not in self._labels:
            self._labels[block.name] = tuple(self.label(block, row) for row in block.rows)
        return self._labels[block.name]

    @cached_property
    def _labels(self) -> dict[str, tuple[str, ...]]:
        return {}

    def is_started(self, block: Block, row: RowPlan) -> bool:
        """Whether anything stands in a row that the form did not print there."""
        return (block.name, row.row_id) in self._begun

    def holds(self, condition: Condition, block: Block, row: RowPlan) -> bool:
        """Whether a condition over a row is definitely true."""
        return condition.test(self._env_of(block, row)) is True

    @cached_property
    def _begun(self) -> set[tuple[str, str]]:
        answered = [
            subject
            for subject, value in self.values.items()
            if value is not Missing.NO_ANSWER and companion_kind(subject.field) not in (ORIGIN, LAST)
        ]
        return {(f"{s.worksheet}.{s.section}", s.row_id) for s in (*answered, *self.filled)}

    @cached_property
    def open(self) -> tuple[bool, ...]:
        """Which checks are open."""
        violated = zip(self._violated, self.explained, strict=True)
        return tuple(is_violated and not is_explained for is_violated, is_explained in violated)

    @cached_property
    def explained(self) -> tuple[bool, ...]:
        """Which checks would be open if people had not said why it is so."""
        violated = zip(self.checks, self._violated, strict=True)
        return tuple(is_violated and self._is_explained(check) for check, is_violated in violated)

    @cached_property
    def _violated(self) -> tuple[bool, ...]:
        return tuple(self._is_open(number, check) for number, check in enumerate(self.checks))

    @cached_property
    def due(self) -> tuple[bool, ...]:
        """Which required checks apply."""
        return tuple(check.kind == REQUIRED and self._applies(check) for check in self.checks)

    def open_count(self, sheet: str = "", slot: str = "") -> int:
        """Number of open checks of a sheet (or one of its slots), of all for ''."""
        return _between(self._open_before, self._span(sheet, slot))

    def explained_count(self, sheet: str = "", slot: str = "") -> int:
        """The same of those that people have explained."""
        return _between(self._explained_before, self._span(sheet, slot))

    def progress(self, sheet: str = "") -> tuple[int, int]:
        """(answered, due) required fields of a sheet, of all for ''."""
        span = self._span(sheet, "")
        return _between(self._answered_before, span), _between(self._due_before, span)

    # Asked for each row and sheet: how many of the checks before each one are so

    @cached_property
    def _open_before(self) -> tuple[int, ...]:
        return _counted_before(self.open)

    @cached_property
    def _explained_before(self) -> tuple[int, ...]:
        return _counted_before(self.explained)

    @cached_property
    def _due_before(self) -> tuple[int, ...]:
        return _counted_before(self.due)

    @cached_property
    def _answered_before(self) -> tuple[int, ...]:
        pairs = zip(self.due, self.open, strict=True)
        return _counted_before(is_due and not is_open for is_due, is_open in pairs)

    @cached_property
    def open_groups(self) -> tuple[OpenGroup, ...]:
        """The groups in which something is open, in their order."""
        found: dict[int, list[Check]] = {}
        for check, is_open in zip(self.checks, self.open, strict=True):
            if is_open:
                found.setdefault(check.group, []).append(check)
        return tuple(OpenGroup(number, tuple(found[number])) for number in sorted(found))

    @cached_property
    def by_group(self) -> Mapping[int, OpenGroup]:
        """The open groups by their number."""
        return {group.number: group for group in self.open_groups}

    def _span(self, sheet: str, slot: str) -> tuple[int, int] | None:
        return self.spans.get((sheet, slot)) if sheet else (0, len(self.checks) - 1)

    def _is_open(self, number: int, check: Check) -> bool:
        if check.kind == REQUIRED:
            return self.due[number] and self._is_blank(check)
        if check.constraint is None:
            return self._is_strange(check) if check.watched else self._has_orphan(check)
        if not self._applies(check):
            return False
        return check.constraint.test(self._env(check)) is False

    def _is_strange(self, check: Check) -> bool:
        """Whether the watched field holds something unreadable, or refers to a row that has no name."""
        block, row = check.block, check.row
        if block is None or row is None or not check.watched:
            return False
        value = self.value(block, row, check.watched)
        field = block.section.field(check.watched)
        refers = field.kind is Kind.REFERENCE and not isinstance(value, Missing)
        return value is Missing.UNREADABLE or (refers and value not in self._labelled(block, field))

    def _has_orphan(self, check: Check) -> bool:
        """Whether a cell of a cross table is filled whose row or column has no name."""
        block, row = check.block, check.row
        if block is None or row is None or not isinstance(block.section, CrossSection):
            return False
        section = block.section
        down, across = (self._labelled(block, section.field(end)) for end in (section.down, section.across))
        answered = {
            other.row_id
            for other in block.across
            if self.values.get(block.about(f"{row.row_id}-{other.row_id}", section.cell), Missing.NO_ANSWER)
            is not Missing.NO_ANSWER
        }
        return bool(answered) and (row.row_id not in down or not answered <= across)

    def _labelled(self, block: Block, field: FieldBase) -> set[str]:
        """Ids of the rows with a name in the table that a reference field points to."""
        name = referred(block.worksheet, field)
        if name not in self._with_label:
            target = next(other for other in self.blocks if other.name == name)
            self._with_label[name] = {row.row_id for row in target.rows if self.label(target, row)}
        return self._with_label[name]

    @cached_property
    def _with_label(self) -> dict[str, set[str]]:
        return {}

    def _is_blank(self, check: Check) -> bool:
        return self._is_empty(check, check.field_id)

    def _is_explained(self, check: Check) -> bool:
        if not check.explained_in:
            return False
        if check.explained_at is None:
            return not self._is_empty(check, check.explained_in)
        return not self._holds_nothing(*check.explained_at, check.explained_in)

    def _is_empty(self, check: Check, field_id: str) -> bool:
        assert check.block is not None and check.row is not None
        return self._holds_nothing(check.block, check.row, field_id)

    def _holds_nothing(self, block: Block, row: RowPlan, field_id: str) -> bool:
        if block.about(row.row_id, field_id) in self.filled:
            return False
        return self.value(block, row, field_id) is Missing.NO_ANSWER

    def _applies(self, check: Check) -> bool:
        if check.only_started and check.block and check.row and not self.is_started(check.block, check.row):
            return False
        return all(condition.test(self._env(check)) is True for condition in check.conditions)

    def _env(self, check: Check) -> Env:
        if check.block is None or check.row is None:
            return Env(self.wave_date, tables=self._tables)
        return self._env_of(check.block, check.row)

    def _env_of(self, block: Block, row: RowPlan) -> Env:
        values, position = self._rows.get((block.name, row.row_id), ({}, None))
        return Env(self.wave_date, values, self._tables, position)

    @cached_property
    def _tables(self) -> Mapping[str, TableRows]:
        tables = {
            block.name: TableRows(
                ((row.row_id, self._row_values(block, row)) for row in self._present(block)),
                named=(row.row_id for row in block.rows if row.name),
            )
            for block in self.blocks
            if not block.is_cross
        }
        worksheets = tuple(dict.fromkeys(block.worksheet for block in self.blocks))
        return with_computed(tables, bind_rules(worksheets).computations, self.wave_date)

    @cached_property
    def _rows(self) -> dict[tuple[str, str], tuple[Mapping[str, Value], int]]:
        return {
            (block.name, row.row_id): (self._tables[block.name].rows[position], position)
            for block in self.blocks
            if not block.is_cross
            for position, row in enumerate(self._present(block))
        }

    def _present(self, block: Block) -> Iterator[RowPlan]:
        return (row for row in block.rows if row.printed or self.is_started(block, row))

    def _row_values(self, block: Block, row: RowPlan) -> dict[str, Value]:
        found = {field.id: self.value(block, row, field.id) for field in block.section.fields}
        return {field_id: value for field_id, value in found.items() if value is not Missing.NO_ANSWER}


def _counted_before(found: Iterable[bool]) -> tuple[int, ...]:
    """Of each place the number of those before it that are found, and of all at the end."""
    return tuple(accumulate(found, initial=0))


def _between(before: tuple[int, ...], span: tuple[int, int] | None) -> int:
    return before[span[1] + 1] - before[span[0]] if span else 0
