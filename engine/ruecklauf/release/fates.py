"""What becomes of each question of a dataset."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from ruecklauf.dataset import Dataset, TableInfo
from ruecklauf.fieldtypes.base import FieldBase, Kind
from ruecklauf.fieldtypes.codelist import CodeList
from ruecklauf.release.naming import Places
from ruecklauf.release.terms import Terms


class Fate(StrEnum):
    """Kept as it is, made coarser, or left out and why."""

    KEPT = "kept"
    REFERENCE = "reference"
    """Names rows by their new ids."""
    PERIOD = "period"
    """A day becomes the first one of its month, quarter or year."""
    SHORT = "short"
    """Two leading digits of numbers from 100 on."""
    ROUNDED = "rounded"
    """The nearest multiple of the threshold, and two leading digits."""
    TEXT = "text"
    ALLIANCE = "alliance"
    PLACE = "place"
    QUASI = "quasi"
    TELLING = "telling"
    """Is computed from what is left out or made coarser, or asked because of it, and would tell it."""

    @property
    def is_left_out(self) -> bool:
        return self in (Fate.TEXT, Fate.ALLIANCE, Fate.PLACE, Fate.QUASI, Fate.TELLING)

    @property
    def is_exact(self) -> bool:
        """Whether what is computed from it comes to the same as from the store's own values."""
        return self in (Fate.KEPT, Fate.REFERENCE)


_SHORTENED_FROM = 100
Question = tuple[str, str]
"""`worksheet.section` and field."""


@dataclass(frozen=True)
class Fates:
    """Of all questions of a dataset."""

    of: Mapping[Question, Fate]
    terms: Terms

    def __getitem__(self, question: Question) -> Fate:
        """Of a question that nobody knows nothing is kept."""
        return self.of.get(question, Fate.TEXT)

    def value(self, question: Question, text: str) -> str:
        """The canonical text of a value as the release has it."""
        match self[question]:
            case Fate.PERIOD:
                return first_of(text, self.terms)
            case Fate.SHORT | Fate.ROUNDED:
                return self.number(question, text)
            case _:
                return text

    def number(self, question: Question, text: str) -> str:
        """A whole number that is coarse enough; others stay as they are."""
        try:
            exact = int(text)
        except ValueError:
            return text
        step = self.terms.fewest_of(question[0]) if self[question] is Fate.ROUNDED else 1
        return str(coarse(exact, step))


def coarse(number: int, step: int = 1) -> int:
    """The nearest multiple of a step, with two leading digits at most."""
    rounded = (2 * abs(number) + step) // (2 * step) * step
    unit = 10 ** max(0, len(str(rounded)) - 2)
    shown = (2 * rounded + unit) // (2 * unit) * unit if unit > 1 else rounded
    return shown if number >= 0 else -shown


def first_of(day: str, terms: Terms) -> str:
    """The first day of the period that an ISO day lies in; what is no day stays."""
    year, _, rest = day.partition("-")
    month = rest[:2]
    if not (year.isdigit() and month.isdigit()) or terms.dates == "day":
        return day
    first = {"month": int(month), "quarter": (int(month) - 1) // 3 * 3 + 1, "year": 1}[terms.dates]
    return f"{year}-{first:02}-01"


def fates_of(dataset: Dataset, places: Places, terms: Terms) -> Fates:
    """By the kind of each question, and by what its declaration says."""
    found = {
        (table.name, field.id): _fate(field, table, places, terms)
        for table in dataset.info.values()
        for field in fields_of(table)
    }
    small = {
        question for question, fate in found.items() if fate is Fate.SHORT and _is_small(dataset, question)
    }
    return Fates({**found, **dict.fromkeys(small, Fate.KEPT)}, terms)


def _is_small(dataset: Dataset, question: Question) -> bool:
    """Whether all its numbers have two digits at most."""
    column = dataset.tables[question[0]][question[1]].dropna()
    return bool((column.abs() < _SHORTENED_FROM).all())


def fields_of(table: TableInfo) -> Iterator[FieldBase]:
    """The questions of a table, each once."""
    yield from {column.field.id: column.field for column in table.columns if column.field}.values()


def _fate(field: FieldBase, table: TableInfo, places: Places, terms: Terms) -> Fate:
    if field.from_alliance is not None:
        return Fate.ALLIANCE
    if field.kind is Kind.TEXT or field.is_prose or field.is_address or field.personal:
        return Fate.TEXT
    if places.found_in_id(field.id) or _names_places(field, table.lists, places):
        return Fate.PLACE
    match field.kind:
        case Kind.REFERENCE:
            return Fate.REFERENCE
        case Kind.DATE:
            return Fate.KEPT if terms.dates == "day" else Fate.PERIOD
        case Kind.NUMBER if field.dtype == "Int64":
            return Fate.ROUNDED if table.worksheet in terms.fewest_in else Fate.SHORT
        case _:
            return Fate.KEPT


def _names_places(field: FieldBase, lists: Mapping[str, CodeList], places: Places) -> bool:
    codelist = lists.get(field.list_id) if field.list_id else None
    return codelist is not None and any(places.found_in_id(entry.code) for entry in codelist.codes)
