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
    *(
        (text, UNREADABLE, ["several_references"])
        for text in (
            "AK001, 002, 003",
            "AK002-004",
            "AK002 – 004",
            "AK001; 2; 3",
            "AK001/002",
            "AK001 + AK002",
            "AK001 und 002",
            "AK001 u. 2",
            "AK001 bis AK003",
            "AK001 002",
            "AK003 – oder das Jobcenter",
            "AK003, sowie Jugendamt",
            "AK022, GR101",
            "AK022 · GR101",
            "AK001 & 002",
            "AK001,\n002",
        )
    ),
    ("AK007\u200b", "AK007", []),
    ("AK\u00ad007 · Jugendamt", "AK007", []),
    ("AK007 · 3. Dezernat", "AK007", []),
    ("AK007 · SG 123 Soziales", "AK007", []),
    ("AK007 · Amt 50, 51 und 52", "AK007", []),
    ("AK007 - 24h-Dienst", "AK007", []),
    ("AK7", UNREADABLE, ["no_reference"]),
    (number("7"), UNREADABLE, ["no_reference"]),
]


@pytest.mark.parametrize(("cell", "value", "codes"), REFERENCES)
def test_references_are_read_by_row_id(cell: Cell, value: Value, codes: list[str]) -> None:
    assert read(REFERENCE, cell) == (value, codes)
