"""What OpenDocument styles say that leaves nothing to be seen of text: hidden, too small, off the page."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from ruecklauf.office.opendocument.lengths import per_cent, points
from ruecklauf.office.opendocument.names import FORMAT, LIBREOFFICE, STYLE, TEXT

_SEEN = 2.5
"""Points: smaller letters are dots, and lower lines show nothing of theirs."""
_SEEN_SHARE = 10
"""Per cent of their size, width or opacity, below which letters are none."""
_CROWDED = -5
"""Points by which letters stand in one another."""
_BEYOND = 500
"""Points by which a paragraph is moved off the page."""

Unseen = dict[str, bool]
"""By property, whether it leaves nothing to be seen of text; the nearest that says one counts."""


def is_low(height: str) -> bool:
    """Whether a row of exactly this height shows nothing."""
    found = points(height)
    return found is not None and found < _SEEN


def _is_small(text: str) -> bool:
    share, size = per_cent(text), points(text)
    return (share is not None and share < _SEEN_SHARE) or (size is not None and size < _SEEN)


def _is_faint(text: str) -> bool:
    share = per_cent(text)
    return share is not None and share < _SEEN_SHARE


def _is_small_beside(position: str) -> bool:
    """Of letters raised or lowered: the second value is their size."""
    return any(map(_is_faint, position.split()[1:]))


def _is_crowded(text: str) -> bool:
    return (points(text) or 0) <= _CROWDED


def _is_beyond(text: str) -> bool:
    return abs(points(text) or 0) >= _BEYOND


_OPACITY = f"{LIBREOFFICE} opacity"
DISPLAY = f"{TEXT} display"
"""Whether it is shown at all."""
_READ: Mapping[str, Callable[[str], bool]] = {
    DISPLAY: lambda text: text == "none",
    f"{FORMAT} font-size": _is_small,
    f"{STYLE} text-scale": _is_faint,
    f"{STYLE} text-position": _is_small_beside,
    f"{STYLE} text-combine": lambda text: text in ("letters", "lines"),
    _OPACITY: _is_faint,
    f"{FORMAT} letter-spacing": _is_crowded,
    f"{FORMAT} line-height": _is_small,
    f"{FORMAT} margin-left": _is_beyond,
    f"{FORMAT} margin-right": _is_beyond,
    f"{FORMAT} text-indent": _is_beyond,
}


def unseen_by(attributes: Mapping[str, str]) -> Unseen:
    """What the properties of text or of a paragraph say."""
    found = {name: read(attributes[name]) for name, read in _READ.items() if name in attributes}
    if attributes.get(f"{STYLE} use-window-font-color") == "true" or f"{FORMAT} color" not in attributes:
        # LibreOffice writes 0 % beside a colour that nobody chose.
        found.pop(_OPACITY, None)
    return found
