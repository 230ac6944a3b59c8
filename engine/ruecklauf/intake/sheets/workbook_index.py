"""A workbook's texts by their places, and which of its sheets has become which of the form's."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property

from ruecklauf.cells import CellKind
from ruecklauf.fieldtypes.folding import fold
from ruecklauf.intake.sheets.recognise import corner_of
from ruecklauf.layout.block import Block, field_name
from ruecklauf.layout.geometry import question_code
from ruecklauf.office.workbook import Sheet, Workbook

LONGEST_ANCHOR = 300
"""Characters; ids and column heads are shorter."""


@dataclass(frozen=True)
class WorkbookIndex:
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


def find_sheets(index: WorkbookIndex, blocks: tuple[Block, ...]) -> dict[str, Sheet]:
    """The sheet that each of the form's sheets has become, by the form's name: same name, or same codes."""
    workbook = index.workbook
    found: dict[str, Sheet] = {}
    by_sheet: dict[str, set[str]] = defaultdict(set)
    for block in blocks:
        by_sheet[block.sheet].update(codes_of(block))
    named = _named_sheets(index, blocks)
    for name, codes in by_sheet.items():
        same = workbook.sheet(name)
        if same is not None and (_count(index, same, codes) or named.get(name) is same):
            found[name] = same
    taken = {sheet.name for sheet in found.values()}
    for name, codes in by_sheet.items():
        if name in found:
            continue
        free = [sheet for sheet in workbook.sheets if sheet.name not in taken]
        best = max(free, key=lambda sheet: _count(index, sheet, codes), default=None)
        if best is None or _count(index, best, codes) <= len(codes) / 2:
            best = next((sheet for sheet in free if sheet is named.get(name)), None)
        if best is not None:
            found[name] = best
            taken.add(best.name)
    return found


def twin_of(index: WorkbookIndex, blocks: tuple[Block, ...], sheet: Sheet) -> Sheet | None:
    """Of two copies of a sheet the other one: it has most of the ids, and the hidden names point there."""
    other = _named_sheets(index, blocks).get(blocks[0].sheet)
    return other if other is not None and other is not sheet and _has_most(index, other, blocks) else None


def copy_of(index: WorkbookIndex, blocks: tuple[Block, ...], *, taken: Collection[Sheet]) -> Sheet | None:
    """The one sheet that is none of the form's but has most of the ids of one of them."""
    free = (sheet for sheet in index.workbook.sheets if all(sheet is not other for other in taken))
    copies = [sheet for sheet in free if _has_most(index, sheet, blocks)]
    return copies[0] if len(copies) == 1 else None


def _has_most(index: WorkbookIndex, sheet: Sheet, blocks: tuple[Block, ...]) -> bool:
    codes = set[str]().union(*map(codes_of, blocks))
    return _count(index, sheet, codes) * 2 > len(codes)


def _named_sheets(index: WorkbookIndex, blocks: tuple[Block, ...]) -> dict[str, Sheet]:
    """The sheet to which the first field's hidden name of each of the form's sheets points."""
    found: dict[str, Sheet] = {}
    for block in blocks:
        for column in block.columns:
            name = field_name(block, column.field.id, column.part)
            target = index.target(name)
            if target is not None:
                found.setdefault(block.sheet, target[0])
    return found


def codes_of(block: Block) -> set[str]:
    """The visible codes of a section: of a table its row ids, of a record its questions' codes."""
    if block.is_record:
        return {question_code(block, column) for column in block.columns}
    return {row.row_id for row in block.rows}


def _count(index: WorkbookIndex, sheet: Sheet, codes: set[str]) -> int:
    return sum(bool(index.at(sheet, code)) for code in codes)
