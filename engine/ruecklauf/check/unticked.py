"""Check boxes that somebody put over a column of ticks: all without a tick are asked about together."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from ruecklauf.check.rows import Answer, ReadRow, ReadTable
from ruecklauf.fieldtypes.tick import UNTICKED
from ruecklauf.findings import Finding, Place, Subject, make_finding, remark
from ruecklauf.texts import Texts

BETWEEN_CELLS = " / "
_SHOWN = "FALSCH"
_COLUMN = re.compile(r"([A-Z]+)\d+(?::\1\d+)?")
"""A cell, or several below one another."""


def quoted(place: Place) -> str:
    """A box as the finding on all of them names it."""
    return f"{place}: {_SHOWN}"


def without_unticked(tables: Iterable[ReadTable]) -> tuple[ReadTable, ...]:
    """The tables without the remarks that `about_unticked` makes findings of."""
    return tuple(
        replace(table, rows=tuple(map(_without, table.rows))) if any(_unticked(table)) else table
        for table in tables
    )


def about_unticked(tables: Iterable[ReadTable], texts: Texts) -> Iterator[Finding]:
    """One finding for each column with such boxes, at the first; one for questions below one another."""
    for table in tables:
        found: dict[str, list[Answer]] = {}
        for answer in _unticked(table):
            found.setdefault(answer.field.id if table.section.has_rows else "", []).append(answer)
        for field, answers in found.items():
            where = " / ".join(dict.fromkeys(answer.field.label(texts.language) for answer in answers))
            yield make_finding(
                remark(UNTICKED, count=sum(map(_boxes, answers)), where=where),
                texts=texts,
                place=answers[0].place,
                subject=Subject(table.worksheet.id, table.section.id, "", field),
                found=BETWEEN_CELLS.join(quoted(answer.place) for answer in answers),
            )


def with_those_outside(
    unticked: Sequence[Finding], noted: Sequence[Finding]
) -> tuple[tuple[Finding, ...], tuple[Finding, ...]]:
    """Both, boxes outside the table told with those of their column, where there are some in it.

    They were put there together, and are no texts that somebody wrote.
    """
    columns = {_column(finding.place): finding for finding in reversed(unticked)}
    columns.pop(None, None)
    outside: dict[Finding, list[Finding]] = {}
    for finding in noted:
        if finding.code == "stray_text" and finding.found == _SHOWN and _column(finding.place) in columns:
            outside.setdefault(columns[_column(finding.place)], []).append(finding)
    joined_strays = {stray for strays in outside.values() for stray in strays}
    joined = (
        replace(
            finding,
            found=BETWEEN_CELLS.join([finding.found, *(quoted(stray.place) for stray in outside[finding])]),
        )
        if finding in outside
        else finding
        for finding in unticked
    )
    return tuple(joined), tuple(finding for finding in noted if finding not in joined_strays)


def _column(place: Place) -> tuple[str, str] | None:
    found = _COLUMN.fullmatch(place.cell)
    return (place.sheet, found[1]) if found else None


def _unticked(table: ReadTable) -> Iterator[Answer]:
    return (answer for row in table.rows for answer in row.answers.values() if _boxes(answer))


def _boxes(answer: Answer) -> int:
    return sum(noted.code == UNTICKED for noted in answer.remarks) if answer.remarks else 0


def _without(row: ReadRow) -> ReadRow:
    return replace(row, answers={name: _without_remark(answer) for name, answer in row.answers.items()})


def _without_remark(answer: Answer) -> Answer:
    if not _boxes(answer):
        return answer
    return replace(answer, remarks=tuple(noted for noted in answer.remarks if noted.code != UNTICKED))
