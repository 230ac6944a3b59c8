"""Two small worksheets that a project revises between its waves."""

from __future__ import annotations

from pathlib import Path

from cli.conftest import ALLIANCES, make_databases
from ruecklauf.library import Library, read_library

NETZ = """\
id: netz
version: "1.0"
title: Netz
short: Netz
purpose: Wer mitmacht.
instructions: Bitte ausfüllen.
sections:
  - kind: record
    id: stelle
    title: Stelle
    prefix: NS
    fields:
      - {type: text, id: name, label: Name der Stelle}
      - {type: integer, id: plaetze, label: Plätze, min: 0, max: 99}
      - {type: choice, id: form, label: Form, list: form}
      - {type: text, id: lage, label: Lage, wave: L}
      - {type: email, id: mail, label: E-Mail, personal: true, wave: X}
  - kind: table
    id: leute
    title: Akteure
    prefix: NL
    printed: {list: art, into: art}
    free_rows: 5
    label_field: name
    fields:
      - {type: choice, id: art, label: Art, list: art}
      - {type: text, id: name, label: Name, max_length: 200}
      - {type: choice, id: form, label: Form, list: form}
      - {type: multichoice, id: themen, label: Themen, list: thema}
      - {type: integer, id: anzahl, label: Anzahl, min: 0}
  - kind: table
    id: runden
    title: Runden
    prefix: NR
    free_rows: 4
    fields:
      - {type: text, id: titel, label: Titel}
      - {type: reference, id: leitung, label: Leitung, to: leute}
codelists:
  - id: art
    title: Art
    codes:
      - {code: amt, label: Amt, nr: 1}
      - {code: schule, label: Schule, nr: 2}
      - {code: verein, label: Verein, nr: 3}
  - id: form
    title: Form
    codes:
      - {code: fest, label: fest}
      - {code: lose, label: lose}
      - {code: offen, label: offen}
      - {code: unbekannt, label: unbekannt, missing: unknown}
  - id: thema
    title: Thema
    codes:
      - {code: sprache, label: Sprache}
      - {code: arbeit, label: Arbeit}
      - {code: wohnen, label: Wohnen}
"""
ORTE = """\
id: orte
version: "1.0"
title: Orte
short: Orte
purpose: Wo es ist.
instructions: Bitte ausfüllen.
sections:
  - kind: record
    id: ort
    title: Ort
    prefix: OO
    fields:
      - {type: text, id: name, label: Ort}
"""
SETTINGS = """
title = "Prüfrunde"
fictional = true
[sender]
institution = "Institut"
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
deadline = 2026-12-31
worksheets = ["netz", "orte"]
[[waves]]
id = "2027-1"
title = "Welle 2"
deadline = 2027-06-30
worksheets = ["netz", "orte"]
"""


def write_worksheet(root: Path, text: str) -> None:
    """Put a declaration into a project."""
    name = text.partition("\n")[0].removeprefix("id: ")
    path = root / "worksheets" / name / "worksheet.yaml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def new_project(root: Path) -> Path:
    """A project with both worksheets, two waves and two alliances."""
    root.mkdir(parents=True)
    (root / "ruecklauf.toml").write_text(SETTINGS, encoding="utf-8")
    (root / "alliances.csv").write_text(ALLIANCES, encoding="utf-8")
    write_worksheet(root, NETZ)
    write_worksheet(root, ORTE)
    make_databases(root)
    return root


def library(root: Path, *texts: str) -> Library:
    """The declarations of a new folder, without those that are shipped."""
    for text in texts:
        write_worksheet(root, text)
    return read_library(root)


def revised(text: str, *edits: tuple[str, str], changes: str, version: str = "2.0") -> str:
    """A new version of a declaration: each text replaced once, and what is said under `changes:`."""
    for before, after in (('version: "1.0"', f'version: "{version}"'), *edits):
        assert before in text, before
        text = text.replace(before, after, 1)
    return f"{text}changes:\n{changes}"
