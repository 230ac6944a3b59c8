"""References: the row id counts, the label beside it is for people."""

from __future__ import annotations

import pytest

from fieldtypes.typed import SAME_FOR_ALL, UNREADABLE, Cell, number, read
from ruecklauf.fieldtypes.reference import ReferenceField
from ruecklauf.values import Value

REFERENCE = ReferenceField.model_validate(
    {"type": "reference", "id": "r", "label": "Stelle", "to": "akteure"}
)

REFERENCES: list[tuple[Cell, Value, list[str]]] = [
    *SAME_FOR_ALL,
    ("AK007 · Jugendamt", "AK007", []),
    ("AK007 · Amt · Abteilung", "AK007", []),
    (" AK007\u00a0·\u00a0Jugendamt ", "AK007", []),
    ("AK007", "AK007", []),
    ("AK007 - Jugendamt", "AK007", []),
    ("AK0715: Jugendamt", "AK0715", []),
    ("Jugendamt", UNREADABLE, ["no_reference"]),
    ("AK007 Jugendamt", UNREADABLE, ["no_reference"]),
    ("ak007", "AK007", []),
    ("AK 007 · Jugendamt", "AK007", []),
    ("Jugendamt (AK007)", "AK007", []),
    ("AK007, Jugendamt", "AK007", []),
    ("AK007 · Zeile AK007", "AK007", []),
    ("AK007, AK009", UNREADABLE, ["several_references"]),
    ("AK007 · Jugendamt; AK009 · Sozialamt", UNREADABLE, ["several_references"]),
    ("Jugendamt (AK007), Sozialamt (AK009)", UNREADABLE, ["several_references"]),
    ("AK7", UNREADABLE, ["no_reference"]),
    (number("7"), UNREADABLE, ["no_reference"]),
]


@pytest.mark.parametrize(("cell", "value", "codes"), REFERENCES)
def test_references_are_read_by_row_id(cell: Cell, value: Value, codes: list[str]) -> None:
    assert read(REFERENCE, cell) == (value, codes)
