"""Which form a workbook was made from when it no longer says so: by the sheets that it still has."""

from __future__ import annotations

from collections.abc import Iterable

from ruecklauf.definition.models import Worksheet
from ruecklauf.intake.anchors import Reading, find_sheets
from ruecklauf.intake.workbook import Workbook
from ruecklauf.layout.build import build_layout


def made_from(
    workbook: Workbook, makes: Iterable[tuple[Worksheet, ...]], *, language: str = "de"
) -> tuple[Worksheet, ...]:
    """The worksheets of the form that most of the workbook's sheets belong to; none if no sheet does.

    Of forms that fit alike the first one wins.
    """
    reading = Reading(workbook)
    best: tuple[Worksheet, ...] = ()
    most = 0
    for worksheets in makes:
        layout = build_layout(worksheets, language=language)
        count = len(find_sheets(reading, layout.blocks))
        if count > most:
            best, most = worksheets, count
    return best
