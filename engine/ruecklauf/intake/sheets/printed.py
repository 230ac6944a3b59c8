"""What the form itself had put on a returned sheet, and which of its cells hold personal answers.

A text is the form's where the form has it: at its place, or there moved by as many rows and columns as the
sheet's tables have moved. Elsewhere it counts as the form's only as often as the form has it, and nowhere
among the cells for answers: `ja` in a wrong cell is an answer although the example row says so too.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from weakref import WeakKeyDictionary

from ruecklauf.cells import CellKind
from ruecklauf.fieldtypes.base import plain_text
from ruecklauf.fieldtypes.folding import fold
from ruecklauf.findings import Subject
from ruecklauf.formcode import read_form_code
from ruecklauf.intake.sheets.locate import Located
from ruecklauf.intake.sheets.results import Results
from ruecklauf.layout.geometry import ANSWER_COLUMN, CODE_COLUMN
from ruecklauf.layout.model import (
    Block,
    FormulaCell,
    Layout,
    Role,
    SheetPlan,
    SlotCell,
    TextCell,
    Visibility,
)
from ruecklauf.layout.sheets.checks import CHECK_SHEET
from ruecklauf.layout.sheets.lists import LISTS_SHEET
from ruecklauf.office.workbook import Sheet, SheetCell, Workbook

Position = tuple[int, int]
SURE = 3
"""Texts that must at least be those of the form, of a sheet that is recognised by them."""
IDENTITY_SLOT = "alliance.identity"
_FUNCTION = re.compile(r"(?<![A-Za-z0-9.])([A-Za-z][A-Za-z0-9.]*+)\(")
_OWN_MARKS = (CHECK_SHEET.casefold(), LISTS_SHEET.casefold(), "rl.", "#ref")
"""What every formula of the form on a visible sheet mentions, also after its hidden sheets were deleted."""


@dataclass(frozen=True, slots=True)
class _Planned:
    """A sheet's plan by position."""

    texts: Mapping[Position, str]
    """Folded."""
    exact: Mapping[Position, str]
    slots: Mapping[Position, str]
    calculated: frozenset[Position]
    heads: frozenset[Position]
    """Calculated cells that show what other tables call their rows."""
    functions: frozenset[frozenset[str]]
    """The functions that each formula uses."""
    review_row: int
    """The first row of the list of open points; 0 on other sheets."""
    has_inputs: bool
    hidden: bool
    """All formulas on it are the form's."""


_PLANNED: WeakKeyDictionary[SheetPlan, _Planned] = WeakKeyDictionary()


def _functions(formula: str) -> frozenset[str]:
    return frozenset(name.upper() for name in _FUNCTION.findall(formula))


def _planned(plan: SheetPlan) -> _Planned:
    if plan not in _PLANNED:
        exact = {(cell.row, cell.column): cell.text for cell in plan.cells if isinstance(cell, TextCell)}
        hidden = plan.visibility is not Visibility.VISIBLE
        formulas = [cell for cell in plan.cells if isinstance(cell, FormulaCell)]
        _PLANNED[plan] = _Planned(
            {position: fold(text) for position, text in exact.items()},
            exact,
            {(cell.row, cell.column): cell.slot for cell in plan.cells if isinstance(cell, SlotCell)},
            frozenset((cell.row, cell.column) for cell in formulas),
            frozenset((cell.row, cell.column) for cell in formulas if cell.role is Role.HEADER),
            frozenset(_functions(cell.formula) for cell in formulas) - {frozenset()},
            min((cell.row for cell in formulas if cell.role is Role.LINK), default=0),
            any(True for _ in plan.inputs()),
            hidden,
        )
    return _PLANNED[plan]


@dataclass(frozen=True, slots=True)
class Template:
    """The form's own content on one returned sheet."""

    sheet: Sheet
    planned: _Planned
    calculated: frozenset[Position]
    shift: tuple[int, int]
    """Rows and columns by which the sheet's first block has moved."""
    inputs: tuple[tuple[frozenset[int], frozenset[int]], ...]
    """Rows and columns of each block in which answers may stand."""
    lines: frozenset[str]
    results: Results
    sent: Mapping[str, frozenset[str]]
    """By slot, the folded texts that forms said there; slots are left out where that is not known."""

    @classmethod
    def of(
        cls,
        plan: SheetPlan,
        sheet: Sheet,
        located: tuple[Located, ...],
        lines: frozenset[str],
        results: Results,
        sent: Mapping[str, frozenset[str]],
    ) -> Template:
        """The plan's content, with calculated cells also where their rows have gone."""
        planned = _planned(plan)
        here = [block for block in located if block.found.sheet is sheet]
        return cls(
            sheet,
            planned,
            planned.calculated.union(*map(_moved_formulas, here)) if here else planned.calculated,
            _shift(here),
            tuple(map(_input_area, here)),
            lines,
            results,
            sent,
        )

    def has(self, cell: SheetCell) -> bool:
        """Whether the cell is the form's, at its place or moved with the sheet's tables."""
        raw, planned = cell.raw, self.planned
        position = (cell.row, cell.column)
        moved = (cell.row - self.shift[0], cell.column - self.shift[1])
        if raw.formula is not None:
            return planned.hidden or self._is_own_formula(raw.formula, position, moved)
        if raw.text in (planned.exact.get(position), planned.exact.get(moved)):
            return True
        if raw.kind is CellKind.TEXT and raw.text in self.lines:
            return True
        text = fold(plain_text(raw))
        if any(self._fills(planned.slots.get(at), text) for at in (position, moved)):
            return True
        if text in (planned.texts.get(position), planned.texts.get(moved)):
            return True
        if position not in self.calculated and moved not in planned.calculated:
            return False
        if planned.hidden:
            return True
        if planned.review_row and text.isdecimal():
            return cell.column == 1 and int(text) == cell.row - planned.review_row + 1
        return self.results.give(text, heads=bool(planned.heads), review=bool(planned.review_row))

    def _is_own_formula(self, formula: str, position: Position, moved: Position) -> bool:
        """Whether a formula on a visible sheet is the form's: it leads to hidden sheets and names, or stands
        where the form calculates and uses the same functions as a formula of the form.

        Programs spell formulas differently, but not their functions; of a shared formula only one cell has
        the text.
        """
        text = formula.casefold()
        marked = any(mark in text for mark in _OWN_MARKS)
        if position not in self.calculated and moved not in self.planned.calculated:
            # of sheets without tables it is not known how their rows have moved
            return marked and not self.planned.has_inputs
        return marked or not text or _functions(formula) in self.planned.functions

    def _fills(self, slot: str | None, text: str) -> bool:
        """Whether a folded text is what the form had said at the place of a slot, if that is known."""
        if slot is None or slot == IDENTITY_SLOT:
            return False
        # what stands on the hidden sheet is evidence of whose form it is, and compared as such
        return self.planned.hidden or slot not in self.sent or text in self.sent[slot]

    def sort_out(self, answers: frozenset[Position]) -> tuple[list[SheetCell], list[SheetCell]]:
        """The cells that are the form's, texts of it that were moved elsewhere included; and the others.

        Cells at the places of answers are neither.
        """
        own: list[SheetCell] = []
        others: list[SheetCell] = []
        exact, all_formulas = self.planned.exact.get, self.planned.hidden
        for position, cell in self.sheet.cells.items():
            if position in answers:
                continue
            raw = cell.raw
            # Nearly all cells pass the first test; what `has` says of them is the same.
            if (all_formulas if raw.formula is not None else exact(position) == raw.text) or self.has(cell):
                own.append(cell)
            else:
                others.append(cell)
        if not others:
            return own, []
        left = Counter(
            text for position, text in self.planned.texts.items() if not self.stands(position, text)
        )
        strays: list[SheetCell] = []
        for cell in others:
            text = fold(plain_text(cell.raw))
            if cell.raw.formula is None and left[text] > 0 and not self._for_answers(cell):
                left[text] -= 1
                own.append(cell)
            else:
                strays.append(cell)
        return own, strays

    def moved(self, position: Position) -> Position:
        """Where a planned place is now, as far as the sheet's tables have moved as a whole."""
        return position[0] + self.shift[0], position[1] + self.shift[1]

    def stands(self, position: Position, text: str) -> bool:
        """Whether a planned text (folded) is at its place, or moved along with the sheet's tables."""
        return any(
            at in self.sheet.cells and fold(plain_text(self.sheet.cells[at].raw)) == text
            for at in (position, self.moved(position))
        )

    def _for_answers(self, cell: SheetCell) -> bool:
        return any(cell.row in rows and cell.column in columns for rows, columns in self.inputs)


def _shift(here: list[Located]) -> tuple[int, int]:
    for one in here:
        found = one.found
        if found.header_row and found.code_column:
            return found.header_row - found.block.header_row, found.code_column - CODE_COLUMN
    return 0, 0


def _input_area(located: Located) -> tuple[frozenset[int], frozenset[int]]:
    found = located.found
    rows = {row for axis in found.rows.values() for row in (axis.seen, axis.named) if row}
    columns = {column for axis in found.columns.values() for column in (axis.seen, axis.named) if column}
    if rows and not found.block.is_record:
        rows = set(range(min(rows), max(rows) + 2))
    return frozenset(rows - {found.header_row}), frozenset(columns)


def _moved_formulas(located: Located) -> set[Position]:
    """Status cells and heads where their rows have gone."""
    found = located.found
    rows = [row for axis in found.rows.values() for row in {axis.seen, axis.named} if row]
    if found.block.is_cross:
        heads = {(found.header_row + 1, axis.best) for axis in found.columns.values()}
        return heads | {(row, found.code_column + 1) for row in rows}
    return {(row, found.status_column) for row in rows if found.status_column}


def plans_of(workbook: Workbook, layout: Layout, located: tuple[Located, ...]) -> dict[str, SheetPlan]:
    """The plan of each sheet of the file that is one of the form's, or has the title of one."""
    plans = {sheet.name: sheet for sheet in layout.sheets}
    found = {block.found.sheet.name: layout.sheet(block.found.block.sheet) for block in located}
    titles = {plan.title: plan for plan in layout.sheets}
    copies = {
        sheet.name: titles[first.raw.text]
        for sheet in workbook.sheets
        if (first := sheet.cells.get((1, 1))) is not None and first.raw.text in titles
    }
    known = {**copies, **plans, **found}
    return {**known, **_by_content(workbook, layout, known)}


def _by_content(workbook: Workbook, layout: Layout, known: Mapping[str, SheetPlan]) -> dict[str, SheetPlan]:
    """Renamed sheets without answers, by most of the texts that stand where the form has them."""
    here = {sheet.name for sheet in workbook.sheets}
    free = [plan for plan in layout.sheets if plan.name not in here and plan not in known.values()]
    found: dict[str, SheetPlan] = {}
    for sheet in workbook.sheets:
        if sheet.name in known:
            continue
        for plan in free:
            texts = _planned(plan).exact
            same = sum(at in sheet.cells and sheet.cells[at].raw.text == text for at, text in texts.items())
            if same > SURE and same * 2 > len(texts):
                found[sheet.name] = plan
    return found


def identity_lines(workbook: Workbook) -> frozenset[str]:
    """The lines with the form's code: the code alone, or a line that ends with it on several sheets."""
    lines = Counter(
        cell.raw.text
        for sheet in workbook.sheets
        for cell in sheet.cells.values()
        # Few texts have a dash, which is found faster than counted.
        if "-" in cell.raw.text and cell.raw.kind is CellKind.TEXT and _ends_with_code(cell.raw.text)
    )
    return frozenset(line for line, count in lines.items() if count > 1 or " " not in line.strip())


def _ends_with_code(text: str) -> bool:
    words = text.split()
    return text.count("-") >= 3 and bool(words) and read_form_code(words[-1]) is not None


def personal_cells(sheet: Sheet, layout: Layout, located: tuple[Located, ...]) -> Mapping[Position, Subject]:
    """The cells below a personal column's head or beside a personal question, on whatever sheet."""
    heads = _personal_heads(layout)
    below: dict[int, tuple[int, Subject]] = {}
    beside: dict[int, tuple[int, Subject]] = {}
    for (row, column), cell in sheet.cells.items():
        for subject, is_record in heads.get(fold(cell.raw.text), ()):
            if is_record:
                beside[row] = (column, subject)
            else:
                below.setdefault(column, (row, subject))
    # sorting can move a head among its rows
    below |= {column: (0, subject) for column, subject in _personal_columns(sheet, located)}
    found: dict[Position, Subject] = {}
    for row, column in (*sheet.cells, *((note.row, note.column) for note in sheet.notes)):
        if column in below and row > below[column][0]:
            found[row, column] = below[column][1]
        elif row in beside and column >= beside[row][0] + ANSWER_COLUMN - CODE_COLUMN:
            found[row, column] = beside[row][1]
    return found


def _personal_columns(sheet: Sheet, located: tuple[Located, ...]) -> Iterator[tuple[int, Subject]]:
    for one in located:
        found, block = one.found, one.found.block
        if found.sheet is not sheet or block.is_record or block.is_cross:
            continue
        for key, axis in found.columns.items():
            field = block.section.field(key.partition(".")[0])
            if field.personal:
                subject = Subject(block.worksheet.id, block.section.id, "", field.id)
                yield from ((column, subject) for column in (axis.seen, axis.named) if column)


_HEADS: WeakKeyDictionary[SheetPlan, dict[str, list[tuple[Subject, bool]]]] = WeakKeyDictionary()


def _personal_heads(layout: Layout) -> Mapping[str, list[tuple[Subject, bool]]]:
    """By folded head or question code: what personal field it belongs to, and whether it is a question."""
    first = layout.sheets[0]
    if first not in _HEADS:
        heads: dict[str, list[tuple[Subject, bool]]] = {}
        for block in layout.blocks:
            texts = _planned(layout.sheet(block.sheet)).texts
            for subject, position in _personal_positions(block):
                if position in texts:
                    heads.setdefault(texts[position], []).append((subject, block.is_record))
        _HEADS[first] = heads
    return _HEADS[first]


def _personal_positions(block: Block) -> Iterable[tuple[Subject, Position]]:
    for column in block.columns:
        if column.field.personal:
            subject = Subject(block.worksheet.id, block.section.id, "", column.field.id)
            at = (column.index, CODE_COLUMN) if block.is_record else (block.header_row, column.index)
            yield subject, at
