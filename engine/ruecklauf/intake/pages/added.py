"""Rows that a document has and its form had not."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from ruecklauf.findings import Place, Subject, remark
from ruecklauf.intake.codes import normal_code
from ruecklauf.intake.pages.content import AnswerContent
from ruecklauf.intake.pages.grid import GridCell
from ruecklauf.intake.pages.lines import LineRead, Report
from ruecklauf.intake.pages.rows import SettledLines
from ruecklauf.intake.pages.segment import Segment
from ruecklauf.intake.pages.shapes import Shape
from ruecklauf.intake.row_numbers import MAX_ADDED_ROWS, ids_of_added, typed_row_id
from ruecklauf.intake.submission import Noted, RawAnswer


@dataclass(frozen=True, slots=True)
class NewRow:
    """A row under its own number or a provisional one, with its line in each part of the table."""

    row_id: str
    readings: tuple[LineRead, ...]

    @property
    def shape(self) -> Shape:
        return self.readings[0].shape

    def cells(self) -> Iterator[tuple[RawAnswer, GridCell, AnswerContent]]:
        """Its answers, blank ones included."""
        for reading in self.readings:
            for key, cell in reading.cells.items():
                planned = reading.planned(key)
                about = planned.subject
                subject = Subject(about.worksheet, about.section, self.row_id, about.field)
                place = self.place(planned.tag.partition(".")[2])
                content = reading.contents[key]
                yield RawAnswer(subject, planned.part, content.raw, place), cell, content

    def place(self, column: str = "") -> Place:
        return self.shape.place(f"{self.row_id}.{column}" if column else self.row_id)

    @property
    def _typed(self) -> str:
        """Its number, if that was typed into it."""
        typed = typed_row_id(self.shape.section.block, self.readings[0].typed)
        return typed if typed == self.row_id else ""

    def reports(self) -> Iterator[Report]:
        """That it was added; and that several lines are taken for one row."""
        about = self.shape.about(self.row_id)
        yield Report(Noted(remark("row_added", row=self.row_id), self.place(), self._typed, about))
        if len(self.readings) > 1:
            yield Report(Noted(remark("rows_joined", row=self.row_id), self.place(), subject=about))


def new_rows(shape: Shape, settled: SettledLines, readings: tuple[LineRead, ...]) -> list[NewRow]:
    """The lines without a row of their own, numbered on; those of several parts that belong together are one.

    They do if somebody typed one new number into them, or if they stand behind the same row, as many in
    every part that has any. A new number that leads to one row only is that row's.
    """
    if not shape.grows or not settled.rows:
        return []
    groups = _joined(settled, readings)[:MAX_ADDED_ROWS]
    typed = [group[0].typed for group in groups]
    block = shape.section.block
    ids = ids_of_added(block, typed, unique=_leading_to_one(groups, readings))
    return [NewRow(row_id, group) for row_id, group in zip(ids, groups, strict=True)]


def _leading_to_one(groups: list[tuple[LineRead, ...]], readings: tuple[LineRead, ...]) -> set[str]:
    """The codes that stand in the lines of one new row and in no others that say something."""
    lines = Counter(
        normal_code(reading.typed) for reading in readings if reading.is_filled and not reading.is_deleted
    )
    own = Counter({normal_code(group[0].typed): len(group) for group in groups})
    return {code for code, number in own.items() if code and lines[code] == number}


def _joined(settled: SettledLines, readings: tuple[LineRead, ...]) -> list[tuple[LineRead, ...]]:
    runs = _runs(settled, readings)
    counts: dict[str, set[int]] = defaultdict(set)
    for (_, behind), run in runs.items():
        counts[behind].add(len(run))
    groups: dict[tuple[str, int | LineRead], list[LineRead]] = defaultdict(list)
    for (_, behind), run in runs.items():
        for place, reading in enumerate(run):
            typed = normal_code(reading.typed)
            alike = len(counts[behind]) == 1
            groups[(typed, 0) if typed else (behind, place) if alike else ("", reading)].append(reading)
    return [part for group in groups.values() for part in _disjoint(group)]


def _runs(settled: SettledLines, readings: tuple[LineRead, ...]) -> dict[tuple[Segment, str], list[LineRead]]:
    """The new lines by segment and by the row that they stand behind."""
    rows = {reading: code for code, several in settled.rows.items() for reading in several}
    new = frozenset(settled.new)
    runs: dict[tuple[Segment, str], list[LineRead]] = defaultdict(list)
    behind = ""
    for reading in readings:
        behind = rows.get(reading, behind)
        if reading in new:
            runs[reading.segment, f"behind {behind}"].append(reading)
    return runs


def _disjoint(group: list[LineRead]) -> Iterator[tuple[LineRead, ...]]:
    """A group as one row, or its lines singly where two have the same columns."""
    keys = [key for reading in group for key in reading.cells]
    if len(keys) == len(set(keys)):
        yield tuple(group)
    else:
        yield from ((reading,) for reading in group)
