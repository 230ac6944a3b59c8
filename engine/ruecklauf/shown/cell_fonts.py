"""Cells whose own font is one of symbols: what people see of a number or date in them."""

from __future__ import annotations

from dataclasses import replace

from ruecklauf.cells import CellKind, Raw
from ruecklauf.shown.number_formats import shown_content
from ruecklauf.shown.symbol_fonts import shown_in


def in_font(raw: Raw, font: str) -> Raw:
    """A cell whose font has signs for letters: a text or truth value is those signs, a number shows them."""
    if raw.kind is CellKind.BLANK:
        return raw
    if raw.kind is CellKind.TEXT:
        return replace(raw, text=shown_in(font, raw.text))
    signs = shown_in(font, shown_content(raw))
    if raw.kind is CellKind.BOOL:
        return replace(raw, kind=CellKind.TEXT, text=signs)
    return replace(raw, shown=signs)
