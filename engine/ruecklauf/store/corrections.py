"""Which corrections apply to what the current returns say."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, Row, Table, and_, select

from ruecklauf.store.queries import Wanted, among, equal, returns
from ruecklauf.store.reader import Reader
from ruecklauf.store.rows import CorrectionRow
from ruecklauf.store.schema import correction, record, value
from ruecklauf.values import Missing

Answered = tuple[str, str, str, str, str, str]
"""Alliance, wave, worksheet, section, row id and field: what is corrected."""

_COLUMNS = tuple(name for name in CorrectionRow._fields if name != "applies")


class Judged(NamedTuple):
    """A correction beside the current return of its worksheet, if there is one."""

    row: CorrectionRow
    current: Row[Any] | None
    """A row of `returns`."""
    blank: bool
    """Nothing stands in that return where the correction was made."""

    @property
    def leaves_blank(self) -> bool:
        return self.row.missing == Missing.NO_ANSWER


class CorrectionReader(Reader):
    """Questions about corrections of what is not personal; the base of those who apply them."""

    def corrections(
        self, *, alliance: str | None = None, wave: str | None = None
    ) -> tuple[CorrectionRow, ...]:
        """Every correction of an answer that is not personal, in the order in which they were recorded."""
        table = correction
        wanted = [*equal(table.c.alliance, alliance), *equal(table.c.wave, wave)]
        return tuple(one.row for one in self._judged(wanted))

    def _applying(self, *, waves: Wanted, worksheets: Wanted) -> list[Judged]:
        """The corrections that apply to current answers, one per answer."""
        wanted = [*among(correction.c.wave, waves), *among(correction.c.worksheet, worksheets)]
        return [one for one in self._judged(wanted) if one.row.applies]

    def _judged(self, wanted: Sequence[ColumnElement[bool]]) -> list[Judged]:
        rows = read_corrections(self._connection, correction, wanted)
        return self._judge(rows, self._raw_answers(), personal=False) if rows else []

    def _judge(
        self, rows: Sequence[CorrectionRow], entered: Mapping[Answered, str], *, personal: bool
    ) -> list[Judged]:
        """`entered` gives the raw texts where corrections were made; blanks are left out."""
        current = self._current_of(rows)
        newest = {_answered(row): row.id for row in rows}
        present = self._records_of(rows, current)
        judged = []
        for row in rows:
            key = _answered(row)
            return_ = current.get(key[:3])
            blank = key not in entered
            can_be_blank = key[:5] in present and self._asks(return_, row, personal=personal)
            stands = "" if blank and can_be_blank else entered.get(key)
            applies = newest[key] == row.id and stands == row.replaced
            judged.append(Judged(row._replace(applies=applies), return_, blank))
        return judged

    def _raw_answers(self) -> dict[Answered, str]:
        one = returns(current_only=True)
        key = (one.c.alliance, one.c.wave, one.c.worksheet, value.c.section, value.c.row_id, value.c.field)
        corrected = [correction.c[name] == column for name, column in zip(_KEY, key, strict=True)]
        same = and_(value.c.submission_id == one.c.submission_id, value.c.worksheet == one.c.worksheet)
        query = select(*key, value.c.raw).join_from(one, value, same).join(correction, and_(*corrected))
        return {tuple(row[:6]): row.raw for row in self._connection.execute(query)}

    def _current_of(self, rows: Iterable[CorrectionRow]) -> dict[tuple[str, ...], Row[Any]]:
        one = returns(current_only=True)
        query = select(one).where(one.c.alliance.in_({row.alliance for row in rows}))
        return {(row.alliance, row.wave, row.worksheet): row for row in self._connection.execute(query)}

    def _records_of(
        self, rows: Iterable[CorrectionRow], current: Mapping[tuple[str, ...], Row[Any]]
    ) -> set[tuple[str, ...]]:
        """The records among the current ones in which a blank was corrected."""
        of_blanks = [row for row in rows if not row.replaced and _answered(row)[:3] in current]
        numbers = {current[_answered(row)[:3]].submission_id for row in of_blanks}
        query = select(record.c.submission_id, record.c.worksheet, record.c.section, record.c.row_id).where(
            record.c.submission_id.in_(numbers), record.c.row_id.in_({row.row_id for row in of_blanks})
        )
        there = {tuple(row) for row in self._connection.execute(query)}
        return {
            key[:5]
            for key in map(_answered, of_blanks)
            if (current[key[:3]].submission_id, *key[2:5]) in there
        }

    def _asks(self, return_: Row[Any] | None, row: CorrectionRow, *, personal: bool) -> bool:
        """Whether the declaration by which the return was read has the question."""
        declared = self.declaration(return_.declaration_hash) if return_ else None
        fields = declared.all_fields() if declared else ()
        asked = {(section.id, field.id): field.personal for section, field in fields}
        return asked.get((row.section, row.field)) is personal


_KEY = ("alliance", "wave", "worksheet", "section", "row_id", "field")


def read_corrections(
    connection: Connection, table: Table, wanted: Sequence[ColumnElement[bool]]
) -> list[CorrectionRow]:
    """In the order in which they were recorded; which of them apply is still to be judged."""
    query = select(*(table.c[name] for name in _COLUMNS)).where(*wanted).order_by(table.c.id)
    return [CorrectionRow._make((*row, False)) for row in connection.execute(query)]


def _answered(row: CorrectionRow) -> Answered:
    return row.alliance, row.wave, row.worksheet, row.section, row.row_id, row.field
