"""Which of the form's sheets each sheet of a file is, and the lines on them that name its addressee."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from ruecklauf.cells import CellKind
from ruecklauf.formcode import read_form_code
from ruecklauf.intake.sheets.located import Located
from ruecklauf.layout.model import Layout, SheetPlan
from ruecklauf.office.workbook import Sheet, Workbook

MOST_ABOVE = 3
"""Rows that a program may have put above what the form has on a sheet."""
SURE = 3
"""Texts that must at least be those of the form, of a sheet that is recognised by them."""


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
