"""Forms that somebody has read into pandas and written out again: text in cells is all that survives."""

from __future__ import annotations

import io
from pathlib import Path

import pandas as pd

from gauntlet.editing import SHARE, Act
from gauntlet.filled import LAYOUT, block_of
from gauntlet.mutation import Answer, Expected, Mutation
from ruecklauf.layout.model import Visibility
from ruecklauf.values import Value


def through_frames(*, hidden: bool, dtype: type | None = None) -> Act:
    """Every sheet read without a head and written back; dates and numbers as pandas takes them."""

    def act(data: bytes, _: Path) -> bytes:
        frames = pd.read_excel(io.BytesIO(data), sheet_name=None, header=None, dtype=dtype)
        kept = {name: frame for name, frame in frames.items() if hidden or _is_visible(str(name))}
        return _written(kept)

    return act


def _written(frames: dict[str, pd.DataFrame], *, heads: bool = False) -> bytes:
    file = io.BytesIO()
    with pd.ExcelWriter(file, engine="openpyxl") as target:
        for name, frame in frames.items():
            frame.to_excel(target, sheet_name=name, header=heads, index=heads)
    return file.getvalue()


def _is_visible(name: str) -> bool:
    return LAYOUT.sheet(name).visibility is Visibility.VISIBLE


def with_index_and_heads(data: bytes, _: Path) -> bytes:
    """As to_excel writes by default: a row of numbers above, a column of numbers on the left."""
    frames = pd.read_excel(io.BytesIO(data), sheet_name=None, header=None)
    return _written({name: frame for name, frame in frames.items() if _is_visible(str(name))}, heads=True)


def one_table_alone(data: bytes, _: Path) -> bytes:
    """One table cut out with its head, nothing around it: no code, no names."""
    block = block_of("zielgruppe")
    frame = pd.read_excel(io.BytesIO(data), sheet_name=block.sheet, header=block.header_row - 1)
    file = io.BytesIO()
    frame.to_excel(file, index=False)
    return file.getvalue()


def without_blank_rows(data: bytes, _: Path) -> bytes:
    frames = pd.read_excel(io.BytesIO(data), sheet_name=None, header=None)
    return _written(
        {name: frame.dropna(how="all") for name, frame in frames.items() if _is_visible(str(name))}
    )


def sorted_by_number(data: bytes, _: Path) -> bytes:
    """Every table in the reverse order of its numbers, row by row with all that stands in it."""
    frames = pd.read_excel(io.BytesIO(data), sheet_name=None, header=None)
    for name in ("akteure", "angebote", "bedarf", "zielgruppe"):
        block = block_of(name)
        frame = frames[block.sheet]
        first, last = block.first_row - 1, block.last_row
        frames[block.sheet] = pd.concat([frame[:first], frame[first:last][::-1], frame[last:]])
    return _written({name: frame for name, frame in frames.items() if _is_visible(str(name))})


_TEXT = "Text in cells is what survives, and the visible evidence is enough."


def _does(
    name: str, act: Act, *codes: str, why: str = _TEXT, changed: dict[Answer, Value | None] | None = None
) -> Mutation:
    return Mutation(
        name, "programs", "pandas", act, Expected("accepted", frozenset(codes), changed or {}, why=why)
    )


MUTATIONS = (
    _does("read and written, hidden sheets too", through_frames(hidden=True), "names_lost"),
    _does("read and written, visible sheets only", through_frames(hidden=False), "names_lost"),
    _does(
        "read and written as texts",
        through_frames(hidden=True, dtype=str),
        "names_lost",
        "ambiguous_number",
        why="The text 1.75 may mean thousands to a German reader: it is shown, not taken.",
        changed={SHARE: None},
    ),
    _does("written with index and heads", with_index_and_heads, "names_lost"),
    _does("blank rows dropped", without_blank_rows, "names_lost"),
    _does("tables turned round by their numbers", sorted_by_number, "names_lost"),
    Mutation(
        "one table alone",
        "programs",
        "pandas",
        one_table_alone,
        Expected(
            "waiting", frozenset({"no_code"}), why="A part of a form without any code: a person must decide."
        ),
    ),
)
