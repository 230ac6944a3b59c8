"""The condition in which a form came back as a text document."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from ruecklauf.findings import Place, remark
from ruecklauf.intake.condition import Condition, Recovered, SheetCondition
from ruecklauf.intake.pages.account import DocumentAccount
from ruecklauf.intake.pages.grid import GridCell
from ruecklauf.intake.pages.lines import LineRead
from ruecklauf.intake.pages.locate import LocatedDocument, LocatedSection
from ruecklauf.intake.pages.segment import Segment
from ruecklauf.intake.pages.shapes import Shape
from ruecklauf.intake.submission import Noted
from ruecklauf.office.document import TextDocument


def assess_document(document: TextDocument, located: LocatedDocument, account: DocumentAccount) -> Condition:
    """What was done to the form, and how its answers were found again.

    Each worksheet is described as a sheet; what is about the document as a whole, with the first one.
    """
    evidence = Counter[str]()
    for section in located.sections:
        evidence.update(_evidence(section))
    shapes = [shape for shape in located.shapes.all if shape.worksheet not in located.absent]
    planned = sum(len(cells) for shape in shapes for cells in shape.rows.values())
    sheets = tuple(_sheets(document, located, account))
    return Condition(
        program=document.program,
        sheets_missing=tuple(_missing(located, shapes)),
        macros=document.macros,
        unknown_parts=len(document.unknown_parts),
        recovered=Recovered(
            planned=planned,
            by_both=evidence["by_both"],
            by_codes=evidence["by_codes"],
            by_names=evidence["by_names"],
            by_print=evidence["by_print"],
            not_found=planned - evidence.total(),
            added=sum(len(section.added) for section in located.sections),
        ),
        sheets=tuple(sheet for sheet in sheets if not sheet.is_intact),
    )


def notes_on_document(condition: Condition) -> Iterator[Noted]:
    """What the person who looks after the data should know, beside what is reported already."""
    if any(not sheet.protected for sheet in condition.sheets):
        yield Noted(remark("document_unprotected"), Place())


def _missing(located: LocatedDocument, shapes: list[Shape]) -> Iterator[str]:
    found = {section.shape for section in located.sections}
    yield from (shape.section.title for shape in shapes if shape not in found)


def _evidence(section: LocatedSection) -> Iterator[str]:
    """What shows where each cell is, by the names of `Recovered`'s fields."""
    settled = section.settled
    for code, readings in settled.rows.items():
        seen: set[str] = set()
        for reading in readings:
            for key in reading.cells.keys() - seen:
                seen.add(key)
                yield _kind(section, reading, code, key)


def _kind(section: LocatedSection, reading: LineRead, code: str, key: str) -> str:
    settled = section.settled
    if reading in settled.by_print:
        return "by_print"
    if reading in settled.by_tags or key in reading.segment.by_tags or reading.is_deformed:
        return "by_names"
    locked = section.shape.rows[code][key].locked and code in (reading.tagged, reading.shown)
    return "by_both" if locked or (code, key) in reading.tags.get(key, ()) else "by_codes"


# Worksheets as sheets


def _sheets(
    document: TextDocument, located: LocatedDocument, account: DocumentAccount
) -> Iterator[SheetCondition]:
    first = True
    for plan in located.shapes.plans:
        sections = [section for section in located.sections if section.shape.plan is plan]
        if sections:
            yield _sheet(document, sections, account if first else None)
            first = False


def _sheet(
    document: TextDocument, sections: list[LocatedSection], account: DocumentAccount | None
) -> SheetCondition:
    open_cells = [taken for section in sections for taken in section.taken if not taken.answer.locked]
    return SheetCondition(
        sections[0].shape.plan.short,
        protected=document.protected,
        inputs=sum(len(section.taken) for section in sections),
        inputs_without_validation=sum(not _has_control(taken.cell) for taken in open_cells),
        labels_overwritten=account.labels if account else 0,
        codes_lost=sum(
            len(section.settled.by_tags) + len(section.settled.by_print) + _heads_lost(section)
            for section in sections
        ),
        rows_missing=tuple(code for section in sections for code in section.rows_missing),
        rows_moved=tuple(code for section in sections for code in _rows_moved(section)),
        rows_added=sum(len(section.new) for section in sections),
        columns_missing=tuple(head for section in sections for head in section.columns_missing),
        merged=sum(reading.segment.merges(reading.line) for s in sections for reading in s.readings),
        notes=len(document.comments) if account else 0,
        drawing_texts=account.drawing_texts if account else 0,
        page_texts_changed=account.page_texts if account else 0,
    )


def _has_control(cell: GridCell) -> bool:
    return any(piece.control for paragraph in cell.paragraphs for piece in paragraph.paragraph.pieces)


def _heads_lost(section: LocatedSection) -> int:
    return sum(
        len(segment.by_tags) + len(segment.by_order)
        for segment in section.segments
        if segment.head is not None
    )


def _rows_moved(section: LocatedSection) -> Iterator[str]:
    """The rows that stand behind one that the form has after them."""
    order = {code: number for number, code in enumerate(section.shape.rows)}
    rows = {reading: code for code, readings in section.settled.rows.items() for reading in readings}
    codes: dict[Segment, list[str]] = {}
    for reading in section.readings:
        if reading in rows:
            codes.setdefault(reading.segment, []).append(rows[reading])
    moved: dict[str, None] = {}
    for in_segment in codes.values():
        last = -1
        for code in in_segment:
            moved |= {code: None} if order[code] < last else {}
            last = max(last, order[code])
    yield from moved
