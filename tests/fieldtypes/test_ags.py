"""Official municipality keys: text always, the lost leading zero restored and noted."""

from __future__ import annotations

import pytest

from fieldtypes.typed import SAME_FOR_ALL, UNREADABLE, Cell, number, read
from ruecklauf.fieldtypes.ags import AgsField
from ruecklauf.values import Value

ONE = AgsField.model_validate({"type": "ags", "id": "a", "label": "AGS"})
SEVERAL = AgsField.model_validate({"type": "ags", "id": "a", "label": "AGS", "several": True})

SINGLE: list[tuple[Cell, Value, list[str]]] = [
    *SAME_FOR_ALL,
    ("05315000", "05315000", []),
    ("05 315 000", "05315000", []),
    ("05154", "05154000", []),
    ("5315000", "05315000", ["ags_padded"]),
    (number("5315000"), "05315000", ["ags_padded"]),
    (number("5.315E6"), "05315000", ["ags_padded"]),
    (number("5154"), "05154000", ["ags_padded"]),
    ("5,32E+06", UNREADABLE, ["no_ags"]),
    ("053150001", UNREADABLE, ["no_ags"]),
    ("17315000", UNREADABLE, ["no_ags"]),
    ("Köln", UNREADABLE, ["no_ags"]),
    ("AGS 05315000", UNREADABLE, ["no_ags"]),
]

JOINED: list[tuple[Cell, Value, list[str]]] = [
    *SAME_FOR_ALL,
    ("05315000", "05315000", []),
    ("05315000; 05334002", "05315000; 05334002", []),
    ("05315000, 05334002;", "05315000; 05334002", []),
    ("05315000\n05334002", "05315000; 05334002", []),
    ("05315000 05334002", "05315000; 05334002", []),
    ("5315000;05334002", "05315000; 05334002", ["ags_padded"]),
    (number("5315000"), "05315000", ["ags_padded"]),
    ("05315000; Köln", UNREADABLE, ["no_ags"]),
    (";", UNREADABLE, ["no_ags"]),
]


@pytest.mark.parametrize(("cell", "value", "codes"), SINGLE)
def test_one_key_is_read(cell: Cell, value: Value, codes: list[str]) -> None:
    assert read(ONE, cell) == (value, codes)


@pytest.mark.parametrize(("cell", "value", "codes"), JOINED)
def test_several_keys_are_read(cell: Cell, value: Value, codes: list[str]) -> None:
    assert read(SEVERAL, cell) == (value, codes)
