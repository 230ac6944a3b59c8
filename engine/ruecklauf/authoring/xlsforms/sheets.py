"""An XLSForm as its sheets: rows with their cells by column head."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

import xlsxwriter

from ruecklauf.cells import CellKind, column_letters
from ruecklauf.errors import bounded
from ruecklauf.office.opening import open_file
from ruecklauf.office.workbook import Sheet, Workbook

SURVEY, CHOICES, SETTINGS = "survey", "choices", "settings"


@dataclass(frozen=True, slots=True)
class Loss:
    """Something that could not be carried over; row counts from 1, 0 where it is not about one row."""

    sheet: str
    row: int
    what: str

    def __str__(self) -> str:
        what = bounded(self.what)
        return f"{self.sheet}:{self.row}: {what}" if self.row else f"{self.sheet}: {what}"


@dataclass(frozen=True, slots=True)
class Row:
    """One row; `number` is that of the sheet, `cells` by column head without blanks."""

    number: int
    cells: dict[str, str]

    def __getitem__(self, head: str) -> str:
        return self.cells.get(head, "")

    def by_language(self, head: str) -> dict[str, str]:
        """The texts of a column in each of its languages, by two letters; `` where it names none."""
        found = {}
        for name, text in self.cells.items():
            base, _, language = name.partition("::")
            if base == head:
                found[_language(language)] = text
        return found


@dataclass(frozen=True, slots=True)
class XlsForm:
    survey: tuple[Row, ...] = ()
    choices: tuple[Row, ...] = ()
    settings: dict[str, str] = field(default_factory=dict)
    others: tuple[tuple[str, int], ...] = ()
    """Sheets that are not read, with the number of their rows."""


def _language(name: str) -> str:
    """`German (de)` → de."""
    code = re.search(r"\(([a-z]{2})(?:-[A-Za-z]+)?\)", name)
    return code[1] if code else name.strip().lower()[:2]


def read_sheets(data: bytes) -> XlsForm | None:
    """The sheets of an XLSForm; None for a workbook without survey. Raises Refusal for other files."""
    content = open_file(data).content
    if not isinstance(content, Workbook) or (survey := content.sheet(SURVEY)) is None:
        return None
    choices, settings = content.sheet(CHOICES), content.sheet(SETTINGS)
    first = _rows(settings)[:1] if settings else ()
    others = (
        (sheet.name, len(_rows(sheet)))
        for sheet in content.sheets
        if sheet not in (survey, choices, settings)
    )
    return XlsForm(
        _rows(survey),
        _rows(choices) if choices else (),
        first[0].cells if first else {},
        tuple((name, count) for name, count in others if count),
    )


def _rows(sheet: Sheet) -> tuple[Row, ...]:
    by_row: dict[int, dict[int, str]] = {}
    for (row, column), cell in sheet.cells.items():
        text = cell.raw.text if cell.raw.kind is not CellKind.BOOL else str(cell.raw.text == "1").upper()
        if cell.raw.kind is CellKind.DATE and cell.raw.moment is not None:
            text = cell.raw.moment.date().isoformat()
        if text.strip():
            by_row.setdefault(row, {})[column] = text.strip()
    if not by_row:
        return ()
    heads_at = min(by_row)
    heads = {column: _head(text) for column, text in by_row.pop(heads_at).items()}
    for column in {column for cells in by_row.values() for column in cells} - heads.keys():
        heads[column] = f"column {column_letters(column)}"
    return tuple(
        Row(number, {heads[column]: text for column, text in sorted(cells.items())})
        for number, cells in sorted(by_row.items())
    )


_ALIASES = {
    "list name": "list_name",
    "value": "name",
    "tag": "name",
    "caption": "label",
    "command": "type",
    "relevance": "relevant",
    "calculate": "calculation",
    "count": "repeat_count",
    "jr:count": "repeat_count",
    "control:jr:count": "repeat_count",
    "body:appearance": "appearance",
    "bind:relevant": "relevant",
    "bind:required": "required",
    "bind:constraint": "constraint",
    "bind:calculate": "calculation",
    "bind:readonly": "read_only",
    "bind:jr:constraintmsg": "constraint_message",
    "bind:jr:requiredmsg": "required_message",
    "constraining_message": "constraint_message",
    "constraining message": "constraint_message",
    "requiredmsg": "required_message",
}
"""Heads of columns that forms call otherwise, with single colons."""


def _head(text: str) -> str:
    plain = re.sub(r"\s*::?\s*", ":", text.strip().lower())
    if plain in _ALIASES:
        return _ALIASES[plain]
    base, mark, language = re.sub(r"\s*::?\s*", "::", text.strip(), count=1).partition("::")
    base = base.strip().lower()
    return f"{_ALIASES.get(base, base).replace(' ', '_')}{mark}{language}"


def write_sheets(
    survey: Sequence[dict[str, str]], choices: Sequence[dict[str, str]], settings: dict[str, str]
) -> bytes:
    """An .xlsx with the three sheets; heads are the keys in the order in which they first occur."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True, "strings_to_formulas": False}) as book:
        for name, rows in ((SURVEY, survey), (CHOICES, choices), (SETTINGS, [settings])):
            sheet = book.add_worksheet(name)
            heads = list(dict.fromkeys(head for row in rows for head in row))
            for column, head in enumerate(heads):
                sheet.write_string(0, column, head)
                for number, row in enumerate(rows, start=1):
                    if row.get(head):
                        sheet.write_string(number, column, row[head])
    return file.getvalue()
