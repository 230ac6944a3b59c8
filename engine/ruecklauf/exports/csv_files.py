"""CSV: UTF-8 without byte order mark, comma, CRLF, decimal point, ISO dates, nothing for what is missing.

Programs split lines where their language does: Excel in German at `;`, whatever is quoted between commas. So
what could become a cell of its own, and then a formula, gets an apostrophe in front: where a text begins,
behind separators and on new lines, also behind quotes. The long table's plain numbers are left as they are.
Where the exact characters matter, use Parquet.
https://owasp.org/www-community/attacks/CSV_Injection
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from ruecklauf.exports.frames import LONG, Cell, all_tables, cells, pieces
from ruecklauf.values import decimal_text

if TYPE_CHECKING:
    import pandas as pd

    from ruecklauf.dataset import Dataset

READING = """
CSV: UTF-8, Komma, Zahlen mit Punkt, Datum als JJJJ-MM-TT. Als Text lesen, sonst wird aus 05334000 eine Zahl:
- pandas: pd.read_csv("csv/TABELLE.csv", dtype="string", keep_default_na=False, na_values=[""])
- R: readr::read_csv("csv/TABELLE.csv", col_types = readr::cols(.default = "c"), na = "")
- SPSS: Datei > Daten importieren > CSV, alle Variablen als Zeichenfolge
- Stata: import delimited "csv/TABELLE.csv", encoding("utf-8") stringcols(_all) bindquotes(strict) clear
Vor = + - @ und vor Steuerzeichen am Anfang eines Textes, vor = + - @ auch am Anfang einer Zeile und hinter
Semikolon, Komma und Tabulator, steht ein Apostroph, damit kein Programm sie als Formel ausführt; --prefill
nimmt genau diese Apostrophe wieder weg.
"""

_SIGNS = r"=+\-@＝＋－＠"
_FORMULA = rf"""(?=['"]*[{_SIGNS}])"""
"""Also behind quotes, which vanish, and apostrophes, so that the one put in front can be told from them."""
_FIRST = rf"""(?=['"]*[{_SIGNS}\t\r\n])"""
_LATER = r"(?<=[;,\t\r\n])"
_UNGUARDED = re.compile(rf"\A{_FIRST}|{_LATER}{_FORMULA}")
GUARD = re.compile(rf"\A'{_FIRST}|{_LATER}'{_FORMULA}")
_PLAIN_NUMBER = re.compile(r"-[0-9]+([.,][0-9]+)?")
_MAY_BE_NUMBERS = {"value", "raw"}


def write_csv(dataset: Dataset, folder: Path) -> list[Path]:
    """One file per table in a folder `csv`."""
    paths = []
    (folder / "csv").mkdir()
    for name, frame in all_tables(dataset):
        path = Path("csv", f"{name}.csv")
        numbers = _MAY_BE_NUMBERS if name == LONG else set()
        _write_table(frame, folder / path, may_be_numbers=numbers)
        paths.append(path)
    return paths


def _write_table(frame: pd.DataFrame, path: Path, *, may_be_numbers: set[str]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        write_rows(file, list(frame.columns), _rows(frame, may_be_numbers))


def _rows(frame: pd.DataFrame, may_be_numbers: set[str]) -> Iterator[tuple[str, ...]]:
    for piece in pieces(frame):
        columns = (
            _texts(piece[name], harmless_number if name in may_be_numbers else harmless)
            for name in piece.columns
        )
        yield from zip(*columns, strict=True)


def write_rows(
    file: TextIO, heads: Sequence[str], rows: Iterable[Sequence[str]], *, delimiter: str = ","
) -> None:
    """Lines with commas or semicolons; what holds a separator of any language, a quote or a line break is
    quoted."""
    lines = _Lines(file)
    writer = csv.writer(lines, delimiter=delimiter, lineterminator=lines.ENDING)
    writer.writerow(heads)
    writer.writerows(rows)


class _Lines:
    """Ends lines with CRLF; csv quotes the characters of the ending that it is told."""

    ENDING = ",;\t\r\n"

    def __init__(self, file: TextIO) -> None:
        self._file = file

    def write(self, line: str) -> int:
        return self._file.write(line.removesuffix(self.ENDING) + "\r\n")


def _texts(column: pd.Series[Any], guard: Callable[[str], str]) -> list[str]:
    return [guard(cell) if isinstance(cell, str) else _text(cell) for cell in cells(column)]


def _text(cell: Cell) -> str:
    match cell:
        case None:
            return ""
        case bool():
            return "true" if cell else "false"
        case Decimal():
            return decimal_text(cell)
        case date():
            return cell.isoformat()
        case _:
            return str(cell)


def harmless(text: str) -> str:
    """The text, with an apostrophe before everything that a spreadsheet program could take for a formula."""
    return _UNGUARDED.sub("'", text)


def trusting(text: str) -> str:
    """The text that `harmless` was given."""
    return GUARD.sub("", text)


def harmless_number(text: str) -> str:
    """Like `harmless`, but a plain negative number stays as it is."""
    return text if _PLAIN_NUMBER.fullmatch(text) else harmless(text)
