"""A workbook of the world's tables in any state, its layout for rules, recalculated by LibreOffice."""

from __future__ import annotations

import re
import subprocess
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import openpyxl
import xlsxwriter

import installed
from ruecklauf.cells import BLANK, CellKind, Raw, a1
from ruecklauf.fieldtypes.base import FieldBase
from ruecklauf.fieldtypes.choice import MultiChoiceField
from ruecklauf.fieldtypes.reference import JOINT
from ruecklauf.rules.rows import TableRows
from ruecklauf.rules.scope import TableSymbol
from ruecklauf.texts import load_texts
from ruecklauf.values import Missing, Value
from rules.world import LISTS, TABLES

FIRST_ROW = 3
LANGUAGE = "de"
MISSING_WORDS = {Missing.UNKNOWN: "unbekannt", Missing.NOT_APPLICABLE: "trifft nicht zu"}
TEXTS = load_texts(LANGUAGE)

CellKey = tuple[str, str]
"""(field, code); the code is empty for a field with one cell."""
RawRow = Mapping[CellKey, Raw]


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One row of a table as it stands in the sheet; without row id it is an empty one."""

    row_id: str
    cells: RawRow

    def values(self, table: TableSymbol) -> dict[str, Value]:
        return {name: self._read(symbol.field) for name, symbol in table.fields.items()}

    def _read(self, field: FieldBase) -> Value:
        if isinstance(field, MultiChoiceField):
            parts = {
                code: field.parse_part(self.cells.get((field.id, code), BLANK), TEXTS).value
                for code in field.parts
            }
            return field.combine(parts)
        return field.parse(self.cells.get((field.id, ""), BLANK), LISTS, TEXTS).value

    @property
    def reference_label(self) -> str:
        return f"{self.row_id}{JOINT}Zeile {self.row_id}"


@dataclass(frozen=True, slots=True)
class World:
    """The rows of both tables, on sheets of their own."""

    name: str
    rows: Mapping[str, Sequence[SheetRow]]

    def table_rows(self) -> dict[str, TableRows]:
        """What evaluation gets to see: the present rows."""
        return {
            name: TableRows((row.row_id, row.values(TABLES[name])) for row in rows if row.row_id)
            for name, rows in self.rows.items()
        }

    def sheet(self, table_name: str) -> str:
        return f"{TABLES[table_name].label(LANGUAGE)} {self.name}"


def columns(table: TableSymbol) -> dict[CellKey, int]:
    """Column numbers from 1; columns 1 and 2 hold the row id and the text that references take."""
    keys = [(name, part) for name, symbol in table.fields.items() for part in symbol.field.parts or ("",)]
    return {key: number for number, key in enumerate(keys, start=3)}


@dataclass(frozen=True, slots=True)
class RowPlaces:
    """`Places` of one row of the actors' table; `row` counts from 0."""

    world: World
    row: int = 0
    own: str = "plan.akteure"
    language: str = LANGUAGE

    def cell(self, field_id: str) -> str:
        return self.part(field_id, "")

    def part(self, field_id: str, code: str) -> str:
        column = columns(TABLES[self.own])[field_id, code]
        return f"'{self.world.sheet(self.own)}'!${a1(FIRST_ROW + self.row, column)}"

    def column(self, table_name: str, field_id: str) -> str:
        return self.part_column(table_name, field_id, "")

    def part_column(self, table_name: str, field_id: str, code: str) -> str:
        return self._range(table_name, columns(TABLES[table_name])[field_id, code])

    def _range(self, table_name: str, column: int) -> str:
        last = FIRST_ROW + len(self.world.rows[table_name]) - 1
        first = a1(FIRST_ROW, column, absolute=True)
        return f"'{self.world.sheet(table_name)}'!{first}:{a1(last, column, absolute=True)}"

    def present(self, table_name: str) -> str:
        return f'{self._range(table_name, 1)}<>""'

    def this_row(self) -> str:
        return f"ROW('{self.world.sheet(self.own)}'!A{FIRST_ROW + self.row})"

    def answers(self, list_id: str) -> str:
        column = a1(1, list(LISTS).index(list_id) + 1, absolute=True).split("$")[1]
        return f"Listen!${column}$1:${column}${len(LISTS[list_id].values)}"

    def label(self, list_id: str, code: str) -> str:
        return LISTS[list_id].label(code, LANGUAGE)

    def missing_label(self, field: FieldBase, kind: Missing) -> str:
        return MISSING_WORDS[kind]

    def reference_labels(self, table_name: str) -> str:
        return self._range(table_name, 2)

    def wave_date(self) -> str:
        return "Listen!$Z$1"


def write_workbook(
    path: Path, worlds: Sequence[World], formulas: Sequence[str], *, wave_date: datetime
) -> None:
    """The worlds' tables, the code lists, and the formulas in column A of the sheet `Regeln`."""
    with xlsxwriter.Workbook(path) as book:
        day = book.add_format({"num_format": "dd.mm.yyyy"})
        percent = book.add_format({"num_format": "0.##%"})
        for world in worlds:
            for name in world.rows:
                _write_table(
                    book.add_worksheet(world.sheet(name)), world.rows[name], TABLES[name], (day, percent)
                )
        lists = book.add_worksheet("Listen")
        for column, codes in enumerate(LISTS.values()):
            lists.write_column(0, column, [code.label(LANGUAGE) for code in codes.offered])
        lists.write_datetime(0, 25, wave_date, day)
        rules = book.add_worksheet("Regeln")
        for number, formula in enumerate(formulas):
            rules.write_formula(number, 0, "=" + formula, None, "nicht berechnet")


def _write_table(
    sheet: xlsxwriter.worksheet.Worksheet,
    rows: Sequence[SheetRow],
    table: TableSymbol,
    formats: tuple[xlsxwriter.format.Format, xlsxwriter.format.Format],
) -> None:
    keys = columns(table)
    sheet.write_row(FIRST_ROW - 2, 0, ["Nr.", "Auswahl", *(name for name, _ in keys)])
    for number, row in enumerate(rows, start=FIRST_ROW - 1):
        if not row.row_id:
            sheet.write_formula(number, 1, '=""', None, "")
            continue
        sheet.write_string(number, 0, row.row_id)
        sheet.write_string(number, 1, row.reference_label)
        for key, raw in row.cells.items():
            _write_raw(sheet, number, keys[key] - 1, raw, formats)


def _write_raw(
    sheet: xlsxwriter.worksheet.Worksheet,
    row: int,
    column: int,
    raw: Raw,
    formats: tuple[xlsxwriter.format.Format, xlsxwriter.format.Format],
) -> None:
    day, percent = formats
    match raw.kind:
        case CellKind.TEXT:
            sheet.write_string(row, column, raw.text)
        case CellKind.NUMBER:
            sheet.write_number(row, column, float(raw.text), percent if "%" in raw.number_format else None)
        case CellKind.DATE:
            assert raw.moment is not None
            sheet.write_datetime(row, column, raw.moment, day)
        case CellKind.ERROR:
            sheet.write_formula(row, column, "=1/0", None, raw.text)


def recalculated(path: Path, folder: Path) -> list[object]:
    """The values of the sheet `Regeln` after LibreOffice has calculated the workbook anew."""
    foreign = folder / "foreign.xlsx"
    _without_generator(path, foreign)
    out = folder / "out"
    office = installed.program("soffice")
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [office, profile, "--headless", "--convert-to", "xlsx", "--outdir", str(out), str(foreign)]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    sheet = openpyxl.load_workbook(out / foreign.name, data_only=True)["Regeln"]
    return [cells[0] for cells in sheet.iter_rows(max_col=1, values_only=True)]


def _without_generator(source: Path, target: Path) -> None:
    """A copy that does not claim to come from Excel: LibreOffice trusts Excel's cached values."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            content = old.read(part)
            if part.filename == "docProps/app.xml":
                content = re.sub(rb"<Application>[^<]*<", b"<Application>rules test<", content)
            new.writestr(part, content)
