"""The plan of a form: which cell holds what. Forms write it, imports find answers again by it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from functools import cached_property

from ruecklauf.cells import a1
from ruecklauf.definition.models import Worksheet
from ruecklauf.fieldtypes.base import CellContent, FieldBase, Validation
from ruecklauf.fieldtypes.folding import fold
from ruecklauf.findings import Subject
from ruecklauf.layout.block import Block
from ruecklauf.layout.formulas import functions_of, plain_spelling
from ruecklauf.layout.geometry import CODE_COLUMN
from ruecklauf.layout.state import Check, FormState

Position = tuple[int, int]
"""Row and column on a sheet."""
LAYOUT_VERSION = 9
"""Raised with every change that puts cells elsewhere; part of the fingerprint."""
CARRYING_VERSION = 10
"""Of forms that carry on what was said before: as the newest one, and each row says where it comes from."""
VERSIONS = (LAYOUT_VERSION, CARRYING_VERSION, 8, 7, 6, 5, 4, 3, 2, 1)
"""All that are read, the newest one first."""


FORM_CODE_NAME = "rl.formularcode"
"""The defined name of the cell with the form's code."""


class Role(StrEnum):
    """What a cell is for; forms give each role one look."""

    TITLE = "title"
    HEADING = "heading"
    LINE = "line"
    """Text on one line that runs over its empty neighbours."""
    TEXT = "text"
    """Wrapped text."""
    LABEL = "label"
    HEADER = "header"
    GROUP = "group"
    """Over the heads of several columns."""
    CODE = "code"
    STATUS = "status"
    PROGRESS = "progress"
    """How much is filled in, on one line that runs over its empty neighbours."""
    STATE = "state"
    """What is open in one row or question; its look says which of the states it is."""
    EXAMPLE = "example"
    HINT = "hint"
    LINK = "link"
    ADDRESS = "address"
    """A link that begins a message."""
    DATA = "data"
    """Content of hidden sheets."""
    COMPUTED = "computed"
    """The value of a computed field."""


@dataclass(frozen=True, slots=True)
class TextCell:
    row: int
    column: int
    text: str
    role: Role
    link: str = ""
    """Sheet!cell to jump to."""
    as_number: bool = False
    """Write the digits as a number: a list that offers the text `2` refuses a typed 2."""
    columns: int = 1
    """Over how many columns it stands; the others are empty and look the same."""
    formerly: str = ""
    """What forms of the same layout say there that were made earlier."""


@dataclass(frozen=True, slots=True)
class SlotCell:
    """A text that is not the worksheets': filled per round (`round.*`) or per alliance."""

    row: int
    column: int
    slot: str
    role: Role


@dataclass(frozen=True, slots=True)
class FormulaCell:
    row: int
    column: int
    formula: str
    """English, without `=`."""
    role: Role
    value: Callable[[FormState], str | int | Decimal]
    """What the formula gives for the answers in a form."""
    number_format: str = ""
    """Of the value of a computed field."""


@dataclass(frozen=True, slots=True)
class InputCell:
    """A cell for an answer."""

    row: int
    column: int
    subject: Subject
    field: FieldBase
    part: str = ""
    """Code of a multiple choice that has this cell; empty for a field's only cell."""
    printed: bool = False
    locked: bool = False
    content: CellContent = None
    """What the form prints into the cell."""


Cell = TextCell | SlotCell | FormulaCell | InputCell


@dataclass(frozen=True, slots=True)
class PlannedValidation:
    """What the cells of a range may hold, what is shown when they are selected, and when refused."""

    first_row: int
    first_column: int
    last_row: int
    last_column: int
    validation: Validation
    source: str
    """list: formula or name that gives the entries."""
    prompt_title: str
    prompt: str
    error_title: str
    error: str
    strict: bool = True
    """Refuse other content (stop) rather than warn."""


@dataclass(frozen=True, slots=True)
class Highlight:
    """A conditional format over a range; the formula is written for its first cell."""

    first_row: int
    first_column: int
    last_row: int
    last_column: int
    formula: str
    look: str
    """required, wrong or irrelevant; of states open or not_asked; of counts pending."""
    number_format: str = ""
    """Of the cells, for looks that put a sign before what they show."""


class Visibility(StrEnum):
    VISIBLE = "visible"
    HIDDEN = "hidden"
    VERY_HIDDEN = "veryHidden"


@dataclass(frozen=True, eq=False)
class SheetPlan:
    """One sheet. Compared by identity: a layout is made once and kept."""

    name: str
    title: str
    cells: tuple[Cell, ...]
    widths: tuple[float, ...]
    heights: dict[int, float] = field(default_factory=dict)
    """Rows that do not have the standard height; they may still grow with what is typed."""
    visibility: Visibility = Visibility.VISIBLE
    freeze: tuple[int, int] | None = None
    """First row and column that scroll, counted from 1."""
    repeat: tuple[int, int] | None = None
    """First and last row repeated on every printed page."""
    print_rows: int | None = None
    """The last row that is printed, and no formula, which ExcelJS cannot open; None for the whole sheet."""
    upright: bool = False
    """Printed on upright pages."""
    print_note: str = ""
    """What is said above a printed page, at the right."""
    validations: tuple[PlannedValidation, ...] = ()
    highlights: tuple[Highlight, ...] = ()
    witnesses: Mapping[Position, Position] = field(default_factory=dict)
    """By place of a formula over single cells, that of a text by which it is known to be the same one."""

    @property
    def is_hidden(self) -> bool:
        return self.visibility is not Visibility.VISIBLE

    def inputs(self) -> Iterator[InputCell]:
        return (cell for cell in self.cells if isinstance(cell, InputCell))

    # Looked up for hundreds of forms, made once

    @cached_property
    def text_cells(self) -> tuple[TextCell, ...]:
        return tuple(cell for cell in self.cells if isinstance(cell, TextCell))

    @cached_property
    def formula_cells(self) -> dict[str, FormulaCell]:
        """By address."""
        return {a1(cell.row, cell.column): cell for cell in self.cells if isinstance(cell, FormulaCell)}

    @cached_property
    def slot_cells(self) -> dict[str, SlotCell]:
        """By address."""
        return {a1(cell.row, cell.column): cell for cell in self.cells if isinstance(cell, SlotCell)}

    @cached_property
    def labels(self) -> tuple[TextCell, ...]:
        """The texts that people see, ids aside."""
        return () if self.is_hidden else tuple(cell for cell in self.text_cells if cell.role is not Role.CODE)

    @cached_property
    def texts(self) -> Mapping[Position, str]:
        return {(cell.row, cell.column): cell.text for cell in self.text_cells}

    @cached_property
    def folded(self) -> Mapping[Position, str]:
        """The texts, folded."""
        return {position: fold(text) for position, text in self.texts.items()}

    @cached_property
    def formerly(self) -> Mapping[Position, str]:
        """What earlier forms say instead of these texts, folded."""
        cells = (cell for cell in self.text_cells if cell.formerly)
        return {(cell.row, cell.column): fold(cell.formerly) for cell in cells}

    @cached_property
    def slots(self) -> Mapping[Position, str]:
        return {(cell.row, cell.column): cell.slot for cell in self.cells if isinstance(cell, SlotCell)}

    @cached_property
    def formulas(self) -> Mapping[Position, FormulaCell]:
        return {(cell.row, cell.column): cell for cell in self.cells if isinstance(cell, FormulaCell)}

    @cached_property
    def spellings(self) -> Mapping[Position, str]:
        """The formulas as `plain_spelling` has them."""
        return {position: plain_spelling(cell.formula) for position, cell in self.formulas.items()}

    @cached_property
    def functions(self) -> frozenset[frozenset[str]]:
        """The functions that each formula uses, of those that use any."""
        return frozenset(functions_of(cell.formula) for cell in self.formulas.values()) - {frozenset()}

    @cached_property
    def constants(self) -> frozenset[str]:
        """The formulas that use no function, as `plain_spelling` has them."""
        formulas = (cell.formula for cell in self.formulas.values())
        return frozenset(plain_spelling(formula) for formula in formulas if not functions_of(formula))

    @cached_property
    def formula_roles(self) -> Mapping[Role, int]:
        """By role of formulas the first row with one: heads show other tables' rows, links open points."""
        rows: dict[Role, int] = {}
        for (row, _), cell in self.formulas.items():
            rows[cell.role] = min(row, rows.get(cell.role, row))
        return rows

    @cached_property
    def number_column(self) -> int:
        """Of the list of open points the column with their numbers."""
        listed = self.formula_roles[Role.LINK]
        numbers = (
            column
            for (row, column), cell in self.formulas.items()
            if row == listed and cell.role is Role.STATUS
        )
        return min(numbers)

    @cached_property
    def has_inputs(self) -> bool:
        return any(True for _ in self.inputs())


@dataclass(frozen=True, eq=False)
class Layout:
    """The whole form: sheets in order, sections placed on them, defined names. Compared by identity."""

    worksheets: tuple[Worksheet, ...]
    sheets: tuple[SheetPlan, ...]
    blocks: tuple[Block, ...]
    names: dict[str, str]
    """Defined names and what they refer to, without `=`."""
    fingerprint: str
    """SHA-256 (hex) over the worksheets' content hashes and the layout's version."""
    checks: tuple[Check, ...] = ()
    spans: Mapping[tuple[str, str], tuple[int, int]] = field(default_factory=dict)
    review_texts: frozenset[str] = frozenset()
    """What the list of open points can say, answers aside."""
    more_rows: tuple[tuple[str, int], ...] = ()
    """Free rows beyond the declared ones, by `worksheet.section`."""
    language: str = "de"
    version: int = LAYOUT_VERSION
    """It speaks as forms of then do, see `texts_of`."""

    def sheet(self, name: str) -> SheetPlan:
        """The sheet with this name; KeyError if there is none."""
        return self._sheets[name]

    def block(self, name: str) -> Block:
        """The block of `worksheet.section`; KeyError if there is none."""
        return self._blocks[name]

    def blocks_on(self, sheet: str) -> tuple[Block, ...]:
        """The blocks of a sheet, by its name in the form."""
        return tuple(block for block in self.blocks if block.sheet == sheet)

    @cached_property
    def _sheets(self) -> Mapping[str, SheetPlan]:
        return {sheet.name: sheet for sheet in self.sheets}

    @cached_property
    def _blocks(self) -> Mapping[str, Block]:
        return {block.name: block for block in self.blocks}

    @cached_property
    def personal_heads(self) -> Mapping[str, tuple[Subject, ...]]:
        """By folded head of a column: the personal fields that it belongs to."""
        return self._personal(is_record=False)

    @cached_property
    def personal_codes(self) -> Mapping[str, tuple[Subject, ...]]:
        """By folded code of a question: the personal fields that it belongs to."""
        return self._personal(is_record=True)

    def _personal(self, *, is_record: bool) -> Mapping[str, tuple[Subject, ...]]:
        found: dict[str, tuple[Subject, ...]] = {}
        for block in self.blocks:
            for column in block.columns:
                at = (column.index, CODE_COLUMN) if is_record else (block.header_row, column.index)
                text = self.sheet(block.sheet).folded.get(at)
                if text is not None and column.field.personal and block.is_record is is_record:
                    found[text] = (*found.get(text, ()), block.about(field_id=column.field.id))
        return found
