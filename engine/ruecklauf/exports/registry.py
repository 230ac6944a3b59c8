"""The formats to export to.

To add one, write a module with a function that puts its files into a folder and names them, and with a text
that says how to read them; enter both here.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from ruecklauf.exports import (
    codebook,
    csv_files,
    datapackage,
    ddi,
    dta_files,
    odf,
    parquet_files,
    qualitative,
    r_script,
    sav_files,
    workbook,
)
from ruecklauf.exports.statistics import EXTRA as STATISTICS

if TYPE_CHECKING:
    from ruecklauf.dataset import Dataset


class Export(NamedTuple):
    """One format."""

    write: Callable[[Dataset, Path], list[Path]]
    """Writes into the folder given and returns the files' paths relative to it."""
    reading: str
    """In German, for README.txt: how a table with its missing kinds is read, one line for each program."""
    extra: str = ""
    """What must be installed besides, as `ruecklauf[EXTRA]`."""
    is_special: bool = False
    """For a purpose of its own: written only when it is asked for, as are those with an extra."""

    @property
    def is_default(self) -> bool:
        return not (self.extra or self.is_special)


EXPORTS: dict[str, Export] = {
    "csv": Export(csv_files.write_csv, csv_files.READING),
    "xlsx": Export(workbook.write_workbook, workbook.READING),
    "parquet": Export(parquet_files.write_parquet, parquet_files.READING),
    "codebook": Export(codebook.write_codebook, codebook.READING),
    "r": Export(r_script.write_r, r_script.READING),
    "sav": Export(sav_files.write_sav, sav_files.READING, STATISTICS),
    "dta": Export(dta_files.write_dta, dta_files.READING, STATISTICS),
    "datapackage": Export(datapackage.write_datapackage, datapackage.READING),
    "odf": Export(odf.write_odf, odf.READING),
    "ddi": Export(ddi.write_ddi, ddi.READING),
    "qualitative": Export(qualitative.write_qualitative, qualitative.READING, is_special=True),
}
