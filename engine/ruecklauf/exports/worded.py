"""Tables in words: what each is called, and of each column its type, its label and those of its values.

Columns are described as fields of a Table Schema. https://datapackage.org/standard/table-schema/
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from ruecklauf.exports.coded import Column
from ruecklauf.exports.frames import LONG, tables_of_questions
from ruecklauf.exports.over_waves import tables_over_waves
from ruecklauf.exports.readme import kind_label, kinds_of
from ruecklauf.layout.wording import header
from ruecklauf.texts import load_texts

if TYPE_CHECKING:
    import pandas as pd

    from ruecklauf.dataset import ColumnInfo, Dataset, TableInfo

_TYPES = {
    "string": "string",
    "category": "string",
    "Int64": "integer",
    "Float64": "number",
    "boolean": "boolean",
    "datetime64[s]": "date",
}
Described = dict[str, Any]


def worded_tables(dataset: Dataset) -> Iterator[tuple[str, pd.DataFrame, str, list[Described]]]:
    """Name, content, title and described columns of every table, in the order of `all_tables`."""
    kinds = [{"value": kind.value, "label": kind_label(kind)} for kind in kinds_of(dataset)]
    for name, frame in tables_of_questions(dataset):
        info = dataset.info.get(name)
        title = info.title.de if info else "Alle Fragen und Antworten" if name == LONG else name
        yield name, frame, title, list(_fields(frame, info, kinds))
    frames = {**dataset.became, **dataset.panel}
    for name, title, columns in tables_over_waves(dataset):
        yield name, frames[name], title, [_text(column) for column in columns]


def _fields(frame: pd.DataFrame, info: TableInfo | None, kinds: list[dict[str, str]]) -> Iterator[Described]:
    known = {column.name: column for column in info.columns} if info else {}
    why = {
        column.field.id: column.name for column in known.values() if column.field and column.says_why_missing
    }
    for name in map(str, frame):
        yield _field(name, str(frame[name].dtype), known.get(name), info, why, kinds)


def _text(column: Column) -> Described:
    """Of a table over waves, whose cells are texts: codes and not their numbers."""
    described = {"name": column.name, "type": "string", "title": column.label}
    entries = ((column.codes[number], label) for number, label in column.labels.items())
    labelled = [{"value": code, "label": label} for code, label in entries if code]
    return described | (_with_categories(labelled) if labelled else {})


def _field(
    name: str, dtype: str, column: ColumnInfo | None, table: TableInfo | None, why: Mapping[str, str],
    kinds: list[dict[str, str]],
) -> Described:  # fmt: skip
    described: Described = {"name": name, "type": _TYPES[dtype]}
    if dtype == "boolean":
        described |= {"trueValues": ["true"], "falseValues": ["false"]}
    if column is not None and column.label is not None:
        return described | {"title": column.label.de}
    if column is None or column.field is None or table is None:
        return described | (_with_categories(kinds) if name == "missing" and table is None else {})
    described["title"] = header(column.field, table.lists, load_texts(), column.code)
    if column.says_why_missing:
        return described | _with_categories(kinds) | {"title": f"{described['title']}: warum kein Wert"}
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


def _with_categories(categories: list[dict[str, str]]) -> Described:
    """Also as a constraint: frictionless does not look at categories."""
    allowed = [category["value"] for category in categories]
    return {"categories": categories, "constraints": {"enum": allowed}}
