"""Every cell, note and text of a returned file accounted for: an answer, the form's own, or a finding."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ruecklauf.cells import a1, parse_a1
from ruecklauf.fieldtypes.base import plain_text
from ruecklauf.findings import Place, Subject, remark
from ruecklauf.intake.locate import Located
from ruecklauf.intake.printed import Position, Template, identity_lines, personal_cells, plans_of
from ruecklauf.intake.submission import CellCounts, Noted
from ruecklauf.intake.workbook import Sheet, SheetCell, Workbook
from ruecklauf.layout.model import Layout, SheetPlan
from ruecklauf.texts import Texts


@dataclass(frozen=True, slots=True)
class Account:
    """The balance, and a note for everything that is neither answer nor form."""

    counts: CellCounts
    noted: tuple[Noted, ...]


def account(workbook: Workbook, layout: Layout, located: tuple[Located, ...], texts: Texts) -> Account:
    """Account for everything in the workbook.

    The counts add up to the workbook's non-empty cells, notes and drawing texts, whatever was located.
    """
    subjects = {
        (answer.place.sheet, parse_a1(answer.place.cell)): answer.subject
        for block in located
        for answer in block.answers
    }
    answers: dict[str, set[Position]] = {}
    for name, position in subjects:
        answers.setdefault(name, set()).add(position)
    plans = plans_of(workbook, layout, located)
    lines = identity_lines(workbook)
    counts: Counter[str] = Counter()
    noted: list[Noted] = []
    for sheet in workbook.sheets:
        taken = answers.get(sheet.name, set())
        plan = plans.get(sheet.name)
        strays = _strays(sheet, plan, located, taken, lines, texts)
        filled = sum(position in sheet.cells for position in taken)
        beside = len(sheet.notes) + len(sheet.drawing_texts)
        counts["answers"] += filled
        counts["template"] += len(sheet.cells) - filled - len(strays)
        counts["findings"] += len(strays) + beside
        known = sheet.name in {one.name for one in layout.sheets} | {one.found.sheet.name for one in located}
        private = personal_cells(sheet, layout, located) if strays or sheet.notes else {}
        noted.extend(_stray(sheet, cell, private, known=known) for cell in strays)
        noted.extend(_beside_cells(sheet, subjects, taken, private))
    noted.extend(_about_file(workbook))
    return Account(CellCounts(counts["answers"], counts["template"], counts["findings"]), tuple(noted))


def _strays(
    sheet: Sheet,
    plan: SheetPlan | None,
    located: tuple[Located, ...],
    answers: set[Position],
    lines: frozenset[str],
    texts: Texts,
) -> list[SheetCell]:
    """The cells that are neither an answer nor the form's."""
    rest = [cell for position, cell in sheet.cells.items() if position not in answers]
    if plan is None:
        return rest
    template = Template.of(plan, sheet, located, lines, texts)
    return template.without_moved([cell for cell in rest if not template.has(cell)])


def _stray(sheet: Sheet, cell: SheetCell, private: Mapping[Position, Subject], *, known: bool) -> Noted:
    code = "stray_text" if known else "extra_sheet"
    place = Place(sheet.name, a1(cell.row, cell.column))
    found = plain_text(cell.raw) or f"={cell.raw.formula or ''}"
    about = private.get((cell.row, cell.column), Subject())
    return Noted(remark(code, sheet=sheet.name), place, found, about)


def _beside_cells(
    sheet: Sheet,
    subjects: Mapping[tuple[str, Position], Subject],
    answers: set[Position],
    private: Mapping[Position, Subject],
) -> Iterator[Noted]:
    for note in sheet.notes:
        position = (note.row, note.column)
        about = subjects.get((sheet.name, position), private.get(position, Subject()))
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
