"""Everything noteworthy about a returned file: code, severity, place, what was found, what to do.

A finding is data, never an exception. Its German text stands in texts/de.toml under the same code.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from ruecklauf.texts import Texts, filled

COLUMNS = (
    "alliance", "alliance_name", "wave", "file", "sha256", "severity", "code", "worksheet", "table", "row_id",
    "field", "place", "found", "message",
)  # fmt: skip
"""The heads of a list of findings."""


class Severity(StrEnum):
    """error: the answer cannot be used as it is; warning: ask back; note: good to know."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Place:
    """Where in the file; empty for the file as a whole."""

    sheet: str = ""
    cell: str = ""

    def __str__(self) -> str:
        return f"{self.sheet}!{self.cell}" if self.cell else self.sheet


class Subject(NamedTuple):
    """A question, or what else a finding is about, in the words of the declaration; parts that do not apply
    are empty."""

    worksheet: str = ""
    section: str = ""
    row_id: str = ""
    field: str = ""

    @property
    def row(self) -> Subject:
        """The row that the question is asked of."""
        return self._replace(field="")

    @property
    def column(self) -> Subject:
        """What is asked of every row."""
        return self._replace(row_id="")


WHOLE_FILE = Subject()


@dataclass(frozen=True, slots=True)
class Remark:
    """A finding that does not know its place yet: what field types and rules hand to the check."""

    code: str
    params: tuple[tuple[str, str], ...] = ()
    severity: Severity | None = None


def remark(code: str, severity: Severity | None = None, /, **params: object) -> Remark:
    """A remark with its text's parameters; the severity is the code's own unless given."""
    return Remark(code, tuple((key, str(value)) for key, value in params.items()), severity)


@dataclass(frozen=True, slots=True)
class Finding:
    """One noteworthy thing, complete: `message` says place, what was found and what to do, in German."""

    code: str
    severity: Severity
    place: Place
    subject: Subject
    found: str
    message: str
    hidden: str = field(default="", compare=False)
    """What `found` leaves out because it seems to be personal: for the contact store and for nothing else."""


def make_finding(
    noted: Remark,
    *,
    texts: Texts,
    place: Place = Place(),
    subject: Subject = WHOLE_FILE,
    found: str = "",
    hidden: str = "",
) -> Finding:
    """A finding from a remark: severity and German message are looked up under the remark's code.

    Of a code such as `rule.rang_eindeutig` the part before the point is looked up.
    """
    entry = texts.finding(noted.code.partition(".")[0])
    head = f"{place}: " if str(place) else ""
    values = {"found": shorten(found), **dict(noted.params)}
    return Finding(
        code=noted.code,
        severity=noted.severity or Severity(entry.severity),
        place=place,
        subject=subject,
        found=found,
        message=head + filled(entry.message, values),
        hidden=hidden,
    )


def shorten(text: str, limit: int = 120) -> str:
    """One line of at most `limit` characters, for messages; the full text stays in `Finding.found`."""
    line = " ".join(text.split())
    return line if len(line) <= limit else line[: limit - 1] + "…"
