"""Parquet: exact, with the columns' types; dates come back as datetime64[ms], Parquet knows no seconds."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from ruecklauf.exports.frames import all_tables, pieces

if TYPE_CHECKING:
    from ruecklauf.dataset import Dataset


READING = """
Parquet: zeichengenau, mit den Typen der Spalten.
- pandas: pd.read_parquet("parquet/TABELLE.parquet")
- R: arrow::read_parquet("parquet/TABELLE.parquet")
- Warum etwas fehlt, in pandas: table["FELD"].where(table["FELD_missing"].isna(), table["FELD_missing"])
"""


def write_parquet(dataset: Dataset, folder: Path) -> list[Path]:
    """One file per table in a folder `parquet`; the table's title stands in the metadata under `title`."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    paths = []
    (folder / "parquet").mkdir()
    for name, frame in all_tables(dataset):
        title = dataset.info[name].title.de if name in dataset.info else name
        path = Path("parquet", f"{name}.parquet")
        schema = pa.Table.from_pandas(next(pieces(frame)), preserve_index=False).schema
        with pq.ParquetWriter(
            folder / path, schema.with_metadata({**schema.metadata, "title": title})
        ) as writer:
            for piece in pieces(frame):
                table = pa.Table.from_pandas(piece, preserve_index=False)
                writer.write_table(table.replace_schema_metadata(writer.schema.metadata))
        paths.append(path)
    return paths
