"""Word forms mixed up: copied together, pasted elsewhere, of an earlier version, or no form at all."""

from __future__ import annotations

import io
from functools import partial
from pathlib import Path

import docx
from docx.document import Document
from lxml import etree

from gauntlet.documents.counting import paragraphs_text
from gauntlet.documents.editing import BODY, Form
from gauntlet.documents.filled import blank_document, filled_document, known_in, outdated_document
from gauntlet.documents.making import accepted, done, refused
from gauntlet.documents.xml import W, cells, made
from gauntlet.editing import parts_of, raw
from gauntlet.mutation import Answer
from office.packages import zipped
from ruecklauf.values import Value

_file = partial(done, "files", by="by hand")


def _copied_together(data: bytes, _: Path) -> bytes:
    """The document of another worksheet copied behind this one, all of it."""
    parts = parts_of(data)
    form = Form(etree.fromstring(raw(parts[BODY])), parts)
    other = etree.fromstring(raw(parts_of(filled_document("zielgruppe"))[BODY]))
    last = form.body[-1]
    for block in list(other[0])[:-1]:
        last.addprevious(block)
    parts[BODY] = etree.tostring(form.root, xml_declaration=True, encoding="UTF-8")
    return zipped(parts)


def _tables_copied(data: bytes, _: Path) -> bytes:
    """The table of another worksheet copied into this one, without anything around it."""
    parts = parts_of(data)
    form = Form(etree.fromstring(raw(parts[BODY])), parts)
    other = Form(etree.fromstring(raw(parts_of(filled_document("zielgruppe"))[BODY])), {})
    form.body[-1].addprevious(other.table("ZG001"))
    form.body[-1].addprevious(made("<w:p/>"))
    parts[BODY] = etree.tostring(form.root, xml_declaration=True, encoding="UTF-8")
    return zipped(parts)


def _pasted(data: bytes, *, formats: bool) -> Document:
    """All content pasted into a new document: no properties, no footer, no controls."""
    new = docx.Document()
    root = etree.fromstring(raw(parts_of(data)[BODY]))
    for block in list(root[0])[:-1]:
        if block.tag == f"{W}p":
            new.add_paragraph(paragraphs_text(block))
        elif formats:
            _copy_table(new, block)
        else:
            for row in block.findall(f"{W}tr"):
                new.add_paragraph("\t".join(paragraphs_text(cell) for cell in cells(row)))
    return new


def _copy_table(new: Document, table: etree._Element) -> None:
    rows = [[_lines(cell) for cell in cells(row)] for row in table.findall(f"{W}tr")]
    copy = new.add_table(rows=len(rows), cols=max(map(len, rows)))
    for row, shown in zip(copy.rows, rows, strict=True):
        for cell, text in zip(row.cells, shown, strict=False):
            cell.text = text


def _lines(cell: etree._Element) -> str:
    signs = {f"{W}br": "\n"}
    lines = (
        "".join(signs.get(str(one.tag), one.text or "") for one in each.iter(f"{W}t", f"{W}br"))
        for each in cell.iter(f"{W}p")
    )
    return "\n".join(lines)


def _into_new_document(data: bytes, _: Path) -> bytes:
    return _saved(_pasted(data, formats=True))


def _as_text_only(data: bytes, _: Path) -> bytes:
    return _saved(_pasted(data, formats=False))


def _saved(document: Document) -> bytes:
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def _other_document(data: bytes, _: Path) -> bytes:
    del data
    new = docx.Document()
    new.add_paragraph("Sehr geehrte Damen und Herren, das Formular folgt.")
    return _saved(new)


def _blank(data: bytes, _: Path) -> bytes:
    del data
    return blank_document("stammblatt")


def _before(data: bytes, _: Path) -> bytes:
    del data
    return outdated_document()


def _all_of(worksheet: str) -> dict[Answer, Value | None]:
    """Every known answer of a worksheet, as wanted too."""
    return {
        (one.worksheet, one.section, one.row_id, one.field): value
        for one, value in known_in(worksheet).items()
    }


def _without_remarks(worksheet: str) -> dict[Answer, Value | None]:
    return {answer: value for answer, value in _all_of(worksheet).items() if answer[3] != "bemerkungen"}


MUTATIONS = (
    _file(
        "another worksheet's form copied behind this one",
        "stammblatt",
        _copied_together,
        accepted(changed=_all_of("zielgruppe"), why="Both worksheets are read by their codes."),
    ),
    _file(
        "another worksheet's table copied into this form",
        "stammblatt",
        _tables_copied,
        accepted(changed=_without_remarks("zielgruppe"), why="Both worksheets are read by their codes."),
    ),
    _file(
        "content pasted into a new document",
        "gremien",
        _into_new_document,
        accepted(why="Every answer the same: codes and heads are there."),
        by="python-docx",
    ),
    _file(
        "content pasted into a new document as text only",
        "gremien",
        _as_text_only,
        accepted(
            "texts_unknown",
            changed=dict.fromkeys(_all_of("gremien")),
            why="No table any more: every line is told.",
        ),
        by="python-docx",
    ),
    _file(
        "another document",
        "stammblatt",
        _other_document,
        refused("no_form", "Refused, kept, and the sender is to be asked for the form."),
    ),
    _file(
        "form of an earlier version of a worksheet",
        "zielgruppe",
        _before,
        accepted(why="A return is read by what its form was made from."),
    ),
    _file(
        "form sent back blank",
        "stammblatt",
        _blank,
        accepted(
            "form_blank",
            changed=dict.fromkeys(_all_of("stammblatt")),
            why="Told; nothing replaces an earlier return.",
        ),
    ),
)
