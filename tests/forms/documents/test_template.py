"""Templates of Word forms: what a team may write into them, and what is told of mistakes."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from docx.document import Document
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part

from forms.documents.wordprocessing import W, document_writer, plan_of, word_file, worksheets_of
from forms.making import RECIPIENT, ROUND
from ruecklauf.errors import ProjectError
from ruecklauf.forms.documents.general_template import general_template
from ruecklauf.forms.documents.names import known_names, needless_names
from ruecklauf.forms.documents.package import PEOPLE
from ruecklauf.forms.documents.tags import TemplateTags
from ruecklauf.forms.documents.template import DocumentTemplate, read_tags
from ruecklauf.forms.documents.writer import DocumentWriter
from ruecklauf.forms.documents.xml import NAMESPACES
from ruecklauf.forms.package import read_parts
from ruecklauf.forms.slots import Recipient
from ruecklauf.layout.build import build_layout

WHERE = "worksheets/zielgruppe/form.docx"
TOWN = Recipient("BBBBBB", "Andersdorf", ("05888000",), "kreisfrei")


def changed(change: Callable[[Document], object]) -> bytes:
    """The general template after somebody edited it."""
    document = docx.Document(io.BytesIO(general_template()))
    change(document)
    saved = io.BytesIO()
    document.save(saved)
    return saved.getvalue()


def with_lines(*lines: str) -> bytes:
    """The general template with further paragraphs at its beginning."""

    def insert(document: Document) -> None:
        first = document.paragraphs[0]
        for line in lines:
            first.insert_paragraph_before(line)

    return changed(insert)


def written(template: bytes, recipient: Recipient = RECIPIENT, worksheet_id: str = "zielgruppe") -> bytes:
    layout = build_layout(worksheets_of(worksheet_id))
    return DocumentWriter(layout, ROUND, {worksheet_id: template}).write(recipient, worksheet_id)


def replaced(old: str, new: str) -> bytes:
    """The general template with another text in every paragraph that is `old`, in tables too."""

    def change(document: Document) -> None:
        cells = [cell for table in document.tables for row in table.rows for cell in row.cells]
        for paragraph in (*document.paragraphs, *(p for cell in cells for p in cell.paragraphs)):
            if paragraph.text == old:
                paragraph.runs[0].text = new

    return changed(change)


def test_general_template_is_always_the_same() -> None:
    assert general_template() == general_template()


def test_general_template_has_its_wording_in_paragraphs() -> None:
    texts = [p.text for p in docx.Document(io.BytesIO(general_template())).paragraphs]
    assert "So füllen Sie das Formular aus" in texts
    assert "{{ round.purpose }}" in texts


def test_general_template_uses_everything_that_should_be_told() -> None:
    tags = read_tags(general_template(), "general")
    assert (tags.problems, tags.missing(), tags.unused(), tags.is_plain) == ((), (), (), True)


def test_general_template_as_the_worksheets_own_gives_the_same_form() -> None:
    assert written(general_template()) == document_writer("zielgruppe").write(RECIPIENT, "zielgruppe")


def test_teams_wording_stands_in_the_form() -> None:
    form = word_file(written(replaced("So füllen Sie das Formular aus", "So geht es")))
    assert "So geht es" in form.text
    assert "So füllen Sie das Formular aus" not in form.text


def test_form_of_a_team_tells_nothing_of_its_author() -> None:
    def sign(document: Document) -> None:
        document.core_properties.author = "Erika Mustermann"
        people = Part(PackURI("/word/people.xml"), "application/xml", b"<people>Erika</people>")
        document.part.relate_to(people, PEOPLE)

    template = changed(sign)
    assert [name for name, content in read_parts(template).items() if b"Erika" in content]
    assert not [name for name, content in read_parts(written(template)).items() if b"Erika" in content]


def test_building_blocks_of_a_team_are_left_alone() -> None:
    blocks = b'<w:glossaryDocument xmlns:w="' + NAMESPACES["w"].encode() + b'"/>'

    def keep(document: Document) -> None:
        kind = CONTENT_TYPE.WML_DOCUMENT_GLOSSARY
        glossary = Part(PackURI("/word/glossary/document.xml"), kind, blocks)
        document.part.relate_to(glossary, RELATIONSHIP_TYPE.GLOSSARY_DOCUMENT)

    form = word_file(written(changed(keep)))
    assert form.parts["word/glossary/document.xml"] == blocks
    assert next(form.document.iter(W + "placeholder"), None) is None


def test_condition_on_the_alliance_is_decided_for_each() -> None:
    template = with_lines(
        "{% if alliance.area_type == 'kreis' %}Liebe Kreise{% else %}Liebe Stadt{% endif %}"
    )
    texts = [word_file(written(template, one)).text for one in (RECIPIENT, TOWN)]
    assert ["Liebe Kreise" in text for text in texts] == [True, False]
    assert ["Liebe Stadt" in text for text in texts] == [False, True]


def test_one_writer_decides_a_condition_anew_for_each_alliance() -> None:
    template = with_lines("{{ alliance.name|upper }}")
    layout = build_layout(worksheets_of("zielgruppe"))
    writer = DocumentWriter(layout, ROUND, {"zielgruppe": template})
    texts = [word_file(writer.write(one, "zielgruppe")).text for one in (RECIPIENT, TOWN)]
    assert ["KREIS <MUSTER> & SÖHNE" in text for text in texts] == [True, False]
    assert "ANDERSDORF" in texts[1]


def test_rendering_kept_and_rendering_anew_give_the_same_form() -> None:
    plain = with_lines("Für {{ alliance.name }}: {{ round.privacy }}")
    asked = with_lines("Für {{ alliance.name }}: {{ round.privacy }}{% if alliance.name == '' %}x{% endif %}")
    assert [read_tags(one, WHERE).is_plain for one in (plain, asked)] == [True, False]
    for recipient in (RECIPIENT, TOWN):
        assert written(plain, recipient) == written(asked, recipient)


@pytest.mark.parametrize(
    ("line", "plain"),
    [
        ("{{ alliance.name }}", True),
        ("{% if round.contact %}{{ round.contact|upper }}{% endif %}", True),
        ("{{ alliance.name|upper }}", False),
        ("{{ alliance.name ~ '!' }}", False),
        ("{% set who = alliance.name %}{{ who }}", False),
        ("{% set who = alliance %}{{ who.name }}", False),
        ("{% for letter in alliance.name %}{{ letter }}{% endfor %}", False),
    ],
)
def test_template_is_plain_if_nothing_is_made_from_what_is_an_alliances_own(line: str, plain: bool) -> None:
    assert read_tags(with_lines(line), WHERE).is_plain is plain


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("Liebe {{ alliance.nmae }}!", "there is no 'alliance.nmae' to fill in; is 'alliance.name' meant?"),
        ("Liebe {{ alliance.nmae }}!", "(in “Liebe {{ alliance.nmae }}!”)"),
        ("{{ aliance.name }}", "there is no 'aliance' to fill in; is 'alliance' meant?"),
        ("{% for x in sections %}{{ x.titel }}{% endfor %}", "'section.titel' to fill in; is 'section.title"),
        ("Hier {% fi x %}", "Encountered unknown tag 'fi'"),
        ("Hier {{ alliance.name }", "unexpected '}'"),
        ("{{ ''.__class__ }}", "'any.__class__' is not for templates"),
        ("{{ alliance.name.__class__.__mro__ }}", "is not for templates"),
        ("{{ range(10) }}", "there is no 'range' to fill in"),
        ("{{ alliance.name|safe }}", "No filter named 'safe'"),
        ("{{ worksheet }}", "only a text can be written down"),
        ("{{ round.title / 2 }}", "a tag cannot be carried out"),
        ("{% include 'etc/passwd' %}", "no loader for this environment"),
        ("{%p if round.title %}", "Unexpected end of template"),
    ],
)  # fmt: skip
def test_mistake_is_told_with_its_paragraph(line: str, told: str) -> None:
    with pytest.raises(ProjectError) as caught:
        written(with_lines(line))
    assert caught.value.where == WHERE
    assert told in str(caught.value)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("{{p table }}", "{{ table }}", "a table must be written {{p table }}"),
        ("{{p table }}", "Tabelle", "{{ table }} is missing: without it no form can be made"),
        ("{{r question.answer }}", "{{ question.answer }}", "an answer must be written {{r question.answer"),
        ("{{r question.answer }}", "hier", "{{ question.answer }} is missing: without it no form can be"),
        ("{{ question.text }}", "Frage", "{{ question.text }} is missing: without it no form can be made"),
        (
            "{%p for table in section.tables %}",
            "{%p for table in section.tables if table.caption == '' %}",
            "it leaves out 1 of the answers and tables of 'zielgruppe': zielgruppe",
        ),
        ("{{ table.caption }}", "{{r question.answer }}", "there is no 'question'"),
    ],
)  # fmt: skip
def test_answer_without_a_right_place_is_told(old: str, new: str, told: str) -> None:
    with pytest.raises(ProjectError) as caught:
        written(replaced(old, new))
    assert told in str(caught.value)


def without_code(document: Document) -> None:
    """Take out every form code."""
    cells = [cell for table in document.tables for row in table.rows for cell in row.cells]
    for paragraph in (
        *(p for cell in cells for p in cell.paragraphs),
        *document.sections[0].footer.paragraphs,
    ):
        for run in paragraph.runs:
            run.text = run.text.replace("{{ alliance.form_code }}", "")


def test_template_without_the_form_code_makes_no_form() -> None:
    with pytest.raises(ProjectError, match=r"\{\{ alliance.form_code \}\} is missing"):
        written(changed(without_code))


def without_questions(document: Document) -> None:
    """Take out the tables of questions."""
    for table in [table for table in document.tables if "question" in table.cell(1, 0).text]:
        table._tbl.getparent().remove(table._tbl)  # type: ignore[union-attr]


def test_questions_must_be_in_the_template_only_where_a_worksheet_has_some() -> None:
    template = changed(without_questions)
    DocumentTemplate(template, WHERE, needless=("question.code", "question.text", "question.answer"))
    with pytest.raises(ProjectError, match=r"\{\{ question.code \}\} is missing"):
        written(template)


@pytest.mark.parametrize(
    ("worksheet_id", "needless"),
    [
        (
            "stammblatt",
            {"table", "table.caption", "column.head", "column.text", "section.more_rows", "question.last"},
        ),
        ("zielgruppe", {"question.explanation", "question.last", "section.more_rows"}),
        ("gremien", {"question.explanation", "question.last"}),
        # of its actors as a whole something can be explained
        ("akteure", {"question.last"}),
    ],
)
def test_names_that_a_worksheet_has_nothing_to_show_for_are_needless(
    worksheet_id: str, needless: set[str]
) -> None:
    lists = {"list.title", "entry.label", "entry.text"}
    assert needless_names(plan_of(worksheet_id)) - lists == needless


def test_answer_in_two_places_is_told() -> None:
    twice = replaced("{{ question.hint }}", "{{r question.answer }}")
    with pytest.raises(ProjectError, match="2 times; every answer has one place"):
        written(twice)


def test_tags_that_cut_a_table_apart_are_told() -> None:
    def cut(document: Document) -> None:
        document.paragraphs[0].insert_paragraph_before("{% if round.wave == '' %}")
        document.tables[0].cell(1, 1).paragraphs[0].runs[0].text = "{% endif %}"

    with pytest.raises(ProjectError, match="cut paragraphs, rows or tables apart"):
        written(changed(cut))


@pytest.mark.parametrize("content", [b"", b"no zip", b"PK\x05\x06" + bytes(18)])
def test_what_is_no_document_is_told(content: bytes) -> None:
    with pytest.raises(ProjectError, match=r"this is no Word document \(\.docx\)"):
        DocumentTemplate(content, WHERE)


def test_workbook_is_no_template() -> None:
    golden = next(Path(__file__).parents[1].joinpath("golden").iterdir())
    with pytest.raises(ProjectError, match="this is no Word document"):
        DocumentTemplate(golden.read_bytes() if golden.is_file() else b"", WHERE)


def test_comments_and_tracked_changes_are_told() -> None:
    def comment(document: Document) -> None:
        document.add_comment(document.paragraphs[0].runs, text="Stimmt das?", author="Erika")

    with pytest.raises(ProjectError, match="comments or tracked changes"):
        DocumentTemplate(changed(comment), WHERE)


def test_tags_split_by_word_into_runs_are_read() -> None:
    def split(document: Document) -> None:
        paragraph = document.paragraphs[0].insert_paragraph_before("{{ alli")
        paragraph.add_run("ance.na").bold = True
        paragraph.add_run("me }}")

    assert "Kreis <Muster> & Söhne" in word_file(written(changed(split))).text.splitlines()


def test_names_used_are_told_without_raising() -> None:
    tags = read_tags(with_lines("{{ alliance.nmae }}", "{% fi %}"), WHERE)
    assert isinstance(tags, TemplateTags)
    assert [problem.paragraph for problem in tags.problems] == ["{% fi %}"]
    assert "alliance.form_code" in tags.names


def test_missing_and_unused_names_are_told() -> None:
    def empty(document: Document) -> None:
        for element in list(document.element.body)[:-1]:
            document.element.body.remove(element)

    tags = read_tags(changed(empty), WHERE)
    assert tags.names == {
        "alliance.ags_short",
        "round.wave_id",
        "worksheet.version",
        "worksheet.short",
        "alliance.form_code",
    }
    assert tags.missing() == ("question.code", "question.text", "question.answer", "table")
    assert "round.deadline" in tags.unused()


def test_every_known_name_can_be_used() -> None:
    outer = [
        f"{{{{ {name} }}}}"
        for name in known_names()
        if name.split(".")[0] in ("alliance", "round", "worksheet") and "." in name
    ]
    loops = [
        "{% for section in sections %}{{ section.title }}{{ section.instructions }}"
        "{{ section.local }}{{ section.more_rows }}"
        "{% for question in section.questions %}"
        "{{ question.code }}{{ question.text }}{{ question.hint }}{% endfor %}"
        "{% for table in section.tables %}{{ table.caption }}{% endfor %}"
        "{% for column in section.explained %}{{ column.head }}{{ column.text }}{% endfor %}"
        "{% for list in section.lists %}{{ list.title }}"
        "{% for entry in list.entries %}{{ entry.label }}{{ entry.text }}{% endfor %}{% endfor %}"
        "{% for rule in section.rules %}{{ rule }}{% endfor %}{% endfor %}"
    ]
    assert "Kreis <Muster> & Söhne" in word_file(written(with_lines(*outer, *loops))).text


def test_template_without_our_styles_gives_tables_with_borders() -> None:
    def strip(document: Document) -> None:
        for style in list(document.styles):
            if style.name.startswith("ruecklauf"):
                style.name = f"alt {style.name}"
        for style in document.styles:
            if style.name == "Table Grid":
                style.delete()

    form = word_file(written(changed(strip)))
    assert "<w:tblBorders>" in form.parts["word/document.xml"].decode()
