"""Word forms judged by other programs: the Open XML SDK's validator, and LibreOffice."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from random import Random

import pytest

import installed
from forms.documents.wordprocessing import DOCUMENTS, document_writer, plan_of
from forms.making import RECIPIENT, ROUND
from forms.test_validator import validator  # noqa: F401 – a fixture
from ruecklauf.demo.respondent import Respondent
from ruecklauf.forms.documents.general_template import general_template
from ruecklauf.forms.package import deflate, read_parts, write_parts

SECONDS = 300


@pytest.fixture(scope="module")
def documents(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with every form, empty and filled in."""
    folder = tmp_path_factory.mktemp("documents")
    for worksheet_id in DOCUMENTS:
        writer = document_writer(worksheet_id)
        answers = Respondent(writer.layout, "Ahornstadt", Random(1), ROUND.reference_date).answer()
        (folder / f"{worksheet_id}.docx").write_bytes(writer.write(RECIPIENT, worksheet_id))
        filled = writer.write(RECIPIENT, worksheet_id, answers)
        (folder / f"{worksheet_id}-filled.docx").write_bytes(filled)
    return folder


def complaints(program: str, path: Path) -> list[object]:
    done = subprocess.run([program, str(path)], capture_output=True, text=True, timeout=SECONDS, check=False)
    assert done.stdout, done.stderr
    errors: list[object] = json.loads(done.stdout)["errors"]
    return errors


@pytest.mark.parametrize("name", [*(f"{one}-filled" for one in DOCUMENTS), "probe"])
def test_form_is_valid(name: str, validator: str, documents: Path) -> None:  # noqa: F811
    assert complaints(validator, documents / f"{name}.docx") == []


def test_general_template_is_valid(validator: str, tmp_path: Path) -> None:  # noqa: F811
    path = tmp_path / "form.docx"
    path.write_bytes(general_template())
    assert complaints(validator, path) == []


def test_validator_finds_what_is_wrong(validator: str, tmp_path: Path) -> None:  # noqa: F811
    parts = read_parts(document_writer("probe").write(RECIPIENT, "probe"))
    parts["word/document.xml"] = parts["word/document.xml"].replace(b"w:lock ", b"w:schloss ")
    path = tmp_path / "form.docx"
    path.write_bytes(write_parts({name: deflate(content) for name, content in parts.items()}))
    assert complaints(validator, path) != []


@pytest.fixture(scope="module")
def pages(documents: Path) -> dict[str, str]:
    """The forms' pages as text, made by one LibreOffice."""
    soffice = installed.program("soffice")
    installed.program("pdftotext")
    forms = sorted(documents.glob("*.docx"))
    profile = f"-env:UserInstallation=file://{documents}/profile"
    command = [soffice, "--headless", profile, "--convert-to", "pdf", "--outdir", str(documents)]
    subprocess.run([*command, *map(str, forms)], check=True, capture_output=True, timeout=SECONDS)
    return {form.stem: _text(form.with_suffix(".pdf")) for form in forms}


def _text(path: Path) -> str:
    command = ["pdftotext", "-layout", str(path), "-"]
    return subprocess.run(command, check=True, capture_output=True, text=True, timeout=SECONDS).stdout


@pytest.mark.parametrize("worksheet_id", DOCUMENTS)
def test_libreoffice_shows_every_row_and_question(worksheet_id: str, pages: dict[str, str]) -> None:
    plan = plan_of(worksheet_id)
    codes = [question.code for section in plan.sections for question in section.questions]
    codes += [line.code for section in plan.sections for table in section.tables for line in table.lines]
    for text in (pages[worksheet_id], pages[f"{worksheet_id}-filled"]):
        assert [code for code in codes if code not in text] == []


@pytest.mark.parametrize("worksheet_id", DOCUMENTS)
def test_every_page_has_its_footer(worksheet_id: str, pages: dict[str, str]) -> None:
    sheets = pages[worksheet_id].split("\f")[:-1]
    counted = [
        f"Seite {number} von {len(sheets)}" in " ".join(page.split()) for number, page in enumerate(sheets, 1)
    ]
    assert all(counted)


def test_words_of_heads_are_not_broken(pages: dict[str, str]) -> None:
    for word in ("Kerngruppe?", "Landesstrukturen", "Entscheidungen", "Engagement", "(Pflichtfeld)"):
        assert word in pages["akteure"]
