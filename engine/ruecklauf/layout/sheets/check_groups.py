"""The left part of the sheet of checks: what to say of each group, how often and where it is open."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from ruecklauf.cells import a1, column_letters, quote_sheet
from ruecklauf.fieldtypes.base import FieldBase, Kind
from ruecklauf.findings import Severity
from ruecklauf.layout.block import Block, field_name
from ruecklauf.layout.geometry import referred
from ruecklauf.layout.inputs import given_content
from ruecklauf.layout.model import Cell, FormulaCell, Role, TextCell
from ruecklauf.layout.sheets.check_strips import (
    CHECK_SHEET,
    FIRST_CHECK_COLUMN,
    Strips,
    row_name,
)
from ruecklauf.layout.sheets.lists import reference_text
from ruecklauf.layout.state import REQUIRED, Check, FormState
from ruecklauf.texts import Texts
from ruecklauf.values import Missing

COLUMNS = (
    "running",
    "count",
    "first",
    "next",
    "kind",
    "row",
    "label",
    "message",
    "content",
    "at",
    "line",
    "listed",
)
"""Open groups so far; open rows; numbers of the first and second one; kind (`KINDS`); name of the first row;
what the column is called; what is expected; what stands there; sheet and column; the sheet's row of the
block's first row; of the k-th open group its number."""
RUNNING, COUNT, FIRST, NEXT, KIND, ROW, LABEL, MESSAGE, CONTENT, AT, LINE, LISTED = range(
    1, FIRST_CHECK_COLUMN
)
KINDS = (REQUIRED, *(severity.value for severity in Severity))
"""A group's kind is a number from 1."""
LISTED_POINTS = 60


@dataclass(frozen=True, slots=True)
class Group:
    """One check over all rows of its block in which it is made."""

    checks: tuple[Check, ...]

    @property
    def first(self) -> Check:
        return self.checks[0]

    @property
    def sheet(self) -> str:
        return self.first.sheet

    @property
    def block(self) -> Block | None:
        return self.first.block

    @property
    def slot(self) -> str:
        """The question that it is counted with; of tables, whose rows are counted, the first row's."""
        return self.first.slot

    @property
    def can_be_explained(self) -> bool:
        return bool(self.first.explained_in)

    @property
    def has_rows(self) -> bool:
        """Whether it is about the rows of a table."""
        return self.block is not None and not self.block.is_record


def directory_names(first_row: int, number: int) -> dict[str, str]:
    """Names of the columns, by which other sheets read them in formulas that can be shared."""
    return {
        f"rl.p.{name}": f"{quote_sheet(CHECK_SHEET)}!{_column(column, first_row, number)}"
        for column, name in enumerate(COLUMNS, start=1)
    }


def _column(column: int, first_row: int, number: int) -> str:
    last = first_row + max(number, 1) - 1
    return f"{a1(first_row, column, absolute=True)}:{a1(last, column, absolute=True)}"


def group_cells(
    group: Group, row: int, all_groups: tuple[int, int], strips: Strips, texts: Texts
) -> Iterator[Cell]:
    """One row of the left part; `all_groups` are its first row and their number."""
    number = row - all_groups[0]
    for column, live in _counts(row, number, all_groups, strips):
        yield FormulaCell(row, column, live[0], Role.DATA, live[1])
    check = group.first
    yield TextCell(row, KIND, str(KINDS.index(check.kind) + 1), Role.DATA, as_number=True)
    if check.label:
        yield TextCell(row, LABEL, check.label, Role.DATA)
    yield TextCell(row, MESSAGE, check.message, Role.DATA)
    yield from _place_cells(group, row, number, strips, texts)
    if (content := _content(group, row, number, texts)) is not None:
        yield content


Counted = tuple[str, Callable[[FormState], int]]


def _counts(
    row: int, number: int, all_groups: tuple[int, int], strips: Strips
) -> Iterator[tuple[int, Counted]]:
    first_row, groups = all_groups
    last = column_letters(FIRST_CHECK_COLUMN - 1 + strips.width)
    cells = f"${column_letters(FIRST_CHECK_COLUMN)}{row}:${last}{row}"
    count, first = a1(row, COUNT), a1(row, FIRST)
    above = "0" if row == first_row else a1(row - 1, RUNNING)
    running = _column(RUNNING, first_row, groups)
    k = f"ROWS({a1(first_row, LISTED).replace(str(first_row), f'${first_row}')}:{a1(row, LISTED)})"
    total = a1(first_row + groups - 1, RUNNING, absolute=True)
    rest = f"INDEX({cells},{first}+1):${last}{row}"
    yield (
        RUNNING,
        (
            f"{above}+IF({count}>0,1,0)",
            lambda state: sum(group.number <= number for group in state.open_groups),
        ),
    )
    yield COUNT, (f"COUNTIF({cells},1)", lambda state: len(_open(state, number)))
    yield (
        FIRST,
        (f"IF({count}=0,0,MATCH(1,{cells},0))", lambda state: _position(_open(state, number), 0)),
    )
    yield (
        NEXT,
        (f"IF({count}<2,0,{first}+MATCH(1,{rest},0))", lambda state: _position(_open(state, number), 1)),
    )
    yield LISTED, (f"IF({k}>{total},0,MATCH({k},{running},0))", lambda state: _listed(state, number))


def _open(state: FormState, number: int) -> tuple[Check, ...]:
    group = state.by_group.get(number)
    return group.checks if group else ()


def _position(checks: tuple[Check, ...], index: int) -> int:
    return checks[index].position if index < len(checks) else 0


def _listed(state: FormState, number: int) -> int:
    groups = state.open_groups
    return groups[number].number + 1 if number < len(groups) else 0


def _place_cells(group: Group, row: int, number: int, strips: Strips, texts: Texts) -> Iterator[Cell]:
    """Where it is: the first open row by its name, and what the link is made of."""
    check, block = group.first, group.block
    letters = "".join(sign for sign in check.target if sign.isalpha())
    line = int(check.target.removeprefix(letters))
    if block is not None and group.has_rows:
        line = block.first_row
        names, first = strips.names(block), a1(row, FIRST)
        yield FormulaCell(
            row,
            ROW,
            f'IF({first}=0,"",INDEX({names},{first}))',
            Role.DATA,
            lambda state: first_row_name(_open(state, number), state, texts),
        )
    yield TextCell(row, AT, f"{quote_sheet(check.sheet)}!{letters}", Role.DATA)
    yield TextCell(row, LINE, str(line), Role.DATA, as_number=True)


def first_row_name(checks: tuple[Check, ...], state: FormState, texts: Texts) -> str:
    """The name of the first open row; nothing if none is open."""
    if not checks:
        return ""
    block, row = checks[0].block, checks[0].row
    if block is None or row is None or block.is_record:
        return checks[0].where
    return row_name(block, row, state, texts)


def quoted_field(check: Check) -> FieldBase | None:
    """The field whose content is quoted; none where something is missing, or of several cells."""
    block = check.block
    if block is None or block.is_cross or not check.field_id or check.kind == REQUIRED:
        return None
    field = block.section.field(check.field_id)
    return None if field.parts else field


def _content(group: Group, row: int, number: int, texts: Texts) -> FormulaCell | None:
    block, field = group.block, quoted_field(group.first)
    if block is None or field is None:
        return None
    first = a1(row, FIRST)
    cell = f"INDEX({field_name(block, field.id)},{first})"

    def value(state: FormState) -> str | int | Decimal:
        found = _open(state, number)
        return content_of(found[0], state, texts) if found else ""

    seen = f'IFERROR({_as_seen(field, cell)},"{texts("review.error_value")}")'
    formula = f'IF({first}=0,"",IF(ISBLANK({cell}),"",{seen}))'
    return FormulaCell(row, CONTENT, formula, Role.DATA, value)


def _as_seen(field: FieldBase, cell: str) -> str:
    """Formula: what a cell shows; a day in its parts, for patterns of TEXT hang on the language."""
    if field.kind is not Kind.DATE:
        return cell
    return f'IF(ISNUMBER({cell}),DAY({cell})&"."&MONTH({cell})&"."&YEAR({cell}),{cell})'


def content_of(check: Check, state: FormState, texts: Texts) -> str | int | Decimal:
    """What stands in the cell that a check is about; nothing of those that are not quoted."""
    block, row, field = check.block, check.row, quoted_field(check)
    if block is None or row is None or field is None:
        return ""
    subject, value = block.about(row.row_id, field.id), state.value(block, row, field.id)
    if subject in state.unread:
        return state.unread[subject]
    content = given_content(block, row, block.column(field.id), texts)
    if content is None and field.kind is Kind.REFERENCE and not isinstance(value, Missing):
        return _reference(block, field, str(value), state)
    if content is None:
        content = field.render(value, block.worksheet.lists, texts)
    if isinstance(content, date):
        return f"{content.day}.{content.month}.{content.year}"
    return "" if content is None else content


def _reference(block: Block, field: FieldBase, row_id: str, state: FormState) -> str:
    target = next(other for other in state.blocks if other.name == referred(block.worksheet, field))
    row = next((row for row in target.rows if row.row_id == row_id), None)
    return (reference_text(target, row, state) if row else "") or row_id
