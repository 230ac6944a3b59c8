"""Everything that stands in a returned text document, read through lxml alone, never by our own readers."""

from __future__ import annotations

import io
import re
import unicodedata
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field

from lxml import etree

from ruecklauf.shown.symbol_fonts import is_symbol_font, shown_in

MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
OFFICE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"
TEXT = "urn:oasis:names:tc:opendocument:xmlns:text:1.0"
TABLE = "urn:oasis:names:tc:opendocument:xmlns:table:1.0"
STYLE = "urn:oasis:names:tc:opendocument:xmlns:style:1.0"
_SIGNS = {"br": "\n", "cr": "\n", "tab": "\t", "noBreakHyphen": "\u2011", "ptab": "\t"}
_ODF_SIGNS = {"line-break": "\n", "tab": "\t", "s": " "}
_SYMBOLS = {"F0FE": "☒", "F0A8": "☐", "F0FC": "✓"}
"""Signs of the font Wingdings."""
_RUBY = ("rubyBase", "rt")
_OLD, _NEW = ("del", "moveFrom"), ("ins", "moveTo")


@dataclass(frozen=True)
class Unit:
    """A paragraph, a table cell with all in it, or something beside the text."""

    kind: str
    """paragraph, cell, page, note, drawing, comment or deleted."""
    text: str
    """As it reads once tracked changes are accepted; blanks and invisible characters make no difference."""
    before: str = ""
    """As it read before them."""
    row: str = ""
    """Of a cell, what the first cell of its row says."""
    is_head: bool = False
    """Of a cell, that it leads its row or its column."""
    parts: tuple[Unit, ...] = field(default=(), repr=False)
    """Of a cell, its paragraphs and those of tables in it."""
    is_listed: bool = False
    """Of a cell, that a list shows numbers or bullets in it, which its text is without."""


def units_in(data: bytes) -> tuple[Unit, ...]:
    """All that has text in a document of one of the formats that are read."""
    if not data.startswith(b"PK"):
        return _with_text(_odf(etree.fromstring(data)))
    package = zipfile.ZipFile(io.BytesIO(data))
    if "content.xml" in package.namelist():
        parts = (package.read(name) for name in ("content.xml", "styles.xml"))
        return _with_text(one for part in parts for root in _roots(part) for one in _odf(root))
    names = [name for name in package.namelist() if name.startswith("word/") and name.endswith(".xml")]
    parts = (package.read(name).replace(STRICT.encode(), MAIN.encode()) for name in names)
    return _with_text(one for part in parts for root in _roots(part) for one in _docx(root))


def _roots(part: bytes) -> Iterator[etree._Element]:
    """The root of a part; none of a damaged one, in which nobody can look."""
    with suppress(etree.XMLSyntaxError):
        yield etree.fromstring(part)


def plain(text: str) -> str:
    """Text with single blanks and without what nobody sees; raised digits and the like as ordinary ones."""
    seen = (one for one in unicodedata.normalize("NFKC", text) if unicodedata.category(one) != "Cf")
    return " ".join("".join(seen).split())


def _with_text(units: Iterator[Unit]) -> tuple[Unit, ...]:
    return tuple(one for one in units if one.text or one.before)


def _local(element: etree._Element) -> str:
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


# Word


def _docx(root: etree._Element) -> Iterator[Unit]:
    """The units of one part; none of a part that shows nothing."""
    kind = {"hdr": "page", "ftr": "page", "footnotes": "note", "endnotes": "note", "comments": "comment"}
    name = _local(root)
    if name == "document":
        yield from _blocks(root[0] if _local(root[0]) == "body" else root[1])
    elif name in kind:
        for one in root.iter(f"{{{MAIN}}}p"):
            if _local(next(one.iterancestors())).startswith(("footnote", "endnote")) and (
                next(one.iterancestors()).get(f"{{{MAIN}}}type") not in (None, "normal")
            ):
                continue
            yield Unit(kind[name], paragraph_text(one), paragraph_text(one, old=True))
    if name in ("document", "hdr", "ftr"):
        for box in root.iter(f"{{{MAIN}}}txbxContent"):
            if not any(_local(up) == "Fallback" for up in box.iterancestors()):
                yield from (Unit("drawing", paragraph_text(one)) for one in box.iter(f"{{{MAIN}}}p"))


def _blocks(parent: etree._Element) -> Iterator[Unit]:
    """Paragraphs and cells; controls, insertions and the like around them are looked through."""
    for child in parent:
        name = _local(child)
        if name == "p":
            yield Unit("paragraph", paragraph_text(child), paragraph_text(child, old=True))
        elif name == "tbl":
            yield from _cells(child)
        elif name not in ("sectPr", "tcPr", "tblPr", "Fallback"):
            yield from _blocks(child)


def _cells(table: etree._Element) -> Iterator[Unit]:
    for row in table.iter(f"{{{MAIN}}}tr"):
        if next(row.iterancestors(f"{{{MAIN}}}tbl")) is not table:
            continue
        cells = [c for c in row.iter(f"{{{MAIN}}}tc") if next(c.iterancestors(f"{{{MAIN}}}tr")) is row]
        first = paragraphs_text(cells[0]) if cells else ""
        heads = row.find(f"{{{MAIN}}}trPr/{{{MAIN}}}tblHeader") is not None
        for number, cell in enumerate(cells):
            parts = tuple(_blocks(cell))
            text = plain(" ".join(one.text for one in parts))
            before = plain(" ".join(one.before or one.text for one in parts))
            is_listed = next(cell.iter(f"{{{MAIN}}}numPr"), None) is not None
            yield Unit("cell", text, before, first, heads or number == 0, parts, is_listed)


def paragraphs_text(element: etree._Element) -> str:
    """The text of a cell as it reads."""
    return plain(" ".join(paragraph_text(one) for one in element.iter(f"{{{MAIN}}}p")))


def paragraph_text(paragraph: etree._Element, *, old: bool = False) -> str:
    """The text of a paragraph as it reads, or as it read before tracked changes."""
    return plain("".join(_pieces(paragraph, _NEW if old else _OLD)))


def _pieces(element: etree._Element, without: tuple[str, ...]) -> Iterator[str]:
    for child in element:
        name = _local(child)
        if name in without or name in ("txbxContent", "Fallback", "pPr", "rPr", "sdtPr", "instrText"):
            continue
        if name in ("t", "delText"):
            font = _symbol_font(element)
            yield shown_in(font, child.text or "") if font else child.text or ""
        elif name == "sym":
            yield _SYMBOLS.get(str(child.get(f"{{{MAIN}}}char")), "�")
        elif name == "ruby":
            base, reading = ("".join(_pieces(child.find(f"{{{MAIN}}}{of}"), without)) for of in _RUBY)
            yield f"{base}({reading})"
        elif name in _EQUATIONS:
            parts = ("".join(_pieces(part, without)) for part in child if not _local(part).endswith("Pr"))
            yield _EQUATIONS[name].format(*parts, sign=_math_sign(child))
        elif name in ("eqArr", "mr", "oMathPara"):
            yield " ".join(["", *("".join(_pieces(part, without)) for part in child), ""])
        else:
            yield _SIGNS.get(name, "/" if name == "den" else "")
            yield from _pieces(child, without)


_EQUATIONS = {
    "sSub": "{}_{}",
    "sPre": "_{}^{} {}",
    "func": "{}({})",
    "limLow": "{}_{}",
    "limUpp": "{}^{}",
    "rad": "√{}({})",
    "nary": "∫_{}^{}{}",
    "f": " {}/{}",
    **dict.fromkeys(("acc", "bar", "borderBox", "groupChr"), "{}{sign}"),
}
"""Shapes of equations as one line, by what their parts come to."""


def _math_sign(shape: etree._Element) -> str:
    """The sign over, under or through a part of an equation, in the rows that have one."""
    said = [child for properties in shape if _local(properties).endswith("Pr") for child in properties]
    signs = {"pos": "\u0305", "strikeH": "\u0336"}
    found = [signs.get(_local(one)) or next(iter(one.attrib.values()), "") for one in said]
    return str(found[0]) if found else "\u23df"


def _symbol_font(run: etree._Element) -> str:
    """The font of a run if its letters are signs; what these are is another table's matter."""
    fonts = run.find(f"{{{MAIN}}}rPr/{{{MAIN}}}rFonts")
    font = str(fonts.get(f"{{{MAIN}}}ascii", "")) if fonts is not None else ""
    return font if is_symbol_font(font) else ""


# OpenDocument


def _odf(root: etree._Element) -> Iterator[Unit]:
    """The units of content.xml, of styles.xml, or of a flat document."""
    for body in root.iter(f"{{{OFFICE}}}text"):
        yield from _odf_blocks(body)
        yield from _odf_around(body)
    for name in ("header", "footer", "header-left", "footer-left", "header-first", "footer-first"):
        for page in root.iter(f"{{{STYLE}}}{name}"):
            yield from (Unit("page", one.text) for one in _odf_blocks(page))


def _odf_around(body: etree._Element) -> Iterator[Unit]:
    kinds = {"annotation": "comment", "note-body": "note", "text-box": "drawing", "deletion": "deleted"}
    for element in body.iter():
        kind = kinds.get(_local(element))
        if kind is not None:
            for one in element.iter(f"{{{TEXT}}}p", f"{{{TEXT}}}h"):
                yield Unit(kind, _odf_text(one))


def _odf_blocks(parent: etree._Element) -> Iterator[Unit]:
    for child in parent:
        name = _local(child)
        if name in ("p", "h"):
            yield Unit("paragraph", _odf_text(child))
        elif name == "table":
            yield from _odf_cells(child)
        elif name not in ("tracked-changes", "annotation", "forms", "sequence-decls"):
            yield from _odf_blocks(child)


def _odf_cells(table: etree._Element) -> Iterator[Unit]:
    for row in table.iter(f"{{{TABLE}}}table-row"):
        if next(row.iterancestors(f"{{{TABLE}}}table")) is not table:
            continue
        heads = _local(next(row.iterancestors())) == "table-header-rows"
        elements = [c for c in row if _local(c) in ("table-cell", "covered-table-cell")]
        cells = [tuple(_odf_blocks(c)) for c in elements]
        texts = [plain(" ".join(one.text for one in parts)) for parts in cells]
        for number, (parts, text) in enumerate(zip(cells, texts, strict=True)):
            is_listed = next(elements[number].iter(f"{{{TEXT}}}list"), None) is not None
            yield Unit("cell", text, "", texts[0], heads or number == 0, parts, is_listed)


def _odf_text(element: etree._Element) -> str:
    return plain("".join(_odf_pieces(element)))


def _odf_pieces(element: etree._Element) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        name = _local(child)
        if name in _ODF_SIGNS:
            yield _ODF_SIGNS[name]
        elif name not in ("annotation", "note", "frame", "custom-shape", "tracked-changes"):
            pieces = "".join(_odf_pieces(child))
            yield f"({pieces})" if name == "ruby-text" else pieces
        yield child.tail or ""


PROMPT = re.compile(r"\[[^\[\]]{2,20}\]|Klicken oder tippen Sie hier, um Text einzugeben\.")
"""A text in brackets, as the form's prompts are, or the one that Word puts in their place."""
