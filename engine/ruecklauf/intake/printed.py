"""What the form itself had put on a returned sheet, and which of its cells hold personal answers.

A text is the form's where the form has it: at its place, or there moved by as many rows and columns as the
sheet's tables have moved. Elsewhere it counts as the form's only as often as the form has it, and nowhere
among the cells for answers: `ja` in a wrong cell is an answer although the example row says so too.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from weakref import WeakKeyDictionary

from ruecklauf.cells import CellKind
from ruecklauf.fieldtypes.base import plain_text
from ruecklauf.fieldtypes.folding import fold
from ruecklauf.findings import Subject
from ruecklauf.formcode import read_form_code
from ruecklauf.intake.locate import Located
from ruecklauf.intake.workbook import Sheet, SheetCell, Workbook
from ruecklauf.layout.geometry import ANSWER_COLUMN, CODE_COLUMN
from ruecklauf.layout.model import Block, FormulaCell, Layout, SheetPlan, SlotCell, TextCell, Visibility
from ruecklauf.texts import Texts

Position = tuple[int, int]
IDENTITY_SLOT = "alliance.identity"


@dataclass(frozen=True, slots=True)
class _Planned:
    """A sheet's plan by position."""

    texts: Mapping[Position, str]
    """Folded."""
    exact: Mapping[Position, str]
    slots: Mapping[Position, str]
    calculated: frozenset[Position]
    only_calculated: bool
    """A hidden sheet, or the review: all formulas on it are the form's."""
    hidden: bool


_PLANNED: WeakKeyDictionary[SheetPlan, _Planned] = WeakKeyDictionary()


def _planned(plan: SheetPlan) -> _Planned:
    if plan not in _PLANNED:
        exact = {(cell.row, cell.column): cell.text for cell in plan.cells if isinstance(cell, TextCell)}
        hidden = plan.visibility is not Visibility.VISIBLE
        _PLANNED[plan] = _Planned(
            {position: fold(text) for position, text in exact.items()},
            exact,
            {(cell.row, cell.column): cell.slot for cell in plan.cells if isinstance(cell, SlotCell)},
            frozenset((cell.row, cell.column) for cell in plan.cells if isinstance(cell, FormulaCell)),
            hidden or not any(True for _ in plan.inputs()),
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
    status: tuple[str, ...]

    @classmethod
    def of(
        cls,
        plan: SheetPlan,
        sheet: Sheet,
        located: tuple[Located, ...],
        lines: frozenset[str],
        texts: Texts,
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
            tuple(fold(texts(f"status.{name}")) for name in ("open", "done", "not_asked")),
        )

    def has(self, cell: SheetCell) -> bool:
        """Whether the cell is the form's, at its place or moved with the sheet's tables."""
        raw, planned = cell.raw, self.planned
        position = (cell.row, cell.column)
        moved = (cell.row - self.shift[0], cell.column - self.shift[1])
        if raw.formula is not None:
            return planned.only_calculated or position in self.calculated or moved in planned.calculated
        if raw.text in (planned.exact.get(position), planned.exact.get(moved)):
            return True
        if raw.kind is CellKind.TEXT and raw.text in self.lines:
            return True
        if any(planned.slots.get(at, IDENTITY_SLOT) != IDENTITY_SLOT for at in (position, moved)):
            return True
        text = fold(plain_text(raw))
        if text in (planned.texts.get(position), planned.texts.get(moved)):
            return True
        return position in self.calculated and (planned.hidden or self._is_status(text))

    def _is_status(self, text: str) -> bool:
        """A status pasted as a value."""
        pending, *others = self.status
        rest = text.removeprefix(pending).strip()
        return text in others or (text.startswith(pending) and (not rest or rest.isdecimal()))

    def without_moved(self, cells: list[SheetCell]) -> list[SheetCell]:
        """The cells without texts of the form that somebody has moved elsewhere."""
        if not cells:
            return cells
        left = Counter(
            text for position, text in self.planned.texts.items() if not self._stands(position, text)
        )
        strays: list[SheetCell] = []
        for cell in cells:
            text = fold(plain_text(cell.raw))
            if cell.raw.formula is None and left[text] > 0 and not self._for_answers(cell):
                left[text] -= 1
            else:
                strays.append(cell)
        return strays

    def _stands(self, position: Position, text: str) -> bool:
        """Whether a planned text is at its place, or moved along with the sheet's tables."""
        moved = (position[0] + self.shift[0], position[1] + self.shift[1])
        return any(
            at in self.sheet.cells and fold(plain_text(self.sheet.cells[at].raw)) == text
            for at in (position, moved)
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
    return {**copies, **plans, **found}


def identity_lines(workbook: Workbook) -> frozenset[str]:
    """The lines with the form's code: the code alone, or a line that ends with it on several sheets."""
    lines = Counter(
        cell.raw.text
        for sheet in workbook.sheets
        for cell in sheet.cells.values()
        if cell.raw.kind is CellKind.TEXT and cell.raw.text.count("-") >= 3 and _ends_with_code(cell.raw.text)
    )
    return frozenset(line for line, count in lines.items() if count > 1 or " " not in line.strip())


def _ends_with_code(text: str) -> bool:
    words = text.split()
    return bool(words) and read_form_code(words[-1]) is not None


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
    for column, subject in _personal_columns(sheet, located):
        below.setdefault(column, (0, subject))
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
