"""Every paragraph of a returned document's body: an answer, reported, the form's, or none of these."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain

from ruecklauf.fieldtypes.folding import fold
from ruecklauf.findings import Place, Subject, shorten
from ruecklauf.intake.pages.grid import GridCell, Line, Numbered, Table
from ruecklauf.intake.pages.lines import LineRead, Report
from ruecklauf.intake.pages.locate import LocatedDocument
from ruecklauf.intake.pages.own import CODE, LABELS, OwnTexts, column_of, heads_of, is_own_cell
from ruecklauf.intake.pages.personal import lost_anywhere, personal_in
from ruecklauf.intake.pages.segment import tags_in
from ruecklauf.intake.pages.shapes import Shape
from ruecklauf.intake.pages.taking import Taken
from ruecklauf.intake.submission import NOTHING
from ruecklauf.office.document import Change

LONGEST_HEADING = 40
"""Characters of a heading in a place."""


@dataclass(frozen=True, slots=True)
class Judged:
    """Paragraphs that stand together and belong to no answer."""

    paragraphs: tuple[Numbered, ...]
    is_own: bool
    """They are the form's."""
    place: Place
    about: Subject = NOTHING
    outside: bool = False
    """They stand in no table of the form."""
    at_label: bool = False
    """They stand where the form has heads, codes and labels."""

    @property
    def text(self) -> str:
        return "\n".join(paragraph.text for paragraph in self.paragraphs if paragraph.text)

    @property
    def before(self) -> str | None:
        """What stood there before tracked changes; None if nothing was changed."""
        if not any(piece.change for paragraph in self.paragraphs for piece in paragraph.paragraph.pieces):
            return None
        return "\n".join(filter(None, (paragraph.text_before for paragraph in self.paragraphs)))


@dataclass(frozen=True)
class Body:
    """The body of a document whose answers are located."""

    located: LocatedDocument
    own: OwnTexts

    @cached_property
    def reports(self) -> tuple[Report, ...]:
        """What locating has to report."""
        return (
            *self.located.reports,
            *(report for section in self.located.sections for report in section.reports),
        )

    @cached_property
    def claimed(self) -> frozenset[GridCell]:
        """Cells whose content is reported."""
        return frozenset(cell for report in self.reports for cell in report.cells)

    @cached_property
    def answers(self) -> Mapping[GridCell, Taken]:
        """The cells for answers, further copies of them included."""
        sections = self.located.sections
        return {taken.cell: taken for s in sections for taken in (*s.copies, *s.taken, *s.added)}

    @property
    def pictures_told(self) -> int:
        """The pictures that lie on the boxes of answers, which say so."""
        taken = (taken for section in self.located.sections for taken in section.taken)
        return sum(taken.content.pictures for taken in taken)

    @cached_property
    def judged(self) -> tuple[Judged, ...]:
        """Everything in the body that is neither an answer nor reported."""
        return tuple(self._judge())

    def where(self, number: int) -> tuple[Place, Subject]:
        """What a paragraph belongs to, by its number."""
        return self._places.get(number, (Place(), Subject()))

    # How many

    def weight(self, cell: GridCell) -> int:
        """A cell for an answer counts as one, of others every paragraph."""
        if cell in self.answers:
            return int(cell.has_text)
        return sum(paragraph.has_text for paragraph in cell.paragraphs)

    @property
    def total(self) -> int:
        """All that the body has."""
        grid = self.located.grid
        cells = (cell for table in grid.tables for line in table.lines for cell in line.cells)
        return sum(map(self.weight, cells)) + sum(paragraph.has_text for paragraph in grid.paragraphs)

    @property
    def unanswered(self) -> int:
        """Cells for answers that show a prompt only, or empty boxes."""
        return sum(
            taken.content.raw.is_blank and cell.has_text and cell not in self.claimed
            for cell, taken in self.answers.items()
        )

    # Sorting

    def _judge(self) -> Iterator[Judged]:
        heading = ""
        for item in self.located.grid.items:
            if isinstance(item, Table):
                for line in item.lines:
                    yield from self._judge_line(item, line, self._place(heading))
                continue
            if item.paragraph.heading and item.text:
                heading = shorten(item.text, LONGEST_HEADING)
            if item.has_text:
                yield Judged((item,), self._is_own(item), self._place(heading), outside=True)

    def _place(self, where: str) -> Place:
        sections = self.located.sections
        return sections[0].shape.place(where) if sections else Place("", "")

    def _is_own(self, paragraph: Numbered) -> bool:
        return not _has_deletions(paragraph) and self.own.has(paragraph.text)

    def _judge_line(self, table: Table, line: Line, place: Place) -> Iterator[Judged]:
        if reading := self._readings.get(line):
            for cell in line.cells:
                yield from self._judge_cell(reading, cell)
        elif shape := self._heads.get(line):
            for cell in line.cells:
                is_own = fold(cell.text) in heads_of((shape,))
                where = Judged((), is_own, shape.place(), shape.about(), at_label=True)
                yield from _sorted(cell, where, None if is_own else frozenset())
        else:
            yield from self._judge_unknown(table, line, place)

    def _judge_cell(self, reading: LineRead, cell: GridCell) -> Iterator[Judged]:
        """What stands in a line beside its answers."""
        if cell in self.answers or cell in self.claimed:
            return
        key, row_id = column_of(reading, cell), self._rows.get(reading, reading.code)
        shape = reading.shape
        about = shape.about(row_id, key) if key in shape.head_texts else shape.about(row_id)
        if not about.field:
            private = personal_in(reading.segment, reading.line).get(reading.line.cells.index(cell))
            about = private._replace(row_id=private.row_id or row_id) if private is not None else about
        said = self._said.get(about.row, frozenset())

        def is_own(text: str) -> bool:
            return is_own_cell(reading, key, text, row_id=row_id, answers=said)

        own = None if is_own(cell.text) else frozenset(p for p in cell.paragraphs if is_own(p.text))
        where = Judged(
            (), False, shape.place(row_id), about, at_label=key in (CODE, LABELS) and bool(reading.code)
        )
        yield from _sorted(cell, where, own)

    def _judge_unknown(self, table: Table, line: Line, place: Place) -> Iterator[Judged]:
        """A line of a table that is none of the form's, or of which it is not clear what it holds."""
        heads = heads_of(section.shape for section in self.located.sections)
        guessed, outside = self._guessed_subject(line)
        private = {} if guessed.field else self._private_in(table, line)
        by_subject: dict[Subject, list[GridCell]] = {}
        for index, cell in enumerate(line.cells):
            by_subject.setdefault(private.get(index, guessed), []).append(cell)
        for about, cells in by_subject.items():
            paragraphs = [paragraph for cell in cells for paragraph in cell.paragraphs if paragraph.has_text]
            strays = [p for p in paragraphs if not self._is_own(p) and fold(p.text) not in heads]
            if strays:
                yield Judged(tuple(strays), False, place, about, outside)
            for paragraph in _without(strays, paragraphs):
                yield Judged((paragraph,), True, place, about, outside)

    def _private_in(self, table: Table, line: Line) -> Mapping[int, Subject]:
        """Cells of an unknown line that may hold a personal answer; of an unknown table perhaps all."""
        sections = self.located.sections
        segments = [found for each in sections for found in each.segments if found.table is table]
        if not segments:
            lost = (lost_anywhere(each.shape, each.segments, each.settled.rows) for each in sections)
            first = next(chain.from_iterable(lost), None)
            return dict.fromkeys(range(len(line.cells)), first) if first is not None else {}
        return {at: about for segment in segments for at, about in personal_in(segment, line).items()}

    def _guessed_subject(self, line: Line) -> tuple[Subject, bool]:
        """A personal field that a control in the line is for, if any; and whether nothing is the form's."""
        tags = [tag for cell in line.cells for tag in tags_in(cell)]
        known = [(self.located.shapes.by_tag[tag], tag) for tag in tags if tag in self.located.shapes.by_tag]
        for shape, tag in known:
            code, key = shape.tags[tag]
            if shape.is_personal(code, key):
                return shape.about(code, key), False
        has_code = any(self.located.shapes.with_code(cell.text) for cell in line.cells[:2])
        return Subject(), not known and not has_code

    # What is known of lines

    @cached_property
    def _readings(self) -> Mapping[Line, LineRead]:
        return {reading.line: reading for section in self.located.sections for reading in section.readings}

    @cached_property
    def _heads(self) -> Mapping[Line, Shape]:
        sections = self.located.sections
        return {
            segment.head: segment.shape
            for s in sections
            for segment in s.segments
            if segment.head is not None
        }

    @cached_property
    def _rows(self) -> Mapping[LineRead, str]:
        """The row that each line was taken for."""
        found: dict[LineRead, str] = {}
        for section in self.located.sections:
            for code, several in section.settled.rows.items():
                found.update(dict.fromkeys(several, code))
            for row in section.new:
                found.update(dict.fromkeys(row.readings, row.row_id))
        return found

    @cached_property
    def _said(self) -> Mapping[Subject, frozenset[str]]:
        """The answers of each row, folded."""
        found: dict[Subject, frozenset[str]] = {}
        for answer in self.located.answers:
            if not answer.raw.is_blank:
                row = answer.subject.row
                found[row] = found.get(row, frozenset()) | {fold(answer.raw.text)}
        return found

    @cached_property
    def _places(self) -> Mapping[int, tuple[Place, Subject]]:
        """By number of a paragraph."""
        found = {p.number: (judged.place, judged.about) for judged in self.judged for p in judged.paragraphs}
        for report in self.reports:
            place = (report.noted.place, report.noted.subject)
            found.update({p.number: place for cell in report.cells for p in cell.paragraphs})
        for cell, taken in self.answers.items():
            found.update({p.number: (taken.answer.place, taken.answer.subject) for p in cell.paragraphs})
        return found


def _sorted(cell: GridCell, where: Judged, own: frozenset[Numbered] | None) -> Iterator[Judged]:
    """A cell's paragraphs: those that are the form's (None: all), and the others together."""
    paragraphs = [paragraph for paragraph in cell.paragraphs if paragraph.has_text]
    strays = [
        paragraph
        for paragraph in paragraphs
        if _has_deletions(paragraph) or (own is not None and paragraph not in own)
    ]
    if strays:
        yield replace(where, paragraphs=tuple(strays), is_own=False)
    for paragraph in _without(strays, paragraphs):
        yield replace(where, paragraphs=(paragraph,), is_own=True)


def _without(strays: list[Numbered], paragraphs: list[Numbered]) -> Iterator[Numbered]:
    numbers = {paragraph.number for paragraph in strays}
    return (paragraph for paragraph in paragraphs if paragraph.number not in numbers)


def _has_deletions(paragraph: Numbered) -> bool:
    return any(piece.change is Change.DELETED and piece.text.strip() for piece in paragraph.paragraph.pieces)
