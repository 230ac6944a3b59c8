"""The ids of rows that people added to a table: the numbers that they typed themselves, or the next ones."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator
from itertools import count

from ruecklauf.intake.codes import normal_code
from ruecklauf.layout.block import Block
from ruecklauf.layout.row_ids import FIRST_FREE_NUMBER

MAX_ADDED_ROWS = 2_000
"""Rows without an id that are taken from one table."""
_NUMBER = re.compile(r"[1-9][0-9]{2,3}")


def typed_row_id(block: Block, text: str) -> str:
    """The id that a text is, if it is one such as the table's free rows have and no planned row's; or empty.

    References name a row by the number that people see.
    """
    code, prefix = normal_code(text), block.section.prefix
    number = code.removeprefix(prefix)
    if not code.startswith(prefix) or not _NUMBER.fullmatch(number) or int(number) < FIRST_FREE_NUMBER:
        return ""
    return "" if any(row.row_id == code for row in block.rows) else code


def ids_of_added(block: Block, typed: Iterable[str], *, unique: Container[str]) -> Iterator[str]:
    """The id of each added row by what was typed for it; `unique` are the typed ids that lead to one row."""
    own = [row_id if (row_id := typed_row_id(block, text)) in unique else "" for text in typed]
    numbered = (f"{block.section.prefix}{number:03}" for number in count(_next_free_number(block)))
    free = (row_id for row_id in numbered if row_id not in own)
    return (row_id or next(free) for row_id in own)


def _next_free_number(block: Block) -> int:
    numbers = [int(row.row_id[2:]) for row in block.rows if not row.printed]
    return max(numbers, default=FIRST_FREE_NUMBER + 99) + 1
