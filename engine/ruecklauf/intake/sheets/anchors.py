"""Where a block's rows and columns are in a returned file, by two anchors each that must agree.

One anchor is what people see: row ids, question codes, column heads. The other is what they don't: defined
names. Insertions move both; sorting, overwriting and foreign programs move or lose one of them.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from ruecklauf.cells import parse_a1
from ruecklauf.intake.sheets.workbook_index import WorkbookIndex, codes_of
from ruecklauf.layout.block import Block, ColumnPlan, field_name
from ruecklauf.layout.build import across_name, row_name
from ruecklauf.layout.geometry import CODE_COLUMN, heads_beside, question_code
from ruecklauf.layout.model import Position
from ruecklauf.layout.wording import header_cell
from ruecklauf.office.workbook import Sheet
from ruecklauf.texts import Texts


@dataclass(frozen=True, slots=True)
class Axis:
    """The positions of one thing (a row or a column) by the two anchors; 0 where an anchor is lost."""

    seen: int = 0
    named: int = 0

    @property
    def agrees(self) -> bool:
        return self.seen == self.named != 0

    @property
    def single(self) -> int:
        """The position by the one anchor that is left; 0 if both are there or none."""
        return self.seen or self.named if not (self.seen and self.named) else 0

    @property
    def best(self) -> int:
        """The position if the anchors do not contradict each other, else 0."""
        return self.seen if self.agrees else self.single

    @property
    def is_lost(self) -> bool:
        """Whether nobody sees any more where it is."""
        return bool(self.named and not self.seen)


@dataclass(frozen=True)
class Found:
    """A block found on a sheet."""

    block: Block
    sheet: Sheet
    rows: Mapping[str, Axis]
    """By row id; of a record by field id (and part)."""
    columns: Mapping[str, Axis]
    """By field id (and part); of a cross table by the row id across; of a record the one answer column."""
    header_row: int
    code_column: int
    status_column: int = 0
    repeated: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    """Further rows in which a row id stands."""
    spans: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    """First and last row of each field's defined name, where it has one: cells inserted into or deleted
    from a single column change that column's alone."""

    @property
    def row_axes(self) -> tuple[Axis, ...]:
        """Those of rows that have anchors of their own: explanations stand in the rows of questions."""
        own = {column.key for column in self.block.questions}
        return tuple(axis for key, axis in self.rows.items() if key in own or not self.block.is_record)

    @property
    def lost_codes(self) -> frozenset[Position]:
        """Where the codes and heads were of what only defined names tell."""
        codes, head = self.code_column or CODE_COLUMN, self.header_row or self.block.header_row
        rows = {(axis.named, codes) for axis in self.row_axes if axis.is_lost}
        return frozenset(rows | {(head, axis.named) for axis in self.columns.values() if axis.is_lost})


def find_block(index: WorkbookIndex, block: Block, sheet: Sheet, texts: Texts) -> Found:
    """The block's anchors on its sheet."""
    code_column = _code_column(index, sheet, codes_of(block))
    if block.is_record:
        return _find_record(index, block, sheet, code_column, texts)
    if block.is_cross:
        return _find_cross(index, block, sheet, code_column)
    return _find_table(index, block, sheet, code_column, texts)


def _code_column(index: WorkbookIndex, sheet: Sheet, codes: set[str]) -> int:
    """The column in which most of the codes stand."""
    columns = Counter(column for code in codes for _, column in index.at(sheet, code))
    return min(columns, key=lambda column: (-columns[column], column), default=0)


def _rows_with(index: WorkbookIndex, sheet: Sheet, column: int, codes: Iterable[str]) -> dict[str, list[int]]:
    return {code: [row for row, at in index.at(sheet, code) if at == column] for code in codes}


def _named(index: WorkbookIndex, sheet: Sheet, name: str) -> tuple[int, int]:
    """Row and column that a name points to on this sheet; zeros if it points elsewhere or nowhere."""
    target = index.target(name)
    return (target[1], target[2]) if target and target[0] is sheet else (0, 0)


def _find_table(index: WorkbookIndex, block: Block, sheet: Sheet, code_column: int, texts: Texts) -> Found:
    heads = {c.key: header_cell(c.field, block.worksheet.lists, texts, c.part) for c in block.columns}
    header_row, seen = _header(index, sheet, heads)
    rows, repeated = _row_axes(index, block, sheet, code_column)
    columns = {
        column.key: Axis(
            seen.get(column.key, 0),
            _named(index, sheet, field_name(block, column.field.id, column.part))[1],
        )
        for column in block.columns
    }
    status = _position_in(index, sheet, header_row, texts.list("table.lead_heads")[1])
    return Found(
        block,
        sheet,
        rows,
        columns,
        header_row,
        code_column,
        status,
        repeated,
        dict(_spans(index, block, sheet)),
    )


def _spans(index: WorkbookIndex, block: Block, sheet: Sheet) -> Iterator[tuple[str, tuple[int, int]]]:
    for column in block.columns:
        name = field_name(block, column.field.id, column.part)
        reference = index.workbook.names.get(name, "")
        first, _ = _named(index, sheet, name)
        last = _last_row(reference)
        if first and last:
            yield column.key, (first, last)


def _last_row(reference: str) -> int:
    """The last row of a reference such as `'Akteure'!$D$12:$D$72`; 0 if it ends in no cell."""
    try:
        return parse_a1(reference.rpartition("!")[2].rpartition(":")[2])[0]
    except ValueError:
        return 0


def _row_axes(
    index: WorkbookIndex, block: Block, sheet: Sheet, code_column: int
) -> tuple[dict[str, Axis], dict[str, tuple[int, ...]]]:
    with_code = _rows_with(index, sheet, code_column, (row.row_id for row in block.rows))
    axes: dict[str, Axis] = {}
    repeated: dict[str, tuple[int, ...]] = {}
    for row in block.rows:
        named = _named(index, sheet, row_name(block, row.row_id))[0]
        candidates = with_code.get(row.row_id, [])
        seen = named if named in candidates else min(candidates, default=0)
        axes[row.row_id] = Axis(seen, named)
        if len(candidates) > 1:
            repeated[row.row_id] = tuple(other for other in sorted(candidates) if other != seen)
    return axes, repeated


def _header(index: WorkbookIndex, sheet: Sheet, heads: Mapping[str, str]) -> tuple[int, dict[str, int]]:
    """The row with most of the heads, and the column of each head that stands there once."""
    by_row: dict[int, list[tuple[str, int]]] = defaultdict(list)
    for key, text in heads.items():
        for row, column in index.at(sheet, text):
            by_row[row].append((key, column))
    if not by_row:
        return 0, {}
    row = max(by_row, key=lambda number: (len({key for key, _ in by_row[number]}), -number))
    counts = Counter(key for key, _ in by_row[row])
    return row, {key: column for key, column in by_row[row] if counts[key] == 1}


def _position_in(index: WorkbookIndex, sheet: Sheet, row: int, head: str) -> int:
    return next((column for at, column in index.at(sheet, head) if at == row), 0)


def _find_record(index: WorkbookIndex, block: Block, sheet: Sheet, code_column: int, texts: Texts) -> Found:
    codes = {question_code(block, column) for column in block.columns}
    with_code = _rows_with(index, sheet, code_column, codes)
    rows: dict[str, Axis] = {}
    columns: dict[str, Axis] = {}
    heads = texts.list("record.heads")
    beside = heads_beside(block, texts)
    header_row, seen = _header(index, sheet, {head: head for head in (*heads, *beside.values())})
    for column in block.columns:
        answer_column = seen.get(beside.get(column.answer_column, heads[2]), 0)
        row, named_column = _named(index, sheet, field_name(block, column.field.id, column.part))
        candidates = with_code.get(question_code(block, column), [])
        key = column.key
        rows[key] = Axis(row if row in candidates else min(candidates, default=0), row)
        planned = _planned(block, column, code_column)
        columns[key] = Axis(answer_column or named_column or planned, named_column)
    return Found(block, sheet, rows, columns, header_row, code_column, seen.get(heads[4], 0))


def _planned(block: Block, column: ColumnPlan, code_column: int) -> int:
    """The answer column counted from the codes': remarks below a table have no head to find it by."""
    planned = column.answer_column or block.answer_column
    return planned + code_column - CODE_COLUMN if code_column else 0


def _find_cross(index: WorkbookIndex, block: Block, sheet: Sheet, code_column: int) -> Found:
    across = {plan.row_id: plan.row_id for plan in block.across}
    header_row, seen = _header(index, sheet, across)
    rows, repeated = _row_axes(index, block, sheet, code_column)
    columns = {
        plan.row_id: Axis(seen.get(plan.row_id, 0), _named(index, sheet, across_name(block, plan.row_id))[1])
        for plan in block.across
    }
    spans = dict(_cross_spans(index, sheet, rows, columns, block))
    return Found(block, sheet, rows, columns, header_row, code_column, 0, repeated, spans)


def _cross_spans(
    index: WorkbookIndex, sheet: Sheet, rows: Mapping[str, Axis], columns: Mapping[str, Axis], block: Block
) -> Iterator[tuple[str, tuple[int, int]]]:
    """Each column from the table's first row to where its name ends.

    Forms of version 0.1 named the heads alone: there the validations tell, if they were read.
    """
    named = [axis.named for axis in rows.values() if axis.named]
    for key, axis in columns.items() if named else ():
        last = _last_row(index.workbook.names.get(across_name(block, key), ""))
        if last and last < min(named):
            last = _validated_to(sheet, axis.best, max(named))
        if last:
            yield key, (min(named), last)


def _validated_to(sheet: Sheet, column: int, last: int) -> int:
    """The last row of a column that a validation covers; the one that was last, if something stands there."""
    bottoms = (bottom for _, left, bottom, right in sheet.validated if left <= column <= right)
    covered = max(bottoms, default=0)
    return last if covered < last and (last, column) in sheet.cells else covered
