"""Open Data Format (.odf.zip): a table as CSV with its description, which R, Stata and Python read labelled.

https://opendataformat.github.io; its own writer in Python leaves what it wrote in a folder that all share.
"""

from __future__ import annotations

import csv
import io
import json
import zipfile
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ruecklauf.exports.coded import Column, in_code
from ruecklauf.exports.ddi import Described, codebook
from ruecklauf.exports.over_waves import described_tables
from ruecklauf.exports.workbook import visible
from ruecklauf.values import decimal_text

if TYPE_CHECKING:
    from ruecklauf.dataset import Dataset

READING = """
Open Data Format (.odf.zip): Zahlen mit Wertelabels wie in SPSS, fehlende Werte als -99 bis -94.
- R: opendataformat::read_odf("odf/TABELLE.odf.zip")
- Stata: opendf read "odf/TABELLE.odf.zip"
- pandas: opendataformat.read_odf("odf/TABELLE.odf.zip")
"""

_VERSION = {
    "fileType": "opendataformat",
    "version": "1.1.0",
    "files": {"data": "data.csv", "metadata": "metadata.xml"},
}
_MOMENT = (1980, 1, 1, 0, 0, 0)
"""What every member of the zips is dated, so that the same tables give the same bytes."""


def write_odf(dataset: Dataset, folder: Path) -> list[Path]:
    """One file per table in a folder `odf`."""
    (folder / "odf").mkdir()
    paths = []
    for name, title, columns in described_tables(dataset):
        path = Path("odf", f"{name}.odf.zip")
        members = {
            "data.csv": _data(columns),
            "metadata.xml": codebook("Rücklauf", [Described(name, title, name, columns)]),
            "odf-version.json": json.dumps(_VERSION, indent=2).encode(),
        }
        with zipfile.ZipFile(folder / path, "w") as archive:
            for member, content in members.items():
                info = zipfile.ZipInfo(member, _MOMENT)
                archive.writestr(info, content, compress_type=zipfile.ZIP_DEFLATED)
        paths.append(path)
    return paths


def _data(columns: list[Column]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([column.name for column in columns])
    writer.writerows(zip(*([_text(cell) for cell in in_code(column)] for column in columns), strict=True))
    return text.getvalue().encode()


def _text(cell: Any) -> str:
    match cell:
        case None:
            return ""
        case str():
            return visible(cell)
        case date():
            return cell.isoformat()
        case int():
            return str(cell)
        case _:
            return decimal_text(cell)
