from __future__ import annotations

import pytest

from ruecklauf.check.contact_names import knowing, names_among
from ruecklauf.check.privacy import marks_of_a_person_in, personal_data_in
from ruecklauf.library import load_library


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("Rückfragen an kim@kreis.example", ("E-Mail-Adresse",)),
        ("kim@kreis.example, 0211 12345-67", ("E-Mail-Adresse", "Telefonnummer")),
        ("geb. 01.02.1990", ("Geburtsdatum",)),
        ("Frau Dr. Meier leitet", ("Name",)),
        ("Frau Holle e.V. hat 17 Plätze", ()),
        ("kim.muster (at) kreis.example", ("E-Mail-Adresse",)),
        ("geboren am 3. März 1990", ("Geburtsdatum",)),
        ("Geburtsdatum: 1990-02-01", ("Geburtsdatum",)),
        ("*01.02.1990", ("Geburtsdatum",)),
        ("IBAN DE02 1203 0000 0000 2020 51", ("IBAN",)),
        ("Konto DE02120300000000202051 bitte", ("IBAN",)),
        ("Herrn Dr. med. von der Heide", ("Name",)),
        ("Fr. Öztürk, Hr. O'Neill", ("Name",)),
        ("Musterstraße 12, 12345 Ort", ("Anschrift",)),
        ("Am Markt 3a\n45127 Essen", ("Anschrift",)),
        ("Bergweg 12-14 12345 Köln", ("Anschrift",)),
        ("Er wohnt in der Lindenstr. 4.", ("Anschrift",)),
        ("siehe Prof. Schmidt Stiftung", ()),
        ("Frauenhaus, 380 Plätze, 12,5 %", ()),
        ("§ 13 Abs. 2 SGB VIII, 1.234.567,89 €", ()),
    ],
)
def test_personal_data_is_seen_and_amounts_are_not(text: str, kinds: tuple[str, ...]) -> None:
    assert personal_data_in(text) == kinds


@pytest.mark.parametrize(
    "text",
    [
        "0211 12345-67",
        "02 11 / 123 45 67",
        "+49 211 1234567",
        "+49 (0) 211 1234567",
        "0049 211 1234567",
        "am 01.09.2026 unter 0211 12345-67",
        "(0211) 8993456",
        "0211/8993456",
        "0170 1234567",
        "0170-123 45 67",
        "01701234567",
        "Tel. 12345-67",
        "Telefon: 05315000",
        "Durchwahl 4711-23",
        "02331 20712",
        "02331/207-12",
        "Fax 0211.8993.456",
        "Mo-Fr 08:00-12:00 Uhr, 0211 8993456",
        "05315000 Köln, Tel 0221 221-0",
        "0211 899 34 56",
        "Rückruf 0221-221 26262 bitte",
        "02161 25 0",
        "Handy: 0151/23456789",
        "02051 9876543 (Mo-Fr)",
    ],
)
def test_phone_numbers_are_seen(text: str) -> None:
    assert personal_data_in(text) == ("Telefonnummer",)


@pytest.mark.parametrize(
    "text",
    [
        "05315000",
        "AGS 05315000",
        "05 315 000",
        "05315000, 05314000",
        "05315000/05314000",
        "05315000 05314000",
        "053150000000",
        "01.10.2026 - 31.03.2027",
        "01.10.-31.12.2026",
        "01.10. bis 31.12.2026",
        "vom 01.09.26 bis 01.10.26",
        "01.-15.09.2026",
        "09/2026 - 12/2027",
        "03/2026-09/2026",
        "03.2026 bis 09.2026",
        "08.00-12.30",
        "08:00 - 12:30 Uhr",
        "Mo-Do 08.00-12.00 und 13.30 - 16.00 Uhr",
        "08.00 - 12.00, 14.00 - 16.00",
        "0800-1600 Uhr",
        "8-12 Uhr",
        "01067 Dresden",
        "04103/04105",
        "PLZ 01067",
        "01067, 01069",
        "D-01067 Dresden",
        "Az. 0511-23/2026",
        "Aktenzeichen: 05.12.03-4711",
        "Aktenzeichen 03 12 45 / 1",
        "Az.: 0512-2026-14",
        "0511-12/2026",
        "02.11.03/2026",
        "Kassenzeichen 0512345678",
        "2026/2027",
        "Drucksache 0234/2026",
        "05-07/2026",
        "Okt. 05 bis 07 2026",
        "2026-09-01",
        "01/26 - 06/26",
        "Stand 31.12.2025: 0 (2024: 12)",
        "05974000",
        "Schuljahr 2026/27",
        "08.10.2027",
        "0,75 - 1,25 VZÄ",
        "05315000 bis 05315999",
        "Gemeindeschlüssel 05974000",
        "0800–1630 Uhr",
        "jeweils 09.30 Uhr",
        "01.04.2026-30.09.2026",
        "59.065",
        "02.03.2027 14.00-16.30 Uhr",
        "Ziffer 02.01.03.04",
        "5.1.2/0430-2026",
        "Nächstes Treffen am 01.09.2026.",
        "Telefonat am 01.09.2026",
        "Anruf 01.09.2026",
        "Az. DE03 2026 0000 0000 2020",
        "Budget 12, 12345 Euro, Stand 2026",
        "45127 Essen",
        "Rathaus, Marktplatz 1",
        "Mo.-Fr. Vormittag, Fr. Nachmittag",
        "5 * 10.10.2026",
        "Sitzungen: 3 in 2026, 12.500,00 EUR",
        "Herr der Lage",
    ],
)
def test_what_only_looks_like_a_phone_number_is_none(text: str) -> None:
    """Municipal keys, days and months and ranges of them, hours, post codes, file numbers, amounts."""
    assert personal_data_in(text) == ()


def test_long_texts_are_looked_through_quickly() -> None:
    pieces = ("0211 ", "05315000 ", "1 1-", "01.01.", "az ", "telefon")
    for piece in (*pieces, "wohnt a ", "straße1 ", "DE02 1203 ", "Frau A", "Dr. ", "aa.", "Am A"):
        personal_data_in(piece * 6_000)
    word = "Donaudampfschifffahrtsgesellschaftskapitän"
    for text in (f"{word}-{word}, {word}7 ({word}", f"{word}, " * 500, "Xyz Abc, " * 3_000, "Ab" * 9_000):
        marks_of_a_person_in(text)


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("Ein junger Mann Mitte zwanzig sucht eine Ausbildung, seine Duldung endet bald.", ()),
        ("Sie lebt seit dem Frühjahr in der Stadt, Termin um 14 Uhr, 3 Monate Wartezeit.", ()),
        ("Die Duldung endet am 14.03.2027.", ("genaues Datum",)),
        ("Amir K. wohnt in der Lindenstraße 12a.", ("Anschrift", "Name mit Anfangsbuchstaben")),
        ("Eine Frau namens Sahar, AZR-Nr. 123456789012", ("Name", "Aktenzeichen")),
        ("Eine junge Frau Anfang zwanzig, eine Frau Mitte 20, ein Herr Ende der Dreißiger.", ()),
        ("Frau X. und Person A. wohnen in Stadt B.", ()),
        ("Frau Ende fragt nach.", ("Name",)),
        ("Frau A. kommt.", ("Name mit Anfangsbuchstaben",)),
        ("Termin am 14. März 2025, geduldet seit 2024-04-03.", ("genaues Datum",)),
        ("Im März 2025 und bis 30. September war Zeit.", ()),
        ("Ihre AZR-Nummer ist 1234567890, Passnummer: 998877.", ("Aktenzeichen",)),
        ("Herr Müller ruft 0211 12345-67 an.", ("Telefonnummer", "Name")),
    ],
)
def test_marks_of_a_person_are_seen_in_cases(text: str, kinds: tuple[str, ...]) -> None:
    assert marks_of_a_person_in(text) == kinds


@pytest.mark.parametrize(
    "text",
    [
        "Ahmad Karimi kam 2015",
        "Lena, 17, aus Herat",
        "Nilufa (19) sucht eine Ausbildung",
        "Zarmina Ghafuri floh 2015 aus Herat.",
        "Familie Karimi wohnt hier",
        "Der Fall betrifft Mohammed und seine Schwester.",
        "Lenas Duldung endet.",
        "Wir sprachen mit A. Karimi über den Kurs.",
        "Habibullah Rahimi, 22 Jahre",
        "Qadria, 21, aus Kabul",
        "Yxara, 24 Jahre alt",
        "Ahmad fled in 2015",
        "Tsegereda Woldu kam 2016 nach Köln",
        "und Parastu, 18, lernt",
        "Omar aus Aleppo, 23",
        "Fatima, eine junge Frau",
        "Amir heißt er",
        "Abdulwali Sadat stammt aus Kundus",
        "Frau K. und Ali",
    ],
)
def test_names_without_a_title_are_seen_in_cases(text: str) -> None:
    assert any(kind.startswith("Name") for kind in marks_of_a_person_in(text))


@pytest.mark.parametrize(
    "text",
    [
        "Eine junge Frau Anfang zwanzig hat einen Ausbildungsplatz, ihre Duldung endet in wenigen Monaten.",
        "Mann, 19, aus Syrien",
        "Ein Mann (19) kam 2015",
        "Junge Frau kam 2015 nach Deutschland",
        "Syrischer Geflüchteter, 22 Jahre",
        "Lena, 17, aus Herat (Name geändert)",
        "Nennen wir sie Lena, sie ist 17.",
        "Person A., 19, Duldung",
        "Die Stadt Köln kommt auf uns zu. Kreis Kleve kommt dazu.",
        "Agentur für Arbeit Bielefeld",
        "Das Jobcenter Kleve kam nicht.",
        "Anna-Schule und Josef-Haus, St. Maria",
        "Paul-Gerhardt-Haus",
        "Klasse 10, Niveau B1, Seite 17",
        "Teilnehmer, 22, Duldung",
        "z. B. Köln, u. a. Kurse, i. d. R. Wohnen",
        "Schülerin, 17, Berufskolleg",
        "Im Projekt „Amal“ lernt sie.",
        "Geduldeter, 24, ohne Papiere",
        "Auszubildender (19)",
        "Afghane, 20, geduldet",
        "Bruder, 17, lebt hier",
        "Nur ein Kurs. Haben alle Platz? Jan. 2026, Max. 20",
        "Der Junge (17) stammt aus Kabul",
        "Nach Abschluss kam die Ablehnung. Seit Sommer, 14 Monate",
        "Erfundener Fall: Ahmad Karimi kam 2015",
        "Ahmad (fiktiv) kam 2015",
        "Der Vater kam 2015, Mutter und Kinder kamen 2016",
        "Integrationsrat Kleve reiste an",
        "Die Ausländerbehörde Musterstadt kam dazu",
        "Ein Geflüchteter aus dem Iran, 21, hat Abitur",
        "Flüchtling, 21, aus Eritrea",
        "Eine Familie aus Syrien",
        "Familie Muster",
        "Alter: 17, Herkunft: Iran",
        "Sprachniveau, 20 Stunden",
        "Kurse, 20, in der Woche",
        "Geburtsjahr 2003. Duldung, 18 Monate gültig.",
        "Deutsche Sprache kommt später",
        "Frau, 23, zwei Kinder",
        "Guter Fall kommt selten",
        "Ein Paar, 25 und 27",
        "Zwei Geschwister Ende zwanzig",
        "Lena (name made up) lives here",
    ],
)
def test_nobody_is_seen_in_cases_without_names_or_with_made_up_ones(text: str) -> None:
    assert marks_of_a_person_in(text) == ()


def test_a_contact_is_seen_whatever_the_text_says_of_names() -> None:
    text = "Kim Beispiel (Name geändert)"
    assert marks_of_a_person_in(text) == ()
    with knowing(names_among(CONTACTS)):
        assert marks_of_a_person_in(text) == ("Name",)


def test_texts_of_all_forms_name_nobody() -> None:
    """What officers read is written as they write: nothing in it may be taken for a name."""
    texts = {
        shown
        for worksheet in load_library().worksheets.values()
        for section, field in worksheet.all_fields()
        for said in (worksheet.purpose, worksheet.instructions, section.instructions, field.label, field.help)
        if said
        for _, shown in said.items()
    }
    assert {text: seen for text in texts if (seen := marks_of_a_person_in(text))} == {}


def test_examples_of_forms_show_nothing_personal() -> None:
    for worksheet in load_library().worksheets.values():
        for section in worksheet.sections:
            asked = {field.id: field for field in section.fields if not field.personal}
            for field_id in asked.keys() & section.example_row:
                seems = marks_of_a_person_in if asked[field_id].tells_a_case else personal_data_in
                assert seems(section.example_value(field_id, "de") or "") == (), f"{section.id}.{field_id}"


CONTACTS = [
    ("gs_name", "Frau Dr. Kim Beispiel"),
    ("gs_name", "Müller, Jo / Herr Özil"),
    ("ap_name", "Team Jugendamt"),
    ("ap_name", "N.N."),
    ("ap_funktion", "Leitung Soziales"),
    ("ap_mail", "kim@kreis.example"),
    ("x_name", "Al Xu"),
]


def test_people_are_told_from_offices_and_positions() -> None:
    assert names_among(CONTACTS) == {"Kim Beispiel", "Jo Müller", "Özil", "Al Xu"}


@pytest.mark.parametrize(
    ("text", "is_named"),
    [
        ("Rückfragen an Kim Beispiel", True),
        ("Beispiel, Kim leitet", True),
        ("K. Beispiel", True),
        ("auf Beispiels Anregung", True),
        ("BEISPIEL fragen", True),
        ("Jo Mueller kommt", True),
        ("Al Xu", True),
        ("Xu", False),
        ("zum Beispielhaften", False),
        ("das ist ein beispiel", False),
        ("Kim-Beispiel Stiftung", False),
        ("Werkstatt & Co. KG Beispiel", False),
        ("Beispiel GmbH", False),
        ("Kim Beispiel von der Werkstatt GmbH", True),
        ("Soziales und Jugendamt", False),
    ],
)
def test_contacts_are_known_by_their_names_without_a_title(text: str, is_named: bool) -> None:
    assert personal_data_in(text) == ()
    with knowing(names_among(CONTACTS)):
        assert personal_data_in(text) == (("Name",) if is_named else ())
    assert personal_data_in(text) == ()
