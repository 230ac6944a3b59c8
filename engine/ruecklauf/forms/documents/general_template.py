"""The general template of Word forms, made from the program's texts; a team can edit it in Word."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import docx
from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Length, Mm, Pt, Twips
from docx.table import Table, _Row
from docx.text.paragraph import Paragraph

from ruecklauf.forms.documents.general_styles import give_styles
from ruecklauf.forms.documents.package import text_width
from ruecklauf.forms.documents.xml import W
from ruecklauf.forms.package import deflate, read_parts, write_parts
from ruecklauf.texts import Texts, load_texts

MARGIN = Mm(16)
_FIELDS = {"&P": "PAGE", "&N": "NUMPAGES"}
"""How XlsxWriter writes the numbers of a page and of all pages, and what Word calls them."""
ABOUT = (
    ("cover.for_whom", "{{ alliance.name }}"),
    ("cover.ags", "{{ alliance.ags }}"),
    ("cover.wave", "{{ round.wave }}"),
    ("cover.code", "{{ alliance.form_code }}"),
    ("cover.deadline", "{{ round.deadline }}"),
    ("cover.return_to", "{{ round.return_to }}"),
    ("cover.contact", "{{ round.contact }}"),
    ("cover.sender", "{{ round.sender }}"),
)
WORD_2013 = "15"
"""The newest way of laying out pages there is; with an older one Word says that it opens an old file."""
UNWANTED = (
    RELATIONSHIP_TYPE.CUSTOM_XML,
    RELATIONSHIP_TYPE.THUMBNAIL,
    "http://schemas.microsoft.com/office/2007/relationships/stylesWithEffects",
)
"""Parts of python-docx's own template that a form does not need."""


def general_template(language: str = "de") -> bytes:
    """A .docx with everything a form needs; its wording stands in its paragraphs. Always the same bytes."""
    writing = _Writing(docx.Document(), load_texts(language))
    writing.write()
    saved = io.BytesIO()
    writing.document.save(saved)
    return write_parts({name: deflate(content) for name, content in read_parts(saved.getvalue()).items()})


@dataclass(frozen=True, slots=True)
class _Writing:
    """The template as it is written from top to bottom."""

    document: Document
    texts: Texts

    def write(self) -> None:
        set_up(self.document, self.texts("formats.locale"))
        self._head()
        self._guidance()
        self._sections()
        self._privacy()
        self._footer()

    def _head(self) -> None:
        self._line("{{ worksheet.title }}", "Title")
        self._line("{{ round.title }}", "Subtitle")
        about = self._table(self.texts.list("document.about_heads"), (3, 7))
        for key, tag in ABOUT:
            self._row(about, [(self.texts(key), "ruecklauf Question"), (tag, "ruecklauf Text")])
        self._line(self.texts("cover.purpose"), "Heading 1")
        self._line("{{ round.purpose }}")
        self._line("{{ worksheet.purpose }}")
        self._line("{{ worksheet.status }} {{ worksheet.instructions }}")

    def _guidance(self) -> None:
        """How to fill in the forms, at length in the first one of the set."""
        self._line(self.texts("cover.how"), "Heading 1")
        self._if("worksheet.guide", self.texts("document.guided", guide="{{ worksheet.guide }}"))
        self._line("{%p if not worksheet.guide %}")
        for step in self.texts.list("document.steps"):
            self._line(step, "List Number")
        self._line(self.texts("document.elsewhere"))
        self._line(self.texts("document.meaning"), "Heading 1")
        for line in self.texts.list("document.legend"):
            term, colon, text = line.partition(":")
            paragraph = self._line("", "ruecklauf Legend")
            paragraph.add_run(term + colon, style="ruecklauf Code")
            paragraph.add_run(text)
        self._line("{%p endif %}")

    def _sections(self) -> None:
        self._line("{%p for section in sections %}")
        self._line("{{ section.title }}", "Heading 1")
        self._if("section.instructions", "{{ section.instructions }}").paragraph_format.keep_with_next = True
        self._questions()
        self._explained()
        self._lists()
        self._line("{%p for table in section.tables %}")
        self._line("{{ table.caption }}", "Heading 2")
        self._line("{{p table }}")
        self._line("{%p endfor %}")
        self._if("section.more_rows", "{{ section.more_rows }}").paragraph_format.space_before = Pt(6)
        self._rules()
        self._line("{%p endfor %}")

    def _questions(self) -> None:
        heads, beside = self.texts.list("document.heads"), self.texts("explained.head")
        explanation, last = "{{r question.explanation }}", "{{r question.last }}"
        self._line("{%p if section.explanations and section.carried %}")
        carried = (*heads, beside, self.texts("carried.last"))
        self._questions_in(carried, (8, 34, 24, 17, 17), explanation, last)
        self._line("{%p endif %}")
        self._line("{%p if section.explanations and not section.carried %}")
        self._questions_in((*heads, beside), (8, 42, 28, 22), explanation)
        self._line("{%p endif %}")
        self._line("{%p if section.questions and not section.explanations %}")
        self._questions_in(heads, (8, 56, 36))
        self._line("{%p endif %}")

    def _questions_in(self, heads: Sequence[str], shares: Sequence[int], *behind: str) -> None:
        table = self._table(heads, shares)
        self._row(table, [("{%tr for question in section.questions %}", "ruecklauf Cell")])
        row = self._row(
            table,
            [
                ("", "ruecklauf Cell"),
                ("{{ question.text }}", "ruecklauf Question"),
                *((tag, "ruecklauf Text") for tag in ("{{r question.answer }}", *behind)),
            ],
        )
        row.cells[0].paragraphs[0].add_run("{{ question.code }}", style="ruecklauf Code")
        row.cells[1].add_paragraph("{{ question.hint }}", style="ruecklauf Hint")
        self._row(table, [("{%tr endfor %}", "ruecklauf Cell")])

    def _explained(self) -> None:
        self._line("{%p if section.explained %}")
        self._line(self.texts("document.columns"), "Heading 2")
        table = self._table(self.texts.list("document.column_heads"), (3, 7))
        self._row(table, [("{%tr for column in section.explained %}", "ruecklauf Cell")])
        self._row(
            table, [("{{ column.head }}", "ruecklauf Question"), ("{{ column.text }}", "ruecklauf Text")]
        )
        self._row(table, [("{%tr endfor %}", "ruecklauf Cell")])
        self._line("{%p endif %}")

    def _lists(self) -> None:
        self._line("{%p for list in section.lists %}")
        self._line("{{ list.title }}", "Heading 2")
        table = self._table(self.texts.list("document.list_heads"), (4, 6))
        self._row(table, [("{%tr for entry in list.entries %}", "ruecklauf Cell")])
        row = self._row(
            table, [("{{ entry.label }}", "ruecklauf Question"), ("{{ entry.text }}", "ruecklauf Text")]
        )
        _let_split(row)
        self._row(table, [("{%tr endfor %}", "ruecklauf Cell")])
        self._line("{%p endfor %}")

    def _rules(self) -> None:
        self._line("{%p if section.rules %}")
        self._line(self.texts("document.rules"), "Heading 2")
        self._line("{%p for rule in section.rules %}")
        self._line("{{ rule }}", "List Bullet")
        self._line("{%p endfor %}")
        self._line("{%p endif %}")

    def _privacy(self) -> None:
        self._line(f"{self.texts('cover.privacy')} ({{{{ round.privacy_version }}}})", "Heading 1")
        self._line("{{ round.privacy }}")

    def _footer(self) -> None:
        left = self.texts("identity.footer_left", ags="{{ alliance.ags_short }}", wave="{{ round.wave_id }}")
        middle = self.texts(
            "identity.footer_middle", version="{{ worksheet.version }}", code="{{ alliance.form_code }}"
        )
        footer = self.document.sections[0].footer.paragraphs[0]
        footer.add_run(f"{{{{ worksheet.short }}}} · {left} · {middle} · ")
        for piece in re.split("(&[PN])", self.texts("identity.footer_right")):
            if piece in _FIELDS:
                _add_field(footer, _FIELDS[piece])
            elif piece:
                footer.add_run(piece)

    def _line(self, text: str, style: str = "Normal") -> Paragraph:
        return self.document.add_paragraph(text, style=style)

    def _if(self, condition: str, text: str) -> Paragraph:
        """A paragraph that is there only under a condition."""
        self._line(f"{{%p if {condition} %}}")
        paragraph = self._line(text)
        self._line("{%p endif %}")
        return paragraph

    def _table(self, heads: Sequence[str], shares: Sequence[int]) -> Table:
        """An empty table over the whole width whose head is repeated on every page."""
        table: Table = self.document.add_table(1, len(heads), style="ruecklauf Table")
        table.autofit = False
        width = text_width(self.document)
        for column, share in zip(table.columns, shares, strict=True):
            column.width = Twips(width * share // sum(shares))
        head = table.rows[0]
        for column, text in zip(table.columns, heads, strict=True):
            cell = column.cells[0]
            cell.width = column.width
            cell.paragraphs[0].style = "ruecklauf Head"
            cell.paragraphs[0].add_run(text)
        _mark(head, "w:cantSplit", "w:tblHeader")
        _complete(table, width)
        return table

    def _row(self, table: Table, texts: Sequence[tuple[str, str]]) -> _Row:
        """A row with texts in their styles; fewer than there are columns fill the first ones."""
        row: _Row = table.add_row()  # type: ignore[no-untyped-call]
        _mark(row, "w:cantSplit")
        for cell, (text, style) in zip(row.cells, texts, strict=False):
            cell.paragraphs[0].style = style
            if text:
                cell.paragraphs[0].add_run(text)
        return row


def set_up(document: Document, language: str) -> None:
    """A4 with narrow margins, the form's language, and nothing that python-docx brings along besides."""
    give_page(document, language, MARGIN)
    section = document.sections[0]
    section.header_distance = section.footer_distance = Mm(8)
    properties = document.core_properties
    properties.title, properties.author, properties.comments = "", "", ""
    properties.language = language
    document.settings.element.find(W + "zoom").set(W + "percent", "100")
    for setting in document.settings.element.iter(W + "compatSetting"):
        if setting.get(W + "name") == "compatibilityMode":
            setting.set(W + "val", WORD_2013)


def _mark(row: _Row, *names: str) -> None:
    properties: Any = row._tr.get_or_add_trPr()
    for name in names:
        properties.append(OxmlElement(name))


def _let_split(row: _Row) -> None:
    """Let a row go over two pages.

    LibreOffice 7.4 may show nothing below the first row of a short table that begins at the foot of a page,
    if its head is repeated and its rows stay whole.
    """
    properties: Any = row._tr.get_or_add_trPr()
    properties.remove(properties.find(W + "cantSplit"))


def _complete(table: Table, width: int) -> None:
    """What python-docx leaves open: the table's width, and that only its first row is special."""
    properties: Any = table._tbl.tblPr
    whole = properties.find(W + "tblW")
    whole.set(W + "type", "dxa")
    whole.set(W + "w", str(width))
    look = properties.find(W + "tblLook")
    look.attrib.clear()
    for name, value in (
        ("val", "0620"), ("firstRow", "1"), ("lastRow", "0"), ("firstColumn", "0"), ("lastColumn", "0"),
        ("noHBand", "1"), ("noVBand", "1"),
    ):  # fmt: skip
        look.set(qn(f"w:{name}"), value)


def _add_field(paragraph: Paragraph, code: str) -> None:
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), code)
    inside: Any = paragraph._p
    inside.append(field)
    run, text = OxmlElement("w:r"), OxmlElement("w:t")
    text.text = "1"
    run.append(text)
    field.append(run)


def give_page(document: Document, language: str, margin: Length) -> None:
    """A form's styles in a language, as `de-DE`, A4, and no parts that python-docx brings along besides."""
    give_styles(document, language)
    package = document.part.package
    assert package is not None
    for rels in (package.rels, document.part.rels):
        for key in [key for key, rel in rels.items() if rel.reltype in UNWANTED]:
            del rels[key]
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = margin
