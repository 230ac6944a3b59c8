"""Cells that look fuller or emptier than what they hold, for all formats of workbooks."""

from __future__ import annotations

from dataclasses import replace

from ruecklauf.cells import CellKind, Raw
from ruecklauf.shown.number_formats import PLAIN, shown_text


def unseen(raw: Raw) -> Raw:
    """A cell of which nothing is seen, whatever it holds."""
    return raw if raw.is_blank else replace(raw, shown="")


def with_words(raw: Raw) -> Raw:
    """A text of blanks as the words that its format adds to it; any other cell as it is."""
    if raw.kind is not CellKind.TEXT or not raw.is_blank or raw.number_format in PLAIN:
        return raw
    return replace(raw, text=shown_text(raw.text, raw.number_format), number_format="@")
