"""One piece of a snapshot: frames of some alliances as Parquet, a row for each answer.

Measured against DuckDB over the same files, polars read and turned them into tables in less time, and its
frames go to the functions of indicators without a copy through SQL.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
import pandas as pd
import polars as pl

from ruecklauf.errors import RuecklaufError
from ruecklauf.indicators.control import QUALITY, QUALITY_COLUMNS, RETURN_COLUMNS, RETURNS
from ruecklauf.indicators.frames import Frames
from ruecklauf.store.private import write_private
from ruecklauf.whole_files import write_whole

SCHEMA = {
    "table": pl.String,
    "place": pl.Int32,
    "alliance": pl.String,
    "wave": pl.String,
    "row_id": pl.String,
    "field": pl.String,
    "value": pl.String,
    "missing": pl.String,
}
"""Columns of a piece. `place` is the row of the table; a row without any answer stands there once, without a
field. Tables are `worksheet.section`, and those about the round."""
ROUND = {RETURNS: [*RETURN_COLUMNS, "row_id"], QUALITY: [*QUALITY_COLUMNS, "row_id"]}
"""Columns of the tables about the round, in which None stands for what is missing."""
FILES = "evaluation.files"
"""In its only column: SHA-256 of the files in which anything stands that counts."""
_ROW = ["alliance", "wave", "row_id"]
_GROUP = 100_000


def rows_of(frames: Frames, files: Iterable[tuple[str, str]]) -> pl.DataFrame:
    """All tables of frames, and files by alliance, as rows of `SCHEMA`."""
    parts = [
        _rows(name, table, frames.kinds.get(name)) for name, table in frames.tables.items() if len(table)
    ]
    listed = pd.DataFrame(files, columns=["alliance", "value"], dtype=object).assign(wave="", row_id="")
    parts.append(_rows(FILES, listed, None))
    return pl.concat(parts) if parts else pl.DataFrame(schema=SCHEMA)


def _rows(name: str, table: pd.DataFrame, kinds: pd.DataFrame | None) -> pl.DataFrame:
    places = np.arange(len(table), dtype=np.int32)
    keys = pl.DataFrame({"place": places, **{key: _texts(table[key]) for key in _ROW}})
    parts = []
    silent = np.ones(len(table), dtype=bool)
    for field in (str(column) for column in table.columns if column not in _ROW):
        values = table[field]
        reasons = kinds[field] if kinds is not None else pd.Series(None, index=table.index, dtype=object)
        present = (values.notna() | reasons.notna()).to_numpy()
        silent &= ~present
        parts.append(_cells(places[present], field, _texts(values[present]), _texts(reasons[present])))
    nothing: list[str | None] = [None] * int(silent.sum())
    parts.append(_cells(places[silent], None, nothing, nothing))
    cells = pl.concat(parts).join(keys, on="place")
    return cells.with_columns(table=pl.lit(name)).select(
        pl.col(column).cast(kind) for column, kind in SCHEMA.items()
    )


def _cells(
    places: np.ndarray[tuple[int], np.dtype[np.int32]],
    field: str | None,
    values: list[str | None],
    missing: list[str | None],
) -> pl.DataFrame:
    texts = {"value": pl.Series(values, dtype=pl.String), "missing": pl.Series(missing, dtype=pl.String)}
    return pl.DataFrame({"place": places, **texts}).with_columns(field=pl.lit(field, dtype=pl.String))


def _texts(column: pd.Series) -> list[str | None]:
    return [text if isinstance(text, str) else None for text in column]


def write_piece(folder: Path, rows: pl.DataFrame) -> str:
    """Write rows under a name by their content, and give it; nothing is left of a file that is not whole."""
    ordered = rows.sort("table", "wave", "alliance", "place", "field", nulls_last=True)
    content = parquet(ordered)
    name = f"{hashlib.sha256(content).hexdigest()[:24]}.parquet"
    put(folder / name, content)
    return name


def parquet(rows: pl.DataFrame) -> bytes:
    written = io.BytesIO()
    rows.write_parquet(written, compression="zstd", row_group_size=_GROUP)
    return written.getvalue()


def put(path: Path, content: bytes) -> None:
    """Write a file for its owner alone."""
    try:
        write_whole(path, content, write=write_private)
    except OSError as error:
        raise RuecklaufError(f"cannot be written ({error.strerror}).", where=str(path)) from error


def read_rows(
    paths: Collection[Path],
    tables: Collection[str] | None = None,
    *,
    alliances: Collection[str] | None = None,
    wave: str | None = None,
) -> pl.DataFrame:
    """The rows of pieces, of these tables or all; RuecklaufError where a file is damaged or gone."""
    if not paths:
        return pl.DataFrame(schema=SCHEMA)
    try:
        rows = pl.scan_parquet(list(paths))
        if tables is not None:
            rows = rows.filter(pl.col("table").is_in(list(tables)))
        if alliances is not None:
            rows = rows.filter(pl.col("alliance").is_in(list(alliances)))
        if wave is not None:
            rows = rows.filter(pl.col("wave") == wave)
        return rows.collect()
    except (OSError, pl.exceptions.PolarsError) as error:
        raise RuecklaufError(
            "is damaged, or another command is making it anew.",
            where=str(next(iter(paths)).parent),
            remedy="Try again; if that does not help, make it with: ruecklauf snapshot --anew",
        ) from error


def read_tables(
    paths: Collection[Path], wanted: Mapping[str, Collection[str]]
) -> Iterator[tuple[str, pd.DataFrame, pd.DataFrame]]:
    """Name, values and missing kinds of tables with these fields, as frames have them, where there are any
    rows."""
    for (name,), own in read_rows(paths, wanted).partition_by("table", as_dict=True).items():
        yield str(name), *wide(str(name), own, wanted[str(name)])


def wide(
    name: str, rows: pl.DataFrame, wanted: Collection[str] | None = None
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The values and the missing kinds of one table from its rows, as they stand in pieces; of the fields
    that are wanted, or of all."""
    records, cells = _records(rows)
    by_field = cells.partition_by("field", as_dict=True)
    fields = ROUND[name] if name in ROUND else sorted(str(field) for (field,) in by_field)
    fields = [field for field in fields if field not in _ROW and (wanted is None or field in wanted)]
    nothing = None if name in ROUND else pd.NA
    own = {key: records[key].to_numpy() for key in _ROW}
    values: dict[str, object] = dict(own)
    kinds: dict[str, object] = dict(own)
    for field in fields:
        found = by_field.get((field,))
        values[field] = _column(found, "value", records.height, nothing)
        kinds[field] = _column(found, "missing", records.height, nothing)
    order = [field for field in ROUND.get(name, list(values)) if field in values]
    return pd.DataFrame(values, dtype=object)[order], pd.DataFrame(kinds, dtype=object)[order]


def _records(rows: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The rows of the table in the order of waves and alliances, and the cells with the numbers of theirs.

    Cells of a row stand together in a piece.
    """
    keys = ["wave", "alliance", "place"]
    begins = pl.any_horizontal(pl.col(key).ne_missing(pl.col(key).shift()) for key in keys)
    begins = begins | (pl.int_range(pl.len()) == 0)
    numbered = rows.with_columns(begins=begins).with_columns(number=pl.col("begins").cum_sum() - 1)
    records = numbered.filter(pl.col("begins")).sort(keys, maintain_order=True)
    places = np.empty(records.height, dtype=np.int64)
    places[records["number"].to_numpy()] = np.arange(records.height)
    cells = numbered.filter(pl.col("field").is_not_null()).select("field", "value", "missing", "number")
    return records, cells.with_columns(record=pl.Series(places[cells["number"].to_numpy()], dtype=pl.Int64))


def _column(found: pl.DataFrame | None, name: str, height: int, nothing: object) -> object:
    """The texts by record; those that are the same are one in memory."""
    column = np.full(height, nothing, dtype=object)
    if found is not None:
        present = found.filter(pl.col(name).is_not_null())
        coded = present[name].to_arrow().dictionary_encode()
        texts = coded.dictionary.to_numpy(zero_copy_only=False).astype(object)
        column[present["record"].to_numpy()] = texts[coded.indices.to_numpy()]
    return column


class PieceTables(Mapping[str, pd.DataFrame]):
    """Tables of all pieces; each is read when it is asked for, and is kept."""

    def __init__(self, paths: Collection[Path], names: Collection[str], *, kinds: bool) -> None:
        self._paths = tuple(paths)
        self._names = tuple(names)
        self._kinds = kinds
        self._read: dict[str, pd.DataFrame] = {}

    def __getitem__(self, name: str) -> pd.DataFrame:
        if name not in self._names:
            raise KeyError(name)
        if name not in self._read:
            found = wide(name, read_rows(self._paths, [name]))
            self._read[name] = found[1 if self._kinds else 0]
        return self._read[name]

    def __contains__(self, name: object) -> bool:
        return name in self._names

    def of_wave(self, name: str, wave: str) -> pd.DataFrame:
        """The rows of a table in one wave, without reading the others."""
        found = wide(name, read_rows(self._paths, [name], wave=wave))
        return found[1 if self._kinds else 0]

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)


@dataclass(frozen=True)
class PieceFrames(Frames):
    """Frames over all pieces: of a table only the waves are in memory that were asked for."""

    @cached_property
    def _of_waves(self) -> dict[tuple[str, str], pd.DataFrame]:
        return {}

    def of_wave(self, name: str, wave: str) -> pd.DataFrame:
        if not isinstance(self.tables, PieceTables) or name not in self.tables:
            return super().of_wave(name, wave)
        if (name, wave) not in self._of_waves:
            self._of_waves[name, wave] = self.tables.of_wave(name, wave)
        return self._of_waves[name, wave]
