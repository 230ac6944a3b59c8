"""The report as a Word document for those who write on: styles, captions that Word numbers, lists."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count
from typing import Any

from docx import Document
from docx.document import Document as Docx
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_BREAK
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Emu, Pt, RGBColor
from docx.text.paragraph import Paragraph

from ruecklauf.forms.package import deflate, read_parts, write_parts
from ruecklauf.report.charts import SCALE, as_png
from ruecklauf.report.contents import Contents, Shown

_EPOCH = datetime(2000, 1, 1)
_WIDTH, _HEIGHT = Cm(16), Cm(19)
"""What a picture may take of a page."""
_DOTS = 96 * SCALE
"""Dots of a picture for an inch."""
_ENTRY = "table of figures"
_LANGUAGES = {"de": "de-DE", "en": "en-GB"}


@dataclass(frozen=True)
class _Numbers:
    """What captions count."""

    figures: Iterator[int] = field(default_factory=lambda: count(1))
    tables: Iterator[int] = field(default_factory=lambda: count(1))


def render_document(contents: Contents) -> bytes:
    """The document; the same bytes for the same returns."""
    document = Document()
    _prepare(document, contents)
    document.add_paragraph(contents.title, style="Title")
    document.add_paragraph(contents.subtitle, style="Subtitle")
    _write_lists(document, contents)
    say, numbers = contents.say, _Numbers()
    document.add_paragraph(say("small"))
    for part in contents.parts:
        document.add_paragraph(part.title, style="Heading 1")
        for figure in part.figures:
            _write_figure(document, contents, figure, numbers)
        if not part.figures:
            document.add_paragraph(say("nothing"))
    document.add_paragraph(say("sections.methods"), style="Heading 1")
    for item in contents.methods:
        document.add_paragraph(item, style="List Bullet")
    return _saved(document)


def _prepare(document: Docx, contents: Contents) -> None:
    """Page, language, title, and the styles that Word's own template lacks."""
    page = document.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.left_margin = page.right_margin = Cm(2.5)
    about = document.core_properties
    about.title, about.subject = contents.title, contents.subtitle
    about.language = _LANGUAGES[contents.say.language]
    about.author, about.comments, about.last_modified_by = "ruecklauf", "", ""
    about.created = about.modified = _EPOCH
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = "Arial", Pt(10.5)
    marked = OxmlElement("w:lang")
    marked.set(qn("w:val"), _LANGUAGES[contents.say.language])
    normal.element.get_or_add_rPr().append(marked)
    for default in document.styles.element.iter(qn("w:lang")):
        default.set(qn("w:val"), _LANGUAGES[contents.say.language])
    document.styles["Caption"].font.color.rgb = RGBColor(0x1B, 0x2A, 0x41)
    entry = document.styles.add_style(_ENTRY, WD_STYLE_TYPE.PARAGRAPH)
    entry.base_style = normal
    entry.paragraph_format.space_after = Pt(2)


def _figures(contents: Contents) -> Iterator[Shown]:
    return (figure for part in contents.parts for figure in part.figures if not figure.withheld)


def _write_lists(document: Docx, contents: Contents) -> None:
    """Contents, figures and tables: fields that Word fills in anew, with what they hold now."""
    say = contents.say
    headings = [part.title for part in contents.parts] + [say("sections.methods")]
    _write_list(document, say("document.contents"), 'TOC \\o "1-2" \\h \\z', headings)
    for kind, chosen in (("figure", True), ("table", False)):
        named = say(f"document.{kind}")
        titles = [figure.title for figure in _figures(contents) if figure.chart or not chosen]
        entries = [f"{named} {number}: {title}" for number, title in enumerate(titles, start=1)]
        _write_list(document, say(f"document.{kind}s"), f'TOC \\h \\z \\c "{named}"', entries)
    document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)


def _write_list(document: Docx, title: str, instruction: str, entries: list[str]) -> None:
    document.add_paragraph(title, style="TOC Heading" if "TOC Heading" in document.styles else "Heading 1")
    paragraphs = [document.add_paragraph(entry, style=_ENTRY) for entry in entries]
    if paragraphs:
        _begin_field(paragraphs[0], instruction, first=True)
        paragraphs[-1].add_run()._r.append(_mark("end"))


def _write_figure(document: Docx, contents: Contents, figure: Shown, numbers: _Numbers) -> None:
    say = contents.say
    document.add_paragraph(figure.title, style="Heading 2")
    document.add_paragraph(figure.text).paragraph_format.keep_with_next = True
    if figure.withheld:
        document.add_paragraph(say("few"))
        return
    if figure.chart:
        picture = as_png(figure.chart.spec, language=say.language)
        holder = document.add_paragraph()
        holder.paragraph_format.keep_with_next = True
        shape = holder.add_run().add_picture(io.BytesIO(picture))
        _fit(shape)
        said = shape._inline.docPr
        said.set("descr", say("document.picture", title=figure.title))
        said.set("title", figure.title)
        _caption(document, say("document.figure"), next(numbers.figures), figure.title)
    caption = _caption(document, say("document.table"), next(numbers.tables), figure.title)
    caption.paragraph_format.keep_with_next = True
    _write_table(document, figure)
    document.add_paragraph(figure.source).runs[0].italic = True


def _fit(shape: Any) -> None:
    """As large as on screen, but no larger than a page takes."""
    wide, high = shape.width, shape.height
    shrunk = min(1.0, _WIDTH / wide, _HEIGHT / high)
    shape.width, shape.height = int(wide * shrunk), int(high * shrunk)


def _caption(document: Docx, named: str, number: int, title: str) -> Paragraph:
    """A caption that Word numbers (a SEQ field), with the number it has now."""
    paragraph = document.add_paragraph(f"{named} ", style="Caption")
    _begin_field(paragraph, f"SEQ {named} \\* ARABIC")
    paragraph.add_run(str(number))
    paragraph.add_run()._r.append(_mark("end"))
    paragraph.add_run(f": {title}")
    return paragraph


def _begin_field(paragraph: Paragraph, instruction: str, *, first: bool = False) -> None:
    """Field code up to where its result begins; `first`: before the paragraph's text, to be updated."""
    code = OxmlElement("w:instrText")
    code.set(qn("xml:space"), "preserve")
    code.text = f" {instruction} "
    begin = _mark("begin")
    if first:
        begin.set(qn("w:dirty"), "true")
    text: Any = paragraph.runs[0]._r
    for content in (begin, code, _mark("separate")):
        run: Any = paragraph.add_run()._r
        run.append(content)
        if first:
            text.addprevious(run)


def _mark(kind: str) -> Any:
    mark = OxmlElement("w:fldChar")
    mark.set(qn("w:fldCharType"), kind)
    return mark


def _write_table(document: Docx, figure: Shown) -> None:
    table = document.add_table(rows=1 + len(figure.rows), cols=len(figure.heads), style="Table Grid")
    table.autofit = False
    widths = _widths(figure)
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width  # LibreOffice heeds that of columns, Word that of cells
    for place, (row, texts) in enumerate(zip(table.rows, (figure.heads, *figure.rows), strict=True)):
        for number, (cell, text) in enumerate(zip(row.cells, texts, strict=True)):
            cell.width = widths[number]
            _write_cell(cell, text, bold=not place or not number)
        properties: Any = row._tr.get_or_add_trPr()
        properties.append(OxmlElement("w:cantSplit"))
        if not place:
            properties.append(OxmlElement("w:tblHeader"))


def _widths(figure: Shown) -> list[Emu]:
    """Of the columns, by their longest texts."""
    columns = zip(figure.heads, *figure.rows, strict=True)
    longest = [min(40, max(7, *map(len, texts))) for texts in columns]
    return [Emu(int(_WIDTH * each / sum(longest))) for each in longest]


def _write_cell(cell: Any, text: str, *, bold: bool) -> None:
    run = cell.paragraphs[0].add_run(text)
    run.bold, run.font.size = bold, Pt(9)
    cell.paragraphs[0].paragraph_format.space_before = cell.paragraphs[0].paragraph_format.space_after = Pt(
        1.5
    )


def _saved(document: Docx) -> bytes:
    """Without the moment of saving, which python-docx puts into the package."""
    target = io.BytesIO()
    document.save(target)
    return write_parts({name: deflate(content) for name, content in read_parts(target.getvalue()).items()})
