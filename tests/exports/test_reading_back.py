"""Every export, read back by another program's reader, holds every cell of the dataset."""

from __future__ import annotations

import csv
import re
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from xml.etree import ElementTree

import openpyxl  # type: ignore[import-untyped]
import pandas as pd
import pyarrow.parquet as pq
import pyreadstat
import pytest
from docx import Document
from openpyxl.utils.escape import unescape  # type: ignore[import-untyped]

from ruecklauf.dataset import Dataset, build_dataset
from ruecklauf.exports import EXPORTS, write_export
from ruecklauf.exports.csv_files import trusting
from ruecklauf.exports.frames import Cell, all_tables, cells
from ruecklauf.exports.workbook import visible
from ruecklauf.store import Store
from ruecklauf.values import MISSING_CODES
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


def from_sav(folder: Path, dataset: Dataset) -> dict[str, Table]:
    def read(path: Path) -> tuple[pd.DataFrame, Any]:
        frame, meta = pyreadstat.read_sav(path, user_missing=True, disable_datetime_conversion=True)
        return frame, meta

    def kind(cell: Any) -> str | None:
        return BY_CODE.get(cell)

    return {
        name: decoded(frame, *read(folder / "sav" / f"{name}.sav"), kind=kind, day=SECONDS)
        for name, frame in all_tables(dataset)
    }


def from_dta(folder: Path, dataset: Dataset) -> dict[str, Table]:
    def read(path: Path) -> tuple[pd.DataFrame, Any]:
        frame, meta = pyreadstat.read_dta(path, user_missing=True, disable_datetime_conversion=True)
        return frame, meta

    def kind(cell: Any) -> str | None:
        return BY_LETTER.get(cell) if isinstance(cell, str) else None

    return {
        name: decoded(frame, *read(folder / "dta" / f"{name}.dta"), kind=kind, day=DAYS)
        for name, frame in all_tables(dataset)
    }


BY_CODE = {code: kind.value for kind, code in MISSING_CODES.items()}
BY_LETTER = dict(zip("abcdef", BY_CODE.values(), strict=True))
SECONDS, DAYS = (date(1582, 10, 14), 86_400), (date(1960, 1, 1), 1)


def decoded(
    frame: pd.DataFrame,
    file: pd.DataFrame,
    meta: Any,
    *,
    kind: Callable[[Any], str | None],
    day: tuple[date, int] | None,
) -> Table:
    """The table of the dataset that a file with labels holds."""
    columns = []
    for name in frame:
        dtype = str(frame[name].dtype)
        if name not in file:
            # the kinds stand among the values
            held = file[next(other for other in file if other == name[:-8] or other.startswith(name[:-7]))]
            columns.append([kind(cell) for cell in held])
        elif str(name).endswith("missing"):
            columns.append([BY_CODE.get(cell) for cell in file[name]])
        else:
            more = [file[other] for other in file if other in (f"{name}_2", f"{name}_3")]
            labels = meta.variable_value_labels.get(name, {})
            cells = zip(file[name], *more, strict=True)
            columns.append([decode(cell, dtype, labels, kind, day) for cell in cells])
    return [list(frame.columns), *map(list, zip(*columns, strict=True))]


def decode(
    parts: tuple[Any, ...],
    dtype: str,
    labels: dict[Any, str],
    kind: Callable[[Any], str | None],
    day: tuple[date, int] | None,
) -> Any:
    cell = parts[0]
    if dtype == "string":
        return "".join(parts).rstrip(" " if day else "") or None
    if cell is None or cell is pd.NA or cell == "" or cell != cell or (kind(cell) and cell in labels):
        return "unbekannt" if cell in labels and labels[cell] == "unbekannt" else None
    if dtype == "boolean":
        return {0: False, 1: True}[cell]
    if dtype == "category":
        return labels[cell]
    if dtype.startswith("datetime"):
        return date.fromisoformat(cell) if day is None else day[0] + timedelta(days=cell / day[1])
    return cell


def from_odf(folder: Path, dataset: Dataset) -> dict[str, Table]:
    def read(path: Path) -> tuple[pd.DataFrame, Any]:
        with zipfile.ZipFile(path) as archive:
            file = pd.read_csv(archive.open("data.csv"), dtype="string", keep_default_na=False)
            root = ElementTree.fromstring(archive.read("metadata.xml"))
        kinds = {var.get("name"): var.find("{*}varFormat").attrib for var in root.iter(f"{DDI}var")}
        for name in file:
            if kinds[name]["type"] == "numeric" and kinds[name]["category"] != "date":
                file[name] = pd.to_numeric(file[name])
        labels = {
            var.get("name"): {
                float(one.findtext("{*}catValu")): one.findtext("{*}labl") for one in var.iter(f"{DDI}catgry")
            }
            for var in root.iter(f"{DDI}var")
        }
        return file, SimpleNamespace(variable_value_labels=labels)

    def kind(cell: Any) -> str | None:
        return BY_CODE.get(float(cell)) if str(cell).startswith("-9") else None

    return {
        name: decoded(frame, *read(folder / "odf" / f"{name}.odf.zip"), kind=kind, day=None)
        for name, frame in all_tables(dataset)
    }


DDI = "{ddi:codebook:2_5}"


def from_codebook(folder: Path, dataset: Dataset) -> dict[str, Table]:
    """A codebook holds no cells: which tables and columns there are, and how many rows."""
    root = ElementTree.parse(folder / "codebook.xml").getroot()
    names = [one.text.removeprefix("sav/").removesuffix(".sav") for one in root.iter(f"{DDI}fileName")]
    rows = [int(one.text) for one in root.iter(f"{DDI}caseQnty")]
    frames = dict(all_tables(dataset))
    assert [(name, len(frame)) for name, frame in frames.items()] == list(zip(names, rows, strict=True))
    for (_name, frame), data in zip(frames.items(), root.iter(f"{DDI}dataDscr"), strict=True):
        described = [var.get("name") for var in data]
        assert [name for name in frame if name in described] == described
        assert all(name in described or str(name).endswith("_missing") for name in frame)
    return content(dataset)


def from_pages(folder: Path, dataset: Dataset) -> dict[str, Table]:
    """A codebook for people holds no cells: which tables and columns there are."""
    book = openpyxl.load_workbook(folder / "codebook" / "codebook.xlsx")
    for name, frame in all_tables(dataset):
        page = (folder / "codebook" / f"{name}.html").read_text(encoding="utf-8")
        titles = re.findall('<section id="v-([^"]+)"', page)
        assert titles == list(dict.fromkeys(row[0] for row in list(book[name].values)[1:]))
        assert [column for column in frame if column in titles] == titles
        assert all(column in titles or str(column).endswith("_missing") for column in frame)
    return content(dataset)


def from_texts(folder: Path, dataset: Dataset) -> dict[str, Table]:
    """What was written freely is there, whole, under its question: in documents, table and project."""
    prose = [
        tuple(row)
        for row in dataset.long[["alliance", "wave", "field", "value"]].itertuples(index=False)
        if row.field in ("institution", "notiz") and not pd.isna(row.value)
    ]
    assert prose
    held = openpyxl.load_workbook(folder / "qualitative/survey.xlsx")["survey"]
    head, *lines = held.iter_rows(values_only=True)
    said = {(row[0], row[1]): dict(zip(head, map(str, row), strict=True)) for row in lines}
    with zipfile.ZipFile(folder / "qualitative/texts.qdpx") as archive:
        texts = [archive.read(name).decode() for name in archive.namelist() if name.endswith(".txt")]
    for alliance, wave, field, value in prose:
        shown = visible(str(value)).strip()
        document = Document(str(folder / f"qualitative/{alliance}_{wave}.docx"))
        assert shown in "\n".join(paragraph.text for paragraph in document.paragraphs)
        assert shown in unescape(said[alliance, wave][f"akteure.liste.{field}"])
        assert any(shown in text for text in texts)
    return content(dataset)


def in_statistics(cell: Cell) -> Any:
    """Doubles; texts with visible characters, and no blanks at their end."""
    match cell:
        case str():
            return visible(cell).rstrip(" ") or None
        case Decimal():
            return float(cell)
    return cell


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
    "datapackage": (from_csv, lambda cell: cell),
    "r": (from_csv, lambda cell: cell),
    "odf": (from_odf, lambda cell: visible(cell) or None if isinstance(cell, str) else in_statistics(cell)),
    "codebook": (from_pages, lambda cell: cell),
    "ddi": (from_codebook, lambda cell: cell),
    "sav": (from_sav, in_statistics),
    "dta": (from_dta, in_statistics),
    "qualitative": (from_texts, lambda cell: cell),
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
