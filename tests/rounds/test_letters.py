from __future__ import annotations

from datetime import UTC, datetime

import pytest

from ruecklauf.project import Alliance
from ruecklauf.rounds.letters import Letter, named_in, sent_by, suggestion

KLEVE = Alliance("KQ7M2X", "Kreis Kleve", ("05154000",), "kreis", "kim@kreis-kleve.example")
WESEL = Alliance("WT4B9R", "Kreis Wesel", ("05170000",), "kreis", "post@wesel.example")
KOELN = Alliance("CJ2P5N", "Stadt Köln", ("05315000",), "kreisfrei", "integration@gmx.de")
ALL = (KLEVE, WESEL, KOELN)
NOW = datetime(2026, 7, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("Kreis-Kleve_2026-1_KQ7M2X.xlsx", KLEVE),
        ("AW kreis-kleve_2026-1_kq7m2x (2) final.XLSX", KLEVE),
        ("KQ7M2X und WT4B9R.xlsx", None),
        ("Formular.xlsx", None),
    ],
)
def test_the_id_in_a_file_name_names_its_alliance(name: str, meant: Alliance | None) -> None:
    assert named_in(Letter(name), ALL) is meant


@pytest.mark.parametrize(
    ("sender", "meant"),
    [
        ("kim@kreis-kleve.example", KLEVE),
        ("KIM@Kreis-Kleve.example", KLEVE),
        ("someone.else@kreis-kleve.example", KLEVE),
        ("integration@gmx.de", KOELN),
        ("someone.else@gmx.de", None),
        ("nobody@elsewhere.example", None),
        ("no address", None),
        ("", None),
    ],
)
def test_a_sender_is_known_by_address_or_by_a_domain_of_its_own(sender: str, meant: Alliance | None) -> None:
    assert sent_by(Letter("x.xlsx", sender), ALL) is meant


def test_a_domain_that_two_alliances_have_says_nothing() -> None:
    other = Alliance("ZZ4B9R", "Stadt Kleve", ("05154036",), "gemeinde", "info@kreis-kleve.example")
    assert sent_by(Letter("x.xlsx", "someone@kreis-kleve.example"), (*ALL, other)) is None


@pytest.mark.parametrize(
    ("letter", "texts", "meant"),
    [
        (Letter("WT4B9R.xlsx"), ["Kreis Kleve"], WESEL),
        (Letter("x.xlsx", "post@wesel.example"), ["Kreis Kleve"], WESEL),
        (Letter("x.xlsx"), ["Bündnis: Kreis Kleve"], KLEVE),
        (Letter("x.xlsx"), ["AGS 05315000"], KOELN),
        (Letter("x.xlsx"), ["Kreis Kleve", "Kreis Wesel"], None),
        (Letter("Rücklauf Kreis Klewe.xlsx"), [], KLEVE),
        (Letter("Mappe1.xlsx"), ["ja", "nein"], None),
    ],
)
def test_a_suggestion_goes_by_the_strongest_hint(
    letter: Letter, texts: list[str], meant: Alliance | None
) -> None:
    assert suggestion(letter, texts, ALL) is meant
