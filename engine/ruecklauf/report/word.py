"""A Word document to write on: page, language, styles, tables; the same bytes for the same contents."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from docx import Document
from docx.document import Document as Docx
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Emu, Pt, RGBColor

from ruecklauf.forms.package import deflate, read_parts, write_parts

WIDTH = Cm(16)
"""Of what stands on a page."""
_LETTER, _BESIDE = Cm(0.19), Cm(0.45)
"""What a letter takes of a cell (Arial, 9 pt, bold), and what is left free beside the text."""
_EPOCH = datetime(2000, 1, 1)
_LANGUAGES = {"de": "de-DE", "en": "en-GB"}


def begun(title: str, subject: str, language: str) -> Docx:
    """An empty document: A4, the language of its texts, and what its properties say."""
    document = Document()
    page = document.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.left_margin = page.right_margin = Cm(2.5)
    about = document.core_properties
    about.title, about.subject = title, subject
    about.language = _LANGUAGES[language]
    about.author, about.comments, about.last_modified_by = "ruecklauf", "", ""
    about.created = about.modified = _EPOCH
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = "Arial", Pt(10.5)
    marked = OxmlElement("w:lang")
    marked.set(qn("w:val"), _LANGUAGES[language])
    normal.element.get_or_add_rPr().append(marked)
    for default in document.styles.element.iter(qn("w:lang")):
        default.set(qn("w:val"), _LANGUAGES[language])
    document.styles["Caption"].font.color.rgb = RGBColor(0x1B, 0x2A, 0x41)
    return document


def write_table(document: Docx, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """A table with as many texts in each row as heads; the head is repeated, no row is broken over pages."""
    table = document.add_table(rows=1 + len(rows), cols=len(heads), style="Table Grid")
    table.autofit = False
    widths = _widths(heads, rows)
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width  # LibreOffice heeds that of columns, Word that of cells
    for place, (row, texts) in enumerate(zip(table.rows, (heads, *rows), strict=True)):
        for number, (cell, text) in enumerate(zip(row.cells, texts, strict=True)):
            cell.width = widths[number]
            _write_cell(cell, text, bold=not place or not number)
        properties: Any = row._tr.get_or_add_trPr()
        properties.append(OxmlElement("w:cantSplit"))
        if not place:
            properties.append(OxmlElement("w:tblHeader"))


def _widths(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> list[Emu]:
    """Of the columns: room for the longest word of each if there is any, the rest by their longest texts."""
    columns = list(zip(heads, *rows, strict=True))
    least = [
        _BESIDE + _LETTER * max(len(word) for text in texts for word in text.split() or "-")
        for texts in columns
    ]
    longest = [min(40, max(map(len, texts))) for texts in columns]
    left = WIDTH - sum(least)
    if left < 0:
        return [Emu(int(WIDTH * each / sum(least))) for each in least]
    return [Emu(int(own + left * each / sum(longest))) for own, each in zip(least, longest, strict=True)]


def _write_cell(cell: Any, text: str, *, bold: bool) -> None:
    run = cell.paragraphs[0].add_run(text)
    run.bold, run.font.size = bold, Pt(9)
    cell.paragraphs[0].paragraph_format.space_before = cell.paragraphs[0].paragraph_format.space_after = Pt(
        1.5
    )


def saved(document: Docx) -> bytes:
    """Without the moment of saving, which python-docx puts into the package."""
    target = io.BytesIO()
    document.save(target)
    return write_parts({name: deflate(content) for name, content in read_parts(target.getvalue()).items()})
