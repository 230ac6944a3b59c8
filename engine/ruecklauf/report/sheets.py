"""What sheets need that people read, whichever program shows them."""

from __future__ import annotations

import textwrap

LINE = 15
"""Points that a line of a sheet takes."""


def lines_of(text: str, width: float) -> int:
    """How many lines a text takes in a column so many characters wide: LibreOffice makes no room by itself
    where a file says nothing."""
    return max(1, len(textwrap.wrap(text, max(1, int(width)))))
