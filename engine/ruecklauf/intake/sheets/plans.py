"""Which of the form's sheets each sheet of a file is, and the lines on them that name its addressee."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping

from ruecklauf.cells import CellKind
from ruecklauf.fieldtypes.folding import fold
from ruecklauf.formcode import read_form_code
from ruecklauf.intake.sheets.located import Located
from ruecklauf.layout.model import Layout, Position, SheetPlan
from ruecklauf.office.workbook import Sheet, Workbook

MOST_ABOVE = 3
"""Rows that a program may have put above what the form has on a sheet."""
SURE = 3
"""Texts that must at least be those of the form, of a sheet that is recognised by them."""


LONGEST_NAME = 31
"""Characters of a sheet's name."""
_OF_TABLE = " - "
"""Stands in the names that Numbers gives between the sheet and its table."""
_EXPORTED = ("dieses dokument wurde aus numbers exportiert", "this document was exported from numbers")
"""How the overview begins, folded."""
_HEAD = re.compile(r"(?:numbers|excel)[ -]\S+(?: name)?", re.IGNORECASE)
"""Heads of its columns: Numbers-Blattname, Numbers Sheet Name, Excel-Arbeitsblattname."""


def plans_of(workbook: Workbook, layout: Layout, located: tuple[Located, ...]) -> dict[str, SheetPlan]:
    """The plan of each sheet of the file that is one of the form's, or has the title of one."""
    here = {sheet.name for sheet in workbook.sheets}
    plans = {plan.name: plan for plan in layout.sheets if plan.name in here}
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
            same = _same_texts(sheet, plan, content_shift(sheet, plan))
            if same > SURE and same * 2 > len(plan.texts):
                found[sheet.name] = plan
    return found


def content_shift(sheet: Sheet, plan: SheetPlan) -> int:
    """By how many rows what the form has on a sheet has moved down: programs put titles above it."""
    return max(range(MOST_ABOVE + 1), key=lambda rows: _same_texts(sheet, plan, rows))


def _same_texts(sheet: Sheet, plan: SheetPlan, rows: int) -> int:
    cells = sheet.cells
    return sum(
        (row + rows, column) in cells and cells[row + rows, column].raw.text == text
        for (row, column), text in plan.texts.items()
    )


def overview_cells(sheet: Sheet, workbook: Workbook) -> frozenset[Position]:
    """What stands on the overview that Numbers puts before the sheets it exports: its sentence, the heads
    and the names of sheets and tables; empty where the sheet is none. What somebody wrote there is not in it.
    """
    names = {other.name for other in workbook.sheets if other is not sheet}
    known = {piece for name in names for piece in (name, *name.split(_OF_TABLE))}
    texts = {position: cell.raw.text.strip() for position, cell in sheet.cells.items()}
    exported = {position for position, text in texts.items() if fold(text).startswith(_EXPORTED)}
    listed = {position for position, text in texts.items() if text[:LONGEST_NAME] in names}
    if not (exported and listed):
        return frozenset()
    known |= {piece for position in listed for piece in texts[position].split(_OF_TABLE)}
    named = {position for position, text in texts.items() if text in known} | listed
    first = min(row for row, _ in named)
    heads = {position for position, text in texts.items() if position[0] < first and _HEAD.fullmatch(text)}
    return frozenset(exported | named | heads)


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
