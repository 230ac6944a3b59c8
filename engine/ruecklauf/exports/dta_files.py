"""Stata: one .dta file per table, with labels and extended missing values."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ruecklauf.exports.coded import Column
from ruecklauf.exports.statistics import Limits, frame_of, write_tables
from ruecklauf.values import Missing

if TYPE_CHECKING:
    from ruecklauf.dataset import Dataset

LETTERS = dict(zip(Missing, "abcdefg", strict=True))
"""The extended missing value for each kind: .a to .f, and .g where a release withholds it."""
READING = """
Stata: Fragen mit Listen sind Zahlen mit Wertelabels; es fehlt .a keine Angabe, .b trifft nicht zu, .c nicht
bekannt, .d nicht lesbar, .e nicht gefragt, .f nicht zurückgesandt, in Weitergaben .g verdeckt. Bei Texten
steht daneben eine Variable, die auf _missing endet. Texte über 2.045 Bytes stehen in Variablen vom Typ strL.
- Stata: use "dta/TABELLE.dta", clear  (tabulate VARIABLE, missing)
- R: haven::read_dta("dta/TABELLE.dta")  (haven::na_tag zeigt den Buchstaben)
- pandas: pyreadstat.read_dta("dta/TABELLE.dta", user_missing=True)
"""

_WORD = re.compile(r"byte|double|float|if|in|int|long|str[0-9]+|strL|using|with|_.*")
LIMITS = Limits(
    # of 32, one is taken: pyreadstat names a set of value labels like its variable, with one more
    name=31,
    is_reserved=lambda name: _WORD.fullmatch(name) is not None,
    label=80,
    value_label=32_000,
    text=2_000_000_000,
)
_FIRST_DAY = date(1960, 1, 1)
_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_HEAD = 400
"""Bytes in which the time of writing stands."""
_TIMESTAMP = re.compile(rb"<timestamp>\x11.{17}</timestamp>")


def write_dta(dataset: Dataset, folder: Path) -> list[Path]:
    """One file per table in a folder `dta`; RuecklaufError where pyreadstat is not installed."""
    write = partial(_write, when=dataset.newest or _EPOCH)
    return write_tables(dataset, folder, kind="dta", limits=LIMITS, write=write)


def _write(library: Any, title: str, columns: list[Column], path: Path, *, when: datetime) -> None:
    coded = [column for column in columns if column.kind != "text"]
    library.write_dta(
        _frame(columns),
        str(path),
        file_label=title[:80],
        column_labels={column.name: column.label for column in columns},
        # what Stata 14 and all later ones open; 15 would make files for Stata/MP alone
        version=14,
        variable_value_labels={column.name: labels for column in coded if (labels := _labels(column))},
        missing_user_values={
            column.name: sorted(LETTERS[kind] for kind in column.missing)
            for column in coded
            if column.missing
        },
        variable_format={column.name: "%td" for column in coded if column.kind == "date"},
    )
    _set_time(path, when)


def _frame(columns: list[Column]) -> Any:
    """Letters where a kind is missing, among the numbers: categories say which type a column has.

    Of a column of objects the first hundred rows would tell, and be taken for texts where all have letters.
    https://narwhals-dev.github.io/narwhals/api-reference/dtypes/
    """
    import pandas as pd

    frame = frame_of(columns, lambda column: [_days(value) for value in column.values])
    for column in columns:
        letters = [
            LETTERS[why] if value is None and why is not None and column.missing else None
            for value, why in zip(column.values, column.why, strict=True)
        ]
        if any(letters):
            numbers = frame[column.name].tolist()
            mixed = [letter or number for letter, number in zip(letters, numbers, strict=True)]
            kinds = [
                *frame[column.name].dropna().unique().tolist(),
                *sorted({letter for letter in letters if letter}),
            ]
            frame[column.name] = pd.Categorical(mixed, categories=pd.Index(kinds, dtype=object))
    return frame


def _labels(column: Column) -> dict[float | str, str]:
    labels: dict[float | str, str] = {float(number): text for number, text in column.labels.items()}
    return labels | {LETTERS[kind]: text for kind, (_, text) in column.missing.items()}


def _days(cell: Any) -> Any:
    return (cell - _FIRST_DAY).days if isinstance(cell, date) else cell


def _set_time(path: Path, when: datetime) -> None:
    """The same bytes from the same store: the time of writing is that of the newest return."""
    said = f"{when.day:02} {_MONTHS[when.month - 1]} {when:%Y %H:%M}".encode("ascii")
    with path.open("r+b") as file:
        head = file.read(_HEAD)
        file.seek(0)
        file.write(_TIMESTAMP.sub(b"<timestamp>\x11" + said + b"</timestamp>", head, count=1))
