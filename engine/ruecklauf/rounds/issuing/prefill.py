"""Values that stand in the forms when they are sent: from a file, or from the answers of an earlier wave."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from ruecklauf.definition.models import CrossSection, Worksheet
from ruecklauf.errors import ProjectError
from ruecklauf.exports.csv_files import trusting
from ruecklauf.fieldtypes.base import FieldBase
from ruecklauf.findings import Subject
from ruecklauf.layout.geometry import FIRST_FREE_NUMBER, printed_codes
from ruecklauf.project import Project
from ruecklauf.project.table import read_csv
from ruecklauf.rounds.workspace import Workspace
from ruecklauf.store import ContactRow, ValueRow
from ruecklauf.texts import load_texts
from ruecklauf.values import Missing, Value

COLUMNS = ("alliance", "worksheet", "table", "row_id", "field", "value")
"""Columns of a prefill file; further ones, as the long dataset has them, are passed over."""


class Given(NamedTuple):
    """One value for one alliance's form, as text."""

    alliance: str
    subject: Subject
    value: str | None
    missing: str | None
    where: str


MOST_ROWS = 600
"""Free rows of a table that a prefill may take: a typing mistake shall not make an endless form."""


@dataclass(frozen=True, slots=True)
class Prefills:
    """What stands in the forms, by alliance id, and how many more free rows that takes."""

    by_alliance: dict[str, dict[Subject, Value]]
    more_rows: dict[str, int]

    def of(self, alliance: str) -> dict[Subject, Value]:
        return self.by_alliance.get(alliance, {})


NOTHING = Prefills({}, {})


def read_prefill(path: Path, worksheets: tuple[Worksheet, ...], project: Project) -> Prefills:
    """Values from a CSV file in the form of the long dataset, for alliances of the project.

    Rows without a value and of cells that the form prints are passed over. Raises ProjectError naming the
    line of a value that belongs to no alliance or field, or that its field does not take.
    """
    table = read_csv(path)
    names = table.header.cells
    absent = [name for name in COLUMNS if name not in names]
    if absent:
        raise ProjectError(
            f"has no column {', '.join(absent)}", where=str(path), remedy=f"It needs: {', '.join(COLUMNS)}."
        )
    known = {alliance.id for alliance in project.alliances}
    given = [_given(dict(zip(names, row.cells, strict=False)), f"{path}:{row.line}") for row in table.rows]
    for one in given:
        if one.alliance not in known:
            raise ProjectError(
                f"there is no alliance {one.alliance!r}",
                where=one.where,
                remedy="Give the id of alliances.csv.",
            )
    return _gather(given, worksheets, strict=True)


def _given(row: dict[str, str], where: str) -> Given:
    subject = Subject(row["worksheet"], row["table"].rpartition(".")[2], row["row_id"], row["field"])
    return Given(row["alliance"], subject, trusting(row["value"]) or None, row.get("missing") or None, where)


def from_wave(workspace: Workspace, wave: str, worksheets: tuple[Worksheet, ...]) -> Prefills:
    """The current answers of an earlier wave in all fields that are carried on (F, U, and contacts).

    Contacts go into the form of the municipality that gave them and nowhere else.
    """
    carried = {
        Subject(worksheet.id, section.id, "", field.id)
        for worksheet in worksheets
        for section, field in worksheet.all_fields()
        if field.wave in ("F", "U", "X") and field.from_alliance is None
    }
    given = [
        Given(
            row.alliance, Subject(row.worksheet, row.section, row.row_id, row.field), row.value, missing, wave
        )
        for row, missing in _answers(workspace, wave)
        if Subject(row.worksheet, row.section, "", row.field) in carried
    ]
    return _gather(given, worksheets, strict=False)


def _answers(workspace: Workspace, wave: str) -> Iterator[tuple[ValueRow | ContactRow, str | None]]:
    for row in workspace.store.values(waves=[wave]):
        yield row, row.missing
    for contact in workspace.store.contacts(waves=[wave]):
        yield contact, None


def _printed(worksheets: tuple[Worksheet, ...]) -> set[Subject]:
    """Cells that the form fills itself."""
    return {
        Subject(worksheet.id, section.id, row_id, field_id)
        for worksheet in worksheets
        for section in worksheet.sections
        for row_id, codes in printed_codes(worksheet, section).items()
        for field_id in codes
    }


def _gather(given: Iterable[Given], worksheets: tuple[Worksheet, ...], *, strict: bool) -> Prefills:
    """The values by alliance. What a field does not take raises if `strict`, and is left out otherwise."""
    by_id = {worksheet.id: worksheet for worksheet in worksheets}
    printed = _printed(worksheets)
    by_alliance: dict[str, dict[Subject, Value]] = {}
    more_rows: dict[str, int] = {}
    for one in given:
        if one.subject in printed or _is_end(one.subject, by_id):
            continue
        value = _value(one, by_id, strict=strict)
        if value is None:
            continue
        by_alliance.setdefault(one.alliance, {})[one.subject] = value
        table, extra = _extra_rows(one, by_id[one.subject.worksheet])
        more_rows[table] = max(more_rows.get(table, 0), extra)
    return Prefills(by_alliance, {table: extra for table, extra in more_rows.items() if extra > 0})


def _is_end(subject: Subject, worksheets: dict[str, Worksheet]) -> bool:
    """Whether the field is one of the references of a cross table, which its row id tells already."""
    worksheet = worksheets.get(subject.worksheet)
    sections = {section.id: section for section in worksheet.sections} if worksheet else {}
    section = sections.get(subject.section)
    return isinstance(section, CrossSection) and subject.field in (section.down, section.across)


def _value(one: Given, worksheets: dict[str, Worksheet], *, strict: bool) -> Value | None:
    field = _field(one, worksheets)
    if one.value is None:
        return Missing(one.missing) if one.missing in (Missing.UNKNOWN, Missing.NOT_APPLICABLE) else None
    lists, texts = worksheets[one.subject.worksheet].lists, load_texts()
    try:
        value = field.from_text(one.value)
        fits = field.parts or field.render(value, lists, texts) is not None
    except (ValueError, ArithmeticError):
        fits = False
    if fits and not _outside(field, value):
        return value
    if not strict:
        return None
    raise ProjectError(
        f"field {one.subject.field!r} does not take {one.value!r}",
        where=one.where,
        remedy=f"Expected: {field.expectation(lists, texts)}; codes, ISO dates, decimal points.",
    )


def _outside(field: FieldBase, value: Value) -> bool:
    low, high = getattr(field, "min", None), getattr(field, "max", None)
    if isinstance(value, str | bool | tuple):
        return False
    return (low is not None and value < low) or (high is not None and value > high)


def _field(one: Given, worksheets: dict[str, Worksheet]) -> FieldBase:
    subject = one.subject
    try:
        return worksheets[subject.worksheet].section(subject.section).field(subject.field)
    except KeyError as error:
        name = f"{subject.worksheet}.{subject.section}.{subject.field}"
        raise ProjectError(
            f"the forms have no field {name}",
            where=one.where,
            remedy="Check worksheet, table and field against the worksheets of the wave.",
        ) from error


def _extra_rows(one: Given, worksheet: Worksheet) -> tuple[str, int]:
    """The table, and the number of its free rows that are taken up to this one."""
    section = worksheet.section(one.subject.section)
    number = one.subject.row_id[2:]
    table = f"{worksheet.id}.{section.id}"
    if not section.has_free_rows or not number.isdecimal() or int(number) < FIRST_FREE_NUMBER:
        return table, 0
    taken = int(number) - FIRST_FREE_NUMBER + 1
    if taken > MOST_ROWS:
        raise ProjectError(
            f"row {one.subject.row_id!r} is too far down",
            where=one.where,
            remedy=f"A table takes {MOST_ROWS} free rows, numbered from {FIRST_FREE_NUMBER}.",
        )
    return table, taken
