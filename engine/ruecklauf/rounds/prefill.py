"""Values that stand in the forms when they are sent: from a file, or from the answers of an earlier wave."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from ruecklauf.definition.models import Worksheet
from ruecklauf.errors import ProjectError
from ruecklauf.fieldtypes.base import FieldBase
from ruecklauf.findings import Subject
from ruecklauf.layout.geometry import FIRST_FREE_NUMBER, printed_codes
from ruecklauf.rounds.workspace import Workspace
from ruecklauf.store import ContactRow, ValueRow
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


@dataclass(frozen=True, slots=True)
class Prefills:
    """What stands in the forms, by alliance id, and how many more free rows that takes."""

    by_alliance: dict[str, dict[Subject, Value]]
    more_rows: dict[str, int]

    def of(self, alliance: str) -> dict[Subject, Value]:
        return self.by_alliance.get(alliance, {})


NOTHING = Prefills({}, {})


def read_prefill(path: Path, worksheets: tuple[Worksheet, ...]) -> Prefills:
    """Values from a CSV file in the form of the long dataset.

    Raises ProjectError naming the line of a value that belongs to no field, or that its field cannot take.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file, delimiter=_delimiter(path))
            absent = [name for name in COLUMNS if name not in (reader.fieldnames or ())]
            if absent:
                raise ProjectError(
                    f"has no column {', '.join(absent)}",
                    where=str(path),
                    remedy=f"It needs: {', '.join(COLUMNS)}.",
                )
            given = [_given(row, f"{path}:{reader.line_num}") for row in reader]
    except (OSError, UnicodeDecodeError) as error:
        raise ProjectError(f"cannot be read: {error}", where=str(path)) from error
    return _gather(given, worksheets)


def _delimiter(path: Path) -> str:
    with path.open(encoding="utf-8-sig", newline="") as file:
        head = file.readline()
    return ";" if head.count(";") > head.count(",") else ","


def _given(row: dict[str, str], where: str) -> Given:
    subject = Subject(row["worksheet"], row["table"].rpartition(".")[2], row["row_id"], row["field"])
    return Given(row["alliance"], subject, row["value"], None, where)


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
    return _gather(given, worksheets, printed=_printed(worksheets))


def _answers(workspace: Workspace, wave: str) -> Iterator[tuple[ValueRow | ContactRow, str | None]]:
    for row in workspace.store.values(waves=[wave]):
        yield row, row.missing
    for contact in workspace.store.contacts(waves=[wave]):
        yield contact, None


def _printed(worksheets: tuple[Worksheet, ...]) -> set[Subject]:
    return {
        Subject(worksheet.id, section.id, row_id, field_id)
        for worksheet in worksheets
        for section in worksheet.sections
        for row_id, codes in printed_codes(worksheet, section).items()
        for field_id in codes
    }


def _gather(
    given: Iterable[Given], worksheets: tuple[Worksheet, ...], printed: set[Subject] | None = None
) -> Prefills:
    by_id = {worksheet.id: worksheet for worksheet in worksheets}
    by_alliance: dict[str, dict[Subject, Value]] = {}
    more_rows: dict[str, int] = {}
    for one in given:
        if printed and one.subject in printed:
            continue
        value = _value(one, by_id)
        if value is None:
            continue
        by_alliance.setdefault(one.alliance, {})[one.subject] = value
        table, extra = _extra_rows(one.subject, by_id[one.subject.worksheet])
        more_rows[table] = max(more_rows.get(table, 0), extra)
    return Prefills(by_alliance, {table: extra for table, extra in more_rows.items() if extra > 0})


def _value(one: Given, worksheets: dict[str, Worksheet]) -> Value | None:
    if one.value is None:
        return Missing(one.missing) if one.missing in (Missing.UNKNOWN, Missing.NOT_APPLICABLE) else None
    field = _field(one, worksheets)
    try:
        return field.from_text(one.value)
    except (ValueError, ArithmeticError) as error:
        raise ProjectError(
            f"{one.value!r} is no value for field {one.subject.field!r}",
            where=one.where,
            remedy="Values are written as in the long dataset: codes, ISO dates, decimal points.",
        ) from error


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


def _extra_rows(subject: Subject, worksheet: Worksheet) -> tuple[str, int]:
    """The table, and the number of its free rows that are taken up to this one."""
    section = worksheet.section(subject.section)
    number = subject.row_id[2:]
    if not section.has_free_rows or not number.isdecimal() or int(number) < FIRST_FREE_NUMBER:
        return f"{worksheet.id}.{section.id}", 0
    return f"{worksheet.id}.{section.id}", int(number) - FIRST_FREE_NUMBER + 1
