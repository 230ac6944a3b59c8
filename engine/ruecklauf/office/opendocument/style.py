"""What one OpenDocument style says itself."""

from __future__ import annotations

from dataclasses import dataclass, field

from ruecklauf.office.opendocument.unseen import Unseen


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
    """Which of the marks that set text off it says, and whether something is there."""
    tracked: bool = False
    master_page: str | None = None
    width: float | None = None
    """Of a column, in digits side by side."""
    maps: list[tuple[str, str, str]] = field(default_factory=list)
    """Conditions, the names of the styles that cells have then, and for which cell a condition is written."""
