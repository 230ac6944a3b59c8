"""Which cells of a returned document may hold personal answers although nothing says so any more."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ruecklauf.findings import Subject
from ruecklauf.intake.pages.grid import Line
from ruecklauf.intake.pages.segment import Segment
from ruecklauf.intake.pages.shapes import Shape


def personal_in(segment: Segment, line: Line) -> dict[int, Subject]:
    """Which cells of a line in the segment may hold a personal answer, whatever row it is, and to what.

    Of questions whose code is lost that is every cell; of tables the cells of personal columns, those beside
    them in lines that have cells too many or too few, and those in no known column if the head of a personal
    one is lost.
    """
    shape, cells = segment.shape, range(len(line.cells))
    if shape.is_record:
        asked = next(iter(_personal_questions(shape)), None)
        return dict.fromkeys(cells, asked) if asked is not None else {}
    shift = abs(len(line.cells) - segment.width)
    found: dict[int, Subject] = {}
    for key, index in segment.columns.items():
        if shape.is_personal("", key):
            near = (other for other in cells if abs(other - index) <= shift)
            found.update(dict.fromkeys(near, shape.about(key=key)))
    known = {*segment.columns.values(), segment.code_at, segment.label_at}
    for key in _lost_columns(segment):
        free = (other for other in cells if other not in known)
        found.update(dict.fromkeys(free, shape.about(key=key)))
    return found


def lost_anywhere(shape: Shape, segments: Iterable[Segment], rows: Iterable[str]) -> Iterator[Subject]:
    """The personal questions and columns of a section that were found in none of its segments."""
    if shape.is_record:
        taken = {shape.about(code) for code in rows}
        yield from (about for about in _personal_questions(shape) if about not in taken)
        return
    found = {key for segment in segments for key in segment.columns}
    for key in shape.head_texts:
        if key not in found and shape.is_personal("", key):
            yield shape.about(key=key)


def _personal_questions(shape: Shape) -> Iterator[Subject]:
    for cells in shape.rows.values():
        yield from (cell.subject for cell in cells.values() if cell.field.personal)


def _lost_columns(segment: Segment) -> Iterator[str]:
    """Keys of the personal columns that stand beside known ones, or beside none, but are not found."""
    for part in segment.shape.parts:
        if not segment.columns or not segment.columns.keys().isdisjoint(part.keys):
            for key in part.keys:
                if key not in segment.columns and segment.shape.is_personal("", key):
                    yield key
