"""What people write around the answers of a Word form: beside tables, into pages, boxes and notes."""

from __future__ import annotations

import io
import struct
import zlib
from functools import partial

from docx.shared import Cm

from gauntlet.documents.editing import REMARKS, TOTAL, Form, joined
from gauntlet.documents.making import PYTHON_DOCX, RAW, accepted, changed
from gauntlet.documents.xml import W, behind, cells, made, overwritten, paragraph, run, taken_out
from gauntlet.editing import raw

_TOLD = "Every answer the same; what stands beside them is told."


_around = partial(changed, "notes", by=PYTHON_DOCX)


def _below_the_table(form: Form) -> None:
    for text in ("Weitere Gremien:", "Lenkungskreis Bildung, aktiv, tagt monatlich"):
        form.table("GR101", 1).addnext(paragraph(text))


def _before_the_table(form: Form) -> None:
    form.table("GR101").addprevious(paragraph("GR121 Lenkungskreis Bildung"))


def _questions_outside(form: Form) -> None:
    """Questions answered as a list at the end of the document, by their codes."""
    for text in ("ST04: Dezernat II", "ST08: 2,0"):
        form.document.add_paragraph(text)


def _in_the_header(form: Form) -> None:
    header = form.document.sections[0].header
    header.is_linked_to_previous = False
    header.paragraphs[0].text = "Entwurf – noch nicht beschlossen"


def _in_the_footer(form: Form) -> None:
    form.document.sections[0].footer.add_paragraph("Rückfragen an Frau Beispiel, Zimmer 12")


def _on_the_cover(form: Form) -> None:
    table = form.document.tables[0]
    table.cell(7, 1).text += "\nAb Mai: 0211 9999"


def _row_on_the_cover(form: Form) -> None:
    for cell, text in zip(form.document.tables[0].add_row().cells, ("Ausgefüllt von", "Amt 51"), strict=True):
        cell.text = text


def _behind_a_paragraph(form: Form) -> None:
    first = form.paragraph("Bitte zurücksenden.")
    first.append(run(" – erledigt, Amt 51"))


def _paragraph_deleted(form: Form) -> None:
    taken_out(form.paragraph("Das Stammblatt zeigt"))


def _instructions_deleted(form: Form) -> None:
    """All between the cover and the first table of questions deleted, to save paper."""
    table = form.table("ST01")
    for each in [one for one in form.body.findall(f"{W}p") if one.getnext() is not None]:
        if each in list(table.itersiblings(preceding=True)):
            taken_out(each)


def _title(form: Form) -> None:
    form.document.paragraphs[0].text = "Stammblatt Kreis Muster 2026"


def _heading_deleted(form: Form) -> None:
    taken_out(form.paragraph("Angaben zum Bündnis"))


def _question(form: Form) -> None:
    """A question rewritten by hand."""
    overwritten(cells(form.row("ST08"))[1], "Stellenumfang in Stunden")


def _into_a_question(form: Form) -> None:
    """An answer typed below the question instead of beside it."""
    cells(form.row("SF01"))[1].append(paragraph("Das Jugendamt"))


def _into_the_code(form: Form) -> None:
    """A tick beside a code."""
    behind(cells(form.row("ST08"))[0], run(" ✓"))


def _example(form: Form) -> None:
    """The example row used as the first row."""
    row = form.row("Beispiel")
    overwritten(cells(row)[1], "Lenkungskreis Bildung")


def _picture(form: Form) -> None:
    """A scanned page pasted at the end."""
    form.document.add_picture(io.BytesIO(png()), width=Cm(2))


def png() -> bytes:
    def chunk(kind: bytes, content: bytes) -> bytes:
        return (
            struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
        )

    head = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    pixels = zlib.compress(b"\x00\x00")
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


def _box(form: Form) -> None:
    """A text box laid over a table, as Word writes it: once for new programs, once for old ones."""
    inner = "<w:txbxContent><w:p><w:r><w:t>Zahlen nur für die Kreisstadt</w:t></w:r></w:p></w:txbxContent>"
    shape = f"<wps:wsp><wps:txbx>{inner}</wps:txbx><wps:bodyPr/></wps:wsp>"
    drawing = (
        "<w:drawing><wp:anchor><wp:extent cx='900' cy='900'/><wp:docPr id='77' name='Textfeld 1'/><a:graphic>"
        "<a:graphicData uri='http://schemas.microsoft.com/office/word/2010/wordprocessingShape'>"
        f"{shape}</a:graphicData></a:graphic></wp:anchor></w:drawing>"
    )
    old = f"<w:pict><v:shape><v:textbox>{inner}</v:textbox></v:shape></w:pict>"
    behind(
        form.cell(TOTAL),
        made(
            f"<w:r><mc:AlternateContent><mc:Choice Requires='wps'>{drawing}</mc:Choice>"
            f"<mc:Fallback>{old}</mc:Fallback></mc:AlternateContent></w:r>"
        ),
    )


def _footnote(form: Form) -> None:
    """A footnote on a number."""
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    kinds = "".join(
        f"<w:footnote w:type='{kind}' w:id='{number}'><w:p><w:r><w:separator/></w:r></w:p></w:footnote>"
        for number, kind in ((-1, "separator"), (0, "continuationSeparator"))
    )
    text = "<w:p><w:r><w:footnoteRef/></w:r><w:r><w:t> ohne Gemeinden</w:t></w:r></w:p>"
    note = f"<w:footnote w:id='1'>{text}</w:footnote>"
    joined(form, "footnotes.xml", "footnotes", f"<w:footnotes xmlns:w='{space}'>{kinds}{note}</w:footnotes>")
    behind(form.cell(TOTAL), made("<w:r><w:footnoteReference w:id='1'/></w:r>"))


def _object(form: Form) -> None:
    """A workbook embedded as an object in an answer."""
    form.parts["word/embeddings/Tabelle1.xlsx"] = b"PK\x03\x04 irgendwas"
    links = "word/_rels/document.xml.rels"
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/package"
    link = f'<Relationship Id="rIdObjekt" Type="{kind}" Target="embeddings/Tabelle1.xlsx"/></Relationships>'
    form.parts[links] = raw(form.parts[links]).replace(b"</Relationships>", link.encode())
    behind(
        form.cell(REMARKS),
        made(
            "<w:r><w:object><o:OLEObject xmlns:o='urn:schemas-microsoft-com:office:office' Type='Embed' "
            "ProgID='Excel.Sheet.12' r:id='rIdObjekt'/></w:object></w:r>"
        ),
    )


def _protection_lifted(form: Form) -> None:
    settings = raw(form.parts["word/settings.xml"])
    protected = b'<w:documentProtection w:edit="forms" w:enforcement="1"/>'
    assert protected in settings
    form.parts["word/settings.xml"] = settings.replace(protected, b"")


def _content_table(form: Form) -> None:
    """A table of contents and a cover page put in front, as Word's menu offers them."""
    first = form.body[0]
    block = made(
        "<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val='Table of Contents'/></w:docPartObj></w:sdtPr>"
        "<w:sdtContent><w:p><w:r><w:t>Inhalt</w:t></w:r></w:p>"
        "<w:p><w:r><w:t>Angaben zum Bündnis</w:t><w:tab/><w:t>2</w:t></w:r></w:p></w:sdtContent></w:sdt>"
    )
    first.addprevious(block)


def _two_columns(form: Form) -> None:
    """The answer of a question typed twice: in its cell, and as a row of somebody's own below."""
    row = form.row("ST18")
    table = form.table("ST18")
    new = made("<w:tr/>")
    for text in ("", "Was wir noch sagen wollten", "Wir brauchen mehr Zeit.", ""):
        new.append(made(f"<w:tc><w:tcPr/><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>"))
    row.addnext(new)
    assert table is not None


OUTSIDE = (
    _around("answers typed below a table", "gremien", _below_the_table, accepted("stray_text", why=_TOLD)),
    _around(
        "row typed as text above a table", "gremien", _before_the_table, accepted("stray_text", why=_TOLD)
    ),
    _around(
        "answers listed at the end by their codes",
        "stammblatt",
        _questions_outside,
        accepted("stray_text", why=_TOLD),
    ),
    _around("text in the header", "stammblatt", _in_the_header, accepted("page_text", why=_TOLD)),
    _around("text in the footer", "stammblatt", _in_the_footer, accepted("page_text", why=_TOLD)),
    _around("text in the table on the cover", "stammblatt", _on_the_cover, accepted("stray_text", why=_TOLD)),
    _around(
        "row added to the table on the cover",
        "stammblatt",
        _row_on_the_cover,
        accepted("stray_text", why=_TOLD),
    ),
    _around(
        "table of contents put in front",
        "stammblatt",
        _content_table,
        accepted("stray_text", why=_TOLD),
        by=RAW,
    ),
)
FORM = (
    _around(
        "text behind a paragraph of the form",
        "stammblatt",
        _behind_a_paragraph,
        accepted("stray_text", why=_TOLD),
    ),
    _around(
        "paragraph of the form deleted",
        "stammblatt",
        _paragraph_deleted,
        accepted(why="Every answer the same: none stood there."),
    ),
    _around(
        "all instructions deleted",
        "stammblatt",
        _instructions_deleted,
        accepted(why="Every answer the same: none stood there."),
    ),
    _around("title changed", "stammblatt", _title, accepted("stray_text", why=_TOLD)),
    _around(
        "heading deleted",
        "stammblatt",
        _heading_deleted,
        accepted(why="Every answer the same: the codes lead."),
    ),
    _around(
        "question rewritten",
        "stammblatt",
        _question,
        accepted("stray_text", why="Taken by its code; the new question is told."),
    ),
    _around(
        "answer typed below the question", "stammblatt", _into_a_question, accepted("stray_text", why=_TOLD)
    ),
    _around("mark beside a code", "stammblatt", _into_the_code, accepted("stray_text", why=_TOLD)),
    _around("example row written over", "gremien", _example, accepted("stray_text", why=_TOLD)),
    _around(
        "row of somebody's own among the questions",
        "stammblatt",
        _two_columns,
        accepted("stray_text", why=_TOLD),
        by=RAW,
    ),
    _around(
        "protection lifted",
        "stammblatt",
        _protection_lifted,
        accepted("document_unprotected", why="Every answer the same; it is told."),
        by=RAW,
    ),
)
THINGS = (
    _around("text box over a table", "zielgruppe", _box, accepted("drawing_text", why=_TOLD), by=RAW),
    _around("footnote on a number", "zielgruppe", _footnote, accepted("footnote_found", why=_TOLD), by=RAW),
    _around(
        "picture",
        "stammblatt",
        _picture,
        accepted("pictures_found", why="Every answer the same; that it is there is told."),
    ),
    _around(
        "workbook embedded in an answer",
        "stammblatt",
        _object,
        accepted("unknown_part", why="Every answer the same; that it is there is told."),
        by=RAW,
    ),
)
MUTATIONS = (*OUTSIDE, *FORM, *THINGS)
