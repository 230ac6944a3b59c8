"""Every export, read back by another program's reader, holds every cell of the dataset."""

from __future__ import annotations

import csv
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl  # type: ignore[import-untyped]
import pandas as pd
import pyarrow.parquet as pq
import pytest
from openpyxl.utils.escape import unescape  # type: ignore[import-untyped]

from ruecklauf.dataset import Dataset, build_dataset
from ruecklauf.exports import EXPORTS, write_export
from ruecklauf.exports.csv_files import trusting
from ruecklauf.exports.frames import Cell, all_tables, cells
from ruecklauf.exports.workbook import visible
from ruecklauf.store import Store
from store.declared import OFFICE_RECORD, answered, entry

Table = list[list[Any]]
"""Head and rows."""

TEXTS = (
    "=1+1", "+49 211", "-3", "'=1", "'", "@SUM(A1)", "\t=1", "\r", "a\r\nb", "a\nb", 'sagt "x"; und, mehr',
    "x;=1", "NA", "None", "true", "007", "1.50", "_x0041_", "\0\x0b\x1f\x7f", " Rand ", "ä😀", "<b>&amp;",
    None, "ß" * 32_767,
)  # fmt: skip
NUMBERS = (0, -3, 10**15 - 1, -(10**14), 1, None)
DECIMALS = (0.1, 1e-7, 123456789.123456, -0.5, 1e14, 7 / 3, 2.5e-300, None)
DATES = (date(2026, 2, 28), date(1900, 3, 1), date(1848, 3, 18), date(2099, 12, 31), None)
COLUMNS = {
    "text": (TEXTS, "string"),
    "zahl": (NUMBERS, "Int64"),
    "dezimal": (DECIMALS, "Float64"),
    "tag": (DATES, "datetime64[s]"),
    "ja": ((True, False, None), "boolean"),
    "stufe": (("gering", "hoch", "=hoch", None), "category"),
}
"""What columns can hold, by the type of column."""


@pytest.fixture
def dataset(store: Store) -> Dataset:
    """Real returns, and in a table of them every kind of content."""
    rows = (
        answered({"institution": "=1+1", "plaetze": -3, "forum": False}, row=1, printed=True),
        answered({"institution": 'sagt "x"\nund mehr'}, row=2),
    )
    store.save_submission(entry(records=(OFFICE_RECORD, *rows)))
    built = build_dataset(store)
    height = len(TEXTS)
    frame = pd.DataFrame(
        {
            name: pd.Series([*held, *[None] * (height - len(held))], dtype=dtype)
            for name, (held, dtype) in COLUMNS.items()
        }
    )
    return replace(built, tables={**built.tables, "akteure.liste": frame})


def content(dataset: Dataset) -> dict[str, Table]:
    """The dataset's tables cell by cell."""
    return {
        name: [
            list(frame.columns),
            *map(list, zip(*(cells(frame[column]) for column in frame), strict=True)),
        ]
        for name, frame in all_tables(dataset)
    }


def from_csv(folder: Path, dataset: Dataset) -> dict[str, Table]:
    """Texts, read as the types of the columns; without the apostrophe that keeps formulas from running."""
    frames = dict(all_tables(dataset))
    tables = {}
    for name, frame in frames.items():
        with (folder / "csv" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            head, *rows = csv.reader(file)
        types = [str(frame[column].dtype) for column in head]
        tables[name] = [
            head,
            *([read(text, of) for text, of in zip(row, types, strict=True)] for row in rows),
        ]
    return tables


def read(text: str, dtype: str) -> Cell:
    if not text:
        return None
    match dtype:
        case "Int64":
            return int(text)
        case "Float64":
            return Decimal(text)
        case "boolean":
            return {"true": True, "false": False}[text]
        case "datetime64[s]":
            return date.fromisoformat(text)
    return trusting(text)


def from_xlsx(folder: Path, dataset: Dataset) -> dict[str, Table]:
    book = openpyxl.load_workbook(folder / "dataset.xlsx")
    return {
        sheet.title: [
            [unescape(cell) if isinstance(cell, str) else cell for cell in row]
            for row in sheet.iter_rows(values_only=True)
        ]
        for sheet in book
    }


def from_parquet(folder: Path, dataset: Dataset) -> dict[str, Table]:
    tables = {}
    for name, _ in all_tables(dataset):
        table = pq.read_table(folder / "parquet" / f"{name}.parquet")
        columns = [column.to_pylist() for column in table.columns]
        tables[name] = [table.column_names, *map(list, zip(*columns, strict=True))]
    return tables


def in_excel(cell: Cell) -> Any:
    """What Excel makes of a cell: visible characters, doubles, dates with a time, none before 1900."""
    match cell:
        case str():
            return visible(cell) or None
        case date() if cell.year < 1900:
            return cell.isoformat()
        case date():
            return datetime(cell.year, cell.month, cell.day)
        case Decimal():
            return float(cell)
    return cell


def in_parquet(cell: Cell) -> Any:
    match cell:
        case Decimal():
            return float(cell)
        case date():
            return datetime(cell.year, cell.month, cell.day)
    return cell


READERS: dict[str, tuple[Callable[[Path, Dataset], dict[str, Table]], Callable[[Cell], Any]]] = {
    "csv": (from_csv, lambda cell: cell),
    "xlsx": (from_xlsx, in_excel),
    "parquet": (from_parquet, in_parquet),
}
"""How the files of a format are read, and what a cell of the dataset is in it."""


@pytest.mark.parametrize("name", EXPORTS)
def test_every_cell_comes_back(dataset: Dataset, tmp_path: Path, name: str) -> None:
    assert name in READERS, "say in READERS how this format is read back"
    read_back, held = READERS[name]
    write_export(dataset, tmp_path, [name])
    expected = {
        table: [head, *([held(cell) for cell in row] for row in rows)]
        for table, (head, *rows) in content(dataset).items()
    }
    found = read_back(tmp_path, dataset)
    assert list(found) == list(expected)
    for table, rows in expected.items():
        for number, (row, came) in enumerate(zip(rows, found[table], strict=True)):
            assert came == row, (table, number)


@pytest.mark.parametrize("column", COLUMNS)
def test_every_type_of_column_is_tried(dataset: Dataset, column: str) -> None:
    held, dtype = COLUMNS[column]
    frame = dataset.tables["akteure.liste"]
    assert str(frame[column].dtype) == dtype
    assert len(held) == int(frame[column].notna().sum()) + 1
