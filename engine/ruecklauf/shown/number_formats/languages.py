"""What number formats take from a language: its separators, and the names of months and days."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Language:
    """Names and signs as Excel writes them."""

    point: str
    group: str
    stroke: str
    """What `/` between the parts of a date looks like."""
    months: tuple[str, ...]
    short_months: tuple[str, ...]
    days: tuple[str, ...]
    """From Monday on."""
    short_days: tuple[str, ...]
    truth: tuple[str, str]
    """What false and true look like."""


GERMAN = Language(
    ",",
    ".",
    ".",
    (
        "Januar", "Februar", "März", "April", "Mai", "Juni",
        "Juli", "August", "September", "Oktober", "November", "Dezember",
    ),
    ("Jan", "Feb", "Mrz", "Apr", "Mai", "Jun", "Jul", "Aug", "Sep", "Okt", "Nov", "Dez"),
    ("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag"),
    ("Mo", "Di", "Mi", "Do", "Fr", "Sa", "So"),
    ("FALSCH", "WAHR"),
)  # fmt: skip
ENGLISH = Language(
    ".",
    ",",
    "/",
    (
        "January", "February", "March", "April", "May", "June",
        "July", "August", "September", "October", "November", "December",
    ),
    ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
    ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
    ("FALSE", "TRUE"),
)  # fmt: skip
LANGUAGES = {"de": GERMAN, "en": ENGLISH}

_PRIMARY = {0x07: "de", 0x09: "en"}


def language_of_locale(locale: str) -> str | None:
    """The language of the locale in `[$-407]`: German or English; None for others, which are not known here.

    The last ten bits are the language, what stands before them the country and the calendar.
    """
    try:
        return _PRIMARY.get(int(locale, 16) & 0x3FF)
    except ValueError:
        return {"de": "de", "en": "en"}.get(locale.partition("-")[0].lower())
