"""Forms of layouts 5 to 8 are still read, and nothing is said of what they say otherwise than today.

`meetings_*` until layout 6 were made of `library/` by commit 1bf4b24, but the workbooks in layout_5 by
8c62065, whose rules spoke of days otherwise; `tables.xlsx` of the frozen worksheets; all in layout_7 by
f229439, where `carrying.xlsx` has layout 8. All have answers; none is ever made anew.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import pytest

from forms.making import ROUND, after_referred, answers, with_referred
from gauntlet.filled import told
from ruecklauf.check.check import check
from ruecklauf.check.records import Checked
from ruecklauf.definition.models import Worksheet
from ruecklauf.findings import Subject
from ruecklauf.intake.read import open_return, read_submission
from ruecklauf.library import read_library

HERE = Path(__file__).parent
MEETINGS = sorted(HERE.glob("layout_[567]/meetings_*"))
UNKNOWN_WITHOUT_PROJECT = {"texts_unknown"}
"""Of documents only a project's database knows what their paragraphs said."""


@cache
def meetings() -> tuple[Worksheet, ...]:
    return after_referred(read_library(HERE / "library"), ("treffen", "starter_workshop"))


def checked(path: Path, worksheets: tuple[Worksheet, ...]) -> Checked:
    return check(read_submission(open_return(path.read_bytes()), worksheets), wave_date=ROUND.reference_date)


@pytest.mark.parametrize("path", MEETINGS, ids=lambda path: f"{path.parent.name} {path.name}")
def test_a_kept_form_gives_its_answers_and_no_finding_about_its_texts(path: Path) -> None:
    found = checked(path, meetings())
    said = json.loads((HERE / "layout_5" / "answers.json").read_text("utf-8"))
    kept = {Subject(*place.split(".")): answer for place, answer in said.items()}
    if path.suffix == ".docx":
        kept = {subject: answer for subject, answer in kept.items() if subject.worksheet == "treffen"}
    assert kept
    assert {subject: value for subject, value in answers(found).items() if subject in kept} == kept
    about_answers = ("required", "rule.")
    assert {one.code for one in found.findings if not one.code.startswith(about_answers)} <= (
        UNKNOWN_WITHOUT_PROJECT if path.suffix == ".docx" else set()
    )


@pytest.mark.parametrize("kept", ["layout_6/tables", "layout_7/tables", "layout_7/carrying"])
def test_tables_without_heads_or_explanations_below_are_read_as_before(kept: str) -> None:
    worksheets = with_referred("mitgliedschaften")
    ids = {worksheet.id for worksheet in worksheets}
    given = {subject: value for subject, value in told().items() if subject.worksheet in ids}
    found = answers(checked(HERE / f"{kept}.xlsx", worksheets))
    assert {subject: found[subject] for subject in given} == given
