"""A round of real files (.xlsx, .docx, .ods, mails) full of planted names: none is in what is built of it."""

from __future__ import annotations

import io
import subprocess
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import docx
import openpyxl  # type: ignore[import-untyped]
import pytest
from docx.document import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from openpyxl.packaging.custom import StringProperty  # type: ignore[import-untyped]
from openpyxl.workbook.defined_name import DefinedName  # type: ignore[import-untyped]

from cli.conftest import SETTINGS, Run, run
from installed import program
from privacy.test_canaries import NUMBER, PLANTED, canary, held, is_clean, spoiled, text_for
from rounds.playing import START, message
from ruecklauf.exports import EXPORTS
from ruecklauf.findings import Subject
from ruecklauf.forms.documents.writer import DocumentWriter
from ruecklauf.forms.workbooks.stamp import FormWriter
from ruecklauf.layout.build import build_layout
from ruecklauf.layout.model import Layout
from ruecklauf.project import Alliance, open_project
from ruecklauf.project.settings import Wave
from ruecklauf.rounds.issuing.formats import FormFormat
from ruecklauf.rounds.issuing.forms import issue_forms, recipient_of, round_of
from ruecklauf.rounds.issuing.guards import guard
from ruecklauf.rounds.workspace import Workspace
from ruecklauf.values import Value

__all__ = ["run"]
ALLIANCES = f"""id,name,ags,gebietstyp,email,x_kontakt
AAAAAA,Kleve,05154000,kreis,a@kleve.example,"Frau {canary(960)}, {NUMBER}"
BBBBBB,Wesel,05170000,kreis,b@wesel.example,{canary(961)}@wesel.example
CCCCCC,Borken,05554000,kreis,c@borken.example,Kim {canary(962)}
"""
LOCAL = f"""
id: vorort
version: "1.0"
title: Vor Ort
short: Vor Ort
purpose: Zweck.
instructions: Anleitung.
codelists:
  - id: stellen
    title: Stellen
    codes:
      - {{code: eins, label: "Frau {canary(800)}", help: "Tel. {NUMBER}"}}
      - {{code: zwei, label: "Schulamt, {canary(801)}@amt.example"}}
      - {{code: drei, label: Sportamt}}
sections:
  - id: stelle
    kind: record
    title: Stelle
    prefix: VO
    fields:
      - {{id: ort, type: choice, list: stellen, label: Welche Stelle?}}
      - {{id: anlass, type: longtext, label: Anlass}}
"""
WAVES = (
    SETTINGS.replace('"akteure"]', '"akteure", "vorort"]', 1)
    + """
[[waves]]
id = "fall-1"
title = "Fälle"
audience = "team"
deadline = 2026-12-31
worksheets = ["fallstudie"]

[release]
licence = "CC-BY-4.0"
authors = ["Muster, Kim"]
"""
)


@dataclass
class Played:
    """The project, with every kind of file in its folder of returns."""

    root: Path
    workspace: Workspace = field(init=False)

    def __post_init__(self) -> None:
        (self.root / "worksheets/vorort").mkdir(parents=True)
        (self.root / "returns").mkdir()
        (self.root / "worksheets/vorort/worksheet.yaml").write_text(LOCAL, encoding="utf-8")
        (self.root / "ruecklauf.toml").write_text(WAVES, encoding="utf-8")
        (self.root / "alliances.csv").write_text(ALLIANCES, encoding="utf-8")
        self.workspace = Workspace(open_project(self.root), makes=True)
        for wave in ("2026-1", "fall-1"):
            issue_forms(
                self.workspace, self.wave(wave), self.alliances, folder=self.root / "forms" / wave,
                now=START, formats=tuple(FormFormat),
            )  # fmt: skip

    @property
    def alliances(self) -> tuple[Alliance, ...]:
        return tuple(self.workspace.project.alliances)

    def wave(self, wave: str) -> Wave:
        return self.workspace.project.wave(wave)

    def planted(self, wave: str, start: int) -> dict[Subject, Value]:
        """A name in every personal field and text of the first rows; each file has others."""
        typed: dict[Subject, Value] = {}
        for block in self.layout(wave).blocks:
            first = block.rows[0]
            for one in block.section.fields:
                if one.id not in first.given and (text := text_for(one, start + len(typed))):
                    typed[Subject(block.worksheet.id, block.section.id, first.row_id, one.id)] = text
        return typed

    def layout(self, wave: str) -> Layout:
        return build_layout(tuple(self.workspace.worksheets(self.wave(wave))))

    def workbook(self, number: int, wave: str = "2026-1", *, start: int | None = None) -> bytes:
        writer = FormWriter(self.layout(wave), round_of(self.workspace.project, self.wave(wave)))
        planted = self.planted(wave, 100 * number if start is None else start)
        return writer.write(recipient_of(self.alliances[number]), planted)

    def documents(self, number: int) -> Iterator[tuple[str, bytes]]:
        layout = self.layout("2026-1")
        writer = DocumentWriter(layout, round_of(self.workspace.project, self.wave("2026-1")))
        answers = self.planted("2026-1", 100 * number)
        for worksheet in layout.worksheets:
            yield worksheet.id, writer.write(recipient_of(self.alliances[number]), worksheet.id, answers)

    def put(self, name: str, data: bytes) -> None:
        (self.root / "returns" / name).write_bytes(data)


def around(data: bytes) -> bytes:
    """The workbook with names in what Excel keeps around cells, and what a package keeps around its parts."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    book["Stammblatt"].title = f"Frau {canary(939)}"
    added = book.create_sheet(f"Frau {canary(940)}")
    added["A1"] = f"Bitte Herrn {canary(941)} fragen, {NUMBER}"
    book.defined_names[canary(942)] = DefinedName(canary(942), attr_text="Akteure!$A$1")
    for sheet in (book["Akteure"], added):
        sheet.oddHeader.center.text = f"Frau {canary(943)}"
        sheet.oddFooter.left.text = f"Herr {canary(944)}, {NUMBER}"
    book.custom_doc_props.append(StringProperty(name=canary(945), value=f"Kim {canary(946)}"))
    book.properties.category = book.properties.description = f"Frau {canary(947)}"
    target = io.BytesIO()
    book.save(target)
    with zipfile.ZipFile(target, "a") as package:
        package.comment = f"Frau {canary(948)}, {NUMBER}".encode()
        package.writestr("docProps/thumbnail.jpeg", f"JFIF Kim {canary(949)}".encode())
        person = f'<personList><person displayName="Kim {canary(950)}" id="1"/></personList>'
        package.writestr("xl/persons/person.xml", person)
        package.writestr(f"xl/media/{canary(951)}.txt", f"Frau {canary(952)}")
        for number, part in enumerate(_AROUND_WORKBOOKS, start=980):
            package.writestr(part, f'<a name="Frau {canary(number)}">Kim {canary(number)}, {NUMBER}</a>')
    return with_parts(target.getvalue(), {"xl/workbook.xml": (
        ("<sheets>", f'<fileSharing userName="Kim {canary(990)}"/><sheets>'),
        ("<workbookPr", f'<workbookPr codeName="{canary(991)}"'),
    )})  # fmt: skip


_AROUND_WORKBOOKS = (
    "customXml/item1.xml", "xl/vbaProject.bin", "xl/connections.xml", "xl/externalLinks/externalLink1.xml",
    "xl/printerSettings/printerSettings1.bin", "xl/revisions/userNames.xml", "docMetadata/LabelInfo.xml",
)  # fmt: skip


def with_parts(data: bytes, changes: Mapping[str, tuple[tuple[str, str], ...]]) -> bytes:
    """The package with texts of its parts replaced; each must be there."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(target, "w") as written:
        written.comment = source.comment
        for member in source.infolist():
            content = source.read(member)
            for before, now in changes.get(member.filename, ()):
                assert before.encode() in content, (member.filename, before)
                content = content.replace(before.encode(), now.encode(), 1)
            written.writestr(member, content)
    return target.getvalue()


def tracked(opened: Document) -> None:
    """A change that somebody made, who is named, and another that was taken back."""
    for number, kind, text in ((953, "ins", "t"), (955, "del", "delText")):
        change = OxmlElement(f"w:{kind}")
        change.set(qn("w:id"), str(number))
        change.set(qn("w:author"), f"Kim {canary(number)}")
        change.set(qn("w:date"), "2026-06-30T12:00:00Z")
        run, said = OxmlElement("w:r"), OxmlElement(f"w:{text}")
        said.text = f"Frau {canary(number + 1)}, {NUMBER}"
        run.append(said)
        change.append(run)
        opened.add_paragraph()._p.append(change)


def spoiled_document(data: bytes) -> bytes:
    """With names in a comment, in the header, below the tables, in changes and in its properties."""
    opened = docx.Document(io.BytesIO(data))
    last = opened.add_paragraph(f"Bitte Herrn {canary(910)} fragen, {NUMBER}")
    opened.add_comment(last.runs, f"Frau {canary(911)} weiß es", author=canary(912), initials="Zy")
    opened.sections[0].header.add_paragraph(f"Frau {canary(913)}")
    opened.core_properties.author = opened.core_properties.last_modified_by = f"Kim {canary(914)}"
    opened.core_properties.subject = opened.core_properties.keywords = f"Frau {canary(915)}"
    tracked(opened)
    target = io.BytesIO()
    opened.save(target)
    with zipfile.ZipFile(target, "a") as package:
        package.writestr("customXml/item9.xml", f"<a>Frau {canary(992)}, {NUMBER}</a>")
    variables = f'<w:docVars><w:docVar w:name="{canary(993)}" w:val="Kim {canary(994)}"/></w:docVars>'
    return with_parts(target.getvalue(), {
        "word/settings.xml": (("</w:settings>", f"{variables}</w:settings>"),),
        "docProps/app.xml": (("</Properties>", f"<Template>Frau {canary(995)}.dotm</Template>"
                              f"<Company>Kim {canary(996)}</Company></Properties>"),),
    })  # fmt: skip


def opendocument(data: bytes, folder: Path) -> bytes:
    """The workbook as .ods, with names in a note, its header, a sheet's name and its properties."""
    (folder / "form.xlsx").write_bytes(data)
    subprocess.run(
        [program("ssconvert"), "--export-type=Gnumeric_OpenCalc:odf", "form.xlsx", "form.ods"],
        cwd=folder, check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    target = io.BytesIO()
    with zipfile.ZipFile(folder / "form.ods") as source, zipfile.ZipFile(target, "w") as written:
        for member in source.infolist():
            written.writestr(member, _with_names(member.filename, source.read(member)), member.compress_type)
    return target.getvalue()


def _with_names(part: str, content: bytes) -> bytes:
    text = content.decode("utf-8") if part in ("content.xml", "meta.xml") else ""
    if part == "meta.xml":
        names = f"<meta:initial-creator>Kim {canary(920)}</meta:initial-creator>"
        return text.replace("<office:meta>", f"<office:meta>{names}").encode() if text else content
    if part == "content.xml":
        note = (
            f"<office:annotation><dc:creator>{canary(921)}</dc:creator>"
            f"<text:p>Frau {canary(922)}, {NUMBER}</text:p></office:annotation>"
        )
        return text.replace("<text:p>AK001</text:p>", f"{note}<text:p>AK001</text:p>").encode()
    return content


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Played]:
    folder = tmp_path_factory.mktemp("canaries")
    made = Played(folder / "projekt")
    mail = message(
        f"Kim {canary(906)} <{canary(907)}@kleve.example>",
        START,
        {f"Kim {canary(908)}.xlsx": around(spoiled(made.workbook(0)))},
        f"Mit Gruß, Frau {canary(909)}, {NUMBER}",
    )
    heads = "".join(
        f"{name}: Kim {canary(number)} <{canary(number)}@kreis.example>\r\n"
        for number, name in enumerate(("Reply-To", "Sender", "Return-Path", "X-Sender", "Organization"), 1000)
    )
    made.put(f"Frau {canary(930)}.eml", heads.encode() + mail)
    later = message(
        f"Kim {canary(906)} <{canary(907)}@kleve.example>",
        START + timedelta(hours=3),
        {f"Kim {canary(908)}.xlsx": around(spoiled(made.workbook(0, start=300)))},
        f"Noch einmal, Frau {canary(909)}",
    )
    made.put(f"Frau {canary(933)}.eml", later)
    for name, data in made.documents(1):
        made.put(f"{name} von Frau {canary(931)}.docx", spoiled_document(data))
    made.put(f"Frau {canary(932)}.ods", opendocument(made.workbook(2), folder))
    made.put("fall.xlsx", made.workbook(0, "fall-1"))
    yield made
    made.workspace.store.close()


def test_no_planted_name_is_in_what_is_built_of_a_round(
    run: Callable[..., Run],
    played: Played,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
) -> None:
    where, out = ("-p", played.root), tmp_path
    taken = run("import", played.root / "returns", *where)
    assert taken.status in (0, 1), taken.err
    noted = run(
        "note", "Kleve", "called", "--text", f"Frau {canary(970)}: {NUMBER}", *where, "--wave", "2026-1"
    )
    assert noted.status == 0, noted.err
    formats = ("--format", ",".join(EXPORTS))
    calls = [
        run("export", out / "own", *where, *formats),
        run("export", out / "release", *where, *formats, "--release", "--wave", "2026-1"),
        run("deposit", out / "deposit", *where, "--wave", "2026-1", "--format", "csv"),
        run("report", out / "report", *where, "--wave", "2026-1"),
        run("feedback", out / "feedback", *where, "--wave", "2026-1"),
        run("cases", out / "cases", *where, "--wave", "fall-1"),
        run("cockpit", *where),
        run("indicators", *where, "--json"),
        run("findings", *where, "--wave", "2026-1", "--xlsx", out / "findings.xlsx"),
        run("status", *where, "--wave", "2026-1"),
    ]
    assert [call.err for call in calls if call.status not in (0, 1)] == []
    assert not spoken_of(run("findings", *where, "--wave", "2026-1", "--json").out)
    assert not [text for text in held(out / "findings.xlsx") if spoken_of(text)]
    (out / "findings.xlsx").unlink()
    (out / ".ruecklauf.sha256").unlink()
    (out / "cockpit.html").write_bytes((played.root / "cockpit.html").read_bytes())
    said = [text for call in calls for text in (call.out, call.err)]
    said += [record.getMessage() for record in caplog.records]
    assert [text[max(0, text.find(PLANTED) - 200) :][:400] for text in said if not is_clean(text)] == []
    found = {path.relative_to(out).as_posix() for path in out.rglob("*") if path.is_file()}
    kinds = {"own", "release", "deposit", "report", "feedback", "cases", "cockpit.html"}
    assert {path.split("/")[0] for path in found} == kinds and len(found) > 100
    assert {path for path in found if not all(map(is_clean, held(out / path)))} == set()


def spoken_of(text: str) -> bool:
    """Whether anybody is named beside the names of files, also in packages: by these the team finds them."""
    for number in (908, 930, 931, 932, 933, 951):
        text = text.replace(canary(number), "")
    return not is_clean(text)


def test_check_warns_of_lists_that_name_people(played: Played) -> None:
    said = [str(problem) for problem in guard(played.workspace, today=START.date())]
    told = "seems to name a person, in every form; name the office instead"
    assert [one for one in said if told in one] == [
        f"worksheets/vorort/worksheet.yaml:{line}:30: warning: code '{code}' {told}"
        for line, code in ((12, "eins"), (13, "zwei"))
    ]
