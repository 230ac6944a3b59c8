"""Reading personal values; which of them count is decided by the database of answers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import Row, Select, func, select

from ruecklauf.store.corrections import CorrectionReader, Judged, read_corrections
from ruecklauf.store.queries import Wanted, among, returns
from ruecklauf.store.rows import ContactRow, CorrectionRow
from ruecklauf.store.schema import contact, contact_correction


class ContactReader(CorrectionReader):
    """Questions about personal values and their corrections."""

    def contacts(
        self, *, current_only: bool = True, corrected: bool = True, waves: Wanted = None
    ) -> tuple[ContactRow, ...]:
        """Sorted by wave, alliance, worksheet, section, row and field; corrected as `values` are."""
        rows = self._contacts_as_read(current_only=current_only, waves=waves)
        if current_only and corrected:
            rows = list(_correct(rows, self._judged_contacts(waves=waves)))
        return tuple(sorted(rows, key=lambda row: (row.wave, row.alliance, *row[3:7])))

    def contacts_of(self, sha256: str, importer_version: str, worksheet: str) -> tuple[ContactRow, ...]:
        """The personal values of one import of a file in one worksheet, as they were read."""
        query = _contacts().where(
            contact.c.sha256 == sha256,
            contact.c.importer_version == importer_version,
            contact.c.worksheet == worksheet,
        )
        return tuple(ContactRow(*row[3:]) for row in self._open_contacts().execute(query))

    def contact_corrections(
        self, *, alliance: str | None = None, wave: str | None = None
    ) -> tuple[CorrectionRow, ...]:
        """Every correction of a personal value, in the order in which they were recorded."""
        judged = self._judged_contacts(waves=None if wave is None else {wave})
        return tuple(one.row for one in judged if alliance in (None, one.row.alliance))

    def _judged_contacts(self, *, waves: Wanted) -> list[Judged]:
        wanted = among(contact_correction.c.wave, waves)
        rows = read_corrections(self._open_contacts(), contact_correction, wanted)
        if not rows:
            return []
        read = self._contacts_as_read(current_only=True, waves=waves)
        return self._judge(rows, {row[1:7]: row.raw for row in read}, personal=True)

    def _contacts_as_read(self, *, current_only: bool, waves: Wanted) -> list[ContactRow]:
        one = returns(current_only=current_only)
        query = select(one.c.sha256, one.c.importer_version, one.c.worksheet)
        wanted = {tuple(row) for row in self._connection.execute(query)}
        rows = self._open_contacts().execute(_contacts().where(*among(contact.c.wave, waves)))
        return [ContactRow(*row[3:]) for row in rows if tuple(row[:3]) in wanted]


def _contacts() -> Select[Any]:
    """What identifies the import, and behind it the columns of a ContactRow."""
    fields = ContactRow._fields[1:-1]
    return select(
        contact.c.sha256.label("file"),
        contact.c.importer_version,
        contact.c.worksheet.label("of"),
        func.coalesce(contact.c.origin, contact.c.sha256).label("sha256"),
        *(contact.c[name] for name in fields),
    )


def _correct(rows: Iterable[ContactRow], corrections: Iterable[Judged]) -> Iterator[ContactRow]:
    applying = {one.row[1:7]: one for one in corrections if one.row.applies}
    for row in rows:
        found = applying.get(row[1:7])
        if found is None:
            yield row
        elif not found.leaves_blank:
            yield row._replace(value=found.row.value, corrected=True)
    for one in applying.values():
        if one.blank and one.current and not one.leaves_blank:
            yield _in_blank(one.row, one.current)


def _in_blank(made: CorrectionRow, there: Row[Any]) -> ContactRow:
    """A personal value where the return `there` leaves the question blank."""
    return ContactRow(
        sha256=there.sha256,
        alliance=made.alliance,
        wave=made.wave,
        worksheet=made.worksheet,
        section=made.section,
        row_id=made.row_id,
        field=made.field,
        value=made.value,
        raw="",
        sheet="",
        cell="",
        corrected=True,
    )
