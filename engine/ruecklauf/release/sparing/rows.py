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
from ruecklauf.release.sparing.implied import Row, implying
from ruecklauf.release.tables.counting import BOTH, EVERY, CellKey, answered, joined
from ruecklauf.release.tables.withholding import Published


@dataclass(frozen=True)
class Withheld:
    """Rows by question; what is withheld of a row is so in all waves."""

    of: Mapping[Question, frozenset[Row]]

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
    for publication in (*tables.sums, *tables.counted):
        column = _column(dataset, publication)
        assert column.field is not None
        rows = set(_rows(release, publication, column, taken[publication.table.name]))
        found[publication.table.name, column.field.id] |= rows
        if publication.table.sum:
            found[publication.table.name, publication.table.sum] |= rows
    _add_uncounted(release, tables, found)
    closed = _with_telling(release, _closed(dataset, found))
    return Withheld({question: frozenset(rows) for question, rows in closed.items() if rows})


def _with_telling(release: Release, withheld: Mapping[Question, set[Row]]) -> Mapping[Question, set[Row]]:
    """With the answers by which rules tell others, and what is bound to these, until nothing is told."""
    while True:
        more = implying(release, withheld)
        if not any(rows - withheld.get(question, set()) for question, rows in more.items()):
            return withheld
        joined = {name: withheld.get(name, set()) | more.get(name, set()) for name in {*withheld, *more}}
        withheld = _closed(release.material.dataset, joined)


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
    came["row"] = _row_ids(dataset.tables[table]).loc[came.index]
    return list(came[["alliance", "row", "wave", "code"]].astype(str).itertuples(index=False, name=None))


def _row_ids(frame: pd.DataFrame) -> pd.Series[str]:
    if "row_id" in frame:
        return frame["row_id"].astype(str)
    return pd.Series("", index=frame.index, dtype=str)


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


def _closed(dataset: Dataset, found: Mapping[Question, set[Row]]) -> Mapping[Question, set[Row]]:
    """With all answers to questions that are asked because of those withheld, and so on.

    What forms print stays. Within a table that is the same row; of other tables all rows of the alliance.
    """
    bound = _bound(dataset)
    rows = {name: _by_alliance(frame) for name, frame in dataset.tables.items()}
    made: dict[Question, set[Row]] = defaultdict(set)
    waiting = list(found.items())
    while waiting:
        question, own = waiting.pop()
        new = own - made[question]
        made[question] |= new
        if new:
            waiting += [(other, _same(question, other, new, rows)) for other in bound[question]]
    return made


def _same(
    question: Question, other: Question, own: set[Row], rows: Mapping[str, Mapping[str, set[Row]]]
) -> set[Row]:
    if question[0] == other[0]:
        return set(own)
    return {
        row for alliance in {owner for owner, _ in own} for row in rows.get(other[0], {}).get(alliance, ())
    }


def _by_alliance(frame: pd.DataFrame) -> Mapping[str, set[Row]]:
    found: dict[str, set[Row]] = defaultdict(set)
    if "alliance" in frame:
        for alliance, row in zip(frame["alliance"].astype(str), _row_ids(frame), strict=True):
            found[alliance].add((alliance, row))
    return found


def _bound(dataset: Dataset) -> Mapping[Question, set[Question]]:
    """By question those that are asked because of its answer."""
    found: dict[Question, set[Question]] = defaultdict(set)
    fields = {
        (table.name, column.field.id): column.field
        for table in dataset.info.values()
        for column in table.columns
        if column.field is not None
    }
    for table in dataset.info.values():
        for field, note in table.notes.items():
            asked = (table.name, field)
            if asked in fields and fields[asked].wave != "F":
                for cause in note.asked_by:
                    found[cause].add(asked)
    return found
