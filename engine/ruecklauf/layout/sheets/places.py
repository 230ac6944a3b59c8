"""Where rules find their fields in a form: the addresses and names that Excel formulas use."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from ruecklauf.cells import a1, quote_sheet
from ruecklauf.definition.models import Worksheet
from ruecklauf.fieldtypes.base import MISSING_WORDS, FieldBase, Kind
from ruecklauf.layout.block import Block, RowPlan
from ruecklauf.layout.geometry import CODE_COLUMN, STATUS_COLUMN, referred
from ruecklauf.layout.sheets.lists import ListsSheet
from ruecklauf.texts import Texts
from ruecklauf.values import Missing

WAVE_DATE_NAME = "rl.stichtag"


@dataclass(frozen=True)
class FormPlaces:
    """Addresses in a whole form."""

    worksheets: tuple[Worksheet, ...]
    blocks: tuple[Block, ...]
    lists: ListsSheet
    texts: Texts

    @cached_property
    def _by_name(self) -> dict[str, Block]:
        return {block.name: block for block in self.blocks}

    def block(self, table: str) -> Block:
        return self._by_name[table]

    def in_row(self, block: Block, row: RowPlan) -> BlockPlaces:
        """What rules over one row of a block see."""
        return BlockPlaces(self, block, row)

    def whole(self) -> BlockPlaces:
        """What rules over whole tables see: no row of their own."""
        return BlockPlaces(self, None, None)

    def cross_row(self, block: Block, row: RowPlan) -> str:
        """The range of a cross table's cells in one row."""
        return self._across(block, row.row)

    def cross_heads(self, block: Block) -> str:
        """The range of the labels across."""
        return self._across(block, block.header_row + 1)

    def cross_label(self, block: Block, row: RowPlan) -> str:
        """The cell with the label of a cross table's row."""
        return f"{quote_sheet(block.sheet)}!{a1(row.row, STATUS_COLUMN, absolute=True)}"

    def _across(self, block: Block, row: int) -> str:
        first = a1(row, block.across[0].row, absolute=True)
        last = a1(row, block.across[-1].row, absolute=True)
        return f"{quote_sheet(block.sheet)}!{first}:{last}"


@dataclass(frozen=True)
class BlockPlaces:
    """Addresses as the rules over one row need them (`rules.excel.Places`)."""

    form: FormPlaces
    here: Block | None
    row: RowPlan | None

    @property
    def language(self) -> str:
        return self.form.texts.language

    def cell(self, field_id: str) -> str:
        """The cell of a field in this row: `'Akteure'!$D12`."""
        block, row = self._own()
        return block.address(row, field_id)

    def part(self, field_id: str, code: str) -> str:
        """The cell of one code of a multiple choice in this row."""
        block, row = self._own()
        return block.address(row, field_id, code)

    def column(self, table: str, field_id: str) -> str:
        """The absolute range of a field over all rows of a table."""
        return self.form.block(table).range_of(field_id)

    def part_column(self, table: str, field_id: str, code: str) -> str:
        return self.form.block(table).range_of(field_id, code)

    def present(self, table: str) -> str:
        """Array of 1 and 0 over a table's rows: printed, or anything entered."""
        block = self.form.block(table)
        own = (column for column in block.columns if not column.field.is_locked)
        ranges = [self.part_column(table, column.field.id, column.part) for column in own]
        if block.is_cross:
            return f"(1-ISBLANK({ranges[0]}))"
        if block.is_record:
            return "1"
        first_free = next((row.row for row in block.rows if not row.printed), None)
        rows = f"ROW({ranges[0]})"
        if first_free is None:
            return f"({rows}>0)"
        # ISBLANK, unlike a comparison, gives no error for an error value
        filled = "+".join(f"(1-ISBLANK({cells}))" for cells in ranges)
        return f"((({rows}<{first_free})+{filled})>0)"

    def answers(self, list_id: str) -> str:
        """Name of the range with a list's values."""
        return self.form.lists.lists[list_id].answers

    def label(self, list_id: str, code: str) -> str:
        """The label that a form shows for a code."""
        return self.form.lists.lists[list_id].codelist.label(code, self.form.texts.language)

    def missing_label(self, field: FieldBase, kind: Missing) -> str:
        """The word for a labelled missing kind in fields without a list."""
        return self.form.texts(MISSING_WORDS[kind])

    def reference_labels(self, table: str) -> str:
        """Name of the range with the texts that name a table's rows, row by row."""
        return self.form.lists.references[table].labels

    def wave_date(self) -> str:
        return WAVE_DATE_NAME

    def this_row(self) -> str:
        """The sheet's row number of this row."""
        block, row = self._own()
        return f"ROW({quote_sheet(block.sheet)}!${a1(row.row, CODE_COLUMN)})"

    def blank(self, field: FieldBase) -> str:
        """Formula: nothing is entered."""
        if field.parts:
            cells = ",".join(self.part(field.id, part) for part in field.parts)
            return f"COUNTA({cells})=0"
        return f'IFERROR(TRIM({self.cell(field.id)})="",FALSE)'

    def acceptable(self, field: FieldBase) -> str:
        """Formula: the cell holds a value of the field's type, or a word for a missing kind."""
        block, _ = self._own()
        cell = self.cell(field.id)
        if field.list_id:
            return field.excel_known(cell, self.form.lists.lists[field.list_id].words, language=self.language)
        if field.kind is Kind.REFERENCE:
            labels = self.reference_labels(referred(block.worksheet, field))
            return field.excel_known(cell, labels, language=self.language)
        known = field.excel_known(cell, language=self.language)
        words_for_missing = [
            f'IFERROR({cell}="{word}",FALSE)' for word in field.missing_words(self.form.texts)
        ]
        return f"OR({','.join([known, *words_for_missing])})" if words_for_missing else known

    def started_conditions(self) -> tuple[str, ...]:
        """The formula that says a row was begun, where only begun rows are checked: free ones, local ones."""
        block, row = self._own()
        if row.printed and not block.section.local:
            return ()
        return (self.started(),)

    def started(self) -> str:
        """Formula: anything is entered in this row or record."""
        block, row = self._own()
        sheet = quote_sheet(block.sheet)
        if block.is_record:
            ranges = [
                f"{sheet}!{a1(first, column, absolute=True)}:{a1(last, column, absolute=True)}"
                for column, plans in _by_answer_column(block).items()
                for first, last in spans_of(plans)
            ]
        else:
            own = (c for c in block.columns if c.field.id not in row.given and not c.field.is_locked)
            spans = spans_of([c.index for c in own])
            ranges = [f"{sheet}!${a1(row.row, first)}:${a1(row.row, last)}" for first, last in spans]
        return f"COUNTA({','.join(ranges)})>0"

    def _own(self) -> tuple[Block, RowPlan]:
        if self.here is None or self.row is None:
            raise LookupError("a rule over whole tables has no row of its own")
        return self.here, self.row


def _by_answer_column(block: Block) -> dict[int, list[int]]:
    """The rows of a record's answers, by the sheet's column; not what is locked beside them."""
    found: dict[int, list[int]] = {}
    for plan in (plan for plan in block.columns if not plan.field.is_locked):
        row, column = block.position(block.rows[0], plan)
        found.setdefault(column, []).append(row)
    return found


def spans_of(numbers: list[int]) -> list[tuple[int, int]]:
    """First and last of each run of consecutive numbers: 3 4 5 9 → (3, 5), (9, 9)."""
    spans: list[tuple[int, int]] = []
    for number in sorted(numbers):
        if spans and spans[-1][1] == number - 1:
            spans[-1] = (spans[-1][0], number)
        else:
            spans.append((number, number))
    return spans
