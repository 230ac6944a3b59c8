"""Word forms on the command line: written, made from a team's own template, and taken in again."""

from __future__ import annotations

import base64
import io
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from docx.document import Document

from cli.conftest import Run

Cli = Callable[..., Run]
DOT = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
"""A picture of one point."""


def forms_of(run: Cli, project: Path, *options: str) -> list[dict[str, str]]:
    chosen = ("--wave", "2026-1", "--alliance", "Kleve", "--worksheet", "stammblatt")
    told = run("forms", "-p", project, *chosen, *options, "--json")
    assert told.status == 0, told.err
    found: list[dict[str, str]] = told.data
    return found


def answer(path: Path, code: str, text: str) -> None:
    """Type over the answer beside a question code, as if the controls were not there."""
    form: Document = docx.Document(str(path))
    (row,) = [row for table in form.tables for row in table.rows if row.cells[0].text == code]
    cell = row.cells[2]
    for control in cell._tc.xpath(".//w:sdt"):
        control.getparent().remove(control)
    cell.paragraphs[0].add_run(text)
    form.save(str(path))


def edit(path: Path, old: str, new: str) -> None:
    """Put one text in place of another, wherever it stands in the body."""
    form: Document = docx.Document(str(path))
    texts = [one for one in form.element.body.xpath(".//w:t") if one.text and old in one.text]
    assert texts
    for one in texts:
        one.text = one.text.replace(old, new)
    form.save(str(path))


def test_forms_are_written_as_documents_or_workbooks_or_both(run: Cli, project: Path) -> None:
    both = forms_of(run, project, "--format", "docx,xlsx")
    assert [(Path(form["file"]).suffix, form["worksheet"]) for form in both] == [
        (".xlsx", ""),
        (".docx", "stammblatt"),
    ]
    assert len({form["form_code"] for form in both}) == 1
    assert [form["worksheet"] for form in forms_of(run, project, "--format", "docx")] == ["stammblatt"]
    assert [form["worksheet"] for form in forms_of(run, project)] == [""]


def test_unknown_format_is_wrong_use(run: Cli, project: Path) -> None:
    told = run("forms", "-p", project, "--format", "docx,pdf")
    assert told.status == 2
    assert "unknown format pdf; choose from xlsx, docx" in told.err


def test_answers_in_a_document_are_taken_in_and_traced(run: Cli, project: Path) -> None:
    (form,) = forms_of(run, project, "--format", "docx")
    path = Path(form["file"])
    answer(path, "ST03", "ja")
    (received,) = run("import", path, "-p", project, "--json").data
    assert received["outcome"] == "accepted_with_findings"
    assert [one["worksheet"] for one in received["worksheets"]] == ["stammblatt"]
    codes = {finding["code"] for finding in received["findings"]}
    assert codes <= {"required_missing", "not_asked"}, codes
    (step,) = run("trace", "Kleve", "lead_benannt", "--wave", "2026-1", "-p", project, "--json").data
    assert (step["place"], step["raw"], step["value"]) == ("Stammblatt!ST03", "ja", "ja")


def test_template_of_the_team_is_checked_and_used(run: Cli, project: Path) -> None:
    assert run("template", "stammblatt", "-p", project).status == 0
    path = project / "worksheets" / "stammblatt" / "form.docx"
    edit(path, "So füllen Sie das Formular aus", "Kurz erklärt")
    assert path.name not in run("check", "-p", project).out
    (form,) = forms_of(run, project, "--format", "docx")
    written = [paragraph.text for paragraph in docx.Document(form["file"]).paragraphs]
    assert "Kurz erklärt" in written
    (received,) = run("import", form["file"], "-p", project, "--json").data
    assert {finding["code"] for finding in received["findings"]} == {"form_blank"}


def test_logo_of_the_team_is_the_form_s_own(run: Cli, project: Path) -> None:
    run("template", "stammblatt", "-p", project)
    path = project / "worksheets" / "stammblatt" / "form.docx"
    template: Document = docx.Document(str(path))
    template.add_picture(io.BytesIO(base64.b64decode(DOT)))
    template.save(str(path))
    told = run(
        "forms", "-p", project, "--wave", "2026-1", "--alliance", "Kleve", "--format", "xlsx,docx", "--json"
    )
    (form,) = [Path(one["file"]) for one in told.data if one["worksheet"] == "stammblatt"]
    answer(form, "ST03", "ja")
    (received,) = run("import", form, "-p", project, "--json").data
    assert received["outcome"] == "accepted_with_findings"
    assert "pictures_found" not in {finding["code"] for finding in received["findings"]}


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ("{{ worksheet.title }}", "{{ worksheet.titel }}", "is 'worksheet.title' meant?"),
        ("{{ worksheet.title }}", "{{ worksheet.title }", "unexpected '}'"),
        ("{{r question.answer }}", "", "{{ question.answer }} is missing"),
        ("{{ round.contact }}", "", "warning: {{ round.contact }} is not used"),
    ],
)
def test_what_is_wrong_with_a_template_is_said(
    run: Cli, project: Path, old: str, new: str, complaint: str
) -> None:
    run("template", "stammblatt", "-p", project)
    edit(project / "worksheets" / "stammblatt" / "form.docx", old, new)
    told = run("check", "-p", project)
    assert told.status == 1
    assert "worksheets/stammblatt/form.docx" in told.out
    assert complaint in told.out


def test_template_is_not_replaced_unasked(run: Cli, project: Path) -> None:
    run("template", "stammblatt", "-p", project)
    path = project / "worksheets" / "stammblatt" / "form.docx"
    edit(path, "So füllen Sie das Formular aus", "Kurz erklärt")
    kept = path.read_bytes()
    assert run("template", "stammblatt", "-p", project).status == 2
    assert path.read_bytes() == kept
    assert run("template", "stammblatt", "-p", project, "--force").status == 0
    assert path.read_bytes() != kept


def test_template_for_no_worksheet_is_named(run: Cli, project: Path) -> None:
    run("template", "stammblatt", "-p", project)
    folder = project / "worksheets" / "stammblatt"
    folder.rename(folder.with_name("stammblat"))
    told = run("check", "-p", project)
    assert "there is no worksheet 'stammblat' that this could be for; is 'stammblatt' meant?" in told.out
