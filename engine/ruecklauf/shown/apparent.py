"""Cells that look fuller or emptier than what they hold, for all formats of workbooks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from ruecklauf.cells import CellKind, Raw
from ruecklauf.shown.colours import is_lost
from ruecklauf.shown.number_formats import PLAIN, content_colour, shown_content, shown_text


def unseen(raw: Raw) -> Raw:
    """A cell of which nothing is seen, whatever it holds."""
    return raw if raw.is_blank else replace(raw, shown="")


def as_coloured(raw: Raw, letters: str, ground: str, runs: Iterable[str] = ()) -> Raw:
    """A cell of which nothing is seen if letters, or some of its runs, have the colour of their ground.

    What its number format says of the colour counts before its font; colours are those of `is_lost`.
    """
    own = content_colour(raw)
    lost = is_lost(letters if own is None else own, ground) or any(is_lost(run, ground) for run in runs)
    return unseen(raw) if lost else raw


def repeated(raw: Raw) -> Raw:
    """A number in a cell that shows its content again and again until it is full: 5 is seen as 55, at least.

    Texts and dates so repeated are read by nobody as another one.
    """
    return replace(raw, shown=shown_content(raw) * 2) if raw.kind is CellKind.NUMBER else raw


def with_words(raw: Raw) -> Raw:
    """A text of blanks as the words that its format adds to it; any other cell as it is."""
    if raw.kind is not CellKind.TEXT or not raw.is_blank or raw.number_format in PLAIN:
        return raw
    return replace(raw, text=shown_text(raw.text, raw.number_format), number_format="@")
