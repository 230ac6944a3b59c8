"""What `[release]` of ruecklauf.toml says: how far a release goes, and what a deposit says of itself."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

Question = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*$")]
"""`worksheet.section.field`"""


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)


def _rising(bounds: tuple[int, ...]) -> tuple[int, ...]:
    if list(bounds) != sorted(set(bounds)) or any(bound < 1 for bound in bounds):
        raise ValueError("must be numbers of inhabitants, each larger than the one before")
    return bounds


class ReleaseTable(_Part):
    """A table to publish."""

    question: Question
    """Its answers are the rows, area types and size classes the columns."""
    sum: str = ""
    """A number of the same section that is added up; without it rows are counted."""


class Release(_Part):
    """How far a release goes."""

    population: str = "x_einwohner"
    """The column of alliances.csv with the number of inhabitants."""
    size_classes: Annotated[tuple[int, ...], AfterValidator(_rising)] = (100_000, 300_000)
    """Inhabitants at which the next size class begins."""
    k: Annotated[int, Field(ge=2, le=100)] = 3
    """How many alliances at least look the same by area type, size class and quasi-identifiers."""
    fewest: Annotated[int, Field(ge=2, le=100)] = 3
    """Smaller counts are withheld in tables."""
    fewest_in: dict[str, Annotated[int, Field(ge=2, le=100)]] = {"zielgruppe": 5}
    """By worksheet, where it is another number; counts there are rounded to its multiples in the data."""
    dates: Literal["day", "month", "quarter", "year"] = "quarter"
    """How exact days are."""
    quasi_identifiers: tuple[Question, ...] = ()
    """Questions of which others may know the answers."""
    tables: tuple[ReleaseTable, ...] = ()
    """Those to publish; without any, one for each question with a list or a tick."""
    licence: str = ""
    """Under which the deposit may be used, for example CC-BY-4.0; an SPDX id goes into CITATION.cff."""
    authors: tuple[str, ...] = ()
    """As the deposit is to be cited: Surname, First name."""
