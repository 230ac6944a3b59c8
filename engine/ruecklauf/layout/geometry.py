"""Where each section goes: sheets, rows and columns, computed from the worksheets alone."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from ruecklauf.definition.models import (
    CrossSection,
    GridSection,
    RecordSection,
    SectionBase,
    TableSection,
    Worksheet,
)
from ruecklauf.fieldtypes.base import FieldBase
from ruecklauf.fieldtypes.companion import LAST, companion_kind, explained_question
from ruecklauf.layout.block import Block, ColumnPlan, RowPlan
from ruecklauf.layout.row_ids import PlannedRow, row_ids, row_names
from ruecklauf.layout.wording import header
from ruecklauf.texts import Texts

CODE_COLUMN = 1
"""Row ids and question codes stand in column A."""
STATUS_COLUMN = 2
FIRST_FIELD_COLUMN = 3
QUESTION_COLUMN, ANSWER_COLUMN, HINT_COLUMN, RECORD_STATUS_COLUMN, EXPLANATION_COLUMN = 2, 3, 4, 5, 6
LAST_COLUMN = 7
RECORD_WIDTHS = (8, 42, 40, 48, 13, 30)
CARRIED_WIDTHS = (8, 36, 34, 36, 13, 26, 28)
"""Widths of a record's columns in characters, and in forms that carry on; together they fit on a page."""
LINE_WIDTH = 170
"""Characters of an instruction line at the head of a sheet."""
WIDE_ENOUGH = 22
"""Characters a column needs to hold remarks."""
HEAD_ROWS = 2
"""Title and identity line."""
GUIDED_SINCE = 5
"""The first version of the layout of which each sheet leads to the next."""
GROUPED_SINCE = 7
"""That with heads over several columns, texts below tables that print whole, and lists once in the guide."""


WHOLE_SINCE = 9
"""That with an explanation below tables, of what is said of them as a whole."""


@dataclass(frozen=True, slots=True)
class SheetHead:
    """The lines above a sheet's table or questions."""

    title: str
    lines: tuple[str, ...]
    linked: bool = False
    """Whether links to the cover, the open points and the next sheet stand before the progress."""

    @property
    def progress_row(self) -> int:
        return HEAD_ROWS + len(self.lines) + 1


@dataclass(frozen=True, slots=True)
class PlacedSheet:
    """A sheet of a worksheet with the blocks on it."""

    name: str
    worksheet: Worksheet
    head: SheetHead
    blocks: tuple[Block, ...]
    onward: str = ""
    """The sheet that comes next."""
    version: int = 0
    """Of the layout."""

    @property
    def has_rows(self) -> bool:
        return self.blocks[0].section.has_rows


def place(
    worksheets: tuple[Worksheet, ...], texts: Texts, more_rows: Mapping[str, int], *, version: int
) -> tuple[PlacedSheet, ...]:
    """Every section on its sheet, as a version of the layout has it; `more_rows` adds free rows to tables by
    `worksheet.section`."""
    bare = [
        _Bare(worksheet, sections, name, version)
        for worksheet in worksheets
        for sections, name in _sheets_of(worksheet, texts)
    ]
    rows = {
        f"{sheet.worksheet.id}.{section.id}": row_ids(sheet.worksheet, section, more_rows)
        for sheet in bare
        for section in sheet.sections
        if isinstance(section, TableSection | GridSection)
    }
    names = {f"{sheet.worksheet.id}.{section.id}": sheet.name for sheet in bare for section in sheet.sections}
    onward = (*(sheet.name for sheet in bare[1:]), texts("review.sheet"))
    return tuple(
        replace(_place_sheet(sheet, texts, rows, names), onward=following)
        for sheet, following in zip(bare, onward, strict=True)
    )


@dataclass(frozen=True, slots=True)
class _Bare:
    worksheet: Worksheet
    sections: tuple[SectionBase, ...]
    name: str
    version: int

    @property
    def guided(self) -> bool:
        """Whether it says where to go on and what comes before it."""
        return self.version >= GUIDED_SINCE


def _sheets_of(worksheet: Worksheet, texts: Texts) -> Iterator[tuple[tuple[SectionBase, ...], str]]:
    """Consecutive records share a sheet; every table has its own, with its remarks below."""
    groups: list[list[SectionBase]] = []
    for section in worksheet.sections:
        remarks = isinstance(section, RecordSection) and section.remarks_of
        joins = remarks or (groups and not section.has_rows and not groups[-1][0].has_rows)
        if joins:
            groups[-1].append(section)
        else:
            groups.append([section])
    for number, group in enumerate(groups, start=1):
        yield tuple(group), sheet_name(worksheet, group[0], number, texts.language)


def sheet_name(worksheet: Worksheet, section: SectionBase, number: int, language: str) -> str:
    """The name of a worksheet's sheet that begins with a section; numbers count from 1."""
    if section.short is not None:
        return section.short(language)
    short = worksheet.short(language)
    return short if number == 1 else f"{short} {number}"


def _place_sheet(
    sheet: _Bare, texts: Texts, rows: Mapping[str, list[PlannedRow]], names: Mapping[str, str]
) -> PlacedSheet:
    first = sheet.sections[0]
    lines = tuple(_instructions(sheet, texts, names))
    head = SheetHead(_sheet_title(sheet, texts), lines, sheet.guided)
    if isinstance(first, CrossSection):
        blocks = _cross_blocks(sheet, first, head, texts, rows)
    elif first.has_rows:
        blocks = _table_blocks(sheet, first, head, texts, rows)
    else:
        blocks = list(_record_blocks(sheet, head, texts))
    return PlacedSheet(sheet.name, sheet.worksheet, head, tuple(blocks), version=sheet.version)


def _sheet_title(sheet: _Bare, texts: Texts) -> str:
    title = sheet.worksheet.title(texts.language)
    section = sheet.sections[0].title(texts.language)
    if not sheet.sections[0].has_rows or section == title:
        return title
    return section if sheet.guided and section.startswith(title) else f"{title}: {section}"


def _instructions(sheet: _Bare, texts: Texts, names: Mapping[str, str]) -> Iterator[str]:
    """Who the sheet is for and how to fill it in, in few long lines: they stay on screen with the head."""
    first = sheet.sections[0]
    own = first.instructions if first.has_rows else None
    parts = (
        texts("sheet.local" if first.local else "sheet.returned"),
        (own or sheet.worksheet.instructions)(texts.language),
        *_before(sheet, texts, names),
    )
    yield from textwrap.wrap(" ".join(parts), LINE_WIDTH)


def _before(sheet: _Bare, texts: Texts, names: Mapping[str, str]) -> Iterator[str]:
    """What must be filled in before a cross table."""
    first = sheet.sections[0]
    if sheet.guided and isinstance(first, CrossSection):
        down, across = (
            names[referred(sheet.worksheet, first.field(side))] for side in (first.down, first.across)
        )
        yield texts("cross.before", down=down, across=across)


def _table_blocks(
    sheet: _Bare, section: SectionBase, head: SheetHead, texts: Texts, rows: Mapping[str, list[PlannedRow]]
) -> list[Block]:
    columns = tuple(_columns(sheet.worksheet, section, FIRST_FIELD_COLUMN, texts))
    grouped = sheet.version >= GROUPED_SINCE and any(column.field.under for column in columns)
    header_row = head.progress_row + 1 + bool(section.example_row) + grouped
    first_row = header_row + 1
    names = row_names(sheet.worksheet, section, texts.language)
    planned = tuple(
        RowPlan(row.row_id, first_row + number, row.printed, row.given, names.get(row.row_id, ""))
        for number, row in enumerate(rows[f"{sheet.worksheet.id}.{section.id}"])
    )
    table = Block(
        sheet.worksheet,
        section,
        sheet.name,
        header_row,
        first_row,
        planned[-1].row,
        columns,
        planned,
        group_row=header_row - 1 if grouped else 0,
    )
    return [table, *_remarks(sheet, table, _column_for_remarks(columns), texts)]


def _column_for_remarks(columns: tuple[ColumnPlan, ...]) -> int:
    """The first wide column, so that the remarks are seen without scrolling; else the widest."""
    columns = tuple(column for column in columns if not column.field.is_companion)
    wide = [column for column in columns if width_of(column.field) >= WIDE_ENOUGH]
    return (wide[0] if wide else max(columns, key=lambda column: width_of(column.field))).index


def _columns(worksheet: Worksheet, section: SectionBase, start: int, texts: Texts) -> Iterator[ColumnPlan]:
    index = start
    for field in section.fields if section.has_rows else section.declared_fields:
        for part in field.parts or ("",):
            yield ColumnPlan(field, part, index, header(field, worksheet.lists, texts, part))
            index += 1


def _remarks(sheet: _Bare, above: Block, column: int, texts: Texts) -> Iterator[Block]:
    for section in sheet.sections[1:]:
        row = above.last_row + 4
        # an explanation of the whole table has a head of its own below the remarks
        columns = tuple(
            ColumnPlan(field, "", row + 2 * number, header(field, {}, texts), column)
            for number, field in enumerate(section.fields)
        )
        yield Block(
            sheet.worksheet,
            section,
            sheet.name,
            header_row=row - 1,
            first_row=row,
            last_row=columns[-1].index,
            columns=columns,
            rows=(RowPlan(section.prefix, row, True),),
            answer_column=column,
        )


def _cross_blocks(
    sheet: _Bare, section: CrossSection, head: SheetHead, texts: Texts, rows: Mapping[str, list[PlannedRow]]
) -> list[Block]:
    header_row = head.progress_row + 1
    first_row = header_row + 2
    down = [
        RowPlan(row.row_id, first_row + number, True)
        for number, row in enumerate(rows[referred(sheet.worksheet, section.field(section.down))])
    ]
    across = [
        RowPlan(row.row_id, FIRST_FIELD_COLUMN + number, True)
        for number, row in enumerate(rows[referred(sheet.worksheet, section.field(section.across))])
    ]
    cell = section.field(section.cell)
    table = Block(
        sheet.worksheet,
        section,
        sheet.name,
        header_row,
        first_row,
        down[-1].row,
        (ColumnPlan(cell, "", FIRST_FIELD_COLUMN, header(cell, sheet.worksheet.lists, texts)),),
        tuple(down),
        across=tuple(across),
    )
    return [table, *_remarks(sheet, table, STATUS_COLUMN, texts)]


def referred(worksheet: Worksheet, field: FieldBase) -> str:
    """`worksheet.section` of the table a reference field points to."""
    target = field.refers_to or ""
    if "." in target:
        return target
    own = [section.id for section in worksheet.sections if section.id == target]
    return f"{worksheet.id}.{target}" if own else f"{target}.{target}"


def _record_blocks(sheet: _Bare, head: SheetHead, texts: Texts) -> Iterator[Block]:
    header_row = head.progress_row + 1
    row = header_row + 1
    for section in sheet.sections:
        row += 1 + (1 if section.instructions else 0)
        questions = tuple(_columns(sheet.worksheet, section, row, texts))
        columns = (*questions, *_beside(section, questions, texts))
        first, last = row, questions[-1].index
        yield Block(
            sheet.worksheet,
            section,
            sheet.name,
            header_row,
            first,
            last,
            columns,
            (RowPlan(section.prefix, first, True),),
            answer_column=ANSWER_COLUMN,
        )
        row = last + 1


def _beside(section: SectionBase, questions: tuple[ColumnPlan, ...], texts: Texts) -> Iterator[ColumnPlan]:
    """What stands beside the questions of a record; a question may have several cells."""
    rows = {column.field.id: column.index for column in reversed(questions)}
    for field in section.companions:
        row = rows[explained_question(field.id) or ""]
        column = LAST_COLUMN if companion_kind(field.id) == LAST else EXPLANATION_COLUMN
        yield ColumnPlan(field, "", row, field.label(texts.language), column)


def heads_beside(block: Block, texts: Texts) -> dict[int, str]:
    """The heads of the columns that a record has beside its questions, by their numbers."""
    heads = {EXPLANATION_COLUMN: texts("explained.head"), LAST_COLUMN: texts("carried.last")}
    used = set() if is_remark(block) else {column.answer_column for column in block.companions}
    return {number: head for number, head in heads.items() if number in used}


def record_widths(block: Block) -> tuple[int, ...]:
    """The widths of a record's columns in characters, from the first one on."""
    last = max((column.answer_column for column in block.companions), default=RECORD_STATUS_COLUMN)
    return CARRIED_WIDTHS if last == LAST_COLUMN else RECORD_WIDTHS[:last]


def is_remark(block: Block) -> bool:
    """Whether it is the question for remarks below a table."""
    return isinstance(block.section, RecordSection) and bool(block.section.remarks_of)


def question_code(block: Block, column: ColumnPlan) -> str:
    """The visible code of a record's question: `ST07`; of remarks below a table `AK-B`, of what is explained
    there `AK-E`."""
    if is_remark(block):
        return f"{block.section.prefix}-{'E' if column.field.is_companion else 'B'}"
    return f"{block.section.prefix}{column.index - block.first_row + 1:02}"


def width_of(field: FieldBase) -> int:
    """Width of a field's column in characters."""
    return field.width or field.default_width
