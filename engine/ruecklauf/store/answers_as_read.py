"""Answers and rows as they were read from the files, before any correction."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import CTE, ColumnElement, Select, and_, case, false, func, null, select

from ruecklauf.store.queries import Wanted, among, equal
from ruecklauf.store.reader import Reader
from ruecklauf.store.rows import RecordRow, StoredAnswer
from ruecklauf.store.schema import contact, contact_correction, record, submission, value

_AT_ONCE = 20_000
_FEW = 500
"""Files whose contacts are looked up by name; of more all contacts are read, which is one scan."""


class AsReadReader(Reader):
    """Questions about what files say. Rows come in no particular order."""

    def answers_of(self, submission_id: int, worksheet: str) -> tuple[StoredAnswer, ...]:
        """Every answer of one submission to one worksheet, personal ones too."""
        asked = self._returns(current_only=False)
        mine = (asked.c.submission_id == submission_id, asked.c.worksheet == worksheet)
        values = self._connection.execute(_values(asked).where(*mine))
        return (*map(StoredAnswer._make, values), *self._contacts_as_read(asked, *mine))

    def contact_texts(self, alliance: str | None = None) -> dict[str, list[tuple[str, str]]]:
        """Field and text of every personal answer and correction, of one alliance or by alliance; of returns
        that count no more, too."""
        found: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for table, said in ((contact, contact.c.raw), (contact_correction, contact_correction.c.value)):
            mine = [*equal(table.c.alliance, alliance), *self._own(table.c.alliance)]
            query = select(table.c.alliance, table.c.field, said).where(said.is_not(None), *mine).distinct()
            for whose, field, text in self._open_contacts().execute(query):
                found[whose].append((field, text))
        return dict(found)

    def records(
        self, *, current_only: bool = True, waves: Wanted = None, worksheets: Wanted = None
    ) -> Iterator[RecordRow]:
        """Every record of the current returns, or of all submissions whatever their outcome."""
        asked = self._returns(current_only=current_only)
        query = _records(asked).where(*among(asked.c.wave, waves), *among(asked.c.worksheet, worksheets))
        yield from map(RecordRow._make, self._stream(query))

    def records_of(self, submission_id: int, worksheet: str) -> tuple[RecordRow, ...]:
        """Every record of one submission in one worksheet."""
        asked = self._returns(current_only=False)
        query = _records(asked).where(asked.c.submission_id == submission_id, asked.c.worksheet == worksheet)
        return tuple(map(RecordRow._make, self._connection.execute(query)))

    def long_texts(self, wave: str, *, at_least: int) -> Iterator[tuple[str, str]]:
        """Alliance and text of every answer of the current returns of a wave with so many characters."""
        asked = self._returns(current_only=True)
        query = (
            select(asked.c.alliance, value.c.value)
            .join_from(asked, value, _same_worksheet(asked, value))
            .where(asked.c.wave == wave, func.length(value.c.value) >= at_least)
        )
        yield from map(tuple, self._stream(query))

    def _values_as_read(
        self, *, current_only: bool, waves: Wanted, worksheets: Wanted
    ) -> Iterator[StoredAnswer]:
        asked = self._returns(current_only=current_only)
        query = _values(asked).where(*among(asked.c.wave, waves), *among(asked.c.worksheet, worksheets))
        return map(StoredAnswer._make, self._stream(query))

    def _values_in(self, asked: CTE, *wanted: ColumnElement[bool]) -> Iterator[StoredAnswer]:
        """The answers of these returns that are wanted."""
        return map(StoredAnswer._make, self._stream(_values(asked).where(*wanted)))

    def _contacts_as_read(self, asked: CTE, *wanted: ColumnElement[bool]) -> list[StoredAnswer]:
        """The personal answers of these returns."""
        key = (asked.c.sha256, asked.c.importer_version, asked.c.worksheet)
        query = select(*key, asked.c.submission_id, asked.c.version).where(*wanted)
        returned = {tuple(row[:3]): tuple(row[3:]) for row in self._connection.execute(query)}
        if not returned:
            return []
        found = []
        for row in self._open_contacts().execute(_contacts(sha256 for sha256, *_ in returned)):
            if (import_of := tuple(row[:3])) in returned:
                number, version = returned[import_of]
                found.append(StoredAnswer._make((number, *row[3:6], version, *row[6:], False, None, True)))
        return found

    def _stream(self, query: Select[Any]) -> Iterator[Any]:
        return iter(self._connection.execute(query, execution_options={"yield_per": _AT_ONCE}))


def _values(asked: CTE) -> Select[Any]:
    """The answers of these returns that are not personal, with the columns of a StoredAnswer."""
    older = submission.alias("older")
    read_in = select(older.c.sha256).where(older.c.id == value.c.origin).scalar_subquery()
    return select(
        asked.c.submission_id,
        asked.c.alliance,
        asked.c.wave,
        asked.c.worksheet,
        asked.c.version,
        value.c.section,
        value.c.row_id,
        value.c.field,
        value.c.value,
        value.c.missing,
        value.c.raw,
        case((value.c.origin.is_(None), asked.c.sha256), else_=read_in).label("sha256"),
        value.c.sheet,
        value.c.cell,
        false().label("corrected"),
        value.c.origin,
        false().label("personal"),
    ).join_from(asked, value, _same_worksheet(asked, value))


def _contacts(files: Iterable[str]) -> Select[Any]:
    """What identifies an import, and what its personal answers have of the columns of a StoredAnswer."""
    few = sorted(set(files))
    return select(
        contact.c.sha256.label("file"),
        contact.c.importer_version,
        contact.c.worksheet.label("key_worksheet"),
        contact.c.alliance,
        contact.c.wave,
        contact.c.worksheet,
        contact.c.section,
        contact.c.row_id,
        contact.c.field,
        contact.c.value,
        null(),
        contact.c.raw,
        func.coalesce(contact.c.origin, contact.c.sha256),
        contact.c.sheet,
        contact.c.cell,
    ).where(*([contact.c.sha256.in_(few)] if len(few) <= _FEW else []))


def _records(asked: CTE) -> Select[Any]:
    """The records of these returns, with the columns of a RecordRow."""
    return select(
        asked.c.submission_id,
        asked.c.alliance,
        asked.c.wave,
        asked.c.worksheet,
        asked.c.version,
        record.c.section,
        record.c.row_id,
        record.c.position,
        record.c.printed,
        record.c.origin,
    ).join_from(asked, record, _same_worksheet(asked, record))


def _same_worksheet(asked: CTE, table: Any) -> Any:
    return and_(table.c.submission_id == asked.c.submission_id, table.c.worksheet == asked.c.worksheet)
