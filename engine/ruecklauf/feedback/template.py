"""The letter's template: made from the program's texts, to be edited in Word."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

import docx
from docx.document import Document
from docx.oxml import OxmlElement
from docx.shared import Mm
from docx.table import Table, _Row

from ruecklauf.feedback.wording import wording
from ruecklauf.forms.documents.general_template import give_page
from ruecklauf.forms.package import deflate, read_parts, write_parts
from ruecklauf.report.wording import Wording
from ruecklauf.texts import load_texts

_MARGIN = Mm(20)
_WIDTHS = (56, 32, 24, 20, 24, 14)
"""Of the columns, in millimetres."""
_CELLS = ("label", "value", "change", "middle", "half", "number")


def letter_template(language: str) -> bytes:
    """A .docx whose wording stands in its paragraphs; always the same bytes."""
    document, say = docx.Document(), wording(language)
    give_page(document, load_texts(language)("formats.locale"), _MARGIN)
    _head(document, say)
    _table(document, say)
    _foot(document, say)
    saved = io.BytesIO()
    document.save(saved)
    return write_parts({name: deflate(content) for name, content in read_parts(saved.getvalue()).items()})


def _head(document: Document, say: Wording) -> None:
    document.add_paragraph(say("letter.title"), style="Title")
    document.add_paragraph("{{ alliance.name }} · {{ round.wave }}", style="Subtitle")
    for key in ("letter.greeting", "letter.thanks", "letter.how"):
        document.add_paragraph(say(key))


def _table(document: Document, say: Wording) -> None:
    document.add_paragraph(say("letter.table"), style="Heading 1")
    heads = say.heads("letter.heads")
    table: Table = document.add_table(1, len(heads), style="ruecklauf Table")
    table.autofit = False
    for column, width in zip(table.columns, _WIDTHS, strict=True):
        column.width = Mm(width)
    _fill(table.rows[0], heads, "ruecklauf Head")
    _mark(table.rows[0], "w:cantSplit", "w:tblHeader")
    _fill(table.add_row(), ["{%tr for row in rows %}"], "ruecklauf Cell")  # type: ignore[no-untyped-call]
    row = table.add_row()  # type: ignore[no-untyped-call]
    _fill(row, [f"{{{{ row.{cell} }}}}" for cell in _CELLS], "ruecklauf Text")
    row.cells[0].add_paragraph("{{ row.unit }}", style="ruecklauf Hint")
    _mark(row, "w:cantSplit")
    _fill(table.add_row(), ["{%tr endfor %}"], "ruecklauf Cell")  # type: ignore[no-untyped-call]


def _foot(document: Document, say: Wording) -> None:
    document.add_paragraph("{%p if remarks %}")
    document.add_paragraph(say("letter.remarks"), style="Heading 1")
    document.add_paragraph("{%p for remark in remarks %}")
    document.add_paragraph("{{ remark }}", style="List Bullet")
    document.add_paragraph("{%p endfor %}")
    document.add_paragraph("{%p endif %}")
    document.add_paragraph(say("letter.reading"), style="Heading 1")
    for line in say.heads("letter.rules"):
        document.add_paragraph(line, style="List Bullet")
    for key in ("letter.contact", "letter.goodbye"):
        # the sender never stands alone on a page
        document.add_paragraph(say(key)).paragraph_format.keep_with_next = True
    document.add_paragraph("{{ round.sender }}")


def _fill(row: _Row, texts: Sequence[str], style: str) -> None:
    for cell, width in zip(row.cells, _WIDTHS, strict=True):
        cell.width = Mm(width)
    for cell, text in zip(row.cells, texts, strict=False):
        cell.paragraphs[0].style = style
        cell.paragraphs[0].add_run(text)


def _mark(row: _Row, *names: str) -> None:
    properties: Any = row._tr.get_or_add_trPr()
    for name in names:
        properties.append(OxmlElement(name))
