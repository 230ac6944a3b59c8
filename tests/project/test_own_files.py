"""What lies in a project's folder and is no return."""

from __future__ import annotations

from pathlib import Path

from ruecklauf.project.folder import open_project
from ruecklauf.rounds.taking_in.collection import files_in

SETTINGS = """
title = "Probe"
fictional = true
[sender]
institution = "Institut"
email = "a@institut.example"
[contact]
name = "Team"
email = "b@institut.example"
[privacy]
version = "1"
controller = "Institut"
text = "Nur für die Begleitung."
[[waves]]
id = "2026-1"
title = "Welle 1"
deadline = 2026-12-31
worksheets = ["stammblatt"]
"""


def test_messages_and_inquiries_that_were_made_to_be_sent_are_no_returns(tmp_path: Path) -> None:
    (tmp_path / "ruecklauf.toml").write_text(SETTINGS, encoding="utf-8")
    (tmp_path / "alliances.csv").write_text("id,name,ags,gebietstyp,email\n", encoding="utf-8")
    for name in ("drafts/2026-1/a.eml", "inquiries/2026-1/b.xlsx", "returns/c.xlsx"):
        path = tmp_path / name
        path.parent.mkdir(parents=True)
        path.write_bytes(b"PK")
    own = open_project(tmp_path).own_files
    assert [path.name for path in files_in([tmp_path], own=own)] == ["c.xlsx"]
