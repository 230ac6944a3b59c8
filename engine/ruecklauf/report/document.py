"""The report as a Word document for those who write on: styles, captions that Word numbers, lists."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from docx.document import Document as Docx
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_BREAK
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from docx.text.paragraph import Paragraph

from ruecklauf.report.charts import SCALE, as_png
from ruecklauf.report.contents import Contents, Shown
from ruecklauf.report.word import WIDTH, begun, saved, write_table

_HEIGHT = Cm(19)
"""What a picture may take of a page, which is WIDTH wide."""
_DOTS = 96 * SCALE
"""Dots of a picture for an inch."""
_ENTRY = "table of figures"


@dataclass(frozen=True)
class _Numbers:
    """What captions count."""

    figures: Iterator[int] = field(default_factory=lambda: count(1))
    tables: Iterator[int] = field(default_factory=lambda: count(1))


def render_document(contents: Contents) -> bytes:
    """The document; the same bytes for the same returns."""
    document = begun(contents.title, contents.subtitle, contents.say.language)
    _add_entry_style(document)
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
    return saved(document)


def _add_entry_style(document: Docx) -> None:
    """That of the lists of figures and tables, which Word's own template lacks."""
    entry = document.styles.add_style(_ENTRY, WD_STYLE_TYPE.PARAGRAPH)
    entry.base_style = document.styles["Normal"]
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
    write_table(document, figure.heads, figure.rows)
    document.add_paragraph(figure.source).runs[0].italic = True


def _fit(shape: Any) -> None:
    """As large as on screen, but no larger than a page takes."""
    wide, high = shape.width, shape.height
    shrunk = min(1.0, WIDTH / wide, _HEIGHT / high)
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
