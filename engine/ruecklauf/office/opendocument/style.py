"""What one OpenDocument style says itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from ruecklauf.office.opendocument.names import FORMAT, STYLE
from ruecklauf.office.opendocument.unseen import Unseen

_MARKS = {
    f"{FORMAT} font-weight": "normal",
    f"{STYLE} text-underline-style": "none",
    f"{FORMAT} background-color": "transparent",
    f"{FORMAT} border": "none",
    f"{STYLE} text-emphasize": "none",
}
"""What sets text off, and the value that says that nothing does."""


def marks_said(attributes: Mapping[str, str]) -> dict[str, bool]:
    """Which of the marks that set text off properties name, and whether something is there."""
    return {key: attributes[key] != none for key, none in _MARKS.items() if key in attributes}


@dataclass(slots=True)
class Style:
    """None, and no entry, stand for what it does not say."""

    parent: str | None = None
    data_style: str | None = None
    struck: bool | None = None
    hidden: bool = False
    low: bool = False
    """Of a row: nothing is seen of what stands in it."""
    unseen: Unseen = field(default_factory=dict)
    laying: dict[str, str] = field(default_factory=dict)
    """How a content lies in its cell, see `laying_said`."""
    repeats: bool | None = None
    """What stands in a cell is repeated until it is full."""
    conceals: bool | None = None
    """Nothing is seen of a cell as long as its sheet is protected."""
    letters: str | None = None
    """Their colour as six hexadecimal digits; empty if it is the program's own."""
    ground: str | None = None
    """The colour behind them, likewise."""
    shift: int | None = None
    """Raised (1), lowered (-1) or neither (0)."""
    font: str | None = None
    marks: dict[str, bool] = field(default_factory=dict)
    """See `marks_said`."""
    tracked: bool = False
    master_page: str | None = None
    width: float | None = None
    """Of a column, in digits side by side."""
    maps: list[tuple[str, str, str]] = field(default_factory=list)
    """Conditions, the names of the styles that cells have then, and for which cell a condition is written."""
