"""Where the form computes, and something else was entered: what is computed holds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal

from ruecklauf.check.rows import Answer, ReadRow, ReadTable
from ruecklauf.findings import Subject, remark
from ruecklauf.layout.inputs import shown_text
from ruecklauf.rules.rows import TableRows
from ruecklauf.texts import Texts
from ruecklauf.values import Missing, Value

_SAME = Decimal("1e-7")
"""Numbers that differ by less are the same: programs calculate in binary, and keep 15 digits."""


def with_computed_remarks(
    tables: tuple[ReadTable, ...], seen_by: Mapping[str, Mapping[str, TableRows]], texts: Texts
) -> tuple[ReadTable, ...]:
    """The tables with a remark, and no other, where something else was entered than is computed.

    `seen_by` has what the rules of each worksheet look at.
    """
    return tuple(
        replace(table, rows=tuple(_row(table, row, seen_by[table.worksheet.id], texts) for row in table.rows))
        if any(field.computed for field in table.section.fields)
        else table
        for table in tables
    )


def as_computed(tables: tuple[ReadTable, ...]) -> Iterator[Subject]:
    """The answers among those tables that say what is computed."""
    for table in tables:
        for row in table.rows:
            for name, answer in row.answers.items():
                if answer.field.computed and not answer.is_blank and not answer.remarks:
                    yield Subject(table.worksheet.id, table.section.id, row.row_id, name)


def _row(table: ReadTable, row: ReadRow, seen: Mapping[str, TableRows], texts: Texts) -> ReadRow:
    computed = (seen[table.name].get(row.row_id) if table.name in seen else None) or {}
    answers = {
        name: _compared(answer, computed.get(name, Missing.NO_ANSWER), table, texts)
        if answer.field.computed
        else answer
        for name, answer in row.answers.items()
    }
    return replace(row, answers=answers)


def _compared(answer: Answer, computed: Value, table: ReadTable, texts: Texts) -> Answer:
    if answer.is_blank or _is_same(answer.value, computed):
        return replace(answer, remarks=())
    content = answer.field.render(computed, table.worksheet.lists, texts)
    given = shown_text(content, answer.field, texts) or texts("computed.nothing")
    return replace(answer, remarks=(remark("computed_changed", given=given),))


def _is_same(entered: Value, computed: Value) -> bool:
    if isinstance(entered, int | Decimal) and isinstance(computed, int | Decimal):
        return abs(Decimal(entered) - Decimal(computed)) <= _SAME
    return isinstance(entered, date) and entered == computed
