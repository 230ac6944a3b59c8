"""Check boxes that somebody put over a column of ticks: all without a tick are asked about together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from ruecklauf.check.rows import Answer, ReadRow, ReadTable
from ruecklauf.fieldtypes.tick import UNTICKED
from ruecklauf.findings import Finding, Place, Subject, make_finding, remark
from ruecklauf.texts import Texts

BETWEEN_CELLS = " / "


def quoted(place: Place) -> str:
    """A box as the finding on all of them names it."""
    return f"{place}: FALSCH"


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
            where = " / ".join(dict.fromkeys(one.field.label(texts.language) for one in answers))
            yield make_finding(
                remark(UNTICKED, count=sum(map(_boxes, answers)), where=where),
                texts=texts,
                place=answers[0].place,
                subject=Subject(table.worksheet.id, table.section.id, "", field),
                found=BETWEEN_CELLS.join(quoted(one.place) for one in answers),
            )


def _unticked(table: ReadTable) -> Iterator[Answer]:
    return (answer for row in table.rows for answer in row.answers.values() if _boxes(answer))


def _boxes(answer: Answer) -> int:
    return sum(noted.code == UNTICKED for noted in answer.remarks) if answer.remarks else 0


def _without(row: ReadRow) -> ReadRow:
    return replace(row, answers={name: _told(answer) for name, answer in row.answers.items()})


def _told(answer: Answer) -> Answer:
    if not _boxes(answer):
        return answer
    return replace(answer, remarks=tuple(noted for noted in answer.remarks if noted.code != UNTICKED))
