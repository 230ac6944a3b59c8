"""Parquet: exact, with the columns' types; dates come back as datetime64[ms], Parquet knows no seconds."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ruecklauf.exports.frames import pieces
from ruecklauf.exports.worded import worded_tables

if TYPE_CHECKING:
    from ruecklauf.dataset import Dataset


READING = """
Parquet: zeichengenau, mit den Typen der Spalten.
- pandas: pd.read_parquet("parquet/TABELLE.parquet")
- R: arrow::read_parquet("parquet/TABELLE.parquet")
- Beschriftungen, in Python: pyarrow.parquet.read_schema("parquet/TABELLE.parquet").field("FELD").metadata
- Warum etwas fehlt, in pandas: table["FELD"].where(table["FELD_missing"].isna(), table["FELD_missing"])
"""


def write_parquet(dataset: Dataset, folder: Path) -> list[Path]:
    """One file per table in a folder `parquet`.

    The table's title stands in the metadata under `title`; in those of each column its label under `label`,
    and under `value_labels` those of its values as JSON.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    paths = []
    (folder / "parquet").mkdir()
    for name, frame, title, fields in worded_tables(dataset):
        path = Path("parquet", f"{name}.parquet")
        schema = pa.Table.from_pandas(next(pieces(frame)), preserve_index=False).schema
        columns = [schema.field(field["name"]).with_metadata(_labels(field)) for field in fields]
        schema = pa.schema(columns, metadata={**schema.metadata, "title": title})
        with pq.ParquetWriter(folder / path, schema) as writer:
            for piece in pieces(frame):
                table = pa.Table.from_pandas(piece, preserve_index=False)
                writer.write_table(table.replace_schema_metadata(schema.metadata))
        paths.append(path)
    return paths


def _labels(field: dict[str, Any]) -> dict[str, str]:
    values = {category["value"]: category["label"] for category in field.get("categories", ())}
    label = {"label": field["title"]} if "title" in field else {}
    return label | ({"value_labels": json.dumps(values, ensure_ascii=False)} if values else {})
