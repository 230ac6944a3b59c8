"""Dates: read from Excel dates, German and ISO text; nothing is completed or guessed."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import ClassVar, Literal

from pydantic import Field, model_validator

from ruecklauf.cells import CellKind, Raw, text_cell
from ruecklauf.fieldtypes.base import (
    CellContent,
    CodeLists,
    Control,
    Kind,
    Level,
    Parsed,
    Validation,
    unreadable,
)
from ruecklauf.fieldtypes.computed import Computable
from ruecklauf.fieldtypes.computed import day as counted_day
from ruecklauf.fieldtypes.folding import bare, clean
from ruecklauf.fieldtypes.seen import YEAR_OF_TIMES, stored_text
from ruecklauf.fieldtypes.shown_dates import Said, said_of, with_short_year
from ruecklauf.findings import remark
from ruecklauf.texts import Texts
from ruecklauf.values import Missing, Value

MONTHS = (
    "januar", "februar", "märz", "april", "mai", "juni",
    "juli", "august", "september", "oktober", "november", "dezember",
)  # fmt: skip
_GERMAN = re.compile(r"(\d{1,2})\.\s*(\d{1,2})\.\s*(\d{4})")
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[T ]00:00(?::00(?:\.0+)?)?)?")
_NAMED = re.compile(r"(\d{1,2})\.\s*([a-zäöü]+)\.?\s*(\d{4})")
_SHORT = re.compile(r"(\d{1,2})\.\s*(\d{1,2})\.\s*(\d{2})")
LAST_SHORT_YEAR = 49
"""Two digits up to this one mean this century, as Windows completes them; but see `DateField`."""
_PARTIAL = re.compile(
    r"((q|quartal|sose|wise|ss|ws|kw)\s*\d.*|(ende|anfang|mitte|(sommer|winter)semester|frühjahr|herbst)\b.*"
    r"|\d\.?\s*quartal.*|\d{4}|\d{1,2}[./]\d{4}|\d{1,2}\.\s*\d{1,2}\.?"
    rf"|({'|'.join(MONTHS)})\b.*)",
    re.IGNORECASE,
)


class DateField(Computable):
    """A calendar date.

    A year of two digits is taken if one century only can be meant: of 1926 and 2026 the one that lies within
    the field's limits. After 2049 nobody is believed to mean this century: 1.3.69 is 1969 where a date must
    be in the past, and else it is asked about.
    """

    type: Literal["date"]
    min: date = Field(date(1990, 1, 1), description="earliest allowed date")
    max: date = Field(date(2099, 12, 31), description="latest allowed date")

    kind: ClassVar[Kind] = Kind.DATE
    level: ClassVar[Level] = Level.SCALE
    dtype: ClassVar[str] = "datetime64[s]"
    number_format: ClassVar[str] = "dd.mm.yyyy"
    default_width: ClassVar[int] = 13

    @model_validator(mode="after")
    def _limits_in_order(self) -> DateField:
        if self.min > self.max:
            raise ValueError("min is later than max")
        return self

    def _parse_answer(self, raw: Raw, lists: CodeLists, texts: Texts) -> Parsed:
        if raw.kind is CellKind.DATE and raw.moment is not None:
            return self._accept_moment(raw.moment, lists, texts)
        if raw.kind is not CellKind.TEXT:
            return unreadable("number_for_date" if raw.kind is CellKind.NUMBER else "no_date")
        day = german_date(raw.text) or self._of_short_year(raw.text)
        if day is not None:
            return self._accept(day, lists, texts)
        typed = bare(raw.text)
        partial = _PARTIAL.fullmatch(typed) or any(days_of_short_year(typed))
        return unreadable("date_incomplete" if partial else "no_date")

    def _of_short_year(self, text: str) -> date | None:
        """The day that a year of two digits leaves; None if it leaves two, or none that is likely."""
        before, now = days_of_short_year(text)
        allowed = [day for day in (before, now) if day is not None and self.min <= day <= self.max]
        if len(allowed) == 2 or now is None or now.year > 2000 + LAST_SHORT_YEAR:
            return before if allowed == [before] else None
        return allowed[0] if allowed else now

    def _weigh(self, raw: Raw, seen: Raw, typed: Parsed, lists: CodeLists, texts: Texts) -> Parsed:
        if raw.kind is CellKind.NUMBER:
            return unreadable("number_for_date")
        moment = raw.moment
        if raw.kind is CellKind.TEXT or moment is None:
            return typed if typed.value is Missing.UNREADABLE else unreadable("no_date")
        said = said_of(moment, seen.text)
        if said is Said.SHORT_YEAR:
            short = self._parse_answer(text_cell(with_short_year(moment.date())), lists, texts)
            said = Said.WHOLE if short.value == moment.date() else Said.LESS
        if said is Said.WHOLE:
            return self._accept_moment(moment, lists, texts)
        if said is Said.LESS and moment.year > YEAR_OF_TIMES:
            return unreadable("date_incomplete")
        if typed.value is Missing.UNREADABLE and said is not Said.OTHER_DAY:
            return typed
        return unreadable("shown_differs", shown=clean(seen.text), stored=stored_text(raw))

    def may_be(self, value: Value) -> bool:
        return isinstance(value, date) and self.min <= value <= self.max

    def _accept_moment(self, moment: datetime, lists: CodeLists, texts: Texts) -> Parsed:
        parsed = self._accept(moment.date(), lists, texts)
        if moment.time() == datetime.min.time():
            return parsed
        return Parsed(parsed.value, (*parsed.remarks, remark("time_with_date")))

    def _accept(self, day: date, lists: CodeLists, texts: Texts) -> Parsed:
        if self.min <= day <= self.max:
            return Parsed(day)
        return Parsed(day, (remark("outside_limits", expected=self.expectation(lists, texts)),))

    def _render_answer(self, value: Value, lists: CodeLists, texts: Texts) -> CellContent:
        return value if isinstance(value, date) else None

    def from_text(self, text: str) -> Value:
        return date.fromisoformat(text)

    def of_result(self, result: Decimal) -> Value:
        return counted_day(result)

    def validation(self, lists: CodeLists, texts: Texts) -> Validation | None:
        words = self.missing_words(texts)
        if not words:
            return Validation("date", minimum=self.min, maximum=self.max)
        inside = f"AND({{cell}}>={excel_date(self.min)},{{cell}}<={excel_date(self.max)})"
        named = ",".join(f'{{cell}}="{word}"' for word in words)
        return Validation("custom", formula=f"IF(ISNUMBER({{cell}}),{inside},OR({named}))")

    def control(self, lists: CodeLists, texts: Texts) -> Control:
        return Control("date", texts("document.placeholder.date"))

    def expectation(self, lists: CodeLists, texts: Texts) -> str:
        return texts("expectation.date", low=german_day(self.min), high=german_day(self.max))

    def excel_value(self, cell: str, *, language: str) -> str:
        return f"INT({cell})"

    def examples(self, lists: CodeLists) -> tuple[Value, ...]:
        return (self.min, self.max, min(self.max, max(self.min, date(2026, 6, 30))))

    def counterexamples(self, lists: CodeLists) -> tuple[CellContent, ...]:
        return ("demnächst", self.max + timedelta(days=1), self.min - timedelta(days=1))


def excel_date(day: date) -> str:
    """A date as an Excel formula."""
    return f"DATE({day.year},{day.month},{day.day})"


def german_day(day: date) -> str:
    """30.06.2026."""
    return day.strftime("%d.%m.%Y")


def german_date(text: str) -> date | None:
    """The date a text names completely: 30.6.2026, 2026-06-30, 30. Juni 2026."""
    text = bare(text)
    if match := _GERMAN.fullmatch(text):
        day, month, year = map(int, match.groups())
        return _real_date(year, month, day)
    if match := _ISO.fullmatch(text):
        return _real_date(*(int(part) for part in match.groups()))
    if (match := _NAMED.fullmatch(text.casefold())) and match[2] in MONTHS:
        return _real_date(int(match[3]), MONTHS.index(match[2]) + 1, int(match[1]))
    return None


def days_of_short_year(text: str) -> tuple[date | None, date | None]:
    """The days that 30.6.26 can mean, of the last century and of this one; None for what is none."""
    match = _SHORT.fullmatch(bare(text))
    if match is None:
        return None, None
    day, month, year = map(int, match.groups())
    return _real_date(1900 + year, month, day), _real_date(2000 + year, month, day)


def _real_date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
