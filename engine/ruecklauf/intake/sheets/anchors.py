"""Where a block's rows and columns are in a returned file, by two anchors each that must agree.

One anchor is what people see: row ids, question codes, column heads. The other is what they don't: defined
names. Insertions move both; sorting, overwriting and foreign programs move or lose one of them.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from ruecklauf.cells import CellKind, parse_a1
from ruecklauf.fieldtypes.folding import fold
from ruecklauf.intake.sheets.recognise import corner_of
from ruecklauf.layout.block import Block
from ruecklauf.layout.build import across_name, field_name, row_name
from ruecklauf.layout.geometry import CODE_COLUMN, question_code
from ruecklauf.layout.wording import header_cell
from ruecklauf.office.workbook import Sheet, Workbook
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


@dataclass(frozen=True)
class Reading:
    """A workbook with the positions of its texts, looked up once."""

    workbook: Workbook

    @cached_property
    def texts(self) -> dict[str, dict[str, list[tuple[int, int]]]]:
        """By sheet and text: (row, column) of every text cell that is not very long."""
        found: dict[str, dict[str, list[tuple[int, int]]]] = {}
        for sheet in self.workbook.sheets:
            of_sheet = found.setdefault(sheet.name, defaultdict(list))
            if sheet.name.startswith("_"):
                continue
            for position, cell in sheet.cells.items():
                raw = cell.raw
                if raw.kind is CellKind.TEXT and raw.formula is None and len(raw.text) <= LONGEST_ANCHOR:
                    of_sheet[fold(raw.text)].append(position)
        return found

    def target(self, name: str) -> tuple[Sheet, int, int] | None:
        """The first cell that a defined name refers to; None if it refers to none."""
        corner = corner_of(self.workbook.names.get(name, ""))
        sheet = self._sheets.get(corner[0].casefold()) if corner else None
        return (sheet, *corner[1:]) if corner and sheet else None

    @cached_property
    def _sheets(self) -> dict[str, Sheet]:
        """By name, ignoring case; of several the first."""
        return {sheet.name.casefold(): sheet for sheet in reversed(self.workbook.sheets)}

    def at(self, sheet: Sheet, text: str) -> list[tuple[int, int]]:
        """Where a text stands on a sheet."""
        return self.texts[sheet.name].get(fold(text), [])


LONGEST_ANCHOR = 300
"""Characters; ids and column heads are shorter."""


def find_sheets(reading: Reading, blocks: tuple[Block, ...]) -> dict[str, Sheet]:
    """The sheet that each of the form's sheets has become, by the form's name: same name, or same codes."""
    workbook = reading.workbook
    found: dict[str, Sheet] = {}
    by_sheet: dict[str, set[str]] = defaultdict(set)
    for block in blocks:
        by_sheet[block.sheet].update(_codes(block))
    named = _named_sheets(reading, blocks)
    for name, codes in by_sheet.items():
        same = workbook.sheet(name)
        if same is not None and (_count(reading, same, codes) or named.get(name) is same):
            found[name] = same
    taken = {sheet.name for sheet in found.values()}
    for name, codes in by_sheet.items():
        if name in found:
            continue
        free = [sheet for sheet in workbook.sheets if sheet.name not in taken]
        best = max(free, key=lambda sheet: _count(reading, sheet, codes), default=None)
        if best is None or _count(reading, best, codes) <= len(codes) / 2:
            best = next((sheet for sheet in free if sheet is named.get(name)), None)
        if best is not None:
            found[name] = best
            taken.add(best.name)
    return found


def twin_of(reading: Reading, block: Block, sheet: Sheet) -> Sheet | None:
    """Of two copies of a sheet the other one: it has most of the ids, and the hidden names point there."""
    other = _named_sheets(reading, (block,)).get(block.sheet)
    if other is None or other is sheet:
        return None
    codes = _codes(block)
    return other if _count(reading, other, codes) * 2 > len(codes) else None


def _named_sheets(reading: Reading, blocks: tuple[Block, ...]) -> dict[str, Sheet]:
    """The sheet to which the first field's hidden name of each of the form's sheets points."""
    found: dict[str, Sheet] = {}
    for block in blocks:
        for column in block.columns:
            name = field_name(block, column.field.id, column.part)
            target = reading.target(name)
            if target is not None:
                found.setdefault(block.sheet, target[0])
    return found


def _codes(block: Block) -> set[str]:
    if block.is_record:
        return {question_code(block, column) for column in block.columns}
    return {row.row_id for row in block.rows}


def _count(reading: Reading, sheet: Sheet, codes: set[str]) -> int:
    return sum(bool(reading.at(sheet, code)) for code in codes)


def find_block(reading: Reading, block: Block, sheet: Sheet, texts: Texts) -> Found:
    """The block's anchors on its sheet."""
    code_column = _code_column(reading, sheet, _codes(block))
    if block.is_record:
        return _find_record(reading, block, sheet, code_column, texts)
    if block.is_cross:
        return _find_cross(reading, block, sheet, code_column)
    return _find_table(reading, block, sheet, code_column, texts)


def _code_column(reading: Reading, sheet: Sheet, codes: set[str]) -> int:
    """The column in which most of the codes stand."""
    columns = Counter(column for code in codes for _, column in reading.at(sheet, code))
    return min(columns, key=lambda column: (-columns[column], column), default=0)


def _rows_with(reading: Reading, sheet: Sheet, column: int, codes: Iterable[str]) -> dict[str, list[int]]:
    return {code: [row for row, at in reading.at(sheet, code) if at == column] for code in codes}


def _named(reading: Reading, sheet: Sheet, name: str) -> tuple[int, int]:
    """Row and column that a name points to on this sheet; zeros if it points elsewhere or nowhere."""
    target = reading.target(name)
    return (target[1], target[2]) if target and target[0] is sheet else (0, 0)


def _find_table(reading: Reading, block: Block, sheet: Sheet, code_column: int, texts: Texts) -> Found:
    heads = {c.key: header_cell(c.field, block.worksheet.lists, texts, c.part) for c in block.columns}
    header_row, seen = _header(reading, sheet, heads)
    rows, repeated = _row_axes(reading, block, sheet, code_column)
    columns = {
        column.key: Axis(
            seen.get(column.key, 0),
            _named(reading, sheet, field_name(block, column.field.id, column.part))[1],
        )
        for column in block.columns
    }
    status = _position_in(reading, sheet, header_row, texts.list("table.lead_heads")[1])
    return Found(
        block,
        sheet,
        rows,
        columns,
        header_row,
        code_column,
        status,
        repeated,
        dict(_spans(reading, block, sheet)),
    )


def _spans(reading: Reading, block: Block, sheet: Sheet) -> Iterator[tuple[str, tuple[int, int]]]:
    for column in block.columns:
        name = field_name(block, column.field.id, column.part)
        reference = reading.workbook.names.get(name, "")
        first, _ = _named(reading, sheet, name)
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
    reading: Reading, block: Block, sheet: Sheet, code_column: int
) -> tuple[dict[str, Axis], dict[str, tuple[int, ...]]]:
    with_code = _rows_with(reading, sheet, code_column, (row.row_id for row in block.rows))
    axes: dict[str, Axis] = {}
    repeated: dict[str, tuple[int, ...]] = {}
    for row in block.rows:
        named = _named(reading, sheet, row_name(block, row.row_id))[0]
        candidates = with_code.get(row.row_id, [])
        seen = named if named in candidates else min(candidates, default=0)
        axes[row.row_id] = Axis(seen, named)
        if len(candidates) > 1:
            repeated[row.row_id] = tuple(other for other in sorted(candidates) if other != seen)
    return axes, repeated


def _header(reading: Reading, sheet: Sheet, heads: Mapping[str, str]) -> tuple[int, dict[str, int]]:
    """The row with most of the heads, and the column of each head that stands there once."""
    by_row: dict[int, list[tuple[str, int]]] = defaultdict(list)
    for key, text in heads.items():
        for row, column in reading.at(sheet, text):
            by_row[row].append((key, column))
    if not by_row:
        return 0, {}
    row = max(by_row, key=lambda number: (len({key for key, _ in by_row[number]}), -number))
    counts = Counter(key for key, _ in by_row[row])
    return row, {key: column for key, column in by_row[row] if counts[key] == 1}


def _position_in(reading: Reading, sheet: Sheet, row: int, head: str) -> int:
    return next((column for at, column in reading.at(sheet, head) if at == row), 0)


def _find_record(reading: Reading, block: Block, sheet: Sheet, code_column: int, texts: Texts) -> Found:
    codes = {question_code(block, column): column.key for column in block.columns}
    with_code = _rows_with(reading, sheet, code_column, codes)
    rows: dict[str, Axis] = {}
    columns: dict[str, Axis] = {}
    heads = texts.list("record.heads")
    header_row, seen = _header(reading, sheet, {head: head for head in heads})
    answer_column = seen.get(heads[2], 0)
    for column in block.columns:
        row, index = _named(reading, sheet, field_name(block, column.field.id, column.part))
        candidates = with_code.get(question_code(block, column), [])
        key = column.key
        rows[key] = Axis(row if row in candidates else min(candidates, default=0), row)
        columns[key] = Axis(answer_column or index or _planned(block, code_column), index)
    return Found(block, sheet, rows, columns, header_row, code_column, seen.get(heads[4], 0))


def _planned(block: Block, code_column: int) -> int:
    """The answer column counted from the codes': remarks below a table have no head to find it by."""
    return block.answer_column + code_column - CODE_COLUMN if code_column else 0


def _find_cross(reading: Reading, block: Block, sheet: Sheet, code_column: int) -> Found:
    across = {plan.row_id: plan.row_id for plan in block.across}
    header_row, seen = _header(reading, sheet, across)
    rows, repeated = _row_axes(reading, block, sheet, code_column)
    columns = {
        plan.row_id: Axis(
            seen.get(plan.row_id, 0), _named(reading, sheet, across_name(block, plan.row_id))[1]
        )
        for plan in block.across
    }
    return Found(block, sheet, rows, columns, header_row, code_column, 0, repeated)
