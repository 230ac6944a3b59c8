from __future__ import annotations

import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from ruecklauf.cli import main
from ruecklauf.project import open_project
from ruecklauf.store import open_store


@dataclass(frozen=True)
class Run:
    """One call of the command line."""

    status: int
    out: str
    err: str

    @property
    def data(self) -> Any:
        return json.loads(self.out)


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Callable[..., Run]:
    """The command line in this process: arguments in, exit status and both outputs out."""

    def call(*arguments: str | Path) -> Run:
        monkeypatch.setattr(sys, "argv", ["ruecklauf", *map(str, arguments)])
        status = 0
        try:
            main()
        except SystemExit as ended:
            status = int(ended.code or 0)
        captured = capsys.readouterr()
        return Run(status, captured.out, captured.err)

    return call


SETTINGS = """
title = "Prüfrunde"
fictional = true

[sender]
institution = "Institut für Beispielforschung"
email = "ruecklauf@institut.example"

[contact]
name = "Team"
email = "team@institut.example"

[privacy]
version = "1"
controller = "Institut"
text = "Nur für die Begleitung."

[[waves]]
id = "2026-1"
title = "Welle 1"
deadline = 2026-06-30
worksheets = ["stammblatt", "akteure"]

[[waves]]
id = "2026-2"
title = "Welle 2"
deadline = 2026-12-31
worksheets = ["stammblatt", "akteure"]
"""

ALLIANCES = """id,name,ags,gebietstyp,email
AAAAAA,Kleve,05154000,kreis,a@kleve.example
BBBBBB,Köln,05315000,kreisfrei,b@koeln.example
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project of two alliances and two waves, with the databases that `init` makes."""
    make_project(tmp_path / "projekt")
    return tmp_path / "projekt"


def make_project(root: Path) -> None:
    root.mkdir()
    (root / "ruecklauf.toml").write_text(SETTINGS, encoding="utf-8")
    (root / "alliances.csv").write_text(ALLIANCES, encoding="utf-8")
    make_databases(root)


def make_databases(root: Path) -> None:
    opened = open_project(root)
    open_store(opened.database_url, opened.contacts_url).close()
