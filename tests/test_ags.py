import re

import pytest

from ruecklauf.ags import (
    DISTRICTS,
    AgsNote,
    district_named,
    district_of,
    in_nrw,
    kreis_of,
    likely_district,
    name_agrees,
    official_name,
    read_ags,
    split_ags,
)

PADDED, NOT_AN_AGS = AgsNote.PADDED, AgsNote.NOT_AN_AGS


def test_the_53_are_22_cities_and_31_kreise_with_nrw_codes() -> None:
    kinds = [district.kind for district in DISTRICTS.values()]
    assert (kinds.count("kreisfrei"), kinds.count("kreis")) == (22, 31)
    assert all(re.fullmatch("05[13579][0-9]{2}", code) for code in DISTRICTS)
    assert list(DISTRICTS) == sorted(DISTRICTS)
    assert len({district.name for district in DISTRICTS.values()}) == 53


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("05315000", ("05315000", None)),
        ("05334002", ("05334002", None)),
        ("05 315 000", ("05315000", None)),
        (" 05315000\n", ("05315000", None)),
        ("05\N{NO-BREAK SPACE}315\N{NO-BREAK SPACE}000", ("05315000", None)),
        ("05154", ("05154000", None)),
        ("5315000", ("05315000", PADDED)),
        ("5 315 000", ("05315000", PADDED)),
        ("5154", ("05154000", PADDED)),
        ("16077052", ("16077052", None)),
        ("", (None, NOT_AN_AGS)),
        ("Köln", (None, NOT_AN_AGS)),
        ("053150", (None, NOT_AN_AGS)),
        ("315000", (None, NOT_AN_AGS)),
        ("053150000000", (None, NOT_AN_AGS)),
        ("05315000.0", (None, NOT_AN_AGS)),
        ("5,315E+06", (None, NOT_AN_AGS)),
        ("0531500", (None, NOT_AN_AGS)),
        ("50667", (None, NOT_AN_AGS)),
        ("17000000", (None, NOT_AN_AGS)),
        ("٠٥٣١٥٠٠٠", (None, NOT_AN_AGS)),
    ],
)
def test_an_ags_is_read_as_typed(typed: str, expected: tuple[str | None, AgsNote | None]) -> None:
    assert read_ags(typed) == expected


@pytest.mark.parametrize("code", sorted(DISTRICTS))
def test_every_way_to_write_a_district_gives_the_same_8_digits(code: str) -> None:
    ways = [code, code + "000", f"{code[:2]} {code[2:]} 000"]
    assert [read_ags(way) for way in ways] == [(code + "000", None)] * 3
    assert [read_ags(way[1:]) for way in ways] == [(code + "000", PADDED)] * 3


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("", ()),
        ("05315000", ("05315000",)),
        ("05 315 000", ("05 315 000",)),
        ("05315 000", ("05315 000",)),
        ("05154036 05154000", ("05154036", "05154000")),
        ("05154;05158, 5162", ("05154", "05158", "5162")),
        ("5154 5158", ("5154", "5158")),
        ("05 315 000; 05 314 000", ("05 315 000", "05 314 000")),
        ("05154 Kleve", ("05154", "Kleve")),
        ("5,32E+06", ("5,32E+06",)),
    ],
)
def test_a_list_of_codes_is_split_between_the_codes_only(typed: str, expected: tuple[str, ...]) -> None:
    assert split_ags(typed) == expected


@pytest.mark.parametrize(
    ("ags", "kreis", "name", "full_name"),
    [
        ("05315000", "05315", "Köln", "Stadt Köln"),
        ("05154000", "05154", "Kleve", "Kreis Kleve"),
        ("05334000", "05334", "Städteregion Aachen", "Städteregion Aachen"),
        ("05958000", "05958", "Hochsauerlandkreis", "Hochsauerlandkreis"),
        ("05374000", "05374", "Oberbergischer Kreis", "Oberbergischer Kreis"),
        ("05334002", "05334", None, None),
        ("09162000", "09162", None, None),
    ],
)
def test_names_belong_to_the_districts_only(
    ags: str, kreis: str, name: str | None, full_name: str | None
) -> None:
    district = district_of(ags)
    assert (kreis_of(ags), official_name(ags)) == (kreis, name)
    assert (district.full_name if district else None) == full_name


@pytest.mark.parametrize(
    ("ags", "name", "expected"),
    [
        ("05315000", "Köln", True),
        ("05315000", "Stadt Köln", True),
        ("05315000", "Köln, Stadt", True),
        ("05315000", "KOELN", True),
        ("05315000", "Ko\N{COMBINING DIAERESIS}ln", True),
        ("05315000", "Lokales Bündnis Köln", True),
        ("05315000", "Kreis Köln", False),
        ("05315000", "Bonn", False),
        ("05315000", "", False),
        ("05314000", "Kreisfreie Stadt Bonn", True),
        ("05314000", "Bundesstadt Bonn", True),
        ("05117000", "Mülheim a.d. Ruhr", True),
        ("05117000", "Mülheim/Ruhr", True),
        ("05154000", "Kleve", True),
        ("05154000", "kreis kleve", True),
        ("05154000", "Stadt Kleve", False),
        ("05162000", "Rheinkreis Neuss", True),
        ("05162000", "Kreis Neuss", False),
        ("05362000", "Rhein-Erftkreis", True),
        ("05374000", "Oberbergischer  Kreis", True),
        ("05962000", "Maerkischer Kreis", True),
        ("05958000", "Hochsauerland-Kreis", True),
        ("05770000", "Kreis Minden Lübbecke", True),
        ("05334000", "StädteRegion Aachen", True),
        ("05334000", "Aachen, Städteregion", True),
        ("05334000", "Stadt Aachen", False),
        ("05334000", "Kreis Aachen", False),
        ("05334002", "Stadt Aachen", None),
        ("05999000", "Beispielstadt", None),
    ],
)
def test_a_name_agrees_with_a_code_however_it_is_spelt(ags: str, name: str, expected: bool | None) -> None:
    assert name_agrees(ags, name) is expected


@pytest.mark.parametrize("code", sorted(DISTRICTS))
def test_every_district_is_found_by_both_its_names(code: str) -> None:
    district = DISTRICTS[code]
    assert district_named(district.name) == district_named(district.full_name) == district
    assert name_agrees(district.ags, district.full_name) is True


@pytest.mark.parametrize(
    ("name", "expected"),
    [("Gelsenkirchn", "05513"), ("Koln", "05315"), ("Kreis Guetersloh", "05754"), ("München", None)],
)
def test_a_misspelt_name_suggests_a_district(name: str, expected: str | None) -> None:
    found = likely_district(name)
    assert (found.code if found else None) == expected


@pytest.mark.parametrize(("ags", "expected"), [("05315000", True), ("05215000", False), ("09162000", False)])
def test_codes_of_nrw_are_recognised_by_their_pattern(ags: str, expected: bool) -> None:
    assert in_nrw(ags) is expected
