"""What LibreOffice Writer makes of Word forms when it saves them as OpenDocument."""

from __future__ import annotations

import io
import zipfile
from collections import Counter
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.oxml import parse_xml
from lxml import etree

from libreoffice.soffice import running_office
from ruecklauf.office.document import (
    Change,
    Comment,
    Control,
    ControlKind,
    DocumentRow,
    DocumentTable,
    Paragraph,
    Piece,
    TextDocument,
)
from ruecklauf.office.opendocument.names import DUBLIN_CORE, META, OFFICE, TEXT
from ruecklauf.office.opening import open_document

pytestmark = pytest.mark.xdist_group("odt by LibreOffice")

WORD = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" xmlns:v="urn:schemas-microsoft-com:vml"'
)
LIST = '<w:dropDownList><w:listItem w:displayText="Ja, klar" w:value="ja"/></w:dropDownList>'
FREE_LIST = '<w:comboBox><w:listItem w:displayText="AK007 Amt" w:value="AK007"/></w:comboBox>'
DATE = '<w:date><w:dateFormat w:val="dd.MM.yyyy"/><w:lid w:val="de-DE"/></w:date>'
BOX = (
    '<w14:checkbox><w14:checked w14:val="{}"/><w14:checkedState w14:val="2612" w14:font="MS Gothic"/>'
    '<w14:uncheckedState w14:val="2610" w14:font="MS Gothic"/></w14:checkbox>'
)
BY = 'w:author="Meier" w:date="2026-01-01T10:00:00Z"'
PROMPT = "<w:showingPlcHdr/>"


def run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def control(kind: str, content: str, tag: str = "ST01") -> str:
    names = f'<w:alias w:val="{tag}"/><w:tag w:val="{tag}"/>'
    return f"<w:sdt><w:sdtPr>{names}{kind}</w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>"


def inserted(text: str) -> str:
    return f'<w:ins w:id="1" {BY}>{run(text)}</w:ins>'


def deleted(text: str) -> str:
    return f'<w:del w:id="2" {BY}><w:r><w:delText xml:space="preserve">{text}</w:delText></w:r></w:del>'


def paragraph(*content: str) -> str:
    return f"<w:p>{''.join(content)}</w:p>"


def cell(*content: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{paragraph(*content)}</w:tc>"


def row(*cells: str, properties: str = "") -> str:
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(cells)}</w:tr>"


def table(*rows: str) -> str:
    grid = '<w:gridCol w:w="3000"/>' * 3
    return f"<w:tbl><w:tblPr/><w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"


CONTROLS = {
    "text": control("<w:text/>", run("Straße &amp; Söhne")),
    "prompt of a list": control(PROMPT + LIST, run("[Auswahl]")),
    "list": control(LIST, run("Ja, klar")),
    "free list": control(FREE_LIST, run("Freier Text")),
    "prompt of a date": control(PROMPT + DATE, run("[TT.MM.JJJJ]")),
    "date": control(DATE, run("30.06.2026")),
    "boxes": control(BOX.format(1), run("☒")) + run(" ja ") + control(BOX.format(0), run("☐")) + run(" nein"),
    "beside": control("<w:text/>", run("innen")) + run(" daneben"),
    "tracked": control(LIST, deleted("Nein") + inserted("Ja, klar")),
    "with a format": control("", run("reich ") + run("gestrichen", "<w:strike/>")),
}
BOX_IN_TEXT = (
    '<w:r><w:pict><v:shape style="width:200pt;height:50pt" type="#_x0000_t202"><v:textbox><w:txbxContent>'
    f"{paragraph(run('Im Textfeld'))}</w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
)
BODY = (
    table(
        row(cell(run("Code")), cell(run("Antwort")), properties="<w:tblHeader/>"),
        *(row(cell(run(code)), cell(content)) for code, content in CONTROLS.items()),
    ),
    paragraph(run("Fett", "<w:b/>"), run("versteckt", "<w:vanish/>"), run(" weg", "<w:strike/>")),
    paragraph(),
    paragraph(inserted("neu "), deleted("alt "), run("und"), BOX_IN_TEXT),
    table(
        row(cell(run("quer"), properties='<w:gridSpan w:val="2"/>'), cell(run("x"))),
        row(cell(run("hoch"), properties='<w:vMerge w:val="restart"/>'), cell(run("y")), cell(run("z"))),
        row(cell(properties="<w:vMerge/>"), cell(run("u")), cell(run("v"))),
    ),
    paragraph(run("dazwischen")),
    table(
        row(cell(run("AK001")), cell(run("erste"))),
        row(cell(run("AK002")), cell(run("zweite"))),
        row(cell(inserted("AK003")), cell(inserted("dritte")), properties=f'<w:ins w:id="3" {BY}/>'),
    ),
)


def form(*, protected: bool) -> bytes:
    document = docx.Document()
    document.add_heading("Abschnitt", 2)
    for part in BODY:
        document.element.body.insert(-1, parse_xml(part.replace(">", f" {WORD}>", 1)))
    document.add_comment(document.add_paragraph("Dazu").runs, text="Bitte prüfen", author="Meier")
    section = document.sections[0]
    section.header.paragraphs[0].text, section.footer.paragraphs[0].text = "Kopf", "Code ABC-1"
    document.core_properties.keywords = "ABC-1"
    enforced = f'w:enforcement="{int(protected)}"'
    protection = parse_xml(f'<w:documentProtection {WORD} w:edit="forms" {enforced}/>')
    document.settings.element.insert(0, protection)
    return saved(document)


def old_fields() -> bytes:
    """What Word had before content controls."""
    document = docx.Document()
    fields = (
        ("FORMTEXT", "<w:textInput/>", run("Freitext")),
        ("FORMCHECKBOX", '<w:checkBox><w:sizeAuto/><w:default w:val="1"/></w:checkBox>', ""),
        (
            "FORMDROPDOWN",
            '<w:ddList><w:result w:val="1"/><w:listEntry w:val="a"/><w:listEntry w:val="b"/></w:ddList>',
            "",
        ),
    )
    for kind, data, result in fields:
        begin = f'<w:ffData><w:name w:val="{kind}"/><w:enabled/>{data}</w:ffData>'
        document.element.body.insert(
            -1,
            parse_xml(
                f'<w:p {WORD}><w:r><w:fldChar w:fldCharType="begin">{begin}</w:fldChar></w:r>'
                f"<w:r><w:instrText> {kind} </w:instrText></w:r>"
                f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{result}'
                '<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
            ),
        )
    return saved(document)


def saved(document: docx.document.Document) -> bytes:
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


@pytest.fixture(scope="module")
def by_writer(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """All files that Writer makes, by name."""
    folder = tmp_path_factory.mktemp("odt")
    (folder / "open.docx").write_bytes(form(protected=False))
    (folder / "form.docx").write_bytes(form(protected=True))
    (folder / "old.docx").write_bytes(old_fields())
    with running_office(folder) as office:
        script = Path(__file__).with_name("by_writer.py")
        done = office.call(script, str(folder), "open", "form", "old")
        assert done.returncode == 0, done.stderr
    return {path.name: path.read_bytes() for path in folder.glob("*.*t")}


def tables(document: TextDocument) -> list[DocumentTable]:
    return [block for block in document.blocks if isinstance(block, DocumentTable)]


def shown(of: DocumentRow) -> list[str]:
    return ["\n".join(paragraph.text for paragraph in cell.paragraphs()) for cell in of.cells]


def test_every_kind_of_control_is_read_as_writer_saves_it(by_writer: dict[str, bytes]) -> None:
    answers = tables(open_document(by_writer["form.odt"]))[0]
    found = {shown(row)[0]: next(row.cells[1].paragraphs()).pieces for row in answers.rows[1:]}

    def of(number: int, kind: ControlKind, **more: Any) -> Control:
        return Control(number, kind, **more)

    assert answers.rows[0].heads and not answers.rows[1].heads
    assert found == {
        "text": (Piece("Straße & Söhne", of(1, ControlKind.TEXT)),),
        "prompt of a list": (Piece("[Auswahl]", of(2, ControlKind.LIST, placeholder=True)),),
        "list": (Piece("Ja, klar", of(3, ControlKind.LIST)),),
        "free list": (Piece("Freier Text", of(4, ControlKind.LIST)),),
        "prompt of a date": (Piece("[TT.MM.JJJJ]", of(5, ControlKind.DATE, placeholder=True)),),
        "date": (Piece("30.06.2026", of(6, ControlKind.DATE)),),
        "boxes": (
            Piece("☒", of(7, ControlKind.BOX, checked=True)),
            Piece(" ja "),
            Piece("☐", of(8, ControlKind.BOX, checked=False)),
            Piece(" nein"),
        ),
        "beside": (Piece("innen", of(9, ControlKind.TEXT)), Piece(" daneben")),
        "tracked": (
            Piece("Nein", of(10, ControlKind.LIST), Change.DELETED, "Meier"),
            Piece("Ja, klar", of(10, ControlKind.LIST), Change.INSERTED, "Meier"),
        ),
        "with a format": (
            Piece("reich ", of(11, ControlKind.TEXT)),
            Piece("gestrichen", of(11, ControlKind.TEXT), struck=True),
        ),
    }


def test_all_that_stands_around_the_answers_is_read(by_writer: dict[str, bytes]) -> None:
    document = open_document(by_writer["form.odt"])
    _, merged, tracked = tables(document)
    paragraphs = [block for block in document.blocks if isinstance(block, Paragraph)]
    assert paragraphs == [
        Paragraph((Piece("Abschnitt"),), heading=2),
        Paragraph((Piece("Fett", marked=True), Piece("versteckt", hidden=True), Piece(" weg", struck=True))),
        Paragraph(),
        Paragraph(
            (
                Piece("neu ", None, Change.INSERTED, "Meier"),
                Piece("alt ", None, Change.DELETED, "Meier"),
                Piece("und"),
            ),
            drawn=True,
        ),
        Paragraph((Piece("dazwischen"),)),
        Paragraph((Piece("Dazu"),)),
    ]
    assert [[(cell.span, cell.continues) for cell in row.cells] for row in merged.rows] == [
        [(2, False), (1, False)],
        [(1, False)] * 3,
        [(1, True), (1, False), (1, False)],
    ]
    assert [(row.change, row.author) for row in tracked.rows] == [
        (Change.NONE, ""),
        (Change.NONE, ""),
        (Change.INSERTED, "Meier"),
    ]
    number = sum(1 for _ in document.body_paragraphs())
    assert document.comments == (Comment("Bitte prüfen", "Meier", "Dazu", number),)
    assert document.page_texts == ("Kopf", "Code ABC-1")
    assert document.drawing_texts == ("Im Textfeld",)
    assert document.core["keywords"] == "ABC-1"
    assert (document.protected, document.tracked, document.unknown_parts) == (True, False, ())
    assert document.program.startswith("LibreOffice/")


def test_flat_file_and_template_say_the_same(by_writer: dict[str, bytes]) -> None:
    zipped = open_document(by_writer["form.odt"])
    for kind in ("fodt", "ott"):
        other = open_document(by_writer[f"form.{kind}"])
        assert (other.blocks, other.comments) == (zipped.blocks, zipped.comments)
        assert (other.page_texts, other.drawing_texts) == (zipped.page_texts, zipped.drawing_texts)
        assert (other.protected, other.core["keywords"]) == (True, "ABC-1")


def test_rows_changed_in_writer_are_told(by_writer: dict[str, bytes]) -> None:
    document = open_document(by_writer["open-edited.odt"])
    rows = tables(document)[2].rows
    assert [(row.change, shown(row)) for row in rows] == [
        (Change.DELETED, ["", ""]),
        (Change.NONE, ["AK002", "neu"]),
        (Change.INSERTED, ["AK101", ""]),
        (Change.INSERTED, ["AK003", "dritte"]),
    ]
    assert [(piece.text, piece.change) for piece in next(rows[1].cells[1].paragraphs()).pieces] == [
        ("zweite", Change.DELETED),
        ("neu", Change.INSERTED),
    ]
    assert document.notes == ("Fußnote",)
    assert list(document.body_paragraphs())[-1].pieces[-1] == Piece(
        "zwei", Control(12, ControlKind.LIST, "wahl")
    )


def test_accepted_rows_carry_no_trace_of_the_change(by_writer: dict[str, bytes]) -> None:
    rows = tables(open_document(by_writer["open-accepted.odt"]))[2].rows
    assert [(row.change, shown(row)) for row in rows] == [
        (Change.NONE, ["AK002", "neu"]),
        (Change.NONE, ["AK101", ""]),
        (Change.NONE, ["AK003", "dritte"]),
    ]


def test_form_fields_of_old_word_forms_are_controls(by_writer: dict[str, bytes]) -> None:
    document = open_document(by_writer["old.odt"])
    pieces = [piece for paragraph in document.body_paragraphs() for piece in paragraph.pieces]
    assert [(piece.text, piece.control and piece.control.kind) for piece in pieces] == [
        ("Freitext", ControlKind.TEXT),
        ("☒", ControlKind.BOX),
        ("b", ControlKind.LIST),
    ]


@pytest.mark.parametrize("name", ["form", "open-edited", "open-accepted"])
def test_every_letter_of_the_file_is_read(by_writer: dict[str, bytes], name: str) -> None:
    data = by_writer[f"{name}.odt"]
    document = open_document(data)
    beside = (*document.drawing_texts, *document.notes, *(comment.text for comment in document.comments))
    pieces = (piece for paragraph in document.body_paragraphs() for piece in paragraph.pieces)
    controls = ("zwei",) if name != "form" else ()
    assert letters(*(piece.text for piece in pieces), *beside) == letters(*texts_of(data), *controls)


def texts_of(data: bytes) -> list[str]:
    """All texts of a file's content that are shown, as lxml finds them."""
    root = etree.fromstring(zipfile.ZipFile(io.BytesIO(data)).read("content.xml"))
    no_text = (
        *((DUBLIN_CORE, name) for name in ("creator", "date")),
        (META, "creator-initials"),
        (TEXT, "note-citation"),
    )
    for namespace, name in no_text:
        for element in list(root.iter(f"{{{namespace}}}{name}")):
            element.clear(keep_tail=True)
    return [text for body in root.iter(f"{{{OFFICE}}}body") for text in body.itertext()]


def letters(*texts: str) -> Counter[str]:
    return Counter(letter for text in texts for letter in text if not letter.isspace() and letter != "\u200d")
