"""What input cells accept in Excel: one validation with prompt and error text per field."""

from __future__ import annotations

from collections.abc import Iterator

from ruecklauf.cells import a1
from ruecklauf.fieldtypes.base import FieldBase, Kind, Validation
from ruecklauf.fieldtypes.tick import tick_words
from ruecklauf.layout.block import Block, ColumnPlan
from ruecklauf.layout.geometry import referred
from ruecklauf.layout.model import PlannedValidation
from ruecklauf.layout.sheets.places import FormPlaces, spans_of
from ruecklauf.layout.wording import error_text, prompt, prompt_title
from ruecklauf.texts import Texts

ANYTHING = Validation("custom", formula="TRUE")
"""For cells that take everything and still show a prompt."""


def validations(block: Block, places: FormPlaces, texts: Texts) -> Iterator[PlannedValidation]:
    """One validation per field (or code of a multiple choice) of a block."""
    for column in block.questions if block.is_record else block.columns:
        if column.field.computed is not None:
            continue
        first, last = _corners(block, column)
        field = column.field
        validation = _validation(field, column, block, texts)
        yield PlannedValidation(
            *first,
            *last,
            validation=validation,
            source=_source(field, validation, block, column, places, first),
            prompt_title=prompt_title(field, texts),
            prompt=prompt(field, block.worksheet.lists, texts),
            error_title=texts("prompt.error_title"),
            error=error_text(field, block.worksheet.lists, texts),
        )
    if block.is_record:
        yield from _beside_questions(block, texts)


def _beside_questions(block: Block, texts: Texts) -> Iterator[PlannedValidation]:
    """One for all explanations that stand below each other; what is locked takes nothing."""
    by_row = {column.index: column for column in block.companions if not column.field.is_locked}
    for first, last in spans_of([*by_row]):
        field, column = by_row[first].field, by_row[first].answer_column
        lists = block.worksheet.lists
        yield PlannedValidation(
            *(first, column, last, column),
            validation=field.validation(lists, texts) or ANYTHING,
            source="",
            prompt_title=prompt_title(field, texts),
            prompt=prompt(field, lists, texts),
            error_title=texts("prompt.error_title"),
            error=error_text(field, lists, texts),
        )


def _corners(block: Block, column: ColumnPlan) -> tuple[tuple[int, int], tuple[int, int]]:
    if block.is_cross:
        return (block.first_row, block.across[0].row), (block.last_row, block.across[-1].row)
    first = block.position(block.rows[0], column)
    return first, block.position(block.rows[-1], column)


def _validation(field: FieldBase, column: ColumnPlan, block: Block, texts: Texts) -> Validation:
    if column.part:
        return Validation("list", words=tick_words(texts))
    return field.validation(block.worksheet.lists, texts) or ANYTHING


def _source(
    field: FieldBase,
    validation: Validation,
    block: Block,
    column: ColumnPlan,
    places: FormPlaces,
    first: tuple[int, int],
) -> str:
    if validation.kind != "list":
        return ""
    if validation.words:
        return places.lists.words[validation.words]
    if field.kind is Kind.REFERENCE:
        return places.lists.references[referred(block.worksheet, field)].offered
    assert field.list_id is not None
    place = places.lists.lists[field.list_id]
    above = field.narrowed_by
    if not above or not place.parents:
        return place.words
    parent = block.position(block.rows[0], block.column(above))
    cell = f"${a1(*parent)}" if not block.is_record else a1(*parent, absolute=True)
    narrowed = f"OFFSET({place.first},MATCH({cell},{place.parents},0)-1,0,COUNTIF({place.parents},{cell}),1)"
    return f'IF({cell}="",{place.words},{narrowed})'
