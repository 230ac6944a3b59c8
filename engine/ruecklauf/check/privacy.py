"""Personal data in free text: e-mail addresses, phone numbers, birth dates, names with a title.

Much that officers write looks like a phone number and is none: municipal keys, dates and ranges of them,
opening hours, post codes, file numbers. What can be one of these is no phone number, unless a word before it
says that it is dialled.
"""

from __future__ import annotations

import re
from collections.abc import Callable

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
    for pattern in _NO_PHONE:
        text = pattern.sub("§", text)
    return bool(_PHONE.search(text))


_DIGIT = re.compile(r"\d")
_FEWEST_DIGITS = 5
"""Of a telephone number."""
_MAIL = re.compile(r"(?<![\w.+-])[\w.+-]+@[\w-]+\.[\w.-]+")
_BIRTH = re.compile(r"(?i)\bgeb(oren|urtsdatum)?[.:]?\s*(am\s*)?\d{1,2}\.\s*\d{1,2}\.\s*\d{2}")
_NAME = re.compile(
    r"\b(?:Herrn?|Frau|Dr\.|Prof\.)\s+(?:Dr\.\s+)?[A-ZÄÖÜ][a-zäöüß]++"
    r"(?![\s-]+(?:[A-ZÄÖÜ]\w+\s+)?(?:e\.\s?V|Stiftung|g?GmbH|Schule|Haus|Heim|Kita|Verein|Zentrum))"
)
"""Not that of an institution named after somebody."""
_KINDS: tuple[tuple[str, Callable[[str], object]], ...] = (
    ("E-Mail-Adresse", _MAIL.search),
    ("Telefonnummer", _has_phone),
    ("Geburtsdatum", _BIRTH.search),
    ("Name", _NAME.search),
)
_STREET = r"(?:str(?:aße|asse|\.)|gasse|weg|platz|allee|ring|ufer|damm)"
_OF_CASES: tuple[tuple[str, Callable[[str], object]], ...] = (
    ("genaues Datum", re.compile(rf"(?<![\d.]){_DAY}\.\s?{_MONTH}\.\s?(?:{_YEAR}|\d\d)(?!\d)").search),
    ("Name mit Anfangsbuchstaben", re.compile(r"\b[A-ZÄÖÜ][a-zäöüß]{1,20} [A-ZÄÖÜ]\.(?=[\s,;)]|$)").search),
    ("Name", re.compile(r"\b(?:heißt|namens|genannt)\s+[A-ZÄÖÜ][a-zäöüß]+").search),
    ("Anschrift", re.compile(rf"\w{_STREET}\s?\d{{1,3}}[a-z]?\b", re.IGNORECASE).search),
    ("Aktenzeichen", re.compile(r"\b(?:Az|Gz|AZR|BAMF)\b[-.:\s]{0,4}(?:Nr|Nummer)?[.:\s]{0,4}\d{3}").search),
)
"""What is harmless in other texts, but lets a real person be recognised in a case."""


def marks_of_a_person_in(text: str) -> tuple[str, ...]:
    """What in the text of a case makes it look like a real person's, in German; personal data included."""
    marks = (kind for kind, seems in _OF_CASES if seems(text))
    return tuple(dict.fromkeys((*personal_data_in(text), *marks)))


def personal_data_in(text: str) -> tuple[str, ...]:
    """What kinds of personal data a text seems to hold, in German."""
    return tuple(kind for kind, seems in _KINDS if seems(text))
