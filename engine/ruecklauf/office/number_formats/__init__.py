"""What a person sees of a number: format codes read, and numbers, dates and texts shown by them.

Codes are those of Office Open XML (ECMA-376 part 1, 18.8.31), which .xls has too and into which the styles of
OpenDocument are translated. `shown` is the way in.
"""

from __future__ import annotations

from ruecklauf.office.number_formats.builtin import BUILTIN_FORMATS
from ruecklauf.office.number_formats.dates import moment_of, shows_date
from ruecklauf.office.number_formats.shown import shown_number, shown_text

__all__ = ["BUILTIN_FORMATS", "moment_of", "shown_number", "shown_text", "shows_date"]
