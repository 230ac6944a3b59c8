"""Forms made for tests, and what an import makes of them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import cache
from pathlib import Path

from ruecklauf.check.check import check
from ruecklauf.check.records import Checked
from ruecklauf.definition.load import load_worksheet
from ruecklauf.definition.models import Worksheet
from ruecklauf.fieldtypes.base import Kind
from ruecklauf.findings import Subject
from ruecklauf.forms.slots import Recipient, Round
from ruecklauf.forms.workbooks.stamp import FormWriter
from ruecklauf.intake.read import open_return, read_submission
from ruecklauf.layout.build import build_layout
from ruecklauf.layout.geometry import referred
from ruecklauf.library import Library, read_library
from ruecklauf.values import Value

ROUND = Round(
    title="Lokale Bündnisse",
    purpose="Wir möchten verstehen, wie Bündnisse entstehen.",
    wave_id="2026-1",
    wave_title="Welle 1 (Herbst 2026)",
    deadline=date(2026, 12, 18),
    reference_date=date(2026, 11, 30),
    sender="Institut für Beispielforschung\nUniversität Musterstadt",
    return_to="ruecklauf@institut.example",
    contact="Telefon 0211 1234",
    privacy="Ihre Angaben werden vertraulich behandelt.",
    privacy_version="Fassung 1.0 vom 01.10.2026",
)
RECIPIENT = Recipient("KQ7M2X", "Kreis <Muster> & Söhne", ("05990000",), "kreis", "post@muster.example")

FROZEN_FOLDER = Path(__file__).parents[1] / "frozen"
"""A copy of the nine worksheets of version 0.1, so that tests stay as they are when shipped ones change."""
LIBRARY = read_library(FROZEN_FOLDER)
FROZEN = tuple(LIBRARY.sources)
"""The ids of its worksheets."""


@cache
def declared(name: str) -> Worksheet:
    """The worksheet in a file beside this one."""
    path = Path(__file__).with_name(name)
    return load_worksheet(path, shown_as=name, codelists={}, groups={}).worksheet


def all_types() -> Worksheet:
    """The worksheet with every field type in every kind of section."""
    return declared("all_types.yaml")


@cache
def with_referred(*worksheet_ids: str) -> tuple[Worksheet, ...]:
    """Worksheets of the frozen library, each after those that it refers to."""
    return after_referred(LIBRARY, worksheet_ids)


def after_referred(library: Library, worksheet_ids: Iterable[str]) -> tuple[Worksheet, ...]:
    """Worksheets of a library, each after those that it refers to."""
    ordered: list[str] = []
    for worksheet_id in worksheet_ids:
        worksheet = library.worksheet(worksheet_id)
        referred_to = {
            referred(worksheet, field).partition(".")[0]
            for _, field in worksheet.all_fields()
            if field.kind is Kind.REFERENCE
        }
        before = [one.id for one in after_referred(library, sorted(referred_to - {worksheet_id}))]
        ordered += [one for one in (*before, worksheet_id) if one not in ordered]
    return tuple(library.worksheet(one) for one in ordered)


@cache
def writer(worksheets: tuple[Worksheet, ...]) -> FormWriter:
    return FormWriter(build_layout(worksheets), ROUND)


def read_back(data: bytes, worksheets: tuple[Worksheet, ...]) -> Checked:
    """The form as it is checked when it comes back like this."""
    return check(read_submission(open_return(data), worksheets), wave_date=ROUND.reference_date)


def answers(checked: Checked) -> dict[Subject, Value]:
    """All values of a return, personal ones included."""
    return {
        Subject(record.worksheet, record.section, record.row_id, field): entry.value
        for record in checked.records
        for field, entry in (*record.entries.items(), *record.contacts.items())
    }


def printed(worksheets: tuple[Worksheet, ...]) -> dict[Subject, Value]:
    """What the form itself prints into answer cells: codes of rows, and what is known of the recipient."""
    layout = build_layout(worksheets)
    given = {
        Subject(block.worksheet.id, block.section.id, row.row_id, field): code
        for block in layout.blocks
        for row in block.rows
        for field, code in row.given.items()
    }
    known = {
        cell.subject: RECIPIENT.by_key()[cell.field.from_alliance]
        for sheet in layout.sheets
        for cell in sheet.inputs()
        if cell.field.from_alliance and cell.locked
    }
    return {**given, **known}
