"""Data Package v2: what the CSV files hold, for programs: types, categories, keys between tables.

https://datapackage.org/standard/data-package/
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ruecklauf import __version__
from ruecklauf.exports.csv_files import write_csv
from ruecklauf.exports.frames import LONG, all_tables
from ruecklauf.exports.readme import kind_label
from ruecklauf.layout.wording import header
from ruecklauf.texts import load_texts
from ruecklauf.values import Missing

if TYPE_CHECKING:
    import pandas as pd

    from ruecklauf.dataset import ColumnInfo, Dataset, TableInfo

FILE_NAME = "datapackage.json"
READING = """
Data Package (datapackage.json): beschreibt die CSV-Dateien; eine leere Zelle ist ein fehlender Wert, dessen
Grund in der Spalte steht, die "missingReason" des Feldes nennt.
- pandas: frictionless.Package("datapackage.json").get_resource("TABELLE").to_pandas()
- R: frictionless::read_resource(frictionless::read_package("datapackage.json"), "TABELLE")
"""

_TYPES = {
    "string": "string",
    "category": "string",
    "Int64": "integer",
    "Float64": "number",
    "boolean": "boolean",
    "datetime64[s]": "date",
}
_KEYS = ["alliance", "wave", "row_id"]
_PROFILE = "https://datapackage.org/profiles/2.0/{}.json"
_KINDS = [{"value": kind.value, "label": kind_label(kind)} for kind in Missing]


def write_datapackage(dataset: Dataset, folder: Path) -> list[Path]:
    """The description, and the CSV files that it describes where they are not there already."""
    paths = [] if (folder / "csv").is_dir() else write_csv(dataset, folder)
    package = {
        "$schema": _PROFILE.format("datapackage"),
        "name": "ruecklauf",
        "title": f"Rücklauf, Wellen: {', '.join(dataset.waves) or 'keine'}",
        "version": __version__,
        **({"created": dataset.newest.strftime("%Y-%m-%dT%H:%M:%SZ")} if dataset.newest else {}),
        "resources": [_resource(name, frame, dataset) for name, frame in all_tables(dataset)],
    }
    text = json.dumps(package, ensure_ascii=False, indent=2)
    (folder / FILE_NAME).write_text(text + "\n", encoding="utf-8", newline="\n")
    return [Path(FILE_NAME), *paths]


def _resource(name: str, frame: pd.DataFrame, dataset: Dataset) -> dict[str, Any]:
    columns = [str(column) for column in frame]
    info = dataset.info.get(name)
    known = {column.name: column for column in info.columns} if info else {}
    why = {one.field.id: one.name for one in known.values() if one.field and one.says_why_missing}
    fields = [_field(column, str(frame[column].dtype), known.get(column), info, why) for column in columns]
    references = _references(info, dataset) if info else {}
    fields = [
        {**one, "reference": references[one["name"]]} if one["name"] in references else one for one in fields
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
        "title": info.title.de if info else "Alle Fragen und Antworten" if name == LONG else name,
        "path": f"csv/{name}.csv",
        "type": "table",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": {"delimiter": ",", "lineTerminator": "\r\n"},
        "schema": schema,
    }


def _field(
    name: str, dtype: str, column: ColumnInfo | None, table: TableInfo | None, why: Mapping[str, str]
) -> dict[str, Any]:
    described: dict[str, Any] = {"name": name, "type": _TYPES[dtype]}
    if dtype == "boolean":
        described |= {"trueValues": ["true"], "falseValues": ["false"]}
    if column is not None and column.label is not None:
        return described | {"title": column.label.de}
    if column is None or column.field is None or table is None:
        return described | (_with_categories(_KINDS) if name == "missing" and table is None else {})
    described["title"] = header(column.field, table.lists, load_texts(), column.code)
    if column.says_why_missing:
        return described | _with_categories(_KINDS) | {"title": f"{described['title']}: warum kein Wert"}
    if column.field.help:
        described["description"] = column.field.help.de
    if column.field.id in why:
        described["missingReason"] = why[column.field.id]
    if column.categories:
        codelist = table.lists[column.field.list_id] if column.field.list_id else None
        found = {entry.code: entry.label.de for entry in codelist.codes} if codelist else {}
        labelled = [{"value": code, "label": found.get(code, code)} for code in column.categories]
        described |= _with_categories(labelled)
        described["categoriesOrdered"] = column.ordered
    return described


def _with_categories(categories: list[dict[str, str]]) -> dict[str, Any]:
    """Also as a constraint: frictionless does not look at categories."""
    allowed = [category["value"] for category in categories]
    return {"categories": categories, "constraints": {"enum": allowed}}


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
