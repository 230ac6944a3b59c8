"""The guide as forms have it until layout 6."""

from __future__ import annotations

from collections.abc import Iterator

from ruecklauf.definition.models import SectionBase, Worksheet
from ruecklauf.fieldtypes.base import FieldBase
from ruecklauf.layout.geometry import PlacedSheet
from ruecklauf.layout.model import Role, SheetPlan, SlotCell
from ruecklauf.layout.sheets.columns import BOLD, LETTERS
from ruecklauf.layout.sheets.cover import Rows
from ruecklauf.layout.wording import expected_in, explained_choice, header, is_required, lines
from ruecklauf.texts import Texts

GUIDE_WIDTHS = (28, 62, 92)


def former_guide(
    placed: tuple[PlacedSheet, ...], sentences: dict[str, tuple[str, ...]], texts: Texts
) -> SheetPlan:
    """Every field with what is meant and what may be entered in a column each, and the rules in words."""
    rows = Rows()
    rows.text(1, texts("guide.title"), Role.TITLE)
    rows.heights[1] = 24
    rows.next()
    rows.cells.append(SlotCell(rows.row, 1, "alliance.identity", Role.LINE))
    rows.next()
    rows.text(1, texts("former.guide_lead"), Role.LINE)
    rows.next()
    for column, head in enumerate(texts.list("former.guide_heads"), start=1):
        rows.text(column, head, Role.HEADER)
    header_row = rows.row
    rows.next()
    for sheet in placed:
        _guide_sheet(rows, sheet, sentences.get(sheet.name, ()), texts)
    return SheetPlan(
        texts("guide.sheet"),
        texts("guide.sheet"),
        tuple(rows.cells),
        widths=GUIDE_WIDTHS,
        heights=rows.heights,
        freeze=(header_row + 1, 1),
        repeat=(header_row, header_row),
    )


def _guide_sheet(rows: Rows, sheet: PlacedSheet, sentences: tuple[str, ...], texts: Texts) -> None:
    rows.text(1, texts("guide.of_sheet", sheet=sheet.name, title=sheet.head.title), Role.HEADING)
    rows.next()
    purpose = sheet.worksheet.purpose(texts.language)
    rows.text(1, texts("cover.purpose"), Role.LABEL)
    rows.text(2, purpose, Role.TEXT)
    instructions = " ".join(_instructions(sheet, texts))
    rows.text(3, instructions, Role.TEXT)
    rows.next_after(max(_guide_lines(purpose, 2), _guide_lines(instructions, 3)))
    for block in sheet.blocks:
        for field in block.section.declared_fields:
            _guide_field(rows, block.worksheet, field, texts)
    for sentence in sentences:
        rows.text(1, texts("guide.rule"), Role.LABEL)
        rows.text(2, sentence, Role.TEXT)
        rows.next_after(_guide_lines(sentence, 2))


def _instructions(sheet: PlacedSheet, texts: Texts) -> Iterator[str]:
    yield sheet.worksheet.instructions(texts.language)
    for block in sheet.blocks:
        section: SectionBase = block.section
        if section.instructions:
            yield section.instructions(texts.language)


def _guide_field(rows: Rows, worksheet: Worksheet, field: FieldBase, texts: Texts) -> None:
    label = header(field, worksheet.lists, texts)
    if is_required(field):
        label = f"{label} ({texts('words.required')})"
    meaning = field.help(texts.language) if field.help else label
    lists = worksheet.lists
    expected = explained_choice(field, lists, texts) or expected_in(field, lists, texts)
    rows.text(1, label, Role.LABEL)
    rows.text(2, meaning, Role.TEXT)
    rows.text(3, expected, Role.TEXT)
    rows.next_after(max(_guide_lines(label, 1), _guide_lines(meaning, 2), _guide_lines(expected, 3)))


def _guide_lines(text: str, column: int) -> int:
    """Lines of a text in a column of the guide; labels are bold."""
    return lines(text, GUIDE_WIDTHS[column - 1] * (BOLD if column == 1 else LETTERS))
