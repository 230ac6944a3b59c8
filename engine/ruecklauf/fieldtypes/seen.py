"""What a person saw in a cell, and whether that is what the cell holds.

A number format shows 1 as 100 %, 21 as ca. 21, and the first of March as Mrz 2026. What was meant is what was
seen: a field type reads that as if it had been typed, and takes what is stored only where both say the same.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache

from ruecklauf.cells import BLANK, CellKind, Raw, text_cell
from ruecklauf.fieldtypes.folding import clean
from ruecklauf.fieldtypes.numerals import german_number
from ruecklauf.shown.number_formats import PLAIN, shown_content

YEAR_OF_TIMES = 1904
"""Times without a date fall on days before this year, or on its first."""
_HASHES = "#"


def as_seen(raw: Raw) -> Raw:
    """The cell as if what it shows had been typed; itself where it shows no more and no less than it holds.

    Blank if its format hides what it holds, or cannot show it. A truth value is itself: it may be a box.
    """
    if (raw.kind is CellKind.BOOL and raw.shown is None) or _is_plain_text(raw):
        return raw
    shown = shown_content(raw)
    if raw.kind is CellKind.TEXT and shown == raw.text:
        return raw
    if raw.kind is CellKind.NUMBER and shown == stored_text(raw):
        return raw
    return text_cell(shown) if clean(shown).strip(_HASHES) else BLANK


def plain_text(raw: Raw) -> str:
    """A cell's content as a person would read it in a German form; what is stored where nothing is shown."""
    if raw.kind is CellKind.TEXT:
        return clean(raw.text)
    shown = clean(shown_content(raw))
    return shown if shown.strip(_HASHES) else stored_text(raw)


def seen_text(raw: Raw) -> str:
    """What a finding quotes of a cell: what it shows, or what it holds where its format hides that."""
    if raw is BLANK or _is_plain_text(raw):
        return raw.text
    if raw.kind is CellKind.TEXT:
        return raw.text if shown_content(raw) == raw.text else plain_text(as_seen(raw)) or raw.text
    if raw.kind is CellKind.BLANK and raw.formula is not None:
        return f"={raw.formula}"
    return plain_text(raw)


def _is_plain_text(raw: Raw) -> bool:
    """Whether it is a text of which no format says how it is shown, as nearly all are."""
    return raw.kind is CellKind.TEXT and raw.shown is None and raw.number_format in PLAIN


def stored_text(raw: Raw) -> str:
    """What a cell holds, however it is shown, as Germans write it."""
    if raw.kind is CellKind.DATE and raw.moment is not None:
        return raw.moment.strftime("%d.%m.%Y")
    if raw.kind is CellKind.NUMBER:
        return _as_german(raw.text)
    return clean(raw.text)


@lru_cache(maxsize=20_000)
def _as_german(literal: str) -> str:
    return german_number(exact_decimal(literal))


def exact_decimal(literal: str) -> Decimal:
    """The decimal that the shortest text of the stored double stands for: 0.10000000000000001 → 0.1."""
    if re.fullmatch(r"[+-]?[0-9]{1,15}", literal):
        return Decimal(literal)
    shortest = Decimal(repr(float(literal)))
    whole = shortest.to_integral_value()
    return whole if shortest == whole and abs(whole) < Decimal("1e16") else shortest
