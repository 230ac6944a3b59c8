"""`changes`, and what `check` and `forms` say of worksheets that were revised."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from cli.conftest import Run
from revisions.declaring import NETZ, new_project, revised, write_worksheet

TITLE = "      - {type: text, id: titel, label: Titel}\n"
SINCE = '  - since: "1.0"\n    '


def test_what_is_declared_goes_through_check_forms_and_proof(tmp_path: Path, run: Callable[..., Run]) -> None:
    root = new_project(tmp_path / "p")
    assert run("forms", "--project", root, "--wave", "2026-1", "--alliance", "Kleve").status == 0
    write_worksheet(root, NETZ.replace(TITLE, TITLE.replace("titel", "thema")))
    refused = run("check", "--project", root)
    assert refused.status == 1 and "field 'runden.titel' is gone" in refused.out
    assert run("forms", "--project", root, "--wave", "2027-1").status == 2
    changes = f"{SINCE}fields: [{{was: runden.titel, now: runden.thema}}]\n"
    write_worksheet(root, revised(NETZ, (TITLE, TITLE.replace("titel", "thema")), changes=changes))
    assert run("check", "--project", root).out == ""
    shown = run("changes", "netz", "--project", root, "--json", "--prove")
    assert shown.data == {
        "changes": [
            {
                "since": "1.0", "until": "2.0", "what": "field", "was": "runden.titel", "now": "runden.thema",
                "how": "renamed or moved",
            }
        ],
        "answers": [],
        "reasons": [],
    }  # fmt: skip
    assert run("forms", "--project", root, "--wave", "2027-1", "--alliance", "Kleve").status == 0


def test_changes_of_a_worksheet_that_there_is_not(tmp_path: Path, run: Callable[..., Run]) -> None:
    assert run("changes", "nichts", "--project", new_project(tmp_path / "p")).status == 2
