"""Small numbers are protected, and numbers are written as readers write them."""

from __future__ import annotations

import pytest

from ruecklauf.report.wording import hidden, wording


@pytest.mark.parametrize(
    ("counts", "withheld"),
    [
        ((5, 4, 3), set()),
        ((5, 2, 0), {0, 1}),
        ((9, 2, 4), {1, 2}),
        ((1, 2, 9), {0, 1}),
        ((2, 0, 0), {0}),
        ((0, 0, 0), set()),
    ],
)
def test_small_cells_are_withheld_with_one_that_would_tell_them(
    counts: tuple[int, ...], withheld: set[int]
) -> None:
    assert hidden(counts) == withheld


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
