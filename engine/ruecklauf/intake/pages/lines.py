"""The lines of a document's tables with all that says which row each is: code, tags, and what is printed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from ruecklauf.fieldtypes.folding import fold
from ruecklauf.findings import Place, Subject
from ruecklauf.intake.pages.content import AnswerContent, Prompts, read_cell
from ruecklauf.intake.pages.grid import GridCell, Line
from ruecklauf.intake.pages.personal import personal_in
from ruecklauf.intake.pages.segment import Segment, tags_in
from ruecklauf.intake.pages.shapes import ANSWER, LABEL, Shape
from ruecklauf.intake.submission import Noted
from ruecklauf.layout.pages.plan import PlannedCell
from ruecklauf.office.document import Change
from ruecklauf.texts import Texts


@dataclass(frozen=True, slots=True)
class Report:
    """A note, and the cells whose content it accounts for."""

    noted: Noted
    cells: tuple[GridCell, ...] = ()


@dataclass(frozen=True, slots=True)
class Wording:
    """What is needed to tell an answer from what the form says itself."""

    texts: Texts
    prompts: Prompts


@dataclass(frozen=True, eq=False)
class LineRead:
    """A line of a segment; compared by identity."""

    segment: Segment
    line: Line
    wording: Wording

    @property
    def shape(self) -> Shape:
        return self.segment.shape

    @cached_property
    def code(self) -> str:
        """The code that is seen; empty where it is none of the section's."""
        return self.shape.code_of(self.typed)[0]

    @cached_property
    def typed(self) -> str:
        """What stands where the code should be; of a row taken out with changes tracked, what stood there."""
        cell = self.segment.code_cell(self.line)
        if cell is None:
            return ""
        return self.wording.prompts.cut(cell.text_before if self.is_deleted else cell.text)

    @cached_property
    def cells(self) -> Mapping[str, GridCell]:
        """The cells for answers by key; of a line with cells too many or too few as its controls tell."""
        if self.is_deformed:
            return self._tagged_cells
        found = {key: self.segment.cell(self.line, index) for key, index in self.segment.columns.items()}
        return {
            key: cell
            for key, cell in found.items()
            # what stands under a joined cell is not seen; not every question has a place for an explanation
            if cell is not None and not (cell.continues and cell.has_text) and key in self._planned
        }

    @cached_property
    def is_deformed(self) -> bool:
        """Whether cells were deleted or inserted: by their number, or as several have others' controls."""
        return self.segment.is_deformed(self.line) or self._is_shifted

    @property
    def _is_shifted(self) -> bool:
        known, tags = self.segment.contradicted, self.shape.tags
        shifted = 0
        for key, index in self.segment.columns.items():
            cell = self.segment.cell(self.line, index)
            keys = {tags[tag][1] for tag in tags_in(cell) if tag in tags} if cell else set()
            shifted += bool(keys) and key not in keys and keys != {known.get(key)}
        return shifted > 1

    @cached_property
    def _tagged_cells(self) -> dict[str, GridCell]:
        found: dict[str, GridCell] = {}
        twice: set[str] = set()
        for cell in self.line.cells:
            keys = {self.shape.tags[tag][1] for tag in tags_in(cell) if tag in self.shape.tags}
            for key in keys:
                twice |= {key} if key in found or len(keys) > 1 else set()
                found[key] = cell
        return {key: cell for key, cell in found.items() if key not in twice}

    @cached_property
    def tags(self) -> Mapping[str, tuple[tuple[str, str], ...]]:
        """By key of the cell, the codes and keys that its controls name."""
        return {
            key: tuple(dict.fromkeys(self.shape.tags[tag] for tag in tags_in(cell) if tag in self.shape.tags))
            for key, cell in self.cells.items()
        }

    @cached_property
    def tagged(self) -> str:
        """The row that all controls of the line name; empty if they name none or several."""
        codes = {code for named in self.tags.values() for code, _ in named}
        return next(iter(codes)) if len(codes) == 1 else ""

    @cached_property
    def shown(self) -> str:
        """The row whose print the line shows, if only one row has that."""
        return self.shape.row_by_print(dict(self._shown_texts()))

    def _shown_texts(self) -> Iterator[tuple[str, str]]:
        label = self.segment.label_cell(self.line)
        if label is not None:
            yield LABEL, fold(self._label_text(label))
        for key, cell in self.cells.items():
            yield key, fold(cell.text)

    def _label_text(self, cell: GridCell) -> str:
        """A label, or of a question's cell with a hint below it the question."""
        if not self.shape.is_record:
            return cell.text
        folded = fold(cell.text)
        starts = [label for label in self.shape.by_label if folded.startswith(label)]
        return max(starts, key=len, default="")

    @cached_property
    def contents(self) -> Mapping[str, AnswerContent]:
        """What stands in the cells for answers."""
        return {
            key: read_cell(cell, self.planned(key).control, self.wording.prompts, self.wording.texts)
            for key, cell in self.cells.items()
        }

    def planned(self, key: str) -> PlannedCell:
        """What a column's cells are for: in this row, or in any where the row is not known."""
        return self._planned[key]

    @property
    def _planned(self) -> Mapping[str, PlannedCell]:
        rows = self.shape.rows
        return rows.get(self.code) or next(iter(rows.values()))

    @cached_property
    def is_filled(self) -> bool:
        """Whether anything was entered."""
        return any(not content.raw.is_blank or content.changed for content in self.contents.values())

    @property
    def is_deleted(self) -> bool:
        return self.line.change is Change.DELETED

    def quoted(self) -> str:
        """What stands in the cells for answers, personal ones aside."""
        shown = ((self.planned(key), content.raw.text) for key, content in self.contents.items())
        texts = (self._hidden(text) if planned.field.personal else text for planned, text in shown)
        return " | ".join(filter(None, texts))

    def quoted_whole(self, *, before: bool = False) -> str:
        """What stands in all cells, or stood there before tracked changes.

        Those that may have come from personal columns are hidden.
        """
        cells, prompts = self.line.cells, self.wording.prompts
        personal = personal_in(self.segment, self.line)
        texts = (prompts.cut_all(cell.text_before if before else cell.text) for cell in cells)
        shown = (self._hidden(text) if index in personal else text for index, text in enumerate(texts))
        return " | ".join(filter(None, shown))

    def _hidden(self, text: str) -> str:
        return self.wording.texts("words.personal") if text else ""

    @property
    def about(self) -> Subject:
        """The row, or the question."""
        return self.shape.about(self.code, ANSWER) if self.shape.is_record else self.shape.about(self.code)

    def place(self) -> Place:
        return self.shape.place(self.code)
