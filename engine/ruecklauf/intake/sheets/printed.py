"""What the form itself had put on a returned sheet.

A text is the form's where the form has it: at its place, or there moved by as many rows and columns as the
sheet's tables have moved. Elsewhere it counts as the form's only as often as the form has it, and among the
cells for answers only if it is a sentence: `ja` in a wrong cell is an answer, whatever the example row says.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Set
from dataclasses import dataclass

from ruecklauf.cells import CellKind
from ruecklauf.fieldtypes.folding import fold
from ruecklauf.fieldtypes.seen import plain_text
from ruecklauf.intake.sheets.anchors import Found
from ruecklauf.intake.sheets.located import Located
from ruecklauf.intake.sheets.plans import LONGEST_NAME, content_shift
from ruecklauf.intake.sheets.results import Results
from ruecklauf.layout.formulas import functions_of, plain_spelling
from ruecklauf.layout.geometry import CODE_COLUMN
from ruecklauf.layout.model import Position, Role, SheetPlan, TextCell
from ruecklauf.layout.sheets.check_strips import CHECK_SHEET
from ruecklauf.layout.sheets.lists import LISTS_SHEET
from ruecklauf.office.workbook import Sheet, SheetCell

SENTENCE = 60
"""Characters from which on a text of the form is a sentence, which nobody enters as an answer."""
IDENTITY_SLOT = "alliance.identity"
_OWN_MARKS = (CHECK_SHEET.casefold(), LISTS_SHEET.casefold(), "rl.", "#ref")
"""What every formula of the form on a visible sheet mentions, also after its hidden sheets were deleted."""


_FORMER = frozenset({frozenset({"IFERROR", "IF", "TRIM"})})
"""Functions of formulas in forms of version 0.1: heads of cross tables went by place, not by id."""


@dataclass(frozen=True, slots=True)
class Labels:
    """The form's visible texts, ids aside, that stand nowhere on a sheet any more."""

    overwritten: tuple[Position, ...]
    """Where they are now."""
    removed: int


@dataclass(frozen=True, slots=True)
class Template:
    """The form's own content on one returned sheet."""

    sheet: Sheet
    plan: SheetPlan
    calculated: Set[Position]
    """Where the form calculates, also where its rows have gone."""
    shift: tuple[int, int]
    """Rows and columns by which the sheet's first block has moved."""
    inputs: tuple[tuple[frozenset[int], frozenset[int]], ...]
    """Rows and columns of each block in which answers may stand."""
    copied_rows: frozenset[int]
    """Sheet rows that are copies of a table's head or example row."""
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
        here = [block for block in located if block.found.sheet is sheet]
        return cls(
            sheet,
            plan,
            plan.formulas.keys() | set().union(*map(_moved_formulas, here)),
            _shift(here) if here else (content_shift(sheet, plan), 0),
            tuple(map(_input_area, here)),
            frozenset[int]().union(*(block.copied_rows for block in here)),
            lines,
            results,
            sent,
        )

    def has(self, cell: SheetCell) -> bool:
        """Whether the cell is the form's, at its place or moved with the sheet's tables."""
        raw, plan = cell.raw, self.plan
        position = (cell.row, cell.column)
        moved = (cell.row - self.shift[0], cell.column - self.shift[1])
        if raw.formula is not None:
            return plan.is_hidden or self._is_own_formula(raw.formula, position, moved)
        if raw.text in (plan.texts.get(position), plan.texts.get(moved)):
            return True
        if raw.kind is CellKind.TEXT and (raw.text in self.lines or self._names_table(cell)):
            return True
        text = fold(plain_text(raw))
        if any(self._fills(plan.slots.get(at), text) for at in (position, moved)):
            return True
        if any(text in (plan.folded.get(at), plan.formerly.get(at)) for at in (position, moved)):
            return True
        if position not in self.calculated and moved not in plan.formulas:
            return False
        if plan.is_hidden:
            return True
        first_listed = plan.formula_roles.get(Role.LINK, 0)
        if first_listed and text.isdecimal():
            return cell.column == plan.number_column and int(text) == cell.row - first_listed + 1
        return self.results.give(text, heads=Role.HEADER in plan.formula_roles, review=bool(first_listed))

    def _is_own_formula(self, formula: str, position: Position, moved: Position) -> bool:
        """Whether a formula on a visible sheet is the form's: it leads to hidden sheets and names, or stands
        where the form calculates and uses the same functions as a formula of the form.

        Programs spell formulas differently, but not their functions; of a shared formula only one cell has
        the text.
        """
        text = formula.casefold()
        marked = any(mark in text for mark in _OWN_MARKS)
        if position not in self.calculated and moved not in self.plan.formulas:
            # of sheets without tables it is not known how their rows have moved
            return marked and not self.plan.has_inputs
        if marked or not text or functions_of(formula) in self.plan.functions | _FORMER:
            return True
        return plain_spelling(formula) in self.plan.constants

    def _names_table(self, cell: SheetCell) -> bool:
        """Whether it is the name of a table that Numbers writes above it and behind the sheet's own name."""
        named = f"{self.plan.name} - {cell.raw.text}"
        return (cell.row, cell.column) == (1, 1) and self.sheet.name == named[:LONGEST_NAME]

    def _fills(self, slot: str | None, text: str) -> bool:
        """Whether a folded text is what the form had said at the place of a slot, if that is known."""
        if slot is None or slot == IDENTITY_SLOT:
            return False
        # what stands on the hidden sheet is evidence of whose form it is, and compared as such
        return self.plan.is_hidden or slot not in self.sent or text in self.sent[slot]

    def sort_out(self, answers: frozenset[Position]) -> tuple[list[SheetCell], list[SheetCell]]:
        """The cells that are the form's, texts of it that were moved elsewhere included; and the others.

        Cells at the places of answers are neither.
        """
        own: list[SheetCell] = []
        others: list[SheetCell] = []
        exact, all_formulas = self.plan.texts.get, self.plan.is_hidden
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
        left = Counter(text for position, text in self.plan.folded.items() if not self.stands(position, text))
        known = frozenset(self.plan.folded.values()) if self.copied_rows else frozenset()
        strays: list[SheetCell] = []
        for cell in others:
            text = fold(plain_text(cell.raw))
            if cell.row in self.copied_rows and text in known:
                own.append(cell)
                continue
            is_sentence = len(text) >= SENTENCE
            if cell.raw.formula is None and left[text] > 0 and (is_sentence or not self.is_for_answers(cell)):
                left[text] -= 1
                own.append(cell)
            else:
                strays.append(cell)
        return own, strays

    def labels_gone(self, own: Collection[SheetCell], strays: Collection[SheetCell]) -> Labels:
        """Which of the form's texts are gone, from the cells that are the form's and those that are not."""
        gone = [cell for cell in self.plan.labels if not self._shows(cell)]
        if not gone:
            return Labels((), 0)
        left = {fold(plain_text(cell.raw)) for cell in own}
        places = {self.moved((cell.row, cell.column)) for cell in gone if fold(cell.text) not in left}
        written = {(cell.row, cell.column) for cell in strays}
        return Labels(tuple(sorted(places & written)), len(places - written))

    def _shows(self, planned: TextCell) -> bool:
        position = planned.row, planned.column
        cell = self.sheet.cells.get(self.moved(position))
        if cell is not None and cell.raw.text == planned.text:
            return True
        return any(self.stands(position, fold(text)) for text in (planned.text, planned.formerly) if text)

    def moved(self, position: Position) -> Position:
        """Where a planned place is now, as far as the sheet's tables have moved as a whole."""
        return position[0] + self.shift[0], position[1] + self.shift[1]

    def stands(self, position: Position, text: str) -> bool:
        """Whether a planned text (folded) is at its place, or moved along with the sheet's tables."""
        return any(
            at in self.sheet.cells and fold(plain_text(self.sheet.cells[at].raw)) == text
            for at in (position, self.moved(position))
        )

    def is_for_answers(self, cell: SheetCell) -> bool:
        """Whether it stands in a row and column of the tables in which answers may stand."""
        return any(cell.row in rows and cell.column in columns for rows, columns in self.inputs)


def _shift(here: list[Located]) -> tuple[int, int]:
    for block in here:
        found = block.found
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
    """Status cells, computed ones and heads where their rows have gone."""
    found = located.found
    rows = [row for axis in found.rows.values() for row in {axis.seen, axis.named} if row]
    if found.block.is_cross:
        heads = {(found.header_row + 1, axis.best) for axis in found.columns.values()}
        return heads | {(row, found.code_column + 1) for row in rows}
    states = {(row, found.status_column) for row in rows if found.status_column}
    return states | {now for _, now in computed_cells(found) if all(now)}


def computed_cells(found: Found) -> Iterator[tuple[Position, Position]]:
    """The cells of computed fields: where they were planned, and where they are (zeros: nowhere)."""
    block = found.block
    for column in block.computed:
        for row in block.rows:
            axis = found.rows[column.key if block.is_record else row.row_id]
            yield block.position(row, column), (axis.best, found.columns[column.key].best)
