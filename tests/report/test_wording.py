"""Small numbers are protected, and numbers are written as readers write them."""

from __future__ import annotations

import pytest

from ruecklauf.report.small import Counts, hidden, protected, protected_table
from ruecklauf.report.wording import wording


@pytest.mark.parametrize(
    ("counts", "withheld"),
    [
        ((5, 4, 3), set()),
        ((5, 2, 0), {0, 1}),
        ((9, 2, 4), {1, 2}),
        ((1, 2, 9), {0, 1}),
        ((2, 0, 0), {0}),
        ((0, 0, 0), set()),
        ((1, 1, 7), {0, 1, 2}),
        ((2, 2, 7), {0, 1}),
    ],
)
def test_small_cells_are_withheld_with_one_that_would_tell_them(
    counts: tuple[int, ...], withheld: set[int]
) -> None:
    assert hidden(counts) == withheld


@pytest.mark.parametrize(
    ("counts", "shown"),
    [
        ((9, 2, 4), Counts((9, None, None), 15, 6)),
        ((2, 0, 0), Counts((None, 0, 0), None, 0)),
        ((1, 1, 1), Counts((None, None, None), None, 0)),
        ((4, 0, 3), Counts((4, 0, 3), 7, 0)),
    ],
)
def test_a_sum_that_would_tell_is_withheld(counts: tuple[int, ...], shown: Counts) -> None:
    assert protected(counts) == shown


def test_a_withheld_count_is_alone_in_no_row_and_no_column() -> None:
    shown = protected_table([[1, 8, 9], [7, 6, 5], [4, 9, 3]])
    assert shown == ((None, None, 9), (7, 6, 5), (None, None, 3))


def test_shares_of_few_alliances_are_withheld() -> None:
    say = wording("de")
    assert [say.part(9, 11), say.part(12, 12), say.part(4, 8)] == ["verdeckt", "100 % (12 von 12)", "4 von 8"]


@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize("value", [0, 3, 0.25, -1.5, 1234.0])
def test_numbers_are_read_back(language: str, value: float) -> None:
    say = wording(language)
    assert say.read(say.number(value, signed=value > 0)) == value
    assert [say.read(text) for text in ("verdeckt", "–", "01.06.2026", "3 von 10", "")] == [None] * 5


def test_there_are_no_percentages_under_ten_cases() -> None:
    say = wording("de")
    assert (say.share(3, 9), say.share(3, 10)) == ("3 von 9", "30 % (3 von 10)")


@pytest.mark.parametrize(
    ("value", "signed", "german", "english"),
    [
        (0.5, False, "0,5", "0.5"),
        (1.0, False, "1", "1"),
        (-0.25, True, "−0,25", "−0.25"),
        (2.0, True, "+2", "+2"),
        (0.001, True, "0", "0"),
        (-0.001, False, "0", "0"),
        (10.0, False, "10", "10"),
        (None, False, "–", "–"),
    ],
)
def test_numbers(value: float | None, signed: bool, german: str, english: str) -> None:
    assert wording("de").number(value, signed=signed) == german
    assert wording("en").number(value, signed=signed) == english
