"""Which corrections apply to what the current returns say."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, Row, Table, and_, select

from ruecklauf.findings import Subject
from ruecklauf.store.answers_as_read import AsReadReader
from ruecklauf.store.entries import Correction
from ruecklauf.store.queries import Wanted, among, equal
from ruecklauf.store.schema import contact_correction, correction, record, value

_Whose = tuple[str, str, Subject]
"""Alliance and wave whose answer to a question was corrected, and the question."""
_KEY = ("alliance", "wave", "worksheet", "section", "row_id", "field")


class Judged(NamedTuple):
    """A correction beside the current return of its worksheet, if there is one."""

    correction: Correction
    current: Row[Any] | None
    """A row of `returns`."""
    blank: bool
    """Nothing stands in that return where the correction was made."""


class CorrectionReader(AsReadReader):
    """Questions about corrections; the base of those who apply them."""

    def corrections(self, *, alliance: str | None = None, wave: str | None = None) -> tuple[Correction, ...]:
        """Every correction in the order in which they were recorded, those of personal answers last."""
        wanted = [*equal(correction.c.alliance, alliance), *equal(correction.c.wave, wave)]
        answers = self._judged(wanted)
        personal = self._judged_contacts(waves=None if wave is None else {wave})
        mine = (judged for judged in personal if alliance in (None, judged.correction.alliance))
        return tuple(judged.correction for judged in (*answers, *mine))

    def _judged_answers(self, *, waves: Wanted, worksheets: Wanted) -> list[Judged]:
        return self._judged([*among(correction.c.wave, waves), *among(correction.c.worksheet, worksheets)])

    def _judged(self, wanted: Sequence[ColumnElement[bool]]) -> list[Judged]:
        made = _recorded(self._connection, correction, [*wanted, *self._own(correction.c.alliance)])
        return self._judge(made, self._raw_answers()) if made else []

    def _judged_contacts(self, *, waves: Wanted) -> list[Judged]:
        own = self._own(contact_correction.c.alliance)
        wanted = [*among(contact_correction.c.wave, waves), *own]
        made = _recorded(self._open_contacts(), contact_correction, wanted, personal=True)
        if not made:
            return []
        asked = self._returns(current_only=True)
        read = self._contacts_as_read(asked, *among(asked.c.wave, waves))
        return self._judge(made, {(row.alliance, row.wave, row.subject): row.raw for row in read})

    def _judge(self, made: Sequence[Correction], entered: Mapping[_Whose, str]) -> list[Judged]:
        """`entered` gives the raw texts where corrections were made; blanks are left out."""
        current = self._current_of(made)
        newest = {_whose(given): given for given in made}
        present = self._rows_of(made, current)
        judged = []
        for given in made:
            key = _whose(given)
            there = current.get((given.alliance, given.wave, given.worksheet))
            blank = key not in entered
            can_be_blank = (*key[:2], given.subject.row) in present and self._asks(there, given)
            stands = "" if blank and can_be_blank else entered.get(key)
            applies = newest[key] is given and stands == given.replaced and not given.takes_back
            judged.append(Judged(replace(given, applies=applies), there, blank))
        return judged

    def _raw_answers(self) -> dict[_Whose, str]:
        asked = self._returns(current_only=True)
        columns = (asked.c.alliance, asked.c.wave, asked.c.worksheet)
        key = (*columns, value.c.section, value.c.row_id, value.c.field)
        corrected = [correction.c[name] == column for name, column in zip(_KEY, key, strict=True)]
        same = and_(value.c.submission_id == asked.c.submission_id, value.c.worksheet == asked.c.worksheet)
        query = select(*key, value.c.raw).join_from(asked, value, same).join(correction, and_(*corrected))
        return {(row[0], row[1], Subject(*row[2:6])): row.raw for row in self._connection.execute(query)}

    def _current_of(self, made: Iterable[Correction]) -> dict[tuple[str, str, str], Row[Any]]:
        asked = self._returns(current_only=True)
        query = select(asked).where(asked.c.alliance.in_({given.alliance for given in made}))
        return {(row.alliance, row.wave, row.worksheet): row for row in self._connection.execute(query)}

    def _rows_of(
        self, made: Iterable[Correction], current: Mapping[tuple[str, str, str], Row[Any]]
    ) -> set[_Whose]:
        """The rows among the current ones in which a blank was corrected."""
        of_blanks = [
            (given, current[key].submission_id)
            for given in made
            if not given.replaced and (key := (given.alliance, given.wave, given.worksheet)) in current
        ]
        query = select(record.c.submission_id, record.c.worksheet, record.c.section, record.c.row_id).where(
            record.c.submission_id.in_({number for _, number in of_blanks}),
            record.c.row_id.in_({given.row_id for given, _ in of_blanks}),
        )
        there = {(row[0], Subject(*row[1:])) for row in self._connection.execute(query)}
        return {
            (given.alliance, given.wave, given.subject.row)
            for given, number in of_blanks
            if (number, given.subject.row) in there
        }

    def _asks(self, there: Row[Any] | None, given: Correction) -> bool:
        """Whether the declaration by which the return was read has the question."""
        declared = self.declaration(there.declaration_hash) if there else None
        fields = declared.all_fields() if declared else ()
        asked = {(section.id, field.id): field.personal for section, field in fields}
        return asked.get((given.section, given.field)) is given.personal


def _recorded(
    connection: Connection, table: Table, wanted: Sequence[ColumnElement[bool]], *, personal: bool = False
) -> list[Correction]:
    """In the order in which they were recorded; which of them apply is still to be judged."""
    columns = [column for column in table.c if column.name != "id"]
    rows = connection.execute(select(*columns).where(*wanted).order_by(table.c.id)).mappings()
    return [Correction(**row, personal=personal) for row in rows]


def _whose(given: Correction) -> _Whose:
    return given.alliance, given.wave, given.subject
