"""CSV: UTF-8 without byte order mark, comma, CRLF, decimal point, ISO dates, nothing for what is missing.

A text that a spreadsheet program could take for a formula gets an apostrophe in front. The long table's plain
numbers are left as they are. Where the exact characters matter, use Parquet.
https://owasp.org/www-community/attacks/CSV_Injection
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ruecklauf.exports.frames import LONG, Cell, all_tables, cells
from ruecklauf.values import decimal_text

if TYPE_CHECKING:
    import pandas as pd

    from ruecklauf.dataset import Dataset

_DANGEROUS = re.compile("'*[=+\\-@\t\r\n＝＋－＠]")
"""Also behind apostrophes that are the text's own, so that the one in front can be told from them."""
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
    columns = [
        _texts(frame[name], harmless_number if name in may_be_numbers else harmless) for name in frame.columns
    ]
    with path.open("w", encoding="utf-8", newline="") as file:
        # csv quotes a lone CR only if the line ends hold one
        writer = csv.writer(file, lineterminator="\r\n")
        writer.writerow(frame.columns)
        writer.writerows(zip(*columns, strict=True))


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
    """The text, with an apostrophe in front if a spreadsheet program could take it for a formula."""
    return f"'{text}" if _DANGEROUS.match(text) else text


def trusting(text: str) -> str:
    """The text that `harmless` was given."""
    return text[1:] if text.startswith("'") and _DANGEROUS.match(text) else text


def harmless_number(text: str) -> str:
    """Like `harmless`, but a plain negative number stays as it is."""
    return text if _PLAIN_NUMBER.fullmatch(text) else harmless(text)
