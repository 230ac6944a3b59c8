"""What the project wants of a release, and what is known of alliances beside their answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from ruecklauf.findings import Subject

Period = Literal["day", "month", "quarter", "year"]


@dataclass(frozen=True, slots=True)
class Origin:
    """What an alliance is, coarse enough to be said of many."""

    area_type: str
    population: int | None = None


@dataclass(frozen=True, slots=True)
class Passage:
    """A text that somebody released: exactly this one, in answer to this question."""

    alliance: str
    wave: str
    about: Subject
    text: str


@dataclass(frozen=True, slots=True)
class TableWish:
    """A table to publish: a question by area, as counts, or as the sum of a number."""

    question: str
    """`worksheet.section.field`"""
    sum: str = ""
    """A number of the same table, by its id, that is added up in place of counting rows."""


@dataclass(frozen=True)
class Terms:
    """How far a release goes."""

    k: int = 3
    """How many alliances at least look the same by area type, size class and further quasi-identifiers."""
    size_classes: tuple[int, ...] = (100_000, 300_000)
    """Inhabitants at which the next class begins."""
    fewest: int = 3
    """Counts below are withheld in tables."""
    fewest_in: Mapping[str, int] = field(default_factory=lambda: {"zielgruppe": 5})
    """By worksheet, where it is another number; counts of people there are rounded to multiples of it."""
    dates: Period = "quarter"
    quasi_identifiers: tuple[str, ...] = ()
    """Questions (`worksheet.section.field`) whose answers others may know."""
    tables: tuple[TableWish, ...] = ()
    """Those to publish; without any, one for each question with a list."""

    def fewest_of(self, table: str) -> int:
        """The threshold of a table `worksheet.section`."""
        return self.fewest_in.get(table.partition(".")[0], self.fewest)
