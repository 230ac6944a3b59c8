"""DDI-Codebook 2.5: what the tables and variables of an export are, as archives read it.

https://ddialliance.org/Specification/DDI-Codebook/2.5/
"""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from ruecklauf import __version__
from ruecklauf.exports.coded import Column, in_code
from ruecklauf.exports.over_waves import described_tables
from ruecklauf.exports.workbook import visible

if TYPE_CHECKING:
    from ruecklauf.dataset import Dataset

FILE_NAME = "codebook.xml"
READING = """
DDI-Codebook 2.5 (codebook.xml): Beschreibung aller Tabellen für Archive, mit den Zahlen
der Dateien für SPSS und Open Data Format.
"""

_XML = "{http://www.w3.org/XML/1998/namespace}"
_INTERVAL = {"scale": "contin", "ordinal": "discrete", "nominal": "discrete"}


class Described(NamedTuple):
    """One table as the codebook describes it."""

    name: str
    title: str
    file: str
    columns: list[Column]


def write_ddi(dataset: Dataset, folder: Path) -> list[Path]:
    """One file for all tables."""
    tables = [
        Described(name, title, f"sav/{name}.sav", columns)
        for name, title, columns in described_tables(dataset)
    ]
    study = f"Rücklauf, Wellen: {', '.join(dataset.waves) or 'keine'}"
    (folder / FILE_NAME).write_bytes(codebook(study, tables))
    return [Path(FILE_NAME)]


def codebook(study: str, tables: Iterable[Described]) -> bytes:
    """The XML of a codebook that describes these tables; the same for the same tables."""
    described = list(tables)
    root = ET.Element("codeBook", {"xmlns": "ddi:codebook:2_5", "version": "2.5", f"{_XML}lang": "de"})
    citation = _under(_under(root, "stdyDscr"), "citation")
    _under(_under(citation, "titlStmt"), "titl", study)
    _under(_under(citation, "prodStmt"), "software", f"ruecklauf {__version__}", version=__version__)
    for number, table in enumerate(described, start=1):
        _describe_file(root, table, number)
    for number, table in enumerate(described, start=1):
        data = _under(root, "dataDscr")
        for place, column in enumerate(table.columns, start=1):
            _describe(data, column, number, place)
    ET.indent(root)
    text: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return text + b"\n"


def _describe_file(root: ET.Element, table: Described, number: int) -> None:
    text = _under(_under(root, "fileDscr", ID=f"F{number}"), "fileTxt")
    _under(text, "fileName", table.file)
    _under(_under(_under(text, "fileCitation"), "titlStmt"), "titl", table.title)
    _under(text, "fileCont", table.title)
    dimensions = _under(text, "dimensns")
    _under(dimensions, "caseQnty", str(len(table.columns[0].values)))
    _under(dimensions, "varQnty", str(len(table.columns)))


def _describe(data: ET.Element, column: Column, table: int, place: int) -> None:
    key = f"F{table}V{place}"
    interval = _INTERVAL[column.level.value]
    var = _under(data, "var", ID=key, name=column.name, files=f"F{table}", intrvl=interval)
    _under(var, "labl", column.label)
    field = column.info.field if column.info else None
    if field is not None:
        question = _under(var, "qstn")
        _under(question, "qstnLit", field.label.de)
        if field.help:
            _under(question, "ivuInstr", field.help.de)
    if column.missing:
        invalid = _under(var, "invalrng")
        for code, _ in column.missing.values():
            _under(invalid, "item", UNITS="INT", VALUE=str(code))
    if field is not None and field.unit:
        _under(var, "txt", f"Einheit: {field.unit.de}")
    _categories(var, column)
    kind = "character" if column.kind == "text" else "numeric"
    category = "date" if column.kind == "date" else "other"
    _under(var, "varFormat", type=kind, category=category)


def _categories(var: ET.Element, column: Column) -> None:
    if not column.labels and not column.missing:
        return
    counted = Counter(in_code(column))
    for number, label in column.labels.items():
        _category(var, number, label, counted[number])
    for kind, (number, label) in column.missing.items():
        _category(var, number, label, counted[number], missing="Y", missType=kind.value)


def _category(var: ET.Element, number: int, label: str, count: int, **attributes: str) -> None:
    category = _under(var, "catgry", **attributes)
    _under(category, "catValu", str(number))
    _under(category, "labl", label)
    _under(category, "catStat", str(count), type="freq")


def _under(parent: ET.Element, tag: str, text: str | None = None, **attributes: str) -> ET.Element:
    made = ET.SubElement(parent, tag, attributes)
    made.text = visible(text) if text is not None else None
    return made
