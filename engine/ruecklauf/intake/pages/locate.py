"""The answers of a returned text document: each in the one cell that is its own, or not taken at all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from ruecklauf.findings import remark
from ruecklauf.intake.notes import gone, listed, section_missing
from ruecklauf.intake.pages.added import NewRow, new_rows
from ruecklauf.intake.pages.grid import Grid
from ruecklauf.intake.pages.lines import LineRead, Report, Wording
from ruecklauf.intake.pages.rows import SettledLines, settle_lines
from ruecklauf.intake.pages.segment import Segment
from ruecklauf.intake.pages.segments import find_segments
from ruecklauf.intake.pages.shapes import EXPLANATION, LAST, FormShapes, Shape
from ruecklauf.intake.pages.taking import Taken, about_content, about_copies, about_tracking, take_row
from ruecklauf.intake.submission import Noted, RawAnswer


@dataclass(frozen=True, slots=True)
class LocatedSection:
    """The answers of one section, and what was noted on the way."""

    shape: Shape
    segments: tuple[Segment, ...]
    readings: tuple[LineRead, ...]
    settled: SettledLines
    taken: tuple[Taken, ...]
    added: tuple[Taken, ...]
    """Those in rows that the form did not have."""
    reports: tuple[Report, ...] = ()
    new: tuple[NewRow, ...] = ()
    copies: tuple[Taken, ...] = ()
    """Cells that say the same as one that was taken, or nothing."""
    rows_missing: tuple[str, ...] = ()
    columns_missing: tuple[str, ...] = ()
    """Heads."""

    @property
    def answers(self) -> Iterator[RawAnswer]:
        return (taken.answer for taken in (*self.taken, *self.added))


@dataclass(frozen=True, slots=True)
class LocatedDocument:
    """The answers of a whole document."""

    grid: Grid
    shapes: FormShapes
    sections: tuple[LocatedSection, ...]
    absent: frozenset[str]
    """Worksheets that the document is not for."""
    reports: tuple[Report, ...]
    """What is about none of the sections."""

    @property
    def answers(self) -> Iterator[RawAnswer]:
        return (answer for section in self.sections for answer in section.answers)


def locate_document(grid: Grid, shapes: FormShapes, wording: Wording, *, expected: str) -> LocatedDocument:
    """Every section that is in the document, and a note on each one that is missing.

    `expected` is the worksheet that the document says it is for; empty where it does not.
    """
    segments = find_segments(grid, shapes, expected)
    here = {segment.shape.worksheet for segment in segments}
    known = {plan.worksheet.id for plan in shapes.plans}
    here |= {expected} & known
    sections: list[LocatedSection] = []
    missing: list[Report] = []
    for shape in shapes.all:
        own = tuple(segment for segment in segments if segment.shape is shape)
        if own:
            sections.append(_locate_section(shape, own, wording))
        elif shape.worksheet in here:
            missing += map(Report, section_missing(shape.section.block, shape.section.title, shape.place()))
    return LocatedDocument(grid, shapes, tuple(sections), frozenset(known - here), tuple(missing))


def _locate_section(shape: Shape, segments: tuple[Segment, ...], wording: Wording) -> LocatedSection:
    readings = tuple(LineRead(segment, line, wording) for segment in segments for line in segment.lines)
    settled = settle_lines(shape, readings)
    rows = [take_row(shape, code, settled.rows[code]) for code in shape.rows if code in settled.rows]
    new = tuple(new_rows(shape, settled, readings))
    columns = {key for segment in segments for key in segment.columns}
    located = LocatedSection(
        shape,
        segments,
        readings,
        settled,
        taken=tuple(taken for row in rows for taken in row.taken),
        added=tuple(Taken(*taken) for row in new for taken in row.cells()),
        new=new,
        copies=tuple(taken for row in rows for taken in row.copies),
        rows_missing=tuple(_missing_rows(shape, settled)),
        columns_missing=tuple(
            # a template of the team's own may do without what stands beside answers
            _head(shape, key)
            for key in shape.head_texts
            if key not in {*columns, EXPLANATION, LAST}
        ),
    )
    about_rows = (report for row in rows for report in row.reports)
    return replace(located, reports=(*about_rows, *about_copies(shape, rows), *_reports_on(located)))


def _reports_on(located: LocatedSection) -> Iterator[Report]:
    """What is noted on a section as a whole, and on each of its answers."""
    shape, taken = located.shape, (*located.taken, *located.added)
    gone = [code for code in located.rows_missing if _is_missed(shape, code, located.settled)]
    yield from located.settled.reports
    yield from (report for row in located.new for report in row.reports())
    yield from (report for segment in located.segments for report in _about_columns(segment))
    yield from _gone(shape, "row_missing", gone)
    yield from _gone(shape, "column_missing", list(located.columns_missing))
    yield from _merged(located.readings)
    yield from (report for each in taken for report in about_content(each))
    yield from about_tracking(shape, taken)


def _missing_rows(shape: Shape, settled: SettledLines) -> Iterator[str]:
    """The rows of which a part or all is gone."""
    columns = {key for readings in settled.rows.values() for reading in readings for key in reading.cells}
    for code in shape.rows:
        found = {key for reading in settled.rows.get(code, ()) for key in reading.segment.columns}
        if columns and not columns <= found:
            yield code


def _is_missed(shape: Shape, code: str, settled: SettledLines) -> bool:
    """Whether to ask for a row: a printed one, or one begun in another part, unless it is reported."""
    if any(report.cells and report.noted.subject.row_id == code for report in settled.reports):
        return False
    row = next(iter(shape.rows[code].values()))
    return row.printed or any(reading.is_filled for reading in settled.rows.get(code, ()))


def _gone(shape: Shape, name: str, keys: list[str]) -> Iterator[Report]:
    if keys:
        yield Report(Noted(gone(name, keys), shape.place(), subject=shape.about()))


# Columns


def _about_columns(segment: Segment) -> Iterator[Report]:
    shape = segment.shape
    for key, other in segment.contradicted.items():
        seen, tags = _head(shape, key), _head(shape, other)
        yield Report(Noted(remark("tags_differ", seen=seen, tags=tags), shape.place(), subject=shape.about()))
    by_tags, by_order = segment.by_tags, segment.by_order
    place, about = shape.place(), shape.about()
    if by_tags:
        yield Report(Noted(remark("codes_lost", count=len(by_tags)), place, subject=about))
    if by_order:
        heads = listed([_head(shape, key) for key in shape.heads_in_order(by_order)])
        yield Report(Noted(remark("heads_lost", heads=heads), place, subject=about))


def _head(shape: Shape, key: str) -> str:
    return " ".join(shape.head_texts[key].split())


def _merged(readings: Iterable[LineRead]) -> Iterator[Report]:
    for reading in readings:
        joined = reading.segment.merges(reading.line) or any(
            cell.continues for cell in reading.cells.values()
        )
        if joined and not reading.is_deleted and (reading.code or reading.is_filled):
            noted = Noted(remark("merged_answer"), reading.place(), subject=reading.about)
            yield Report(noted)
