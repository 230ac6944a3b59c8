"""The answers of a document's rows, cell by cell, and what is odd about each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ruecklauf.fieldtypes.seen import plain_text
from ruecklauf.findings import Remark, remark
from ruecklauf.intake.notes import contested, listed
from ruecklauf.intake.pages.content import AnswerContent
from ruecklauf.intake.pages.grid import GridCell
from ruecklauf.intake.pages.lines import LineRead, Report
from ruecklauf.intake.pages.shapes import Shape
from ruecklauf.intake.submission import Noted, RawAnswer
from ruecklauf.layout.pages.plan import PlannedCell


@dataclass(frozen=True, slots=True)
class Taken:
    """An answer with the cell that it was taken from."""

    answer: RawAnswer
    cell: GridCell
    content: AnswerContent


@dataclass(frozen=True, slots=True)
class TakenRow:
    """What was taken of one row."""

    code: str
    taken: tuple[Taken, ...]
    reports: tuple[Report, ...] = ()
    copies: tuple[Taken, ...] = ()
    is_repeated: bool = False
    """It is there several times; where it contradicts itself, that is among the reports."""


def take_row(shape: Shape, code: str, readings: tuple[LineRead, ...]) -> TakenRow:
    """The answers of a row from the lines that it has; where two differ neither is taken."""
    taken: list[Taken] = []
    reports: list[Report] = []
    copies: list[Taken] = []
    repeated = False
    for key, planned in shape.rows[code].items():
        found = [_taken(planned, reading, key) for reading in readings if key in reading.cells]
        repeated = repeated or len(found) > 1
        filled = [taken for taken in found if not taken.answer.raw.is_blank]
        if len({plain_text(taken.answer.raw) for taken in filled}) > 1:
            reports.append(_contested(filled))
            continue
        chosen = (filled or found)[:1]
        taken += [taken for taken in chosen if filled or not shape.is_cross]
        copies += [taken for taken in found if taken not in chosen or (shape.is_cross and not filled)]
    return TakenRow(code, tuple(taken), tuple(reports), tuple(copies), repeated)


def _filled(copies: Iterable[Taken]) -> Iterator[GridCell]:
    return (taken.cell for taken in copies if not taken.answer.raw.is_blank)


def _taken(planned: PlannedCell, reading: LineRead, key: str) -> Taken:
    content = reading.contents[key]
    answer = RawAnswer(
        planned.subject,
        planned.part,
        content.raw,
        reading.shape.place(planned.tag),
        planned.printed,
        planned.locked,
    )
    return Taken(answer, reading.cells[key], content)


def _contested(several: list[Taken]) -> Report:
    return Report(contested([taken.answer for taken in several]), tuple(taken.cell for taken in several))


def about_copies(shape: Shape, rows: list[TakenRow]) -> Iterator[Report]:
    """One note on the rows that are there several times, another on those of them that differ."""
    repeated = [row for row in rows if row.is_repeated]
    for name, several in (
        ("rows_repeated", [row for row in repeated if not row.reports]),
        ("rows_differ", [row for row in repeated if row.reports]),
    ):
        if several:
            cells = (cell for row in several for cell in _filled(row.copies))
            wording = remark(name, rows=listed([row.code for row in several]))
            yield Report(Noted(wording, shape.place(), subject=shape.about()), tuple(cells))


def about_content(taken: Taken) -> Iterator[Report]:
    content = taken.content
    for wording in _remarks_on(content):
        yield _on_answer(taken, wording, plain_text(content.raw))
    if content.changed and content.before:
        found = f"{content.before} → {plain_text(content.raw)}"
        cells = (taken.cell,) if content.raw.is_blank else ()
        yield _on_answer(taken, remark("change_tracked"), found, cells)


def _remarks_on(content: AnswerContent) -> Iterator[Remark]:
    if content.struck:
        yield remark("struck_answer")
    if content.partly_struck:
        yield remark("partly_struck_answer")
    if content.hidden:
        yield remark("hidden_text")
    if content.kept_prompt:
        yield remark("prompt_kept")
    if content.box_differs:
        yield remark("box_differs")
    if content.unseen_day:
        yield remark("day_differs", stored=content.unseen_day)


def _on_answer(taken: Taken, wording: Remark, found: str, cells: tuple[GridCell, ...] = ()) -> Report:
    answer = taken.answer
    return Report(Noted(wording, answer.place, found, answer.subject), cells)


def about_tracking(shape: Shape, taken: Iterable[Taken]) -> Iterator[Report]:
    count = sum(answer.content.changed and not answer.content.before for answer in taken)
    if count:
        yield Report(Noted(remark("entered_tracked", count=count), shape.place(), subject=shape.about()))
