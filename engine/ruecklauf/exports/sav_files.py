"""SPSS: one .sav file per table, with labels, levels of measurement and missing codes."""

from __future__ import annotations

from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ruecklauf.exports.coded import Column, in_code
from ruecklauf.exports.statistics import Limits, frame_of, write_tables

if TYPE_CHECKING:
    from ruecklauf.dataset import Dataset

READING = """
SPSS: Fragen mit Listen sind Zahlen mit Wertelabels; -99 bis -94 sind als fehlend erklärt (wo solche Werte
vorkommen, -999 bis -994 und so fort). Bei Texten steht daneben eine Variable, die auf _missing endet. Leer-
zeichen am Ende von Texten kennt SPSS nicht; Texte über 32.767 Bytes gehen in Variablen mit _2, _3 … weiter.
- SPSS, PSPP: GET FILE="sav/TABELLE.sav".
- R: haven::read_sav("sav/TABELLE.sav", user_na = TRUE)
- pandas: pyreadstat.read_sav("sav/TABELLE.sav", user_missing=True)
"""

_WORDS = frozenset({"ALL", "AND", "BY", "EQ", "GE", "GT", "LE", "LT", "NE", "NOT", "OR", "TO", "WITH"})
LIMITS = Limits(
    name=64,
    is_reserved=lambda name: name.upper() in _WORDS or name.endswith("_"),
    label=256,
    value_label=120,
    text=32_767,
)
_FIRST_DAY = date(1582, 10, 14)
_DAY = 86_400
_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_WHEN = slice(92, 109)
"""Where the header holds day and time of writing: nine and eight characters.
https://www.gnu.org/software/pspp/pspp-dev/html_node/File-Header-Record.html"""


def write_sav(dataset: Dataset, folder: Path) -> list[Path]:
    """One file per table in a folder `sav`; RuecklaufError where pyreadstat is not installed."""
    write = partial(_write, when=dataset.newest or _EPOCH)
    return write_tables(dataset, folder, kind="sav", limits=LIMITS, write=write)


def _write(library: Any, title: str, columns: list[Column], path: Path, *, when: datetime) -> None:
    coded = [column for column in columns if column.kind != "text"]
    codes = {column.name: [code for code, _ in column.missing.values()] for column in coded}
    library.write_sav(
        frame_of(columns, lambda column: [_seconds(cell) for cell in in_code(column)]),
        str(path),
        file_label=title[:60],
        column_labels={column.name: column.label for column in columns},
        variable_value_labels={column.name: labels for column in coded if (labels := _labels(column))},
        missing_ranges={
            name: [{"lo": min(numbers), "hi": max(numbers)}] for name, numbers in codes.items() if numbers
        },
        variable_measure={column.name: column.level.value for column in columns},
        variable_format={column.name: _FORMATS[column.kind] for column in coded if column.kind in _FORMATS},
        row_compress=True,
    )
    _set_time(path, when)


_FORMATS = {"date": "EDATE10", "coded": "F8.0"}


def _labels(column: Column) -> dict[float, str]:
    return {float(number): text for number, text in (*column.labels.items(), *column.missing.values())}


def _seconds(cell: Any) -> Any:
    return (cell - _FIRST_DAY).days * _DAY if isinstance(cell, date) else cell


def _set_time(path: Path, when: datetime) -> None:
    """The same bytes from the same store: the time of writing is that of the newest return."""
    said = f"{when.day:02} {_MONTHS[when.month - 1]} {when:%y}{when:%H:%M:%S}"
    with path.open("r+b") as file:
        file.seek(_WHEN.start)
        file.write(said.encode("ascii"))
