"""Which tables a release publishes."""

from __future__ import annotations

from collections.abc import Iterator

from ruecklauf.dataset import ColumnInfo
from ruecklauf.errors import RuecklaufError
from ruecklauf.fieldtypes.base import Kind
from ruecklauf.release.anonymous import Release
from ruecklauf.release.fates import Fate
from ruecklauf.release.suppression.sensitivity import Dominance
from ruecklauf.release.tables.counting import count
from ruecklauf.release.tables.withholding import Published, withhold, withhold_sums
from ruecklauf.release.terms import TableWish

_WHERE = "ruecklauf.toml, [[release.tables]]"


def published_tables(release: Release) -> tuple[Published, ...]:
    """The tables that are declared; without any, one for each question with a list or a tick.

    A question that the release leaves out has none, and neither has one whose sheet fewer alliances returned
    than a cell needs. RuecklaufError for a question that there is not, or that has no list.
    """
    wishes = release.material.terms.tables
    if not wishes:
        return tuple(filter(None, (_counts(release, table, column) for table, column in _all(release))))
    _refuse_shared_sums(wishes)
    return tuple(found for wish in wishes for found in _wished(release, wish))


def _all(release: Release) -> Iterator[tuple[str, ColumnInfo]]:
    for name, info in release.dataset.info.items():
        for column in info.columns:
            if _is_counted(release, name, column):
                yield name, column


def _is_counted(release: Release, table: str, column: ColumnInfo) -> bool:
    """Of what a form has printed into its rows nothing is counted: it is the same for all."""
    if column.field is None or column.says_why_missing or column.field.wave == "F":
        return False
    is_exact = release.fates[table, column.field.id] is Fate.KEPT
    return is_exact and column.field.kind in (Kind.CHOICE, Kind.TICK, Kind.MULTI)


def _wished(release: Release, wish: TableWish) -> Iterator[Published]:
    table, _, field = wish.question.rpartition(".")
    info = release.dataset.info.get(table)
    columns = [one for one in info.columns if one.field and one.field.id == field] if info else []
    asked = [one for one in columns if _is_counted(release, table, one)]
    if not asked:
        raise RuecklaufError(
            f"{wish.question!r} is no question with a list or a tick that the release has.",
            where=_WHERE,
            remedy="Name it as worksheet.section.field; questions whose codes name places are left out.",
        )
    for column in asked:
        found = _sums(release, table, column, wish.sum) if wish.sum else _counts(release, table, column)
        if found is not None:
            yield found


def _counts(release: Release, table: str, column: ColumnInfo) -> Published | None:
    source = release.material.dataset
    found = count(source, table, column, release.areas.by_alliance)
    return withhold(found, release.material.terms.fewest_of(table)) if found.waves else None


def _sums(release: Release, table: str, column: ColumnInfo, number: str) -> Published:
    source = release.material.dataset
    numbers = [
        one for one in source.info[table].columns if one.name == number and one.dtype in ("Int64", "Float64")
    ]
    if not numbers or (source.tables[table][number] < 0).fillna(False).any():
        raise RuecklaufError(
            f"{number!r} is no number of {table} that is never negative.",
            where=_WHERE,
            remedy="Name another.",
        )
    found = count(source, table, column, release.areas.by_alliance, total=number)
    return withhold_sums(found, Dominance(fewest=release.material.terms.fewest_of(table)))


def _refuse_shared_sums(wishes: tuple[TableWish, ...]) -> None:
    """Two tables of sums of one number share their sums, and what one withholds the other could tell."""
    sums = [(wish.question.rpartition(".")[0], wish.sum) for wish in wishes if wish.sum]
    if len(set(sums)) < len(sums):
        raise RuecklaufError(
            "two tables add up the same number.", where=_WHERE, remedy="Declare one of them, or count rows."
        )
