"""`check` compares with the declarations that forms were made from."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from revisions.declaring import NETZ, library, revised
from ruecklauf.errors import DeclarationError
from ruecklauf.lint import lint
from ruecklauf.lint.kept import check_kept
from ruecklauf.lint.kept_rows import check_rows

Edits = tuple[tuple[str, str], ...]
LOSE = "      - {code: lose, label: lose}\n"
TITLE = "      - {type: text, id: titel, label: Titel}\n"
COUNT = "      - {type: integer, id: anzahl, label: Anzahl, min: 0}\n"
SINCE = '  - since: "1.0"\n    '
REFUSED: list[tuple[str, Edits, str, str]] = [
    ("field gone", ((TITLE, ""),), "codes: []", "since version 1.0: field 'runden.titel' is gone; say under"),
    ("code gone", ((LOSE, ""),), "fields: []", "since version 1.0: code 'lose' of list 'form' is gone; say"),
    (
        "field new", ((TITLE, f"{TITLE}{TITLE.replace('titel', 'ort')}"),), "codes: []",
        "since version 1.0: field 'runden.ort' is new; say so under changes",
    ),
    (
        "code new", ((LOSE, f"{LOSE}      - {{code: ganz, label: ganz}}\n"),), "fields: []",
        "since version 1.0: code 'ganz' of list 'form' is new; say so under changes",
    ),
    (
        "type of the same field", ((COUNT, TITLE.replace("titel", "anzahl")),), "codes: []",
        "since version 1.0: field 'leute.anzahl' has another type; give the newer one an id of its own",
    ),
    (
        "type without a word on its answers", ((COUNT, TITLE.replace("titel", "menge")),),
        "fields: [{was: leute.anzahl, now: leute.menge}]",
        "since version 1.0: field 'leute.anzahl' has another type now; say answers: kept or ask",
    ),
    (
        "mapping of a field that never was", (), "fields: [{was: runden.ort, dropped: Nein}]",
        "no version had a field 'runden.ort'",
    ),
    (
        "mapping of a code that never was", (), "codes: [{list: form, was: halb, now: fest}]",
        "no version had a code 'halb' in list 'form'",
    ),
    (
        "free rows of another table", ((TITLE, ""), (COUNT, f"{COUNT}{TITLE}")),
        "fields: [{was: runden.titel, now: leute.titel}]",
        "since version 1.0: the rows of 'runden' are not those of 'leute'; drop the field with a reason",
    ),
]  # fmt: skip
BY_ITSELF: list[tuple[str, str, str]] = [
    (
        "nothing said",
        "fields: [{was: runden.titel}]",
        "a change says either new, or was with one of now or dropped",
    ),
    ("to nowhere", "fields: [{was: runden.alt, now: runden.neu}]", "there is no field 'runden.neu'"),
    ("code to nowhere", "codes: [{list: form, was: x, now: y}]", "there is no code 'y' in list 'form'"),
    (
        "still asked",
        "fields: [{was: runden.titel, dropped: Nein}]",
        "runden.titel is asked still; take it out",
    ),
    (
        "twice",
        "codes: [{list: form, was: x, now: fest}, {list: form, was: x, now: lose}]",
        "x is named twice",
    ),
    (
        "rule that cannot be read",
        "codes: [{list: form, was: x, split: [{into: fest, when: anzahl >}, {into: lose}]}]",
        "this rule cannot be read",
    ),
]


@pytest.mark.parametrize(
    ("edits", "changes", "said"), [case[1:] for case in REFUSED], ids=[c[0] for c in REFUSED]
)
def test_what_is_not_declared_is_refused(tmp_path: Path, edits: Edits, changes: str, said: str) -> None:
    kept = library(tmp_path / "old", NETZ).worksheet("netz")
    new = library(tmp_path / "new", revised(NETZ, *edits, changes=f"{SINCE}{changes}\n"))
    found = [problem.message for problem in check_kept(new, [kept])]
    assert [message for message in found if message.startswith(said)], found
    assert len(found) == 1


@pytest.mark.parametrize(("changes", "said"), [case[1:] for case in BY_ITSELF], ids=[c[0] for c in BY_ITSELF])
def test_changes_that_are_wrong_by_themselves(tmp_path: Path, changes: str, said: str) -> None:
    try:
        read = library(tmp_path, revised(NETZ, changes=f"{SINCE}{changes}\n"))
        found = [problem.message for problem in lint(read) if problem.severity == "error"]
    except DeclarationError as error:
        found = [problem.message for problem in error.problems]
    assert len(found) == 1 and found[0].startswith(said), found


SWAPPED = "codes: [{list: form, was: fest, now: lose}, {list: form, was: lose, now: fest}]"
AGAIN = "fields: [{was: runden.titel, dropped: anders}, {new: runden.titel}]"
BACK = (
    "fields: [{was: runden.titel, now: runden.thema}]\n"
    '  - since: "1.5"\n    fields: [{was: runden.thema, now: runden.titel}]'
)
MERGED = "codes: [{list: form, was: halb, now: lose}]"
TAKEN = "codes: [{list: form, was: lose, now: fest}, {list: form, new: lose}]"


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        (SWAPPED, ["code 'fest' of list 'form'", "code 'lose' of list 'form'"]),
        (AGAIN, ["runden.titel"]),
        (TAKEN, ["code 'lose' of list 'form'"]),
        ("sections: [{was: runden, dropped: anders}, {new: runden}]", ["runden"]),
        (BACK, []),
        (MERGED, []),
    ],
)
def test_an_id_that_means_something_else_now_is_warned_about(
    tmp_path: Path, changes: str, named: list[str]
) -> None:
    read = library(tmp_path, revised(NETZ, changes=f"{SINCE}{changes}\n"))
    found = [problem for problem in lint(read) if "means something else" in problem.message]
    assert [problem.message.partition(" is there again")[0] for problem in found] == named
    assert {problem.severity for problem in found} <= {"warning"}


def test_change_without_a_new_version_is_refused(tmp_path: Path) -> None:
    kept = library(tmp_path / "old", NETZ).worksheet("netz")
    [problem] = check_kept(library(tmp_path / "new", NETZ.replace(TITLE, "")), [kept])
    assert problem.severity == "error"
    assert problem.message == (
        "forms of version 1.0 were made, and this is another: field 'runden.titel' is gone; say under "
        "changes what became of it. Raise the version, and declare it under changes"
    )
    assert (problem.line, problem.column) == (2, 11)


def test_other_texts_under_the_same_version_are_a_warning(tmp_path: Path) -> None:
    kept = library(tmp_path / "old", NETZ).worksheet("netz")
    [problem] = check_kept(library(tmp_path / "new", NETZ.replace("Wer mitmacht", "Alle")), [kept])
    assert problem.severity == "warning"
    assert (
        check_kept(
            library(tmp_path / "raised", revised(NETZ, ("Wer mitmacht", "Alle"), changes=" []\n")), [kept]
        )
        == ()
    )


@pytest.mark.parametrize(
    ("old", "new", "severity"),
    [
        ("label: Name der Stelle}", "label: Name des Trägers}", "error"),
        ("min: 0, max: 99", "min: 0, max: 50", "error"),
        ("label: Titel}", "label: Titel, required: true}", "error"),
        ("label: Titel}", "label: {de: Titel, en: Title}}", "warning"),
        ("label: Titel}", "label: Titel, help: So kurz wie möglich}", "warning"),
    ],
)
def test_other_questions_and_rules_under_the_same_version_are_refused(
    tmp_path: Path, old: str, new: str, severity: str
) -> None:
    kept = library(tmp_path / "old", NETZ).worksheet("netz")
    assert old in NETZ
    [problem] = check_kept(library(tmp_path / "new", NETZ.replace(old, new)), [kept])
    assert (problem.severity, problem.message.endswith("raise the version")) == (severity, True)


def test_code_that_is_kept_for_its_days_alone_is_no_change(tmp_path: Path) -> None:
    dated = NETZ.replace("{code: lose, label: lose}", "{code: lose, label: lose, valid_from: 2027-01-01}")
    read = library(tmp_path, dated)
    assert check_kept(read, [read.worksheet("netz").as_of(date(2026, 6, 30))]) == ()


def test_older_declaration_than_that_of_the_forms_is_refused(tmp_path: Path) -> None:
    kept = library(tmp_path / "new", revised(NETZ, changes=" []\n")).worksheet("netz")
    [problem] = check_kept(library(tmp_path / "old", NETZ), [kept])
    assert problem.message == "forms were made of version 2.0, which is newer than 1.0"


@pytest.mark.parametrize(
    ("free_rows", "filled", "said"),
    [
        ("2", {}, "forms of version 1.0 had 4 free rows, and the table has 2 now"),
        ("2", {("netz", "runden"): 104}, "rows up to NR104 came back, and the table has 2 now"),
        ("2", {("netz", "runden"): 102, ("netz", "leute"): 105}, ""),
        ("4", {("netz", "runden"): 109}, ""),
    ],
)
def test_fewer_free_rows_than_came_back_are_told(
    tmp_path: Path, free_rows: str, filled: dict[tuple[str, str], int], said: str
) -> None:
    kept = library(tmp_path / "old", NETZ).worksheet("netz")
    edited = revised(NETZ, ("free_rows: 4", f"free_rows: {free_rows}"), changes=f"{SINCE}fields: []\n")
    found = check_rows(library(tmp_path / "new", edited), [kept], lambda: filled)
    assert [(one.severity, one.message.startswith(said)) for one in found] == [("warning", True)] * bool(said)


def test_a_table_without_any_free_row_any_more_is_refused(tmp_path: Path) -> None:
    kept = library(tmp_path / "old", NETZ).worksheet("netz")
    edited = revised(NETZ, ("    free_rows: 5\n", ""), changes=f"{SINCE}fields: []\n")
    [problem] = check_rows(library(tmp_path / "new", edited), [kept], lambda: {("netz", "leute"): 101})
    assert problem.severity == "error"
    assert problem.message.startswith("rows up to NL101 came back, and the table has no free rows any more")
