"""What one style of a Word document says itself, and what elements of a style's or run's properties mean."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from ruecklauf.office.word.names import value
from ruecklauf.office.word.sizes import Sizes

BODY_LEVEL = 9
"""Of outlines, from 0: that of text."""
_SEEN = 3
"""Half points by which text is raised or lowered so that people see it."""

TOGGLES = ("strike", "dstrike", "vanish")
MARKS = ("b", "u", "bdr", "em")
"""What sets a run off; an element without a value switches it on."""


@dataclass(slots=True)
class Style:
    """None, and no entry, stand for what it does not say."""

    name: str = ""
    based_on: str = ""
    outline: int | None = None
    list_id: str | None = None
    list_level: int | None = None
    font: str = ""
    toggles: dict[str, bool] = field(default_factory=dict)
    colour: str | None = None
    """Of its letters, as `colour_of`."""
    ground: str | None = None
    """As `ground_of`."""
    shift: int | None = None
    """As `shift_of`."""
    marks: dict[str, bool] = field(default_factory=dict)
    """Which of `MARKS` it switches on or off, and whether it puts a colour behind letters."""
    sizes: Sizes = field(default_factory=dict)
    parts: dict[str, Style] = field(default_factory=dict)
    """What a table's style says of parts of it: `firstRow` …"""


def shift_of(alignment: str) -> int:
    """Whether `w:vertAlign` raises (1) or lowers (-1) text."""
    return {"superscript": 1, "subscript": -1}.get(alignment, 0)


def shift_by(position: str) -> int:
    """The same of `w:position`, in half points; what nobody sees is none."""
    height = int(position) if re.fullmatch(r"[+-]?[0-9]{1,5}", position.strip()) else 0
    return 0 if abs(height) < _SEEN else 1 if height > 0 else -1


def is_emphasis(attributes: dict[str, str]) -> bool:
    """Whether one of `MARKS` is switched on."""
    return value(attributes).strip().lower() not in ("none", "nil", "0", "false", "off")
