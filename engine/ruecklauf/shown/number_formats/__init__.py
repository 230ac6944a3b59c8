"""What a person sees of a number: format codes read, and numbers, dates and texts shown by them.

Codes are those of Office Open XML (ECMA-376 part 1, 18.8.31), which .xls has too and into which the styles of
OpenDocument are translated. `shown_content` is the way in.
"""

from __future__ import annotations

from ruecklauf.shown.number_formats.builtin import BUILTIN_FORMATS
from ruecklauf.shown.number_formats.content import (
    PLAIN,
    content_colour,
    fills_cells,
    is_general,
    shown_content,
)
from ruecklauf.shown.number_formats.dates import moment_of, shows_date
from ruecklauf.shown.number_formats.general import significant
from ruecklauf.shown.number_formats.shown import shown_number, shown_text

__all__ = [
    "BUILTIN_FORMATS",
    "PLAIN",
    "content_colour",
    "fills_cells",
    "is_general",
    "moment_of",
    "shown_content",
    "shown_number",
    "shown_text",
    "shows_date",
    "significant",
]
