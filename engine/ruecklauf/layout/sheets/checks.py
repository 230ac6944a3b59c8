"""The hidden sheet of live checks: everything that can be open, counted for progress and review.

A group is one check over all rows of its block. It has one row of the sheet: at the left what to say of it
and where it is open, at the right one formula for each row of the block, which all read alike. Above stand
the strips of the tables (`check_strips`). The formulas point at input cells and stand on a sheet of their
own, so that pasting over input cells leaves them alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from ruecklauf.cells import a1, quote_sheet
from ruecklauf.definition.rulebook import RuleBook
from ruecklauf.layout.block import Block, ColumnPlan, RowPlan
from ruecklauf.layout.geometry import PlacedSheet
from ruecklauf.layout.model import (
    Cell,
    FormulaCell,
    Position,
    Role,
    SheetPlan,
    TextCell,
    Visibility,
)
from ruecklauf.layout.sheets.check_groups import (
    COUNT,
    KIND,
    LABEL,
    LISTED_POINTS,
    Group,
    directory_names,
    group_cells,
)
from ruecklauf.layout.sheets.check_strips import (
    CHECK_SHEET,
    FIRST_CHECK_COLUMN,
    POSITIONS,
    STATUS,
    CheckedRows,
    Strips,
    status_value,
    strip_cells,
    strip_name,
)
from ruecklauf.layout.sheets.live import Live, constant, joined
from ruecklauf.layout.sheets.places import FormPlaces
from ruecklauf.layout.sheets.row_checks import CheckedForm, place_of, sheet_checks
from ruecklauf.layout.state import REQUIRED, Check, FormState
from ruecklauf.texts import Texts

GRID_NAME = "rl.p.checks"
"""All checks: a row for each group, a column for each row of its block."""
OPEN, ANSWERED, EXPLAINED = 1, 2, 3
"""What checks give: 0 where nothing is open or asked, 1 where it is, 2 where what is required is there, 3
where people say why something is so that would be open."""


@dataclass(frozen=True)
class CheckSheet:
    """The planned sheet with what other sheets read from it."""

    sheet: SheetPlan
    checks: tuple[Check, ...]
    groups: tuple[Group, ...]
    strips: Strips
    first_row: int
    """Of the groups."""

    @cached_property
    def spans(self) -> Mapping[tuple[str, str], tuple[int, int]]:
        """Indices of the first and last check of (form sheet, slot); of the whole sheet under slot ''."""
        return _spans(self.checks)

    @cached_property
    def names(self) -> dict[str, str]:
        """Defined names of the columns that the list of open points reads."""
        last = FIRST_CHECK_COLUMN - 1 + self.strips.width
        grid = self._range(FIRST_CHECK_COLUMN, last, (self.first_row, self.first_row + len(self.groups) - 1))
        directory = directory_names(self.first_row, len(self.groups))
        return {**directory, GRID_NAME: grid, **self.strips.defined_names()} if self.groups else directory

    @property
    def listed(self) -> int:
        """Open points that can be listed at once."""
        return min(LISTED_POINTS, len(self.groups))

    def cell_of(self, check: Check) -> tuple[int, int]:
        """Row and column of a check's formula."""
        return self.first_row + check.group, FIRST_CHECK_COLUMN - 1 + check.position

    def _rows(self, sheet: str, slot: str = "") -> tuple[int, int] | None:
        """First and last row of the groups of a form sheet, or of a question; of all for ''."""
        found = [
            number
            for number, group in enumerate(self.groups)
            if (not sheet or group.sheet == sheet) and (not slot or group.slot == slot)
        ]
        return (self.first_row + found[0], self.first_row + found[-1]) if found else None

    def _range(self, first_column: int, last_column: int, rows: tuple[int, int]) -> str:
        top, bottom = a1(rows[0], first_column, absolute=True), a1(rows[1], last_column, absolute=True)
        return f"{quote_sheet(CHECK_SHEET)}!{top}:{bottom}"

    def _grid(self, rows: tuple[int, int], columns: int) -> str:
        return self._range(FIRST_CHECK_COLUMN, FIRST_CHECK_COLUMN - 1 + columns, rows)

    def total(self, rows: tuple[int, int]) -> str:
        """Formula: number of open points of some groups."""
        return f"SUM({self._range(COUNT, COUNT, rows)})"

    def progress(self, sheet: str, texts: Texts) -> Live:
        """`x von y Pflichtfeldern ausgefüllt` for a form sheet, or in all for ''."""
        rows = self._rows(sheet)
        if rows is None:
            return constant(texts("progress.none"))
        answered = f"COUNTIF({self._grid(rows, self.strips.width)},{ANSWERED})"
        missing = f"SUMIF({self._range(KIND, KIND, rows)},1,{self._range(COUNT, COUNT, rows)})"
        before, between, after = texts.list("progress.filled")
        none_due = texts("progress.none_due")

        def value(state: FormState) -> str:
            answered_now, due_now = state.progress(sheet)
            if not due_now:
                return none_due
            return f"{before}{answered_now}{between}{due_now}{after}"

        due = f"{answered}+{missing}"
        text = f'"{before}"&{answered}&"{between}"&({due})&"{after}"'
        return Live(f'IF({due}=0,"{none_due}",{text})', value)

    def open_text(self, sheet: str, texts: Texts) -> Live:
        """`n offene Punkte`, or that there are none; of a form sheet, or in all for ''."""
        rows = self._rows(sheet)
        if rows is None:
            return constant("")
        count = self.total(rows)
        single, many = texts.list("progress.open")
        done = texts("progress.done")

        def value(state: FormState) -> str:
            found = state.open_count(sheet)
            return done if not found else single if found == 1 else f"{found}{many}"

        return Live(f'IF({count}=0,"{done}",IF({count}=1,"{single}",{count}&"{many}"))', value)

    def open_and_explained(self, sheet: str, texts: Texts) -> Live:
        """The same, and how many points are explained if any are."""
        open_text = self.open_text(sheet, texts)
        numbers = [
            number
            for number, group in enumerate(self.groups)
            if sheet in ("", group.sheet) and group.can_be_explained
        ]
        if not numbers:
            return open_text
        rows = self.first_row + numbers[0], self.first_row + numbers[-1]
        count = f"COUNTIF({self._grid(rows, self.strips.width)},{EXPLAINED})"
        none, single, before, after = texts.list("explained.counted")

        def value(state: FormState) -> str:
            found = state.explained_count(sheet)
            return none if not found else single if found == 1 else f"{before}{found}{after}"

        said = f'IF({count}=0,"{none}",IF({count}=1,"{single}","{before}"&{count}&"{after}"))'
        return joined(open_text, "", Live(said, value))

    def wrong_in(self, block: Block, column: ColumnPlan) -> str:
        """Formula for the first cell of a column or question: it cannot be read or breaks a rule, in its row.

        Empty where nothing but whether it is there is checked.
        """
        line, letters = block.position(block.rows[0], column)
        numbers = [
            number
            for number, group in enumerate(self.groups, start=1)
            if group.block is block
            and group.first.kind != REQUIRED
            and place_of(group.first) == (line if block.is_record else letters)
        ]
        if not numbers:
            return ""
        at = "1" if block.is_record else self._at_row(block, block.rows[0], column="$A")
        first, last = (f"INDEX({GRID_NAME},{number},{at})" for number in (numbers[0], numbers[-1]))
        return f"{first}={OPEN}" if first == last else f"COUNTIF({first}:{last},{OPEN})>0"

    def _at_row(self, block: Block, row: RowPlan, column: str = "A") -> str:
        """Formula: the number of a row among the checks, by where it is now: right after sorting too."""
        now = f"ROWS({column}${block.first_row}:{column}{row.row})"
        return f"MATCH({now},{strip_name(block, POSITIONS)},0)"

    def row_status(self, block: Block, row: RowPlan, texts: Texts) -> Live:
        """The status of a table's row: `offen: 2`, `erklärt`, `vollständig`, or nothing yet."""
        formula = f"INDEX({strip_name(block, STATUS)},{self._at_row(block, row)})"
        return Live(f'IFERROR({formula},"")', status_value(block, row, texts))

    @property
    def can_be_explained(self) -> bool:
        """Whether any point can be."""
        return any(group.can_be_explained for group in self.groups)

    def question_status(self, block: Block, code: str, started: Live, texts: Texts) -> Live:
        """The same of a question."""
        rows = self._rows(block.sheet, code)
        count = f"COUNTIF({self._grid(rows, 1)},{OPEN})" if rows else ""
        explainable = any(
            group.sheet == block.sheet and group.slot == code and group.can_be_explained
            for group in self.groups
        )
        explained = f"COUNTIF({self._grid(rows, 1)},{EXPLAINED})>0" if rows and explainable else ""
        return _status(count, explained, (block.sheet, code), started, texts)


def _status(count: str, explained: str, where: tuple[str, str], started: Live, texts: Texts) -> Live:
    """`count` is the formula of the open points, `explained` of whether there are explained ones."""
    done, pending, said_why = texts("status.done"), texts("status.open"), texts("explained.status")

    def value(state: FormState) -> str:
        if count and (found := state.open_count(*where)):
            return f"{pending}{found}"
        if explained and state.explained_count(*where):
            return said_why
        return done if started.value(state) else ""

    finished = f'IF({started.formula},"{done}","")'
    if explained:
        finished = f'IF({explained},"{said_why}",{finished})'
    return Live(f'IF({count}>0,"{pending}"&{count},{finished})' if count else finished, value)


def plan_checks(
    placed: tuple[PlacedSheet, ...], rulebook: RuleBook, places: FormPlaces, texts: Texts
) -> CheckSheet:
    """Every check of the form, sheet by sheet and block by block."""
    strips = Strips.of(places.blocks)
    form = CheckedForm(rulebook, places, strips, texts)
    checks = tuple(check for sheet in placed for check in sheet_checks(sheet, form))
    first_row = strips.last_row + 2
    checks, groups = _grouped(checks, strips)
    cells: list[Cell] = []
    for block in strips.tables:
        own = [first_row + number for number, group in enumerate(groups) if group.block is block]
        explainable = any(group.block is block and group.can_be_explained for group in groups)
        checked = CheckedRows(own[0], own[-1], explainable) if own else None
        cells.extend(strip_cells(strips, block, checked, places, texts))
    for column, head in enumerate(texts.list("checks.heads"), start=1):
        cells.append(TextCell(first_row - 1, column, head, Role.DATA))
    for number, group in enumerate(groups):
        cells.extend(group_cells(group, first_row + number, (first_row, len(groups)), strips, texts))
    cells.extend(_check_cell(number, check, first_row) for number, check in enumerate(checks))
    widths = (10,) * (FIRST_CHECK_COLUMN - 1 + strips.width)
    sheet = SheetPlan(
        CHECK_SHEET,
        CHECK_SHEET,
        tuple(cells),
        widths=widths,
        visibility=Visibility.HIDDEN,
        witnesses=_witnesses(cells, strips, groups, first_row),
    )
    return CheckSheet(sheet, checks, groups, strips, first_row)


def _witnesses(
    cells: list[Cell], strips: Strips, groups: tuple[Group, ...], first_row: int
) -> dict[Position, Position]:
    """Beside formulas over single cells: the id of a row in its strip, the label of a question."""
    found: dict[Position, Position] = {}
    for cell in cells:
        if isinstance(cell, FormulaCell) and "!" in cell.formula:
            number = cell.row - first_row
            if number < 0:
                found[cell.row, cell.column] = strips.id_row(cell.row), cell.column
            elif groups[number].first.label:
                found[cell.row, cell.column] = cell.row, LABEL
    return found


def _grouped(checks: tuple[Check, ...], strips: Strips) -> tuple[tuple[Check, ...], tuple[Group, ...]]:
    """The checks with the numbers of their groups and rows; the groups, block by block along the columns."""
    found: dict[tuple[str, str], list[Check]] = {}
    for check in checks:
        found.setdefault(_group_key(check), []).append(check)
    blocks = {name: number for number, name in enumerate(dict.fromkeys(name for name, _ in found))}
    ordered = sorted(found, key=lambda key: (blocks[key[0]], place_of(found[key][0])))
    numbers = {key: number for number, key in enumerate(ordered)}
    numbered = tuple(
        replace(
            check,
            group=numbers[_group_key(check)],
            position=strips.position(check.block, check.row) if check.block and check.row else 1,
        )
        for check in checks
    )
    return numbered, tuple(Group(tuple(found[key])) for key in ordered)


def _group_key(check: Check) -> tuple[str, str]:
    return (check.block.name if check.block else f"{check.sheet}!"), check.key


def _check_cell(number: int, check: Check, first_row: int) -> FormulaCell:
    condition = check.open
    formula = f"IF({condition},{OPEN},0)"
    if check.unexplained:
        formula = f"IF({condition},IF({check.unexplained},{OPEN},{EXPLAINED}),0)"
    if check.applicable:
        formula = f"IF({check.applicable},IF({condition},{OPEN},{ANSWERED}),0)"
    return FormulaCell(
        first_row + check.group,
        FIRST_CHECK_COLUMN - 1 + check.position,
        formula,
        Role.DATA,
        lambda state: _result(state, number),
    )


def _result(state: FormState, number: int) -> int:
    if state.open[number]:
        return OPEN
    return ANSWERED if state.due[number] else EXPLAINED if state.explained[number] else 0


def _spans(checks: tuple[Check, ...]) -> dict[tuple[str, str], tuple[int, int]]:
    spans: dict[tuple[str, str], tuple[int, int]] = {}
    for number, check in enumerate(checks):
        for key in ((check.sheet, ""), (check.sheet, check.slot)):
            spans[key] = (spans.get(key, (number, number))[0], number)
    return spans
