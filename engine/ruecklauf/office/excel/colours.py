"""The colours of letters and cells, and letters too small to be seen, as the XML of Excel names them."""

from __future__ import annotations

from math import isfinite

_AUTOMATIC = ("indexed 64", "indexed 65")
"""What the system has for letters and for their ground."""
_NAMED_COLOURS = {
    **dict.fromkeys(("theme 0", "indexed 1", "indexed 9"), "FFFFFF"),
    **dict.fromkeys(("theme 1", "indexed 0", "indexed 8"), "000000"),
}
_SEEN = 2.5
"""Points: smaller letters are dots."""
_USUAL = 10


def colour_of(attributes: dict[str, str]) -> str:
    """A colour as `is_lost` takes it; empty if it is the program's own."""
    if rgb := attributes.get("rgb", ""):
        return rgb[-6:]
    name = next((f"{key} {attributes[key]}" for key in ("theme", "indexed") if key in attributes), "")
    if name in _AUTOMATIC:
        return ""
    tint = attributes.get("tint", "0")
    if not tint.strip("0."):
        return _NAMED_COLOURS.get(name, name)
    return _tinted(_NAMED_COLOURS[name], tint) if name in _NAMED_COLOURS else f"{name} {tint}"


def _tinted(rgb: str, tint: str) -> str:
    """White or black made darker (below 0) or lighter by a share (ECMA-376 part 1, 18.8.19)."""
    share = max(-1.0, min(1.0, _number(tint)))
    light = 1.0 if rgb == "FFFFFF" else 0.0
    light = light * (1 + share) if share < 0 else light + (1 - light) * share
    return f"{round(light * 255):02X}" * 3


def is_tiny(attributes: dict[str, str]) -> bool:
    """Whether `sz` makes letters too small to be seen."""
    return 0 < _points(attributes) < _SEEN


def is_small(attributes: dict[str, str]) -> bool:
    """Whether `sz` makes letters smaller than usual."""
    return 0 < _points(attributes) < _USUAL


def _points(attributes: dict[str, str]) -> float:
    return _number(attributes.get("val", ""))


def whole(text: str, *, most: int) -> int:
    """A whole number from 0 up; 0 for what is none."""
    return max(0, min(most, int(_number(text))))


def _number(text: str) -> float:
    """0 for what is none."""
    try:
        found = float(text)
    except ValueError:
        return 0
    return found if isfinite(found) else 0
