"""The queries that several readers share."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sqlalchemy import CTE, ColumnElement, ScalarSelect, Select, Table, func, select

from ruecklauf.store.outcome import Outcome
from ruecklauf.store.schema import original, submission, submission_worksheet

Wanted = Collection[str] | None
"""Ids to restrict to; None for all."""

_CONTAINS = submission.c.id == submission_worksheet.c.submission_id


def accepted_returns() -> Select[Any]:
    """Every worksheet of every accepted submission; `rank` is 1 for the newest of its alliance and wave.

    Newest is what is dated last. A mail's date counts, so that mails imported out of order supersede rightly;
    without one, when the file was handed in for the first time: neither the same old file sent again nor an
    old file read by a newer importer supersedes a corrected copy. Of files with the same date the one that
    was taken in last counts, not the one that was read again last. Of one file only the newest import counts:
    it may have been assigned to another alliance.
    """
    # of a return that was read together with one sent later, the later date;
    # an importer of version 1 that still runs while the database is upgraded gives no date
    dated_at = func.coalesce(submission.c.dated_at, original.c.dated_at, original.c.first_seen)
    newest_first = (dated_at.desc(), taken_in().desc())
    group = (submission.c.alliance, submission.c.wave, submission_worksheet.c.worksheet)
    return (
        select(
            submission.c.alliance,
            submission.c.wave,
            submission_worksheet.c.worksheet,
            submission_worksheet.c.version,
            submission_worksheet.c.declaration_hash,
            submission_worksheet.c.rows,
            submission_worksheet.c.submission_id,
            submission.c.sha256,
            submission.c.importer_version,
            original.c.first_seen.label("received_at"),
            dated_at.label("dated_at"),
            submission_worksheet.c.combined_with,
            func.row_number().over(partition_by=group, order_by=newest_first).label("rank"),
        )
        .join_from(submission, submission_worksheet, _CONTAINS)
        .join(original, original.c.sha256 == submission.c.sha256)
        .where(submission.c.outcome == Outcome.ACCEPTED, _is_newest_import())
    )


def accepted_imports() -> Select[Any]:
    """Every accepted form that is the newest import of its file, the newest return last."""
    dated_at = func.coalesce(submission.c.dated_at, original.c.dated_at, original.c.first_seen)
    return (
        select(submission.c.id, submission.c.alliance, submission.c.wave)
        .join_from(submission, original, original.c.sha256 == submission.c.sha256)
        .where(
            submission.c.outcome == Outcome.ACCEPTED,
            submission.c.inquiry.is_(None),
            _is_newest_import(),
        )
        .order_by(dated_at, taken_in())
    )


def taken_in() -> ScalarSelect[int]:
    """The first submission of the same file that was accepted for the same alliance and wave."""
    first = submission.alias("first")
    return (
        select(func.min(first.c.id))
        .where(
            first.c.sha256 == submission.c.sha256,
            first.c.alliance == submission.c.alliance,
            first.c.wave == submission.c.wave,
            first.c.outcome == Outcome.ACCEPTED,
        )
        .correlate(submission)
        .scalar_subquery()
    )


def _is_newest_import() -> ColumnElement[bool]:
    """Asked of each submission: a list of all newest ones would be made again for every file of an import."""
    newer = submission.alias("newer")
    later = select(newer.c.id).where(newer.c.sha256 == submission.c.sha256, newer.c.id > submission.c.id)
    return ~later.correlate(submission).exists()


def stored_rows(table: Table) -> ScalarSelect[int]:
    """How many rows of a table belong to a worksheet of a submission."""
    return (
        select(func.count())
        .select_from(table)
        .where(
            table.c.submission_id == submission_worksheet.c.submission_id,
            table.c.worksheet == submission_worksheet.c.worksheet,
        )
        .correlate(submission_worksheet)
        .scalar_subquery()
    )


def counting_worksheets() -> Select[Any]:
    """Alliance, wave and worksheet of which there must be an accepted return, whatever else is damaged."""
    return (
        select(submission.c.alliance, submission.c.wave, submission_worksheet.c.worksheet)
        .join_from(submission, submission_worksheet, _CONTAINS)
        .where(submission.c.outcome == Outcome.ACCEPTED, _is_newest_import())
        .distinct()
    )


def returns(*, current_only: bool, only: Wanted = None) -> CTE:
    """Worksheets of submissions of some alliances or all: current ones, or all whatever their outcome."""
    own = among(submission.c.alliance, only)
    if current_only:
        ranked = accepted_returns().where(*own).cte("ranked")
        return select(ranked).where(ranked.c.rank == 1).cte("returns")
    columns = (
        submission.c.alliance,
        submission.c.wave,
        submission_worksheet.c.worksheet,
        submission_worksheet.c.version,
        submission_worksheet.c.declaration_hash,
        submission_worksheet.c.submission_id,
        submission.c.sha256,
        submission.c.importer_version,
    )
    return select(*columns).join_from(submission, submission_worksheet, _CONTAINS).where(*own).cte("returns")


def among(column: ColumnElement[str], wanted: Wanted) -> list[ColumnElement[bool]]:
    """The condition that a column has one of the wanted values; none where everything is wanted."""
    if isinstance(wanted, str):
        raise TypeError(f"{wanted!r} must stand in a collection: a text would count as its letters")
    return [] if wanted is None else [column.in_(list(wanted))]


def equal(column: ColumnElement[str], wanted: str | None) -> list[ColumnElement[bool]]:
    """The condition that a column has the wanted value; none where everything is wanted."""
    return [] if wanted is None else [column == wanted]
