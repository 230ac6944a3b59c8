"""What names, texts and values say is text in a Word form, whatever a program could take it for."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import fields, replace

import docx
import pytest
from lxml import etree

from forms.documents.wordprocessing import W, document_writer, plan_of, word_file
from forms.making import RECIPIENT, ROUND, all_types
from office.opened import read_workbook
from ruecklauf.findings import Subject
from ruecklauf.forms.documents.writer import DocumentWriter
from ruecklauf.forms.slots import Recipient, Round
from ruecklauf.forms.workbooks.stamp import FormWriter
from ruecklauf.layout.build import build_layout
from ruecklauf.office.opening import open_document

HARMLESS: dict[str, str] = {
    "markup": 'Kreis </w:t></w:r><w:altChunk r:id="rId1"/> & <!-- x --> <?x y?>',
    "CDATA": "Kreis ]]> <![CDATA[x]]>",
    "entities": "Kreis &lt;b&gt; &#65; &amp;amp; &geheim;",
    "Jinja": "Kreis {{ 7*7 }} {% include '/etc/passwd' %} {# x #} {{r x }} {%tr for x in y %}",
    "Jinja's way out": "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "template marks of docxtpl": "Kreis {_{ x }_} {-% x %-} \\{\\{ <% x %>",
    "field codes": 'Kreis { INCLUDETEXT "http://192.0.2.1/x" } { DDEAUTO c:\\\\x } { = 7 * 7 }',
    "formulas": "=cmd|'/C calc'!A0 @SUM(1) +49 -2",
    "escapes of Office": "Kreis _x0041_ _xD800_ %41 \\u0041 &#x41;",
    "format placeholders": "Kreis {alliance.name} {0} %s %(name)s $name ${name}",
    "quotes": "Kreis \"A\" 'B' „C“ `D`",
    "other directions and widths": "Kreis \u202eABC\u202c \u200b\u200d \u2066x\u2069 e\u0301 \u00a0 😀",
    "private letters": "Kreis \ue000 \uf8ff \U0010fffd",
    "long": "Kreis " + "x" * 20_000,
}
"""By what is in them, texts that must come out as they went in."""
CHANGED: dict[str, tuple[str, str]] = {
    "control characters": ("Kreis\x00\x08\x0b\x1f", "Kreis\ufffd\ufffd\ufffd\ufffd"),
    "half letters": ("Kreis\ud800\udfff", "Kreis\ufffd\ufffd"),
    "no characters": (
        "Kreis\ufffe\uffff\ufdd0alliance.ags\ufdd1",
        "Kreis\ufffd\ufffd\ufffdalliance.ags\ufffd",
    ),
}
"""What XML or this program's own marks forbid, and what stands there instead."""
TEXTS = {name: (text, text) for name, text in HARMLESS.items()} | CHANGED


def written(recipient: Recipient = RECIPIENT, round_: Round = ROUND, **values: str) -> bytes:
    writer = DocumentWriter(build_layout((all_types(),)), round_)
    prefill = {Subject("probe", "angaben", "AN", field): value for field, value in values.items()}
    return writer.write(recipient, "probe", prefill)


def seen_by_us(data: bytes) -> str:
    document = open_document(data)
    return "\n".join((*(one.text for one in document.body_paragraphs()), *document.page_texts))


def seen_by_python_docx(data: bytes) -> str:
    """All text of body and footers; its own `text` misses what stands in content controls."""
    document = docx.Document(io.BytesIO(data))
    parts = [document.element.body, *(section.footer._element for section in document.sections)]
    return "".join(str(node.text or "") for part in parts for node in part.iter(W + "t"))


def elements(data: bytes) -> dict[str, list[str]]:
    """The names of all elements of all parts, in order."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = [name for name in archive.namelist() if name.endswith((".xml", ".rels"))]
        return {name: [str(one.tag) for one in etree.fromstring(archive.read(name)).iter()] for name in names}


@pytest.mark.parametrize(("text", "shown"), TEXTS.values(), ids=TEXTS)
def test_name_of_an_alliance_is_text(text: str, shown: str) -> None:
    data = written(replace(RECIPIENT, name=text))
    assert shown in seen_by_us(data)
    assert shown in seen_by_python_docx(data)
    assert elements(data) == elements(written())


@pytest.mark.parametrize(("text", "shown"), TEXTS.values(), ids=TEXTS)
def test_prefilled_value_is_text(text: str, shown: str) -> None:
    data = written(name=text)
    assert shown in seen_by_python_docx(data)
    (tag,) = (
        tag
        for tag, cell in plan_of("probe").by_tag.items()
        if cell.subject.field == "name" and cell.subject.section == "angaben"
    )
    pieces = [piece for one in open_document(data).body_paragraphs() for piece in one.pieces]
    assert [piece.text for piece in pieces if piece.control and piece.control.tag == tag] == [shown]
    assert elements(data) == elements(written(name="Kreis"))


ROUND_TEXTS = tuple(one.name for one in fields(Round) if one.type == "str" and one.name != "wave_id")


@pytest.mark.parametrize("name", ROUND_TEXTS)
def test_texts_of_a_round_are_text(name: str) -> None:
    text = " ".join(one for one in HARMLESS.values() if len(one) < 200)
    data = written(round_=replace(ROUND, **{name: text}))
    plain = written(round_=replace(ROUND, **{name: "Kreis"}))
    assert elements(data) == elements(plain)
    if "Kreis" in seen_by_us(plain).replace(RECIPIENT.name, ""):
        assert text in seen_by_us(data)
        assert text in seen_by_python_docx(data)


@pytest.mark.parametrize(("text", "shown"), TEXTS.values(), ids=TEXTS)
def test_properties_hold_the_text(text: str, shown: str) -> None:
    data = written(replace(RECIPIENT, name=text), replace(ROUND, title=text, sender=text))
    core = docx.Document(io.BytesIO(data)).core_properties
    # The marks of this program's own are marks in the main part only.
    assert shown in re.sub("[\ufdd0\ufdd1]", "\ufffd", core.title)
    document = open_document(data)
    assert document.custom["ruecklauf.form_code"] == core.subject == document.core["subject"]


@pytest.mark.parametrize(("text", "shown"), CHANGED.values(), ids=CHANGED)
def test_workbook_for_such_a_name_is_one_too(text: str, shown: str) -> None:
    form = FormWriter(build_layout((all_types(),)), ROUND).write(replace(RECIPIENT, name=text))
    title = read_workbook(form).core["title"]
    assert shown in re.sub("[\ufdd0\ufdd1]", "\ufffd", title)


def test_tags_stand_in_for_nothing() -> None:
    """What a value says is not filled in again: one value may name the place of another."""
    field = next(tag for tag, cell in plan_of("probe").by_tag.items() if cell.subject.field == "bemerkung")
    values = {"name": f"\ufdd0{field}\ufdd1 {{{{ alliance.form_code }}}}", "bemerkung": "GEHEIM"}
    data = written(**values)
    assert seen_by_python_docx(data).count("GEHEIM") == 1


def test_worded_form_does_not_say_what_the_slots_would() -> None:
    named = replace(RECIPIENT, name="{{ 7*7 }}{alliance.form_code}")
    writer = document_writer("probe")
    assert writer.worded(named, "probe") == writer.worded(RECIPIENT, "probe")
    assert word_file(writer.worded(named, "probe")).text.count("{{ 7*7 }}") == 0
