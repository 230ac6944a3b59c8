"""Personal data in free text: e-mail addresses, phone numbers, birth dates, names with a title."""

from __future__ import annotations

import re

_DATE = r"\d{1,2}\.\s?\d{1,2}\.\s?\d{2}(?:\d{2})?(?!\d)"
"""A day such as 08.10.2027, which begins like a phone number."""
_ABROAD = r"(?:\+|00)49[ /-]?(?:\(0\)[ /-]?)?"
"""The code for Germany, also as in +49 (0) 211."""

_PATTERNS = (
    ("E-Mail-Adresse", re.compile(r"(?<![\w.+-])[\w.+-]+@[\w-]+\.[\w.-]+")),
    ("Telefonnummer", re.compile(rf"(?<![\d.,])(?!{_DATE})(?:{_ABROAD}|0)[1-9][\d /().-]{{5,}}\d(?!\d)")),
    ("Geburtsdatum", re.compile(r"(?i)\bgeb(oren|urtsdatum)?[.:]?\s*(am\s*)?\d{1,2}\.\s*\d{1,2}\.\s*\d{2}")),
    ("Name", re.compile(r"\b(?:Herrn?|Frau|Dr\.|Prof\.)\s+(?:Dr\.\s+)?[A-ZÄÖÜ][a-zäöüß]+")),
)  # fmt: skip


def personal_data_in(text: str) -> tuple[str, ...]:
    """What kinds of personal data a text seems to hold, in German."""
    return tuple(kind for kind, pattern in _PATTERNS if pattern.search(text))
