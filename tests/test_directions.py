"""Characters that let another order be seen are told from those that change nothing."""

from __future__ import annotations

import pytest

from ruecklauf.directions import from_right, reorders


@pytest.mark.parametrize(
    "text",
    [
        "\u202e12",
        "Herr \u202eretsnüM\u202c",
        "erste Zeile\n\u202e12",
        "\u202b12 34\u202c",
        "\u202bAmt.\u202c",
        "\u202b12\u202c\u202b 34\u202c",
        "\u20671. März\u2069",
        "\u200f12 34",
        "\u200f-5",
        "\u202d\u05e9\u05dc\u05d5\u05dd",
    ],
)
def test_another_order_is_seen(text: str) -> None:
    assert reorders(text)


@pytest.mark.parametrize(
    "text",
    [
        "12 34",
        "\u202e8",
        "\u202a+49 211\u202c",
        "\u202bAmt 12\u202c",
        "\u200f12,5",
        "\u200fAmt 3.",
        "Amt 3. \u200f",
        "\u2067ja\u2069",
        "\u2068ja, 12\u2069",
        "\u202dja\u202c",
        "\u05e9\u05dc\u05d5\u05dd 12 34 \u200f",
    ],
)
def test_all_is_seen_in_its_order(text: str) -> None:
    assert not reorders(text)


def test_a_line_from_the_right_is_marked_where_it_is_seen_otherwise() -> None:
    assert (from_right("12 34"), from_right("Amt 12")) == ("\u202b12 34\u202c", "Amt 12")
