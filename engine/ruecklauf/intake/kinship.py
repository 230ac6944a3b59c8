"""Which form a file was made from when it no longer says so: by the sheets, or rows, that it still has."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import product

from ruecklauf.definition.languages import speaks
from ruecklauf.definition.models import Worksheet
from ruecklauf.intake.codes import split_code
from ruecklauf.intake.pages.shapes import shapes_of
from ruecklauf.intake.sheets.workbook_index import WorkbookIndex, find_sheets
from ruecklauf.layout.build import build_layout
from ruecklauf.layout.model import Layout
from ruecklauf.office.document import TextDocument
from ruecklauf.office.workbook import Workbook
from ruecklauf.texts import load_texts


def made_from(
    content: Workbook | TextDocument, makes: Iterable[tuple[Worksheet, ...]], languages: Iterable[str]
) -> tuple[tuple[Worksheet, ...], str]:
    """Worksheets and language of the form that most of the content belongs to; nothing if nothing does.

    Of a workbook the sheets are counted, of a text document the rows; between languages their names and heads
    decide. Of forms that fit alike the first one wins.
    """
    number = _rows_in(content) if isinstance(content, TextDocument) else _sheets_in(content)
    best: tuple[tuple[Worksheet, ...], str] = ((), "")
    most = (0, 0)
    for worksheets, language in product(makes, tuple(languages)):
        if all(speaks(worksheet, language) for worksheet in worksheets):
            count = number(build_layout(worksheets, language=language))
            if count[0] and count > most:
                best, most = (worksheets, language), count
    return best


def _sheets_in(workbook: Workbook) -> Callable[[Layout], tuple[int, int]]:
    index = WorkbookIndex(workbook)
    there = {sheet.name for sheet in workbook.sheets}

    def number(layout: Layout) -> tuple[int, int]:
        names = {sheet.name for sheet in layout.sheets}
        return len(find_sheets(index, layout.blocks)), len(names & there)

    return number


def _rows_in(document: TextDocument) -> Callable[[Layout], tuple[int, int]]:
    texts = {paragraph.text for paragraph in document.body_paragraphs()}

    def number(layout: Layout) -> tuple[int, int]:
        heads = load_texts(layout.language).list("document.heads")
        known = shapes_of(layout).by_code
        codes = (split_code(text, known)[0] for text in texts)
        return len({code for code in codes if code in known}), len(texts & {*heads})

    return number
