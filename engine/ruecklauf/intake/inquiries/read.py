"""A returned inquiry read: answers and explanations with their places, and everything else in it a note."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from ruecklauf.cells import BLANK, Raw, a1
from ruecklauf.fieldtypes.seen import plain_text
from ruecklauf.findings import Place, Subject, remark
from ruecklauf.intake.inquiries.lines import QuestionSheet, question_sheets
from ruecklauf.intake.inquiries.own import Own
from ruecklauf.intake.ledger import Entry, Ledger
from ruecklauf.intake.page_texts import foreign_page_texts
from ruecklauf.intake.sheets.around import about_file, about_links, about_recorded
from ruecklauf.intake.sheets.doubts import is_in_doubt
from ruecklauf.intake.sheets.strays import with_formula
from ruecklauf.intake.submission import CellCounts, Noted, Quote, RawAnswer
from ruecklauf.layout.inquiries import AskedRow, Inquiry
from ruecklauf.layout.model import Position
from ruecklauf.office.workbook import PartlyStruck, Sheet, SheetCell, Workbook
from ruecklauf.texts import Texts


@dataclass(frozen=True, slots=True)
class Explanation:
    """That something holds as it is, and why."""

    row: AskedRow
    text: str
    place: Place


@dataclass(frozen=True, slots=True)
class InquiryReading:
    """All that came back in an inquiry."""

    answers: tuple[RawAnswer, ...]
    """Of every row that was found and can be answered, blank ones included."""
    explanations: tuple[Explanation, ...]
    noted: tuple[Noted, ...]
    counts: CellCounts
    """Explanations count as quoted in findings."""


def read_inquiry(workbook: Workbook, inquiry: Inquiry, texts: Texts) -> InquiryReading:
    """What a workbook that was sent as this inquiry says."""
    return _InquiryReader(workbook, inquiry, texts).result()


@dataclass(frozen=True, slots=True)
class _Line:
    """One line of the file that is a row of the inquiry."""

    on: QuestionSheet
    number: int
    row: AskedRow

    def raw(self, key: str) -> Raw:
        position = self.position(key)
        cell = self.on.sheet.cells.get(position) if position else None
        return cell.raw if cell else BLANK

    def position(self, key: str) -> Position | None:
        if self.on.disagrees or self.number in self.on.doubtful or key not in self.on.columns:
            return None
        if key == "answer" and not self.row.is_answerable:
            return None
        return self.number, self.on.columns[key]

    def place(self, key: str) -> Place:
        position = self.position(key)
        return Place(self.on.sheet.name, a1(*position)) if position else Place(self.on.sheet.name)

    @property
    def given(self) -> tuple[str, str]:
        """What was entered, for comparing copies of a line."""
        return plain_text(self.raw("answer")), plain_text(self.raw("explanation"))

    @property
    def is_blank(self) -> bool:
        return all(self.raw(key).is_blank for key in ("answer", "explanation"))

    def filled(self) -> list[Position]:
        positions = (self.position(key) for key in ("answer", "explanation"))
        return [at for at in positions if at and at in self.on.sheet.cells]


@dataclass(frozen=True)
class _InquiryReader:
    workbook: Workbook
    inquiry: Inquiry
    texts: Texts

    @cached_property
    def _sheets(self) -> tuple[QuestionSheet, ...]:
        return question_sheets(self.workbook, self.inquiry, self.texts)

    @cached_property
    def _lines(self) -> dict[str, list[_Line]]:
        """By row id, the lines that are it: several where lines or sheets were copied."""
        found: dict[str, list[_Line]] = {}
        for on in self._sheets:
            for number, row in sorted(on.lines.items()):
                found.setdefault(row.id, []).append(_Line(on, number, row))
        return found

    @cached_property
    def _chosen(self) -> tuple[_Line, ...]:
        """The line of each row that is read; none where copies differ."""
        return tuple(
            next((line for line in lines if not line.is_blank), lines[0])
            for lines in self._lines.values()
            if len({line.given for line in lines if not line.is_blank}) <= 1
        )

    def result(self) -> InquiryReading:
        answers = tuple(
            RawAnswer(line.row.subject, line.row.part, line.raw("answer"), line.place("answer"))
            for line in self._chosen
            if line.position("answer")
        )
        explanations = tuple(
            Explanation(line.row, plain_text(line.raw("explanation")), line.place("explanation"))
            for line in self._chosen
            if not line.raw("explanation").is_blank
        )
        own = Own(self.inquiry, self.texts)
        taken = {
            (line.on.sheet.name, position)
            for line in self._chosen
            for position in line.filled()
            if not line.on.sheet.cells[position].raw.is_blank
        }
        entries = [*self._contradictions(taken)]
        number = 0
        for sheet in self.workbook.sheets:
            strays = []
            for position, cell in sheet.cells.items():
                if (sheet.name, position) in taken:
                    continue
                if cell.raw.is_blank or own.has(cell, self._on(sheet)):
                    number += 1
                else:
                    strays.append(cell)
            entries += self._strays(sheet, strays)
            entries += self._beside(sheet)
        entries += (Entry(noted, 0) for noted in (*about_file(self.workbook), *self._about_answers()))
        ledger = Ledger(answers, number, tuple(entries))
        counted = ledger.counts(self._total())
        quoted = counted.findings + len(explanations)
        counts = CellCounts(counted.answers, counted.template, quoted, counted.total)
        return InquiryReading(answers, explanations, ledger.noted, counts)

    def _on(self, sheet: Sheet) -> QuestionSheet | None:
        return next((on for on in self._sheets if on.sheet is sheet), None)

    def _total(self) -> int:
        sheets = self.workbook.sheets
        return sum(len(sheet.cells) + len(sheet.notes) + len(sheet.drawing_texts) for sheet in sheets)

    def _contradictions(self, taken: set[tuple[str, Position]]) -> Iterator[Entry]:
        """Copies of a line: those that say another thing, of which none is read, and those that say the same.

        Their cells are added to those that are `taken`.
        """
        for lines in self._lines.values():
            filled = [line for line in lines if not line.is_blank]
            rest = filled if len({line.given for line in filled}) > 1 else filled[1:]
            cells = [(line, at) for line in rest for at in line.filled()]
            cells = [(line, at) for line, at in cells if not line.on.sheet.cells[at].raw.is_blank]
            if not cells:
                continue
            taken |= {(line.on.sheet.name, at) for line, at in cells}
            quotes = tuple(
                Quote(plain_text(line.on.sheet.cells[at].raw), f"{line.on.sheet.name}!{a1(*at)}")
                for line, at in cells
            )
            row, first = lines[0].row, cells[0][0]
            code = "inquiry_row_contested" if rest is filled else "inquiry_row_twice"
            about = remark(code, row=row.id)
            place = Place(first.on.sheet.name, a1(*cells[0][1]))
            yield Entry(Noted(about, place, "", row.subject, quotes), len(cells))

    def _strays(self, sheet: Sheet, cells: list[SheetCell]) -> Iterator[Entry]:
        """One note on each cell in which something stands that is neither the inquiry's nor taken."""
        on = self._on(sheet)
        for cell in sorted(cells, key=lambda cell: (cell.row, cell.column)):
            place = Place(sheet.name, a1(cell.row, cell.column))
            row = on.lines.get(cell.row) if on else None
            about = remark("inquiry_stray", near=row.id) if row else remark("inquiry_elsewhere")
            yield Entry(Noted(about, place, with_formula(cell), row.subject if row else Subject()))

    def _beside(self, sheet: Sheet) -> Iterator[Entry]:
        """Notes, drawings, links and what is recorded of changes."""
        subjects = self._subjects(sheet)
        for note in sheet.notes:
            about = subjects.get((note.row, note.column), Subject())
            place = Place(sheet.name, a1(note.row, note.column))
            yield Entry(Noted(remark("note_found"), place, note.text, about))
        for text in sheet.drawing_texts:
            yield Entry(Noted(remark("drawing_text"), Place(sheet.name), text))
        if foreign := foreign_page_texts(sheet, self.texts):
            yield Entry(Noted(remark("page_text"), Place(sheet.name), quotes=tuple(map(Quote, foreign))), 0)
        for noted in (*about_links(sheet, subjects), *about_recorded(sheet, subjects)):
            yield Entry(noted, 0)

    def _subjects(self, sheet: Sheet) -> Mapping[Position, Subject]:
        """Of every cell in a line that is a row of the inquiry."""
        on = self._on(sheet)
        columns = {column for _, column in sheet.cells} | {note.column for note in sheet.notes}
        lines = on.lines.items() if on else ()
        return {(number, column): row.subject for number, row in lines for column in columns}

    def _about_answers(self) -> Iterator[Noted]:
        for on in self._sheets:
            if on.disagrees:
                yield Noted(remark("inquiry_columns_unclear"), Place(on.sheet.name))
            for number in sorted(on.doubtful):
                place = Place(on.sheet.name, a1(number, on.columns.get("answer", 1)))
                yield Noted(remark("inquiry_line_doubtful"), place)
        for line in self._chosen:
            for position in line.filled():
                cell, place = line.on.sheet.cells[position], Place(line.on.sheet.name, a1(*position))
                if cell.struck or isinstance(cell.raw.text, PartlyStruck):
                    code = "struck_answer" if cell.struck else "partly_struck_answer"
                    yield Noted(remark(code), place, plain_text(cell.raw), line.row.subject)
                if is_in_doubt(line.on.sheet, position):
                    yield Noted(remark("perhaps_not_seen"), place, plain_text(cell.raw), line.row.subject)
        yield from self._merged()

    def _merged(self) -> Iterator[Noted]:
        for line in self._chosen:
            at = line.position("answer")
            for first_row, first_column, last_row, last_column in line.on.sheet.merged:
                if at and first_row <= at[0] <= last_row and first_column <= at[1] <= last_column:
                    area = f"{a1(first_row, first_column)}:{a1(last_row, last_column)}"
                    yield Noted(
                        remark("merged_answer"), Place(line.on.sheet.name, area), subject=line.row.subject
                    )
