"""What files of SPSS and Stata have in common: legal names, labels that fit, texts that do not get lost."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ruecklauf.errors import RuecklaufError
from ruecklauf.exports.coded import Column
from ruecklauf.exports.over_waves import described_tables
from ruecklauf.exports.workbook import visible

if TYPE_CHECKING:
    import pandas as pd

    from ruecklauf.dataset import Dataset

EXTRA = "stat"


@dataclass(frozen=True, slots=True)
class Limits:
    """What a format takes."""

    name: int
    """Characters of a variable's name."""
    is_reserved: Callable[[str], bool]
    label: int
    """Bytes of a variable's label."""
    value_label: int
    text: int
    """Bytes of a text."""


def pyreadstat() -> Any:
    """The library; RuecklaufError where it is not installed."""
    try:
        import pyreadstat as library
    except ImportError as error:
        raise RuecklaufError(
            "files for SPSS and Stata need the library pyreadstat.",
            remedy=f"Install it with: pip install 'ruecklauf[{EXTRA}]'; or leave these formats out.",
        ) from error
    return library


def write_tables(
    dataset: Dataset,
    folder: Path,
    *,
    kind: str,
    limits: Limits,
    write: Callable[[Any, str, list[Column], Path], None],
) -> list[Path]:
    """One file per table in a folder named like the ending; `write` gets library, title, columns and path."""
    library = pyreadstat()
    (folder / kind).mkdir()
    paths = []
    for name, title, columns in described_tables(dataset):
        path = Path(kind, f"{name}.{kind}")
        fitting = [part for column in columns for part in _parts(column, limits.text)]
        write(library, title, list(_fitted(fitting, limits)), folder / path)
        paths.append(path)
    return paths


def _parts(column: Column, limit: int) -> Iterator[Column]:
    """A column of texts, and where any is too long for one variable, further ones with how it goes on."""
    if column.kind != "text":
        yield column
        return
    pieces = [_pieces(visible(str(text)), limit) if text is not None else [] for text in column.values]
    for number in range(max((len(piece) for piece in pieces), default=1) or 1):
        values = [piece[number] if number < len(piece) else None for piece in pieces]
        more = {"name": f"{column.name}_{number + 1}", "label": f"{column.label} (Fortsetzung {number + 1})"}
        yield replace(column, values=values, **(more if number else {}))  # type: ignore[arg-type]


def _pieces(text: str, limit: int) -> list[str]:
    """The text in pieces of so many bytes at most, none of which ends inside a character."""
    pieces = []
    while len(text.encode()) > limit:
        piece = cut_bytes(text, limit)
        pieces.append(piece)
        text = text[len(piece) :]
    return [*pieces, text]


def cut_bytes(text: str, limit: int) -> str:
    """As much of the text as fits into so many bytes of UTF-8."""
    return text.encode()[:limit].decode(errors="ignore")


def shortened(text: str, limit: int) -> str:
    """The text, or as much of it as fits, with dots at its end; the whole one stands in the codebook."""
    return text if len(text.encode()) <= limit else cut_bytes(text, limit - 3) + "…"


def _fitted(columns: Sequence[Column], limits: Limits) -> Iterator[Column]:
    names = legal_names((column.name for column in columns), limits)
    for column, name in zip(columns, names, strict=True):
        label = column.label if name == column.name else f"{column.label} [{column.name}]"
        yield replace(
            column,
            name=name,
            label=shortened(label, limits.label),
            labels={number: shortened(text, limits.value_label) for number, text in column.labels.items()},
            missing={
                kind: (code, shortened(text, limits.value_label))
                for kind, (code, text) in column.missing.items()
            },
        )


def legal_names(names: Iterable[str], limits: Limits) -> list[str]:
    """Names that the format takes, all different; those that are legal stay as they are."""
    wanted = list(names)
    legal = {name for name in wanted if len(name) <= limits.name and not limits.is_reserved(name)}
    made: list[str] = []
    for name in wanted:
        candidate = name if not limits.is_reserved(name) else f"v_{name}"
        unique, number = candidate[: limits.name], 1
        while name not in legal and unique in legal | set(made):
            number += 1
            unique = candidate[: limits.name - len(f"_{number}")] + f"_{number}"
        made.append(unique)
    return made


def frame_of(columns: Iterable[Column], cells: Callable[[Column], Sequence[Any]]) -> pd.DataFrame:
    """A frame of what `cells` gives for each column: texts as they are, all else as doubles, also where
    nothing is there."""
    import pandas as pd

    def series(column: Column) -> Any:
        if column.kind == "text":
            return pd.Series(["" if cell is None else cell for cell in cells(column)], dtype=object)
        return pd.Series([None if cell is None else float(cell) for cell in cells(column)], dtype="float64")

    return pd.DataFrame({column.name: series(column) for column in columns})
