"""How fast a returned file is read: `pytest -n 0 tests/benchmarks --benchmark-enable`.

Each group is one workbook; the columns in one run show the ratio to other libraries.
"""

from __future__ import annotations

import io
import random
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import cache

import openpyxl  # type: ignore[import-untyped]
import pandas as pd
import pytest
import xlsxwriter
from pytest_benchmark.fixture import BenchmarkFixture

from office.opened import read_workbook

CHOICES = ["ja", "nein", "geplant", "unbekannt", "nicht zutreffend", "teilweise"]
KINDS = "tcnciifdctccnf"
"""A table's columns: free text, choice, large and small number, formula, date."""


@cache
def filled_form() -> bytes:
    """Nine sheets with some 16,000 answers and labels, blank input cells, lists, notes and validations."""
    buffer = io.BytesIO()
    chance = random.Random(1)
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    label = book.add_format({"bold": True, "border": 1, "text_wrap": True})
    entry = book.add_format({"locked": False, "border": 1})
    date = book.add_format({"locked": False, "border": 1, "num_format": "dd.mm.yyyy"})
    cover = book.add_worksheet("Deckblatt")
    for row in range(30):
        cover.write_row(row, 0, [f"Hinweis {row} zum Ausfüllen", f"Angabe {row}"], label)
    for name in ("Listen", "Gemeinden"):
        listed = book.add_worksheet(name)
        listed.hide()
        for row in range(500):
            listed.write_row(row, 0, [f"0531{row:04d}", f"Gemeinde Nummer {row}", row])
    for number in range(6):
        sheet = book.add_worksheet(f"Tabelle {number}")
        sheet.merge_range(0, 0, 0, 13, f"Abschnitt {number}", label)
        sheet.write_row(1, 0, [f"Spalte {column}: Bitte eintragen" for column in range(14)], label)
        for row in range(2, 232):
            for column, kind in enumerate(KINDS):
                if row >= 182 or (chance.random() < 0.15 and kind != "f"):
                    sheet.write_blank(row, column, None, entry)
                else:
                    _fill(sheet, row, column, kind, chance, {"d": date}.get(kind, entry))
        for column in range(14):
            sheet.data_validation(2, column, 231, column, {"validate": "list", "source": CHOICES})
        sheet.write_comment(2, 2, "Bitte prüfen")
    book.close()
    return buffer.getvalue()


def _fill(
    sheet: xlsxwriter.worksheet.Worksheet,
    row: int,
    column: int,
    kind: str,
    chance: random.Random,
    style: object,
) -> None:
    match kind:
        case "t":
            sheet.write_string(
                row, column, f"Freier Text Nummer {chance.randrange(3000)} zum Vorhaben", style
            )
        case "c":
            sheet.write_string(row, column, chance.choice(CHOICES), style)
        case "n":
            sheet.write_number(row, column, chance.randrange(1, 100_000), style)
        case "i":
            sheet.write_number(row, column, chance.randrange(20), style)
        case "d":
            sheet.write_datetime(row, column, datetime(2023, 1, 1) + timedelta(chance.randrange(900)), style)
        case _:
            sheet.write_formula(
                row, column, f'=IF(B{row + 1}="","",C{row + 1}*2)', style, chance.randrange(999)
            )


@cache
def dense_numbers() -> bytes:
    """Nine sheets of 1,700 decimals each, all different: nothing can be remembered from cell to cell."""
    buffer = io.BytesIO()
    chance = random.Random(1)
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    for _ in range(9):
        sheet = book.add_worksheet()
        for row in range(121):
            sheet.write_row(row, 0, [chance.random() for _ in range(14)])
    book.close()
    return buffer.getvalue()


WORKBOOKS = {"filled form": filled_form, "dense numbers": dense_numbers}


def with_ruecklauf(data: bytes) -> int:
    return sum(len(sheet.cells) for sheet in read_workbook(data).sheets)


def with_openpyxl(data: bytes) -> int:
    book = openpyxl.load_workbook(io.BytesIO(data))
    return sum(cell.value is not None for sheet in book for row in sheet.iter_rows() for cell in row)


def with_pandas(data: bytes) -> int:
    """Sheet by sheet, as one does who does not know all their names; blank rows are not counted."""
    names = pd.ExcelFile(io.BytesIO(data), engine="openpyxl").sheet_names
    frames = [pd.read_excel(io.BytesIO(data), sheet_name=name, header=None) for name in names]
    return sum(int(frame.notna().to_numpy().sum()) for frame in frames)


READERS = {"ruecklauf": with_ruecklauf, "openpyxl": with_openpyxl, "pandas": with_pandas}


@pytest.mark.parametrize("reader", READERS.values(), ids=READERS)
@pytest.mark.parametrize("workbook", WORKBOOKS)
def test_reading_all_cells(
    benchmark: BenchmarkFixture, workbook: str, reader: Callable[[bytes], int]
) -> None:
    benchmark.group = f"read: {workbook}"
    assert benchmark(reader, WORKBOOKS[workbook]()) > 15_000
