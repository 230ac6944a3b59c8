"""Blocks pasted and replaced where they do not belong, up to a whole form in a new workbook."""

from __future__ import annotations

import io
from collections.abc import Callable

import openpyxl
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from gauntlet.editing import Change, in_openpyxl, value_of
from gauntlet.filled import block_of, filled_form, known_answers
from gauntlet.mutation import Answer, Expected, Mutation
from gauntlet.places import row_of
from ruecklauf.values import Value

_SAME = "Every answer is where its number and its head say."
_KIND = "All are of one kind: no evidence is left, they count where they stand."


def double_a_row(book: Workbook) -> None:
    """A row copied below the table, its number with it, and the name changed."""
    sheet, row, last = book["Angebote"], row_of("angebote", "AN101"), block_of("angebote").last_row
    for column in (1, *range(3, 17)):
        sheet.cell(last + 1, column).value = sheet.cell(row, column).value
    sheet.cell(last + 1, 3).value = "Zweiter Abendkurs"


def _doubled() -> dict[Answer, Value | None]:
    fields = [column.field.id for column in block_of("angebote").columns]
    added: dict[Answer, Value | None] = {
        ("angebote", "angebote", "AN181", field): value_of(("angebote", "angebote", "AN101", field))
        for field in fields
    }
    return {**added, ("angebote", "angebote", "AN181", "name"): "Zweiter Abendkurs"}


def transpose(book: Workbook) -> None:
    """The table pasted with rows and columns exchanged, over itself; formats go along."""
    block, sheet = block_of("zielgruppe"), book["Zielgruppe"]
    area = [
        [(sheet.cell(r, c).value, sheet.cell(r, c).number_format) for c in range(1, 8)]
        for r in range(block.header_row, block.last_row + 1)
    ]
    for row in range(block.header_row, block.last_row + 1):
        for column in range(1, 8):
            sheet.cell(row, column).value = None
    for down, line in enumerate(area):
        for across, (value, number_format) in enumerate(line):
            cell = sheet.cell(block.header_row + across, 1 + down)
            cell.value, cell.number_format = value, number_format


def replace_in(sheet: str, old: str, new: str) -> Change:
    """Find and replace over a whole sheet, as Excel does it: in numbers too, not in dates here."""

    def change(book: Workbook) -> None:
        for cell in list(book[sheet]._cells.values()):
            if cell.data_type == "s":
                cell.value = cell.value.replace(old, new) or None
            elif isinstance(cell.value, int | float):
                digits = f"{cell.value:g}".replace(old, new)
                cell.value = int(digits) if digits else None

    return change


def _without_noughts() -> dict[Answer, Value | None]:
    """The noughts taken out of the numbers of the target group; one of them was nothing but a nought."""
    numbers = {
        subject: value
        for subject, value in known_answers().items()
        if subject.field in ("n_gesamt", "n_weiblich")
    }
    return {
        (subject.worksheet, subject.section, subject.row_id, subject.field): int(digits) if digits else None
        for subject, value in numbers.items()
        if isinstance(value, int) and (digits := str(value).replace("0", "")) is not None
    }


def _with_blanks() -> dict[Answer, Value | None]:
    """The texts of the actors in which ja is part of another word."""
    return {
        (subject.worksheet, subject.section, subject.row_id, subject.field): value.replace(
            "ja", "Ja "
        ).strip()
        for subject, value in known_answers().items()
        if subject.worksheet == "akteure" and isinstance(value, str) and "ja" in value and value != "ja"
    }


def paste_as_values(book: Workbook) -> None:
    shown = openpyxl.load_workbook(io.BytesIO(filled_form()), data_only=True)
    for sheet in book:
        for cell in sheet._cells.values():
            cell.value = shown[sheet.title][cell.coordinate].value


def paste_over_another(book: Workbook) -> None:
    """All of Zielgruppe pasted far below Stammblatt, where it does not belong."""
    for row in book["Zielgruppe"].iter_rows():
        for cell in row:
            book["Stammblatt"].cell(cell.row + 60, cell.column).value = cell.value


def into_new_workbook(*, only_values: bool) -> Callable[[Workbook], None]:
    """Every visible sheet's content pasted into sheets of a new workbook: no names, no properties."""

    def change(book: Workbook) -> None:
        shown = openpyxl.load_workbook(io.BytesIO(filled_form()), data_only=only_values)
        for sheet in book.worksheets:
            if sheet.sheet_state == "visible":
                _paste(shown[sheet.title], book.create_sheet(f"Tabelle{len(book.sheetnames)}"))
            del book[sheet.title]
        for name in list(book.defined_names):
            del book.defined_names[name]
        book.properties = type(book.properties)()
        for name in list(book.custom_doc_props.names):
            del book.custom_doc_props[name]

    return change


def _paste(source: Worksheet, target: Worksheet) -> None:
    for row in source.iter_rows():
        for cell in row:
            if cell.value is not None:
                target.cell(cell.row, cell.column).value = cell.value
                target.cell(cell.row, cell.column).number_format = cell.number_format


def _does(
    name: str,
    change: Change,
    why: str = _SAME,
    *codes: str,
    changed: dict[Answer, Value | None] | None = None,
    noted: bool = False,
) -> Mutation:
    expected = Expected("accepted", frozenset(codes), changed or {}, noted, why)
    return Mutation(name, "structure", "openpyxl", in_openpyxl(change), expected)


_DOUBT = "The evidence contradicts itself: nothing doubtful is taken, all of it is shown."

MUTATIONS = (
    _does(
        "a row doubled below the table with its number",
        double_a_row,
        "It is a new row.",
        "row_added",
        changed=_doubled(),
    ),
    _does("a table transposed in place", transpose, _DOUBT, noted=True),
    _does(
        "0 replaced by nothing on a sheet",
        replace_in("Zielgruppe", "0", ""),
        "Numbers are what they are now; the rows keep their names.",
        "codes_overwritten",
        changed=_without_noughts(),
    ),
    _does(
        "ja replaced by Ja with a blank on a sheet",
        replace_in("Akteure", "ja", "Ja "),
        "Choices and ticks are the same, texts what they are now.",
        changed=_with_blanks(),
    ),
    _does("everything pasted over as values", paste_as_values),
    _does(
        "a whole sheet pasted into another",
        paste_over_another,
        "The original counts; what was pasted is shown.",
        "stray_text",
    ),
    _does(
        "contents pasted into a new workbook",
        into_new_workbook(only_values=False),
        _SAME,
        "sheet_renamed",
        "names_lost",
    ),
    _does(
        "values pasted into a new workbook",
        into_new_workbook(only_values=True),
        _SAME,
        "sheet_renamed",
        "names_lost",
    ),
)
