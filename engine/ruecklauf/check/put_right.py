"""Answers that a person put right: rules judge these, and records keep what the file says."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from ruecklauf.check.rows import ReadRow, ReadTable
from ruecklauf.findings import Subject
from ruecklauf.values import Value


@dataclass(frozen=True, slots=True)
class PutRight:
    """What an answer should say, as long as the file says what was replaced."""

    replaced: str
    """The raw text; empty for a blank."""
    value: Value


NOTHING_PUT_RIGHT: Mapping[Subject, PutRight] = MappingProxyType({})


def as_put_right(
    tables: tuple[ReadTable, ...], put_right: Mapping[Subject, PutRight]
) -> tuple[ReadTable, ...]:
    """The tables with the values that hold; of an answer that was put right nothing else is to be said."""
    if not put_right:
        return tables
    return tuple(
        replace(table, rows=tuple(row for row in _rows(table, put_right) if row is not None))
        for table in tables
    )


def _rows(table: ReadTable, put_right: Mapping[Subject, PutRight]) -> Iterator[ReadRow | None]:
    """The rows; None for one that the form does not print and of which nothing is left."""
    for row in table.rows:
        changed = _row(table, row, put_right)
        said = any(not answer.locked and not answer.is_blank for answer in changed.answers.values())
        is_left = row.printed or not table.section.has_rows or said or not row.started
        yield changed if is_left else None


def _row(table: ReadTable, row: ReadRow, put_right: Mapping[Subject, PutRight]) -> ReadRow:
    answers = dict(row.answers)
    for name, answer in row.answers.items():
        given = put_right.get(Subject(table.worksheet.id, table.section.id, row.row_id, name))
        if given is not None and given.replaced == answer.raw:
            answers[name] = replace(answer, value=given.value, remarks=())
    return replace(row, answers=answers)
