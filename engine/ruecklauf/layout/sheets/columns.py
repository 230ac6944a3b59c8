"""How wide a table's columns are: wide enough for the words of their heads and for what the form prints."""

from __future__ import annotations

import math
import re

from ruecklauf.layout.block import Block, ColumnPlan
from ruecklauf.layout.geometry import width_of
from ruecklauf.layout.inputs import given_content
from ruecklauf.layout.wording import header_cell, lines
from ruecklauf.texts import Texts

HEAD_LINES = 3
"""A head has no more lines, so that rows are left on a small screen."""
BY_PRINT = 36
"""Characters to which a column grows for what the form prints into it."""
LETTERS = 1.18
"""Letters to a character of width, which is that of a digit; they are about 1.25."""
PRINTED = 1.12
"""The same of what the form prints into rows, where long words leave less room."""
BOLD = 1.05
"""The same of bold ones."""
_WORDS = re.compile(r"\s+|(?<=[-/])")


def column_width(block: Block, column: ColumnPlan, texts: Texts) -> float:
    """Characters: at least what is declared; no word of the head is broken."""
    head = header_cell(column.field, block.worksheet.lists, texts, column.part)
    width = max(width_of(column.field), *(len(word) + 1 for word in _WORDS.split(head)))
    while lines(head, width) > max(HEAD_LINES, head.count("\n") + 1):
        width += 1
    return max(width, _by_print(block, column, texts))


def _by_print(block: Block, column: ColumnPlan, texts: Texts) -> int:
    """What the longest text needs that the form prints, within reason."""
    given = (given_content(block, row, column, texts) for row in block.rows if column.field.id in row.given)
    longest = max((len(str(content)) for content in given), default=0)
    return min(math.ceil(longest / PRINTED), BY_PRINT)
