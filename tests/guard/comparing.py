"""Whether an answer that was taken is what stood there to be seen."""

from __future__ import annotations

import re
from datetime import date

from gauntlet.filled import LAYOUT
from gauntlet.importing import Imported
from ruecklauf.cells import text_cell
from ruecklauf.fieldtypes.base import FieldBase, Kind
from ruecklauf.findings import Finding, Subject
from ruecklauf.invisibles import without_outer
from ruecklauf.texts import load_texts
from ruecklauf.values import Missing, Value

_GROUPED = re.compile(r"([+-]?\d{1,3}(?:\.\d{3})+)(,\d+)?(\D*)")
"""Thousands as a German program shows them; typed they would be asked about."""
_THREE_DECIMALS = re.compile(r"([+-]?\d{1,3},\d{3})(\D*)")
"""Typed they would be asked about, for they may be English thousands; with a fourth they are decimals."""
_MONTHS = (
    ("januar", "january", "jan"), ("februar", "february", "feb"), ("märz", "march", "mrz", "mär", "mar"),
    ("april", "apr"), ("mai", "may"), ("juni", "june", "jun"), ("juli", "july", "jul"),
    ("august", "aug"), ("september", "sep"), ("oktober", "october", "okt", "oct"),
    ("november", "nov"), ("dezember", "december", "dez", "dec"),
)  # fmt: skip
ABOUT_OTHERS = ("rule", "required_missing", "not_relevant")
"""Findings that ask for something else than what was entered."""


def field_of(subject: Subject) -> FieldBase:
    block = LAYOUT.block(f"{subject.worksheet}.{subject.section}")
    return next(field for field in block.section.fields if field.id == subject.field)


def unlike(subject: Subject, place: str, shown: str, imported: Imported) -> str:
    """What is wrong with one answer; empty if it is as it is shown, or a finding names it."""
    if any(_names(finding, subject, place) for finding in imported.findings):
        return ""
    entry = imported.entries.get(subject)
    value = Missing.NO_ANSWER if entry is None else entry.value
    if value is Missing.NO_ANSWER:
        return "" if _says_nothing(shown) else "nothing was taken, and no finding"
    return "" if _says(field_of(subject), subject, shown, value) else f"taken as {value!r}"


def _names(finding: Finding, subject: Subject, place: str) -> bool:
    about = finding.subject == subject or str(finding.place) == place
    return about and not finding.code.startswith(ABOUT_OTHERS)


def _says_nothing(shown: str) -> bool:
    return text_cell(shown).is_blank


def _says(field: FieldBase, subject: Subject, shown: str, value: Value) -> bool:
    if field.kind is Kind.TEXT:
        return _alike(str(value)) == _alike(shown)
    if field.kind is Kind.DATE and isinstance(value, date):
        return _typed(field, subject, shown) == value or _names_day(shown, value)
    if field.kind is Kind.NUMBER:
        shown = _without_groups(shown)
    return _same(_typed(field, subject, shown), value)


def _typed(field: FieldBase, subject: Subject, shown: str) -> Value:
    """What the field takes of a text typed into it."""
    worksheet = LAYOUT.block(f"{subject.worksheet}.{subject.section}").worksheet
    return field.parse(text_cell(shown), worksheet.lists, load_texts()).value


def _same(typed: Value, value: Value) -> bool:
    return typed == value and isinstance(typed, bool) == isinstance(value, bool)


def _without_groups(shown: str) -> str:
    grouped = _GROUPED.fullmatch(shown.strip())
    if grouped:
        return f"{grouped[1].replace('.', '')}{grouped[2] or ''}{grouped[3]}"
    decimals = _THREE_DECIMALS.fullmatch(shown.strip())
    return f"{decimals[1]}0{decimals[2]}" if decimals else shown


def _names_day(shown: str, day: date) -> bool:
    """Whether day, month and year are all shown, and can be told apart."""
    words = re.findall(r"\d+|[^\W\d_]+", shown.casefold())
    years = (str(day.year), f"{day.year % 100:02}")
    named = any(word in _MONTHS[day.month - 1] for word in words)
    numbers = [word for word in words if word.isdigit()]
    if named:
        in_order = len(numbers) == 2 and int(numbers[0]) == day.day and numbers[1] in years
        return in_order or numbers in ([years[0], str(day.day)], [years[0], f"{day.day:02}"])
    orders = [[day.day, day.month, year] for year in (day.year, day.year % 100)]
    if day.day > 12:  # no month, so that nobody reads it otherwise
        orders += [[month, number, year] for number, month, year in orders]
    return [int(number) for number in numbers] in [*orders, [day.year, day.month, day.day]]


def _alike(text: str) -> str:
    """A text without what the programs are known to write differently, and without outer blanks."""
    text = text.replace("\u00a0", " ").replace(" %", "%").replace("Mär", "Mrz").replace("Mrzz", "März")
    return "\n".join(line.strip().removesuffix(",") for line in without_outer(text).splitlines())
