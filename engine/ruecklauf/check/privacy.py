"""Personal data in free text: e-mail addresses, phone numbers, birth dates, accounts, addresses, names.

Much that officers write looks like a phone number and is none: municipal keys, dates and ranges of them,
opening hours, post codes, file numbers. What can be one of these is no phone number, unless a word before it
says that it is dialled. Names are seen by a title before them, or by being those of known contacts.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from ruecklauf.check.case_names import names_person_without_title, says_made_up
from ruecklauf.check.contact_names import NO_INSTITUTION, seen_name
from ruecklauf.fieldtypes.codelist import Code

_YEAR = r"(?:19|20)\d\d"
_DAY = r"(?:0?[1-9]|[12]\d|3[01])"
_MONTH = r"(?:0?[1-9]|1[0-2])"
_HOUR = r"(?:[01]?\d|2[0-4])"
_MINUTES = r"[.:]?(?:[0-5]\d)?"
_TO = r"\s*(?:-|–|—|/|bis|und|u\.)\s*"
_LAND = r"(?<!\d)(?:0[1-9]|1[0-6])"
_ENDING = r"\w{0,30}"
"""The rest of a compound; bounded, so that a long text takes no longer than its length."""
_FILED = (
    rf"Az|Gz|AGS|ARS|PLZ|IBAN|BIC|HHSt|Kto|ID|{_ENDING}(?:zeichen|schlüssel|akten?|kostenstelle"
    rf"|(?:leitzahl|vorgang|vorlage|drucksache|konto|rechnung|beleg|haushalts|vertrags|kennziffer){_ENDING})"
)
"""Words before a number under which something is filed, kept or sent."""
_NO_PHONE = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        # days: 01.09.2026, 1. 9., 01.10.-31.12.2026, 01.-15.09.2026, 2026-09-01
        rf"(?<![\d.]){_DAY}\.\s?{_MONTH}\.(?:\s?(?:{_YEAR}|\d\d)(?!\d))?",
        rf"(?<!\d){_DAY}\.{_TO}{_DAY}\.\s?{_MONTH}\.(?:\s?{_YEAR})?",
        rf"(?<!\d){_YEAR}-\d\d-\d\d(?!\d)",
        # months: 01/2026, 05-07/2026, 09/26 bis 12/26, 05 bis 07 2026
        rf"(?<![\d./]){_MONTH}(?:{_TO}{_MONTH})?\s?[./-]\s?{_YEAR}(?!\d)",
        rf"(?<![\d./]){_MONTH}/\d\d{_TO}{_MONTH}/\d\d(?!\d)",
        rf"(?<!\d)\d{{1,2}}{_TO}\d{{1,2}}\s{_YEAR}(?!\d)",
        # hours: 08.00-12.30, 08:00 Uhr, 8-12 Uhr, 0800-1600 Uhr
        rf"(?<![\d.:]){_HOUR}[.:][0-5]\d(?:\s?Uhr)?{_TO}{_HOUR}(?:[.:][0-5]\d)?(?:\s?Uhr)?(?![\d.:])",
        rf"(?<!\d){_HOUR}{_MINUTES}(?:{_TO}{_HOUR}{_MINUTES})?\s?Uhr\b",
        # municipal keys, alone or several: 05315000, 05 315 000, 053150000000
        rf"{_LAND}\d{{6}}(?:\d{{4}})?(?![\d-]|[ /]\d(?!\d{{7}}))",
        rf"{_LAND}(?:[ .]\d{{3}}[ .]\d{{3}}|[ ]\d[ ]\d\d(?:[ ]\d{{4}})?[ ]\d{{3}})(?![\d-])",
        # post codes: 01067 Dresden, 04103/04105
        r"(?<!\d)0\d{4}(?:\s*[/–,-]\s*0\d{4})+(?!\d)",
        r"(?<!\d)0\d{4}(?=\s+[A-ZÄÖÜ])",
        # file numbers: Az. 0511-23, Kassenzeichen: 0512345678; 0511-12/2026
        rf"\b(?:{_FILED})\b[.:]?(?:[\s-]*(?:Nr\.?|Nummer))?[:.]?\s*[A-Z]{{0,3}}[\d /().:_-]{{0,40}}\d",
        rf"(?<!\d)\d[\d. -]{{0,20}}[/-]{_YEAR}(?:-\d+)?(?!\d)",
    )
)
_DIALLED = re.compile(
    r"(?:\b(?:tel|\w*telefon|fon|phone|fax|telefax|mobil|handy|durchwahl|rufnummer|hotline)(?:nummer)?\b|☎|✆)"
    r"[-.:\s]*(?:(?:Nr|Nummer)[.:]?\s*)?(?:\+|\()?\d[\d /().-]{3,30}\d",
    re.IGNORECASE,
)
_PHONE = re.compile(
    r"(?<![\d.,/-])(?:(?:\+|00)49[ /-]?(?:\(0\)[ /-]?)?[1-9]|\(?0 ?(?:[2-9]|1[5-9]))"
    r"[\d /().-]{5,30}\d(?!\d)"
)


def _has_phone(text: str) -> bool:
    if len(_DIGIT.findall(text)) < _FEWEST_DIGITS:
        return False
    if _DIALLED.search(text):
        return True
    text = _ACCOUNT.sub(lambda found: "§" if _is_account(found[0]) else found[0], text)
    for pattern in _NO_PHONE:
        text = pattern.sub("§", text)
    return bool(_PHONE.search(text))


_DIGIT = re.compile(r"\d")
_FEWEST_DIGITS = 5
"""Of a telephone number."""
_MAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}(?:@|\s?[\[({](?:at|ät|@)[\])}]\s?)[\w-]{1,63}\.[\w.-]+")
_MONTH_NAMES = r"(?:Jan|Feb|Mär|Apr|Mai|Jun|Jul|Aug|Sep|Okt|Nov|Dez)[a-zä]{0,6}\.?"
_BIRTH = re.compile(
    r"(?:\bgeb(?:oren|urtstag|urtsdatum)?\b[.:]?|(?:^|[(,;]\s?)\*)\s{0,3}(?:(?:ist|war|am|den|vom)\s{1,3}){0,2}"
    rf"(?:\d{{1,2}}\.\s{{0,2}}(?:\d{{1,2}}\.|{_MONTH_NAMES})\s{{0,2}}\d{{2}}|{_YEAR}-\d\d-\d\d)",
    re.IGNORECASE | re.MULTILINE,
)
_CAPITAL = r"[A-ZÀ-ÖØ-ÞŁŚŠŞĞİČĆŽŐŰ]"
_NAME = re.compile(
    r"\b(?:Herrn?|Frau|Hr\.|Dr\.|Prof\.|(?<![–/-])Fr\.(?!\s*(?:Vor|Nach)mittag|\s*Abend))\s+"
    r"(?:(?:Dr|Prof|med|jur|phil|Dipl)\.(?:-\w{1,5}\.)?\s*){0,3}"
    r"(?!(?:Anfang|Mitte|Ende)\s+(?:der\s|\d|\w+[zß]ig))"  # a woman in her early twenties
    r"(?:(?:von|van|de|zu|zur|vom|el|al|di|la|le)\s+(?:de[rnm]\s+)?){0,2}"
    rf"(?:[DO]['’])?{_CAPITAL}(?:[^\W\d_]*[a-zß-öø-ÿ]){{1}}[^\W\d_]*+{NO_INSTITUTION}"
)
_ACCOUNT = re.compile(r"\b[A-Z]{2}\d{2}(?:[ ]?[A-Z\d]{4}){2,7}(?:[ ]?[A-Z\d]{1,3})?\b")
_SHORTEST_ACCOUNT = 15
_ROAD = (
    r"(?:(?<![\w.-])[^\W\d_][\w.-]{0,40}\s?(?i:straße|strasse|str\.|gasse|weg|platz|allee|ring|ufer|damm|markt|hof|berg)"
    r"|(?:Am|Im|An|Auf|Zum|Zur|Unter|In)\s(?:de[rnm]\s)?[A-ZÄÖÜ]\w{1,40})"
)
_ADDRESS = re.compile(
    rf"{_ROAD}\s?\d{{1,3}}\s?[a-zA-Z]?(?:\s?[-–/]\s?\d{{1,3}}\s?[a-zA-Z]?)?\s{{0,3}}(?:[,;·|/–-]|in|\n)?\s{{0,3}}"
    r"(?:D\s?-\s?)?\d{5}\s{1,3}[A-ZÄÖÜ][a-zäöüß]"
    rf"|\b(?i:wohnt|wohnhaft|wohnend|Wohnung|Privatadresse|Privatanschrift|privat)\b[^.\n]{{0,30}}?{_ROAD}\s?\d"
)


def _has_account(text: str) -> bool:
    """Whether the text holds an IBAN: its check digits (ISO 13616, modulo 97) must be right."""
    return any(_is_account(found[0]) for found in _ACCOUNT.finditer(text))


def _is_account(number: str) -> bool:
    """Also where what follows the number was taken for its end."""
    number = number.replace(" ", "")
    ends = range(len(number), max(_SHORTEST_ACCOUNT, len(number) - 3) - 1, -1)
    return any(_remainder(number[:end]) == 1 for end in ends)


def _remainder(number: str) -> int:
    return int("".join(str(int(sign, 36)) for sign in number[4:] + number[:4])) % 97


_KINDS: tuple[tuple[str, Callable[[str], object]], ...] = (
    ("E-Mail-Adresse", _MAIL.search),
    ("Telefonnummer", _has_phone),
    ("Geburtsdatum", _BIRTH.search),
    ("IBAN", _has_account),
    ("Anschrift", _ADDRESS.search),
    ("Name", lambda text: _NAME.search(text) or seen_name(text)),
)
_STREET = r"(?:str(?:aße|asse|\.)|gasse|weg|platz|allee|ring|ufer|damm)"
_EXACT_DAY = re.compile(
    rf"(?<![\d.]){_DAY}\.\s?(?:{_MONTH}\.|{_MONTH_NAMES})\s?(?:{_YEAR}|\d\d)(?!\d)|(?<!\d){_YEAR}-\d\d-\d\d(?!\d)"
)
_NOT_A_LETTER = (
    r"(?!(?:Frau|Herrn?|Familie|Klient(?:in)?|Teilnehmer(?:in)?) [NXYZ]\."
    r"|(?:Person|Fall|Stadt|Gemeinde|Kommune|Kreis|Ort|Schule|Firma|Stelle|Träger|Gruppe) [ABCNX-Z]\.)"
)
"""Letters that stand for nobody, as in "Frau X." and "Person A."."""
_FILE_NUMBER = re.compile(
    r"\b(?:Az|Gz|AZR|BAMF|Aktenzeichen|Geschäftszeichen|(?:Pass|Ausweis|Kunden|Versicherungs)nummer)\b"
    r"[-.:\s]{0,4}(?:Nr|Nummer)?[.:\s]{0,4}(?:(?:ist|lautet)\s)?\d{3}"
)
_OF_CASES: tuple[tuple[str, Callable[[str], object]], ...] = (
    ("genaues Datum", _EXACT_DAY.search),
    (
        "Name mit Anfangsbuchstaben",
        re.compile(rf"\b{_NOT_A_LETTER}[A-ZÄÖÜ][a-zäöüß]{{1,20}} [A-ZÄÖÜ]\.(?=[\s,;)]|$)").search,
    ),
    ("Name", re.compile(r"\b(?:heißt|namens|genannt)\s+[A-ZÄÖÜ][a-zäöüß]+").search),
    ("Name", names_person_without_title),
    ("Anschrift", re.compile(rf"\w{_STREET}\s?\d{{1,3}}[a-z]?\b", re.IGNORECASE).search),
    ("Aktenzeichen", _FILE_NUMBER.search),
)
"""What is harmless in other texts, but lets a real person be recognised in a case."""


def marks_of_a_person_in(text: str) -> tuple[str, ...]:
    """What in the text of a case makes it look like a real person's, in German; personal data included.

    Names that the text itself calls made up are no mark, but those of known contacts are.
    """
    marks = (kind for kind, seems in _OF_CASES if seems(text))
    found = dict.fromkeys((*personal_data_in(text), *marks))
    if says_made_up(text):
        found = {kind: None for kind in found if not kind.startswith("Name") or seen_name(text)}
    return tuple(found)


def personal_data_in(text: str) -> tuple[str, ...]:
    """What kinds of personal data a text seems to hold, in German."""
    return tuple(kind for kind, seems in _KINDS if seems(text))


def names_person(code: Code) -> bool:
    """Whether what people read of an entry of a code list seems to be personal, in any language."""
    texts = (code.label, *([code.help] if code.help else []))
    return any(personal_data_in(shown) for text in texts for _, shown in text.items())
