"""Dates as people type them: complete ones are taken, nothing is completed."""

from __future__ import annotations

from datetime import date

import pytest

from fieldtypes.typed import SAME_FOR_ALL, UNREADABLE, Cell, boolean, formula, moment, number, read
from ruecklauf.fieldtypes.dates import DateField
from ruecklauf.values import Missing, Value

DATE = DateField.model_validate(
    {
        "type": "date",
        "id": "d",
        "label": "Datum",
        "min": "2010-01-01",
        "max": "2049-12-31",
        "missing": ["unknown"],
    }
)
DAY = date(2026, 6, 30)

INCOMPLETE = [
    "2025", "6.2026", "06/2026", "30.6.", "März 2019", "Q1 2025", "Q 1/2025", "1. Quartal 2026", "SoSe 2025",
    "WiSe 2025/26", "Sommersemester 2025", "WS 2025/26", "KW 12/2026", "Ende 2025", "Anfang März 2026",
    "Mitte Mai", "Frühjahr 2025", "1.1.99", "1.3.69", "01.01.50",
]  # fmt: skip
NO_DATES = [
    "k. A.", "?", "ca. 2020", "seit 2019", "demnächst", "31.6.2026", "29.02.2025", "1.13.2026", "30/06/2026",
    "30-06-2026", "20260630", "2026-06-30 14:30", "1.3.2026/1.4.2026", "bis 30.6.2026", "trifft nicht zu",
]  # fmt: skip

DATES: list[tuple[Cell, Value, list[str]]] = [
    *SAME_FOR_ALL,
    *((text, UNREADABLE, ["date_incomplete"]) for text in INCOMPLETE),
    *((text, UNREADABLE, ["no_date"]) for text in NO_DATES),
    ("30.06.2026", DAY, []),
    ("30.6.26", DAY, []),
    ("30. 6. 2026", DAY, []),
    ("30.06.2026\u200e", DAY, []),
    ("\u200e30\u200e.\u200e06\u200e.\u200e2026", DAY, []),
    ("30.\u20096.\u20092026", DAY, []),
    ("31.12.49", date(2049, 12, 31), []),
    ("29.2.24", date(2024, 2, 29), []),
    ("\u00a030.06.2026\u00a0", DAY, []),
    ("30. Juni 2026", DAY, []),
    ("30. JUNI 2026", DAY, []),
    ("1. März 2026", date(2026, 3, 1), []),
    ("2026-06-30", DAY, []),
    ("2026-06-30T00:00:00", DAY, []),
    ("29.02.2024", date(2024, 2, 29), []),
    ("30.6.2009", date(2009, 6, 30), ["outside_limits"]),
    ("01.01.0001", date(1, 1, 1), ["outside_limits"]),
    (moment(2026, 6, 30), DAY, []),
    (moment(2026, 6, 30, 14, 30), DAY, ["time_with_date"]),
    (moment(1904, 1, 2), date(1904, 1, 2), ["outside_limits"]),
    (formula("TODAY()", moment(2026, 6, 30)), DAY, ["formula_for_value"]),
    (number("46203"), UNREADABLE, ["number_for_date"]),
    (number("2025"), UNREADABLE, ["number_for_date"]),
    (boolean("1"), UNREADABLE, ["no_date"]),
    ("unbekannt", Missing.UNKNOWN, []),
]


@pytest.mark.parametrize(("cell", "value", "codes"), DATES)
def test_only_complete_dates_are_read(cell: Cell, value: Value, codes: list[str]) -> None:
    assert read(DATE, cell) == (value, codes)


@pytest.mark.parametrize(
    ("limits", "text", "day"),
    [
        ({"min": "1900-01-01", "max": "2026-12-31"}, "1.3.69", date(1969, 3, 1)),
        ({"min": "1900-01-01", "max": "2026-12-31"}, "1.3.26", None),
        ({"min": "1900-01-01", "max": "2026-12-31"}, "1.3.27", date(1927, 3, 1)),
        ({"min": "1900-01-01"}, "1.3.69", None),
        ({"min": "1900-01-01"}, "1.3.27", None),
        ({}, "1.3.95", None),
        ({}, "1.3.69", None),
        ({}, "1.3.27", date(2027, 3, 1)),
        ({"min": "2027-01-01"}, "1.3.26", date(2026, 3, 1)),
    ],
)
def test_year_of_two_digits_is_taken_if_one_century_can_be_meant(
    limits: dict[str, str], text: str, day: date | None
) -> None:
    field = DateField.model_validate({"type": "date", "id": "d", "label": "d", **limits})
    assert read(field, text)[0] == (day or UNREADABLE)


def test_limits_must_be_in_order() -> None:
    with pytest.raises(ValueError, match="min is later than max"):
        DateField.model_validate(
            {"type": "date", "id": "d", "label": "d", "min": "2026-01-02", "max": "2026-01-01"}
        )
