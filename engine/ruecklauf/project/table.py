"""A CSV file as Excel or a text editor saves it: encoding and delimiter found out, rows with their lines."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ruecklauf.errors import Problem, ProjectError
from ruecklauf.project.problems import unreadable


@dataclass(frozen=True, slots=True)
class CsvRow:
    """One row that is not empty: the line it begins on, counted from 1, and its stripped cells."""

    line: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CsvTable:
    header: CsvRow
    rows: tuple[CsvRow, ...]
    notes: tuple[Problem, ...]


_UTF16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
"""Excel saves "Unicode-Text" so, split by tabs."""


def read_csv(path: Path) -> CsvTable:
    """The table in a CSV file, in UTF-8, Windows-1252 or UTF-16, split at `;`, `,` or tab."""
    text, notes = _decode(path)
    try:
        rows = [row for row in _rows(text) if any(row.cells)]
    except csv.Error as error:
        raise ProjectError(
            f"is not valid CSV: {error}.", where=str(path), remedy='Look for a stray " in it.'
        ) from error
    if not rows:
        raise ProjectError("is empty; its first row must hold the names of the columns.", where=str(path))
    return CsvTable(rows[0], tuple(rows[1:]), notes)


def _decode(path: Path) -> tuple[str, tuple[Problem, ...]]:
    try:
        content = path.read_bytes()
    except OSError as error:
        raise unreadable(path, error) from error
    try:
        return content.decode("utf-16" if content.startswith(_UTF16_MARKS) else "utf-8-sig"), ()
    except UnicodeDecodeError:
        pass
    try:
        text = content.decode("cp1252")
    except UnicodeDecodeError as error:
        raise ProjectError(
            "is neither UTF-8 nor Windows-1252.",
            where=str(path),
            remedy='In Excel, save it as "CSV UTF-8 (durch Trennzeichen getrennt)".',
        ) from error
    return text, (Problem(str(path), 1, 1, "is not UTF-8; it was read as Windows-1252.", "warning"),)


def _rows(text: str) -> Iterator[CsvRow]:
    lines = io.StringIO(text, newline="")
    first = text.partition("\n")[0].strip()
    skipped = 0
    if first.lower().startswith("sep=") and len(first) == 5:  # Excel's own hint at the delimiter
        skipped, first = 1, first[4]
        lines.readline()
    reader = csv.reader(lines, delimiter=max(";,\t", key=first.count), strict=True)
    line = skipped
    for cells in reader:
        yield CsvRow(line + 1, tuple(cell.strip() for cell in cells))
        line = skipped + reader.line_num
