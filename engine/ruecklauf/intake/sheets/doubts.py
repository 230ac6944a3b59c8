"""Cells of which it is not known what people saw, since conditional formats of others lie over them."""

from __future__ import annotations

import re
from collections.abc import Collection

from ruecklauf.layout.model import Position
from ruecklauf.layout.sheets.checks import GRID_NAME
from ruecklauf.office.workbook import Doubt, Sheet

_ASKS_CHECKS = re.compile(re.escape(GRID_NAME).replace(r"\.", "[._]") + r"|#NAME\?|#REF!", re.IGNORECASE)


def in_doubt(sheet: Sheet, answers: Collection[Position]) -> list[Position]:
    """The answers that may be seen otherwise, in their order."""
    return sorted(place for place in sheet.in_doubt if place in answers and is_in_doubt(sheet, place))


def is_in_doubt(sheet: Sheet, place: Position) -> bool:
    """Whether a cell may be seen otherwise by a format that is not the form's own."""
    return not all(map(_is_own, sheet.in_doubt.get(place, ())))


def _is_own(doubt: Doubt) -> bool:
    """The form's own ask its hidden checks, and put a sign before what is seen.

    Programs write other number formats for that (ExcelJS `[object Object]`), and cut the ranges anew; the
    name of the checks stays, with other signs in it where .xls has been between, or is an error where sheets
    were copied without what they ask. What is wrong by them is asked about anyway.
    """
    return doubt.by_format and any(map(_ASKS_CHECKS.search, doubt.formulas))
