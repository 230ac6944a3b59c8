"""Tables as files: one list of all cells as CSV, and a workbook with a sheet for each question."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from pathlib import Path

from ruecklauf.dataset import TableInfo
from ruecklauf.exports.csv_files import write_rows
from ruecklauf.exports.readme import kind_label
from ruecklauf.exports.workbook import write_sheets
from ruecklauf.layout.wording import header
from ruecklauf.release.tables.counting import EVERY, CellKey, Table
from ruecklauf.release.tables.withholding import Published
from ruecklauf.texts import load_texts
from ruecklauf.values import Missing, decimal_text

FOLDER = "tables"
WITHHELD = "x"
"""Stands in the workbook where a cell is withheld, whether for itself or for others."""
_HEADS = ("wave", "table", "question", "sum_of", "code", "label", "grouping", "group", "value", "withheld")
_ALL = "insgesamt"
_GROUPINGS = {"area_type": "Gebietstyp", "size_class": "Größenklasse"}


def write_tables(
    published: Sequence[Published], info: Mapping[str, TableInfo], folder: Path, created: datetime | None
) -> list[Path]:
    """Both files; no table, no files."""
    if not published:
        return []
    (folder / FOLDER).mkdir()
    listed, book = Path(FOLDER, "tables.csv"), Path(FOLDER, "tables.xlsx")
    with (folder / listed).open("w", encoding="utf-8", newline="") as file:
        write_rows(file, _HEADS, (line for publication in published for line in _lines(publication, info)))
    sheets = [
        (_name(publication.table), _sheet_heads(publication.table), list(_rows(publication, info)))
        for publication in published
    ]
    write_sheets(folder / book, title="Tabellen", sheets=sheets, created=created)
    return [listed, book]


def _lines(publication: Published, info: Mapping[str, TableInfo]) -> Iterator[tuple[str, ...]]:
    labels, table = _labels(publication.table, info), publication.table
    for key, cell in table.cells.items():
        is_withheld = publication.is_withheld(key)
        yield (
            key.wave, table.name, table.question, table.sum, key.code, labels[key.code],
            key.grouping, key.group,
            "" if is_withheld else _number_text(cell.value), str(is_withheld).lower(),
        )  # fmt: skip


def _name(table: Table) -> str:
    return f"{table.question} {table.name}" if not table.sum else f"{table.sum} {table.question}"


def _sheet_heads(table: Table) -> tuple[str, ...]:
    groups = (f"{_GROUPINGS[name]}: {group}" for name, found in table.groups.items() for group in found)
    return ("Welle", "Code", "Antwort", _ALL, *groups)


def _rows(publication: Published, info: Mapping[str, TableInfo]) -> Iterator[tuple[str | int, ...]]:
    labels, table = _labels(publication.table, info), publication.table
    places = [(EVERY, EVERY), *((name, group) for name, found in table.groups.items() for group in found)]
    for wave in table.waves:
        for code in (*table.codes, EVERY):
            keys = [CellKey(wave, code, *place) for place in places]
            cells = (
                WITHHELD if publication.is_withheld(key) else _number(table.cells[key].value) for key in keys
            )
            yield wave, code, labels[code], *cells


def _labels(table: Table, info: Mapping[str, TableInfo]) -> dict[str, str]:
    column = next(known for known in info[table.name].columns if known.name == table.question)
    assert column.field is not None
    codelist = info[table.name].lists.get(column.field.list_id or "")
    found = {entry.code: entry.label.de for entry in codelist.codes} if codelist else {}
    kinds = {kind.value: kind_label(kind) for kind in Missing}
    about = header(column.field, info[table.name].lists, load_texts(), column.code)
    return (
        {code: code for code in table.codes} | {"true": "ja", "false": "nein", EVERY: about} | kinds | found
    )


def _number_text(value: float) -> str:
    return decimal_text(Decimal(repr(float(value))))


def _number(value: float) -> str | int:
    return int(value) if float(value).is_integer() else _number_text(value)
