"""Which of a table's columns stand together on a page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ruecklauf.layout.pages.model import LABEL_WIDTH, ROW_WIDTH, PlannedColumn

PORTRAIT, LANDSCAPE = 104, 160
"""Characters that fit across a page."""


def cut(columns: Sequence[PlannedColumn], *, with_label: bool) -> list[tuple[PlannedColumn, ...]]:
    """The columns in as few groups as fit on pages, in their order, about as wide as each other.

    On one page in portrait if all do, else in landscape; further groups have room for labels.
    """
    first = ROW_WIDTH + (LABEL_WIDTH if with_label else 0)
    widths = [column.width for column in columns]
    limit = PORTRAIT if first + sum(widths) <= PORTRAIT else LANDSCAPE
    leads = [first] + [ROW_WIDTH + LABEL_WIDTH] * (_fewest(widths, first, limit) - 1)
    ends = _even(widths, leads, limit)
    return [tuple(columns[start:end]) for start, end in zip((0, *ends), ends, strict=False)]


def _fewest(widths: Sequence[int], first: int, limit: int) -> int:
    """How many groups are needed; a column that fits nowhere is one of its own."""
    count, used = 1, first
    for place, width in enumerate(widths):
        if place and used + width > limit:
            count, used = count + 1, ROW_WIDTH + LABEL_WIDTH
        used += width
    return count


def _even(widths: Sequence[int], leads: Sequence[int], limit: int) -> tuple[int, ...]:
    """Where the groups end that differ least: the sum of their squared widths is the smallest there is."""
    best: dict[int, tuple[int, tuple[int, ...]]] = {0: (0, ())}
    for lead in leads:
        found: dict[int, tuple[int, tuple[int, ...]]] = {}
        for start, (cost, ends) in best.items():
            for end, width in _groups(widths, start, lead, limit):
                ending = (cost + width * width, (*ends, end))
                found[end] = min(found.get(end, ending), ending)
        best = found
    return best[len(widths)][1]


def _groups(widths: Sequence[int], start: int, lead: int, limit: int) -> Iterator[tuple[int, int]]:
    """The ends and widths of all groups from a column on that fit."""
    used = lead
    for end in range(start, len(widths)):
        used += widths[end]
        if used > limit and end > start:
            return
        yield end + 1, used
