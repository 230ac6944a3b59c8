"""The small worksheet's form, filled in, as Word and OpenDocument have it, with room for what is hostile."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from xml.sax.saxutils import escape, quoteattr

from forms.making import RECIPIENT, ROUND, declared
from office.packages import OFFICE, Parts, zipped
from office.word.parts import part
from office.writer.test_reader import MIMETYPE, NAMESPACES, content
from ruecklauf.findings import Subject
from ruecklauf.forms.documents.writer import DocumentWriter
from ruecklauf.forms.package import read_parts
from ruecklauf.layout.build import build_layout
from ruecklauf.office.document import Block, ControlKind, DocumentTable, Piece, TextDocument
from ruecklauf.office.opening import open_document

Told = dict[tuple[int, int], str]
Link = tuple[str, str]
"""Kind and target of a relationship; a target with a colon is outside the file."""

ANSWER = "Amt 380"
KEPT: Told = {(1, 1): "ja", (2, 1): ANSWER}
"""What reading tells of the form: see `read_whole`."""
ONE: Told = {(1, 1): "ja"}
"""Without the answer, where that is told instead of taken."""

DOCUMENT = "word/document.xml"
_LINKS = "word/_rels/document.xml.rels"
_RUN = f'<w:r><w:t xml:space="preserve">{ANSWER}</w:t></w:r>'
_ROOTS = {"header": "hdr", "footer": "ftr"}


def kept(answer: str) -> Told:
    """What reading tells of the form with another answer."""
    return KEPT | {(2, 1): answer}


# Word


@cache
def word_parts() -> dict[str, bytes]:
    """The members of the form as it is sent, answers prefilled."""
    values = {
        Subject("klein", "fragen", "FR", "benannt"): "ja",
        Subject("klein", "stellen", "ST101", "name"): ANSWER,
    }
    layout = build_layout((declared("small.yaml"),))
    return read_parts(DocumentWriter(layout, ROUND).write(RECIPIENT, "klein", values))


def word_body(body: str = "", *, answer: str = _RUN, rows: str = "") -> str:
    """The main part, with further content at its end, another run for an answer, or further rows."""
    xml = word_parts()[DOCUMENT].decode()
    assert xml.count(_RUN) == 1
    before, after = xml.split(_RUN)
    after = after.replace("</w:tbl>", f"{rows}</w:tbl>", 1)
    after = after.replace("<w:sectPr", f"{body}<w:sectPr", 1)
    return before + answer + after


def word_form(
    body: str = "",
    *,
    answer: str = _RUN,
    rows: str = "",
    around: Mapping[str, str] | None = None,
    links: Iterable[Link] = (),
    more: Mapping[str, str | bytes] | None = None,
) -> bytes:
    """The form as a file; `around` has the inner XML of further parts by kind, `links` point at `more`."""
    parts: Parts = {**word_parts(), DOCUMENT: word_body(body, answer=answer, rows=rows)}
    linked = list(links)
    for name, inner in (around or {}).items():
        kind = name.rstrip("0123456789")
        parts[f"word/{name}.xml"] = part(_ROOTS.get(kind, kind), inner)
        linked.append((f"{OFFICE}/{kind}", f"{name}.xml"))
    parts[_LINKS] = with_links(parts[_LINKS], linked)
    return zipped(parts | dict(more or {}))


def with_links(rels: str | bytes, links: Iterable[Link]) -> str:
    """A part of relationships with further ones."""
    text = rels.decode() if isinstance(rels, bytes) else rels
    added = "".join(
        f'<Relationship Id="h{number}" Type={quoteattr(kind)} Target={quoteattr(target)}{_mode(target)}/>'
        for number, (kind, target) in enumerate(links)
    )
    return text.replace("</Relationships>", f"{added}</Relationships>")


def _mode(target: str) -> str:
    return ' TargetMode="External"' if ":" in target or target.startswith("\\\\") else ""


# OpenDocument

_KINDS = {
    ControlKind.BOX: "loext:checkbox",
    ControlKind.LIST: "loext:dropdown",
    ControlKind.DATE: "loext:date",
    ControlKind.TEXT: "loext:plain-text",
}


@cache
def _read() -> TextDocument:
    return open_document(zipped(word_parts()))


def open_body(body: str = "", *, answer: str = ANSWER, rows: str = "") -> str:
    """The form's text as OpenDocument XML, as newer versions of LibreOffice write it; see `word_body`."""
    xml = "".join(map(_block, _read().blocks))
    before, after = xml.split(ANSWER)
    return before + answer + after.replace("</table:table>", f"{rows}</table:table>", 1) + body


def open_form(
    body: str = "",
    *,
    answer: str = ANSWER,
    rows: str = "",
    before: str = "",
    flat: bool = False,
    more: Mapping[str, str | bytes] | None = None,
) -> bytes:
    """The form as a file, zipped or flat; `before` is XML before the styles."""
    text = open_body(body, answer=answer, rows=rows)
    if flat:
        return content(text, root="document", before=open_properties() + before).encode()
    parts: Parts = {
        "mimetype": MIMETYPE,
        "content.xml": content(text, before=before),
        "meta.xml": open_part("document-meta", open_properties()),
    }
    return zipped(parts | dict(more or {}))


def open_part(root: str, inner: str) -> str:
    """A part beside the text."""
    return f"<office:{root} {NAMESPACES}>{inner}</office:{root}>"


def as_open_text(data: bytes) -> bytes:
    """Another Word form as an OpenDocument text."""
    document = open_document(data)
    parts: Parts = {
        "mimetype": MIMETYPE,
        "content.xml": content("".join(map(_block, document.blocks))),
        "meta.xml": open_part("document-meta", open_properties(document)),
    }
    return zipped(parts)


def open_properties(document: TextDocument | None = None) -> str:
    """The properties of a form, or of the small one, as OpenDocument XML."""
    named = "".join(
        f"<meta:user-defined meta:name={quoteattr(name)}>{escape(value)}</meta:user-defined>"
        for name, value in (document or _read()).custom.items()
    )
    return f"<office:meta>{named}</office:meta>"


def _block(block: Block) -> str:
    if isinstance(block, DocumentTable):
        rows = ("".join(map(_cell, (cell.blocks for cell in row.cells))) for row in block.rows)
        lines = "".join(f"<table:table-row>{cells}</table:table-row>" for cells in rows)
        return f"<table:table>{lines}</table:table>"
    inner = "".join(map(_piece, block.pieces))
    level = f'<text:h text:outline-level="{block.heading}">' if block.heading else "<text:p>"
    return f"{level}{inner}</text:{level[6]}>"


def _cell(blocks: Iterable[Block]) -> str:
    return f"<table:table-cell>{''.join(map(_block, blocks))}</table:table-cell>"


def _piece(piece: Piece) -> str:
    text = escape(piece.text).replace("\n", "<text:line-break/>").replace("  ", " <text:s/>")
    control = piece.control
    if control is None:
        return f"<text:span>{text}</text:span>"
    said = {
        "loext:tag": control.tag,
        "loext:alias": control.alias,
        "loext:showing-place-holder": str(control.placeholder).lower(),
        _KINDS[control.kind]: "true",
        "loext:checked": str(bool(control.checked)).lower(),
    }
    attributes = " ".join(f"{name}={quoteattr(value)}" for name, value in said.items())
    return f"<loext:content-control {attributes}>{text}</loext:content-control>"
