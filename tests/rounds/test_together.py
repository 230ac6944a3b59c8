"""Findings that say the same of several rows of one file are said once."""

from __future__ import annotations

from ruecklauf.findings import COLUMNS
from ruecklauf.rounds.asking.together import SHOWN, said_once
from ruecklauf.texts import load_texts

Row = dict[str, str]


def row(place: str, text: str, **changes: str) -> Row:
    blank = dict.fromkeys(COLUMNS, "")
    message = f"{place}: {text}" if place else text
    return {**blank, "sha256": "a", "code": "c", "place": place, "message": message, **changes}


def missing(number: int, **changes: str) -> Row:
    about = {"row_id": f"AK{number:03}", "field": "bereich", **changes}
    return row(f"Akteure!E{number}", "„Bereich“ fehlt.", **about)


def test_findings_alike_are_one_with_their_rows_and_places() -> None:
    other = row("Akteure!G9", "„teils“ steht nicht in der Liste.", field="koop", found="teils")
    first, second = said_once([missing(9), other, missing(11)])
    assert (first["place"], first["row_id"]) == ("Akteure!E9, E11", "AK009, AK011")
    assert first["message"] == "Akteure!E9, E11: „Bereich“ fehlt."
    assert second == other


def test_rows_that_the_text_names_are_all_named() -> None:
    rows = [
        row(f"Akteure!H{number}", f"Zeile AK{number:03}: Es fehlt, worin.", row_id=f"AK{number:03}")
        for number in (13, 14)
    ]
    assert [one["message"] for one in said_once(rows)] == [
        "Akteure!H13, H14: Zeile AK013, AK014: Es fehlt, worin."
    ]


def test_of_very_many_the_text_names_the_first_and_their_number() -> None:
    (one,) = said_once([missing(number) for number in range(8, 48)])
    assert one["message"].startswith("Akteure!E8, E9, E10, ")
    assert f"E{7 + SHOWN} … (zusammen 40): „Bereich“ fehlt." in one["message"]
    assert one["place"].endswith(", E47")


def test_the_same_of_several_sheets_is_one() -> None:
    rows = [row(sheet, "In der Kopfzeile steht: „400“.", found="400") for sheet in ("Akteure", "Angebote")]
    (one,) = said_once(rows)
    assert (one["place"], one["message"], one["found"]) == (
        "Akteure, Angebote",
        "Akteure, Angebote: In der Kopfzeile steht: „400“.",
        "400",
    )


def test_what_differs_stays_apart() -> None:
    rows = [
        missing(9),
        missing(9, sha256="b"),
        missing(9, field="art"),
        row("Akteure!E9", "„10-12“ ist keine Zahl.", field="bereich"),
        row("Akteure!E9", "„ca. 3“ ist keine Zahl.", field="bereich"),
        row("", "Das Formular kam ohne Angaben zurück."),
    ]
    assert said_once(rows) == rows


def test_what_is_left_out_is_counted_in_the_readers_language() -> None:
    rows = [missing(number) for number in range(9, 9 + SHOWN + 3)]
    (german,), (english,) = said_once(rows), said_once(rows, load_texts("en"))
    assert f"… (zusammen {SHOWN + 3}): " in german["message"]
    assert f"… ({SHOWN + 3} in all): " in english["message"]
