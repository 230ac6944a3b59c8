"""The cells of a worksheet's sheets: heads, questions, table rows, what they accept and how they light up."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from decimal import Decimal

from ruecklauf.cells import a1, parse_a1
from ruecklauf.definition.rulebook import Condition, RuleBook, SectionRules
from ruecklauf.fieldtypes.base import CellContent, FieldBase
from ruecklauf.findings import Subject
from ruecklauf.layout.acceptance import validations
from ruecklauf.layout.checks import CheckSheet
from ruecklauf.layout.geometry import (
    ANSWER_COLUMN,
    CODE_COLUMN,
    FIRST_FIELD_COLUMN,
    HEAD_ROWS,
    HINT_COLUMN,
    QUESTION_COLUMN,
    RECORD_STATUS_COLUMN,
    STATUS_COLUMN,
    PlacedSheet,
    question_code,
    referred,
    width_of,
)
from ruecklauf.layout.highlights import highlights
from ruecklauf.layout.lists import row_label
from ruecklauf.layout.live import Live, joined, live_cell
from ruecklauf.layout.model import (
    Block,
    Cell,
    ColumnPlan,
    FormulaCell,
    InputCell,
    Role,
    RowPlan,
    SheetPlan,
    SlotCell,
    TextCell,
)
from ruecklauf.layout.places import BlockPlaces, FormPlaces
from ruecklauf.layout.state import FormState
from ruecklauf.layout.wording import expected_in, header_cell
from ruecklauf.rules.excel import holds
from ruecklauf.texts import Texts
from ruecklauf.values import Missing

RECORD_WIDTHS = (8, 44, 46, 62, 14)
TABLE_LEAD_WIDTHS = (9, 13)
CROSS_LABEL_WIDTH = 42
CROSS_COLUMN_WIDTH = 12
LINE_HEIGHT = 15.0
LONG_TEXT_HEIGHT = 4 * LINE_HEIGHT
WIDEST_FROZEN = 80
"""Characters that may stand still at the left when a table is scrolled."""


def plan_sheet(
    placed: PlacedSheet, rulebook: RuleBook, places: FormPlaces, checks: CheckSheet, texts: Texts
) -> SheetPlan:
    """One sheet of a worksheet."""
    main = placed.blocks[0]
    cells = [*_head(placed, checks, texts)]
    for block in placed.blocks:
        cells.extend(_block_cells(placed, block, rulebook, places, checks, texts))
    return SheetPlan(
        placed.name,
        placed.head.title,
        tuple(cells),
        widths=_widths(main),
        heights=dict(_heights(placed, texts)),
        freeze=_freeze(main),
        repeat=(main.header_row, main.header_row + (1 if main.is_cross else 0)),
        validations=tuple(v for block in placed.blocks for v in validations(block, places, texts)),
        highlights=tuple(h for block in placed.blocks for h in highlights(block, rulebook, places)),
    )


def _head(placed: PlacedSheet, checks: CheckSheet, texts: Texts) -> Iterator[Cell]:
    yield TextCell(1, 1, placed.head.title, Role.TITLE)
    yield SlotCell(2, 1, "alliance.identity", Role.LINE)
    for number, line in enumerate(placed.head.lines, start=HEAD_ROWS + 1):
        yield TextCell(number, 1, line, Role.LINE)
    row = placed.head.progress_row
    counts = joined(checks.progress(placed.name, texts), " · ", checks.open_text(placed.name, texts))
    yield live_cell(row, 1, counts, Role.STATUS)


def _block_cells(
    placed: PlacedSheet,
    block: Block,
    rulebook: RuleBook,
    places: FormPlaces,
    checks: CheckSheet,
    texts: Texts,
) -> Iterator[Cell]:
    if block.is_cross:
        return _cross_cells(block, places, texts)
    if not block.is_record:
        return _table_cells(block, places, checks, texts)
    if placed.has_rows:
        return _remark_cells(block, placed.blocks[0], texts)
    return _record_cells(placed, block, rulebook.sections[block.name], places, checks, texts)


def _record_cells(
    placed: PlacedSheet,
    block: Block,
    rules: SectionRules,
    places: FormPlaces,
    checks: CheckSheet,
    texts: Texts,
) -> Iterator[Cell]:
    section = block.section
    if block is placed.blocks[0]:
        for number, head in enumerate(texts.list("record.heads"), start=1):
            yield TextCell(block.header_row, number, head, Role.HEADER)
    above = block.first_row - (2 if section.instructions else 1)
    local = f" ({texts('words.local')})" if section.local else ""
    yield TextCell(above, 1, section.title(texts.language) + local, Role.HEADING)
    if section.instructions:
        yield TextCell(above + 1, 1, section.instructions(texts.language), Role.LINE)
    for column in block.columns:
        relevant = rules.of(column.field.id).relevant
        here = places.in_row(block, block.rows[0])
        yield from _question(block, column, relevant, here, checks, texts)


def _question(
    block: Block,
    column: ColumnPlan,
    asked: Condition | None,
    here: BlockPlaces,
    checks: CheckSheet,
    texts: Texts,
) -> Iterator[Cell]:
    code = question_code(block, column)
    yield TextCell(column.index, CODE_COLUMN, code, Role.CODE)
    yield TextCell(column.index, QUESTION_COLUMN, _question_text(block, column, texts), Role.LABEL)
    yield _input(block, block.rows[0], column, texts)
    yield TextCell(column.index, HINT_COLUMN, hint(block, column.field, texts), Role.HINT)
    status = checks.status(block.sheet, code, _answered(block, column), texts)
    if asked is not None:
        status = _if_asked(status, asked, texts("status.not_asked"), block, here)
    yield live_cell(column.index, RECORD_STATUS_COLUMN, status, Role.STATUS)


def _answered(block: Block, column: ColumnPlan) -> Live:
    field_id = column.field.id
    row = block.rows[0]
    return Live(
        f"NOT(ISBLANK({a1(column.index, ANSWER_COLUMN)}))",
        lambda state: int(
            state.value(block, row, field_id) is not Missing.NO_ANSWER
            or Subject(block.worksheet.id, block.section.id, row.row_id, field_id) in state.filled
        ),
    )


def _if_asked(status: Live, asked: Condition, otherwise: str, block: Block, here: BlockPlaces) -> Live:
    row = block.rows[0]
    return Live(
        f'IF({holds(asked.resolved, here)},{status.formula},"{otherwise}")',
        lambda state: status.value(state) if state.holds(asked, block, row) else otherwise,
    )


def _question_text(block: Block, column: ColumnPlan, texts: Texts) -> str:
    return header_cell(column.field, block.worksheet.lists, texts, column.part)


def hint(block: Block, field: FieldBase, texts: Texts) -> str:
    """Help and expected format, for the column beside a question."""
    expected = texts("prompt.expected", what=expected_in(field, block.worksheet.lists, texts))
    return f"{field.help(texts.language)} {expected}" if field.help else expected


def _remark_cells(block: Block, above: Block, texts: Texts) -> Iterator[Cell]:
    column = block.columns[0]
    if above.section.has_free_rows:
        yield TextCell(block.header_row - 1, 1, texts("sheet.more_rows"), Role.LINE)
    yield TextCell(block.header_row, 1, block.section.title(texts.language), Role.HEADING)
    yield TextCell(column.index, CODE_COLUMN, question_code(block, column), Role.CODE)
    yield _input(block, block.rows[0], column, texts)


def _input(block: Block, row: RowPlan, column: ColumnPlan, texts: Texts) -> InputCell:
    line, index = block.position(row, column)
    field = column.field
    return InputCell(
        line,
        index,
        Subject(block.worksheet.id, block.section.id, row.row_id, field.id),
        field,
        column.part,
        printed=row.printed,
        locked=is_locked(row, field),
        content=given_content(block, row, column, texts),
    )


def is_locked(row: RowPlan, field: FieldBase) -> bool:
    """Whether the form does not let the cell be changed."""
    return field.id in row.given or (field.from_alliance is not None and row.printed)


def given_content(block: Block, row: RowPlan, column: ColumnPlan, texts: Texts) -> CellContent:
    """What the form prints into a cell; None for nothing."""
    code = row.given.get(column.field.id)
    if code is None:
        return None
    return column.field.render(column.field.from_text(code), block.worksheet.lists, texts)


def _table_cells(block: Block, places: FormPlaces, checks: CheckSheet, texts: Texts) -> Iterator[Cell]:
    yield from _example(block, texts)
    for number, head in enumerate(texts.list("table.lead_heads"), start=1):
        yield TextCell(block.header_row, number, head, Role.HEADER)
    for column in block.columns:
        text = header_cell(column.field, block.worksheet.lists, texts, column.part)
        yield TextCell(block.header_row, column.index, text, Role.HEADER)
    for row in block.rows:
        yield TextCell(row.row, CODE_COLUMN, row.row_id, Role.CODE)
        status = checks.status(block.sheet, row.row_id, _started(block, row, places), texts)
        yield live_cell(row.row, STATUS_COLUMN, status, Role.STATUS)
        for column in block.columns:
            yield _input(block, row, column, texts)


def _started(block: Block, row: RowPlan, places: FormPlaces) -> Live:
    return Live(places.in_row(block, row).started(), lambda state: int(state.is_started(block, row)))


def _example(block: Block, texts: Texts) -> Iterator[Cell]:
    example: dict[str, str] = getattr(block.section, "example", {})
    if not example:
        return
    row = block.header_row - 1
    yield TextCell(row, CODE_COLUMN, texts("table.example"), Role.EXAMPLE)
    yield TextCell(row, STATUS_COLUMN, texts("table.example_note"), Role.EXAMPLE)
    for column in block.columns:
        text = _example_text(block, column, example, texts)
        if text:
            yield TextCell(row, column.index, text, Role.EXAMPLE)


def _example_text(block: Block, column: ColumnPlan, example: dict[str, str], texts: Texts) -> str:
    field, text = column.field, example.get(column.field.id)
    if text is None:
        return ""
    value = field.from_text(text)
    if column.part:
        return texts("words.ticked") if isinstance(value, tuple) and column.part in value else ""
    return shown_text(field.render(value, block.worksheet.lists, texts), field, texts)


def shown_text(content: CellContent, field: FieldBase, texts: Texts) -> str:
    """A cell's content as a German form shows it."""
    if isinstance(content, date):
        return content.strftime("%d.%m.%Y")
    if isinstance(content, Decimal):
        percent = field.number_format.endswith("%")
        number = f"{content * 100 if percent else content:f}".replace(".", ",")
        return f"{number} %" if percent else number
    return "" if content is None else str(content)


def _cross_cells(block: Block, places: FormPlaces, texts: Texts) -> Iterator[Cell]:
    section = block.section
    worksheet = block.worksheet
    down = places.block(referred(worksheet, section.field(getattr(section, "down", ""))))
    across = places.block(referred(worksheet, section.field(getattr(section, "across", ""))))
    yield TextCell(block.header_row, CODE_COLUMN, texts("cross.row"), Role.HEADER)
    both = texts("cross.both", down=down.sheet, across=across.sheet)
    yield TextCell(block.header_row, STATUS_COLUMN, both, Role.HEADER)
    for plan, source in zip(block.across, across.rows, strict=True):
        yield TextCell(block.header_row, plan.row, plan.row_id, Role.HEADER)
        yield FormulaCell(
            block.header_row + 1,
            plan.row,
            _head_formula(across, source),
            Role.HEADER,
            _head_value(across, source),
        )
    field = block.columns[0].field
    for plan, source in zip(block.rows, down.rows, strict=True):
        yield TextCell(plan.row, CODE_COLUMN, plan.row_id, Role.CODE)
        yield FormulaCell(
            plan.row, STATUS_COLUMN, _head_formula(down, source), Role.LABEL, _head_value(down, source)
        )
        for other in block.across:
            subject = Subject(worksheet.id, section.id, f"{plan.row_id}-{other.row_id}", field.id)
            yield InputCell(plan.row, other.row, subject, field)


def _head_formula(block: Block, row: RowPlan) -> str:
    cell = block.address(row, str(getattr(block.section, "label_field", "")))
    return f'IFERROR(IF(TRIM({cell})="","",TRIM({cell})),"")'


def _head_value(block: Block, row: RowPlan) -> Callable[[FormState], str]:
    return lambda state: row_label(block, row, state)


def _widths(block: Block) -> tuple[float, ...]:
    if block.is_cross:
        return (TABLE_LEAD_WIDTHS[0], CROSS_LABEL_WIDTH, *(CROSS_COLUMN_WIDTH for _ in block.across))
    if block.is_record:
        return RECORD_WIDTHS
    return (*TABLE_LEAD_WIDTHS, *(width_of(column.field) for column in block.columns))


def _heights(placed: PlacedSheet, texts: Texts) -> Iterator[tuple[int, float]]:
    yield 1, 24.0
    main = placed.blocks[0]
    if main.is_cross:
        yield main.header_row + 1, 5 * LINE_HEIGHT
    elif main.is_record:
        for block in placed.blocks:
            for column in block.columns:
                yield column.index, _question_height(block, column, texts)
    else:
        yield main.header_row, _header_height(main, texts)
        yield from _row_heights(main, texts)
    if placed.has_rows:
        for block in placed.blocks[1:]:
            yield block.first_row, LONG_TEXT_HEIGHT


def _question_height(block: Block, column: ColumnPlan, texts: Texts) -> float:
    question = lines(_question_text(block, column, texts), RECORD_WIDTHS[QUESTION_COLUMN - 1])
    beside = lines(hint(block, column.field, texts), RECORD_WIDTHS[HINT_COLUMN - 1])
    least = max(1, column.field.entry_lines) * LINE_HEIGHT + 3
    return max(least, LINE_HEIGHT * max(question, beside) + 3)


def _row_heights(block: Block, texts: Texts) -> Iterator[tuple[int, float]]:
    """The rows' heights to begin with; programs let them grow with what is typed."""
    least = 2 if any(column.field.is_prose for column in block.columns) else 1
    for row in block.rows:
        most = max(
            (
                lines(str(content), width_of(column.field))
                for column in block.columns
                if (content := _input(block, row, column, texts).content) is not None
            ),
            default=1,
        )
        yield row.row, row_height(max(least, most))


def row_height(number: int) -> float:
    """The height of a row with so many lines of text, in points."""
    return LINE_HEIGHT * number + 3


def _header_height(block: Block, texts: Texts) -> float:
    most = max(
        lines(
            header_cell(column.field, block.worksheet.lists, texts, column.part), width_of(column.field) + 1
        )
        for column in block.columns
    )
    return LINE_HEIGHT * max(2, most) + 3


def lines(text: str, width: float) -> int:
    """How many lines a text takes when wrapped at `width` characters."""
    return sum(len(textwrap.wrap(part, max(4, int(width)))) or 1 for part in text.split("\n"))


def _freeze(block: Block) -> tuple[int, int]:
    if block.is_cross:
        return block.first_row, FIRST_FIELD_COLUMN
    if block.is_record:
        return block.header_row + 1, 1
    width = sum(TABLE_LEAD_WIDTHS)
    column = FIRST_FIELD_COLUMN
    for plan in block.columns:
        width += width_of(plan.field)
        if width > WIDEST_FROZEN or plan.index > FIRST_FIELD_COLUMN + 2:
            break
        column = plan.index + 1
    return block.first_row, column


def needed_heights(plan: SheetPlan, contents: Mapping[str, CellContent]) -> dict[int, float]:
    """The heights that rows need for texts filled in, by address; programs do not see to it on opening."""
    heights: dict[int, float] = {}
    for address, content in contents.items():
        row, column = parse_a1(address)
        if isinstance(content, str) and row in plan.heights and column <= len(plan.widths):
            needed = row_height(lines(content, plan.widths[column - 1]))
            heights[row] = max(heights.get(row, 0), needed)
    return heights
