"""A Word form's file as the tests look at it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property

from lxml import etree

from forms.making import FROZEN, ROUND, all_types, with_referred
from ruecklauf.definition.models import Worksheet
from ruecklauf.forms.documents.writer import DocumentWriter
from ruecklauf.forms.documents.xml import NAMESPACES
from ruecklauf.forms.package import read_parts
from ruecklauf.layout.build import build_layout
from ruecklauf.layout.pages.plan import DocumentPlan, plan_document

Element = etree._Element
W = f"{{{NAMESPACES['w']}}}"
W14 = f"{{{NAMESPACES['w14']}}}"
DOCUMENTS = (*FROZEN, "probe")
"""Ids of the worksheets that documents are tried with: the library's, and the one with every field type."""


@cache
def worksheets_of(worksheet_id: str) -> tuple[Worksheet, ...]:
    return (all_types(),) if worksheet_id == "probe" else with_referred(worksheet_id)


@cache
def document_writer(worksheet_id: str) -> DocumentWriter:
    return DocumentWriter(build_layout(worksheets_of(worksheet_id)), ROUND)


def plan_of(worksheet_id: str) -> DocumentPlan:
    return plan_document(document_writer(worksheet_id).layout, worksheet_id)


@dataclass(frozen=True, slots=True)
class Sdt:
    """A content control."""

    element: Element

    @property
    def properties(self) -> Element:
        return one(self.element, "sdtPr")

    def value(self, name: str) -> str:
        found = self.properties.find(W + name)
        return "" if found is None else found.get(W + "val", "")

    @property
    def kind(self) -> str:
        """The property that says what kind of control it is; checkBox for Word 2010's one."""
        if self.properties.find(W14 + "checkbox") is not None:
            return "checkBox"
        kinds = ("richText", "dropDownList", "comboBox", "date")
        return next((kind for kind in kinds if self.properties.find(W + kind) is not None), "")

    @property
    def is_empty(self) -> bool:
        return self.properties.find(W + "showingPlcHdr") is not None

    @property
    def text(self) -> str:
        return shown(one(self.element, "sdtContent"))

    @property
    def entries(self) -> list[str]:
        return [item.get(W + "value", "") for item in self.properties.iter(W + "listItem")]


@dataclass(frozen=True)
class WordFile:
    parts: dict[str, bytes]

    def xml(self, name: str) -> Element:
        return etree.fromstring(self.parts[name])

    @cached_property
    def document(self) -> Element:
        return self.xml("word/document.xml")

    @cached_property
    def styles(self) -> Element:
        return self.xml("word/styles.xml")

    @cached_property
    def controls(self) -> dict[str, Sdt]:
        """By tag."""
        return {sdt.value("tag"): sdt for sdt in self.all_controls()}

    def all_controls(self) -> Iterator[Sdt]:
        return (Sdt(element) for element in self.document.iter(W + "sdt"))

    @property
    def tables(self) -> list[Element]:
        return list(self.document.iter(W + "tbl"))

    @cached_property
    def text(self) -> str:
        """All paragraphs of the body, one a line."""
        return "\n".join(shown(paragraph) for paragraph in self.document.iter(W + "p"))

    @cached_property
    def footers(self) -> str:
        names = [name for name in self.parts if name.startswith("word/footer")]
        return "\n".join(shown(self.xml(name)) for name in names)

    def style_name(self, paragraph: Element) -> str:
        """The name of a paragraph's style as styles.xml has it."""
        named = paragraph.find(f"{W}pPr/{W}pStyle")
        if named is None:
            return "Normal"
        return self.names_of_styles[named.get(W + "val", "")]

    @cached_property
    def names_of_styles(self) -> dict[str, str]:
        return {
            style.get(W + "styleId", ""): one(style, "name").get(W + "val", "")
            for style in self.styles.iter(W + "style")
        }


def word_file(data: bytes) -> WordFile:
    return WordFile(read_parts(data))


def one(element: Element, name: str) -> Element:
    found = element.find(W + name)
    assert found is not None, f"no {name}"
    return found


def shown(element: Element) -> str:
    """The text of an element with its line breaks and tabs."""
    signs = {W + "br": "\n", W + "tab": "\t"}
    found: list[str] = []
    for part in element.iter(W + "t", *signs):
        if part.getparent() is not None and part.getparent().tag == W + "tabs":  # type: ignore[union-attr]
            continue
        found.append(signs.get(str(part.tag)) or part.text or "")
    return "".join(found)


def rows_of(table: Element) -> list[list[Element]]:
    """The cells of a table, row by row."""
    return [row.findall(W + "tc") for row in table.findall(W + "tr")]
