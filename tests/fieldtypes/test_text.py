"""Texts, addresses and numbers of telephones: kept as typed, judged by their form."""

from __future__ import annotations

import pytest

from fieldtypes.typed import SAME_FOR_ALL, Cell, boolean, formula, moment, number, read
from ruecklauf.cells import text_cell
from ruecklauf.fieldtypes.text import EmailField, LongTextField, PhoneField, TextField
from ruecklauf.values import Missing, Value

TEXT = TextField.model_validate({"type": "text", "id": "t", "label": "Name", "max_length": 20})
LONG = LongTextField.model_validate(
    {"type": "longtext", "id": "t", "label": "Grund", "missing": ["not_applicable"]}
)
EMAIL = EmailField.model_validate({"type": "email", "id": "t", "label": "E-Mail"})
PHONE = PhoneField.model_validate({"type": "phone", "id": "t", "label": "Telefon"})

TEXTS: list[tuple[Cell, Value, list[str]]] = [
    *SAME_FOR_ALL,
    ("Jugendamt", "Jugendamt", []),
    (" Jugendamt\u00a0", "Jugendamt", []),
    ("Zeile\r\nzwei\rdrei", "Zeile\nzwei\ndrei", []),
    ("=1+1", "=1+1", []),
    ("007", "007", []),
    ("None", "None", []),
    ("NA", "NA", []),
    ("k. A.", "k. A.", []),
    ("trifft nicht zu", "trifft nicht zu", []),
    ("a" * 21, "a" * 21, ["text_too_long"]),
    (number("380"), "380", []),
    (number("380.0"), "380", []),
    (number("0.10000000000000001"), "0,1", []),
    (boolean("1"), "WAHR", []),
    (moment(2026, 5, 1), "01.05.2026", ["date_for_text"]),
    (formula("A1", text_cell("Jugendamt")), "Jugendamt", ["formula_for_value"]),
]

EMAILS: list[tuple[Cell, Value, list[str]]] = [
    *SAME_FOR_ALL,
    ("stelle@kreis.example ", "stelle@kreis.example", []),
    ("Vor.Name+x@sub.kreis-a.example", "Vor.Name+x@sub.kreis-a.example", []),
    ("stelle@kreis", "stelle@kreis", ["no_email"]),
    ("stelle(at)kreis.example", "stelle(at)kreis.example", ["no_email"]),
    ("a@kreis.example, b@kreis.example", "a@kreis.example, b@kreis.example", ["no_email"]),
]

PHONES: list[tuple[Cell, Value, list[str]]] = [
    *SAME_FOR_ALL,
    ("0211 12345-67", "0211 12345-67", []),
    ("+49 (211) 1234", "+49 (211) 1234", []),
    ("0211/1234", "0211/1234", []),
    ("siehe oben", "siehe oben", ["no_phone"]),
    ("112", "112", ["no_phone"]),
    (number("2111234567"), "2111234567", ["phone_as_number"]),
    (number("4.9211123456E+11"), "492111234560", ["phone_as_number"]),
]


@pytest.mark.parametrize(("cell", "value", "codes"), TEXTS)
def test_texts_are_kept_as_typed(cell: Cell, value: Value, codes: list[str]) -> None:
    assert read(TEXT, cell) == (value, codes)


@pytest.mark.parametrize(("cell", "value", "codes"), EMAILS)
def test_addresses_are_kept_and_judged(cell: Cell, value: Value, codes: list[str]) -> None:
    assert read(EMAIL, cell) == (value, codes)


@pytest.mark.parametrize(("cell", "value", "codes"), PHONES)
def test_phone_numbers_are_texts(cell: Cell, value: Value, codes: list[str]) -> None:
    assert read(PHONE, cell) == (value, codes)


def test_declared_missing_words_are_no_text() -> None:
    assert read(LONG, "Trifft nicht zu") == (Missing.NOT_APPLICABLE, [])
