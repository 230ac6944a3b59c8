"""What a newer return no longer says."""

from __future__ import annotations

from collections.abc import Iterable

from ruecklauf.check.records import Record
from ruecklauf.store.rows import Answer
from ruecklauf.values import Missing, canonical_text


def answers_in(records: Iterable[Record]) -> tuple[Answer, ...]:
    """The answers in records that may not be stored yet; "unbekannt" and the unreadable are answers too."""
    return tuple(
        Answer(
            record.worksheet, record.section, record.row_id, field, canonical_text(entry.value) or entry.raw
        )
        for record in records
        for field, entry in record.entries.items()
        if entry.value is not Missing.NO_ANSWER
    )


def answers_missing_in(newer: Iterable[Answer], older: Iterable[Answer]) -> tuple[Answer, ...]:
    """The older answers to questions that the newer return leaves blank; a changed answer is not missing.

    Compare only worksheets that both returns contain: what the newer one lacks as a whole is not superseded.
    """
    answered = {answer[:4] for answer in newer}
    return tuple(answer for answer in older if answer[:4] not in answered)
