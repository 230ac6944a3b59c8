"""One worksheet's documents: its template rendered, and filled in for each alliance."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from docx.document import Document

from ruecklauf.fieldtypes.base import CellContent
from ruecklauf.forms.documents.controls import ControlLooks, Controls
from ruecklauf.forms.documents.package import add_placeholders, style_ids, text_width
from ruecklauf.forms.documents.places import check_places
from ruecklauf.forms.documents.tables import TableLooks, TableWriter
from ruecklauf.forms.documents.template import DocumentTemplate
from ruecklauf.forms.documents.views import context, table_caption, table_name
from ruecklauf.forms.documents.xml import TOKEN, declared, inner_text
from ruecklauf.forms.package import Part, deflate
from ruecklauf.layout.pages.plan import DocumentPlan
from ruecklauf.texts import Texts

BODY = "word/document.xml"
FIRST_NUMBER = 1_000_001
"""Of controls; those that Word gives itself are far larger, or negative."""
STYLES = {
    "table": ("table", "ruecklauf Table", "Table Grid"),
    "head": ("paragraph", "ruecklauf Head"),
    "cell": ("paragraph", "ruecklauf Cell"),
    "example": ("paragraph", "ruecklauf Example", "ruecklauf Cell"),
    "code": ("character", "ruecklauf Code", "Strong"),
    "given": ("character", "ruecklauf Given"),
    "placeholder": ("character", "Placeholder Text"),
}
"""What a template lends to what is put into it: kind and names; the first style that it has counts."""


@dataclass(frozen=True, slots=True)
class _Form:
    """A rendered document: parts that are the same in every form, and those with places to fill in."""

    parts: Mapping[str, Part]
    pieces: Mapping[str, tuple[str, ...]]
    """Text and the name of a place by turns."""

    def filled(self, contents: Mapping[str, str]) -> dict[str, Part]:
        parts = dict(self.parts)
        for name, pieces in self.pieces.items():
            written = list(pieces)
            written[1::2] = [contents[place] for place in pieces[1::2]]
            parts[name] = deflate("".join(written).encode())
        return parts


class Press:
    """Prints the documents of one worksheet from one template.

    Where a template asks something of what is an alliance's own, it is rendered for every alliance anew.
    """

    def __init__(self, plan: DocumentPlan, template: DocumentTemplate, texts: Texts) -> None:
        self.plan = plan
        self._template = template
        self._texts = texts
        self._kept: _Form | None = None
        document = template.prepared(landscape=plan.landscape).docx
        looks = ControlLooks(
            style_of(document, "placeholder"), style_of(document, "given"), self._with_placeholders(document)
        )
        self._controls = Controls(looks, texts)
        self._numbers = {tag: FIRST_NUMBER + 2 * place for place, tag in enumerate(plan.by_tag)}
        self._empty = {tag: self._controls.xml(cell, self._numbers[tag]) for tag, cell in plan.by_tag.items()}
        self._tables = self._written_tables(document)

    @property
    def is_plain(self) -> bool:
        """Whether all documents differ only in what stands in slots and answers."""
        return self._template.tags.is_plain

    def print(self, slots: Mapping[str, str], contents: Mapping[str, CellContent]) -> dict[str, Part]:
        """The parts of one form, with texts by slot and answers by tag."""
        form = self._kept or self._rendered(slots)
        if self.is_plain:
            self._kept = form
        said = {name: inner_text(text) for name, text in slots.items()}
        answers = {
            tag: self._controls.xml(self.plan.by_tag[tag], self._numbers[tag], content)
            for tag, content in contents.items()
        }
        return form.filled({**said, **self._empty, **answers})

    def _with_placeholders(self, document: Document) -> Mapping[str, str]:
        """The document's building blocks for empty controls, after they were added to it."""
        shown = {
            cell.control.placeholder for cell in self.plan.by_tag.values() if cell.control.kind != "boxes"
        }
        return add_placeholders(document, sorted(shown), style_of(document, "placeholder"))

    def _written_tables(self, document: Document) -> dict[str, str]:
        styles = ("table", "head", "cell", "code", "given", "example")
        looks = TableLooks(text_width(document), *(style_of(document, name) for name in styles))
        writer = TableWriter(looks, self._texts)
        return {
            table_name(section, table): writer.xml(table, table_caption(section, table, self._texts))
            for section in self.plan.sections
            for table in section.tables
        }

    def _rendered(self, slots: Mapping[str, str]) -> _Form:
        docx = self._template.prepared(landscape=self.plan.landscape)
        self._with_placeholders(docx.docx)
        parts = self._template.render(docx, context(self.plan, slots, self._texts))
        texts = {name: content.decode() for name, content in parts.items() if name.endswith(".xml")}
        with_places = {name: xml for name, xml in texts.items() if TOKEN.search(xml)}
        check_places(with_places, self.plan, slots, self._template.error)
        body = TOKEN.sub(lambda place: self._tables.get(place[1], place[0]), with_places[BODY])
        with_places[BODY] = declared(body)
        return _Form(
            {name: deflate(content) for name, content in parts.items()},
            {name: tuple(TOKEN.split(xml)) for name, xml in with_places.items()},
        )


def style_of(document: Document, name: str) -> str:
    """The id of the style that the document has for a purpose; empty if it has none."""
    ids = style_ids(document)
    kind, *names = STYLES[name]
    return next((ids[kind, text.lower()] for text in names if (kind, text.lower()) in ids), "")
