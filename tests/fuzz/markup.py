"""Hostile XML put into any part of a file."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator

from fuzz.documents.forms import word_parts
from fuzz.documents.seeds import text_seeds
from fuzz.measuring import REFUSED, Case
from office.calc.test_reader import MIMETYPE, cell, content, text
from office.packages import zipped
from office.programs import by_xlsxwriter
from office.writer.test_reader import content as open_text

SECRET = "GEHEIM"
MANY = 1_000_000
Attack = Callable[[str], bytes]
Parts = dict[str, bytes]


def _declared(doctype: str, encoding: str = "utf-8", codec: str = "") -> Attack:
    """The part behind a document type, in an encoding that it declares."""

    def attack(part: str) -> bytes:
        head = f'<?xml version="1.0" encoding="{encoding}"?>\n{doctype}\n'
        return (head + part).encode(codec or encoding, "xmlcharrefreplace")

    return attack


def _undeclared(doctype: str, codec: str) -> Attack:
    return lambda part: (doctype + part).encode(codec)


def _around(begin: str, end: str = "") -> Attack:
    """Something put in right behind the root's start."""

    def attack(part: str) -> bytes:
        at = part.index(">") + 1
        return (part[:at] + begin + end + part[at:]).encode()

    return attack


def _tag(attributes: str) -> Attack:
    """The root with further attributes."""

    def attack(part: str) -> bytes:
        at = part.index(">") - (part[part.index(">") - 1] == "/")
        return f"{part[:at]} {attributes}{part[at:]}".encode()

    return attack


ENTITY = f'<!DOCTYPE x [<!ENTITY a "{SECRET}">]>'
LAUGHS = "".join(f'<!ENTITY a{n + 1} "{f"&a{n};" * 10}">' for n in range(9))
PARAMETER = "<!ENTITY % p SYSTEM 'http://192.0.2.1/x.dtd'> %p;"

DECLARATIONS: dict[str, Attack] = {
    "document type": _declared("<!DOCTYPE x>"),
    "internal entity": _declared(ENTITY),
    "billion laughs": _declared(f'<!DOCTYPE x [<!ENTITY a0 "lol">{LAUGHS}]>'),
    "external entity": _declared('<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]>'),
    "parameter entity": _declared(f"<!DOCTYPE x [{PARAMETER}]>"),
    "external subset": _declared('<!DOCTYPE x SYSTEM "http://192.0.2.1/x.dtd">'),
    "entity behind much space": _declared(" " * 100_000 + ENTITY),
    "entity behind a comment": _declared(f"<!--{'-x' * 10_000}-->{ENTITY}"),
    "entity in UTF-16": _declared(ENTITY, "utf-16"),
    "entity in UTF-16, little end, undeclared": _undeclared(ENTITY, "utf-16-le"),
    "entity in UTF-16, big end": _declared(ENTITY, "utf-16", "utf-16-be"),
    "entity in UTF-7": _declared(ENTITY, "utf-7"),
    "entity in UTF-32": _declared(ENTITY, "utf-32"),
    "entity in EBCDIC": _declared(ENTITY, "cp500"),
    "entity in UTF-8 that claims Latin-1": _declared(ENTITY, "iso-8859-1", "utf-8"),
}
"""All of them must be refused."""

MASSES: dict[str, Attack] = {
    "100,000 levels": _around("<x>" * 100_000, "</x>" * 100_000),
    "20,000,000 levels without end": _around("<x>" * 3_900_000),
    "attribute of 30 MB": _tag(f'x="{"y" * 30 * MANY}"'),
    "1,000,000 attributes": _tag(" ".join(f'x{n}=""' for n in range(MANY))),
    "1,000,000 attributes alike": _tag('x="" ' * MANY),
    "1,000,000 namespaces": _tag(" ".join(f'xmlns:x{n}="y"' for n in range(MANY))),
    "long namespace for many elements": _around(f'<x xmlns="{"y" * MANY}">', "<z/>" * MANY + "</x>"),
    "long namespace for many attributes": _tag(
        f'xmlns:p="{"y" * 100_000}" ' + " ".join(f'p:x{n}=""' for n in range(100_000))
    ),
    "1,000,000 names": _around("".join(f"<x{n}/>" for n in range(MANY))),
    "text of 60 MB": _around("x" * 60 * MANY),
    "comment of 60 MB": _around(f"<!--{'x' * 60 * MANY}-->"),
    "1,000,000 instructions": _around("<?x y?>" * MANY),
    "10,000,000 characters by number": _around("&#65;" * 10 * MANY),
    "60 MB of letters beyond 16 bits": _around("😀" * 15 * MANY),
}


def excel_parts() -> Parts:
    """The XML parts of a workbook that are read."""
    with zipfile.ZipFile(io.BytesIO(by_xlsxwriter())) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def document_parts() -> Parts:
    """The XML parts of an OpenDocument spreadsheet."""
    table = f"<table:table><table:table-row>{cell('', text('380'))}</table:table-row></table:table>"
    manifest = '<m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"></m:manifest>'
    return {
        "mimetype": MIMETYPE.encode(),
        "content.xml": content(table).encode(),
        "styles.xml": content("", root="document-styles").encode(),
        "meta.xml": content("", root="document-meta").encode(),
        "META-INF/manifest.xml": manifest.encode(),
    }


def word_form_parts() -> Parts:
    """The parts of a Word document with all that may stand around its text."""
    with zipfile.ZipFile(io.BytesIO(text_seeds()["docx with all kinds of content"])) as archive:
        kept = {name: archive.read(name) for name in archive.namelist()}
    return {**word_parts(), **kept}


def open_text_parts() -> Parts:
    """The XML parts of an OpenDocument text."""
    with zipfile.ZipFile(io.BytesIO(text_seeds()["odt with all kinds of content"])) as archive:
        return {name: archive.read(name) for name in archive.namelist() if name.endswith(".xml")}


_NOT_PARSED = (
    *("[Content_Types].xml", "theme1.xml", "mimetype"),
    # Word's building blocks, and what its documents look like.
    *("glossary/document.xml", "glossary/styles.xml", "fontTable.xml", "webSettings.xml", "numbering.xml"),
)


_PASSED_OVER = (
    *("vmlDrawing1.vml", "app.xml", "core.xml", "custom.xml", "customXml/item1.xml"),
    *("xl/styles.xml", "xl/comments1.xml", "drawings/drawing1.xml"),
    *("word/styles.xml", "word/settings.xml", "comments.xml", "commentsExtended.xml"),
    *("footnotes.xml", "endnotes.xml", "header1.xml", "footer1.xml"),
    *("header1.xml.rels", "glossary/_rels/document.xml.rels"),
)
"""Where they are damaged they are named, and the file is read nevertheless."""
_ONLY_LOOKED_INTO = "META-INF/manifest.xml"
"""Only asked whether members are encrypted: a declaration in it is heeded by nobody."""
_UNREADABLE = ("entity in UTF-7", "entity in UTF-32", "entity in EBCDIC")
"""To the parser they are no more than damage."""


def attacked(attacks: dict[str, Attack]) -> Iterator[Case]:
    """Each attack in each part that is read; what declares anything is refused."""
    for parts in (excel_parts(), document_parts(), word_form_parts(), open_text_parts()):
        for part, written in parts.items():
            if part.endswith(_NOT_PARSED):
                continue
            plain = written.decode().partition("?>\n")[2] or written.decode()
            for name, attack in attacks.items():
                passed_over = part == _ONLY_LOOKED_INTO or (
                    name in _UNREADABLE and part.endswith(_PASSED_OVER)
                )
                data = zipped(parts | {part: attack(plain)})
                yield Case(f"{name} in {part}", data, ("read",) if passed_over else REFUSED)
    for kind, flat in (("file", content("", root="document")), ("text", open_text("", root="document"))):
        for name, attack in attacks.items():
            yield Case(f"{name} in a flat {kind}", attack(flat), REFUSED)


def hostile_masses(*, heavy: bool) -> Iterator[Case]:
    """Each in the sheet and in the texts of a workbook, in a drawing of old, and in a document's content."""
    for parts, names in (
        (excel_parts(), ("xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/drawings/vmlDrawing1.vml")),
        (document_parts(), ("content.xml",)),
        (word_form_parts(), ("word/document.xml", "word/comments.xml", "word/styles.xml")),
        (open_text_parts(), ("content.xml", "styles.xml")),
    ):
        if not heavy:
            names = names[:1]
        for part in names:
            plain = parts[part].decode().partition("?>\n")[2] or parts[part].decode()
            for name, attack in MASSES.items():
                yield Case(f"{name} in {part}", zipped(parts | {part: attack(plain)}))
