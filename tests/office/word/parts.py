"""Small Word documents built from raw XML, for what no program would write on request."""

from __future__ import annotations

from collections.abc import Mapping

from office.packages import OFFICE, STRICT_OFFICE, Parts, rels, zipped

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT_WORD = "http://purl.oclc.org/ooxml/wordprocessingml/main"
DOCX_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
NEWER = "http://schemas.microsoft.com/office/2011/relationships"

NAMESPACES = {
    "r": OFFICE,
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
    "v": "urn:schemas-microsoft-com:vml",
    "w14": "http://schemas.microsoft.com/office/word/2010/wordml",
    "w15": "http://schemas.microsoft.com/office/word/2012/wordml",
    "w16se": "http://schemas.microsoft.com/office/word/2015/wordml/symex",
}


def part(root: str, inner: str, *, namespace: str = WORD) -> str:
    """A part whose root element, of Word's namespace, holds this XML."""
    declared = " ".join(f'xmlns:{prefix}="{address}"' for prefix, address in NAMESPACES.items())
    head = '<?xml version="1.0" encoding="UTF-8"?>'
    return f'{head}<w:{root} xmlns:w="{namespace}" {declared}>{inner}</w:{root}>'


def document_parts(
    body: str = "",
    *,
    around: Mapping[str, str] | None = None,
    more: Mapping[str, str | bytes] | None = None,
    links: tuple[tuple[str, str, str], ...] = (),
    strict: bool = False,
) -> Parts:
    """The parts of a document; `around` has the inner XML of further ones by kind, such as `styles`.

    The kinds `header` and `footer` may be followed by a number. `links` are more relationships of the body.
    """
    office, namespace = (STRICT_OFFICE, STRICT_WORD) if strict else (OFFICE, WORD)
    inner = [*links]
    parts: Parts = {
        "[Content_Types].xml": (
            '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            f'<Override PartName="/word/document.xml" ContentType="{DOCX_TYPE}"/></Types>'
        ),
        "_rels/.rels": rels(("rId1", f"{office}/officeDocument", "word/document.xml")),
        "word/document.xml": part("document", f"<w:body>{body}</w:body>", namespace=namespace),
    }
    roots = {"header": "hdr", "footer": "ftr"}
    for name, content in (around or {}).items():
        kind = name.rstrip("0123456789")
        inner.append((f"rId{name}", f"{office}/{kind}", f"{name}.xml"))
        parts[f"word/{name}.xml"] = part(roots.get(kind, kind), content, namespace=namespace)
    parts["word/_rels/document.xml.rels"] = rels(*inner)
    return parts | dict(more or {})


def document_of(body: str = "", **around: str) -> bytes:
    """A document with this body; `around` as for `document_parts`."""
    return zipped(document_parts(body, around=around))


def run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def paragraph(text: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{run(text)}</w:p>"


def control(content: str, properties: str = "") -> str:
    return f"<w:sdt><w:sdtPr>{properties}</w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>"


def table(*rows: str) -> str:
    return f"<w:tbl><w:tblPr/><w:tblGrid/>{''.join(rows)}</w:tbl>"


def row(*cells: str, properties: str = "") -> str:
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(cells)}</w:tr>"


def cell(content: str = "<w:p/>", properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{content}</w:tc>"
