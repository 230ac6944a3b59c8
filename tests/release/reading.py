"""All that stands in the files of a release, as one text for each."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pyarrow.parquet as pq
import pyreadstat


def everything(folder: Path) -> Iterator[tuple[str, str]]:
    """Path and content of every file, unpacked; also what only a program reads out of it."""
    for path in sorted(one for one in folder.rglob("*") if one.is_file()):
        name = path.relative_to(folder).as_posix()
        yield name, f"{name}\n" + "\n".join(_contents(path.suffix, path.read_bytes(), path))


def _contents(suffix: str, content: bytes, path: Path) -> Iterator[str]:
    yield content.decode("utf-8", errors="replace")
    if zipfile.is_zipfile(io.BytesIO(content)):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for member in archive.namelist():
                yield member
                yield archive.read(member).decode("utf-8", errors="replace")
    elif suffix == ".parquet":
        table = pq.read_table(path)
        yield str(table.schema)
        yield table.to_pandas().to_csv()
    elif suffix in (".sav", ".dta"):
        read = pyreadstat.read_sav if suffix == ".sav" else pyreadstat.read_dta
        frame, meta = read(path)
        yield frame.to_csv()
        yield str((meta.column_names_to_labels, meta.variable_value_labels, meta.file_label, meta.notes))
