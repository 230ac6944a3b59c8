"""What is found in the demonstration, read as municipalities and the team read it."""

from __future__ import annotations

import re
from collections import Counter
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest

from demo.conftest import Played
from ruecklauf.project import open_project
from ruecklauf.rounds.asking.listing import finding_rows
from ruecklauf.rounds.asking.together import said_once
from ruecklauf.rounds.workspace import Workspace

pytestmark = pytest.mark.xdist_group("demo")
Rows = list[dict[str, str]]
ONE_OF_SEVERAL = re.compile(
    r"(?<!\d)1 (Angaben|Zeilen|Texte|Stellen|Absätze|Dateien|vorausgefüllten? Zeilen|Verweise)\b"
)
OF_PROGRAMS = re.compile(r"\b[a-zäöü]+_[a-zäöü_]+\b|\d{4}-\d\d-\d\d|\b(?:None|True|False|launch|reminder)\b")
"""Ids of fields, days as programs write them, words of the code."""


@pytest.fixture(scope="module")
def found(played: Played) -> Rows:
    with Workspace(open_project(played.folder)) as workspace:
        return finding_rows(workspace, everything=True)


def test_one_thing_is_said_once(found: Rows) -> None:
    assert len(found) > 50
    said = Counter((row["alliance"], row["file"], row["sha256"], row["message"]) for row in said_once(found))
    assert [what for what, times in said.items() if times > 1] == []


def test_one_answer_is_asked_about_once(found: Rows) -> None:
    about = ("alliance", "sha256", "worksheet", "table", "row_id", "field")
    asked = Counter(
        tuple(row[name] for name in about) for row in found if row["kind"] == "question" and row["field"]
    )
    assert asked
    assert [what for what, times in asked.items() if times > 1] == []


def test_rows_that_were_typed_anew_are_not_asked_about_as_emptied(found: Rows) -> None:
    anew = {(row["alliance"], row["found"]) for row in found if row["code"] == "row_typed_anew"}
    emptied = {(row["alliance"], row["found"]) for row in found if row["code"] == "rows_emptied"}
    assert anew
    assert anew.isdisjoint(emptied)


def test_findings_speak_as_people_do(found: Rows) -> None:
    assert [row["message"] for row in found if ONE_OF_SEVERAL.search(row["message"])] == []
    asked = [row["message"] for row in found if row["kind"] == "question"]
    assert [message for message in asked if OF_PROGRAMS.search(message)] == []


def test_messages_with_questions_ask_each_once(played: Played) -> None:
    drafts = list((played.folder / "drafts").rglob("*_questions.eml"))
    assert drafts
    for path in drafts:
        mail = message_from_bytes(path.read_bytes(), policy=policy.default)
        assert isinstance(mail, EmailMessage)
        body = mail.get_body()
        assert body is not None
        asked = re.findall(r"^\d+\. (?:([^!:]+)!?[^:]*: )?(.+)$", body.get_content(), re.MULTILINE)
        assert asked
        assert len(set(asked)) == len(asked)
        assert [what for what in asked if OF_PROGRAMS.search(what[1])] == []
