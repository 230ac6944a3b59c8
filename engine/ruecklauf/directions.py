"""Characters that let text be seen in another order than it is stored in: `12 34` as `34 12`, or as `43 21`.

They are those of the Unicode Bidirectional Algorithm (https://www.unicode.org/reports/tr9/). What is seen is
not worked out here, only whether it may be something else: then people are asked. Letters that are written
from right to left are read so, and need no question.
"""

from __future__ import annotations

import re

_FROM_RIGHT, _ISOLATED, _BACKWARDS, _FORWARDS = "\u202b", "\u2067", "\u202e", "\u202d"
_ENDS = "\u202c\u2069"
_CONTROLS = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
_CONTROL = re.compile(f"[{_CONTROLS}]")
_TELLING = re.compile(f"[\u061c\u200f{_FROM_RIGHT}{_ISOLATED}{_BACKWARDS}{_FORWARDS}]")
_ARABIC_OR_HEBREW = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff]")
_AGAIN = re.compile(f"\u202c(\\s*){_FROM_RIGHT}")
"""What goes on from right to left without anything in between."""
_NUMBER = r"[0-9]+(?:[.,:/][0-9]+)*"
_SAME_FROM_RIGHT = re.compile(rf"(?:{_NUMBER}|[^\W\d_](?:.*[^\W_])?)?", re.DOTALL)
"""Seen alike in a line from the right: one number; what begins with a letter and ends with one or a digit."""
_SAME_BEHIND_MARK = re.compile(rf"\s*(?:{_NUMBER}\s*)?(?:[^\W\d_].*)?", re.DOTALL)


def reorders(text: str) -> bool:
    """Whether such a character lets other text be seen than is stored."""
    if text.isascii() or _TELLING.search(text) is None:
        return False
    return any(map(_is_reordered, text.split("\n")))


def _is_reordered(line: str) -> bool:
    joined = _AGAIN.sub(r"\1", line)
    return any(_changes(found[0], joined[found.end() :]) for found in _TELLING.finditer(joined))


def _changes(control: str, behind: str) -> bool:
    end = re.search(f"[{_ENDS}]", behind)
    within = _CONTROL.sub("", behind[: end.start()] if end else behind).strip()
    from_right = _ARABIC_OR_HEBREW.search(within) is not None
    if control == _BACKWARDS:
        return within != within[::-1]
    if control == _FORWARDS:
        return from_right
    same = _SAME_FROM_RIGHT if control in (_FROM_RIGHT, _ISOLATED) else _SAME_BEHIND_MARK
    return not from_right and same.fullmatch(within) is None


def from_right(text: str) -> str:
    """A text as it is kept that stands in a line, or a piece of one, that goes from right to left."""
    marked = f"{_FROM_RIGHT}{text}\u202c"
    return marked if reorders(marked) else text
