"""Plans the sections of a document: questions below each other, and tables in as many parts as they need."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ruecklauf.definition.models import CrossSection
from ruecklauf.fieldtypes.companion import EXPLAINED, LAST, beside
from ruecklauf.fieldtypes.tick import boxes_text
from ruecklauf.layout.block import Block, ColumnPlan
from ruecklauf.layout.geometry import is_remark, question_code, referred, width_of
from ruecklauf.layout.inputs import example_text, question_text
from ruecklauf.layout.model import Layout
from ruecklauf.layout.pages.cells import EXPLANATION_TAG, LAST_TAG, Cells, printed_labels
from ruecklauf.layout.pages.columns import cut
from ruecklauf.layout.pages.meaning import Meanings
from ruecklauf.layout.pages.model import (
    PlannedCell,
    PlannedColumn,
    PlannedLine,
    PlannedQuestion,
    PlannedSection,
    PlannedTable,
)
from ruecklauf.layout.wording import header_cell
from ruecklauf.texts import Texts

CROSSING_WIDTH = 12
"""Characters of a cross table's columns."""


@dataclass(frozen=True, slots=True)
class Planner:
    """Plans the sections of a layout's worksheets."""

    layout: Layout
    meanings: Meanings
    texts: Texts

    def section(self, block: Block) -> PlannedSection:
        """A section with everything that the document says of it."""
        section, language, meanings = block.section, self.texts.language, self.meanings
        has_tables = not block.is_record
        return PlannedSection(
            block,
            meanings.for_pages(section.title(language)),
            section.instructions(language) if section.instructions else "",
            section.local,
            questions=() if has_tables else tuple(self._questions(block)),
            tables=self._tables(block) if has_tables else (),
            explained=tuple(meanings.of_columns(block)) if has_tables else (),
            sentences=meanings.of_rules(meanings.rulebook.sections[block.name].rules),
            lists=tuple(meanings.of_lists(block)),
        )

    @property
    def _cells(self) -> Cells:
        return Cells(self.layout, self.texts)

    def _questions(self, block: Block) -> Iterator[PlannedQuestion]:
        row, companions = block.rows[0], {column.field.id: column for column in block.companions}
        for column in block.questions:
            if column.field.computed is not None:
                continue
            code = question_code(block, column)
            text = question_text(block, column, self.texts)
            cell = self._cells.planned(block, row, column, code)
            hint = self.meanings.of_field(block, column.field)
            if companions and is_remark(block):
                hint = f"{hint} {self.texts('explained.whole_beside')}"
            # a question with several cells has its explanation beside the first one
            found = [
                self._cells.planned(block, row, plan, f"{code}.{tag}") if plan else None
                for kind, tag in ((EXPLAINED, EXPLANATION_TAG), (LAST, LAST_TAG))
                for plan in (companions.pop(beside(kind, column.field.id), None),)
            ]
            yield PlannedQuestion(code, text, hint, cell, *found)

    def _tables(self, block: Block) -> tuple[PlannedTable, ...]:
        groups = cut(self._columns(block), with_label=block.is_cross)
        cells = self._cells.of_rows(block)
        return tuple(self._table(block, number, groups, cells) for number in range(len(groups)))

    def _table(
        self,
        block: Block,
        number: int,
        groups: list[tuple[PlannedColumn, ...]],
        cells: Mapping[str, Mapping[str, PlannedCell]],
    ) -> PlannedTable:
        columns = groups[number]
        labelled = block.is_cross or (number > 0 and not _says_what_rows_are(block, columns))
        labels = self._labels(block) if labelled else {}
        head = self._label_head(block, labels) if labelled else ""
        lines = tuple(
            PlannedLine(
                row,
                labels.get(row.row_id, "") if head else "",
                tuple(cells[row.row_id][column.key] for column in columns),
            )
            for row in block.rows
        )
        example = () if block.is_cross else self._example(block, columns)
        return PlannedTable(number + 1, len(groups), columns, lines, head, example)

    def _columns(self, block: Block) -> list[PlannedColumn]:
        if block.is_cross:
            return [PlannedColumn(plan.row_id, plan.row_id, CROSSING_WIDTH) for plan in block.across]
        return [
            PlannedColumn(
                column.key,
                header_cell(column.field, block.worksheet.lists, self.texts, column.part),
                width_of(column.field),
            )
            for column in block.asked
        ]

    def _labels(self, block: Block) -> dict[str, str]:
        """What each row is, by row id, as far as the form prints it."""
        if not isinstance(block.section, CrossSection):
            return printed_labels(block, self.texts)
        down = referred(block.worksheet, block.section.field(block.section.down))
        return printed_labels(self.layout.block(down), self.texts)

    def _label_head(self, block: Block, labels: Mapping[str, str]) -> str:
        """What the labels are; of rows that are all free, what they may be called again."""
        section, language = block.section, self.texts.language
        if isinstance(section, CrossSection):
            down = self.layout.block(referred(block.worksheet, section.field(section.down)))
            return down.sheet if any(labels.values()) else ""
        if any(labels.values()):
            return section.field(section.printed_rows[-1].into).label(language)
        if not section.row_label:
            return ""
        return self.texts("document.to_orient", label=section.field(section.row_label).label(language))

    def _example(self, block: Block, columns: tuple[PlannedColumn, ...]) -> tuple[str, ...]:
        if not block.section.example_row:
            return ()
        by_key = {column.key: column for column in block.columns}
        return tuple(self._example_of(block, by_key[column.key]) for column in columns)

    def _example_of(self, block: Block, column: ColumnPlan) -> str:
        text = example_text(block, column, self.texts)
        kind = column.field.control(block.worksheet.lists, self.texts).kind
        return boxes_text(text, self.texts) if text and kind == "boxes" else text


def _says_what_rows_are(block: Block, columns: tuple[PlannedColumn, ...]) -> bool:
    """Whether the columns themselves have what the form prints into the rows, or else their names."""
    section = block.section
    says = section.printed_rows[-1].into if section.printed_rows else section.row_label
    return any(column.key == says for column in columns)
