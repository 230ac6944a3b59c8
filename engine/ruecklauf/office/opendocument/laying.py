"""How OpenDocument styles lay contents into cells: moved in, shrunk, upside down."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import isfinite

from ruecklauf.office.opendocument.lengths import digits_wide
from ruecklauf.office.opendocument.names import FORMAT, STYLE
from ruecklauf.office.room import Laid

_INDENT, _ALIGNED = f"{FORMAT} margin-left", f"{FORMAT} text-align"
_SHRINKS, _WRAPS = f"{STYLE} shrink-to-fit", f"{FORMAT} wrap-option"
_ANGLE = f"{STYLE} rotation-angle"
_DIRECTION = f"{STYLE} writing-mode"
_READ = (_INDENT, _ALIGNED, _SHRINKS, _WRAPS, _ANGLE, _DIRECTION)
_UPSIDE_DOWN = (120.0, 240.0)
"""Degrees between which nobody tilts the head to read."""

Laying = Mapping[str, str]
"""What a style says itself, by property."""


def laying_said(attributes: Mapping[str, str]) -> dict[str, str]:
    """What properties of cells, or of their paragraphs, say of it."""
    return {key: attributes[key] for key in _READ if key in attributes}


def laid_by(line: Sequence[Laying]) -> Laid:
    """What a style and its ancestors, the nearest first, make of a content together."""
    said: dict[str, str] = {}
    for each in line:
        said = {**each, **said}
    indent = 0.0 if said.get(_ALIGNED) in ("center", "justify") else digits_wide(said.get(_INDENT, ""))
    shrinks = said.get(_SHRINKS) == "true" and said.get(_WRAPS) != "wrap"
    from_right = said.get(_DIRECTION, "").startswith("rl")
    return Laid(abs(indent), shrinks, _is_upside_down(said.get(_ANGLE, "")), from_right)


def _is_upside_down(angle: str) -> bool:
    try:
        degrees = float(angle.removesuffix("deg") or "0")
    except ValueError:
        return False
    return isfinite(degrees) and _UPSIDE_DOWN[0] < degrees % 360 < _UPSIDE_DOWN[1]
