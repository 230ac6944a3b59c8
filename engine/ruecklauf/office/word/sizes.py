"""What makes text of a Word document too small, too narrow or too far away to be seen."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from ruecklauf.office.ooxml.names import is_true
from ruecklauf.office.word.names import attribute, number, value

_SEEN = 5
"""Half points: smaller letters are dots."""
_SEEN_LINE = 50
"""Twentieths of a point: lines and rows of exactly this height show nothing of their letters."""
_SEEN_WIDTH = 10
"""Per cent of their width, below which letters are strokes."""
_CROWDED = -100
"""Twentieths of a point by which letters stand in one another."""
_BEYOND = 10_000
"""Twentieths of a point by which a paragraph is moved off the page."""
MOST_TWIPS = 1_000_000
_SEEN_LETTER = 15
"""Twentieths of a point: narrower letters are strokes."""
_is_whole = re.compile(r"[+-]?[0-9]{1,9}").fullmatch

Sizes = dict[str, bool]
"""By property, whether it leaves nothing to be seen of text; the nearest that says one counts."""


def is_pressed(letters: int, width: int) -> bool:
    """Whether so many letters in such a width, in twentieths of a point, are not seen any more."""
    return width < _SEEN_LETTER * letters


def _is_dots(attributes: dict[str, str]) -> bool:
    return 0 < number(value(attributes), most=_SEEN) < _SEEN


def _is_narrow(attributes: dict[str, str]) -> bool:
    return 0 < number(value(attributes).removesuffix("%"), most=_SEEN_WIDTH) < _SEEN_WIDTH


def _is_crowded(attributes: dict[str, str]) -> bool:
    return _whole(value(attributes)) <= _CROWDED


def _is_combined(attributes: dict[str, str]) -> bool:
    """Letters above each other in one line are seen, but in which order is not said."""
    return is_true(attribute(attributes, "combine"))


def is_flat(height: str, rule: str) -> bool:
    """Whether a row or line of this height, if it is exact, shows nothing."""
    return rule.strip() == "exact" and 0 < number(height, most=_SEEN_LINE) < _SEEN_LINE


def _is_flat_line(attributes: dict[str, str]) -> bool:
    return is_flat(attribute(attributes, "line"), attribute(attributes, "lineRule"))


def _is_beyond(attributes: dict[str, str]) -> bool:
    sides = ("left", "start", "right", "end", "firstLine", "hanging")
    return any(abs(_whole(attribute(attributes, side))) >= _BEYOND for side in sides)


def _is_lost_frame(attributes: dict[str, str]) -> bool:
    width = number(attribute(attributes, "w"), most=_SEEN_LINE)
    away = any(_whole(attribute(attributes, side)) <= -_BEYOND for side in ("x", "y"))
    flat = is_flat(attribute(attributes, "h"), attribute(attributes, "hRule"))
    return away or flat or 0 < width < _SEEN_LINE


def _whole(text: str) -> int:
    return int(text) if _is_whole(text) else 0


OF_RUNS: Mapping[str, Callable[[dict[str, str]], bool]] = {
    "sz": _is_dots,
    "w": _is_narrow,
    "spacing": _is_crowded,
    "eastAsianLayout": _is_combined,
}
"""Elements of a run's properties, which styles have, too."""
OF_PARAGRAPHS: Mapping[str, Callable[[dict[str, str]], bool]] = {
    "spacing": _is_flat_line,
    "ind": _is_beyond,
    "framePr": _is_lost_frame,
}
"""Elements of a paragraph's."""


def sizes_said(name: str, attributes: dict[str, str], *, of_paragraph: bool) -> Sizes:
    """What an element says of them: that of spacing differs between runs and paragraphs."""
    read = (OF_PARAGRAPHS if of_paragraph else OF_RUNS).get(name)
    return {} if read is None else {f"{name} of paragraphs" if of_paragraph else name: read(attributes)}
