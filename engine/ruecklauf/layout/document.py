"""The plan of a text document for one worksheet: the same questions and rows as in the sheets, on pages.

Forms write it, imports find answers again by it. Row ids and question codes are those of the sheets, so that
an answer is the same question's wherever it was given.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

from ruecklauf.definition.models import CrossSection, Worksheet
from ruecklauf.definition.rulebook import FieldRules, RuleBook, bind_rules
from ruecklauf.errors import ProjectError
from ruecklauf.fieldtypes.base import Control, FieldBase
from ruecklauf.fieldtypes.reference import JOINT
from ruecklauf.fieldtypes.tick import boxes_text
from ruecklauf.findings import Subject
from ruecklauf.layout.geometry import question_code, referred, width_of
from ruecklauf.layout.inputs import example_text, given_content, question_text, shown_text
from ruecklauf.layout.model import Block, ColumnPlan, Layout, RowPlan
from ruecklauf.layout.wording import expected_in, header_cell
from ruecklauf.rules.sentence import clause, sentence
from ruecklauf.texts import Texts, load_texts

PORTRAIT, LANDSCAPE = 104, 160
"""Characters that fit across a page."""
ROW_WIDTH, LABEL_WIDTH, CROSSING_WIDTH = 8, 22, 12
"""Characters of the row ids' column, of the one that says what a row is, and of a cross table's columns."""
LONGEST_TAG = 64
"""Characters; Word takes no longer ones."""
NO = ".nein"
"""Ends the tag of the box for no."""


@dataclass(frozen=True, slots=True)
class PlannedCell:
    """The place of one answer in a document."""

    tag: str
    """`ST07`, `AK007.institution`: begins with the visible code."""
    subject: Subject
    field: FieldBase
    control: Control
    part: str = ""
    printed: bool = False
    locked: bool = False
    """Plain text, no control."""
    text: str = ""
    """What the form prints there, whoever it is for."""


@dataclass(frozen=True, slots=True)
class PlannedQuestion:
    code: str
    text: str
    hint: str
    cell: PlannedCell


@dataclass(frozen=True, slots=True)
class PlannedColumn:
    """A column of a table, after that of the row ids."""

    key: str
    """Field id (and part); in a cross table the row id across."""
    head: str
    width: int
    """In characters."""


@dataclass(frozen=True, slots=True)
class PlannedLine:
    """One row of a table."""

    row: RowPlan
    label: str
    """Says what the row is where its own first columns are not there; empty for rows still free."""
    cells: tuple[PlannedCell, ...]

    @property
    def code(self) -> str:
        return self.row.row_id


@dataclass(frozen=True, slots=True)
class PlannedTable:
    """All rows of a section with those of its columns that fit on a page."""

    number: int
    of: int
    columns: tuple[PlannedColumn, ...]
    lines: tuple[PlannedLine, ...]
    label_head: str = ""
    """Head of the labels' column; empty for a table that has none."""
    example: tuple[str, ...] = ()
    """What the example row shows in the columns; empty where there is none."""

    @property
    def width(self) -> int:
        """Characters across."""
        label = LABEL_WIDTH if self.label_head else 0
        return ROW_WIDTH + label + sum(column.width for column in self.columns)


@dataclass(frozen=True, slots=True)
class Explained:
    """What belongs into a column."""

    head: str
    text: str


@dataclass(frozen=True)
class PlannedSection:
    """One section of the worksheet: questions, or tables."""

    block: Block
    title: str
    instructions: str
    local: bool
    questions: tuple[PlannedQuestion, ...] = ()
    tables: tuple[PlannedTable, ...] = ()
    explained: tuple[Explained, ...] = ()
    sentences: tuple[str, ...] = ()
    """The rules in words."""

    def cells(self) -> Iterator[PlannedCell]:
        yield from (question.cell for question in self.questions)
        for table in self.tables:
            for line in table.lines:
                yield from line.cells


@dataclass(frozen=True)
class DocumentPlan:
    """The document of one worksheet."""

    worksheet: Worksheet
    short: str
    title: str
    purpose: str
    lines: tuple[str, ...]
    """Whether it is to be returned, and how to fill it in."""
    sections: tuple[PlannedSection, ...]
    landscape: bool
    more_rows: str
    """What to do when the free rows are not enough; empty where there are none."""

    @cached_property
    def by_tag(self) -> Mapping[str, PlannedCell]:
        return {cell.tag: cell for section in self.sections for cell in section.cells()}


@lru_cache(maxsize=64)
def _texts_of(language: str) -> Texts:
    return load_texts(language)


def plan_document(layout: Layout, worksheet_id: str) -> DocumentPlan:
    """The document of a layout's worksheet. ProjectError if two answers would have one tag."""
    return _plan(_Kept(layout), worksheet_id)


@dataclass(frozen=True, slots=True)
class _Kept:
    """A layout by its fingerprint: layouts themselves hold dictionaries."""

    layout: Layout

    def __hash__(self) -> int:
        return hash(self.layout.fingerprint)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Kept) and other.layout.fingerprint == self.layout.fingerprint


@lru_cache(maxsize=64)
def _plan(kept: _Kept, worksheet_id: str) -> DocumentPlan:
    layout, texts = kept.layout, _texts_of(kept.layout.language)
    worksheet = next(one for one in layout.worksheets if one.id == worksheet_id)
    planner = _Planner(layout, bind_rules(layout.worksheets), texts)
    blocks = [block for block in layout.blocks if block.worksheet.id == worksheet_id]
    sections = tuple(planner.section(block) for block in blocks)
    widest = max((table.width for section in sections for table in section.tables), default=0)
    plan = DocumentPlan(
        worksheet,
        worksheet.short(texts.language),
        worksheet.title(texts.language),
        worksheet.purpose(texts.language),
        (
            texts("document.local" if blocks[0].section.local else "document.returned"),
            worksheet.instructions(texts.language),
        ),
        tuple(_with_whole_rules(sections, planner, worksheet)),
        widest > PORTRAIT,
        texts("document.more_rows") if any(block.section.has_free_rows for block in blocks) else "",
    )
    _refuse_clashes(plan)
    return plan


def _with_whole_rules(
    sections: tuple[PlannedSection, ...], planner: _Planner, worksheet: Worksheet
) -> Iterator[PlannedSection]:
    """The sections, the last one that is no remarks with the rules over more than one section."""
    whole = tuple(
        sentence(bound.constraint.resolved, planner.texts.language)
        for bound in planner.rulebook.whole[worksheet.id]
    )
    last = [section for section in sections if not section.block.section.is_remarks][-1]
    for section in sections:
        yield replace(section, sentences=section.sentences + whole) if section is last else section


def _refuse_clashes(plan: DocumentPlan) -> None:
    tags = [cell.tag for section in plan.sections for cell in section.cells()]
    if len(tags) == len(set(tags)):
        return
    twice = next(tag for tag in tags if tags.count(tag) > 1)
    raise ProjectError(
        f"two answers of worksheet {plan.worksheet.id!r} would have the same tag {twice!r} in a Word form",
        remedy="Give the sections different prefixes, or the fields shorter names.",
    )


@dataclass(frozen=True, slots=True)
class _Planner:
    layout: Layout
    rulebook: RuleBook
    texts: Texts

    def section(self, block: Block) -> PlannedSection:
        section, language = block.section, self.texts.language
        rules = self.rulebook.sections[block.name]
        shown = not block.is_record
        return PlannedSection(
            block,
            section.title(language),
            section.instructions(language) if section.instructions else "",
            section.local,
            questions=() if shown else tuple(self._questions(block)),
            tables=self._tables(block) if shown else (),
            explained=tuple(self._explained(block)) if shown else (),
            sentences=tuple(
                dict.fromkeys(sentence(bound.constraint.resolved, language) for bound in rules.rules)
            ),
        )

    def _questions(self, block: Block) -> Iterator[PlannedQuestion]:
        for column in block.columns:
            code = question_code(block, column)
            text = question_text(block, column, self.texts)
            cell = self._cell(block, block.rows[0], column, code)
            yield PlannedQuestion(code, text, self._meaning(block, column.field), cell)

    def _tables(self, block: Block) -> tuple[PlannedTable, ...]:
        groups = _cut(self._columns(block), with_label=block.is_cross)
        lines = self._crossing_cells(block) if block.is_cross else self._table_cells(block)
        return tuple(self._table(block, number, groups, lines) for number in range(len(groups)))

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
        head = self._label_head(block) if labelled and any(labels.values()) else ""
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
                _key(column),
                header_cell(column.field, block.worksheet.lists, self.texts, column.part),
                width_of(column.field),
            )
            for column in block.columns
        ]

    def _table_cells(self, block: Block) -> dict[str, dict[str, PlannedCell]]:
        return {
            row.row_id: {
                _key(column): self._cell(block, row, column, _tag(row.row_id, column, number))
                for number, column in enumerate(block.columns, start=1)
            }
            for row in block.rows
        }

    def _crossing_cells(self, block: Block) -> dict[str, dict[str, PlannedCell]]:
        column = block.columns[0]
        field = column.field
        control = field.control(block.worksheet.lists, self.texts)
        found: dict[str, dict[str, PlannedCell]] = {}
        for row in block.rows:
            for other in block.across:
                row_id = f"{row.row_id}-{other.row_id}"
                subject = Subject(block.worksheet.id, block.section.id, row_id, field.id)
                cell = PlannedCell(row_id, subject, field, control)
                found.setdefault(row.row_id, {})[other.row_id] = cell
        return found

    def _cell(self, block: Block, row: RowPlan, column: ColumnPlan, tag: str) -> PlannedCell:
        field = column.field
        content = given_content(block, row, column, self.texts)
        return PlannedCell(
            tag,
            Subject(block.worksheet.id, block.section.id, row.row_id, field.id),
            field,
            self._control(block, field),
            column.part,
            row.printed,
            row.locks(field),
            shown_text(content, field, self.texts),
        )

    def _control(self, block: Block, field: FieldBase) -> Control:
        control = field.control(block.worksheet.lists, self.texts)
        if control.kind != "combo" or control.entries:
            return control
        return Control(control.kind, control.placeholder, self._rows_offered(block, field))

    def _rows_offered(self, block: Block, field: FieldBase) -> tuple[str, ...]:
        """The printed rows that a reference may name, as texts that `split_reference` takes apart."""
        target = self.layout.block(referred(block.worksheet, field))
        labels = printed_labels(target, self.texts)
        return tuple(f"{row_id}{JOINT}{label}" for row_id, label in labels.items() if label)

    def _labels(self, block: Block) -> dict[str, str]:
        """What each row is, by row id, as far as the form prints it."""
        if not isinstance(block.section, CrossSection):
            return printed_labels(block, self.texts)
        down = referred(block.worksheet, block.section.field(block.section.down))
        return printed_labels(self.layout.block(down), self.texts)

    def _label_head(self, block: Block) -> str:
        section = block.section
        if isinstance(section, CrossSection):
            return self.layout.block(referred(block.worksheet, section.field(section.down))).sheet
        last = section.printed_rows[-1].into
        return section.field(last).label(self.texts.language)

    def _example(self, block: Block, columns: tuple[PlannedColumn, ...]) -> tuple[str, ...]:
        if not block.section.example_row:
            return ()
        by_key = {_key(column): column for column in block.columns}
        return tuple(self._example_of(block, by_key[column.key]) for column in columns)

    def _example_of(self, block: Block, column: ColumnPlan) -> str:
        text = example_text(block, column, self.texts)
        kind = column.field.control(block.worksheet.lists, self.texts).kind
        return boxes_text(text, self.texts) if text and kind == "boxes" else text

    def _explained(self, block: Block) -> Iterator[Explained]:
        section = block.section
        if isinstance(section, CrossSection):
            down, across = (
                self.layout.block(referred(block.worksheet, section.field(name))).sheet
                for name in (section.down, section.across)
            )
            yield Explained(
                self.texts("document.crossing_head"),
                self.texts("document.crossing", down=down, across=across),
            )
        for column in block.columns:
            yield Explained(
                header_cell(column.field, block.worksheet.lists, self.texts, column.part).replace("\n", " "),
                self._meaning(block, column.field),
            )

    def _meaning(self, block: Block, field: FieldBase) -> str:
        """Help, what may be entered, and when."""
        rules = self.rulebook.sections[block.name].of(field.id)
        expected = self.texts("prompt.expected", what=self._expected(block, field))
        said = [field.help(self.texts.language)] if field.help else []
        return " ".join((*said, expected, *self._conditions(rules)))

    def _expected(self, block: Block, field: FieldBase) -> str:
        control = field.control(block.worksheet.lists, self.texts)
        if control.kind == "boxes":
            return self.texts("document.ticks")
        if control.kind == "combo":
            target = self.layout.block(referred(block.worksheet, field))
            example = target.rows[0].row_id
            return self.texts("document.reference", sheet=target.sheet, example=example)
        return expected_in(field, block.worksheet.lists, self.texts)

    def _conditions(self, rules: FieldRules) -> Iterator[str]:
        language = self.texts.language
        asked = clause(rules.relevant.resolved, language) if rules.relevant else ""
        needed = clause(rules.required.resolved, language) if rules.required else ""
        if asked:
            yield self.texts("document.asked_when", clause=asked)
        if needed and needed != asked and not rules.field.required:
            yield self.texts("document.required_when", clause=needed)


def printed_labels(block: Block, texts: Texts) -> dict[str, str]:
    """What the form prints into each row to say what it is: the last of its given fields; by row id."""
    printed = block.section.printed_rows
    last = printed[-1].into if printed else ""
    columns = {column.field.id: column for column in block.columns}
    return {
        row.row_id: shown_text(given_content(block, row, columns[last], texts), columns[last].field, texts)
        if last in row.given
        else ""
        for row in block.rows
    }


def _says_what_rows_are(block: Block, columns: tuple[PlannedColumn, ...]) -> bool:
    """Whether the columns themselves have what the form prints into the rows."""
    return any(rows.into == column.key for rows in block.section.printed_rows[-1:] for column in columns)


def _key(column: ColumnPlan) -> str:
    return f"{column.field.id}.{column.part}" if column.part else column.field.id


def _tag(row_id: str, column: ColumnPlan, number: int) -> str:
    tag = f"{row_id}.{_key(column)}"
    return tag if len(tag) + len(NO) <= LONGEST_TAG else f"{row_id}.{number}"


def _cut(columns: list[PlannedColumn], *, with_label: bool) -> list[tuple[PlannedColumn, ...]]:
    """The columns in groups that fit on a page; on one in portrait if all do, else in landscape."""
    label = LABEL_WIDTH if with_label else 0
    total = ROW_WIDTH + label + sum(column.width for column in columns)
    limit = PORTRAIT if total <= PORTRAIT else LANDSCAPE
    groups: list[list[PlannedColumn]] = [[]]
    used = ROW_WIDTH + label
    for column in columns:
        if groups[-1] and used + column.width > limit:
            groups.append([])
            used = ROW_WIDTH + LABEL_WIDTH
        groups[-1].append(column)
        used += column.width
    return [tuple(group) for group in groups]
