"""What an inquiry holds where: the open points of one alliance, each row with cells for its answer.

An inquiry is made as a workbook and read back by this plan alone. Its points are grouped: what is said of
several rows stands above them once.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from ruecklauf.findings import Subject
from ruecklauf.formcode import make_form_code
from ruecklauf.texts import Texts

SHEET = "Rückfragen"
ANSWER_COLUMN, EXPLANATION_COLUMN, AGAIN_COLUMN = 6, 7, 8
COLUMNS = ("nr", "where", "question", "stands", "wrong", "answer", "explanation", "again")
"""Keys of the heads below `inquiry.head`, in the order of the columns. The row's id stands on both
sides of the answers: who sorts some of the columns alone takes one id along and not the other."""
WIDTHS = (10, 20, 42, 24, 42, 30, 42, 10)
"""Characters of the columns; in a document their shares of the page."""
HEAD_ROW = 9
"""Above it stand title, identity and what to do."""
LISTS_SHEET = "_Listen"
INTRODUCTION = ("title", "identity", "what", "enter", "confirm", "leave", "back")
"""Keys of what stands above the table, one row each."""
ANSWER_NAME, EXPLANATION_NAME = "rl.angabe.", "rl.erlaeuterung."
"""Before a row's id: the defined names of its two cells."""


@dataclass(frozen=True, slots=True)
class AskedRow:
    """One row of an inquiry: an answer that is asked about, or something that is to be explained."""

    id: str
    subject: Subject
    part: str
    """Code of a multiple choice whose tick this is."""
    declaration: str
    """Content hash of the worksheet; empty where no worksheet is meant."""
    where: str
    question: str
    stands: str
    wrong: str
    is_answerable: bool
    """Whether there is something to enter, and not only to explain."""
    file: str
    """SHA-256 of the file in which the answer stood; empty for a blank."""
    digest: str
    """SHA-256 of what stood there; empty where that is personal."""
    findings: tuple[str, ...]
    """Keys of the findings that are asked about."""

    @property
    def texts(self) -> tuple[str, ...]:
        """What stands in its cells, by column from the first."""
        return self.id, self.where, self.question, self.stands, self.wrong

    @property
    def key(self) -> tuple[Subject, str]:
        return self.subject, self.part


@dataclass(frozen=True, slots=True)
class Point:
    """What is said of several rows, or of one."""

    text: str
    """Stands above the rows; empty for a single row."""
    rows: tuple[AskedRow, ...]


@dataclass(frozen=True, slots=True)
class Inquiry:
    """Everything that is asked of an alliance at one time."""

    alliance: str
    wave: str
    number: int
    """Which one of the alliance and wave, from 1."""
    language: str
    introduction: tuple[str, ...]
    """What stands above the table, as INTRODUCTION says."""
    points: tuple[Point, ...]
    lists: tuple[tuple[str, ...], ...] = ()
    """What drop-down lists offer, each a column of a hidden sheet."""
    code: str = ""

    @property
    def rows(self) -> tuple[AskedRow, ...]:
        return tuple(row for point in self.points for row in point.rows)

    @property
    def identity(self) -> dict[str, str]:
        """What properties and hidden sheet say of it."""
        return {
            "form_code": self.code,
            "alliance": self.alliance,
            "wave": self.wave,
            "inquiry": str(self.number),
        }

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Inquiry:
        points = tuple(Point(point["text"], tuple(map(_row, point["rows"]))) for point in stored["points"])
        return cls(
            **{
                **stored,
                "introduction": tuple(stored["introduction"]),
                "points": points,
                "lists": tuple(map(tuple, stored["lists"])),
            }
        )

    def placed(self) -> Iterator[tuple[int, Point | AskedRow]]:
        """What stands in each row of the sheet below the heads."""
        row = HEAD_ROW
        for point in self.points:
            if point.text:
                row += 1
                yield row, point
            for asked in point.rows:
                row += 1
                yield row, asked


def _row(stored: Mapping[str, Any]) -> AskedRow:
    return AskedRow(
        **{**stored, "subject": Subject(*stored["subject"]), "findings": tuple(stored["findings"])}
    )


def with_code(inquiry: Inquiry) -> Inquiry:
    """The inquiry with its code and the ids of its rows, which are those of no other inquiry."""
    content = {**inquiry.as_json(), "introduction": (), "lists": (), "code": ""}
    fingerprint = hashlib.sha256(json.dumps(content, ensure_ascii=False).encode()).hexdigest()
    numbers = iter(range(1, len(inquiry.rows) + 1))
    points = tuple(
        replace(
            point,
            rows=tuple(
                replace(row, id=f"{fingerprint[:4].upper()}-{next(numbers):03}") for row in point.rows
            ),
        )
        for point in inquiry.points
    )
    code = make_form_code(inquiry.alliance, inquiry.wave, fingerprint)
    return replace(inquiry, points=points, code=code)


def heads(texts: Texts) -> tuple[str, ...]:
    """The heads of the columns."""
    return tuple(texts(f"inquiry.head.{name}") for name in COLUMNS)
