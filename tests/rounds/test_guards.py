"""What settings and alliances must not say once forms were made and returns came in."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from rounds.playing import START, FrozenWorkspace, Game
from rounds.test_deciding import ANSWERS
from ruecklauf.errors import DeclarationError, ProjectError
from ruecklauf.project import open_project
from ruecklauf.rounds.asking.examination import examine
from ruecklauf.rounds.issuing.forms import issue_forms
from ruecklauf.rounds.issuing.guards import guard
from ruecklauf.rounds.issuing.prefill import from_wave

SUMMER, WINTER = date(2026, 7, 15), date(2027, 1, 1)
KLEVE = "AAAAAA,Kleve,05154000,kreis,a@kleve.example\n"


def change(root: Path, file: str, old: str, new: str) -> None:
    path = root / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def without_kleve(root: Path) -> None:
    change(root, "alliances.csv", KLEVE, "")


def kleve_twice(root: Path) -> None:
    change(root, "alliances.csv", KLEVE, f"{KLEVE}CCCCCC, kleve ,05158000 05162000,verbund,c@kleve.example\n")


def ags_twice(root: Path) -> None:
    change(root, "alliances.csv", KLEVE, f"{KLEVE}CCCCCC,Kreis Kleve,05154000,kreis,c@kleve.example\n")


def renamed_wave(root: Path) -> None:
    change(root, "ruecklauf.toml", 'id = "2026-1"', 'id = "2026-A"')


def misspelt(root: Path) -> None:
    change(root, "ruecklauf.toml", '"akteure"]', '"akteuer"]')


def team_s_own(root: Path) -> None:
    change(root, "ruecklauf.toml", 'title = "Welle 1"', 'title = "Welle 1"\naudience = "team"')


def unwritten(root: Path) -> None:
    change(root, "ruecklauf.toml", 'title = "Welle 1"', 'title = "Welle 1"\nlanguage = "xx"')


def placeholder(root: Path) -> None:
    change(
        root, "ruecklauf.toml", 'email = "ruecklauf@institut.example"', 'email = "bitte-eintragen@x.example"'
    )


def guarded(root: Path, today: date = SUMMER) -> list[str]:
    with FrozenWorkspace(open_project(root)) as workspace:
        found = (*workspace.project.notes, *guard(workspace, today=today))
    return [str(problem) for problem in found if problem.severity == "error"]


HARMFUL = [
    (without_kleve, "alliances.csv:1:1: AAAAAA is not listed any more, but there are returns of it."),
    (renamed_wave, "there is no wave '2026-1' any more, but there are returns of it."),
    (kleve_twice, "AAAAAA and CCCCCC have the same name;"),
    (ags_twice, "AAAAAA and CCCCCC have the same ags;"),
    (misspelt, "wave 2026-1 has a worksheet 'akteuer', which there is not. Did you mean 'akteure'?"),
    (team_s_own, "wave 2026-1 is the team's own, but worksheet 'stammblatt' is for the alliances."),
    (unwritten, "wave 2026-1 is in 'xx', but there are forms in: de, en."),
    (placeholder, "email is still to be filled in."),
]
"""What must not be there when anything goes out, with what is said of it."""


@pytest.mark.parametrize(("mistake", "said"), HARMFUL)
def test_what_harms_is_said_by_check_and_doctor_and_no_form_is_made(
    game: Game, mistake: Callable[[Path], None], said: str
) -> None:
    game.hand_in(game.filled("Kleve", ANSWERS))
    game.close()
    assert guarded(game.root) == []
    mistake(game.root)
    assert [text for text in guarded(game.root) if said in text]
    results = [result for result in examine(game.root) if said in result.found]
    assert results
    if mistake is not placeholder:
        assert not any(result.ok for result in results)
    with FrozenWorkspace(open_project(game.root), makes=True) as workspace:
        wave, folder = workspace.project.wave("2026-2"), game.root / "new"
        if mistake is misspelt:
            with pytest.raises(ProjectError, match="there is no worksheet"):
                issue_forms(workspace, wave, workspace.project.alliances, folder=folder, now=START)
        else:
            with pytest.raises(DeclarationError) as refused:
                issue_forms(workspace, wave, workspace.project.alliances, folder=folder, now=START)
            assert said in str(refused.value)
    assert not folder.exists()


def test_an_alliance_that_only_got_forms_may_leave_with_a_warning(game: Game) -> None:
    game.close()
    without_kleve(game.root)
    with FrozenWorkspace(open_project(game.root)) as workspace:
        (problem,) = guard(workspace, today=SUMMER)
    assert (problem.severity, "there are forms of it" in problem.message) == ("warning", True)


def test_a_deadline_that_is_over_before_forms_were_made_is_a_warning(game: Game) -> None:
    game.close()
    with FrozenWorkspace(open_project(game.root)) as workspace:
        (problem,) = guard(workspace, today=WINTER)
        assert guard(workspace, today=SUMMER) == ()
    assert (problem.severity, problem.message) == (
        "warning",
        "the deadline of wave 2026-2 is over, and no form has been made yet.",
    )


def test_an_older_wave_is_not_prefilled_from_a_newer_one(game: Game) -> None:
    older, newer = game.wave("2026-1"), game.wave("2026-2")
    worksheets = game.workspace.worksheets(older)
    with pytest.raises(ProjectError, match="wave 2026-2 is newer than wave 2026-1"):
        from_wave(game.workspace, newer.id, worksheets, into=older)
    assert from_wave(game.workspace, older.id, worksheets, into=newer).left_out == ()
