"""The form that goes through the gauntlet: all shipped worksheets answered, remarks and further names too."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any, cast

from forms.making import FROZEN, FROZEN_FOLDER, RECIPIENT, printed, with_referred, writer
from ruecklauf.cells import a1
from ruecklauf.findings import Subject
from ruecklauf.layout.block import Block
from ruecklauf.layout.build import build_layout
from ruecklauf.layout.model import InputCell
from ruecklauf.values import Missing, Value

WORKSHEETS = with_referred(*FROZEN)
FORMS = {
    "whole": WORKSHEETS,
    "few": with_referred("stammblatt", "zielgruppe", "akteure"),
    "crossed": with_referred("mitgliedschaften"),
    "offered": with_referred("angebote"),
    "ranked": with_referred("prioritaeten"),
}
"""What happens to cells of some worksheets happens to a form of these, which is read in half the time."""
LAYOUTS = {name: build_layout(worksheets) for name, worksheets in FORMS.items()}
LAYOUT = LAYOUTS["whole"]
FORM_SHEETS = tuple(dict.fromkeys(block.sheet for block in LAYOUT.blocks))
"""The sheets with answers."""
OUTDATED = tuple(one.with_changes(version="0.9") if one.id == "zielgruppe" else one for one in WORKSHEETS)
"""The worksheets before the last correction."""
OUTDATED_LAYOUT = build_layout(OUTDATED)
DECLARATIONS = {one.content_hash: one for one in (*WORKSHEETS, *OUTDATED)}
"""What a project has kept, by content hash."""

_STAMMBLATT: dict[str, Value] = {
    "lead_benannt": "ja",
    "lead_dezernat": "Dezernat III – Soziales & Jugend",
    "gs_benannt": "ja",
    "gs_ansiedlung": "sonstige",
    "gs_ansiedlung_sonst": "Stabsstelle „Integration“",
    "gs_vzae": Decimal("1.75"),
    "kg_konstituiert": "ja",
    "kg_seit": date(2024, 5, 13),
    "starter_workshop": date(2026, 6, 30),
    "zusatzstruktur_text": "Arbeitsgruppe Übergänge\nUnterausschuss Sprache",
    "gs_name": "Kontakt ST (erfunden)",
    "gs_mail": "stelle@kreis.example",
    "gs_tel": "0211 12345-67",
    "bemerkungen": "Die Stelle ist ab Januar besetzt.",
}
_ZIELGRUPPE: dict[str, tuple[int, int]] = {
    "ZG001": (380, 142),
    "ZG002": (1205, 17),
    "ZG003": (23, 9),
    "ZG004": (8, 0),
}


@cache
def told() -> dict[Subject, Value]:
    """What the municipality filled in."""
    return {
        **_kept(),
        **{Subject("stammblatt", "stammblatt", "ST", field): value for field, value in _STAMMBLATT.items()},
        **_numbers(),
        **_remarks(),
    }


def _kept() -> dict[Subject, Value]:
    """Answers kept beside the frozen worksheets: all kinds, and several free rows where a table has some."""
    rows = json.loads((FROZEN_FOLDER / "answers.json").read_text(encoding="utf-8"))
    return {
        Subject(*row.split("."), field): _value(value)
        for row, answers in rows.items()
        for field, value in answers.items()
    }


def _value(kept: Any) -> Value:
    """Dates, and why there is no answer, are marked with an @."""
    if not isinstance(kept, str) or not kept.startswith("@"):
        return cast(Value, kept)
    text = kept.removeprefix("@")
    return date.fromisoformat(text) if text[0].isdigit() else Missing(text)


def _numbers() -> dict[Subject, Value]:
    return {
        Subject("zielgruppe", "zielgruppe", row_id, field): value
        for row_id, (total, women) in _ZIELGRUPPE.items()
        for field, value in (
            ("n_gesamt", total),
            ("n_weiblich", women),
            ("stichtag", date(2026, 3, 31)),
            ("quelle_art", "azr"),
        )
    }


def _remarks() -> dict[Subject, Value]:
    return {
        Subject(block.worksheet.id, block.section.id, block.rows[0].row_id, "bemerkungen"): (
            f"Zu {block.worksheet.title.de}: siehe unsere Anmerkung {number}."
        )
        for number, block in enumerate(LAYOUT.blocks, start=1)
        if block.section.is_remarks
    }


@cache
def filled_form(form: str = "whole") -> bytes:
    """A form as it comes back when nothing has happened to it."""
    return writer(FORMS[form]).write(RECIPIENT, _in_form(form, told()))


@cache
def blank_form() -> bytes:
    """The form as it was sent."""
    return writer(WORKSHEETS).write(RECIPIENT)


@cache
def outdated_form() -> bytes:
    """The same answers in the form of the version before."""
    return writer(OUTDATED).write(RECIPIENT, told())


@cache
def known_answers(form: str = "whole") -> dict[Subject, Value]:
    """Every answer in a filled form, what the form prints included; not taken from any reader."""
    return _in_form(form, {**told(), **printed(WORKSHEETS)})


def _in_form(form: str, answers: dict[Subject, Value]) -> dict[Subject, Value]:
    asked = {worksheet.id for worksheet in FORMS[form]}
    return {subject: value for subject, value in answers.items() if subject.worksheet in asked}


@cache
def _inputs() -> dict[tuple[Subject, str], tuple[str, InputCell]]:
    return {
        (cell.subject, cell.part): (sheet.name, cell) for sheet in LAYOUT.sheets for cell in sheet.inputs()
    }


def cell_of(worksheet: str, section: str, row_id: str, field: str) -> tuple[str, str]:
    """Sheet and A1 address of an answer in the form."""
    sheet, cell = _inputs()[Subject(worksheet, section, row_id, field), ""]
    return sheet, a1(cell.row, cell.column)


@cache
def subjects_of(sheet: str) -> dict[tuple[int, int], Subject]:
    """By row and column, the answers that have a cell on a sheet of the form."""
    return {(cell.row, cell.column): cell.subject for cell in LAYOUT.sheet(sheet).inputs()}


def block_of(worksheet: str, section: str = "") -> Block:
    """The block of a section; the one named like the worksheet by default."""
    return LAYOUT.block(f"{worksheet}.{section or worksheet}")
