"""An inquiry as a Word document: one table of questions, protected but for the controls of answers."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import docx
from docx.document import Document
from docx.oxml import parse_xml

from ruecklauf.forms.documents.controls import control_of, list_of
from ruecklauf.forms.documents.general_template import set_up
from ruecklauf.forms.documents.package import add_placeholders, clean, text_width, turn
from ruecklauf.forms.documents.press import style_of
from ruecklauf.forms.documents.tables import GIVEN_FILL, cell_of, row_of, table_of
from ruecklauf.forms.documents.widths import ColumnNeed, column_widths
from ruecklauf.forms.documents.xml import NAMESPACES, run
from ruecklauf.forms.identity import author
from ruecklauf.forms.package import deflate, read_parts, write_parts
from ruecklauf.forms.properties import APP, CORE, CUSTOM, app_properties, core_properties, custom_properties
from ruecklauf.forms.slots import Round
from ruecklauf.layout.inquiries import WIDTHS, AskedRow, Inquiry, heads
from ruecklauf.layout.inquiry_entries import Entries, Entry
from ruecklauf.texts import Texts, load_texts

ANSWER_TAG, EXPLANATION_TAG = "angabe.", "erlaeuterung."
_LINES = ("Title", "Subtitle")
"""Styles of the first lines; the others are text."""


def write_inquiry_document(inquiry: Inquiry, round_: Round, entries: Entries) -> bytes:
    """The document of one alliance. The same input gives the same bytes."""
    texts = load_texts(inquiry.language)
    document = docx.Document()
    set_up(document, texts("formats.locale"))
    turn(document)
    clean(document)
    # python-docx adds these properties when they are asked for; what they say is put in below
    assert document.core_properties
    _Writing(document, inquiry, entries, texts).write()
    saved = io.BytesIO()
    document.save(saved)
    parts = {name: deflate(content) for name, content in read_parts(saved.getvalue()).items()}
    core = core_properties(
        title=texts("inquiry.title"),
        subject=inquiry.code,
        author=author(round_),
        keywords=f"ruecklauf {inquiry.code}",
        created=round_.reference_date,
        language=texts("formats.locale"),
    )
    custom = {f"ruecklauf.{name}": text for name, text in inquiry.identity.items()}
    said = {CORE: core, CUSTOM: custom_properties(custom), APP: app_properties(author(round_))}
    return write_parts(parts | {name: deflate(content) for name, content in said.items()})


@dataclass(frozen=True, slots=True)
class _Writing:
    document: Document
    inquiry: Inquiry
    entries: Entries
    texts: Texts

    def write(self) -> None:
        for number, text in enumerate(self.inquiry.introduction):
            self.document.add_paragraph(text, style=_LINES[number] if number < len(_LINES) else "Normal")
        self.document.sections[0].footer.paragraphs[0].add_run(self.inquiry.code)
        body = self.document.element.body
        body.insert(len(body) - 1, parse_xml(self._table()))

    def _table(self) -> str:
        prompts = sorted({self._prompt(entry) for entry in (None, *self.entries.values())})
        blocks = add_placeholders(self.document, prompts, style_of(self.document, "placeholder"))
        widths = self._widths()
        rows = "".join(self._rows(widths, blocks))
        style = style_of(self.document, "table")
        table = table_of(rows, widths, style=style, caption=self.texts("inquiry.title"))
        return table.replace("<w:tbl>", f'<w:tbl xmlns:w="{NAMESPACES["w"]}">', 1)

    def _widths(self) -> list[int]:
        columns = zip(WIDTHS, heads(self.texts), strict=True)
        shown = [list(texts) for texts in zip(*(row.texts for row in self.inquiry.rows), strict=True)]
        shown += [[self.texts("inquiry.only_explain")], [], [row.id for row in self.inquiry.rows]]
        needs = [ColumnNeed(share, head, some) for (share, head), some in zip(columns, shown, strict=True)]
        return column_widths(needs, text_width(self.document))

    def _rows(self, widths: list[int], blocks: Mapping[str, str]) -> Iterator[str]:
        head, cell = style_of(self.document, "head"), style_of(self.document, "cell")
        named = zip(widths, heads(self.texts), strict=True)
        yield row_of([cell_of(width, run(text), head) for width, text in named], is_head=True)
        number = 1
        for point in self.inquiry.points:
            if point.text:
                yield row_of([cell_of(sum(widths), run(point.text), head, span=len(widths))])
            for row in point.rows:
                yield row_of(list(self._row(row, widths, blocks, cell, number)))
                number += 2

    def _row(
        self, row: AskedRow, widths: list[int], blocks: Mapping[str, str], cell: str, number: int
    ) -> Iterator[str]:
        """The cells of a row; `number` identifies its first control in the document."""
        *given, answer, explanation, again = widths
        for width, text in zip(given, row.texts, strict=True):
            yield cell_of(width, run(text), cell, GIVEN_FILL)
        entry = self.entries.get(row.id)
        if entry is None:
            yield cell_of(answer, run(self.texts("inquiry.only_explain")), cell, GIVEN_FILL)
        else:
            yield cell_of(answer, self._control(f"{ANSWER_TAG}{row.id}", number, entry, blocks), cell)
        tag = f"{EXPLANATION_TAG}{row.id}"
        yield cell_of(explanation, self._control(tag, number + 1, None, blocks), cell)
        yield cell_of(again, run(row.id), cell, GIVEN_FILL)

    def _control(self, tag: str, number: int, entry: Entry | None, blocks: Mapping[str, str]) -> str:
        prompt = self._prompt(entry)
        block = blocks.get(prompt)
        shown = f'<w:placeholder><w:docPart w:val="{block}"/></w:placeholder>' if block else ""
        words = entry.validation.words if entry and entry.validation.kind == "list" else ()
        kind = list_of(words) if words else "<w:richText/>"
        content = run(prompt, style_of(self.document, "placeholder"))
        return control_of(tag, number, f"{shown}<w:showingPlcHdr/>{kind}", content)

    def _prompt(self, entry: Entry | None) -> str:
        is_list = entry is not None and entry.validation.kind == "list" and bool(entry.validation.words)
        return self.texts(f"document.placeholder.{'list' if is_list else 'text'}")
