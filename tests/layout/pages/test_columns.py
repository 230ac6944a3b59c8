"""Which columns of a document's table stand together."""

from __future__ import annotations

import pytest

from ruecklauf.layout.pages.columns import LANDSCAPE, PORTRAIT, cut
from ruecklauf.layout.pages.model import LABEL_WIDTH, ROW_WIDTH, PlannedColumn


def widths_of(*widths: int, with_label: bool = False) -> list[list[int]]:
    columns = [PlannedColumn(str(place), str(place), width) for place, width in enumerate(widths)]
    groups = cut(columns, with_label=with_label)
    assert [column for group in groups for column in group] == columns
    return [[column.width for column in group] for group in groups]


@pytest.mark.parametrize(
    ("widths", "groups"),
    [
        ([20, 20], [[20, 20]]),
        ([PORTRAIT - ROW_WIDTH], [[PORTRAIT - ROW_WIDTH]]),
        ([100, LANDSCAPE - ROW_WIDTH - 100], [[100, LANDSCAPE - ROW_WIDTH - 100]]),
        ([30] * 6, [[30] * 3, [30] * 3]),
        ([30] * 4 + [26, 6, 6], [[30, 30, 30], [30, 26, 6, 6]]),
        ([140, 10, 10, 10], [[140], [10, 10, 10]]),
        ([10, 10, 10, 140], [[10, 10, 10], [140]]),
        ([500, 10], [[500], [10]]),
        ([20] * 16, [[20] * 6, [20] * 5, [20] * 5]),
    ],
)
def test_columns_are_spread_evenly_over_the_fewest_parts(widths: list[int], groups: list[list[int]]) -> None:
    assert widths_of(*widths) == groups


def test_no_part_is_wider_than_a_page() -> None:
    for group in widths_of(*[12] * 80, with_label=True):
        assert ROW_WIDTH + LABEL_WIDTH + sum(group) <= LANDSCAPE


def test_labels_take_their_room_in_the_first_part_where_it_has_them() -> None:
    fitting = PORTRAIT - ROW_WIDTH - LABEL_WIDTH
    assert widths_of(fitting, with_label=True) == [[fitting]]
    too_wide = LANDSCAPE - ROW_WIDTH - LABEL_WIDTH - 9
    assert widths_of(too_wide, 10, with_label=True) == [[too_wide], [10]]
