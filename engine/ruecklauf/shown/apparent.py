"""Cells that look fuller or emptier than what they hold, for all formats of workbooks."""

from __future__ import annotations

from dataclasses import replace

from ruecklauf.cells import CellKind, Raw
from ruecklauf.shown.number_formats import PLAIN, shown_text


def with_words(raw: Raw) -> Raw:
    """A text of blanks as the words that its format adds to it; any other cell as it is."""
    if raw.kind is not CellKind.TEXT or not raw.is_blank or raw.number_format in PLAIN:
        return raw
    shown = shown_text(raw.text, raw.number_format)
    return raw if shown == raw.text else replace(raw, shown=shown)
