"""Word forms as files: in other formats, without what names them, mixed up, damaged, or no form at all."""

from __future__ import annotations

import re
from collections.abc import Callable
from email.message import EmailMessage
from functools import partial
from pathlib import Path

from lxml import etree

from forms.making import RECIPIENT, ROUND
from gauntlet.documents.counting import paragraphs_text
from gauntlet.documents.editing import BODY, Form, in_word
from gauntlet.documents.making import accepted, done, refused, waiting
from gauntlet.documents.xml import W, cells, overwritten
from gauntlet.editing import Act, in_parts, parts_of, raw
from gauntlet.filled import LAYOUT, told
from office.packages import OFFICE, STRICT_OFFICE, Parts, zipped
from office.word.parts import STRICT_WORD, WORD
from ruecklauf.formcode import make_form_code
from ruecklauf.forms.documents.writer import DocumentWriter
from ruecklauf.forms.slots import Recipient

OTHER = "BTM9WY"


"""An alliance that the project does not have."""


_SAME = "Every answer the same: the content decides what a file is."


CODE = make_form_code(RECIPIENT.id, ROUND.wave_id, LAYOUT.fingerprint)


FOREIGN = make_form_code(OTHER, ROUND.wave_id, LAYOUT.fingerprint)


_file = partial(done, "files", by="by hand")


def as_strict(parts: Parts) -> None:
    """Word's „Strict Open XML“: other namespaces, and no old shapes."""
    for name, content in parts.items():
        strict = raw(content).replace(WORD.encode(), STRICT_WORD.encode())
        parts[name] = strict.replace(OFFICE.encode(), STRICT_OFFICE.encode())


def _called(kind: str) -> Act:
    """Another content type of the main part: document with macros, template."""

    def change(parts: Parts) -> None:
        types = raw(parts["[Content_Types].xml"])
        before = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
        assert before in types
        parts["[Content_Types].xml"] = types.replace(before, kind.encode())

    return in_parts(change)


def _with_macros(data: bytes, folder: Path) -> bytes:
    parts = parts_of(_called("application/vnd.ms-word.document.macroEnabled.main+xml")(data, folder))
    links = "word/_rels/document.xml.rels"
    kind = "http://schemas.microsoft.com/office/2006/relationships/vbaProject"
    link = f'<Relationship Id="rIdMakro" Type="{kind}" Target="vbaProject.bin"/></Relationships>'
    parts[links] = raw(parts[links]).replace(b"</Relationships>", link.encode())
    return zipped({**parts, "word/vbaProject.bin": b"\xd0\xcf\x11\xe0"})


def _in_utf_16(parts: Parts) -> None:
    root = etree.fromstring(raw(parts[BODY]))
    parts[BODY] = etree.tostring(root, encoding="UTF-16", xml_declaration=True)


def _indented(parts: Parts) -> None:
    """Line breaks and blanks between elements, as some programs write them."""
    parts[BODY] = etree.tostring(
        etree.fromstring(raw(parts[BODY])), pretty_print=True, xml_declaration=True, encoding="UTF-8"
    )


def _prefixed(parts: Parts) -> None:
    """Another prefix for all of Word's elements."""
    body = raw(parts[BODY])
    parts[BODY] = re.sub(rb"(</?|\s)w:", rb"\1ns0:", body).replace(b"xmlns:w=", b"xmlns:ns0=")


def _other_name(parts: Parts) -> None:
    """The main part under another name, as some programs call it."""
    parts["word/document2.xml"] = parts.pop(BODY)
    parts["word/_rels/document2.xml.rels"] = parts.pop("word/_rels/document.xml.rels")
    for name in ("[Content_Types].xml", "_rels/.rels"):
        parts[name] = raw(parts[name]).replace(b"document.xml", b"document2.xml")


def _in_a_zip(data: bytes, _: Path) -> bytes:
    return zipped({"Bündnis/Rücklauf.docx": data})


def _in_a_mail(data: bytes, _: Path) -> bytes:
    message = EmailMessage()
    message["From"], message["Subject"] = "amt@stadt.example", "Rücklauf"
    message.set_content("Anbei das Formular.")
    message.add_attachment(data, maintype="application", subtype="octet-stream", filename="Rücklauf.docx")
    return message.as_bytes()


def _cover_code(text: str) -> Act:
    def change(form: Form) -> None:
        rows = (row for row in form.tables[0].findall(f"{W}tr"))
        row = next(row for row in rows if paragraphs_text(cells(row)[0]) == "Formular-Code")
        overwritten(cells(row)[1], text)

    return in_word(change)


def _replaced(what: str, by: str, *names: str) -> Callable[[Parts], None]:
    """A text replaced in some members of the archive."""

    def change(parts: Parts) -> None:
        for name in names:
            assert what.encode() in raw(parts[name]), name
            parts[name] = raw(parts[name]).replace(what.encode(), by.encode())

    return change


def _without_properties(parts: Parts) -> None:
    """The document inspector has run: no properties are left."""
    for name in ("docProps/custom.xml", "docProps/core.xml"):
        del parts[name]
    kept = re.compile(rb"<(?:Relationship|Override) [^>]*(?:custom|core)(?:-p|\.xml)[^>]*/>")
    for name in ("_rels/.rels", "[Content_Types].xml"):
        parts[name] = kept.sub(b"", raw(parts[name]))


def _without_any_code(data: bytes, folder: Path) -> bytes:
    parts = parts_of(_cover_code("")(data, folder))
    _without_properties(parts)
    _replaced(str(CODE), "", "word/footer1.xml")(parts)
    return zipped(parts)


def _foreign(data: bytes, folder: Path) -> bytes:
    """Somebody else's code on cover and footer; the properties are the form's."""
    parts = parts_of(_cover_code(str(FOREIGN))(data, folder))
    _replaced(str(CODE), str(FOREIGN), "word/footer1.xml")(parts)
    return zipped(parts)


def _of_a_stranger(data: bytes, _: Path) -> bytes:
    del data
    stranger = Recipient(OTHER, "Stadt Anderswo", ("05111000",), "kreis")
    return DocumentWriter(LAYOUT, ROUND).write(stranger, "stammblatt", told())


_DECIDE = "Nothing in it says for sure whose answers these are: a person must decide."


FORMATS = (
    _file("Strict Open XML", "gremien", in_parts(as_strict), accepted(why=_SAME)),
    _file(
        "document for macros",
        "stammblatt",
        _with_macros,
        accepted("macros_found", why=f"{_SAME} They are told, not run."),
    ),
    _file(
        "template",
        "stammblatt",
        _called("application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml"),
        accepted(why=_SAME),
    ),
    _file(
        "template for macros",
        "stammblatt",
        _called("application/vnd.ms-word.template.macroEnabledTemplate.main+xml"),
        accepted(why=_SAME),
    ),
    _file("main part in UTF-16", "stammblatt", in_parts(_in_utf_16), accepted(why=_SAME)),
    _file("XML with line breaks and blanks", "gremien", in_parts(_indented), accepted(why=_SAME)),
    _file("elements with another prefix", "gremien", in_parts(_prefixed), accepted(why=_SAME)),
    _file("main part with another name", "stammblatt", in_parts(_other_name), accepted(why=_SAME)),
    _file("form inside a zip", "stammblatt", _in_a_zip, accepted(why="It is taken out and read.")),
    _file("mail with the form attached", "stammblatt", _in_a_mail, accepted(why="It is taken out and read.")),
)


NAMES = (
    _file(
        "code overwritten on the cover",
        "stammblatt",
        _cover_code("siehe Anlage"),
        accepted("stray_text", why="Footer and properties say enough; what stands there is told."),
    ),
    _file(
        "code deleted on the cover",
        "stammblatt",
        _cover_code(""),
        accepted(why="Footer and properties say enough."),
    ),
    _file(
        "code on the cover with a letter mistyped",
        "stammblatt",
        _cover_code(f"{str(CODE)[:-1]}X"),
        accepted("stray_text", why="Footer and properties say enough; the damaged code is told."),
    ),
    _file(
        "properties deleted",
        "stammblatt",
        in_parts(_without_properties),
        accepted(why="Cover and footer say enough; the codes say which worksheet it is."),
    ),
    _file(
        "code deleted in the footer",
        "gremien",
        in_parts(_replaced(str(CODE), "", "word/footer1.xml")),
        accepted("page_text", why="Cover and properties say enough."),
    ),
    _file(
        "another alliance's code in the footer",
        "gremien",
        in_parts(_replaced(str(CODE), str(FOREIGN), "word/footer1.xml")),
        accepted("code_differs", why="Cover and properties agree; the other code is told."),
    ),
    _file(
        "another alliance's code on cover and footer",
        "stammblatt",
        _foreign,
        waiting("unclear_form", _DECIDE),
    ),
    _file("no code left anywhere", "stammblatt", _without_any_code, waiting("no_code", _DECIDE)),
    _file(
        "form of a municipality that is not in the list",
        "stammblatt",
        _of_a_stranger,
        refused("unknown_alliance", "Refused and kept until the list has it."),
    ),
)


MUTATIONS = (*FORMATS, *NAMES)
