"""Data Package v2: what the CSV files hold, for programs: types, categories, keys between tables.

https://datapackage.org/standard/data-package/
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ruecklauf import __version__
from ruecklauf.exports.csv_files import write_csv
from ruecklauf.exports.worded import worded_tables

if TYPE_CHECKING:
    import pandas as pd

    from ruecklauf.dataset import Dataset, TableInfo

FILE_NAME = "datapackage.json"
READING = """
Data Package (datapackage.json): beschreibt die CSV-Dateien; eine leere Zelle ist ein fehlender Wert, dessen
Grund in der Spalte steht, die "missingReason" des Feldes nennt.
- pandas: frictionless.Package("datapackage.json").get_resource("TABELLE").to_pandas()
- R: frictionless::read_resource(frictionless::read_package("datapackage.json"), "TABELLE")
"""

_KEYS = ["alliance", "wave", "row_id"]
_PROFILE = "https://datapackage.org/profiles/2.0/{}.json"


def write_datapackage(dataset: Dataset, folder: Path) -> list[Path]:
    """The description, and the CSV files that it describes where they are not there already."""
    paths = [] if (folder / "csv").is_dir() else write_csv(dataset, folder)
    package = {
        "$schema": _PROFILE.format("datapackage"),
        "name": "ruecklauf",
        "title": f"Rücklauf, Wellen: {', '.join(dataset.waves) or 'keine'}",
        "version": __version__,
        **({"created": dataset.newest.strftime("%Y-%m-%dT%H:%M:%SZ")} if dataset.newest else {}),
        "resources": [
            _resource(name, frame, title, fields, dataset)
            for name, frame, title, fields in worded_tables(dataset)
        ],
    }
    text = json.dumps(package, ensure_ascii=False, indent=2)
    (folder / FILE_NAME).write_text(text + "\n", encoding="utf-8", newline="\n")
    return [Path(FILE_NAME), *paths]


def _resource(
    name: str, frame: pd.DataFrame, title: str, fields: list[dict[str, Any]], dataset: Dataset
) -> dict[str, Any]:
    columns = [str(column) for column in frame]
    info = dataset.info.get(name)
    references = _references(info, dataset) if info else {}
    fields = [
        {**field, "reference": references[field["name"]]} if field["name"] in references else field
        for field in fields
    ]
    schema: dict[str, Any] = {
        "$schema": _PROFILE.format("tableschema"),
        "fields": fields,
        "missingValues": [{"value": "", "label": "kein Wert; warum, sagt missingReason"}],
    }
    if info is not None and set(_KEYS) <= set(columns):
        schema["primaryKey"] = _KEYS
        if keys := _foreign_keys(info, dataset):
            schema["foreignKeys"] = keys
    return {
        "name": name,
        "title": title,
        "path": f"csv/{name}.csv",
        "type": "table",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": {"delimiter": ",", "lineTerminator": "\r\n"},
        "schema": schema,
    }


def _foreign_keys(table: TableInfo, dataset: Dataset) -> list[dict[str, Any]]:
    """References into other tables that hold in every row; a row is known by alliance, wave and its id.

    Those with blanks, or with rows of a worksheet that has not come back, are named by `reference` alone:
    frictionless takes a key of which a part is missing for a wrong one.
    """
    found = []
    for name, target in _references(table, dataset).items():
        own = dataset.tables[table.name][["alliance", "wave", name]].itertuples(index=False, name=None)
        known = set(dataset.tables[target][_KEYS].itertuples(index=False, name=None))
        if all(row in known for row in own):
            reference = {"resource": target, "fields": _KEYS}
            found.append({"fields": ["alliance", "wave", name], "reference": reference})
    return found


def _references(table: TableInfo, dataset: Dataset) -> dict[str, str]:
    """By column the table whose rows it names."""
    found = {}
    for column in table.columns:
        declared = column.field.refers_to if column.field and not column.says_why_missing else None
        target = _target(table, declared, dataset) if declared else None
        if target is not None:
            found[column.name] = target
    return found


def _target(table: TableInfo, declared: str, dataset: Dataset) -> str | None:
    """The table that a reference names: of its own worksheet, or of another with that name."""
    candidates = (declared, f"{table.worksheet}.{declared}", f"{declared}.{declared}")
    return next((name for name in candidates if name in dataset.info), None)
