"""Which tables a release publishes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ruecklauf.dataset import ColumnInfo
from ruecklauf.errors import RuecklaufError
from ruecklauf.fieldtypes.base import Kind
from ruecklauf.release.anonymous import Release
from ruecklauf.release.fates import Fate, Question
from ruecklauf.release.formulas import Formulas
from ruecklauf.release.suppression.sensitivity import Dominance
from ruecklauf.release.tables.counting import count
from ruecklauf.release.tables.links import linked, links
from ruecklauf.release.tables.withholding import Published, withhold_sums, withhold_together
from ruecklauf.release.terms import TableWish

_WHERE = "ruecklauf.toml, [[release.tables]]"


def published_tables(release: Release) -> tuple[Published, ...]:
    """The tables that are declared; without any, one for each question with a list or a tick.

    A question that the release leaves out has none, and neither has one whose sheet fewer alliances returned
    than a cell needs. RuecklaufError for a question that there is not, or that has no list.
    """
    if release.published is not None:
        return release.published
    return looked_at(release).published


class LookedAt(NamedTuple):
    """Tables whose cells are withheld where they must be."""

    counted: tuple[Published, ...]
    """Of every question that can be counted, whether it is published or not: the rows show them all."""
    sums: tuple[Published, ...]
    published: tuple[Published, ...]


def looked_at(release: Release) -> LookedAt:
    """The tables that are published, and those that the rows of the release come to."""
    wishes = release.material.terms.tables
    _refuse_shared_sums(wishes, release.material.formulas)
    wanted = [
        (table, column.name) for wish in wishes if not wish.sum for table, column in _asked(release, wish)
    ]
    sums = tuple(publication for wish in wishes if wish.sum for publication in _sums_of(release, wish))
    counted = tuple(_counts(release, list(countable_questions(release))))
    if not wishes:
        return LookedAt(counted, sums, (*counted, *sums))
    known = {(publication.table.name, publication.table.question): publication for publication in counted}
    return LookedAt(counted, sums, (*(known[question] for question in wanted if question in known), *sums))


def countable_questions(release: Release) -> Iterator[tuple[str, ColumnInfo]]:
    """The columns with a list or a tick that the release has as they were answered, with their table."""
    for name, info in release.dataset.info.items():
        for column in info.columns:
            if _is_counted(release, name, column):
                yield name, column


def _is_counted(release: Release, table: str, column: ColumnInfo) -> bool:
    """Nothing of what a form printed into its rows, the same for all; nor of what stands beside answers."""
    field = column.field
    if field is None or column.says_why_missing or field.wave == "F" or field.is_companion:
        return False
    is_exact = release.fates[table, field.id] is Fate.KEPT
    return is_exact and field.kind in (Kind.CHOICE, Kind.TICK, Kind.MULTI)


def _asked(release: Release, wish: TableWish) -> list[tuple[str, ColumnInfo]]:
    """The columns of a question, with their table."""
    table, _, field = wish.question.rpartition(".")
    info = release.dataset.info.get(table)
    columns = [column for column in info.columns if column.field and column.field.id == field] if info else []
    asked = [(table, column) for column in columns if _is_counted(release, table, column)]
    if not asked:
        raise RuecklaufError(
            f"{wish.question!r} is no question with a list or a tick that the release has.",
            where=_WHERE,
            remedy="Name it as worksheet.section.field; questions whose codes name places are left out.",
        )
    return asked


def _sums_of(release: Release, wish: TableWish) -> Iterator[Published]:
    return (_sums(release, table, column, wish.sum) for table, column in _asked(release, wish))


def _counts(release: Release, asked: Sequence[tuple[str, ColumnInfo]]) -> Iterator[Published]:
    """The questions in their order; those of a section that tell of each other are looked at together."""
    source = release.material.dataset
    for name in dict.fromkeys(table for table, _ in asked):
        columns = [column for table, column in asked if table == name]
        found = links(source, name, columns)
        made: dict[str, Published] = {}
        for group in linked([column.name for column in columns], found):
            own = [column for column in columns if column.name in group]
            counted = [count(source, name, column, release.areas.by_alliance) for column in own]
            published = withhold_together(
                [table for table in counted if table.waves],
                [link for link in found if link.question in group],
                release.material.terms.fewest_of(name),
            )
            made |= {publication.table.question: publication for publication in published}
        yield from (made[column.name] for column in columns if column.name in made)


def _sums(release: Release, table: str, column: ColumnInfo, number: str) -> Published:
    source = release.material.dataset
    numbers = [
        info
        for info in source.info[table].columns
        if info.name == number and info.dtype in ("Int64", "Float64")
    ]
    if not numbers or (source.tables[table][number] < 0).fillna(False).any():
        raise RuecklaufError(
            f"{number!r} is no number of {table} that is never negative.",
            where=_WHERE,
            remedy="Name another.",
        )
    found = count(source, table, column, release.areas.by_alliance, total=number)
    return withhold_sums(found, Dominance(fewest=release.material.terms.fewest_of(table)))


def _refuse_shared_sums(wishes: tuple[TableWish, ...], formulas: Formulas) -> None:
    """Tables that share their sums, or of which one's sums can be computed from the others'.

    What one of them withholds the others could tell.
    """
    behind: set[Question] = set()
    for wish in wishes:
        if wish.sum:
            table = wish.question.rpartition(".")[0]
            own = formulas.behind((table, wish.sum))
            if own & behind:
                raise RuecklaufError(
                    f"two tables add up the same number, or one and what is computed from it: {wish.sum!r}.",
                    where=_WHERE,
                    remedy="Declare one of them, or count rows.",
                )
            behind |= own
