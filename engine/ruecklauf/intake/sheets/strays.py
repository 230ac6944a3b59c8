"""What stands on a sheet and is neither an answer nor the form's: remarks beside a table one by one, what is
alike together, pasted blocks and sheets that are not the form's at once, with area, size and first texts.

What stands where the form has cells for answers is quoted whole, however much it is: it may be answers.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from ruecklauf.cells import a1
from ruecklauf.fieldtypes.seen import plain_text
from ruecklauf.findings import Place, Remark, Subject, remark
from ruecklauf.intake.ledger import Entry
from ruecklauf.intake.notes import QUOTED_AT_ONCE, SINGLY, stray
from ruecklauf.intake.sheets.printed import Template
from ruecklauf.intake.submission import NOTHING, Noted, Quote
from ruecklauf.layout.model import Position
from ruecklauf.office.workbook import Sheet, SheetCell
from ruecklauf.texts import Texts

_NEAR = tuple((down, right) for down in range(-2, 3) for right in range(-2, 3) if down or right)
"""Steps between the cells of a block, in which a row or column may be blank."""


@dataclass(frozen=True)
class Strays:
    """The strays of one sheet, and what they are judged by."""

    sheet: Sheet
    template: Template | None
    private: Mapping[Position, Subject]
    texts: Texts
    is_form: bool
    """Whether the sheet is the form's."""

    def entries(self, cells: Collection[SheetCell]) -> Iterator[Entry]:
        """What is noted of them, in the order of their first cells."""
        groups = [sorted(group, key=_position) for group in self._groups(cells)]
        for group in sorted(groups, key=lambda group: _position(group[0])):
            yield Entry(self._noted(group), len(group))

    def _groups(self, cells: Collection[SheetCell]) -> Iterator[list[SheetCell]]:
        kinds: dict[tuple[Subject, bool], list[SheetCell]] = defaultdict(list)
        for cell in cells:
            kinds[self._about(cell), self._may_answer(cell)].append(cell)
        for (about, _), of_kind in kinds.items():
            if not self.is_form:
                yield of_kind
                continue
            alike: dict[str, list[SheetCell]] = defaultdict(list)
            for block in blocks(of_kind):
                if len(block) > SINGLY or about != NOTHING:
                    yield block
                else:
                    for cell in block:
                        alike[with_formula(cell)].append(cell)
            yield from alike.values()

    def _about(self, cell: SheetCell) -> Subject:
        return self.private.get(_position(cell), NOTHING)

    def _may_answer(self, cell: SheetCell) -> bool:
        """Whether it stands where the form has cells for answers, or had them before its tables moved."""
        if self.template is None:
            return False
        return _position(cell) in self._inputs or self.template.is_for_answers(cell)

    @cached_property
    def _inputs(self) -> frozenset[Position]:
        plan = self.template.plan if self.template is not None else None
        return frozenset((cell.row, cell.column) for cell in plan.inputs()) if plan else frozenset()

    def _noted(self, group: list[SheetCell]) -> Noted:
        first, may_answer = group[0], self._may_answer(group[0])
        wording, about = self._wording(len(group), may_answer=may_answer), self._about(first)
        if len(group) == 1:
            return Noted(wording, Place(self.sheet.name, a1(*_position(first))), with_formula(first), about)
        shown = group if may_answer else group[:QUOTED_AT_ONCE]
        quotes = tuple(Quote(with_formula(cell), a1(*_position(cell))) for cell in shown)
        place = Place(self.sheet.name, area_of(group))
        return Noted(wording, place, "", about, quotes, len(group) - len(quotes))

    def _wording(self, count: int, *, may_answer: bool) -> Remark:
        if self.is_form:
            return stray(count, self.texts, may_answer=may_answer)
        size = self.texts("words.in_cells", count=count) if count > 1 else ""
        return remark("extra_sheet", sheet=self.sheet.name, size=size)


def blocks(cells: Collection[SheetCell]) -> Iterator[list[SheetCell]]:
    """The cells that stand together, each once."""
    left = {_position(cell): cell for cell in cells}
    while left:
        position, cell = left.popitem()
        block, open_ = [cell], [position]
        while open_:
            row, column = open_.pop()
            for down, right in _NEAR:
                near = row + down, column + right
                if near in left:
                    block.append(left.pop(near))
                    open_.append(near)
        yield block


def area_of(cells: Collection[SheetCell]) -> str:
    """The smallest area in which all of them stand."""
    rows, columns = [cell.row for cell in cells], [cell.column for cell in cells]
    return f"{a1(min(rows), min(columns))}:{a1(max(rows), max(columns))}"


def with_formula(cell: SheetCell) -> str:
    """What a cell shows, and the formula that gives it."""
    shown = plain_text(cell.raw)
    if cell.raw.formula is None:
        return shown
    return f"{shown} (={cell.raw.formula})" if shown else f"={cell.raw.formula}"


def _position(cell: SheetCell) -> Position:
    return cell.row, cell.column
