"""Reading inquiries and what came back of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, select

from ruecklauf.errors import StoreError
from ruecklauf.layout.inquiries import Inquiry
from ruecklauf.store.entries import AnsweredFinding
from ruecklauf.store.outcome import Outcome
from ruecklauf.store.reader import Reader
from ruecklauf.store.schema import inquiry, inquiry_answer, original, submission
from ruecklauf.store.writing import add_new


@dataclass(frozen=True, slots=True)
class IssuedInquiry:
    """An inquiry that was made for an alliance."""

    inquiry: Inquiry
    created_at: datetime


@dataclass(frozen=True, slots=True)
class GivenAnswer:
    """A finding answered by a file that counts."""

    submission_id: int
    sha256: str
    inquiry: str
    """Code."""
    finding_key: str
    row: str
    explained: bool
    place: str
    received_at: datetime
    """When the file was handed in for the first time."""


class InquiryReader(Reader):
    """Questions about inquiries, which come in the order in which they were made."""

    def inquiries(self, *, alliance: str | None = None, wave: str | None = None) -> tuple[IssuedInquiry, ...]:
        found = self._connection.execute(
            select(inquiry.c.alliance, inquiry.c.wave, inquiry.c.content, inquiry.c.created_at).order_by(
                inquiry.c.id
            )
        )
        return tuple(
            IssuedInquiry(Inquiry.from_json(row.content), row.created_at)
            for row in found
            if alliance in (None, row.alliance) and wave in (None, row.wave)
        )

    def answered_in(self, submission_id: int) -> tuple[AnsweredFinding, ...]:
        """The findings that one submission answers."""
        columns = inquiry_answer.c
        query = select(columns.finding_key, columns.row, columns.explained, columns.place)
        rows = self._connection.execute(query.where(columns.submission_id == submission_id))
        return tuple(AnsweredFinding(*row) for row in rows)

    def given_answers(self) -> tuple[GivenAnswer, ...]:
        """What files say that were accepted and not taken back; of each its newest import."""
        newest = select(func.max(submission.c.id)).group_by(submission.c.sha256)
        query = (
            select(inquiry_answer, submission.c.sha256, submission.c.inquiry, original.c.first_seen)
            .join_from(inquiry_answer, submission, submission.c.id == inquiry_answer.c.submission_id)
            .join(original, original.c.sha256 == submission.c.sha256)
            .where(submission.c.outcome == Outcome.ACCEPTED, submission.c.id.in_(newest))
            .order_by(submission.c.id)
        )
        return tuple(
            GivenAnswer(
                row.submission_id,
                row.sha256,
                row.inquiry,
                row.finding_key,
                row.row,
                row.explained,
                row.place,
                row.first_seen,
            )
            for row in self._connection.execute(query)
        )


def add_inquiry(connection: Connection, made: IssuedInquiry) -> None:
    """Note an inquiry; one of the same content is noted once. StoreError where another has its number."""
    content = made.inquiry
    row = {
        "code": content.code,
        "alliance": content.alliance,
        "wave": content.wave,
        "number": content.number,
        "content": content.as_json(),
        "created_at": made.created_at,
    }
    add_new(connection, inquiry, [row])
    if not connection.execute(select(inquiry.c.id).where(inquiry.c.code == content.code)).first():
        what = f"inquiry {content.number} of {content.alliance} was made by another program meanwhile."
        raise StoreError(what, remedy="Run `ruecklauf ask` again.")
