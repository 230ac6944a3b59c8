"""Word forms edited in their XML, as Word writes it, or through python-docx; and answers aimed at."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable
from pathlib import Path

import docx
from docx.document import Document
from lxml import etree

from gauntlet.documents.counting import paragraphs_text
from gauntlet.documents.filled import known_in, planned_cell
from gauntlet.documents.xml import OFFICE_LINKS, Element, W, cells, one, paragraphs_text_of, tag_of
from gauntlet.editing import Act, parts_of, raw
from gauntlet.mutation import Answer
from office.packages import Parts, zipped
from ruecklauf.findings import Subject
from ruecklauf.values import Value

BODY = "word/document.xml"


LEAD: Answer = ("stammblatt", "stammblatt", "ST", "lead_benannt")


DEPARTMENT: Answer = ("stammblatt", "stammblatt", "ST", "lead_dezernat")


OFFICE: Answer = ("stammblatt", "stammblatt", "ST", "gs_ansiedlung_sonst")


SHARE: Answer = ("stammblatt", "stammblatt", "ST", "gs_vzae")


STRUCTURE: Answer = ("stammblatt", "stammblatt", "ST", "zusatzstruktur_text")


DAY: Answer = ("stammblatt", "stammblatt", "ST", "starter_workshop")


CONTACT: Answer = ("stammblatt", "stammblatt", "ST", "gs_name")


MAIL: Answer = ("stammblatt", "stammblatt", "ST", "gs_mail")


REMARKS: Answer = ("stammblatt", "stammblatt", "ST", "bemerkungen")


OPEN: Answer = ("stammblatt", "strukturfragen", "SF", "sf_anknuepfung_text")


"""A question that was not answered."""


TOTAL: Answer = ("zielgruppe", "zielgruppe", "ZG001", "n_gesamt")


WOMEN: Answer = ("zielgruppe", "zielgruppe", "ZG001", "n_weiblich")


SOURCE: Answer = ("zielgruppe", "zielgruppe", "ZG001", "quelle_art")


REFERENCE_DAY: Answer = ("zielgruppe", "zielgruppe", "ZG001", "stichtag")


def body(row_id: str, field: str) -> Answer:
    """An answer about a committee or agreement."""
    return ("gremien", "gremien", row_id, field)


NAME, KIND, STATUS = (body("GR101", field) for field in ("name", "art", "status"))


TICK, UNTICKED = body("GR101", "koop_feld_1"), body("GR101", "koop_feld_2")


EXPIRES = body("GR103", "gueltig_bis")


ORIGIN = body("GR101", "herkunft")


IN_FIRST_PART = ("name", "art", "status", "koop_feld_1", "koop_feld_2")
"""Fields of a committee that stand in the first part of its table, which is too wide for one."""


class Form:
    """A Word form while it is worked on."""

    def __init__(self, root: Element, parts: Parts, document: Document | None = None) -> None:
        self.root = root
        self.parts = parts
        """The members of the archive; empty while python-docx has it."""
        self._document = document
        self._by_tag = {tag_of(control): control for control in self.controls}
        self._cells = {tag: next(one.iterancestors(f"{W}tc")) for tag, one in self._by_tag.items()}

    @property
    def document(self) -> Document:
        """As python-docx has it."""
        assert self._document is not None, "not opened in python-docx"
        return self._document

    @property
    def body(self) -> Element:
        return one(self.root, "body")

    @property
    def tables(self) -> list[Element]:
        return self.body.findall(f"{W}tbl")

    @property
    def controls(self) -> list[Element]:
        return list(self.root.iter(f"{W}sdt"))

    def control(self, answer: Answer, *, no: bool = False) -> Element:
        """The control that an answer had at first; of a tick that for yes, or for no."""
        return self._by_tag[_tag(answer) + (".nein" if no else "")]

    def cell(self, answer: Answer) -> Element:
        """The cell that an answer had at first."""
        return self._cells[_tag(answer)]

    def row(self, code: str, part: int = 0) -> Element:
        """The row that begins with a code, in one of the parts of its table."""
        return self.rows(code)[part]

    def rows(self, code: str) -> list[Element]:
        """The row that begins with a code, in all parts of its table."""
        rows = (row for table in self.tables for row in table.findall(f"{W}tr"))
        found = [row for row in rows if paragraphs_text(cells(row)[0]) == code]
        assert found, f"there is no row {code}"
        return found

    def table(self, code: str, part: int = 0) -> Element:
        """The table with a row, or one of its parts."""
        return next(self.row(code, part).iterancestors(f"{W}tbl"))

    def heads(self, code: str, part: int = 0) -> Element:
        """The row of heads of the table with a row."""
        return self.table(code, part).findall(f"{W}tr")[0]

    def paragraph(self, beginning: str) -> Element:
        """The first paragraph of the body that begins so."""
        return next(
            each for each in self.body.findall(f"{W}p") if paragraphs_text_of(each).startswith(beginning)
        )


Change = Callable[[Form], None]


def in_word(change: Change) -> Act:
    """The form with its XML changed, and other members of the archive where that belongs to it."""

    def act(data: bytes, _: Path) -> bytes:
        parts = parts_of(data)
        form = Form(etree.fromstring(raw(parts[BODY])), parts)
        change(form)
        parts[BODY] = etree.tostring(form.root, xml_declaration=True, encoding="UTF-8", standalone=True)
        return zipped(parts)

    return act


def in_python_docx(change: Change) -> Act:
    """The form opened in python-docx, changed and saved."""

    def act(data: bytes, _: Path) -> bytes:
        document = docx.Document(io.BytesIO(data))
        change(Form(document.element, {}, document))
        file = io.BytesIO()
        document.save(file)
        return file.getvalue()

    return act


def _tag(answer: Answer) -> str:
    return planned_cell(Subject(*answer)).tag


def value_of(answer: Answer) -> Value | None:
    return known_in(answer[0]).get(Subject(*answer))


def answers_of(worksheet: str, row_id: str, fields: Iterable[str] = ()) -> tuple[Answer, ...]:
    """The known answers of a row, or those of some of its fields."""
    wanted = frozenset(fields)
    return tuple(
        (at.worksheet, at.section, at.row_id, at.field)
        for at in known_in(worksheet)
        if at.row_id == row_id and (not wanted or at.field in wanted)
    )


def joined(form: Form, name: str, kind: str, content: str) -> str:
    """A further part of the document with its relationship and content type; its relationship's id."""
    number = f"rIdGauntlet{len(form.parts)}"
    form.parts[f"word/{name}"] = content.encode()
    links = "word/_rels/document.xml.rels"
    link = f'<Relationship Id="{number}" Type="{OFFICE_LINKS}/{kind}" Target="{name}"/>'
    form.parts[links] = raw(form.parts[links]).replace(
        b"</Relationships>", link.encode() + b"</Relationships>"
    )
    types = "[Content_Types].xml"
    type_ = f"application/vnd.openxmlformats-officedocument.wordprocessingml.{kind}+xml"
    override = f'<Override PartName="/word/{name}" ContentType="{type_}"/>'
    form.parts[types] = raw(form.parts[types]).replace(b"</Types>", override.encode() + b"</Types>")
    return number


def linked_outside(form: Form, target: str) -> str:
    """A relationship to an address; its id."""
    number = f"rIdGauntletLink{len(target)}"
    links = "word/_rels/document.xml.rels"
    link = (
        f'<Relationship Id="{number}" Type="{OFFICE_LINKS}/hyperlink" '
        f'Target="{target}" TargetMode="External"/>'
    )
    form.parts[links] = raw(form.parts[links]).replace(
        b"</Relationships>", link.encode() + b"</Relationships>"
    )
    return number
