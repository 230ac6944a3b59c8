"""Two half-filled copies read as one return: what one leaves blank, the other one says."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from ruecklauf.findings import Subject, remark
from ruecklauf.intake.submission import Noted, RawAnswer, Submission
from ruecklauf.rounds.completing.known_rows import NewId, Rows
from ruecklauf.rounds.completing.told import Question

Cell = tuple[str, str, str, str]
"""Worksheet, section, row id and field."""


@dataclass(frozen=True, slots=True)
class Lacking:
    """What a worksheet of the newer return lacks, and from which files it is taken."""

    worksheet: str
    taken: Mapping[Question, str]
    """By question the SHA-256 of the file that answers it."""


def with_rows(submission: Submission, rows: Mapping[str, Rows]) -> Submission:
    """The submission with rows under the ids by which they are kept, by worksheet.

    A row of the form's that is blank goes where one is recognised as that.
    """
    if not any(rows.values()):
        return submission
    taken = {(name, section, new.row_id) for name, ids in rows.items() for (section, _), new in ids.items()}
    answers = [(one, _renamed(one.subject, rows)) for one in submission.answers]
    return replace(
        submission,
        answers=tuple(
            replace(one, subject=subject)
            for one, subject in answers
            if subject is not one.subject or _row(subject) not in taken
        ),
        noted=tuple(_noted_of(one, rows) for one in submission.noted),
    )


def _row(subject: Subject) -> tuple[str, str, str]:
    return subject.worksheet, subject.section, subject.row_id


def _noted_of(noted: Noted, rows: Mapping[str, Rows]) -> Noted:
    new = _new_id(noted.subject, rows)
    if new is None:
        return noted
    told = noted.remark
    if told.code == "row_added" and new.is_known:
        told = remark("row_by_key", row=new.row_id)
    elif "row" in dict(told.params):
        told = replace(told, params=tuple({**dict(told.params), "row": new.row_id}.items()))
    return replace(noted, subject=replace(noted.subject, row_id=new.row_id), remark=told)


def _renamed(subject: Subject, rows: Mapping[str, Rows]) -> Subject:
    new = _new_id(subject, rows)
    return replace(subject, row_id=new.row_id) if new else subject


def _new_id(subject: Subject, rows: Mapping[str, Rows]) -> NewId | None:
    return rows.get(subject.worksheet, {}).get((subject.section, subject.row_id))


def combined(newer: Submission, older: Mapping[str, Submission], lacking: Iterable[Lacking]) -> Submission:
    """The newer submission with the raw answers that it lacks, each as it stands in an older file.

    `older` is by SHA-256. Rows that only an older file has follow after the newer one's. What was noted in
    the older files about these worksheets is noted here too: their answers count again.
    """
    lacks = tuple(lacking)
    wanted = {(one.worksheet, *question): sha256 for one in lacks for question, sha256 in one.taken.items()}
    given = {
        cell: answers
        for sha256, submission in older.items()
        for cell, answers in _by_cell(submission).items()
        if wanted.get(cell) == sha256
    }
    rows = {cell[:3] for cell in _by_cell(newer)}
    kept = tuple(one for one in newer.answers if _cell(one) not in given)
    replaced = tuple(answer for cell, answers in given.items() if cell[:3] in rows for answer in answers)
    added = _whole_rows({cell[:3] for cell in given if cell[:3] not in rows}, older, wanted)
    worksheets = {one.worksheet for one in lacks}
    noted = tuple(_noted(older, worksheets))
    return replace(newer, answers=_in_order(newer, kept + replaced) + tuple(added), noted=newer.noted + noted)


def _cell(answer: RawAnswer) -> Cell:
    subject = answer.subject
    return subject.worksheet, subject.section, subject.row_id, subject.field


def _by_cell(submission: Submission) -> dict[Cell, list[RawAnswer]]:
    found: dict[Cell, list[RawAnswer]] = {}
    for answer in submission.answers:
        found.setdefault(_cell(answer), []).append(answer)
    return found


def _in_order(newer: Submission, answers: Iterable[RawAnswer]) -> tuple[RawAnswer, ...]:
    """The answers in the order of the newer submission's cells: rows come in the order of the form."""
    order = {cell: number for number, cell in enumerate(_by_cell(newer))}
    return tuple(sorted(answers, key=lambda one: order.get(_cell(one), len(order))))


def _whole_rows(
    rows: set[tuple[str, str, str]], older: Mapping[str, Submission], wanted: Mapping[Cell, str]
) -> Iterator[RawAnswer]:
    """All cells of rows that the newer file does not have, blank ones too, as rules look at them."""
    for sha256, submission in older.items():
        mine = {cell[:3] for cell, source in wanted.items() if source == sha256} & rows
        yield from (answer for answer in submission.answers if _cell(answer)[:3] in mine)


def _noted(older: Mapping[str, Submission], worksheets: set[str]) -> Iterator[Noted]:
    for submission in older.values():
        yield from (one for one in submission.noted if one.subject.worksheet in worksheets)
