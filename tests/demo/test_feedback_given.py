"""What the fictional alliances get back: their own values beside the others, and nothing of anybody else."""

from __future__ import annotations

import io
import re
import shutil
import zipfile
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

import docx
import openpyxl
import pandas as pd
import pytest

from demo.conftest import Played
from ruecklauf.errors import ProjectError
from ruecklauf.feedback.identity import mark_in
from ruecklauf.feedback.places import file_name, folder_of
from ruecklauf.feedback.writing import put_template, write_feedback
from ruecklauf.fieldwork.attachments import feedback_for
from ruecklauf.fieldwork.mailing import Wanted, plan
from ruecklauf.fieldwork.occasions import Occasion
from ruecklauf.project import Project, open_project
from ruecklauf.project.settings import Wave
from ruecklauf.rounds.evaluating.evaluation import Evaluation, evaluate
from ruecklauf.rounds.workspace import Workspace

pytestmark = pytest.mark.xdist_group("demo")
NOT_NEEDED = shutil.ignore_patterns("forms", "returns*", "data", "archive")


@dataclass(frozen=True)
class Letters:
    project: Project
    answers: pd.DataFrame
    indicators: pd.DataFrame

    def content(self, alliance: str, ending: str) -> bytes:
        wave = self.project.settings.waves[0]
        name = file_name(self.project.alliance(alliance), wave, ending)
        return (folder_of(self.project, wave) / name).read_bytes()

    @property
    def told(self) -> list[str]:
        return sorted({path.stem.split("_")[2] for path in folder_of(self.project, self.first).glob("*.*x")})

    @property
    def first(self) -> Wave:
        return self.project.settings.waves[0]


@pytest.fixture(scope="module")
def letters(played: Played) -> Letters:
    data = played.folder / "data" / "csv"
    read = {"dtype": "string", "keep_default_na": False, "na_values": [""]}
    answers = pd.read_csv(next(data.rglob("long.csv")), **read)  # type: ignore[call-overload]
    indicators = pd.read_csv(next(data.rglob("evaluation.indicators.csv")), **read)  # type: ignore[call-overload]
    return Letters(open_project(played.folder), answers, indicators)


@pytest.fixture(scope="module")
def evaluation(letters: Letters) -> Evaluation:
    with Workspace(letters.project) as workspace:
        return evaluate(workspace)


def text_of(content: bytes) -> str:
    """Everything that stands in the file, properties and hidden parts too."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        parts = [package.read(name).decode("utf-8", "replace") for name in package.namelist()]
    return re.sub(r"<[^>]+>", " ", " ".join(parts)) + " ".join(parts)


def test_who_returned_anything_gets_a_letter_and_a_workbook(letters: Letters) -> None:
    wave = letters.first.id
    returned = letters.answers[letters.answers["wave"] == wave]
    assert letters.told == sorted(returned.loc[returned["value"].notna(), "alliance"].unique())
    for alliance in letters.told:
        for ending in (".docx", ".xlsx"):
            assert mark_in(letters.content(alliance, ending)) == f"{alliance} {wave}"


def test_nothing_of_anybody_else_stands_in_them(letters: Letters) -> None:
    free = letters.answers[letters.answers["field"].isin(["institution", "titel", "name"])].dropna(
        subset=["value"]
    )
    said = free.groupby("value")["alliance"].agg(set)
    for alliance in letters.told:
        others = [other for other in letters.project.alliances if other.id != alliance]
        canaries = {text for other in others for text in (other.id, other.name, *other.ags, other.email)}
        canaries |= {str(text) for text, who in said.items() if alliance not in who and len(str(text)) > 6}
        for ending in (".docx", ".xlsx"):
            text = text_of(letters.content(alliance, ending))
            assert [canary for canary in canaries if canary in text] == []
            assert letters.project.alliance(alliance).name in text


def test_numbers_are_those_of_the_exported_indicators(letters: Letters) -> None:
    """Own value, median of the others without it, and how many they are, by pandas alone."""
    wave = letters.indicators[letters.indicators["wave"] == letters.first.id]
    alliance = letters.told[0]
    sheet = openpyxl.load_workbook(io.BytesIO(letters.content(alliance, ".xlsx"))).active
    rows = {row[0]: row[2:] for row in sheet.iter_rows(min_row=6, values_only=True) if row[0] and row[1]}
    for label, indicator in (("Kooperationsquote", "kooperation"), ("Verankerung", "verankerung")):
        known = wave[(wave["indicator"] == indicator) & wave["value"].notna()].set_index("alliance")["value"]
        others = [float(value) for other, value in known.items() if other != alliance]
        own, _, middle, lower, _, number, n = rows[label]
        cases = wave[wave["indicator"] == indicator].set_index("alliance")["n"]
        assert n == (None if own is None else int(cases[alliance]))
        assert own == (pytest.approx(float(known[alliance])) if alliance in known else None)
        assert number == len(others)
        assert middle == (pytest.approx(median(others)) if len(others) >= 5 else None)
        assert (lower is None) == (len(others) < 8)


def test_the_letter_is_a_document_that_word_opens(letters: Letters) -> None:
    document = docx.Document(io.BytesIO(letters.content(letters.told[0], ".docx")))
    [table] = document.tables
    assert [cell.text for cell in table.rows[0].cells][:2] == ["Kennzahl", "Ihr Wert"]
    assert len(table.rows) > 10
    assert "{" not in "".join(paragraph.text for paragraph in document.paragraphs)


def test_edited_letters_are_mailed_and_those_of_others_are_not(
    letters: Letters, evaluation: Evaluation, tmp_path: Path
) -> None:
    root = tmp_path / "copy"
    shutil.copytree(letters.project.root, root, ignore=NOT_NEEDED)
    project = open_project(root)
    wave = project.settings.waves[0]
    one, other = (project.alliance(alliance) for alliance in letters.told[:2])
    path = folder_of(project, wave) / file_name(one, wave, ".docx")
    edited = docx.Document(str(path))
    edited.add_paragraph("Mit einem Gruß")
    edited.save(str(path))
    wanted = Wanted(wave=wave, occasion=Occasion.FEEDBACK, alliances=(one,))
    with Workspace(project) as workspace:
        made = plan(workspace, wanted, way="eml", now=datetime.now(UTC))
        with pytest.raises(ProjectError, match="It may have been edited"):
            write_feedback(
                workspace, wave, (one,), folder_of(project, wave), replace=False, evaluation=evaluation
            )
    [written] = made.written
    assert [each.name for each in written.attachments] == [
        file_name(one, wave, ".docx"),
        file_name(one, wave, ".xlsx"),
    ]
    assert written.attachments[0].content == path.read_bytes()
    shutil.copy(folder_of(project, wave) / file_name(other, wave, ".docx"), path)
    with pytest.raises(ProjectError, match=f"not the feedback to {one.name}"):
        feedback_for(one, wave, project, ("docx", "xlsx"))
    path.unlink()
    with pytest.raises(ProjectError, match="cannot be read"):
        feedback_for(one, wave, project, ("docx", "xlsx"))
    assert len(feedback_for(one, wave, project, ("xlsx",))) == 1


def test_letters_are_made_from_the_teams_own_template(
    letters: Letters, evaluation: Evaluation, tmp_path: Path
) -> None:
    root = tmp_path / "copy"
    shutil.copytree(letters.project.root, root, ignore=NOT_NEEDED)
    project, first = open_project(root), letters.first
    alliance = project.alliance(letters.told[0])
    path = put_template(project, first, replace=False)
    assert path == root / "feedback" / "letter.docx"
    with pytest.raises(ProjectError, match="there is a template already"):
        put_template(project, first, replace=False)
    with Workspace(project) as workspace:

        def written() -> str:
            made = write_feedback(
                workspace, first, (alliance,), tmp_path / "out", replace=True, evaluation=evaluation
            )
            return text_of(made[0].read_bytes())

        add(path, "Eigener Satz an {{ alliance.name }}")
        assert f"Eigener Satz an {alliance.name}" in written()
        add(path, "{{ alliance.nonsense }}")
        with pytest.raises(ProjectError, match="this template cannot be filled in"):
            written()


def add(path: Path, text: str) -> None:
    template = docx.Document(str(path))
    template.add_paragraph(text)
    template.save(str(path))


def test_of_a_wave_without_returns_nothing_is_written(
    letters: Letters, evaluation: Evaluation, tmp_path: Path
) -> None:
    silent = [each for each in letters.project.alliances if each.id not in letters.told]
    with Workspace(letters.project) as workspace, pytest.raises(ProjectError, match="none of the alliances"):
        write_feedback(workspace, letters.first, silent, tmp_path, replace=False, evaluation=evaluation)
