"""Declarations written to a folder and read again."""

from __future__ import annotations

from pathlib import Path

from ruecklauf.definition.load import (
    GroupSource,
    ListSource,
    Source,
    load_codelist,
    load_group,
    load_worksheet,
)
from ruecklauf.errors import DeclarationError

LISTS = {
    "jnu": """\
id: jnu
title: Ja oder nein
codes:
  - {code: ja, label: ja}
  - {code: nein, label: nein}
  - {code: unbekannt, label: unbekannt, missing: unknown}
""",
    "stand": """\
id: stand
title: Stand
codes:
  - {code: offen, label: offen}
  - {code: sonst, label: anderer, other: true}
""",
}
GROUP = """\
id: felder
title: Felder
fields:
  - {id: eins, type: tick, label: Eins}
  - {id: zwei, type: tick, label: Zwei, required: true}
"""
WORKSHEET = """\
id: plan
version: "1.0"
title: Plan
short: Plan
purpose: Zweck.
instructions: Anleitung.
sections:
  - id: plan
    kind: table
    title: Vorhaben
    prefix: PL
    free_rows: 5
    fields:
      - id: plaetze
        type: integer
        label: Plätze
"""


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8", newline="")
    return path


def read_list(folder: Path, text: str) -> ListSource:
    return load_codelist(write(folder, "liste.yaml", text), shown_as="liste.yaml")


def read_group(folder: Path, text: str = GROUP) -> GroupSource:
    return load_group(write(folder, "gruppe.yaml", text), shown_as="gruppe.yaml")


def read(folder: Path, text: str = WORKSHEET) -> Source:
    """A worksheet that may use the lists `jnu` and `stand` and the group `felder`."""
    return load_worksheet(
        write(folder, "plan.yaml", text),
        shown_as="plan.yaml",
        codelists={name: read_list(folder, content).codelist for name, content in LISTS.items()},
        groups={"felder": read_group(folder)},
    )


def mistakes(folder: Path, text: str) -> list[str]:
    """What is said of a worksheet; the name of the file is left out."""
    try:
        read(folder, text)
    except DeclarationError as error:
        return [str(problem).removeprefix("plan.yaml:") for problem in error.problems]
    return []


def changed(*changes: tuple[str, str]) -> str:
    text = WORKSHEET
    for old, new in changes:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return text
