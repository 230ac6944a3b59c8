"""Every cell, note and text of a returned file accounted for: an answer, the form's own, or a finding."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from weakref import WeakKeyDictionary

from ruecklauf.cells import CellKind, a1, parse_a1
from ruecklauf.fieldtypes.base import plain_text
from ruecklauf.fieldtypes.folding import fold
from ruecklauf.findings import Place, Subject, remark
from ruecklauf.formcode import read_form_code
from ruecklauf.intake.locate import Located
from ruecklauf.intake.submission import CellCounts, Noted
from ruecklauf.intake.workbook import Sheet, SheetCell, Workbook
from ruecklauf.layout.model import FormulaCell, Layout, SheetPlan, SlotCell, TextCell, Visibility

Position = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Account:
    """The balance, and a note for everything that is neither answer nor form."""

    counts: CellCounts
    noted: tuple[Noted, ...]


def account(workbook: Workbook, layout: Layout, located: tuple[Located, ...]) -> Account:
    """Account for everything in the workbook.

    The counts add up to the workbook's non-empty cells, notes and drawing texts, whatever was located.
    """
    answers: dict[str, set[Position]] = {}
    subjects: dict[tuple[str, Position], Subject] = {}
    for block in located:
        for answer in block.answers:
            position = parse_a1(answer.place.cell)
            answers.setdefault(answer.place.sheet, set()).add(position)
            subjects[answer.place.sheet, position] = answer.subject
    plans = _plans(layout, located)
    counts: Counter[str] = Counter()
    noted: list[Noted] = []
    for sheet in workbook.sheets:
        plan = plans.get(sheet.name)
        template = _Template.of(plan, sheet, located) if plan else None
        for position, cell in sheet.cells.items():
            kind = _kind(cell, position, answers.get(sheet.name, set()), template)
            counts[kind] += 1
            if kind == "findings":
                noted.append(_stray(sheet, cell, known=plan is not None))
        noted.extend(_beside_cells(sheet, subjects, answers.get(sheet.name, set())))
        counts["findings"] += len(sheet.notes) + len(sheet.drawing_texts)
    noted.extend(_about_file(workbook))
    return Account(CellCounts(counts["answers"], counts["template"], counts["findings"]), tuple(noted))


def _plans(layout: Layout, located: tuple[Located, ...]) -> dict[str, SheetPlan]:
    """The plan of each sheet of the file that is one of the form's."""
    plans = {sheet.name: sheet for sheet in layout.sheets}
    renamed = {block.found.sheet.name: layout.sheet(block.found.block.sheet) for block in located}
    return {**plans, **renamed}


@dataclass(frozen=True, slots=True)
class _Template:
    """What the form itself has put on a sheet."""

    texts: frozenset[str]
    folded: frozenset[str]
    slots: frozenset[Position]
    calculated: frozenset[Position]
    only_calculated: bool
    """A hidden sheet, or the review: all formulas on it are the form's."""

    @classmethod
    def of(cls, plan: SheetPlan, sheet: Sheet, located: tuple[Located, ...]) -> _Template:
        """The plan's content, with calculated cells also where their rows have gone."""
        planned = _planned(plan)
        moved = [_moved_formulas(block) for block in located if block.found.sheet is sheet]
        return replace(planned, calculated=planned.calculated.union(*moved)) if moved else planned

    def has(self, cell: SheetCell, position: Position) -> bool:
        raw = cell.raw
        if raw.formula is not None:
            return self.only_calculated or position in self.calculated
        if raw.text in self.texts or position in self.slots or fold(plain_text(raw)) in self.folded:
            return True
        return raw.kind is CellKind.TEXT and raw.text.count("-") >= 3 and read_form_code(raw.text) is not None


_PLANNED: WeakKeyDictionary[SheetPlan, _Template] = WeakKeyDictionary()


def _planned(plan: SheetPlan) -> _Template:
    if plan not in _PLANNED:
        texts = [cell.text for cell in plan.cells if isinstance(cell, TextCell)]
        _PLANNED[plan] = _Template(
            frozenset(texts),
            frozenset(map(fold, texts)),
            frozenset((cell.row, cell.column) for cell in plan.cells if isinstance(cell, SlotCell)),
            frozenset((cell.row, cell.column) for cell in plan.cells if isinstance(cell, FormulaCell)),
            plan.visibility is not Visibility.VISIBLE or not any(True for _ in plan.inputs()),
        )
    return _PLANNED[plan]


def _moved_formulas(located: Located) -> set[Position]:
    """Status cells and heads where their rows have gone."""
    found = located.found
    rows = [axis.best for axis in found.rows.values() if axis.best]
    columns = [found.status_column]
    if found.block.is_cross:
        heads = {(found.header_row + 1, axis.best) for axis in found.columns.values()}
        return heads | {(row, found.code_column + 1) for row in rows}
    return {(row, column) for row in rows for column in columns if column}


def _kind(cell: SheetCell, position: Position, answers: set[Position], template: _Template | None) -> str:
    if position in answers:
        return "answers"
    if template is not None and template.has(cell, position):
        return "template"
    return "findings"


def _stray(sheet: Sheet, cell: SheetCell, *, known: bool) -> Noted:
    code = "stray_text" if known else "extra_sheet"
    place = Place(sheet.name, a1(cell.row, cell.column))
    found = plain_text(cell.raw) or f"={cell.raw.formula or ''}"
    return Noted(remark(code, sheet=sheet.name), place, found)


def _beside_cells(
    sheet: Sheet, subjects: dict[tuple[str, Position], Subject], answers: set[Position]
) -> Iterator[Noted]:
    for note in sheet.notes:
        about = subjects.get((sheet.name, (note.row, note.column)), Subject())
        yield Noted(remark("note_found"), Place(sheet.name, a1(note.row, note.column)), note.text, about)
    for text in sheet.drawing_texts:
        yield Noted(remark("drawing_text"), Place(sheet.name), text)
    for first_row, first_column, last_row, last_column in sheet.merged:
        if any(
            first_row <= row <= last_row and first_column <= column <= last_column for row, column in answers
        ):
            area = f"{a1(first_row, first_column)}:{a1(last_row, last_column)}"
            about = subjects.get((sheet.name, (first_row, first_column)), Subject())
            yield Noted(remark("merged_answer"), Place(sheet.name, area), subject=about)
    for position in answers:
        cell = sheet.cells.get(position)
        if cell is not None and cell.struck:
            about = subjects[sheet.name, position]
            yield Noted(
                remark("struck_answer"), Place(sheet.name, a1(*position)), plain_text(cell.raw), about
            )


def _about_file(workbook: Workbook) -> Iterator[Noted]:
    for part in workbook.unknown_parts:
        yield Noted(remark("unknown_part"), Place(), part)
    if workbook.macros:
        yield Noted(remark("macros_found"), Place())
    if workbook.external_links:
        yield Noted(remark("external_links", count=workbook.external_links), Place())
