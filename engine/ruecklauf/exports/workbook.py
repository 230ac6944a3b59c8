"""One Excel workbook for readers: a sheet per table, texts as texts, nothing calculated."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from ruecklauf.cells import a1
from ruecklauf.errors import RuecklaufError
from ruecklauf.exports.frames import Cell, all_tables, cells
from ruecklauf.own_files import digest_in, replacing
from ruecklauf.whole_files import staging_in

if TYPE_CHECKING:
    import pandas as pd
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

    from ruecklauf.dataset import Dataset

FILE_NAME = "dataset.xlsx"
READING = """
Excel: ein Blatt je Tabelle; Steuerzeichen sind durch sichtbare Zeichen ersetzt.
- pandas: pd.read_excel("dataset.xlsx", sheet_name="TABELLE", dtype="string")
- R: readxl::read_excel("dataset.xlsx", sheet = "TABELLE", col_types = "text")
"""
LONGEST_TEXT = 32_767
"""Characters that a cell of Excel takes, counted in UTF-16."""
MOST_ROWS = 1_048_576
_LONGEST_NAME = 31
_LOOKED_AT = 500
"""Rows that the width of a column goes by."""
_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
_OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
_ILLEGAL = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\']")


def write_workbook(dataset: Dataset, folder: Path) -> list[Path]:
    """One workbook; a table with more rows than a sheet takes goes on in a second sheet, and so forth."""
    parts = [part for name, frame in all_tables(dataset) for part in _parts(name, frame)]
    names = sheet_names(name for name, _ in parts)
    with _workbook(folder / FILE_NAME) as workbook:
        # fixed by the data, so that the same dataset gives the same bytes
        created = (dataset.newest or _EPOCH).replace(microsecond=0, tzinfo=None)
        workbook.set_properties({"title": "ruecklauf", "author": "ruecklauf", "created": created})
        head = workbook.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        day = workbook.add_format({"num_format": "yyyy-mm-dd"})
        for sheet_name, (_, frame) in zip(names, parts, strict=True):
            _write_sheet(workbook.add_worksheet(sheet_name), frame, head=head, day=day)
    return [Path(FILE_NAME)]


_ANOTHER = "What was entered there is not lost. Move it away, or name another file."


def write_list(path: Path, *, title: str, heads: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """A workbook with one sheet of texts below heads. RuecklaufError where it cannot be written, or something
    has been written into one that is there."""
    try:
        with staging_in(path.parent) as staging:
            write_sheets(staging / FILE_NAME, title=title, sheets=[(title, heads, rows)])
            with replacing(path.parent, {path.name: digest_in(staging / FILE_NAME)}, remedy=_ANOTHER):
                (staging / FILE_NAME).replace(path)
    except OSError as error:
        raise RuecklaufError(
            f"cannot be written: {error.strerror or error}",
            where=str(path),
            remedy="Choose another file; close it in Excel.",
        ) from error


def write_sheets(
    path: Path,
    *,
    title: str,
    sheets: Sequence[tuple[str, Sequence[str], Iterable[Sequence[str | int]]]],
    created: datetime | None = None,
) -> None:
    """Texts and counts: name, heads and rows of each sheet. OSError where it cannot be written."""
    import pandas as pd

    with _workbook(path) as workbook:
        when = (created or _EPOCH).replace(microsecond=0, tzinfo=None)
        workbook.set_properties({"title": title, "author": "ruecklauf", "created": when})
        head = workbook.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        day = workbook.add_format({"num_format": "yyyy-mm-dd"})
        names = sheet_names(name for name, _, _ in sheets)
        for sheet_name, (_, heads, rows) in zip(names, sheets, strict=True):
            frame = pd.DataFrame(list(rows), columns=list(heads), dtype=object)
            _write_sheet(workbook.add_worksheet(sheet_name), frame, head=head, day=day)


@contextmanager
def _workbook(path: Path) -> Iterator[Workbook]:
    """A new workbook, whose temporary files lie beside it; OSError where it cannot be written."""
    import xlsxwriter
    from xlsxwriter.exceptions import FileCreateError

    try:
        with xlsxwriter.Workbook(path, {**_OPTIONS, "tmpdir": str(path.parent)}) as workbook:
            yield workbook
    except FileCreateError as error:
        # raised from an OSError without being one
        raise error.args[0] from error


def _parts(name: str, frame: pd.DataFrame) -> Iterator[tuple[str, pd.DataFrame]]:
    """Pieces of a table that fit on a sheet below the header."""
    at_once = MOST_ROWS - 1
    for start in range(0, max(len(frame), 1), at_once):
        yield name, frame.iloc[start : start + at_once]


def sheet_names(names: Iterable[str]) -> list[str]:
    """Names that Excel takes, all different: at most 31 characters; case makes no difference.

    A section that says its worksheet's name itself stands alone; of long names beginning and end stay.
    """
    made: list[str] = []
    for name in names:
        clean = _shortened(_NOT_IN_NAMES.sub("_", _without_worksheet(name)), _LONGEST_NAME)
        unique, number = clean, 1
        while unique.casefold() in {other.casefold() for other in made}:
            number += 1
            ending = f"~{number}"
            unique = _shortened(clean, _LONGEST_NAME - len(ending)) + ending
        made.append(unique)
    return made


def _without_worksheet(name: str) -> str:
    worksheet, _, section = name.partition(".")
    return section if worksheet and section.startswith(worksheet) else name


def _shortened(name: str, limit: int) -> str:
    """The first and the last letters, with dots between."""
    if len(name) <= limit:
        return name
    end = limit // 2
    return f"{name[: limit - end - 1]}…{name[-end:]}"


def _write_sheet(sheet: Worksheet, frame: pd.DataFrame, *, head: Format, day: Format) -> None:
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, len(frame), len(frame.columns) - 1)
    columns = [cells(frame[name]) for name in frame.columns]
    for number, (name, content) in enumerate(zip(frame.columns, columns, strict=True)):
        sheet.set_column(number, number, _width(name, content))
        sheet.write_string(0, number, name, head)
    for row, line in enumerate(zip(*columns, strict=True), start=1):
        for number, cell in enumerate(line):
            _write_cell(sheet, row, number, cell, day=day)


def _width(name: str, content: Sequence[Cell]) -> int:
    """Characters that show the head and most of what stands below it; long texts are cut off."""
    lengths = sorted(len(str(cell)) for cell in content[:_LOOKED_AT] if cell is not None)
    usual = lengths[len(lengths) * 9 // 10] if lengths else 0
    return min(max(len(name) + 3, usual + 1, 8), 48)


class _Exact(float):
    """A double that is written with as many digits as it takes to read it back: XlsxWriter writes 16."""

    def __format__(self, spec: str) -> str:
        text = super().__format__(spec)
        return text if float(text) == self else repr(float(self))


def _write_cell(sheet: Worksheet, row: int, column: int, cell: Cell, *, day: Format) -> None:
    match cell:
        case None | "":
            pass
        case str():
            sheet.write_string(row, column, _fitting(sheet, row, column, cell))
        case bool():
            sheet.write_boolean(row, column, cell)
        case int() | Decimal():
            sheet.write_number(row, column, _Exact(cell))
        case date() if cell.year >= 1900:
            sheet.write_datetime(row, column, cell, day)
        case date():
            # Excel knows no earlier dates
            sheet.write_string(row, column, cell.isoformat())


def _fitting(sheet: Worksheet, row: int, column: int, text: str) -> str:
    shown = visible(text)
    if len(shown) * 2 <= LONGEST_TEXT:
        return shown
    length = len(shown.encode("utf-16-le")) // 2
    if length > LONGEST_TEXT:
        raise RuecklaufError(
            f"is too long: Excel counts {length} characters, and a cell takes {LONGEST_TEXT} at most.",
            where=f"{sheet.get_name()}!{a1(row + 1, column + 1)}",
            remedy="Export to csv or parquet instead.",
        )
    return shown


def visible(text: str) -> str:
    r"""The text with characters that XML does not allow made visible: ␀ for NUL, � for a lone surrogate.

    Line ends become `\n`.
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return _ILLEGAL.sub(_visible, lines) if _ILLEGAL.search(lines) else lines


def _visible(match: re.Match[str]) -> str:
    number = ord(match[0])
    return "␡" if number == 0x7F else chr(0x2400 + number) if number < 0x20 else "�"
