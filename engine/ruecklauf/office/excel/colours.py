"""The colours of letters and cells, and letters too small to be seen, as the XML of Excel names them."""

from __future__ import annotations

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
    return f"{name} {tint}" if tint.strip("0.") else _NAMED_COLOURS.get(name, name)


def is_tiny(attributes: dict[str, str]) -> bool:
    """Whether `sz` makes letters too small to be seen."""
    return 0 < _points(attributes) < _SEEN


def is_small(attributes: dict[str, str]) -> bool:
    """Whether `sz` makes letters smaller than usual."""
    return 0 < _points(attributes) < _USUAL


def _points(attributes: dict[str, str]) -> float:
    try:
        return float(attributes.get("val", ""))
    except ValueError:
        return 0
