"""Numbers as people type them."""

from __future__ import annotations

from decimal import Decimal

import pytest

from fieldtypes.typed import (
    LISTS,
    SAME_FOR_ALL,
    TEXTS,
    UNREADABLE,
    Cell,
    boolean,
    formula,
    moment,
    number,
    read,
)
from ruecklauf.fieldtypes.number import DecimalField, IntegerField, PercentField, ScaleField, german_number
from ruecklauf.values import Missing, Value

INTEGER = IntegerField.model_validate(
    {"type": "integer", "id": "n", "label": "Anzahl", "min": 0, "max": 9999999}
)
DECIMAL = DecimalField.model_validate(
    {"type": "decimal", "id": "n", "label": "Umfang", "unit": "VZÄ", "max": 9999999, "missing": ["unknown"]}
)
PERCENT = PercentField.model_validate({"type": "percent", "id": "n", "label": "Anteil"})
SCALE = ScaleField.model_validate(
    {"type": "scale", "id": "n", "label": "Bedarf", "labels": {"0": "keiner", "3": "hoch"}}
)

NOT_A_NUMBER = [
    "ca. 10", "10-12", "10–12", "10 bis 12", "k. A.", "?", "s. o.", "keine", "10 Personen", "> 10", "2/3",
    "½", "1'234", "1,234,567", "1.23.456", "10 12", "12 34", "1.234 567", "5;", "(5)", "5-", "€ 12",
    "NaN", "Infinity", "-inf", "1e5", "1_000", "٣", "１２", "l0", "1O", "XII", "5²", "–5", "\u202e12",
    "1,2,3", "1.234,5.6", "12, 34", "1/2", "5 %o", "fünf", "2.000,0,0",
]  # fmt: skip
AMBIGUOUS = [
    "1.234",
    "1234.5",
    "1.5",
    "5.",
    ".5",
    "1.2345",
    "-1.000",
    "5,",
    "2,000",
    "12,000",
    "1,234",
    "999,999",
]

INTEGERS: list[tuple[Cell, Value, list[str]]] = [
    *SAME_FOR_ALL,
    *((text, UNREADABLE, ["no_number"]) for text in NOT_A_NUMBER),
    *((text, UNREADABLE, ["ambiguous_number"]) for text in AMBIGUOUS),
    ("380", 380, []),
    ("\u00a0380\u00a0", 380, []),
    ("00012", 12, []),
    ("+5", 5, []),
    ("-5", -5, ["outside_limits"]),
    ("1.234.567", 1234567, []),
    ("1 234", 1234, []),
    *((f"1{space}234", 1234, []) for space in "\u00a0\u202f\u2009\u2007\u2002"),
    *((f"{sign}5", -5, ["outside_limits"]) for sign in "\u2212\uff0d\u2011"),
    *(
        (f"{unseen}38{unseen}0{unseen}", 380, [])
        for unseen in "\u200b\u200e\u2060\ufeff\u00ad\u2800\u3164\ufe0f"
    ),
    ("1.000,000", 1000, []),
    ("0,000", 0, []),
    ("0,500", UNREADABLE, ["no_integer"]),
    ("2,0000", 2, []),
    ("1.234,5", UNREADABLE, ["no_integer"]),
    ("1,234.5", UNREADABLE, ["no_number"]),
    ("12 €", 12, []),
    ("10,00", 10, []),
    ("10,5", UNREADABLE, ["no_integer"]),
    ("10000000", 10000000, ["outside_limits"]),
    ("1234567890123456", UNREADABLE, ["number_too_long"]),
    (number("380"), 380, []),
    (number("380.0"), 380, []),
    (number("3.8E2"), 380, []),
    (number("-0"), 0, []),
    (number("0.30000000000000004"), UNREADABLE, ["no_integer"]),
    (number("1E+20"), UNREADABLE, ["number_too_long"]),
    (number("1E+999"), UNREADABLE, ["number_too_long"]),
    (moment(2026, 5, 1), UNREADABLE, ["date_for_number"]),
    (boolean("1"), UNREADABLE, ["no_number"]),
    (formula("A1+A2", number("7")), 7, ["formula_for_value"]),
    (formula("A1+A2", number("7.5")), UNREADABLE, ["no_integer", "formula_for_value"]),
    ("unbekannt", UNREADABLE, ["no_number"]),
]

DECIMALS: list[tuple[Cell, Value, list[str]]] = [
    *SAME_FOR_ALL,
    *((text, UNREADABLE, ["no_number"]) for text in NOT_A_NUMBER),
    *((text, UNREADABLE, ["ambiguous_number"]) for text in AMBIGUOUS),
    ("1.234.567,89 €", Decimal("1234567.89"), []),
    ("1 234 567,89", Decimal("1234567.89"), []),
    ("1.234,567", Decimal("1234.567"), []),
    ("0,234", Decimal("0.234"), []),
    ("1,25", Decimal("1.25"), []),
    ("1234567890123,456", UNREADABLE, ["number_too_long"]),
    ("0,1234567890123456", UNREADABLE, ["number_too_long"]),
    (",5", Decimal("0.5"), []),
    ("0,5 VZÄ", Decimal("0.5"), []),
    ("0,5VZÄ", Decimal("0.5"), []),
    ("\u2212 0,5", Decimal("-0.5"), []),
    ("-0,5", Decimal("-0.5"), []),
    ("+ 0,5", Decimal("0.5"), []),
    *((f"{dash} 0,5", UNREADABLE, ["no_number"]) for dash in ("-", "\u2013", "\u2011", "\uff0d", "-\u00a0")),
    ("12345678,9", Decimal("12345678.9"), ["outside_limits"]),
    (number("0.1"), Decimal("0.1"), []),
    (number("0.10000000000000001"), Decimal("0.1"), []),
    (number("1E+999"), UNREADABLE, ["number_too_long"]),
    ("unbekannt", Missing.UNKNOWN, []),
    (" Unbekannt\u00a0", Missing.UNKNOWN, []),
    ("trifft nicht zu", UNREADABLE, ["no_number"]),
]

PERCENTS: list[tuple[Cell, Value, list[str]]] = [
    *SAME_FOR_ALL,
    ("12,5 %", Decimal("12.5"), []),
    ("12,5%", Decimal("12.5"), []),
    ("12,5\u00a0%", Decimal("12.5"), []),
    ("12,5", Decimal("12.5"), []),
    ("12.5 %", UNREADABLE, ["ambiguous_number"]),
    ("12,5 Prozent", UNREADABLE, ["no_number"]),
    ("12,500 %", Decimal("12.5"), []),
    ("12,500", Decimal("12.5"), []),
    ("120 %", Decimal(120), ["outside_limits"]),
    (number("0.125", "0.##%"), Decimal("12.5"), []),
    (number("0.07", "0%"), Decimal(7), []),
    (number("0.29", "0%"), Decimal(29), []),
    (number("0.125"), UNREADABLE, ["percent_without_format"]),
    (number("12.5"), UNREADABLE, ["percent_without_format"]),
    (number("0"), Decimal(0), []),
]

STEPS: list[tuple[Cell, Value, list[str]]] = [
    *SAME_FOR_ALL,
    ("0", 0, []),
    (number("3"), 3, []),
    ("3,0", 3, []),
    ("hoch", 3, []),
    (" Hoch ", 3, []),
    ("mittel", UNREADABLE, ["no_number"]),
    ("2-3", UNREADABLE, ["no_number"]),
    ("2,000", UNREADABLE, ["ambiguous_number"]),
    ("4", UNREADABLE, ["no_step"]),
    (number("-1"), UNREADABLE, ["no_step"]),
    (number("2.5"), UNREADABLE, ["no_step"]),
]


@pytest.mark.parametrize(("cell", "value", "codes"), INTEGERS)
def test_whole_numbers_are_read_as_typed(cell: Cell, value: Value, codes: list[str]) -> None:
    assert read(INTEGER, cell) == (value, codes)


@pytest.mark.parametrize(("cell", "value", "codes"), DECIMALS)
def test_decimals_are_read_exactly(cell: Cell, value: Value, codes: list[str]) -> None:
    assert read(DECIMAL, cell) == (value, codes)


@pytest.mark.parametrize(("cell", "value", "codes"), PERCENTS)
def test_percentages_are_points_and_never_shares(cell: Cell, value: Value, codes: list[str]) -> None:
    assert read(PERCENT, cell) == (value, codes)


@pytest.mark.parametrize(("cell", "value", "codes"), STEPS)
def test_scales_take_their_steps_and_labels_only(cell: Cell, value: Value, codes: list[str]) -> None:
    assert read(SCALE, cell) == (value, codes)


@pytest.mark.parametrize(
    ("field", "expected"),
    [
        (INTEGER, "ganze Zahl von 0 bis 9999999"),
        (DECIMAL, "Zahl, auch mit Komma bis 9999999 (VZÄ)"),
        (PERCENT, "Prozentzahl von 0 bis 100"),
        (SCALE, "Zahl von 0 bis 3 aus der Liste (0 = keiner, 3 = hoch)"),
    ],
)
def test_expectation_names_limits_unit_and_steps(field: IntegerField, expected: str) -> None:
    assert field.expectation(LISTS, TEXTS) == expected


@pytest.mark.parametrize(
    ("value", "shown"),
    [(12, "12"), (Decimal("12.50"), "12,5"), (Decimal("1E+3"), "1000"), (Decimal("-0"), "0")],
)
def test_numbers_are_shown_the_german_way(value: int | Decimal, shown: str) -> None:
    assert german_number(value) == shown


def test_limits_must_be_in_order() -> None:
    with pytest.raises(ValueError, match="min is larger than max"):
        IntegerField.model_validate({"type": "integer", "id": "n", "label": "n", "min": 5, "max": 1})


def test_labels_of_a_scale_must_be_steps() -> None:
    with pytest.raises(ValueError, match="labels names '4'"):
        ScaleField.model_validate({"type": "scale", "id": "n", "label": "n", "labels": {"4": "sehr hoch"}})
