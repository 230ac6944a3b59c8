"""Pieces of a Word document as Word writes them, and what is done to those that are there."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy

from lxml import etree

from gauntlet.documents.counting import MAIN

Element = etree._Element


W = f"{{{MAIN}}}"


W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"


OFFICE_LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_SPACES = {
    "w": MAIN,
    "w14": "http://schemas.microsoft.com/office/word/2010/wordml",
    "r": OFFICE_LINKS,
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "v": "urn:schemas-microsoft-com:vml",
}


def one(element: Element, name: str) -> Element:
    found = element.find(W + name)
    assert found is not None, f"no {name}"
    return found


def cells(row: Element) -> list[Element]:
    return row.findall(f"{W}tc")


def tag_of(control: Element) -> str:
    return str(one(one(control, "sdtPr"), "tag").get(f"{W}val"))


def paragraphs_text_of(paragraph: Element) -> str:
    return "".join(text.text or "" for text in paragraph.iter(f"{W}t"))


def made(xml: str) -> Element:
    """The element that a text in Word's XML describes."""
    spaces = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in _SPACES.items())
    return etree.fromstring(f"<root {spaces}>{xml}</root>")[0]


def run(text: str, properties: str = "") -> Element:
    """A run of text; line breaks and tabs as Word writes them."""
    pieces = _marked_up(text)
    return made(f"<w:r>{f'<w:rPr>{properties}</w:rPr>' if properties else ''}{pieces}</w:r>")


def _marked_up(text: str) -> str:
    escaped = text.replace("&", "&amp;").replace("<", "&lt;")
    for sign, element in (("\n", "<w:br/>"), ("\t", "<w:tab/>")):
        escaped = escaped.replace(sign, f"</w:t>{element}<w:t xml:space='preserve'>")
    return f"<w:t xml:space='preserve'>{escaped}</w:t>"


def paragraph(text: str) -> Element:
    """A paragraph of its own."""
    new = made("<w:p/>")
    new.append(run(text))
    return new


def entered(control: Element, text: str) -> None:
    """A text entered into a control as Word does it: the prompt and its flag go."""
    put(control, run(text))


def put(control: Element, *contents: Element) -> None:
    """Something else as the content of a control."""
    prompt = one(control, "sdtPr").find(f"{W}showingPlcHdr")
    if prompt is not None:
        one(control, "sdtPr").remove(prompt)
    content = one(control, "sdtContent")
    for child in list(content):
        content.remove(child)
    content.extend(contents)


def dissolved(control: Element) -> None:
    """A control taken away; what stood in it stays."""
    for child in list(one(control, "sdtContent")):
        control.addprevious(child)
    taken_out(control)


def taken_out(element: Element) -> None:
    parent = element.getparent()
    assert parent is not None
    parent.remove(element)


def overwritten(cell: Element, text: str) -> None:
    """All in a cell replaced by a text, its controls too."""
    first, *others = cell.findall(f"{W}p")
    for other in others:
        cell.remove(other)
    for child in [child for child in first if child.tag != f"{W}pPr"]:
        first.remove(child)
    first.append(run(text))


def behind(cell: Element, *contents: Element) -> None:
    """Something behind all that stands in a cell."""
    cell.findall(f"{W}p")[-1].extend(contents)


def before(control: Element, *contents: Element) -> None:
    for content in contents:
        control.addprevious(content)


def copied(element: Element) -> Element:
    return deepcopy(element)


def emptied(row: Element) -> Element:
    """A row as a new one: nothing in its cells."""
    for cell in cells(row):
        overwritten(cell, "")
    return row


def texts(element: Element) -> Iterator[Element]:
    return element.iter(f"{W}t")
