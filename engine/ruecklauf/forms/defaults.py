"""What stands in an alliance's first form before anybody answered: the defaults that questions declare."""

from __future__ import annotations

from ruecklauf.findings import Subject
from ruecklauf.layout.model import Layout
from ruecklauf.values import Value


def default_answers(layout: Layout) -> dict[Subject, Value]:
    """The defaults of all records; a form in which nothing else stands was not filled in."""
    return {
        Subject(block.worksheet.id, block.section.id, row.row_id, field.id): field.from_text(field.default)
        for block in layout.blocks
        if not block.section.has_rows
        for row in block.rows
        for field in block.section.fields
        if field.default is not None
    }
