"""The upper part of the sheet of checks: for each table a strip of rows, with a column for each of its rows.

A strip says which rows the table has, where they are now, how much is filled and open in each, and how a
person calls them. The checks below ask it, in the same columns.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from ruecklauf.cells import a1, quote_sheet
from ruecklauf.definition.models import CrossSection
from ruecklauf.fieldtypes.base import FieldBase
from ruecklauf.layout.block import Block, RowPlan, field_name
from ruecklauf.layout.geometry import CODE_COLUMN, referred
from ruecklauf.layout.inputs import given_content
from ruecklauf.layout.model import Cell, FormulaCell, Role, TextCell
from ruecklauf.layout.sheets.check_places import SharedPlaces, watch
from ruecklauf.layout.sheets.places import BlockPlaces, FormPlaces
from ruecklauf.layout.state import FormState
from ruecklauf.rules.readings import squeeze
from ruecklauf.texts import Texts
from ruecklauf.values import Missing

CHECK_SHEET = "_Pruefliste"
FIRST_CHECK_COLUMN = 13
HEIGHT = 5
"""Rows of a strip."""
IDS, POSITIONS, BEGUN, NAMES, STATUS = range(HEIGHT)
NAMED = {POSITIONS: "at", STATUS: "status"}
FIRST_STRIP_ROW = 2
JOINT = " · "
MARK = ":"
"""Behind the ids, so that nothing takes the strip for a table with them."""


def strip_name(block: Block, line: int) -> str:
    """The defined name of a strip's row."""
    return f"rl.k.{block.name}.{NAMED[line]}"


@dataclass(frozen=True)
class Strips:
    """The strips of a form's tables, in their order."""

    tables: tuple[Block, ...]

    @classmethod
    def of(cls, blocks: tuple[Block, ...]) -> Strips:
        return cls(tuple(block for block in blocks if not block.is_record))

    @property
    def last_row(self) -> int:
        return FIRST_STRIP_ROW + HEIGHT * len(self.tables) - 1

    @cached_property
    def width(self) -> int:
        """Columns of the longest table, 1 at least."""
        return max((len(block.rows) for block in self.tables), default=1)

    @cached_property
    def _rows(self) -> Mapping[str, int]:
        return {block.name: FIRST_STRIP_ROW + HEIGHT * number for number, block in enumerate(self.tables)}

    @cached_property
    def _positions(self) -> Mapping[tuple[str, str], int]:
        return {
            (block.name, row.row_id): number
            for block in self.tables
            for number, row in enumerate(block.rows, start=1)
        }

    def row(self, block: Block, line: int) -> int:
        """The sheet's row of a table's ids, positions, filled cells, names, or states."""
        return self._rows[block.name] + line

    def id_row(self, row: int) -> int:
        """The row of the ids in the strip to which a row of the sheet belongs."""
        return row - (row - FIRST_STRIP_ROW) % HEIGHT

    def block_at(self, row: int) -> Block | None:
        """The table whose strip has a row of the sheet."""
        number = (row - FIRST_STRIP_ROW) // HEIGHT
        return self.tables[number] if 0 <= number < len(self.tables) else None

    def position(self, block: Block, row: RowPlan) -> int:
        """Number of a row in its block, from 1; records have one row."""
        return self._positions.get((block.name, row.row_id), 1)

    def column(self, block: Block, row: RowPlan) -> int:
        return FIRST_CHECK_COLUMN - 1 + self.position(block, row)

    def cell(self, block: Block, row: RowPlan, line: int) -> str:
        """A cell of a strip as formulas below it name it: the row fixed."""
        letters = a1(1, self.column(block, row)).rstrip("1")
        return f"{letters}${self.row(block, line)}"

    def defined_names(self) -> dict[str, str]:
        """Names of the strips' rows that other sheets read, in formulas that can be shared."""
        return {
            strip_name(block, line): f"{quote_sheet(CHECK_SHEET)}!{self._range(block, line)}"
            for block in self.tables
            if not block.is_cross
            for line in NAMED
        }

    def _range(self, block: Block, line: int) -> str:
        row, last = self.row(block, line), FIRST_CHECK_COLUMN - 1 + len(block.rows)
        return f"{a1(row, FIRST_CHECK_COLUMN, absolute=True)}:{a1(row, last, absolute=True)}"

    def names(self, block: Block) -> str:
        """The range of the names of a table's rows, for this sheet."""
        return self._range(block, NAMES)

    def in_row(self, plain: BlockPlaces) -> BlockPlaces:
        """The places of a row for formulas that can be shared; records have a single row."""
        block, row = plain.here, plain.row
        if block is None or row is None or block.is_record or block.is_cross:
            return plain
        position, begun = (self.cell(block, row, line) for line in (POSITIONS, BEGUN))
        return SharedPlaces(plain.form, block, row, position, begun)


@dataclass(frozen=True, slots=True)
class CheckedRows:
    """The rows in which a table's checks stand."""

    first: int
    last: int
    can_be_explained: bool


def strip_cells(
    strips: Strips, block: Block, checked: CheckedRows | None, places: FormPlaces, texts: Texts
) -> Iterator[Cell]:
    """The strip of one table with its checks."""
    for row in block.rows:
        column = strips.column(block, row)
        yield TextCell(strips.row(block, IDS), column, f"{row.row_id}{MARK}", Role.DATA)
        yield FormulaCell(
            strips.row(block, NAMES),
            column,
            _name_formula(strips, block, row, places),
            Role.DATA,
            _name_value(block, row, texts),
        )
        if not block.is_cross:
            yield from _place_cells(strips, block, row, places)
            yield _status_cell(strips, block, row, checked, texts)


def _place_cells(strips: Strips, block: Block, row: RowPlan, places: FormPlaces) -> Iterator[Cell]:
    column, number = strips.column(block, row), strips.position(block, row)
    code = f"{quote_sheet(block.sheet)}!${a1(row.row, CODE_COLUMN)}"
    first = field_name(block, block.columns[0].field.id, block.columns[0].part)
    yield FormulaCell(
        strips.row(block, POSITIONS),
        column,
        f"ROW({code})-ROW(INDEX({first},1))+1",
        Role.DATA,
        lambda state: number,
    )
    yield FormulaCell(
        strips.row(block, BEGUN),
        column,
        f"IF({watch(block, row, places.in_row(block, row))},1,0)",
        Role.DATA,
        lambda state: int(state.is_started(block, row)),
    )


def _status_cell(
    strips: Strips, block: Block, row: RowPlan, checked: CheckedRows | None, texts: Texts
) -> FormulaCell:
    """`offen: 2`, `erklärt`, `vollständig`, or nothing yet."""
    done, pending, said_why = texts("status.done"), texts("status.open"), texts("explained.status")
    formula = f'IF({strips.cell(block, row, BEGUN)}=1,"{done}","")'
    if checked:
        column = strips.column(block, row)
        letters = a1(1, column).rstrip("1")
        cells = f"{letters}${checked.first}:{letters}${checked.last}"
        if checked.can_be_explained:
            formula = f'IF(COUNTIF({cells},3)>0,"{said_why}",{formula})'
        formula = f'IF(COUNTIF({cells},1)>0,"{pending}"&COUNTIF({cells},1),{formula})'

    line, number = strips.row(block, STATUS), strips.column(block, row)
    return FormulaCell(line, number, formula, Role.DATA, status_value(block, row, texts))


def status_value(block: Block, row: RowPlan, texts: Texts) -> Callable[[FormState], str]:
    """What the status of a table's row says."""
    done, pending, said_why = texts("status.done"), texts("status.open"), texts("explained.status")
    where = block.sheet, row.row_id

    def value(state: FormState) -> str:
        if found := state.open_count(*where):
            return f"{pending}{found}"
        if state.explained_count(*where):
            return said_why
        return done if state.is_started(block, row) else ""

    return value


def name_fields(block: Block, row: RowPlan) -> tuple[FieldBase, ...]:
    """The fields by which people know a row: its label, and as long as that is empty what is printed last."""
    label = block.section.row_label
    printed = [column.field for column in block.columns if column.field.id in row.given]
    fields = [block.section.field(label)] if label else []
    return (*fields, *(field for field in printed[-1:] if field.id != label))


def _name_formula(strips: Strips, block: Block, row: RowPlan, places: FormPlaces) -> str:
    code = f'SUBSTITUTE({strips.cell(block, row, IDS)},"{MARK}","")'
    position = strips.cell(block, row, POSITIONS)
    names = [f"TRIM(INDEX({field_name(block, field.id)},{position}))" for field in name_fields(block, row)]
    if block.is_cross:
        names = [places.cross_label(block, row)]
    if not names:
        return code
    name = names[0] if len(names) == 1 else f'IF({names[0]}="",{names[1]},{names[0]})'
    return f'{code}&IFERROR(IF({name}="","","{JOINT}"&{name}),"")'


def _name_value(block: Block, row: RowPlan, texts: Texts) -> Callable[[FormState], str]:
    return lambda state: row_name(block, row, state, texts)


def row_name(block: Block, row: RowPlan, state: FormState, texts: Texts) -> str:
    """A row as the list of open points calls it: `AK007 · Jugendamt`."""
    name = _cross_name(block, row, state) if block.is_cross else _own_name(block, row, state, texts)
    return f"{row.row_id}{JOINT}{name}" if name else row.row_id


def _cross_name(block: Block, row: RowPlan, state: FormState) -> str:
    assert isinstance(block.section, CrossSection)
    name = referred(block.worksheet, block.section.field(block.section.down))
    target = next(other for other in state.blocks if other.name == name)
    return state.label(target, next(other for other in target.rows if other.row_id == row.row_id))


def _own_name(block: Block, row: RowPlan, state: FormState, texts: Texts) -> str:
    for field in name_fields(block, row):
        given = given_content(block, row, block.column(field.id), texts)
        value = state.value(block, row, field.id)
        name = given if given is not None else "" if isinstance(value, Missing) else value
        if text := squeeze(str(name)):
            return text
    return ""
