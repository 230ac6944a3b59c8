"""The formats to export to.

To add one, write a function that puts its files into a folder and names them, and enter it here.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from ruecklauf.exports.csv_files import write_csv
from ruecklauf.exports.parquet_files import write_parquet
from ruecklauf.exports.workbook import write_workbook

if TYPE_CHECKING:
    from ruecklauf.dataset import Dataset

Export = Callable[["Dataset", Path], list[Path]]
"""Writes into the folder given and returns the files' paths relative to it."""

EXPORTS: dict[str, Export] = {
    "csv": write_csv,
    "xlsx": write_workbook,
    "parquet": write_parquet,
}
