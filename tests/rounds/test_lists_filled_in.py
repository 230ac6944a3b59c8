"""Corrections in bulk: a list of findings, or of distinct wrong texts, that a person filled in."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import openpyxl
import pytest
from openpyxl.workbook import Workbook

from rounds.playing import Game
from rounds.test_deciding import ANSWERS, ROW, damaged
from ruecklauf.errors import ProjectError
from ruecklauf.rounds.asking.listing import finding_rows, write_findings
from ruecklauf.rounds.asking.lists_filled_in import correct_from, distinct_rows, write_distinct

OTHER_ROW = ("akteure", "akteure", "AK002")


@pytest.fixture
def asked(game: Game) -> Game:
    """Both alliances pasted the same wrong text over a choice, Kleve in two rows."""

    def paste(book: Workbook) -> None:
        book["Akteure"]["G9"] = book["Akteure"]["G10"] = "vielleicht"

    def paste_once(book: Workbook) -> None:
        book["Akteure"]["G9"] = "vielleicht"

    both = {**ANSWERS, (*OTHER_ROW, "vorhanden"): "ja", (*OTHER_ROW, "institution"): "Amt"}
    game.hand_in(damaged(game.filled("Kleve", both), paste))
    game.hand_in(damaged(game.filled("Köln", ANSWERS), paste_once))
    return game


def filled_in(path: Path, where: Mapping[str, str], **given: object) -> int:
    """Fill something in in every line in which the columns say this; gives their number."""
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    heads = {str(cell.value): cell.column for cell in sheet[1]}
    lines = [
        line
        for line in range(2, sheet.max_row + 1)
        if all(sheet.cell(line, heads[name]).value == text for name, text in where.items())
    ]
    for line in lines:
        for name, value in given.items():
            sheet.cell(line, heads[name]).value = value  # type: ignore[assignment]
    book.save(path)
    return len(lines)


def take(game: Game, path: Path) -> list[tuple[str, str, str | None]]:
    made = correct_from(game.workspace, path, person="Kim", reason="Anruf", now=game.later())
    return sorted((given.alliance, given.row_id, given.value) for given in made)


def koop(game: Game) -> dict[tuple[str, str], str | None]:
    return {(key[0], key[3]): value for key, value in game.answers().items() if key[4] == "koop"}


def test_a_line_of_findings_corrects_all_its_rows_of_its_alliance(asked: Game, tmp_path: Path) -> None:
    path = tmp_path / "list.xlsx"
    write_findings(finding_rows(asked.workspace), path)
    assert filled_in(path, {"found": "vielleicht", "alliance": "AAAAAA"}, value="nein") == 1
    assert take(asked, path) == [("AAAAAA", "AK001", "nein"), ("AAAAAA", "AK002", "nein")]
    assert koop(asked) == {
        ("AAAAAA", "AK001"): "nein",
        ("AAAAAA", "AK002"): "nein",
        ("BBBBBB", "AK001"): None,
    }
    assert {row["alliance"] for row in finding_rows(asked.workspace) if row["found"] == "vielleicht"} == {
        "BBBBBB"
    }


def test_equal_wrong_texts_are_listed_once_and_corrected_everywhere(asked: Game, tmp_path: Path) -> None:
    path = tmp_path / "distinct.xlsx"
    (row, *_) = found = distinct_rows(finding_rows(asked.workspace))
    assert (row["found"], row["count"], row["alliances"]) == ("vielleicht", "3", "Kleve, Köln")
    write_distinct(found, path)
    assert filled_in(path, {"found": "vielleicht"}, missing="unknown") == 1
    assert take(asked, path) == [
        ("AAAAAA", "AK001", None),
        ("AAAAAA", "AK002", None),
        ("BBBBBB", "AK001", None),
    ]
    with asked.workspace.store.snapshot() as state:
        assert {answer.missing for answer in state.values() if answer.field == "koop"} == {"unknown"}


def test_what_is_left_empty_is_not_corrected(asked: Game, tmp_path: Path) -> None:
    path = tmp_path / "list.xlsx"
    write_findings(finding_rows(asked.workspace), path)
    assert take(asked, path) == []


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"value": "eventuell"}, "eventuell"),
        ({"value": 7}, "7"),
        ({"missing": "weiß nicht"}, "is no reason"),
        ({"value": "ja", "missing": "unknown"}, "both a value and why"),
    ],
)
def test_one_value_that_does_not_fit_stops_all(
    asked: Game, tmp_path: Path, given: dict[str, object], message: str
) -> None:
    path = tmp_path / "list.xlsx"
    write_findings(finding_rows(asked.workspace), path)
    filled_in(path, {"found": "vielleicht", "alliance": "AAAAAA"}, value="nein")
    filled_in(path, {"found": "vielleicht", "alliance": "BBBBBB"}, **given)
    with pytest.raises(ProjectError, match=message) as refused:
        take(asked, path)
    assert "list.xlsx, line " in str(refused.value)
    assert set(koop(asked).values()) == {None}


def test_what_was_returned_since_is_not_corrected_unseen(asked: Game, tmp_path: Path) -> None:
    path = tmp_path / "list.xlsx"
    write_findings(finding_rows(asked.workspace), path)
    filled_in(path, {"found": "vielleicht", "alliance": "BBBBBB"}, value="nein")
    asked.hand_in(asked.filled("Köln", ANSWERS))
    with pytest.raises(ProjectError, match="is open no longer: AK001"):
        take(asked, path)
    assert koop(asked)["BBBBBB", "AK001"] == ANSWERS[*ROW, "koop"]


def test_a_finding_about_no_answer_cannot_be_corrected(asked: Game, tmp_path: Path) -> None:
    path = tmp_path / "list.xlsx"
    write_findings(finding_rows(asked.workspace), path)
    assert filled_in(path, {"code": "worksheet_blank"}, value="nein")
    with pytest.raises(ProjectError, match="is about no answer"):
        take(asked, path)


@pytest.mark.parametrize("content", [b"", b"PK", b"alliance;field"])
def test_another_file_is_refused(game: Game, tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "list.xlsx"
    path.write_bytes(content)
    with pytest.raises(ProjectError):
        take(game, path)


def test_a_form_is_no_list(game: Game, tmp_path: Path) -> None:
    path = tmp_path / "form.xlsx"
    path.write_bytes(game.filled("Kleve", ANSWERS))
    with pytest.raises(ProjectError, match="is no list that `ruecklauf findings` wrote"):
        take(game, path)
