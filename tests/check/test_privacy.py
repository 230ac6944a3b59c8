from __future__ import annotations

import pytest

from ruecklauf.check.privacy import personal_data_in


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("Rückfragen an kim@kreis.example", ("E-Mail-Adresse",)),
        ("0211 12345-67", ("Telefonnummer",)),
        ("02 11 / 123 45 67", ("Telefonnummer",)),
        ("+49 211 1234567", ("Telefonnummer",)),
        ("+49 (0) 211 1234567", ("Telefonnummer",)),
        ("0049 211 1234567", ("Telefonnummer",)),
        ("am 01.09.2026 unter 0211 12345-67", ("Telefonnummer",)),
        ("08.10.2027", ()),
        ("Nächstes Treffen am 01.09.2026.", ()),
        ("vom 01.09.26 bis 01.10.26", ()),
        ("geb. 01.02.1990", ("Geburtsdatum",)),
        ("Frau Dr. Meier leitet", ("Name",)),
        ("Frauenhaus, 380 Plätze, 12,5 %", ()),
        ("§ 13 Abs. 2 SGB VIII, 1.234.567,89 €", ()),
    ],
)
def test_personal_data_is_seen_and_dates_and_amounts_are_not(text: str, kinds: tuple[str, ...]) -> None:
    assert personal_data_in(text) == kinds
