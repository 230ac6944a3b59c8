"""Small tables written as text, as frames for the functions of indicators."""

from __future__ import annotations

from typing import Any

import pandas as pd


def table(text: str) -> pd.DataFrame:
    """A frame from lines with blanks between the cells; `-` is no value. Without `alliance`, `wave` or
    `row_id` there are A, 1 and the number of the row."""
    heads, *rows = (line.split() for line in text.strip().splitlines())
    frame = pd.DataFrame(rows, columns=heads, dtype=object)
    frame = frame.where(frame != "-", None)
    for name, default in (("alliance", "A"), ("wave", "1")):
        if name not in frame:
            frame[name] = default
    if "row_id" not in frame:
        frame["row_id"] = [f"R{number}" for number in range(1, len(frame) + 1)]
    return frame.astype(object)


def rows(measured: pd.DataFrame, *columns: str) -> dict[Any, tuple[float | None, ...]]:
    """Value, n and further columns by who it is about, None for what is missing, rounded to six places."""
    return {
        key: tuple(None if pd.isna(cell) else round(float(cell), 6) for cell in row)
        for key, row in zip(
            measured.index,
            measured[["value", "n", *columns]].itertuples(index=False, name=None),
            strict=True,
        )
    }


WAVES = table("wave row_id\n1 -\n2 -")
