"""Which form a file was made from when it no longer says so: by the sheets, or rows, that it still has."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from ruecklauf.definition.models import Worksheet
from ruecklauf.intake.codes import split_code
from ruecklauf.intake.pages.shapes import shapes_of
from ruecklauf.intake.sheets.workbook_index import WorkbookIndex, find_sheets
from ruecklauf.layout.build import build_layout
from ruecklauf.layout.model import Layout
from ruecklauf.office.document import TextDocument
from ruecklauf.office.workbook import Workbook


def made_from(
    content: Workbook | TextDocument, makes: Iterable[tuple[Worksheet, ...]], *, language: str = "de"
) -> tuple[Worksheet, ...]:
    """The worksheets of the form that most of the content belongs to; none if nothing does.

    Of a workbook the sheets are counted, of a text document the rows. Of forms that fit alike the first one
    wins.
    """
    number = _rows_in(content) if isinstance(content, TextDocument) else _sheets_in(content)
    best: tuple[Worksheet, ...] = ()
    most = 0
    for worksheets in makes:
        count = number(build_layout(worksheets, language=language))
        if count > most:
            best, most = worksheets, count
    return best


def _sheets_in(workbook: Workbook) -> Callable[[Layout], int]:
    index = WorkbookIndex(workbook)
    return lambda layout: len(find_sheets(index, layout.blocks))


def _rows_in(document: TextDocument) -> Callable[[Layout], int]:
    texts = {paragraph.text for paragraph in document.body_paragraphs()}

    def number(layout: Layout) -> int:
        known = shapes_of(layout).by_code
        codes = (split_code(text, known)[0] for text in texts)
        return len({code for code in codes if code in known})

    return number
