"""Two half-filled copies read as one return: what one leaves blank, the other one says."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace

from ruecklauf.findings import Subject, remark
from ruecklauf.intake.submission import Noted, RawAnswer, Submission
from ruecklauf.rounds.completing.known_rows import Rows, renamed_subject


def with_rows(submission: Submission, rows: Rows) -> Submission:
    """The submission with rows under the ids by which they are kept.

    A row of the form's that is blank goes where one is recognised as that.
    """
    if not rows:
        return submission
    taken = {row._replace(row_id=new.row_id) for row, new in rows.items()}
    moved = [(answer, renamed_subject(answer.subject, rows)) for answer in submission.answers]
    return replace(
        submission,
        answers=tuple(
            replace(answer, subject=subject)
            for answer, subject in moved
            if subject is not answer.subject or subject.row not in taken
        ),
        noted=tuple(_noted_of(noted, rows) for noted in submission.noted),
    )


def _noted_of(noted: Noted, rows: Rows) -> Noted:
    new = rows.get(noted.subject.row)
    if new is None:
        return noted
    about = noted.remark
    if about.code == "row_added" and new.is_known:
        about = remark("row_by_key", row=new.row_id)
    elif "row" in dict(about.params):
        about = replace(about, params=tuple({**dict(about.params), "row": new.row_id}.items()))
    return replace(noted, subject=noted.subject._replace(row_id=new.row_id), remark=about)


def combined(
    newer: Submission,
    older: Mapping[str, Submission],
    taken: Mapping[Subject, str],
    worksheets: Collection[str],
) -> Submission:
    """The newer submission with the raw answers that it lacks, each as it stands in an older file.

    `older` is by SHA-256, `taken` gives the file whose answer is taken. Rows that only an older file has
    follow after the newer one's. What was noted in the older files about the `worksheets` is noted here too:
    their answers count again.
    """
    own_rows = {answer.subject.row for answer in newer.answers}
    replacing: list[RawAnswer] = []
    added: list[RawAnswer] = []
    for sha256, submission in older.items():
        whole = {question.row for question, file in taken.items() if file == sha256} - own_rows
        for answer in submission.answers:
            file = taken.get(answer.subject)
            if answer.subject.row in whole and file in (sha256, None):
                # blank cells too, as rules look at them
                added.append(answer)
            elif file == sha256:
                replacing.append(answer)
    given = {answer.subject for answer in replacing}
    kept = [answer for answer in newer.answers if answer.subject not in given]
    noted = [
        noted
        for submission in older.values()
        for noted in submission.noted
        if noted.subject.worksheet in worksheets
    ]
    answers = (*_in_order(newer, [*kept, *replacing]), *added)
    return replace(newer, answers=answers, noted=(*newer.noted, *noted))


def _in_order(newer: Submission, answers: Iterable[RawAnswer]) -> list[RawAnswer]:
    """The answers in the order of the newer submission's cells: rows come in the order of the form."""
    order: dict[Subject, int] = {}
    for answer in newer.answers:
        order.setdefault(answer.subject, len(order))
    return sorted(answers, key=lambda answer: order.get(answer.subject, len(order)))
