"""Which answers of rows are withheld."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256

import pandas as pd

from ruecklauf.dataset import ColumnInfo, Dataset
from ruecklauf.release.anonymous import Release
from ruecklauf.release.fates import Question
from ruecklauf.release.publishing import LookedAt, countable_questions
from ruecklauf.release.sparing.alone import Answered, Remainders
from ruecklauf.release.sparing.bonds import Bonds, Row, Rows, row_ids
from ruecklauf.release.sparing.implied import Telling
from ruecklauf.release.tables.counting import BOTH, EVERY, CellKey, answered, joined
from ruecklauf.release.tables.withholding import Published


@dataclass(frozen=True)
class Withheld:
    """Rows by question; what is withheld of a row is so in all waves."""

    of: Mapping[Question, frozenset[Row]]
    unpublished: frozenset[tuple[str, str, str]] = frozenset()
    """Tables that would tell some of them, by name, question and sum."""

    def alliances(self, question: Question) -> frozenset[str]:
        return frozenset(alliance for alliance, _ in self.of.get(question, ()))

    @cached_property
    def by_table(self) -> Mapping[str, frozenset[str]]:
        """By table the alliances of which anything is withheld in it."""
        found: dict[str, set[str]] = defaultdict(set)
        for question in self.of:
            found[question[0]] |= self.alliances(question)
        return {table: frozenset(alliances) for table, alliances in found.items()}


def withheld_answers(release: Release, tables: LookedAt) -> Withheld:
    """Those behind the cells that tables withhold, and those that would tell them."""
    dataset = release.material.dataset
    found: dict[Question, set[Row]] = defaultdict(set)
    taken: dict[str, set[Row]] = defaultdict(set)
    bonds = Bonds.of(dataset, release.material.formulas, tables.sums)
    for publication in (*tables.sums, *tables.counted):
        column = _column(dataset, publication)
        assert column.field is not None
        rows = set(_rows(release, publication, column, taken[publication.table.name]))
        found[publication.table.name, column.field.id] |= rows
        if publication.table.sum:
            found[publication.table.name, publication.table.sum] |= rows
    _add_uncounted(release, tables, found)
    made, said = _without_telling(release, tables, bonds.closed(bonds.with_inputs(found)), bonds)
    return Withheld({question: frozenset(rows) for question, rows in made.items() if rows}, said)


def _without_telling(
    release: Release, tables: LookedAt, withheld: Rows, bonds: Bonds
) -> tuple[Rows, frozenset[tuple[str, str, str]]]:
    """With the answers by which rules or tables tell others; and the tables that still would."""
    telling, remainders = Telling(release), _remainders(release, tables, bonds)
    while True:
        more: Rows = telling.of(withheld)
        if not _is_new(more, withheld):
            alone, closed = remainders.more(withheld)
            more = bonds.with_inputs(alone)
            if not _is_new(more, withheld):
                return withheld, frozenset(remainders.published[number].table.id for number in closed)
        together = {name: withheld.get(name, set()) | more.get(name, set()) for name in {*withheld, *more}}
        withheld = bonds.closed(together)


def _is_new(more: Rows, withheld: Rows) -> bool:
    return any(rows - withheld.get(question, set()) for question, rows in more.items())


def _remainders(release: Release, tables: LookedAt, bonds: Bonds) -> Remainders:
    dataset = release.material.dataset
    columns = [_column(dataset, publication) for publication in tables.published]
    return Remainders(
        published=tables.published,
        question={
            number: (publication.table.name, column.field.id)
            for number, (publication, column) in enumerate(zip(tables.published, columns, strict=True))
            if column.field is not None
        },
        areas=release.areas.by_alliance,
        bonds=bonds,
        fewest=release.material.terms.fewest_of,
        read=lambda publication: _counted(release, publication),
    )


def _counted(release: Release, publication: Published) -> Iterator[Answered]:
    """The answers behind a table, with what each adds to it."""
    dataset, table = release.material.dataset, publication.table
    came = answered(dataset, table.name, _column(dataset, publication))
    frame = dataset.tables[table.name].loc[came.index]
    amounts = frame[table.sum].astype("Float64").fillna(0.0) if table.sum else pd.Series(1.0, frame.index)
    said = zip(came["alliance"], row_ids(frame), came["wave"], came["code"], amounts, strict=True)
    for alliance, row, wave, code, amount in said:
        yield Answered((str(alliance), str(row)), str(wave), str(code), float(amount))


def _column(dataset: Dataset, publication: Published) -> ColumnInfo:
    return next(
        each
        for each in dataset.info[publication.table.name].columns
        if each.name == publication.table.question
    )


def _rows(release: Release, publication: Published, column: ColumnInfo, taken: set[Row]) -> Iterator[Row]:
    """As many of each cell as must not be seen; first those of which anything is withheld already."""
    by_cell: dict[CellKey, list[Row]] = defaultdict(list)
    for alliance, row, wave, code in _answered(release, publication.table.name, column):
        group = joined(release.areas.by_alliance[alliance])
        if (key := CellKey(wave, code, BOTH, group)) in publication.in_rows:
            by_cell[key].append((alliance, row))
    for key, rows in by_cell.items():
        rows.sort(key=lambda row: (row not in taken, sha256("/".join(row).encode()).digest()))
        yield from rows[: publication.in_rows[key]]
        taken.update(rows[: publication.in_rows[key]])


def _answered(release: Release, table: str, column: ColumnInfo) -> list[tuple[str, str, str, str]]:
    """Alliance, row, wave and code."""
    dataset = release.material.dataset
    came = answered(dataset, table, column)
    came["row"] = row_ids(dataset.tables[table]).loc[came.index]
    return list(came[["alliance", "row", "wave", "code"]].astype(str).itertuples(index=False, name=None))


def _add_uncounted(release: Release, tables: LookedAt, found: dict[Question, set[Row]]) -> None:
    """Questions without a table, as fewer alliances than a cell needs returned their sheet in a wave."""
    there = {(publication.table.name, publication.table.question) for publication in tables.counted}
    for table, column in countable_questions(release):
        if (table, column.name) in there or column.field is None:
            continue
        fewest = release.material.terms.fewest_of(table)
        came = pd.DataFrame(_answered(release, table, column), columns=["alliance", "row", "wave", EVERY])
        for _, own in came.groupby("wave"):
            if own["alliance"].nunique() < fewest or len(own) < fewest:
                found[table, column.field.id].update(zip(own["alliance"], own["row"], strict=True))
